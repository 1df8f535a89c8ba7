"""What is overdue is gathered in one weekly mail an owner and one a facilitator, on Mondays, and stands on one page."""

from datetime import date, datetime, timedelta

import pytest
import time_machine

from cases.next_steps.actions import steps
from cases.next_steps.actions.mails import make_due_weekly_mails
from cases.next_steps.models import Feedback, NextStep, StepsMail, WeeklyMail
from kit.queues import send_due
from meetings import actions as meeting_actions
from meetings.models import Attendance
from meetings.series import LONDON
from sites_app.models import SiteState
from tests.cases.pages import count_queries, url, words_of
from tests.factories.cases import CaseFactory, DiscussionFactory, FeedbackFactory, NextStepFactory
from tests.factories.meetings import AttendanceFactory, MeetingFactory
from tests.factories.members import FacilitationFactory, MemberFactory
from tests.factories.sites import ProgrammeFactory, SiteFactory
from tests.reading import one_line

pytestmark = pytest.mark.django_db
JOINED = {"joined_on": date(2026, 1, 5), "agreed_to_contact_at": datetime(2026, 1, 5, tzinfo=LONDON)}


def at(day, hour=9, month=3) -> datetime:
    return datetime(2026, month, day, hour, 0, tzinfo=LONDON)


@pytest.fixture
def site():
    return SiteFactory(programme=ProgrammeFactory(started_on=date(2026, 1, 1)), code="CG3", place="Dunsmere")


@pytest.fixture
def ruth(site):
    member = MemberFactory(site=site, name="Ruth Adeyemi", email="ruth@example.org", **JOINED)
    return FacilitationFactory(member=member).member


@pytest.fixture
def carol(site):
    return MemberFactory(site=site, name="Carol Voss", email="carol@example.org", **JOINED)


@pytest.fixture
def discussion(site):
    """Of 10 February; the group met again on Tuesday 10 March, and meets on 14 April."""
    agreed = MeetingFactory(site=site, number=1, starts_at=at(10, 14, month=2))
    MeetingFactory(site=site, number=2, starts_at=at(10, 14))
    MeetingFactory(site=site, number=3, starts_at=at(14, 14, month=4))
    with time_machine.travel(at(10, 16, month=2)):
        return DiscussionFactory(case=CaseFactory(site=site), meeting=agreed)


@pytest.fixture
def step(discussion, carol):
    return agree(discussion, carol)


def agree(discussion, owner, **fields):
    with time_machine.travel(discussion.meeting.starts_at + timedelta(hours=1)):
        return NextStepFactory(discussion=discussion, owner=owner, what="zqxwv Ring first", **fields)


def close(meeting, day):
    AttendanceFactory(meeting=meeting, member=MemberFactory(site=meeting.site, email="", **JOINED))
    with time_machine.travel(day):
        meeting_actions.close(meeting, by=None)


@pytest.fixture
def closed(discussion):
    """The meeting of 10 March, closed on the day after."""
    met = discussion.case.site.meetings.get(number=2)
    close(met, at(11))
    return met


def to_whom(smtp, day, hour=9, month=3) -> list[str]:
    """Whom the sweeps of that hour write to."""
    smtp.clear()
    with time_machine.travel(at(day, hour, month)):
        make_due_weekly_mails()
        send_due(StepsMail, WeeklyMail)
    return sorted(letter["To"] for letter in smtp)


def body_of(letter) -> str:
    return letter.get_payload(0).get_payload(decode=True).decode()


def test_an_owner_gets_one_mail_on_monday_from_eight(smtp, step, closed, client):
    assert [to_whom(smtp, day) for day in (11, 12, 13, 14, 15)] == [[]] * 5
    assert to_whom(smtp, 16, 7) == []
    assert to_whom(smtp, 16, 8) == ["carol@example.org"]
    letter = body_of(smtp[0])
    assert to_whom(smtp, 16, 10) == to_whom(smtp, 17) == to_whom(smtp, 22) == []

    assert "zqxwv" not in letter
    assert step.discussion.case.reference in letter
    address = next(line for line in letter.splitlines() if "/next-steps/mine/" in line)
    with time_machine.travel(at(20)):
        assert "zqxwv Ring first" in words_of(client.get(address.removeprefix("http://testserver")))


def test_many_steps_are_one_mail(smtp, step, closed, discussion, carol):
    agree(discussion, carol)

    assert to_whom(smtp, 16) == ["carol@example.org"]
    assert "two of your next steps" in body_of(smtp[0])


def test_it_comes_again_the_week_after_and_not_within_seven_days(smtp, step, closed):
    assert to_whom(smtp, 17) == ["carol@example.org"]  # nothing ran on the Monday
    assert to_whom(smtp, 23) == []
    assert to_whom(smtp, 24) == ["carol@example.org"]


def test_nobody_is_reminded_of_a_step_more_than_twice_whatever_meets_since(smtp, step, closed, discussion):
    assert to_whom(smtp, 16) == ["carol@example.org"]
    assert to_whom(smtp, 23) == ["carol@example.org"]
    assert to_whom(smtp, 30) == []

    close(discussion.case.site.meetings.get(number=3), at(15, month=4))
    assert to_whom(smtp, 20, month=4) == []


def test_who_has_answered_is_left_in_peace(smtp, step, closed, carol):
    with time_machine.travel(at(16, 8)):
        assert make_due_weekly_mails() == 1
        steps.give_feedback(step, outcome="helped", by=carol.user)
        assert send_due(StepsMail, WeeklyMail) == 0
    assert to_whom(smtp, 23) == []


def test_not_yet_is_an_answer_until_the_next_meeting_has_been(smtp, step, closed, carol, discussion):
    with time_machine.travel(at(12)):
        steps.give_feedback(step, outcome="not_yet", by=carol.user)
    assert to_whom(smtp, 16) == []

    close(discussion.case.site.meetings.get(number=3), at(15, month=4))
    assert to_whom(smtp, 20, month=4) == ["carol@example.org"]
    assert NextStep.objects.overdue().get() == step


def test_who_said_sorry_is_still_asked(smtp, step, closed, carol):
    AttendanceFactory(meeting=closed, member=carol, mark=Attendance.Mark.APOLOGIES)

    assert to_whom(smtp, 16) == ["carol@example.org"]


def test_answers_that_may_be_on_paper_are_waited_for(smtp, step):
    assert to_whom(smtp, 16) == []
    assert to_whom(smtp, 23) == ["carol@example.org"]


def test_a_step_due_later_is_not_asked_about_yet(smtp, closed, discussion, carol):
    agree(discussion, carol, due_meeting=discussion.case.site.meetings.get(number=3))

    assert to_whom(smtp, 16) == []


def test_what_came_back_more_than_a_month_ago_is_not_chased_any_more(smtp, step, closed, site):
    site.meetings.get(number=3).delete()

    assert to_whom(smtp, 6, month=4) == ["carol@example.org"]
    assert to_whom(smtp, 13, month=4) == []


@pytest.mark.parametrize("end", ["programme", "site"])
def test_nothing_goes_out_where_it_has_ended(smtp, step, closed, site, end):
    if end == "programme":
        site.programme.ended_on = date(2026, 3, 12)
        site.programme.save()
    else:
        SiteState.objects.create(
            site=site, state=SiteState.State.ENDED, since=date(2026, 3, 12), reason="No host"
        )

    assert to_whom(smtp, 16) == []


def test_the_facilitator_gets_one_digest_with_counts_and_no_names(smtp, step, closed, discussion, ruth, site):
    ken = MemberFactory(site=site, without_account=True, name="Kenelm Ward", joined_on=date(2026, 1, 5))
    agree(discussion, ken)
    agree(discussion, None)
    gone = MemberFactory(site=site, name="Leopold Gone", left_on=date(2026, 3, 1), **JOINED)
    agree(discussion, gone)

    assert to_whom(smtp, 16) == ["carol@example.org", "ruth@example.org"]

    letter = next(letter for letter in smtp if letter["To"] == "ruth@example.org")
    words = body_of(letter)
    assert str(letter["Subject"]) == "CG3 Dunsmere: 4 next steps awaiting feedback"
    assert "Two people own them. One of them does not get our e-mails: ask in person" in words
    assert "Two next steps have no owner" in words
    assert "/sites/" in words
    for secret in ("zqxwv", "Carol", "Kenelm", "Leopold", discussion.case.title):
        assert secret not in words
    assert to_whom(smtp, 18) == []


def test_a_facilitator_with_nothing_overdue_gets_no_digest(smtp, closed, ruth):
    assert to_whom(smtp, 16) == []


def test_who_facilitates_no_more_gets_no_digest(smtp, step, closed, ruth):
    ruth.facilitations.update(ended_on=date(2026, 3, 12))

    assert to_whom(smtp, 16) == ["carol@example.org"]


def test_two_sweeps_at_once_make_each_mail_once(smtp, step, closed):
    with time_machine.travel(at(16)):
        assert make_due_weekly_mails() == 1
        WeeklyMail.objects.update(made_at=at(1))
        make_due_weekly_mails()

    assert WeeklyMail.objects.count() == 1


# --- The page


def test_the_page_shows_what_is_overdue_first_then_by_meeting(people, case, sign_in):
    discussion = case.discussions.get()
    met = MeetingFactory(site=people.site, starts_at=discussion.meeting.starts_at + timedelta(days=2))
    coming = MeetingFactory(site=people.site)
    owner = people.members.member
    overdue = NextStepFactory(discussion=discussion, owner=owner, what="Ring first")
    nobodys = NextStepFactory(discussion=discussion, owner=None, what="Write second")
    later = NextStepFactory(discussion=discussion, owner=owner, what="Ask third", due_meeting=coming)
    answered = NextStepFactory(discussion=discussion, owner=owner, what="Done already")
    FeedbackFactory(next_step=answered)

    response = sign_in(people.facilitator).get(url("next_steps:next_step_list", people.site.slug))

    assert list(response.context["page"]) == [overdue, nobodys, later]
    words = words_of(response)
    told = "Of 4 next steps suggested, 1 had feedback; 1 helped or held steady. So far 25% have feedback."
    assert told in one_line(words)
    assert "One is awaiting feedback" in words
    assert words.index("Awaiting feedback") < words.index("No owner")
    assert words.index("No owner") < words.index(f"{coming.name}, ")
    assert met.starts_at.strftime("%B") in words
    for step in (overdue, later):
        assert url("next_steps:feedback_give", step.pk) in words
    assert url("next_steps:step_hand_over", nobodys.pk) in words


def test_a_member_sees_all_and_answers_their_own(people, case, sign_in):
    discussion = case.discussions.get()
    mine = NextStepFactory(discussion=discussion, owner=people.members.member)
    theirs = NextStepFactory(discussion=discussion, owner=people.members.presenter)

    words = words_of(sign_in(people.member).get(url("next_steps:next_step_list", people.site.slug)))

    assert theirs.what in words
    assert url("next_steps:feedback_give", mine.pk) in words
    assert url("next_steps:feedback_give", theirs.pk) not in words
    assert url("next_steps:step_hand_over", mine.pk) not in words


def test_who_stepped_out_of_a_case_does_not_see_its_steps(people, case, sign_in):
    step = NextStepFactory(discussion=case.discussions.get(), owner=people.members.presenter)
    case.stepped_out.create(member=people.members.member)

    assert step.what not in words_of(
        sign_in(people.member).get(url("next_steps:next_step_list", people.site.slug))
    )


@pytest.mark.parametrize(
    ("role", "status"),
    [("broker", 200), ("team", 200), ("adviser", 403), ("commissioner", 403), ("elsewhere", 404), ("stranger", 404)],
)  # fmt: skip
def test_who_reads_the_page(people, case, sign_in, role, status):
    assert (
        sign_in(getattr(people, role)).get(url("next_steps:next_step_list", people.site.slug)).status_code
        == status
    )


def test_the_page_costs_the_same_for_twice_as_many_steps(people, case, sign_in):
    client = sign_in(people.facilitator)

    def add_and_count() -> int:
        for step in NextStepFactory.create_batch(4, discussion=case.discussions.get()):
            Feedback.objects.create(next_step=step, outcome="not_yet")
        return count_queries(client, url("next_steps:next_step_list", people.site.slug))

    add_and_count()  # the first look of a day records the reading
    assert add_and_count() == add_and_count() <= 20
