"""The marks of figure 1: F facilitated on a day, X had come to enough meetings by then, Y had come to fewer.

Leaving does not change a mark, and neither does the end of a site; an override does, and says why. (Little
Miracles, figure 1: "X = attended 2 or more meetings"; its totals leave out Y.)
"""

from collections import Counter, defaultdict
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import date

from django.db import models
from django.db.models import Case, Count, Exists, F, OuterRef, Q, QuerySet, Subquery, Value, When
from django.db.models.functions import Coalesce
from django.utils import timezone

from kit.dates import end_of_day
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
    meetings = {"meeting__cancelled_at": None, "meeting__starts_at__lt": end_of_day(as_at)}
    themselves = {f"attendances__{key}": value for key, value in meetings.items()}
    before = {f"attendances_as_stand_in__{key}": value for key, value in meetings.items()}
    came = Count(
        "attendances", filter=Q(attendances__mark=Attendance.Mark.PRESENT, **themselves), distinct=True
    ) + Count(
        "attendances_as_stand_in",
        filter=Q(attendances_as_stand_in__mark=Attendance.Mark.STAND_IN, **before),
        distinct=True,
    )
    return _marked(in_usual_order(members).annotate(came=came), as_at)


class AtMost(Subquery):
    """How many of `rows` there are, counted up to `most`, so that no more are read."""

    template = "(SELECT COUNT(*) FROM (%(subquery)s) counted)"
    output_field = models.IntegerField()

    def __init__(self, rows: QuerySet, most: int):
        super().__init__(rows.order_by().values("pk")[:most])


def _marked(members: MemberQuerySet, as_at: date) -> MemberQuerySet:
    """Add what `with_marks` says of members whose number of meetings is `came`, or as much of it as counts."""
    override = MarkOverride.objects.filter(member=OuterRef("pk"), since__lte=as_at).order_by("-since", "-pk")
    return members.annotate(
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

    def __add__(self, other: "Size") -> "Size":
        return Size(self.confirmed + other.confirmed, self.left + other.left, self.not_yet + other.not_yet)

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


def everyone_in_short(sites: Iterable[Site] | Iterable[int], *, on: date, most: int) -> MemberQuerySet:
    """Return all who are or were members of `sites` by the day `on` with their marks, and without how often they came.

    Of what somebody attended, `most` meetings are looked at, which is the number that confirms: however long a site goes on,
    this costs what its members cost.
    """
    meetings = {"meeting__cancelled_at": None, "meeting__starts_at__lt": end_of_day(on)}
    themselves = Attendance.objects.filter(member=OuterRef("pk"), mark=Attendance.Mark.PRESENT, **meetings)
    before = Attendance.objects.filter(
        stand_in_joined_as=OuterRef("pk"), mark=Attendance.Mark.STAND_IN, **meetings
    )
    members = Member.objects.filter(site__in=sites, joined_on__lte=on)
    came = AtMost(themselves, int(most)) + AtMost(before, int(most))
    return _marked(members.annotate(came=came), on)


def _sizes(sites: Iterable[int], on: date, most: str) -> QuerySet:
    """Return how many of each of `sites` have each mark, and are there on the day `on` or not."""
    return (
        everyone_in_short(sites, on=on, most=int(most))
        .order_by("site", "mark", "is_here")
        .values("site", "mark", "is_here")
        .annotate(number=Count("pk"))
        .values_list("site", "mark", "is_here", "number")
    )


EVERYONE_OF = Prepared(everyone_of)
SIZES = Prepared(_sizes)


def most_needed(sites: Iterable[Site]) -> int:
    """Return how many meetings confirm a member of `sites`, the most of their programmes."""
    return max((site.programme.meetings_to_be_confirmed for site in sites), default=1)


def sizes_of(sites: Iterable[Site], *, on: date) -> dict[int, Size]:
    """Return the size of each of `sites` by its id, on the day `on`, in one query. Select their programmes along with them."""
    sites = list(sites)
    most = most_needed(sites)
    found = {site.pk: Size() for site in sites}
    for pk, mark, is_here, number in SIZES.read(sites=sites, on=on, most=str(most)):
        confirmed = number if is_confirmed(mark) else 0
        left, not_yet = (0, number - confirmed) if is_here else (confirmed, 0)
        found[pk] += Size(confirmed, left, not_yet)
    return found


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
        counted.update({pk: size.confirmed for pk, size in sizes_of(found, on=day).items()})
    return counted
