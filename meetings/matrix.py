"""Figure 1: the membership of a programme by sector, role and site, from attendance, as at any date.

F is a facilitator on that day. X had come to `programme.meetings_to_be_confirmed` meetings or more by then.
Y had joined by then and come to fewer. Leaving does not change a mark, and neither does the end of a site;
an override does, and says why. (Little Miracles, figure 1: "X = attended 2 or more meetings"; its totals
leave out Y.)
"""

import re
from collections import Counter, defaultdict
from collections.abc import Collection
from dataclasses import dataclass, replace
from datetime import date
from typing import NamedTuple

from django.db.models import Count, Max
from django.utils import timezone

from kit.bounds import number_in
from kit.dates import end_of_day
from kit.words import count, day, lower_first
from meetings.marks import ORDER, WORDS, is_confirmed, mark
from meetings.models import Attendance, Meeting
from members.as_of import roles_on
from members.models import NO_ROLE, Discipline, Facilitation, MarkOverride, Member, MemberCorrection
from sites_app.models import Programme, Site

RUNS = re.compile(r"\d+|\D+")  # of digits, and of anything else
NO_SECTOR = "Not known yet"  # of those whose role is not known yet
Marks = dict[
    tuple[int | None, int], list[str]
]  # letters by discipline, None where it is not known yet, and site
Overrides = dict[tuple[int | None, int], list[MarkOverride]]  # likewise


@dataclass(frozen=True)
class Cell:
    """The marks of one role at one site, one letter for each person, such as XXF."""

    marks: str = ""
    is_overridden: bool = False  # one of the marks was set by hand

    def __str__(self) -> str:
        return self.marks

    @property
    def words(self) -> str:
        """Return the marks in words, for screen readers: facilitator, 2 confirmed."""
        counts = Counter(self.marks)
        parts = [WORDS["F"] if counts["F"] == 1 else f"{counts['F']} facilitators"] if counts["F"] else []
        parts += [f"{counts[letter]} {WORDS[letter]}" for letter in "XY" if counts[letter]]
        if self.is_overridden:
            parts.append("status overridden, see below")
        return ", ".join(parts) or "none"


@dataclass(frozen=True)
class Row:
    """One role with its cells, one for each site in the order of the sites."""

    sector: str
    role: str
    cells: tuple[Cell, ...]


@dataclass(frozen=True)
class Override:
    """A mark that was set by hand: where, for which role, which mark, since when, by whom and why. No member is
    named.
    """

    site: Site
    role: str
    mark: str
    since: date
    by: str
    reason: str


@dataclass(frozen=True)
class Correction:
    """The attendance of a meeting was changed after it was closed: where, how many marks, and when last.

    Only those who run the site can read why, and for whom.
    """

    site: Site
    meeting: Meeting
    marks: int
    last_on: date

    @property
    def in_words(self) -> str:
        """Return a sentence such as "CP4, meeting 3 on 5 November 2012: two marks were changed after closing,
        last on 9 November 2012".
        """
        changed = count(self.marks, "mark was", "marks were")
        name = lower_first(self.meeting.name)
        return (
            f"{self.site.code}, {name} on {day(self.meeting.starts_at)}: "
            f"{changed} changed after closing, last on {day(self.last_on)}"
        )


@dataclass(frozen=True)
class RoleCorrection:
    """Roles of members were changed after the day of the figure: where, how many, and when last."""

    site: Site
    roles: int
    last_on: date

    @property
    def in_words(self) -> str:
        """Return a sentence such as "CP4: one role was corrected after this day, last on 9 November 2012"."""
        corrected = count(self.roles, "role was", "roles were")
        return f"{self.site.code}: {corrected} corrected after this day, last on {day(self.last_on)}"


@dataclass(frozen=True)
class Matrix:
    """Figure 1 as at one date. `sites` are the columns; `totals` has the number of confirmed members and
    facilitators of each.
    """

    as_at: date
    sites: tuple[Site, ...]
    rows: tuple[Row, ...]
    totals: tuple[int, ...]
    overrides: tuple[Override, ...]
    corrections: tuple[Correction | RoleCorrection, ...] = ()

    @property
    def total(self) -> int:
        """Return the number of confirmed members and facilitators of all its sites."""
        return sum(self.totals)

    @property
    def sectors(self) -> list[tuple[str, list[Row]]]:
        """Return the rows by sector, in their order."""
        found: dict[str, list[Row]] = {}
        for row in self.rows:
            found.setdefault(row.sector, []).append(row)
        return list(found.items())

    @property
    def site_totals(self) -> list[tuple[Site, int]]:
        """Return each site with its total."""
        return list(zip(self.sites, self.totals, strict=True))

    def of_sites(self, sites: Collection[int]) -> "Matrix":
        """Return the same matrix with the columns of the sites with these ids only."""
        kept = [place for place, site in enumerate(self.sites) if site.pk in sites]
        rows = (replace(row, cells=tuple(row.cells[place] for place in kept)) for row in self.rows)
        return replace(
            self,
            sites=tuple(self.sites[place] for place in kept),
            rows=tuple(row for row in rows if row.role != NO_ROLE or any(cell.marks for cell in row.cells)),
            totals=tuple(self.totals[place] for place in kept),
            overrides=tuple(override for override in self.overrides if override.site.pk in sites),
            corrections=tuple(each for each in self.corrections if each.site.pk in sites),
        )


def membership_matrix(programme: Programme, *, as_at: date) -> Matrix:
    """Return figure 1 of `programme` as at the end of the day `as_at`, in ten queries whatever the numbers.

    Every discipline that was on the list has a row, blank ones too, in the order of sectors; every site a column. Members
    who joined later do not appear. A stand-in's attendance counts for the member whom the stand-in became.
    """
    sites = sorted(programme.sites.all(), key=lambda site: in_counting_order(site.code))
    marks, by_hand = marks_by_cell(programme, as_at=as_at)
    roles = _roles_of(programme, marks, as_at=as_at)
    return Matrix(
        as_at=as_at,
        sites=tuple(sites),
        rows=tuple(_row(role, sites, marks, by_hand) for role in roles),
        totals=tuple(
            sum(
                is_confirmed(letter)
                for (_, at), letters in marks.items()
                if at == site.pk
                for letter in letters
            )
            for site in sites
        ),
        overrides=tuple(
            Override(site, role.name, set_by.mark, set_by.since, set_by.by.name, set_by.reason)
            for role in roles
            for site in sites
            for set_by in by_hand.get((role.pk, site.pk), ())
        ),
        corrections=(*corrections_of(sites, as_at=as_at), *role_corrections_of(sites, as_at=as_at)),
    )


class _Role(NamedTuple):
    """A row's discipline, or None for those whose role is not known yet."""

    pk: int | None
    sector: str
    name: str


def _roles_of(programme: Programme, marks: Marks, *, as_at: date) -> list[_Role]:
    """Return the disciplines of `programme` in the order of sectors, without those that were added after `as_at` and
    that nobody had. Those whose role is not known yet come last, if there are any.
    """
    had = {pk for pk, _ in marks}
    disciplines = (
        Discipline.objects.filter(programme=programme)
        .select_related("sector")
        .order_by("sector__position", "sector__name", "position", "name")
    )
    there = (each for each in disciplines if each.pk in had or not each.added_on or each.added_on <= as_at)
    roles = [_Role(each.pk, each.sector.name, each.name) for each in there]
    return [*roles, *([_Role(None, NO_SECTOR, NO_ROLE)] if None in had else [])]


def _row(role: _Role, sites: list[Site], marks: Marks, by_hand: Overrides) -> Row:
    cells = (
        Cell(
            "".join(sorted(marks.get((role.pk, site.pk), ()), key=ORDER.index)),
            is_overridden=(role.pk, site.pk) in by_hand,
        )
        for site in sites
    )
    return Row(role.sector, role.name, tuple(cells))


def marks_by_cell(programme: Programme, *, as_at: date) -> tuple[Marks, Overrides]:
    """Return the marks of the members of `programme`, and the overrides among them, by discipline and site."""
    attended = meetings_attended(programme, as_at=as_at)
    facilitating = set(
        Facilitation.objects.on(as_at)
        .filter(member__site__programme=programme)
        .values_list("member", flat=True)
    )
    overrides = latest_overrides(programme, as_at=as_at)
    marks: Marks = defaultdict(list)
    by_hand: Overrides = defaultdict(list)
    members = Member.objects.filter(site__programme=programme, joined_on__lte=as_at).order_by("pk")
    roles = roles_on(as_at, member__site__programme=programme)
    for pk, site, today in members.values_list("pk", "site", "discipline"):
        role = roles.get(pk)
        discipline = (role.pk if role else None) if pk in roles else today
        override = None if pk in facilitating else overrides.get(pk)
        letter = mark(
            facilitates=pk in facilitating,
            attended=attended[pk],
            needed=programme.meetings_to_be_confirmed,
            override=override.mark if override else "",
        )
        marks[discipline, site].append(letter)
        if override:
            by_hand[discipline, site].append(override)
    return marks, by_hand


def corrections_of(sites: list[Site], *, as_at: date) -> tuple[Correction, ...]:
    """Return the meetings of `sites` up to `as_at` with a mark changed after closing, ordered by site and day."""
    of_site = {site.pk: site for site in sites}
    corrected = (
        Meeting.objects.filter(site__in=of_site, starts_at__lt=end_of_day(as_at))
        .annotate(
            marks=Count("attendances__corrections__attendance", distinct=True),
            last_at=Max("attendances__corrections__at"),
        )
        .filter(marks__gt=0)
        .order_by("starts_at", "pk")
    )
    found = [
        Correction(of_site[row.site_id], row, row.marks, timezone.localtime(row.last_at).date())
        for row in corrected
    ]
    return tuple(sorted(found, key=lambda each: sites.index(each.site)))


def role_corrections_of(sites: list[Site], *, as_at: date) -> tuple[RoleCorrection, ...]:
    """Return the sites with roles that were corrected after `as_at` for that day, in the order of `sites`."""
    rows = MemberCorrection.objects.filter(
        member__site__in=sites, what=MemberCorrection.What.ROLE, since__lte=as_at, at__date__gt=as_at
    )
    counted = (
        rows.order_by()
        .values("member__site")
        .annotate(roles=Count("member", distinct=True), last_at=Max("at"))
    )
    found = {row["member__site"]: row for row in counted}
    return tuple(
        RoleCorrection(site, row["roles"], timezone.localdate(row["last_at"]))
        for site in sites
        if (row := found.get(site.pk))
    )


def meetings_attended(programme: Programme, *, as_at: date) -> Counter[int]:
    """Return how many meetings each member had attended by `as_at`, as themselves or as a stand-in before they joined."""
    rows = Attendance.objects.filter(
        meeting__site__programme=programme,
        meeting__cancelled_at__isnull=True,
        meeting__starts_at__lt=end_of_day(as_at),
    ).order_by()
    as_themselves = rows.filter(mark=Attendance.Mark.PRESENT)
    as_stand_in = rows.filter(mark=Attendance.Mark.STAND_IN, stand_in_joined_as__isnull=False)
    attended: Counter[int] = Counter()
    for query, who in ((as_themselves, "member"), (as_stand_in, "stand_in_joined_as")):
        attended.update(dict(query.values(who).annotate(times=Count("meeting")).values_list(who, "times")))
    return attended


def latest_overrides(programme: Programme, *, as_at: date) -> dict[int, MarkOverride]:
    """Return the override in force for each member on `as_at`: the latest one up to then."""
    rows = MarkOverride.objects.filter(member__site__programme=programme, since__lte=as_at)
    return {row.member_id: row for row in rows.select_related("by").order_by("since", "pk")}


def in_counting_order(code: str) -> list[tuple[bool, int, str]]:
    """Return a sort key that puts CP2 before CP10."""
    parts = [(number_in(part), part) for part in RUNS.findall(code)]
    return [(number is not None, number or 0, part) for number, part in parts]
