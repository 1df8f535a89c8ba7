"""What importing an uploaded member list would do, row by row. Reads only; `actions.importing` does it."""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, replace
from functools import cached_property
from typing import NamedTuple, TypeVar

from django.utils import timezone

from kit.fold import fold
from kit.words import day
from members.headings import letters, plain
from members.member_file import Person, read_people
from members.models import Discipline, Member, MemberUpload
from members.same_person import People
from sites_app.models import Sector

# What a role in the file means here, as in MemberUpload.disciplines. Others are "role:12" and "new:3" (a sector).
LEAVE_OUT, NOT_KNOWN, PROPOSE = "", "unknown", "propose"
WITHOUT_ROLE, OTHERS = (
    "",
    "*",
)  # keys: of people without a role, and of roles that are not asked for one by one
MOST_ASKED = 30  # roles that are asked for one by one
Row = TypeVar("Row", Discipline, Sector)


class Known(NamedTuple):
    """Somebody against whom the rows are held: a member, or an earlier row of the list."""

    name: str
    email: str
    left_on: object = None
    row: int = 0

    def __str__(self) -> str:
        if self.row:
            return f"{self.name} in row {self.row}"
        return f"{self.name}, who left on {day(self.left_on)}" if self.left_on else f"{self.name}, a member"  # type: ignore[arg-type]


@dataclass(frozen=True)
class PlannedRole:
    """What a role in the file means: a discipline, one to be added, one to be proposed, or not known yet."""

    discipline: Discipline | None = None
    new_in: Sector | None = None  # the sector in which it is added to the programme's list
    proposed: str = ""
    remark: str = ""
    is_left_out: bool = False


@dataclass(frozen=True)
class PlannedRow:
    """The result for one row: the person is added, is a member already, may be one, or is not added, and why."""

    person: Person
    outcome: str  # "added", "here", "double" or "refused"
    why: str = ""
    role: PlannedRole = PlannedRole()
    remarks: tuple[str, ...] = ()
    may_choose: bool = True  # somebody can say that this person is added, or is not
    is_added_unless_said: bool = True


@dataclass(frozen=True)
class Unknown:
    """A role in the file that is not on the programme's list, and how many rows have it."""

    words: str
    rows: int
    chosen: str  # as in MemberUpload.disciplines


class Plan:
    """What importing `upload` would do to its site, by row and by role.

    A person is held against the members and against those of the earlier rows who are added.
    """

    def __init__(self, upload: MemberUpload):
        self.upload = upload
        self.site = upload.site
        self.sectors = list(Sector.objects.offered())
        self.disciplines = list(upload.site.programme.disciplines.select_related("sector"))
        self._by_name: dict[str, list[Discipline]] = {}
        for each in self.disciplines:
            self._by_name.setdefault(plain(each.name), []).append(each)
        self.today = timezone.localdate()
        self.people = read_people(
            upload.rows,
            heading_row=upload.heading_row,
            columns=upload.columns,
            joined_on=upload.joined_on,
            today=self.today,
        )
        self.known: People[Known] = People()
        self._added: set[int] = set()
        self._last_member = 0
        self.look_again()

    def look_again(self) -> None:
        """Take in the members who were added since by somebody else."""
        new = self.site.members.filter(pk__gt=self._last_member)
        for pk, name, email, left_on in new.values_list("pk", "name", "email", "left_on").order_by("pk"):
            self._last_member = pk
            if pk not in self._added:
                self.known.add(Known(name, email, left_on), name=name, email=email)

    def note_added(self, members: Iterable[Member]) -> None:
        """Note that these members are of the list itself, so that its rows are not held against them twice."""
        self._added.update(member.pk for member in members)

    @cached_property
    def rows(self) -> list[PlannedRow]:
        """Return what happens with every row, in order."""
        return [self.decide(person) for person in self.people]

    @property
    def counts(self) -> dict[str, int]:
        """Return how many rows have each outcome, and on how many there are remarks."""
        counts = Counter(row.outcome for row in self.rows)
        each = {outcome: counts[outcome] for outcome in ("added", "here", "double", "refused")}
        return each | {"remarks": sum(bool(row.remarks) for row in self.rows)}

    @property
    def not_taken(self) -> list[str]:
        """Return the headings of the columns that have something in them and are not taken."""
        taken = self.upload.columns.values()
        return [
            f"{heading or 'No heading'} (column {letters(number)})"
            for number, heading in enumerate(self.upload.headings)
            if number not in taken and any(row[number] for row in self.upload.below_headings)
        ]

    @cached_property
    def without_role(self) -> int:
        """Return how many people have no role in the list."""
        return sum(not person.discipline for person in self.people)

    @cached_property
    def unknown(self) -> list[Unknown]:
        """Return the roles that are not on the programme's list, or are in two sectors of it: those that most have
        first.
        """
        words: dict[str, str] = {}
        for person in self.people:
            words.setdefault(plain(person.discipline), person.discipline)
        numbers = Counter(plain(person.discipline) for person in self.people)
        unknown = [key for key in words if words[key] and len(self._by_name.get(key, ())) != 1]
        unknown.sort(key=lambda key: -numbers[key])
        return [
            Unknown(words[key], numbers[key], self._choice(key, rank)) for rank, key in enumerate(unknown)
        ]

    @cached_property
    def _chosen(self) -> dict[str, str]:
        return {plain(each.words): each.chosen for each in self.unknown}

    def _choice(self, key: str, rank: int) -> str:
        """Return what a role means that is not on the list: what somebody chose, or else a proposal."""
        is_on_the_list_twice = key in self._by_name
        if rank >= MOST_ASKED:
            otherwise = self.upload.disciplines.get(OTHERS, NOT_KNOWN)
        else:
            otherwise = NOT_KNOWN if is_on_the_list_twice else PROPOSE
        return self.upload.disciplines.get(key, otherwise)

    def decide(self, person: Person) -> PlannedRow:
        """Return what happens with one person. Those who are added are held against the later ones."""
        if person.problem:
            return PlannedRow(person, "refused", person.problem, may_choose=False, is_added_unless_said=False)
        role = self._role(person.discipline)
        row = self._held_against(PlannedRow(person, "added", role=role, remarks=person.remarks))
        if role.remark:
            row = replace(row, remarks=(*row.remarks, role.remark))
        if role.is_left_out:
            why = "You left people with this role out."
            return replace(row, outcome="refused", why=why, may_choose=False, is_added_unless_said=False)
        said = self.upload.decided.get(str(person.row), row.is_added_unless_said)
        if said:
            self.known.add(
                Known(person.name, person.email, row=person.row), name=person.name, email=person.email
            )
            return replace(row, outcome="added")
        if row.is_added_unless_said:
            return replace(row, outcome="refused", why="You left this person out.")
        return row

    def _held_against(self, row: PlannedRow) -> PlannedRow:
        """Return `row` with who may be the same person, and who has the same address."""
        person = row.person
        named = self.known.named(person.name)
        if same := next((each for each in named if _is_the_same(each, person)), None):
            return replace(row, outcome="here", why=f"The same as {same}.", is_added_unless_said=False)
        if named:
            why = f"May be the same person as {named[0]}."
            return replace(row, outcome="double", why=why, is_added_unless_said=False)
        if sharing := self.known.at(person.email) if person.email else []:
            remark = f"{sharing[0].name} has the same address. Each gets their own mail there."
            return replace(row, remarks=(*row.remarks, remark))
        return row

    def _role(self, words: str) -> PlannedRole:
        key = plain(words)
        matches = self._by_name.get(key, []) if key else []
        if len(matches) == 1:
            return PlannedRole(matches[0])
        chosen = self._chosen[key] if words else self.upload.disciplines.get(WITHOUT_ROLE, NOT_KNOWN)
        kind, _, said = chosen.partition(":")
        if kind == LEAVE_OUT:
            return PlannedRole(is_left_out=True)
        if kind == PROPOSE:
            return PlannedRole(proposed=said or words)
        if kind == "new" and words and (sector := _numbered(self.sectors, said)):
            return PlannedRole(new_in=sector)
        if kind == "role" and (discipline := _numbered(self.disciplines, said)):
            return PlannedRole(discipline)
        return PlannedRole(remark=f"The role “{words}” is not on the list." if words else "")


def _is_the_same(known: Known, person: Person) -> bool:
    """Return whether somebody who may be the same person is: the same address, or the same name and not another one."""
    if known.left_on:
        return False
    if known.email and person.email:
        return fold(known.email) == fold(person.email)
    return fold(known.name) == fold(person.name)


def _numbered(rows: Iterable[Row], number: str) -> Row | None:
    return next((row for row in rows if str(row.pk) == number), None)
