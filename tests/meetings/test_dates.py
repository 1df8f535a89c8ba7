"""Setting, moving and calling off a meeting."""

from datetime import timedelta

import pytest
from django.utils import timezone

from kit.errors import RefusedError
from kit.models import AuditEvent
from meetings import actions
from meetings.audit_verbs import MeetingVerb
from meetings.models import Attendance, Meeting
from sites_app.models import SiteState
from tests.factories.meetings import AttendanceFactory, MeetingFactory


def in_days(days: int, hour: int = 14):
    return timezone.localtime().replace(hour=hour, minute=0, second=0, microsecond=0) + timedelta(days=days)


def numbers(site) -> list[int]:
    return list(site.meetings.not_cancelled().order_by("starts_at").values_list("number", flat=True))


def test_the_first_meeting_is_a_taster_with_the_sites_usual_room_and_length(people):
    meeting = actions.schedule(people.site, starts_at=in_days(7), by=people.facilitator)

    assert (meeting.kind, meeting.number, meeting.name) == (Meeting.Kind.TASTER, 1, "Taster session")
    assert (meeting.place, meeting.minutes_long) == ("The upstairs room", 120)
    assert meeting.agenda_items.first().title == "Welcome and introductions"


def test_the_second_meeting_is_a_case_meeting(people):
    actions.schedule(people.site, starts_at=in_days(7), by=people.facilitator)

    meeting = actions.schedule(people.site, starts_at=in_days(35), by=people.facilitator)

    assert (meeting.kind, meeting.number) == (Meeting.Kind.CASE, 2)
    assert meeting.agenda_items.first().title == "Check-in and attendance"


def test_scheduling_the_same_start_again_gives_the_first_meeting(people):
    first = actions.schedule(people.site, starts_at=in_days(7), by=people.facilitator)

    again = actions.schedule(people.site, starts_at=in_days(7), by=people.facilitator)

    assert (again, Meeting.objects.count()) == (first, 1)


def test_numbers_follow_dates_when_an_earlier_meeting_is_entered_afterwards(people):
    later = actions.schedule(people.site, starts_at=in_days(7), by=people.facilitator)

    earlier = actions.schedule(people.site, starts_at=in_days(-20), by=people.facilitator)

    later.refresh_from_db()
    assert (earlier.number, later.number) == (1, 2)


def test_numbers_follow_dates_when_a_meeting_moves(people):
    first, second, third = (
        actions.schedule(people.site, starts_at=in_days(days), by=people.facilitator) for days in (7, 35, 63)
    )

    actions.reschedule(first, starts_at=in_days(90), by=people.facilitator)

    ordered = people.site.meetings.order_by("starts_at")
    assert list(ordered) == [second, third, first]
    assert [meeting.number for meeting in ordered] == [1, 2, 3]


@pytest.mark.parametrize(
    ("days", "words"),
    [(-400, "starts on"), (7, "is on")],
)
def test_a_day_before_the_programme_or_in_another_meeting_is_refused_in_words(people, days, words):
    MeetingFactory(site=people.site, starts_at=in_days(7, hour=13), number=1)

    with pytest.raises(RefusedError, match=words):
        actions.schedule(people.site, starts_at=in_days(days), by=people.facilitator)

    assert Meeting.objects.count() == 1


def test_a_meeting_right_after_another_is_no_clash(people):
    MeetingFactory(site=people.site, starts_at=in_days(7, hour=12), number=1)

    actions.schedule(people.site, starts_at=in_days(7, hour=14), by=people.facilitator)

    assert numbers(people.site) == [1, 2]


def test_a_cancelled_meeting_is_no_clash(people):
    MeetingFactory(site=people.site, starts_at=in_days(7), number=1, cancelled=True)

    meeting = actions.schedule(people.site, starts_at=in_days(7), by=people.facilitator)

    assert meeting.number == 1


def test_another_sites_meeting_is_no_clash(people):
    MeetingFactory(site=people.neighbour, starts_at=in_days(7), number=1)

    assert actions.schedule(people.site, starts_at=in_days(7), by=people.facilitator).number == 1


def test_a_site_that_ended_meets_no_more(people):
    people.site.states.create(state=SiteState.State.ENDED, since=timezone.localdate(), reason="No host")

    with pytest.raises(RefusedError, match="ended on"):
        actions.schedule(people.site, starts_at=in_days(7), by=people.facilitator)


def test_a_site_older_than_its_programme_may_enter_its_early_meetings(people):
    people.site.states.create(state=SiteState.State.RUNNING, since=timezone.localdate() - timedelta(days=500))

    assert actions.schedule(people.site, starts_at=in_days(-400), by=people.facilitator).number == 1


def test_after_the_programme_ended_only_a_meeting_before_its_end_can_be_entered(people):
    people.site.programme.ended_on = timezone.localdate() - timedelta(days=10)
    people.site.programme.save()

    with pytest.raises(RefusedError, match="ended on"):
        actions.schedule(people.site, starts_at=in_days(1), by=people.facilitator)
    assert actions.schedule(people.site, starts_at=in_days(-20), by=people.facilitator).number == 1


def test_moving_a_meeting_writes_down_from_when_to_when(people):
    meeting = actions.schedule(people.site, starts_at=in_days(7), by=people.facilitator)

    actions.reschedule(meeting, starts_at=in_days(8), place="The library", by=people.facilitator)

    meeting.refresh_from_db()
    assert (meeting.starts_at, meeting.place) == (in_days(8), "The library")
    assert AuditEvent.objects.filter(verb=MeetingVerb.RESCHEDULE).count() == 1


def test_a_closed_meeting_keeps_its_day_but_not_its_place(people):
    meeting = MeetingFactory(site=people.site, held=True, number=1, closed_at=timezone.now())

    actions.reschedule(meeting, starts_at=meeting.starts_at, place="The library", by=people.facilitator)
    with pytest.raises(RefusedError, match="closed"):
        actions.reschedule(meeting, starts_at=in_days(-3), by=people.facilitator)

    meeting.refresh_from_db()
    assert meeting.place == "The library"


def test_a_cancelled_meeting_says_why_and_gives_its_number_away(people):
    first, second = (
        actions.schedule(people.site, starts_at=in_days(days), by=people.facilitator) for days in (7, 35)
    )

    actions.cancel(first, because=" Too few could come ", by=people.facilitator)

    second.refresh_from_db()
    assert (first.is_cancelled, first.cancelled_because) == (True, "Too few could come")
    assert second.number == 1


def test_cancelling_again_changes_nothing(people):
    meeting = actions.schedule(people.site, starts_at=in_days(7), by=people.facilitator)
    actions.cancel(meeting, because="Snow", by=people.facilitator)
    at = meeting.cancelled_at

    actions.cancel(meeting, because="Something else", by=people.facilitator)

    assert (meeting.cancelled_at, meeting.cancelled_because) == (at, "Snow")


def test_a_meeting_is_not_cancelled_without_a_reason(people):
    meeting = actions.schedule(people.site, starts_at=in_days(7), by=people.facilitator)

    with pytest.raises(RefusedError, match="Give the reason"):
        actions.cancel(meeting, because="  ", by=people.facilitator)


def test_a_meeting_that_somebody_came_to_is_not_cancelled(people):
    meeting = AttendanceFactory(meeting__site=people.site, mark=Attendance.Mark.PRESENT).meeting

    with pytest.raises(RefusedError, match="took place"):
        actions.cancel(meeting, because="Too few", by=people.facilitator)
