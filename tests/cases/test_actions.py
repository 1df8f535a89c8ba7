"""The verbs of cases, next steps and issues."""

from datetime import date, timedelta

import pytest
from django.utils import timezone

from cases.actions import cases as actions
from cases.actions import gate, issues, steps
from cases.models import Audience, Case, CommissionerIssue, Discussion, Feedback, NextStep
from copsite.kit.errors import RefusedError
from copsite.kit.models import AuditEvent, Revision
from tests.factories.cases import CaseFactory, CommissionerIssueFactory, DiscussionFactory, NextStepFactory
from tests.factories.meetings import MeetingFactory
from tests.factories.members import MemberFactory
from tests.factories.sites import SiteFactory


@pytest.fixture
def discussion(case):
    return case.discussions.get()


def offer(place, **fields):
    fields = {
        "title": "Post nobody opens", "kind": Case.Kind.CHALLENGING, "presenters": [place.members.presenter],
    } | fields  # fmt: skip
    return actions.offer(place.site, by=place.presenter, **fields)


# --- Cases


def test_offered_cases_are_numbered_at_their_site(place):
    first, second = offer(place), offer(place, title="Three keys")

    assert [first.number, second.number] == [1, 2]
    assert second.reference == f"{place.site.code}-02"
    assert list(first.presenters.all()) == [place.members.presenter]


def test_a_case_needs_a_title_and_somebody_of_the_site_who_brings_it(place):
    with pytest.raises(RefusedError, match="title"):
        offer(place, title=" ")
    with pytest.raises(RefusedError, match="who brings"):
        offer(place, presenters=[])
    with pytest.raises(RefusedError, match="another site"):
        offer(place, presenters=[place.members.elsewhere])
    assert not Case.objects.exists()


def test_editing_keeps_every_version_of_the_text(place):
    case = offer(place, presentation="First.")

    case = actions.edit(case, by=place.presenter, base_version=1, presentation="Second.")
    case = actions.edit(case, by=place.facilitator, base_version=2, presentation="Third.", title="Other")

    assert (case.version, case.title, case.presentation) == (3, "Other", "Third.")
    kept = Revision.objects.of(case, "presentation").order_by("version").values_list("text", "by__email")
    assert list(kept) == [
        ("First.", place.presenter.email),
        ("Second.", place.presenter.email),
        ("Third.", place.facilitator.email),
    ]


def test_saving_what_is_there_already_changes_nothing(place):
    case = offer(place, presentation="First.")

    again = actions.edit(case, by=place.facilitator, base_version=0, presentation="First.")

    assert again.version == 1
    assert Revision.objects.of(case).count() == 1


def test_a_stale_save_is_refused_with_the_newer_text(place):
    case = offer(place, presentation="First.")
    actions.edit(case, by=place.presenter, base_version=1, presentation="Second.")

    with pytest.raises(actions.StaleText) as stale:
        actions.edit(case, by=place.facilitator, base_version=1, presentation="Mine.")

    assert stale.value.newer.presentation == "Second."
    case.refresh_from_db()
    assert case.presentation == "Second."


def test_bringing_a_version_back_makes_a_new_one(place):
    case = offer(place, presentation="First.")
    case = actions.edit(case, by=place.presenter, base_version=1, presentation="Second.")
    first = Revision.objects.of(case, "presentation").get(version=1)

    case = actions.restore(case, revision=first, by=place.facilitator)

    assert case.presentation == "First."
    assert Revision.objects.of(case, "presentation").count() == 3


def test_a_version_of_another_case_is_not_brought_back(place):
    case, other = offer(place, presentation="First."), offer(place, presentation="Other.")
    foreign = Revision.objects.of(other).get()

    with pytest.raises(RefusedError):
        actions.restore(case, revision=foreign, by=place.facilitator)


def test_presenters_stay_while_words_about_their_case_are_in_the_gate(place, case, text):
    with pytest.raises(RefusedError, match="stay as they are"):
        actions.edit(case, by=place.facilitator, base_version=1, presenters=[place.members.colleague])

    gate.send_back(text, reason="Too near.", by=place.colleague)
    actions.edit(case, by=place.facilitator, base_version=1, presenters=[place.members.colleague])

    assert list(case.presenters.all()) == [place.members.colleague]


def test_a_case_is_put_on_an_agenda_once(place, case):
    meeting = MeetingFactory(site=place.site)

    first = actions.discuss(case, at=meeting, by=place.facilitator)

    assert actions.discuss(case, at=meeting, by=place.facilitator) == first
    assert case.discussions.count() == 2


def test_a_case_goes_on_no_agenda_of_another_site_or_of_a_cancelled_meeting(place, case):
    with pytest.raises(actions.WrongMeeting, match="another site"):
        actions.discuss(case, at=MeetingFactory(site=place.other_site), by=place.facilitator)
    with pytest.raises(actions.WrongMeeting, match="cancelled"):
        actions.discuss(case, at=MeetingFactory(site=place.site, cancelled=True), by=place.facilitator)


def test_a_case_comes_off_an_agenda_before_the_meeting_only(place, case, discussion):
    coming = actions.discuss(case, at=MeetingFactory(site=place.site), by=place.facilitator)

    actions.take_off_agenda(coming, by=place.facilitator)
    with pytest.raises(RefusedError, match="has begun"):
        actions.take_off_agenda(discussion, by=place.facilitator)

    assert list(case.discussions.all()) == [discussion]


def test_notes_keep_their_versions(place, discussion):
    actions.write_notes(discussion, notes="One.", by=place.facilitator)
    actions.write_notes(discussion, notes="One.", by=place.facilitator)

    texts = Revision.objects.of(discussion, "notes").order_by("version").values_list("text", flat=True)
    assert list(texts) == ["The room asked who rings whom.", "One."]


def test_a_member_who_steps_out_reads_the_case_no_more(place, case):
    assert case in Case.objects.visible_to(place.colleague)

    actions.step_out(case, member=place.members.colleague, by=place.colleague)
    actions.step_out(case, member=place.members.colleague, by=place.colleague)

    assert case not in Case.objects.visible_to(place.colleague)
    assert case.stepped_out.count() == 1


def test_a_presenter_does_not_step_out_and_nor_does_somebody_from_elsewhere(place, case):
    with pytest.raises(RefusedError, match="You bring this case"):
        actions.step_out(case, member=place.members.presenter, by=place.presenter)
    with pytest.raises(RefusedError, match="own site"):
        actions.step_out(case, member=place.members.elsewhere, by=place.elsewhere)


def test_reading_is_written_down_once_a_day(place, case):
    actions.note_reading(case, by=place.colleague)
    actions.note_reading(case, by=place.colleague)
    actions.note_reading(case, by=place.broker)

    readers = AuditEvent.objects.filter(verb="read").order_by("pk").values_list("by", flat=True)
    assert list(readers) == [place.colleague.pk, place.broker.pk]

    AuditEvent.objects.filter(verb="read").update(at=timezone.now() - timedelta(days=1))
    actions.note_reading(case, by=place.colleague)
    assert AuditEvent.objects.filter(verb="read", by=place.colleague).count() == 2


# --- Next steps


def add_step(discussion, place, **fields):
    fields = {"what": "Ring before writing", "owner": place.members.colleague} | fields
    return steps.add_next_step(discussion, by=place.facilitator, **fields)


def test_next_steps_stand_in_the_order_in_which_they_were_agreed(place, discussion):
    first, second = add_step(discussion, place), add_step(discussion, place, what="Open the post together")

    assert [first.position, second.position] == [1, 2]
    assert add_step(discussion, place, what="Ring  before writing") == first


@pytest.mark.parametrize(
    ("fields", "why"),
    [
        ({"what": " "}, "what will be tried"),
        ({"what": "x" * 301}, "300 characters"),
    ],
)
def test_a_next_step_says_what(place, discussion, fields, why):
    with pytest.raises(RefusedError, match=why):
        add_step(discussion, place, **fields)


def test_a_next_step_belongs_to_somebody_who_is_there(place, discussion):
    left = MemberFactory(site=place.site, left_on=date.today() - timedelta(days=30))

    with pytest.raises(RefusedError, match="another site"):
        add_step(discussion, place, owner=place.members.elsewhere)
    with pytest.raises(RefusedError, match="had left"):
        add_step(discussion, place, owner=left)


def test_a_next_step_is_due_at_a_later_meeting_of_the_site(place, discussion):
    early = MeetingFactory(site=place.site, starts_at=discussion.meeting.starts_at - timedelta(days=30))

    for meeting in (
        MeetingFactory(site=place.other_site), MeetingFactory(site=place.site, cancelled=True), early,
        discussion.meeting,
    ):  # fmt: skip
        with pytest.raises(RefusedError):
            add_step(discussion, place, due_meeting=meeting)

    later = MeetingFactory(site=place.site)
    assert add_step(discussion, place, due_meeting=later).due_meeting == later


def answer(step, place, outcome="helped", **fields):
    return steps.give_feedback(step, outcome=outcome, by=place.facilitator, **fields)


def test_an_answer_is_its_owners_where_nobody_else_is_named(place, discussion):
    step = add_step(discussion, place)

    feedback = answer(step, place, words="It was quieter.")

    assert feedback.given_by == place.members.colleague
    assert feedback.recorded_by == place.facilitator
    assert not NextStep.objects.awaiting_feedback().exists()
    assert answer(step, place, words="It was quieter.") == feedback


def test_a_step_that_has_its_answer_takes_no_other(place, discussion):
    step = add_step(discussion, place)
    answer(step, place)

    with pytest.raises(RefusedError, match="has its answer"):
        answer(step, place, "worse")


def test_not_tried_says_why(place, discussion):
    step = add_step(discussion, place)

    with pytest.raises(RefusedError, match="why it was not tried"):
        answer(step, place, "not_tried")
    assert answer(step, place, "not_tried", words="She moved to her sister's.").outcome == "not_tried"


def test_not_yet_brings_a_step_back_once_and_is_final_the_second_time(place, discussion):
    step = add_step(discussion, place)

    answer(step, place, "not_yet", words="Waiting list")
    assert NextStep.objects.awaiting_feedback().get() == step

    answer(step, place, "not_yet", words="Still waiting")
    assert not NextStep.objects.awaiting_feedback().exists()
    with pytest.raises(RefusedError, match="has its answer"):
        answer(step, place)


def test_a_step_comes_back_at_the_next_meeting_until_it_is_answered(place, discussion):
    step = add_step(discussion, place)
    coming, after = (
        MeetingFactory(site=place.site),
        MeetingFactory(site=place.site, starts_at=timezone.now() + timedelta(days=40)),
    )
    due_later = add_step(discussion, place, what="Ask for a joint review", due_meeting=after)

    assert list(NextStep.objects.due_at(coming)) == [step]
    assert list(NextStep.objects.due_at(after)) == [step, due_later]

    answer(step, place)
    assert list(NextStep.objects.due_at(after)) == [due_later]


def test_no_longer_possible_ends_all_asking_about_the_case(place, discussion):
    first, second = add_step(discussion, place), add_step(discussion, place, what="Open the post together")

    answer(first, place, "no_longer_possible", words="He died in March.")

    assert not NextStep.objects.awaiting_feedback().exists()
    with pytest.raises(RefusedError, match="has ended"):
        answer(second, place)


def test_feedback_is_heard_at_a_later_meeting_of_the_site(place, discussion):
    step = add_step(discussion, place)

    for meeting in (
        discussion.meeting, MeetingFactory(site=place.other_site), MeetingFactory(site=place.site, cancelled=True),
    ):  # fmt: skip
        with pytest.raises(RefusedError):
            answer(step, place, meeting=meeting)
    with pytest.raises(RefusedError, match="another site"):
        answer(step, place, given_by=place.members.elsewhere)
    with pytest.raises(RefusedError, match="one of the answers"):
        answer(step, place, "splendid")
    assert not Feedback.objects.exists()


def test_a_step_is_answered_once_a_meeting(place, discussion):
    step, meeting = add_step(discussion, place), MeetingFactory(site=place.site)
    answer(step, place, "not_yet", meeting=meeting, words="Waiting list")

    with pytest.raises(RefusedError, match="at that meeting already"):
        answer(step, place, meeting=meeting)


# --- Issues


def test_an_issue_is_raised_once_in_the_same_words(place, case):
    first = issues.raise_issue(case, theme="capacity", words="Two hours a week.", by=place.colleague)

    assert (
        issues.raise_issue(case, theme="capacity", words=" Two hours a week. ", by=place.facilitator) == first
    )
    assert first.site == place.site
    for theme, words in (("weather", "Rain"), ("capacity", " ")):
        with pytest.raises(RefusedError):
            issues.raise_issue(case, theme=theme, words=words, by=place.colleague)


def publish_issue(issue, place, title="People lose support"):
    text = issues.put_issue_forward(issue, title=title, words="After two letters.", by=place.facilitator)
    gate.say_yes(issue.case, member=place.members.presenter, audience=text.audience, by=place.presenter)
    gate.clear(text, sha256=text.sha256, by=place.colleague)
    gate.publish(text, by=place.facilitator)
    return text


@pytest.fixture
def issue(case):
    return CommissionerIssueFactory(case=case)


def test_an_issue_goes_forward_in_general_words(place, issue):
    text = issues.put_issue_forward(
        issue, title=" People lose support ", words="After two letters.", by=place.facilitator
    )

    assert text.content == {
        "title": "People lose support", "words": "After two letters.", "theme": "Shut out of a service",
    }  # fmt: skip
    assert (text.audience, text.site, text.case) == (Audience.COMMISSIONERS, place.site, issue.case)
    assert issue.words not in text.body


def test_new_general_words_replace_those_that_wait(place, issue):
    first = issues.put_issue_forward(issue, title="One", words="Words.", by=place.facilitator)
    second = issues.put_issue_forward(issue, title="Two", words="Words.", by=place.facilitator)

    assert second.replaces == first
    assert issue.wordings.count() == 2


def test_the_person_who_raised_an_issue_does_not_clear_its_words(place, case):
    issue = issues.raise_issue(case, theme="capacity", words="Two hours a week.", by=place.colleague)
    text = issues.put_issue_forward(issue, title="One", words="Words.", by=place.facilitator)

    assert "you wrote part" in gate.why_not_clear(text, by=place.colleague)


def test_a_commissioner_replies_to_what_was_cleared_for_them(place, issue):
    with pytest.raises(RefusedError, match="not been cleared"):
        issues.reply(issue, kind="cannot", words="No money.", by=place.commissioner)

    publish_issue(issue, place)
    reply = issues.reply(issue, kind="cannot", words="No money.", by=place.commissioner)

    assert issues.reply(issue, kind="cannot", words="No money.", by=place.commissioner) == reply


@pytest.mark.parametrize(
    ("fields", "why"),
    [
        ({"kind": "perhaps", "words": "x"}, "four answers"),
        ({"kind": "cannot", "words": " "}, "few words"),
        ({"kind": "will_change", "words": "Three tries."}, "by when"),
        ({"kind": "not_ours", "words": "Ask them."}, "whose"),
    ],
)
def test_a_reply_says_what_it_has_to(place, issue, fields, why):
    publish_issue(issue, place)

    with pytest.raises(RefusedError, match=why):
        issues.reply(issue, by=place.commissioner, **fields)


def test_a_promise_is_kept_once(place, issue):
    publish_issue(issue, place)
    promise = issues.reply(
        issue, kind="will_change", words="Three tries.", due_on=date(2030, 1, 1), by=place.commissioner
    )

    issues.keep_promise(promise, on=date(2029, 12, 1), by=place.commissioner)
    issues.keep_promise(promise, on=date(2029, 12, 24), by=place.commissioner)

    assert promise.kept_on == date(2029, 12, 1)
    other = issues.reply(issue, kind="cannot", words="No money.", by=place.commissioner)
    with pytest.raises(RefusedError):
        issues.keep_promise(other, on=date(2029, 12, 1), by=place.commissioner)


def test_issues_are_counted_together_across_sites(place, issue):
    other = CommissionerIssueFactory(case=CaseFactory(site=place.other_site, presented=True))
    third = CommissionerIssueFactory(case=issue.case)
    issues.merge(third, into=other, by=place.team)

    assert issues.merge(other, into=issue, by=place.team) == issue
    issues.merge(other, into=issue, by=place.team)

    assert list(CommissionerIssue.objects.unmerged()) == [issue]
    assert set(issue.merged_issues.all()) == {other, third}
    with pytest.raises(RefusedError, match="under itself"):
        issues.merge(issue, into=third, by=place.team)
    with pytest.raises(RefusedError, match="counted under another"):
        issues.put_issue_forward(other, title="One", words="Words.", by=place.elsewhere)
    with pytest.raises(RefusedError, match="counted under another"):
        issues.reply(other, kind="cannot", words="No money.", by=place.commissioner)


def test_issues_of_two_programmes_are_not_counted_together(place, issue):
    foreign = CommissionerIssueFactory(case=CaseFactory(site=SiteFactory(), presented=True))

    with pytest.raises(RefusedError, match="another programme"):
        issues.merge(issue, into=foreign, by=place.team)


def test_a_case_in_two_meetings_keeps_its_steps_apart(place, case):
    later = DiscussionFactory(case=case, meeting=MeetingFactory(site=place.site))
    NextStepFactory(discussion=later)

    assert Discussion.objects.filter(next_steps__isnull=False).get() == later
