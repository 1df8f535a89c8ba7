"""The page "History" says in sentences who did what, to those who run the site, and never what was written."""

import pytest
from django.urls import reverse

from cases.actions import cases as case_actions
from cases.next_steps.actions.changes import remove_step
from cases.next_steps.actions.steps import add_next_step
from kit import removal
from kit.audit import record
from kit.models import AuditEvent, subject_of
from knowledge.actions import evidence as evidence_actions
from meetings.audit_verbs import MeetingVerb
from members import actions as member_actions
from sites_app import actions as site_actions
from tests.factories.cases import CaseFactory
from tests.factories.meetings import MeetingFactory
from tests.reading import one_line

pytestmark = pytest.mark.django_db


@pytest.fixture
def case(people):
    return CaseFactory(site=people.site, presenter=people.members.presenter, presented=True)


def page(client, name, *args) -> str:
    answer = client.get(reverse(name, args=args))
    assert answer.status_code == 200
    return one_line(answer.content.decode())


def test_the_history_of_a_case_says_who_did_what_without_the_words(people, case, signed_in):
    step = add_next_step(case.discussions.get(), what="Zebra words", owner=None, by=people.facilitator)
    evidence_actions.ask(people.site, words="Zebra question", by=people.facilitator, case=case)
    removal.undo(remove_step(step, by=people.facilitator), by=people.facilitator)

    found = page(signed_in("facilitator"), "case_history", case.pk)

    name = people.facilitator.name
    assert f"{name} agreed a next step for the case {case.reference}." in found
    assert f"{name} asked a question." in found
    assert f"{name} removed a next step." in found
    assert f"{name} brought back a next step." in found
    assert "Zebra" not in found


def test_what_was_done_to_a_removed_row_is_still_told(people, case, signed_in):
    question = evidence_actions.ask(people.site, words="Zebra question", by=people.facilitator, case=case)
    removal.set_aside(question, by=people.facilitator)

    assert f"{people.facilitator.name} asked a question." in page(
        signed_in("facilitator"), "case_history", case.pk
    )


def test_notes_of_the_audit_log_are_not_shown(people, case, signed_in):
    AuditEvent.objects.create(verb="edit", subject=subject_of(case), by=people.facilitator, note="zebra")
    AuditEvent.objects.create(verb="remove", subject=subject_of(case), by=people.facilitator, note="zebra")

    assert "zebra" not in page(signed_in("facilitator"), "case_history", case.pk)


def test_readings_have_a_page_of_their_own(people, case, signed_in):
    client = signed_in("facilitator")
    client.get(case.get_absolute_url())

    assert "read the case" not in page(client, "case_history", case.pk)


def test_the_history_of_a_site_has_its_members_and_its_expenses_and_not_its_cases(people, case, signed_in):
    member_actions.end_links(people.members.member, by=people.facilitator)
    case_actions.write_notes(case.discussions.get(), notes="Words", by=people.facilitator)
    site_actions.add_expense(
        people.site,
        purpose="other",
        amount_pence=5,
        spent_on=people.programme.started_on,
        by=people.facilitator,
    )

    found = page(signed_in("facilitator"), "site_history", people.site.slug)

    assert f"ended the links in e-mails to {people.members.member.name}." in found
    assert f"added an expense of the site {people.site}." in found
    assert "wrote notes" not in found


def test_the_history_of_a_member_is_theirs_alone(people, signed_in):
    member_actions.end_links(people.members.member, by=people.facilitator)

    client = signed_in("facilitator")
    sentence = "ended the links in e-mails to"
    assert sentence in page(client, "member_history", people.members.member.pk)
    assert sentence not in page(client, "member_history", people.members.presenter.pk)


def test_the_number_of_queries_does_not_grow_with_the_history(
    people, case, signed_in, django_assert_max_num_queries
):
    client = signed_in("facilitator")
    evidence_actions.ask(people.site, words="The first", by=people.facilitator, case=case)
    page(client, "case_history", case.pk)
    with django_assert_max_num_queries(200) as first:
        page(client, "case_history", case.pk)
    for number in range(10):
        evidence_actions.ask(people.site, words=f"Question {number}", by=people.facilitator, case=case)

    with django_assert_max_num_queries(200) as then:
        page(client, "case_history", case.pk)

    assert len(then.captured_queries) == len(first.captured_queries)


def test_a_sentence_calls_the_first_meeting_the_taster_session(people, signed_in):
    taster = MeetingFactory(site=people.site, kind="taster", number=1)
    record(MeetingVerb.CLOSE, taster, by=people.facilitator)

    assert "closed the taster session" in page(signed_in("facilitator"), "meeting_history", taster.pk)
