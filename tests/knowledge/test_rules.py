"""The table of who may: role x verb."""

import pytest
import rules
from django.contrib.auth.models import AnonymousUser

import knowledge.rules  # noqa: F401 - it writes the table
from tests.factories.knowledge import EvidenceFactory, QuestionFactory

pytestmark = pytest.mark.django_db

ROLES = [
    "facilitator", "presenter", "member", "member_elsewhere", "broker", "team", "adviser", "commissioner", "stranger", "superuser",
]  # fmt: skip
SITE = {"facilitator", "presenter", "member"}
READERS = SITE | {"member_elsewhere", "broker", "team", "adviser"}
TABLE = {
    "knowledge.read_evidence": READERS,
    "knowledge.add_evidence": {"broker"},
    "knowledge.attach_evidence": {"broker"},
    "knowledge.edit_attached": {"broker"},
    "knowledge.edit_evidence": {"broker"},
    "knowledge.remove_evidence": {"broker"},
    "knowledge.remove_attached": {"broker"},
    "knowledge.hand_back_question": {"broker"},
    "knowledge.edit_question": {"facilitator", "member"},
    "knowledge.remove_question": {"facilitator", "member"},
    "knowledge.report_evidence": {"broker", "facilitator"},
    "knowledge.react_to_evidence": SITE,
    "knowledge.ask_question": SITE | {"broker"},
    "knowledge.take_question": {"broker"},
    "knowledge.pass_on_question": {"team"},
    "knowledge.answer_question": {"broker"},
    "knowledge.send_question_for_checking": {"broker"},
    "library.write_up_case": {"facilitator"},
}


@pytest.mark.parametrize("verb", TABLE)
def test_who_may(people, case, verb):
    question = QuestionFactory(case=case, asked_by=people.member, taken_by=people.broker)
    rows = {
        "read_evidence": people.programme,
        "add_evidence": people.programme,
        "edit_attached": case.attached_evidence.get(),
        "report_evidence": case.attached_evidence.get(),
        "react_to_evidence": case.attached_evidence.get(),
        "edit_evidence": case.attached_evidence.get().evidence,
        "remove_evidence": case.attached_evidence.get().evidence,
        "remove_attached": case.attached_evidence.get(),
        "hand_back_question": question,
        "edit_question": question,
        "remove_question": question,
        "take_question": question,
        "pass_on_question": people.programme,
        "answer_question": question,
        "send_question_for_checking": question,
    }
    row = rows.get(verb.partition(".")[2], case)

    allowed = {role for role in ROLES if rules.has_perm(verb, getattr(people, role), row)}

    assert allowed == TABLE[verb]
    assert not rules.has_perm(verb, AnonymousUser(), row)


@pytest.mark.parametrize(
    ("verb", "expected"),
    [
        ("knowledge.read_questions", READERS | {"stranger"}),  # their own programme's
        ("knowledge.read_evidence", READERS | {"stranger"}),
        ("knowledge.add_evidence", {"broker"}),
        ("knowledge.take_question", {"broker"}),
    ],
)
def test_who_may_anywhere(people, verb, expected):
    assert {role for role in ROLES if rules.has_perm(verb, getattr(people, role), None)} == expected
    assert not rules.has_perm(verb, AnonymousUser(), None)


def test_asking_is_asked_of_a_site_a_meeting_or_a_case(people, case):
    meeting = case.discussions.get().meeting

    for row in (people.site, meeting, case):
        assert rules.has_perm("knowledge.ask_question", people.member, row)
        assert not rules.has_perm("knowledge.ask_question", people.member_elsewhere, row)


def test_the_table_names_every_permission():
    named = {
        name for name in rules.permissions.permissions if name.startswith(("knowledge.", "library.write_up"))
    }

    assert named == {*TABLE, "knowledge.read_questions"}


def test_a_broker_attaches_what_their_own_programme_has(people):
    evidence = EvidenceFactory(programme=people.programme)

    assert {
        role for role in ROLES if rules.has_perm("knowledge.attach_evidence", getattr(people, role), evidence)
    } == {"broker"}
    assert not rules.has_perm("knowledge.attach_evidence", people.broker, EvidenceFactory())
