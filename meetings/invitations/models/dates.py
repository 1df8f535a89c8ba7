"""What somebody is invited to: a meeting of a site, or a date of the whole programme. Both are asked of in one way here."""

from django.db.models import Q
from django.utils import timezone

from meetings.models import Meeting
from sites_app.models import ProgrammeEvent
from sites_app.programme_events import not_over

AnyDate = Meeting | ProgrammeEvent
PROGRAMMES = {"meeting": "site__programme__", "event": "programme__"}


def with_date(before: str = "", **facts) -> Q:
    """Return the condition that `facts` hold of the meeting or the programme's date of an invitation.

    `before` is the way to the invitation, such as "invitation__". A fact that begins with `programme__` is one of the
    programme that the date belongs to.
    """
    found = Q()
    for kind, way in PROGRAMMES.items():
        named = {
            f"{before}{kind}__{way}{name.removeprefix('programme__')}"
            if name.startswith("programme__")
            else f"{before}{kind}__{name}": value
            for name, value in facts.items()
        }
        found |= Q(**{f"{before}{kind}__isnull": False}, **named)
    return found


def can_be_told_off(before: str = "") -> Q:
    """Return the condition that it is of use to hear that the date of an invitation is off: it has not begun, or has days left.

    `before` is as for `with_date`.
    """
    return with_date(before, starts_at__gt=timezone.now()) | not_over(f"{before}event__")


def noun_of(date: AnyDate) -> str:
    """Return what `date` is called in a sentence, which is its column in an invitation too."""
    return "meeting" if isinstance(date, Meeting) else "event"


def as_fact(date: AnyDate) -> dict[str, AnyDate]:
    """Return `date` by the name of its column in an invitation."""
    return {noun_of(date): date}
