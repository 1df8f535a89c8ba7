"""Asking, answering, adding, attaching, telling, reacting."""

from datetime import timedelta

import pytest

from cases.clearance import actions as clearance_actions
from cases.clearance.models import Audience, ClearedText
from kit.errors import RefusedError
from kit.models import Revision
from knowledge.actions import evidence as actions
from knowledge.actions import publications
from knowledge.actions.publications import Appraisal
from knowledge.models import AttachedEvidence, Evidence, EvidenceReaction, Question, QuestionRelease
from knowledge.publications import Creator, Publication
from tests.factories.cases import CaseFactory
from tests.factories.knowledge import AttachedEvidenceFactory, EvidenceFactory, QuestionFactory
from tests.factories.meetings import MeetingFactory
from tests.factories.members import MemberFactory

PETCH = Creator(family="Petch", given="A.")
pytestmark = pytest.mark.django_db


def test_asking_twice_is_one_question(people, case):
    first = actions.ask(people.site, words="Does ringing help?", case=case, by=people.member)
    again = actions.ask(people.site, words=" Does ringing help? ", case=case, by=people.member)

    assert again == first
    assert (first.site, first.asked_by) == (people.site, people.member)


def test_the_same_words_can_be_asked_again_once_answered(people, case):
    first = actions.ask(people.site, words="Does ringing help?", case=case, by=people.member)
    actions.answer(first, answer="It does.", by=people.broker)

    assert actions.ask(people.site, words="Does ringing help?", case=case, by=people.member) != first


def test_a_question_belongs_to_its_own_site(people):
    with pytest.raises(RefusedError, match="another site"):
        actions.ask(people.neighbour, words="Why?", case=CaseFactory(site=people.site), by=people.member)
    with pytest.raises(RefusedError, match="another site"):
        actions.ask(
            people.neighbour, words="Why?", meeting=MeetingFactory(site=people.site), by=people.member
        )


def test_an_empty_question_or_answer_is_refused(people):
    question = QuestionFactory()

    with pytest.raises(RefusedError, match="One sentence"):
        actions.ask(people.site, words="  ", by=people.member)
    with pytest.raises(RefusedError, match="Three sentences"):
        actions.answer(question, answer=" ", by=people.broker)


def test_a_broker_takes_a_question_and_another_takes_it_over(people):
    question = QuestionFactory(case__site=people.site)

    actions.take(question, by=people.broker)
    actions.take(question, by=people.team)

    question.refresh_from_db()
    assert question.taken_by == people.team


def test_an_answered_question_is_not_taken(people):
    with pytest.raises(RefusedError, match="answered"):
        actions.take(QuestionFactory(answered=True), by=people.broker)


def test_answering_again_changes_the_words_and_keeps_the_earlier_ones(people):
    question = QuestionFactory(case__site=people.site)
    actions.answer(question, answer="Perhaps.", by=people.broker)
    answered_at = question.answered_at

    actions.answer(question, answer="Two studies say yes.", by=people.broker)

    question.refresh_from_db()
    assert (question.answer, question.answered_at) == ("Two studies say yes.", answered_at)
    assert list(Revision.objects.of(question).order_by("version").values_list("text", flat=True)) == [
        "Perhaps.",
        "Two studies say yes.",
    ]


def send_for_checking(question, people, **fields):
    words = {"title": "Ringing first", "words": "Does it help to ring?", "answer": "Yes."}
    return actions.send_question_for_checking(question, by=people.broker, **{**words, **fields})


def test_a_general_form_is_sent_for_checking_for_the_programme(people, case):
    question = QuestionFactory(case=case, words="CANARY")

    text = send_for_checking(question, people)

    assert (text.kind, text.audience, text.site, text.case) == ("question", "programme", people.site, case)
    assert text.content == {"title": "Ringing first", "question": "Does it help to ring?", "answer": "Yes."}
    assert "CANARY" not in text.body
    assert QuestionRelease.objects.get().cleared_text == text


def test_whoever_has_words_in_the_general_form_is_its_author(people, case):
    question = QuestionFactory(case=case, words="Does it help to ring?", asked_by=people.member)
    actions.answer(question, answer="Yes.", by=people.team)

    text = send_for_checking(question, people)

    assert set(text.authors.all()) == {people.broker, people.member, people.team}


def test_sending_a_general_form_again_replaces_the_one_being_checked(people, case):
    question = QuestionFactory(case=case)
    first = send_for_checking(question, people)
    assert send_for_checking(question, people) == first

    second = send_for_checking(question, people, answer="Mostly.")

    assert list(ClearedText.objects.being_checked()) == [second]
    assert question.releases.count() == 2


def test_a_general_form_without_an_answer_is_refused(people, case):
    with pytest.raises(RefusedError, match="an anonymous question and an anonymous answer"):
        send_for_checking(QuestionFactory(case=case), people, answer=" ")


def add(programme, by, **fields):
    cited = {"form": "article-journal", "creators": (PETCH,), "year": 2012, "title": "Plates", **fields}
    return publications.add_evidence(
        programme, publication=Publication(**cited), appraisal=Appraisal(kind="research"), by=by
    )


def test_a_doi_is_kept_bare(people):
    evidence = add(people.programme, people.broker, doi="https://doi.org/10.1108/ABC")

    assert evidence.doi == "10.1108/abc"
    assert evidence.doi_link == "https://doi.org/10.1108/abc"


def test_adding_the_same_publication_again_is_the_same_row(people):
    by_doi = add(people.programme, people.broker, doi="10.1108/abc")
    by_words = add(people.programme, people.broker, title="Others")

    assert add(people.programme, people.broker, doi="doi:10.1108/ABC") == by_doi
    assert add(people.programme, people.broker, title="Others") == by_words
    assert Evidence.objects.count() == 2


def test_a_doi_under_another_title_points_to_the_existing_one(people):
    existing = add(people.programme, people.broker, doi="10.1108/abc")

    with pytest.raises(publications.AlreadyListed) as refusal:
        add(people.programme, people.broker, doi="10.1108/abc", title="Plate tectonics")

    assert refusal.value.evidence == existing


def test_two_programmes_may_list_the_same_publication(people):
    add(people.programme, people.broker, doi="10.1108/abc")

    add(EvidenceFactory().programme, people.broker, doi="10.1108/abc")

    assert Evidence.objects.filter(doi="10.1108/abc").count() == 2


def test_a_doi_of_the_wrong_shape_is_refused(people):
    with pytest.raises(RefusedError, match="starts with 10"):
        add(people.programme, people.broker, doi="see the web")


def test_a_bottom_line_has_sixty_words_at_most(people, case):
    evidence = EvidenceFactory(programme=people.programme)

    with pytest.raises(RefusedError, match="has 61 words"):
        actions.attach(evidence, case=case, bottom_line="word " * 61, by=people.broker)
    attached = actions.attach(evidence, case=case, bottom_line="word " * 60, by=people.broker)

    assert attached.bottom_line == ("word " * 60).strip()


def test_attaching_again_keeps_one_row_and_takes_the_new_words(people, case):
    evidence = EvidenceFactory(programme=people.programme)
    first = actions.attach(
        evidence, case=case, bottom_line="Ring.", why_here="She answers.", by=people.broker
    )

    again = actions.attach(evidence, case=case, bottom_line="Ring first.", by=people.broker)
    actions.attach(evidence, case=case, by=people.broker)

    again.refresh_from_db()
    assert again == first
    assert (again.bottom_line, again.why_here) == ("Ring first.", "She answers.")


def test_evidence_of_another_programme_is_not_attached(people, case):
    with pytest.raises(RefusedError, match="another programme"):
        actions.attach(EvidenceFactory(), case=case, by=people.broker)


def test_a_question_of_another_site_is_not_answered_by_it(people, case):
    with pytest.raises(RefusedError, match="another site"):
        actions.attach(
            EvidenceFactory(programme=people.programme),
            case=case,
            question=QuestionFactory(),
            by=people.broker,
        )


def test_evidence_is_reported_at_a_meeting_of_the_cases_own_site(people, case):
    attached = case.attached_evidence.get()
    meeting = MeetingFactory(site=people.site, held=True)

    actions.report_evidence(attached, at=meeting, by=people.broker)

    assert AttachedEvidence.objects.get(pk=attached.pk).reported_at == meeting
    with pytest.raises(RefusedError, match="another site"):
        actions.report_evidence(attached, at=MeetingFactory(held=True), by=people.broker)
    with pytest.raises(RefusedError, match="cancelled"):
        actions.report_evidence(
            attached, at=MeetingFactory(site=people.site, cancelled=True), by=people.broker
        )


def test_the_last_thing_a_member_says_about_evidence_counts(people, case):
    attached = case.attached_evidence.get()

    actions.react(attached, member=people.members.member, kind="useful", by=people.member)
    actions.react(attached, member=people.members.member, kind="used", by=people.member)

    assert EvidenceReaction.objects.get().kind == "used"


def test_only_members_of_the_site_react_and_only_in_three_ways(people, case):
    attached = case.attached_evidence.get()

    with pytest.raises(RefusedError, match="site that presented"):
        actions.react(attached, member=MemberFactory(), kind="useful", by=people.stranger)
    with pytest.raises(RefusedError, match="one of the three"):
        actions.react(attached, member=people.members.member, kind="loved", by=people.member)


def test_reactions_are_counted_and_ones_own_is_known(people, case):
    attached = case.attached_evidence.get()
    actions.react(attached, member=people.members.member, kind="useful", by=people.member)
    actions.react(attached, member=people.members.presenter, kind="used", by=people.presenter)
    AttachedEvidenceFactory()

    row = AttachedEvidence.objects.visible_to(people.member).with_reactions(people.member).get()

    assert (row.times_useful, row.times_used, row.times_not_read, row.own_reaction) == (1, 1, 0, "useful")


def test_open_questions_come_by_the_sites_next_meeting(people):
    later = QuestionFactory(case__site=people.site, words="later")
    sooner = QuestionFactory(case__site=people.neighbour, words="sooner")
    never = QuestionFactory(case__site__programme=people.programme, words="no meeting")
    MeetingFactory(site=people.site)
    meeting = MeetingFactory(site=people.neighbour)
    meeting.starts_at -= timedelta(days=3)
    meeting.save()

    assert list(Question.objects.open().by_next_meeting()) == [sooner, later, never]


def test_a_released_question_is_read_by_its_audience_only(people, case, approve):
    text = send_for_checking(QuestionFactory(case=case), people)
    approve(text)
    assert not QuestionRelease.objects.readable_by(people.member_elsewhere).exists()

    clearance_actions.publish(text, by=people.broker)

    assert QuestionRelease.objects.readable_by(people.member_elsewhere).get().cleared_text == text
    assert text.audience == Audience.PROGRAMME
    assert not QuestionRelease.objects.readable_by(people.commissioner).exists()
    assert not QuestionRelease.objects.readable_by(people.stranger).exists()
