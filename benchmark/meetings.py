"""The meetings of a site: those that were held, one to come, and at some sites one that is open today."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID

from benchmark.making import Making
from benchmark.people import AtSite
from meetings.models import (
    AgendaItem,
    Attendance,
    Meeting,
    MinutesApproval,
    MinutesSharing,
    Reply,
    Visit,
)

MARKS = {"present": 75, "apologies": 15, "absent": 6, "stand_in": 4}
AGENDA = ["check_in", "ground_rules", "minutes", "feedback", "case", "next_steps", "close"]
DAYS_TO_THE_NEXT = 12
OPEN_TODAY = 10  # at one site in so many


@dataclass
class Held:
    """The meetings of a site: those that were held, in order, and those that a case can still come to."""

    closed: list[Meeting]
    today: Meeting | None
    upcoming: Meeting | None


def make_meetings(making: Making, at: AtSite) -> Held:
    """Make the meetings of one site, with attendance, agendas and minutes."""
    closed = [
        _meeting(making, at, number, making.size.meets_at(number)) for number in range(making.size.meetings)
    ]
    for number, meeting in enumerate(closed):
        meeting.closed_at = meeting.starts_at + timedelta(hours=3)
        meeting.closed_by = at.facilitator
        meeting.minutes = making.wording.text(60, 140)
        _was_held(making, at, meeting)
        making.rows.add(MinutesSharing, meeting=meeting, by=at.facilitator, at=meeting.closed_at)
        if number:
            making.rows.add(
                MinutesApproval, meeting=closed[number - 1], at_meeting=meeting, by=at.facilitator, at=meeting.closed_at
            )  # fmt: skip
    today = upcoming = None
    if at.number % OPEN_TODAY == 0:
        today = _meeting(making, at, len(closed), making.size.now - timedelta(minutes=30))
        _attendance(making, at, today)
    if not at.has_ended:
        begins = making.size.now + timedelta(days=DAYS_TO_THE_NEXT)
        upcoming = _meeting(making, at, len(closed) + bool(today), begins)
        _replies(making, at, upcoming)
    return Held(closed, today, upcoming)


def _meeting(making: Making, at: AtSite, number: int, starts_at: datetime) -> Meeting:
    meeting = making.rows.add(
        Meeting, site=at.site, number=number + 1, kind="taster" if number == 0 else "case", starts_at=starts_at,
        place="Upstairs", scheduled_by=at.facilitator, calendar_uid=UUID(int=making.chance.getrandbits(128)),
        revised_at=starts_at - timedelta(days=20),
    )  # fmt: skip
    for position, about in enumerate(AGENDA):
        title = AgendaItem.About(about).label
        making.rows.add(AgendaItem, meeting=meeting, position=position, about=about, title=title)
    return meeting


def _was_held(making: Making, at: AtSite, meeting: Meeting) -> None:
    _attendance(making, at, meeting)
    if making.is_one_in(4):
        making.rows.add(Visit, meeting=meeting, name=making.wording.name(), capacity="guest_speaker")


def _attendance(making: Making, at: AtSite, meeting: Meeting) -> None:
    for member in at.members:
        if member.joined_on <= meeting.starts_at.date():
            mark = making.one_of(MARKS)
            making.rows.add(
                Attendance, meeting=meeting, member=member, mark=mark, recorded_by=at.facilitator,
                stand_in_name=making.wording.name() if mark == "stand_in" else "", recorded_at=meeting.starts_at,
            )  # fmt: skip


def _replies(making: Making, at: AtSite, meeting: Meeting) -> None:
    for member in at.members:
        if making.chance.random() < 0.6:
            coming = making.one_of({"yes": 8, "no": 2})
            answered = making.size.now - timedelta(days=2)
            making.rows.add(Reply, meeting=meeting, member=member, coming=coming, answered_at=answered)
