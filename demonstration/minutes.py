"""Plans the minutes of the demonstration, and what members say they learned."""

from datetime import timedelta

from cases.actions.minutes import write_case_minutes
from demonstration.data_files import read_toml
from demonstration.programmes import Cast
from kit.queues import send_due
from meetings import actions as meetings
from meetings.models import MinutesMail
from members.actions.own_words import write_own_words


def plan_minutes(cast: Cast) -> None:
    """Plan when minutes are written and shared (the next morning) and approved (at the meeting after)."""
    data = read_toml("minutes.toml")
    for entry in data["minutes"]:
        code, number = entry["site"], entry["meeting"]
        if entry["programme"] == cast.slug and cast.is_held(code, number):
            _plan(cast, code, number, entry)
    for entry in data["words"]:
        if entry["programme"] == cast.slug:
            cast.timeline.add(
                cast.timeline.now - timedelta(days=2),
                "a certificate",
                lambda entry=entry: _write_words(cast, entry),
            )


def _plan(cast: Cast, code: str, number: int, entry: dict) -> None:
    morning = cast.starts_at(code, number) + timedelta(hours=20)
    what = f"{code}, minutes of meeting {number}"
    cast.timeline.add(morning, what, lambda: _write(cast, code, number, entry))
    if cast.is_held(code, number + 1):
        at = cast.starts_at(code, number + 1) + timedelta(minutes=20)
        cast.timeline.add(at, what, lambda: _approve(cast, code, number))


def _write(cast: Cast, code: str, number: int, entry: dict) -> None:
    meeting, by = cast.meeting(code, number), cast.facilitator(code).user
    meetings.write_minutes(meeting, text=entry["text"].strip(), by=by)
    for reference, text in entry.get("parts", {}).items():
        case = next(case for case in meeting.site.cases.all() if case.reference == reference)
        write_case_minutes(meeting, case=case, text=text.strip(), by=by)
    meetings.share_minutes(meeting, by=by)
    send_due(MinutesMail)  # on that day, so that nothing goes out weeks later


def _approve(cast: Cast, code: str, number: int) -> None:
    by = cast.facilitator(code).user
    meetings.approve_minutes(cast.meeting(code, number), at=cast.meeting(code, number + 1), by=by)


def _write_words(cast: Cast, entry: dict) -> None:
    member = cast.member(entry["member"])
    write_own_words(member, words=entry["words"], by=cast.account(member))
