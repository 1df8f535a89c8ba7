"""What importing an uploaded member list would do, row by row. Reads only; `actions.importing` does it."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import TypeVar

from django.utils import timezone

from members.member_file import Person, plain, read_people
from members.models import Discipline, MemberUpload
from sites_app.models import Sector

LEAVE_OUT = ""
Row = TypeVar("Row", Discipline, Sector)


@dataclass(frozen=True)
class PlannedRow:
    """The result for one row: the person is added, is a member already, or is refused, and why."""

    person: Person
    outcome: str  # "added", "here" or "refused"
    why: str = ""
    discipline: Discipline | None = None
    new_in: Sector | None = None  # the sector in which the role is added to the programme's list


@dataclass(frozen=True)
class Unknown:
    """A role in the file that is not on the programme's list, and how many rows have it."""

    words: str
    rows: int
    chosen: str  # as in MemberUpload.disciplines


class Plan:
    """What importing `upload` would do to its site. `rows` has all rows in order, `unknown` the roles to choose."""

    def __init__(self, upload: MemberUpload):
        self.upload = upload
        self.site = upload.site
        self.disciplines = list(upload.site.programme.disciplines.select_related("sector"))
        self.sectors = list(Sector.objects.offered())
        self.people = read_people(
            upload.rows, heading_row=upload.heading_row, columns=upload.columns, joined_on=upload.joined_on
        )
        self.here = list(self.site.members.not_left().values_list("name", "email"))
        self.rows = [self._planned(person) for person in self.people]

    @property
    def unknown(self) -> list[Unknown]:
        """Return the roles that are not on the programme's list, or are in two sectors of it, in the order of
        the file.
        """
        found: dict[str, list[Person]] = {}
        for person in self.people:
            if person.discipline and len(self._matches(person.discipline)) != 1:
                found.setdefault(plain(person.discipline), []).append(person)
        return [
            Unknown(people[0].discipline, len(people), self.upload.disciplines.get(key, LEAVE_OUT))
            for key, people in found.items()
        ]

    def count(self, outcome: str) -> int:
        """Return how many rows have this outcome."""
        return sum(row.outcome == outcome for row in self.rows)

    def _matches(self, words: str) -> list[Discipline]:
        return [each for each in self.disciplines if plain(each.name) == plain(words)]

    def _planned(self, person: Person) -> PlannedRow:
        if person.problem:
            return PlannedRow(person, "refused", person.problem)
        if person.joined_on and person.joined_on > timezone.localdate():
            return PlannedRow(
                person, "refused", "The day they joined is in the future. Add them after that day."
            )
        for name, email in self.here:
            same_name = name.casefold() == person.name.casefold()
            if same_name and not (email and person.email and email.casefold() != person.email):
                return PlannedRow(person, "here", "There is already a member with this name.")
            if person.email and email.casefold() == person.email:
                return PlannedRow(person, "refused", f"{person.email} is the address of {name}.")
        discipline, sector = self._discipline(person.discipline)
        if discipline is None and sector is None:
            return PlannedRow(
                person, "refused", f"“{person.discipline}” is not on the list of roles. Choose one above."
            )
        self.here.append((person.name, person.email))
        return PlannedRow(person, "added", discipline=discipline, new_in=sector)

    def _discipline(self, words: str) -> tuple[Discipline | None, Sector | None]:
        matches = self._matches(words)
        if len(matches) == 1:
            return matches[0], None
        kind, _, number = self.upload.disciplines.get(plain(words), LEAVE_OUT).partition(":")
        if kind == "role":
            return _numbered(self.disciplines, number), None
        return None, _numbered(self.sectors, number) if kind == "new" else None


def _numbered(rows: Iterable[Row], number: str) -> Row | None:
    return next((row for row in rows if str(row.pk) == number), None)
