"""The marks of figure 1: F facilitated on a day, X had come to enough meetings by then, Y had come to fewer.

Leaving does not change a mark, and neither does the end of a site; an override does, and says why. (Little
Miracles, figure 1: "X = attended 2 or more meetings"; its totals leave out Y.)
"""

from collections import Counter, defaultdict
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import date

from django.db import models
from django.db.models import Case, Count, Exists, F, OuterRef, Q, Subquery, Value, When
from django.db.models.functions import Coalesce
from django.utils import timezone

from kit.prepared import Prepared
from kit.queries import in_usual_order
from kit.words import plural
from meetings.models import Attendance
from members.models import Facilitation, MarkOverride, Member, MemberQuerySet
from members.models.members import is_here_on
from sites_app.models import Programme, Site

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
    """Add what figure 1 says of each of `members` on the day `as_at`: `came`, `facilitates`, `override`, `mark`; and
    whether they are there on that day (`is_here`).

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
        is_here=Case(When(is_here_on(as_at), then=True), default=False, output_field=models.BooleanField()),
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


@dataclass(frozen=True)
class Size:
    """How many of a site are confirmed, as figure 1 has it, how many of these have left, and how many members there are
    who are not confirmed.
    """

    confirmed: int = 0
    left: int = 0
    not_yet: int = 0

    @property
    def in_words(self) -> str:
        """Return a sentence such as "9 confirmed, 2 of whom have left, 1 not confirmed yet"."""
        parts = [f"{self.confirmed} confirmed"]
        parts += [f"{self.left} of whom {plural(self.left, 'has', 'have')} left"] if self.left else []
        parts += [f"{self.not_yet} not confirmed yet"] if self.not_yet else []
        return ", ".join(parts)


def last_day(programme: Programme) -> date:
    """Return the day as at which a programme is counted: today, or the last day of one that has ended."""
    return min(programme.ended_on or timezone.localdate(), timezone.localdate())


def everyone_of(sites: Iterable[Site] | Iterable[int], *, on: date) -> MemberQuerySet:
    """Return all who are or were members of `sites` by the day `on`, as `with_marks` gives them: those of figure 1."""
    return with_marks(Member.objects.filter(site__in=sites, joined_on__lte=on), on)


EVERYONE_OF = Prepared(everyone_of)
SITES_AND_MARKS = Prepared(lambda sites, on: everyone_of(sites, on=on).values_list("site_id", "mark"))


def size_of(everyone: Iterable) -> Size:
    """Return the size of a site whose members are `everyone`, as `everyone_of` gives them."""
    confirmed = [member for member in everyone if is_confirmed(member.mark)]
    not_yet = sum(member.is_here and not is_confirmed(member.mark) for member in everyone)
    return Size(len(confirmed), sum(not member.is_here for member in confirmed), not_yet)


def confirmed_members(sites: Iterable[Site], *, on: Callable[[Programme], date] = last_day) -> Counter[int]:
    """Return how many of each of `sites` are confirmed, facilitators among them, by the site's id: the totals of figure 1.

    `on` gives the day for a programme: today, or its last, unless it is given. One query for each of these days. Select
    the programmes along with the sites.
    """
    of_day: dict[date, list[Site]] = defaultdict(list)
    for site in sites:
        of_day[on(site.programme)].append(site)
    counted: Counter[int] = Counter()
    for day, found in of_day.items():
        rows = SITES_AND_MARKS.read(sites=found, on=day)
        counted.update(site for site, mark in rows if is_confirmed(mark))
    return counted
