"""The actions of dates: setting the date of a meeting, changing it, cancelling the meeting."""

from datetime import datetime, timedelta

from django.db import transaction
from django.db.models import Q
from django.utils import timezone

from kit.audit import record
from kit.errors import RefusedError
from kit.locking import lock_row
from kit.words import clock, day, when
from meetings.actions.agenda import entries_of, set_agenda, set_usual_agenda
from meetings.actions.calendar_mail import announce_change, ask_members, cancel_invitations
from meetings.agenda import default_agenda
from meetings.audit_verbs import MeetingVerb
from meetings.models import Attendance, Meeting
from members.models import User
from sites_app.models import Site, SiteState

OUT_OF_THE_WAY = 10_000  # added to numbers while they change, so that they stay unique


@transaction.atomic
def schedule(
    site: Site,
    *,
    starts_at: datetime,
    by: User,
    kind: str | None = None,
    minutes_long: int | None = None,
    place: str | None = None,
    link: str = "",
) -> Meeting:
    """Set the date of a meeting of `site`, with the usual agenda, and return the Meeting.

    The first meeting of a site is a taster unless `kind` says otherwise. Length and place are the
    programme's and the site's usual ones unless given. Calling again with the same start returns the first
    record. A meeting of the past can be recorded too. Raise RefusedError for a day outside the programme or
    after the site ended, and for a clash with another meeting of the site.
    """
    site = Site.objects.select_for_update(of=("self",)).select_related("programme").get(pk=site.pk)
    same = site.meetings.not_cancelled().filter(starts_at=starts_at).first()
    if same:
        return same
    minutes_long = minutes_long or site.programme.meeting_minutes
    refuse_day(site, starts_at, minutes_long)
    others = site.meetings.not_cancelled()
    if kind is None:
        kind = Meeting.Kind.CASE if others.exists() else Meeting.Kind.TASTER
    meeting = Meeting.objects.create(
        site=site,
        number=(others.order_by("-number").values_list("number", flat=True).first() or 0) + 1,
        kind=kind,
        starts_at=starts_at,
        minutes_long=minutes_long,
        place=site.usual_room if place is None else place,
        link=link,
        scheduled_by=by,
    )
    set_agenda(meeting, items=default_agenda(kind), by=by)
    record(MeetingVerb.SCHEDULE, meeting, by=by, note=when(starts_at))
    number_in_order(site)
    meeting.refresh_from_db(fields=["number"])
    ask_members(meeting)
    return meeting


@transaction.atomic
def reschedule(
    meeting: Meeting,
    *,
    starts_at: datetime,
    by: User,
    kind: str | None = None,
    minutes_long: int | None = None,
    place: str | None = None,
    link: str | None = None,
) -> Meeting:
    """Move `meeting` to another start, and change its kind, length, place and link where they are given.

    Repeating changes nothing. The numbers of the site's meetings follow their dates, an agenda that nobody changed
    follows the kind, and what members replied goes with the day for which they did: they are asked again. Raise RefusedError if it is cancelled, if it is closed and the day would
    change, and for the reasons of `schedule`.
    """
    Site.objects.select_for_update().get(pk=meeting.site_id)
    lock_row(meeting)
    if meeting.is_cancelled:
        raise RefusedError("This meeting is cancelled. Set a date for a new one instead.")
    moved = starts_at != meeting.starts_at
    if moved and meeting.is_closed:
        raise RefusedError("This meeting is closed, so you cannot change its date or time.")
    minutes_long = minutes_long or meeting.minutes_long
    if moved or minutes_long != meeting.minutes_long:
        refuse_day(meeting.site, starts_at, minutes_long, excluding=meeting)
    if moved:
        _refuse_attendance_of_others(meeting, starts_at)
    if moved:
        record(
            MeetingVerb.RESCHEDULE,
            meeting,
            by=by,
            note=f"from {when(meeting.starts_at)} to {when(starts_at)}",
        )
    before, day_before = _facts(meeting), meeting.day
    has_usual_agenda = entries_of(meeting) == default_agenda(meeting.kind)
    meeting.starts_at, meeting.minutes_long = starts_at, minutes_long
    meeting.kind = kind or meeting.kind
    meeting.place = meeting.place if place is None else place
    meeting.link = meeting.link if link is None else link
    meeting.save(update_fields=["starts_at", "minutes_long", "kind", "place", "link"])
    if has_usual_agenda:
        set_usual_agenda(meeting, by=by)
    number_in_order(meeting.site)
    meeting.refresh_from_db(fields=["number"])
    if meeting.day != day_before:
        meeting.replies.all().delete()  # they were given for the other day
    if before != _facts(meeting):
        announce_change(meeting)
    return meeting


def _facts(meeting: Meeting) -> tuple:
    """Return what members are told of a meeting. Its number is not among it: that follows the other dates."""
    return (
        meeting.starts_at,
        meeting.minutes_long,
        meeting.place,
        meeting.link,
        meeting.kind == Meeting.Kind.TASTER,
    )


@transaction.atomic
def cancel(meeting: Meeting, *, because: str, by: User) -> Meeting:
    """Cancel `meeting`, with a reason that members of the site can read. Repeating changes nothing.

    The next meeting takes its number. Raise RefusedError without a reason, and for a meeting that took place.
    """
    Site.objects.select_for_update().get(pk=meeting.site_id)
    lock_row(meeting)
    if meeting.is_cancelled:
        return meeting
    because = because.strip()
    if not because:
        raise RefusedError("Give the reason for cancelling. Members of the site can read it.")
    if meeting.is_closed:
        raise RefusedError("This meeting took place and is closed, so it cannot be cancelled.")
    if meeting.attendances.filter(mark=Attendance.Mark.PRESENT).exists():
        raise RefusedError(
            "Somebody is recorded as here, so this meeting took place. Correct the attendance first, then cancel it."
        )
    meeting.cancelled_at, meeting.cancelled_by, meeting.cancelled_because = timezone.now(), by, because
    meeting.save(update_fields=["cancelled_at", "cancelled_by", "cancelled_because"])
    record(MeetingVerb.CANCEL, meeting, by=by, note=because)
    number_in_order(meeting.site)
    cancel_invitations(meeting)
    return meeting


def refuse_day(site: Site, starts_at: datetime, minutes_long: int, excluding: Meeting | None = None) -> None:
    """Raise RefusedError if `site` cannot meet then: outside the programme, after its end, or during another
    meeting.
    """
    programme, on = site.programme, timezone.localtime(starts_at).date()
    opened = site.states.first()  # a site may be older than its programme, as CP6 of Little Miracles was
    begins = min(programme.started_on, opened.since) if opened else programme.started_on
    if on < begins:
        raise RefusedError(f"{programme.name} starts on {day(begins)}. Choose that day or a later one.")
    if programme.ended_on and on > programme.ended_on:
        raise RefusedError(
            f"{programme.name} ended on {day(programme.ended_on)}. Choose that day or an earlier one."
        )
    state = site.state_on(on)
    if state and state.state == SiteState.State.ENDED:
        raise RefusedError(
            f"{site} ended on {day(state.since)}. Choose an earlier day, or first record that the site is running again."
        )
    ends_at = starts_at + timedelta(minutes=minutes_long)
    near = site.meetings.not_cancelled().filter(
        starts_at__lt=ends_at, starts_at__gt=starts_at - timedelta(days=1)
    )
    for other in near.exclude(pk=excluding.pk) if excluding else near:
        if other.ends_at > starts_at:
            raise RefusedError(
                f"{other.name} of {site} is on {day(other.starts_at)} from {clock(other.starts_at)} to "
                f"{clock(other.ends_at)}. Choose another time, or move that meeting first."
            )


def _refuse_attendance_of_others(meeting: Meeting, starts_at: datetime) -> None:
    """Raise RefusedError if somebody who is recorded as here had not joined by then, or had left."""
    on = timezone.localtime(starts_at).date()
    here = meeting.attendances.filter(mark=Attendance.Mark.PRESENT)
    wrong = here.filter(Q(member__joined_on__gt=on) | Q(member__left_on__lt=on)).select_related("member")
    if first := wrong.first():
        raise RefusedError(
            f"{first.member} is recorded as here, and was not a member on {day(starts_at)}. "
            "Choose another day, or correct the attendance first."
        )


def number_in_order(site: Site) -> None:
    """Number the meetings of `site` that are not cancelled by their dates, from 1. Nobody is told of a number."""
    meetings = site.meetings.not_cancelled().order_by("starts_at", "pk")
    wrong = [
        (meeting, number) for number, meeting in enumerate(meetings, start=1) if meeting.number != number
    ]
    for meeting, number in wrong:
        Meeting.objects.filter(pk=meeting.pk).update(number=OUT_OF_THE_WAY + number)
    for meeting, number in wrong:
        Meeting.objects.filter(pk=meeting.pk).update(number=number)
