"""Asking, the brokers' desk, answering, and general words for everyone."""

from datetime import timedelta

import pytest
from django.contrib.auth.models import AnonymousUser
from django.db import connection
from django.test.utils import CaptureQueriesContext

from cases.clearance import actions as clearance_actions
from cases.clearance.models import ClearedText
from kit.errors import RefusedError
from knowledge.actions import evidence as actions
from knowledge.models import Question, QuestionRelease
from tests.cases.checking import ANSWERS
from tests.factories.cases import CaseFactory
from tests.factories.knowledge import AttachedEvidenceFactory, QuestionFactory
from tests.factories.meetings import MeetingFactory
from tests.ticked import LOOKED

pytestmark = pytest.mark.django_db
GENERAL = {
    "title": "Ringing first",
    "words": "Does it help to ring?",
    "answer": "Two studies say yes.",
    "audience": "programme",
}
TYPED = {**GENERAL, **ANSWERS, **LOOKED}


@pytest.fixture
def by(client):
    """`by(user)`: the client, signed in as this person."""

    def by(user):
        client.force_login(user)
        return client

    return by


@pytest.fixture
def question(case, people):
    return QuestionFactory(case=case, words="CANARY-as-asked: does it help?", asked_by=people.member)


@pytest.fixture
def released(question, people, approve):
    """A published general form of the question."""
    text = actions.send_question_for_checking(question, by=people.broker, **GENERAL)
    approve(text)
    clearance_actions.publish(text, by=people.broker)
    return text


def test_a_member_asks_from_a_case_and_from_a_meeting(by, people, case):
    meeting = case.discussions.get().meeting

    from_case = by(people.member).post(f"/cases/{case.pk}/questions/ask/", {"words": "Does it help?"})
    from_meeting = by(people.member).post(f"/meetings/{meeting.pk}/questions/ask/", {"words": "Who pays?"})

    assert (from_case.url, from_meeting.url) == (case.get_absolute_url(), meeting.get_absolute_url())
    assert set(Question.objects.values_list("words", "case", "meeting")) == {
        ("Does it help?", case.pk, None),
        ("Who pays?", None, meeting.pk),
    }


def test_asking_elsewhere_or_with_nothing_typed(by, people, case):
    address = f"/cases/{case.pk}/questions/ask/"

    assert by(people.member_elsewhere).post(address, {"words": "Why?"}).status_code == 404
    assert by(people.team).post(address, {"words": "Why?"}).status_code == 403
    empty = by(people.member).post(address, {"words": " "})
    assert empty.status_code == 422
    assert "One sentence is enough" in empty.content.decode()
    named = by(people.member).post(address, {"words": "Ring 01632 960 114?"})
    assert named.status_code == 422
    assert "Ring 01632 960 114?" in named.content.decode()
    assert not Question.objects.exists()


def test_the_desk_opens_the_question_of_the_next_meeting_first(by, people, case):
    MeetingFactory(site=people.neighbour)
    soon = MeetingFactory(site=people.site)
    soon.starts_at -= timedelta(days=3)
    soon.save()
    QuestionFactory(case=CaseFactory(site=people.neighbour, presented=True), words="Later question?")
    first = QuestionFactory(case=case, words="Sooner question?")
    AttachedEvidenceFactory(case=case, question=first, bottom_line="")

    page = by(people.broker).get("/evidence/questions/").content.decode()

    assert page.index("Sooner question?") < page.index("Also open") < page.index("Later question?")
    assert "no bottom line" in page
    assert "Save the bottom line" in page


def test_members_see_the_questions_of_their_site_and_no_brokers_buttons(by, people, question):
    page = by(people.member).get("/evidence/questions/").content.decode()

    assert "CANARY-as-asked" in page
    assert "Answer the question" not in page
    assert "I will work on this" not in page


def test_questions_as_asked_stay_with_the_site(by, people, question, released):
    for name in ("member_elsewhere", "adviser", "commissioner", "stranger", "superuser"):
        for path in (
            "/evidence/questions/",
            "/evidence/questions/?show=everyone",
            question.get_absolute_url(),
        ):
            assert "CANARY" not in by(getattr(people, name)).get(path).content.decode()


def test_who_opens_the_desk(by, people, client):
    roles = ["member", "member_elsewhere", "broker", "team", "adviser", "commissioner", "superuser"]

    answers = {name: by(getattr(people, name)).get("/evidence/questions/").status_code for name in roles}

    assert answers == {name: 403 if name in ("commissioner", "superuser") else 200 for name in roles}
    client.logout()
    assert client.get("/evidence/questions/").status_code == 302
    assert by(people.member).get("/evidence/questions/?show=gossip").status_code == 404


def test_a_broker_takes_and_answers(by, people, question):
    by(people.broker).post(f"{question.get_absolute_url()}take/")
    by(people.broker).post(f"{question.get_absolute_url()}answer/", {"answer": "Two studies say yes."})

    question.refresh_from_db()
    assert (question.taken_by, question.answer) == (people.broker, "Two studies say yes.")
    assert "Two studies say yes." in by(people.member).get(question.get_absolute_url()).content.decode()
    answered = by(people.member).get("/evidence/questions/?show=answered").content.decode()
    assert "CANARY-as-asked" in answered


def test_nobody_else_takes_answers_or_sends_for_checking(by, people, question):
    for verb in ("take", "answer", "send-for-checking"):
        address = f"{question.get_absolute_url()}{verb}/"
        assert by(people.member).post(address, TYPED).status_code == 403
        assert by(people.facilitator).post(address, TYPED).status_code == 403
        assert by(people.stranger).post(address, TYPED).status_code == 404
    assert by(people.broker).get(f"{question.get_absolute_url()}take/").status_code == 405


def test_an_empty_answer_is_refused_in_words(by, people, question):
    answer = by(people.broker).post(f"{question.get_absolute_url()}answer/", {"answer": ""})

    assert answer.status_code == 422
    assert "Three sentences are enough" in answer.content.decode()


def test_general_words_are_sent_for_checking(by, people, question):
    answer = by(people.broker).post(f"{question.get_absolute_url()}send-for-checking/", TYPED)

    assert answer.url == question.get_absolute_url()
    assert ClearedText.objects.being_checked().get().kind == "question"
    assert (
        "An anonymous version has been sent for checking"
        in by(people.broker).get(answer.url).content.decode()
    )


def test_marks_have_to_be_looked_at_first(by, people, question):
    address = f"{question.get_absolute_url()}send-for-checking/"
    named = {**TYPED, "answer": "Ask in Dunsmere."}

    first = by(people.broker).post(address, named)

    assert first.status_code == 422
    assert "“Dunsmere”" in first.content.decode()
    assert "Ask in Dunsmere." in first.content.decode()
    assert not ClearedText.objects.exists()
    marks = first.context["form"].fields["looked"].widget.marks
    assert by(people.broker).post(address, {**named, "looked": marks}).status_code == 302


@pytest.mark.parametrize("field", ["title", "words", "answer", "audience"])
def test_general_words_need_all_their_parts(by, people, question, field):
    answer = by(people.broker).post(f"{question.get_absolute_url()}send-for-checking/", {**TYPED, field: ""})

    assert answer.status_code == 422


def test_why_it_was_sent_back_shows(by, people, question):
    text = actions.send_question_for_checking(question, by=people.broker, **GENERAL)
    clearance_actions.send_back(text, reason="Too close to the case.", by=people.member)

    assert "Too close to the case." in by(people.broker).get(question.get_absolute_url()).content.decode()


def test_the_whole_programme_reads_what_was_released(by, people, question, released):
    for name in ("member_elsewhere", "adviser"):
        client = by(getattr(people, name))
        assert "Ringing first" in client.get("/evidence/questions/?show=everyone").content.decode()
        page = client.get(question.get_absolute_url()).content.decode()
        assert "Two studies say yes." in page
    for name in ("commissioner", "stranger", "superuser"):
        assert by(getattr(people, name)).get(question.get_absolute_url()).status_code == 404


def test_a_visitor_reads_only_what_was_released_to_everyone(client, people, question, approve):
    assert client.get(question.get_absolute_url()).status_code == 302
    text = actions.send_question_for_checking(question, by=people.broker, **{**GENERAL, "audience": "public"})
    approve(text)
    clearance_actions.publish(text, by=people.broker)

    page = client.get(question.get_absolute_url()).content.decode()

    assert "Two studies say yes." in page
    assert "CANARY" not in page
    clearance_actions.withdraw(text, because="privacy", by=people.team)
    assert client.get(question.get_absolute_url()).status_code == 302
    assert not QuestionRelease.objects.readable_by(AnonymousUser()).exists()


def test_the_desk_costs_the_same_queries_however_many_questions(by, people, case):
    client = by(people.broker)

    def cost():
        with CaptureQueriesContext(connection) as queries:
            client.get("/evidence/questions/")
        return len(queries)

    QuestionFactory.create_batch(3, case=case)
    cost()  # the first time, it is recorded that the case was read
    at_n = cost()
    QuestionFactory.create_batch(3, case=case)

    assert cost() == at_n
    assert at_n <= 20


def test_whoever_typed_words_of_a_question_without_a_case_does_not_check_them(people, case):
    meeting = case.discussions.get().meeting
    asked = QuestionFactory(
        case=None, site=case.site, meeting=meeting, asked_by=people.member,
        words="Does it help to ring the evening before they are due?",
    )  # fmt: skip
    actions.answer(asked, answer="Two small studies of reminders say yes.", by=people.team)
    actions.answer(asked, answer="Two small studies of reminders say yes, by half.", by=people.broker)

    text = actions.send_question_for_checking(
        asked, by=people.broker,
        **{**GENERAL, "words": "It may help to ring the evening before.", "answer": "Small studies of reminders say yes."},
    )  # fmt: skip

    assert set(text.authors.all()) == {people.member, people.team, people.broker}
    with pytest.raises(RefusedError, match="Some of these words are yours"):
        clearance_actions.approve(text, sha256=text.sha256, by=people.member)
