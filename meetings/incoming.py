"""Answers that calendar programs send: yes or no pressed in Outlook or Google (METHOD:REPLY, RFC 5546).

They are input from outside: one counts only if it comes from the address that was invited, to the day as it is now, and
is newer than the reply that is kept. Yes and no do what the link in the mail does. Maybe takes back the reply that is
kept, so that they count as somebody who has not replied. Everything else is ignored without an answer.
"""

import re
from collections.abc import Iterable
from datetime import UTC, datetime, timedelta
from email.message import Message
from email.utils import getaddresses
from typing import Any, NamedTuple
from uuid import UUID

from django.conf import settings
from django.db import transaction
from django.utils import timezone
from icalendar import Calendar

from kit.bounces import parts_of, reads_mail
from kit.errors import RefusedError
from kit.fold import fold
from meetings.actions.replies import reply, take_back_reply
from meetings.models import CalendarChange, Meeting, Reply

COMING = {"ACCEPTED": Reply.Coming.YES, "DECLINED": Reply.Coming.NO, "TENTATIVE": ""}
SLACK = timedelta(minutes=5)  # by which a clock may be wrong
MOST_EVENTS = 5
MAILTO = re.compile(r"^mailto:", re.IGNORECASE)
FORGED = re.compile(r"\bdmarc\s*=\s*fail\b", re.IGNORECASE)


class Answer(NamedTuple):
    """What a calendar says of one meeting: whose address, to which sequence of it, what, and when."""

    uid: UUID
    email: str
    sequence: int
    coming: str  # "" if they do not know yet
    at: datetime


@reads_mail
def read_reply(message: Message) -> bool:
    """Record the answers in `message`, and return whether there was one that counts."""
    if not settings.READS_CALENDAR_REPLIES or may_be_forged(message):
        return False
    senders = {fold(address) for _, address in getaddresses([str(message.get("From", ""))])}
    return sum(_take(answer) for answer in answers_in(message) if senders == {answer.email}) > 0


def may_be_forged(message: Message) -> bool:
    """Return whether a server found the sender to be forged, or the message has not one From header (RFC 5322, 3.6).

    Each server on the way adds its own results, so that there can be several headers: one that says fail is enough.
    """
    results = message.get_all("Authentication-Results", [])
    return len(message.get_all("From", [])) != 1 or any(FORGED.search(str(each)) for each in results)


def answers_in(message: Message) -> list[Answer]:
    """Return the answers of the calendar in `message`; none if it has none, or cannot be read."""
    try:
        return [answer for event in _events_in(message) if (answer := _answer_of(event)) is not None]
    except (ValueError, LookupError, TypeError, AttributeError):  # whatever a stranger sends
        return []


def _events_in(message: Message) -> Iterable[Any]:
    for part in parts_of(message):
        if part.get_content_type() != "text/calendar":
            continue
        content = part.get_payload(decode=True)
        found = Calendar.from_ical(content if isinstance(content, bytes) else b"")
        if str(found.get("METHOD", "")).upper() == "REPLY":
            return found.walk("VEVENT")[:MOST_EVENTS]
    return []


def _answer_of(event) -> Answer | None:
    """Return what one event says, or None where it is not one answer of one person to one meeting of ours."""
    attendee, uid = event.get("ATTENDEE"), str(event.get("UID", ""))
    if (
        attendee is None
        or isinstance(attendee, list)
        or "RECURRENCE-ID" in event
        or not uid.endswith("@copsite")
    ):
        return None
    status = str(attendee.params.get("PARTSTAT", "")).upper()
    if status not in COMING:
        return None
    at = event.decoded("DTSTAMP")
    at = at if at.tzinfo else at.replace(tzinfo=UTC)
    email = fold(MAILTO.sub("", str(attendee)))
    return Answer(
        UUID(uid.removesuffix("@copsite")), email, int(event.get("SEQUENCE", 0)), COMING[status], at
    )


@transaction.atomic
def _take(answer: Answer) -> bool:
    """Record `answer` if it counts, and return whether it did and said something new."""
    meeting = Meeting.objects.select_related("site__programme").filter(calendar_uid=answer.uid).first()
    change = _asked(meeting, answer) if meeting is not None else None
    now = timezone.now()
    if meeting is None or change is None or answer.at > now + SLACK:
        return False
    member = change.member
    said = Reply.objects.filter(meeting=meeting, member=member).first()
    if said is not None and not _is_news(answer, said):
        return False
    try:
        if not answer.coming:
            return take_back_reply(meeting, member=member)
        reply(meeting, member=member, coming=answer.coming, at=min(answer.at, now))
    except RefusedError:
        return False
    return True


def _is_news(answer: Answer, said: Reply) -> bool:
    """Return whether `answer` is newer than what was `said`, and another.

    No is no news of somebody who sends a stand-in: they do not come themselves, and a calendar cannot name who does.
    """
    is_same = answer.coming == said.coming or (
        answer.coming == Reply.Coming.NO and said.coming == Reply.Coming.STAND_IN
    )
    return not is_same and answer.at >= said.answered_at - SLACK


def _asked(meeting: Meeting, answer: Answer) -> CalendarChange | None:
    """Return what was sent to the address of the `answer` about the meeting as it is now, or None.

    It is none where the day is another by now, where links in that mail are of no use any more, and where colleagues share
    the address, so that nobody knows whose answer it is.
    """
    changes = meeting.calendar_changes.told().filter(
        method=CalendarChange.Method.REQUEST, sequence=answer.sequence, member__email=answer.email
    )
    asked = list(changes.select_related("member__user", "mail"))
    if len(asked) != 1:
        return None
    change = asked[0]
    member, sent_at = change.member, change.mail.sent_at
    ended = member.links_ended_at is not None and (sent_at is None or sent_at < member.links_ended_at)
    is_same_day = timezone.localdate(change.starts_at) == meeting.day
    return change if is_same_day and member.can_be_mailed and not ended else None
