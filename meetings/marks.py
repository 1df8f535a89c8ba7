"""The marks of figure 1: F facilitated on a day, X had come to enough meetings by then, Y had come to fewer.

Leaving does not change a mark, and neither does the end of a site; an override does, and says why. (Little
Miracles, figure 1: "X = attended 2 or more meetings"; its totals leave out Y.)
"""

from collections import Counter
from collections.abc import Iterable
from datetime import date

from django.db import models
from django.db.models import Case, Count, Exists, F, OuterRef, Q, Subquery, Value, When
from django.db.models.functions import Coalesce
from django.utils import timezone

from kit.queries import in_usual_order
from meetings.models import Attendance
from members.models import Facilitation, MarkOverride, Member, MemberQuerySet

ORDER = "XYF"  # of marks in a cell, as in the report
WORDS = {"F": "facilitator", "X": "confirmed", "Y": "not confirmed"}


def mark(*, facilitates: bool, attended: int, needed: int, override: str = "") -> str:
    """Return the mark of one member: F, X or Y. An override wins over attendance, and facilitating over both."""
    if facilitates:
        return "F"
    return override or ("X" if attended >= needed else "Y")


def is_confirmed(mark: str) -> bool:
    """Return whether a member with this mark counts in the totals: confirmed by attendance, or a facilitator."""
    return mark != "Y"


def with_marks(members: MemberQuerySet, as_at: date) -> MemberQuerySet:
    """Add what figure 1 says of each of `members` on the day `as_at`: `came`, `facilitates`, `override`, `mark`.

    `came` counts meetings attended, as themselves or as a stand-in before they joined.
    """
    meetings = {"meeting__cancelled_at": None, "meeting__starts_at__date__lte": as_at}
    themselves = {f"attendances__{key}": value for key, value in meetings.items()}
    before = {f"attendances_as_stand_in__{key}": value for key, value in meetings.items()}
    override = MarkOverride.objects.filter(member=OuterRef("pk"), since__lte=as_at).order_by("-since", "-pk")
    came = Count(
        "attendances", filter=Q(attendances__mark=Attendance.Mark.PRESENT, **themselves), distinct=True
    ) + Count(
        "attendances_as_stand_in",
        filter=Q(attendances_as_stand_in__mark=Attendance.Mark.STAND_IN, **before),
        distinct=True,
    )
    return in_usual_order(members).annotate(
        came=came,
        facilitates=Exists(Facilitation.objects.on(as_at).filter(member=OuterRef("pk"))),
        override=Coalesce(Subquery(override.values("mark")[:1]), Value("")),
        mark=Case(
            When(facilitates=True, then=Value("F")),
            When(override__gt="", then=F("override")),
            When(came__gte=F("site__programme__meetings_to_be_confirmed"), then=Value("X")),
            default=Value("Y"),
            output_field=models.CharField(),
        ),
    )


def confirmed_members(sites: Iterable, *, on: date | None = None) -> Counter:
    """Return how many members of each of `sites` are confirmed on the day `on` or today, facilitators among them, by the
    site's id.
    """
    day = on or timezone.localdate()
    members = with_marks(Member.objects.filter(site__in=sites).on(day), day)
    return Counter(site for site, mark in members.values_list("site_id", "mark") if is_confirmed(mark))
