"""The actions of a programme's dates: adding one, changing or cancelling it, its agenda and notes."""

from datetime import datetime

from django.db import transaction
from django.utils import timezone

from kit.audit import record
from kit.editing.history import change
from kit.errors import RefusedError
from kit.locking import lock_row
from kit.models import RemovedRow
from kit.removal import set_aside
from sites_app.audit_verbs import SiteVerb
from sites_app.dates_held import refuse_days_against_who_came
from sites_app.models import Programme, ProgrammeEvent
from sites_app.programme_events import MOST_DAYS

TOLD = ("starts_at", "minutes_long", "days", "place", "link")  # what people who are asked are told of it


def refuse_event(*, kind: str, title: str, days: int) -> None:
    """Raise RefusedError for a date without a kind or a title, or of no day or too many."""
    if kind not in ProgrammeEvent.Kind.values:
        raise RefusedError("Choose what kind of date it is.")
    if not title.strip():
        raise RefusedError("Enter what happens on that day.")
    if days < 1:
        raise RefusedError("Enter 1 day or more.")
    if days > MOST_DAYS:
        raise RefusedError(f"Enter {MOST_DAYS} days or fewer.")


@transaction.atomic
def add_event(
    programme: Programme,
    *,
    kind: str,
    title: str,
    starts_at: datetime,
    minutes_long: int = 120,
    days: int = 1,
    place: str = "",
    link: str = "",
    by,
) -> ProgrammeEvent:
    """Add a date of the whole programme, and return it. Nobody is asked to it yet.

    `minutes_long` is its length each day. Repeating with the same kind, title and time returns the first one.
    """
    lock_row(programme)
    refuse_event(kind=kind, title=title, days=days)
    event, is_new = ProgrammeEvent.objects.get_or_create(
        programme=programme,
        kind=kind,
        starts_at=starts_at,
        title=title.strip(),
        cancelled_at=None,
        defaults={"minutes_long": minutes_long, "days": days, "place": place.strip(), "link": link},
    )
    if is_new:
        record(SiteVerb.ADD_EVENT, programme, by=by)
    return event


@transaction.atomic
def edit_event(
    event: ProgrammeEvent,
    *,
    kind: str,
    title: str,
    starts_at: datetime,
    minutes_long: int | None = None,
    days: int = 1,
    place: str = "",
    link: str = "",
    by,
) -> ProgrammeEvent:
    """Change a date of the whole programme. Its title and place before are kept. Repeating changes nothing.

    Whoever was asked to it is told of another day, other hours, place or link. Raise RefusedError if it is cancelled, and for
    days that contradict who came.
    """
    refuse_event(kind=kind, title=title, days=days)
    lock_row(event)
    if event.is_cancelled:
        raise RefusedError("This date is cancelled. Add a new one instead.")
    refuse_days_against_who_came(event, starts_at=starts_at, days=days)
    fields = {
        "kind": kind,
        "title": title.strip(),
        "starts_at": starts_at,
        "minutes_long": minutes_long or event.minutes_long,
        "days": days,
        "place": place.strip(),
        "link": link,
    }
    if any(getattr(event, name) != fields[name] for name in TOLD):
        fields |= {"calendar_sequence": event.calendar_sequence + 1, "revised_at": timezone.now()}
    if change(event, sections=["title", "place"], by=by, **fields):
        record(SiteVerb.EDIT_EVENT, event.programme, by=by)
    return event


@transaction.atomic
def write_event(
    event: ProgrammeEvent, *, agenda: str | None = None, notes: str | None = None, by
) -> ProgrammeEvent:
    """Write the agenda or the notes of a date. What they said before is kept. Repeating changes nothing."""
    lock_row(event)
    texts = {"agenda": agenda, "notes": notes}
    fields = {name: text.strip() for name, text in texts.items() if text is not None}
    if change(event, sections=list(fields), by=by, **fields):
        record(SiteVerb.WRITE_EVENT, event.programme, by=by)
    return event


@transaction.atomic
def cancel_event(event: ProgrammeEvent, *, because: str, by) -> ProgrammeEvent:
    """Cancel a date, with a reason that whoever was asked to it can read. Repeating changes nothing.

    Raise RefusedError without a reason, and for one that is over.
    """
    lock_row(event)
    if event.is_cancelled:
        return event
    if not because.strip():
        raise RefusedError("Give the reason for cancelling. Everyone it was for can read it.")
    if event.is_over:
        raise RefusedError("This date is over, so it cannot be cancelled.")
    now = timezone.now()
    event.cancelled_at, event.cancelled_by, event.cancelled_because = now, by, because.strip()
    event.calendar_sequence, event.revised_at = event.calendar_sequence + 1, now
    event.save()
    record(SiteVerb.CANCEL_EVENT, event.programme, by=by)
    return event


@transaction.atomic
def remove_event(event: ProgrammeEvent, *, by) -> RemovedRow:
    """Remove a date of the whole programme, and return what is kept aside of it. It can be undone for ten minutes.

    Raise RefusedError once somebody was asked to it: then it is cancelled, so that they hear of it.
    """
    lock_row(event.programme)
    if event.invitations.exists():
        raise RefusedError(
            "People were asked to this date, so it stays. Cancel it instead: then they are told."
        )
    return set_aside(event, by=by)
