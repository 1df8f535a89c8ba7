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


def test_the_first_meeting_is_a_taster_with_the_sites_usual_room_and_length(world):
    meeting = actions.schedule(world.site, starts_at=in_days(7), by=world.facilitator)

    assert (meeting.kind, meeting.number, meeting.name) == (Meeting.Kind.TASTER, 1, "Taster session")
    assert (meeting.place, meeting.minutes_long) == ("The upstairs room", 120)
    assert meeting.agenda_items.first().title == "Welcome and introductions"


def test_the_second_meeting_is_a_case_meeting(world):
    actions.schedule(world.site, starts_at=in_days(7), by=world.facilitator)

    meeting = actions.schedule(world.site, starts_at=in_days(35), by=world.facilitator)

    assert (meeting.kind, meeting.number) == (Meeting.Kind.CASE, 2)
    assert meeting.agenda_items.first().title == "Check-in and attendance"


def test_scheduling_the_same_start_again_gives_the_first_meeting(world):
    first = actions.schedule(world.site, starts_at=in_days(7), by=world.facilitator)

    again = actions.schedule(world.site, starts_at=in_days(7), by=world.facilitator)

    assert (again, Meeting.objects.count()) == (first, 1)


def test_numbers_follow_dates_when_an_earlier_meeting_is_entered_afterwards(world):
    later = actions.schedule(world.site, starts_at=in_days(7), by=world.facilitator)

    earlier = actions.schedule(world.site, starts_at=in_days(-20), by=world.facilitator)

    later.refresh_from_db()
    assert (earlier.number, later.number) == (1, 2)


def test_numbers_follow_dates_when_a_meeting_moves(world):
    first, second, third = (
        actions.schedule(world.site, starts_at=in_days(days), by=world.facilitator) for days in (7, 35, 63)
    )

    actions.reschedule(first, starts_at=in_days(90), by=world.facilitator)

    ordered = world.site.meetings.order_by("starts_at")
    assert list(ordered) == [second, third, first]
    assert [meeting.number for meeting in ordered] == [1, 2, 3]


@pytest.mark.parametrize(
    ("days", "words"),
    [(-400, "starts on"), (7, "is on")],
)
def test_a_day_before_the_programme_or_in_another_meeting_is_refused_in_words(world, days, words):
    MeetingFactory(site=world.site, starts_at=in_days(7, hour=13), number=1)

    with pytest.raises(RefusedError, match=words):
        actions.schedule(world.site, starts_at=in_days(days), by=world.facilitator)

    assert Meeting.objects.count() == 1


def test_a_meeting_right_after_another_is_no_clash(world):
    MeetingFactory(site=world.site, starts_at=in_days(7, hour=12), number=1)

    actions.schedule(world.site, starts_at=in_days(7, hour=14), by=world.facilitator)

    assert numbers(world.site) == [1, 2]


def test_a_cancelled_meeting_is_no_clash(world):
    MeetingFactory(site=world.site, starts_at=in_days(7), number=1, cancelled=True)

    meeting = actions.schedule(world.site, starts_at=in_days(7), by=world.facilitator)

    assert meeting.number == 1


def test_another_sites_meeting_is_no_clash(world):
    MeetingFactory(site=world.elsewhere, starts_at=in_days(7), number=1)

    assert actions.schedule(world.site, starts_at=in_days(7), by=world.facilitator).number == 1


def test_a_site_that_ended_meets_no_more(world):
    world.site.states.create(state=SiteState.State.ENDED, since=timezone.localdate(), reason="No host")

    with pytest.raises(RefusedError, match="ended on"):
        actions.schedule(world.site, starts_at=in_days(7), by=world.facilitator)


def test_a_site_older_than_its_programme_may_enter_its_early_meetings(world):
    world.site.states.create(state=SiteState.State.RUNNING, since=timezone.localdate() - timedelta(days=500))

    assert actions.schedule(world.site, starts_at=in_days(-400), by=world.facilitator).number == 1


def test_after_the_programme_ended_only_a_meeting_before_its_end_can_be_entered(world):
    world.site.programme.ended_on = timezone.localdate() - timedelta(days=10)
    world.site.programme.save()

    with pytest.raises(RefusedError, match="ended on"):
        actions.schedule(world.site, starts_at=in_days(1), by=world.facilitator)
    assert actions.schedule(world.site, starts_at=in_days(-20), by=world.facilitator).number == 1


def test_moving_a_meeting_writes_down_from_when_to_when(world):
    meeting = actions.schedule(world.site, starts_at=in_days(7), by=world.facilitator)

    actions.reschedule(meeting, starts_at=in_days(8), place="The library", by=world.facilitator)

    meeting.refresh_from_db()
    assert (meeting.starts_at, meeting.place) == (in_days(8), "The library")
    assert AuditEvent.objects.filter(verb=MeetingVerb.RESCHEDULE).count() == 1


def test_a_closed_meeting_keeps_its_day_but_not_its_place(world):
    meeting = MeetingFactory(site=world.site, held=True, number=1, closed_at=timezone.now())

    actions.reschedule(meeting, starts_at=meeting.starts_at, place="The library", by=world.facilitator)
    with pytest.raises(RefusedError, match="closed"):
        actions.reschedule(meeting, starts_at=in_days(-3), by=world.facilitator)

    meeting.refresh_from_db()
    assert meeting.place == "The library"


def test_a_cancelled_meeting_says_why_and_gives_its_number_away(world):
    first, second = (
        actions.schedule(world.site, starts_at=in_days(days), by=world.facilitator) for days in (7, 35)
    )

    actions.cancel(first, because=" Too few could come ", by=world.facilitator)

    second.refresh_from_db()
    assert (first.is_cancelled, first.cancelled_because) == (True, "Too few could come")
    assert second.number == 1


def test_cancelling_again_changes_nothing(world):
    meeting = actions.schedule(world.site, starts_at=in_days(7), by=world.facilitator)
    actions.cancel(meeting, because="Snow", by=world.facilitator)
    at = meeting.cancelled_at

    actions.cancel(meeting, because="Something else", by=world.facilitator)

    assert (meeting.cancelled_at, meeting.cancelled_because) == (at, "Snow")


def test_a_meeting_is_not_cancelled_without_a_reason(world):
    meeting = actions.schedule(world.site, starts_at=in_days(7), by=world.facilitator)

    with pytest.raises(RefusedError, match="Give the reason"):
        actions.cancel(meeting, because="  ", by=world.facilitator)


def test_a_meeting_that_somebody_came_to_is_not_cancelled(world):
    meeting = AttendanceFactory(meeting__site=world.site, mark=Attendance.Mark.PRESENT).meeting

    with pytest.raises(RefusedError, match="took place"):
        actions.cancel(meeting, because="Too few", by=world.facilitator)
