"""Reading a member list from a spreadsheet. Pure: the people in it, and what could not be taken as it is written.

A value that cannot be read costs that value, not the person: a remark says so. Only a row without a name is nobody.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from django.core.exceptions import ValidationError
from django.core.validators import validate_email

from kit.days.reading import read_day
from kit.fold import fold
from kit.lines import tidy_address, tidy_line
from kit.words import day
from members.headings import plain

YES = {"yes", "y", "true", "1", "agreed", "agrees", "agree", "ok", "okay", "given", "ticked", "yesplease", "optedin", "optin",
       "subscribed"}  # fmt: skip
NO = {"no", "n", "false", "0", "none", "never", "declined", "refused", "notgiven", "notagreed", "nothanks", "nothankyou",
      "optedout", "optout", "unsubscribed", "withdrawn", "donotcontact", "doesnotagree"}  # fmt: skip
TICKS, CROSSES, DASHES = {"✓", "✔", "☑", "✅"}, {"✗", "✘", "❌", "☐", "☒"}, {"-", "--", "."}
ONLY_FOR_TICKS = {"x": True, "na": False, "notapplicable": False}  # no answer about consent
ADDRESS = re.compile(r"[^\s,;<>()\[\]\"']{1,64}@[^\s,;<>()\[\]\"']{1,190}")
NAME_AND_ADDRESS = re.compile(r"([^<>@]{2,120})<[^<>\s]{1,254}>")
DAYS_OF_EXCEL = re.compile(r"(\d{5})(?:\.\d{1,12})?")
TIME_OF_DAY = re.compile(r"[ T]\d{1,2}:\d{2}(:\d{2})?(\.\d{1,6})?$")
EXCELS_DAY_0 = date(1899, 12, 30)
FIRST_YEAR, LAST_YEAR = 1950, 2100
SHOWN = 60  # characters of a cell in a remark about it


@dataclass(frozen=True)
class Person:
    """One row of a list. `remarks` says what was not taken as it is written; `problem` why this is nobody, or ""."""

    row: int  # as the spreadsheet numbers it, from 1
    name: str
    email: str
    discipline: str
    organisation: str
    joined_on: date
    is_expert_by_experience: bool
    is_professionally_qualified: bool
    agrees_to_contact: bool
    remarks: tuple[str, ...] = ()
    problem: str = ""


def read_people(
    rows: Sequence[Sequence[str]], *, heading_row: int, columns: dict[str, int], joined_on: date, today: date
) -> list[Person]:
    """Return the people of a list, one for each row below its headings, without blank rows and headings that
    stand there again.

    `joined_on` is used for rows without a date that can be read. Anything except a plain yes is a no.
    """
    headings = list(rows[heading_row]) if heading_row >= 0 else []
    return [
        _Reading(number, row, columns).person(joined_on, today)
        for number, row in enumerate(rows[heading_row + 1 :], start=heading_row + 2)
        if any(row[index] for index in columns.values() if index < len(row)) and list(row) != headings
    ]


class _Reading:
    """The reading of one row, with the remarks on it."""

    def __init__(self, number: int, row: Sequence[str], columns: dict[str, int]):
        self.number = number
        self.row = row
        self.columns = columns
        self.remarks: list[str] = []

    def person(self, default: date, today: date) -> Person:
        name, email = self._name_and_email()
        return Person(
            row=self.number,
            name=name,
            email=email,
            discipline=self._line("discipline", 120, "role"),
            organisation=self._line("organisation", 160, "organisation"),
            joined_on=self._day(default, today),
            is_expert_by_experience=self._tick("is_expert_by_experience"),
            is_professionally_qualified=self._tick("is_professionally_qualified"),
            agrees_to_contact=self._consent(),
            problem=_problem_with(name),
            remarks=tuple(self.remarks),
        )

    def _cell(self, key: str) -> str:
        index = self.columns.get(key)
        return tidy_line(self.row[index]) if index is not None and index < len(self.row) else ""

    def _line(self, key: str, most: int, what: str) -> str:
        line = self._cell(key)
        if len(line) <= most:
            return line
        self.remarks.append(f"The {what} is longer than {most} characters, so it is left empty.")
        return ""

    def _name_and_email(self) -> tuple[str, str]:
        """Return the name and the address. Either cell may say both, as in "Ann Shaw <ann@example.org>"."""
        name = self._cell("name") or " ".join(
            filter(None, [self._cell("first_name"), self._cell("last_name")])
        )
        address = self._cell("email")
        if both := NAME_AND_ADDRESS.match(name):
            name, address = both[1], address or name
        elif not name and (both := NAME_AND_ADDRESS.match(address)):
            name = both[1]
        return name.strip(" \"'"), self._address(address) if address else ""

    def _address(self, cell: str) -> str:
        found = [tidy_address(each).rstrip(".") for each in ADDRESS.findall(cell)]
        usable = list(dict.fromkeys(filter(_is_address, found)))
        if not usable:
            self.remarks.append(f"{_quoted(cell)} is not an e-mail address, so it is left empty.")
            return ""
        if len(set(found)) > 1:
            self.remarks.append(f"There are several addresses in this cell. We use {usable[0]}.")
        return usable[0]

    def _day(self, default: date, today: date) -> date:
        cell = self._cell("joined_on")
        if not cell:
            return default
        try:
            found = _read_day(cell)
        except ValueError:
            why = "is not a date we can read"
        else:
            if FIRST_YEAR <= found.year <= LAST_YEAR and found <= today:
                return found
            why = "is in the future" if found > today else "is in another century"
        self.remarks.append(f"{_quoted(cell)} {why}, so they joined on {day(default)}.")
        return default

    def _tick(self, key: str) -> bool:
        cell = self._cell(key)
        said = ONLY_FOR_TICKS.get(plain(cell), answer(cell))
        if said is None:
            self.remarks.append(f"{_quoted(cell)} is not a clear yes or no, so it counts as no.")
        return said is True

    def _consent(self) -> bool:
        cell = self._cell("agrees_to_contact")
        said = answer(cell)
        if said is None:
            self.remarks.append(
                f"{_quoted(cell)} is not a clear yes, so they have not agreed to receive e-mails."
            )
        return said is True


def answer(cell: str) -> bool | None:
    """Return what a cell says: True for a plain yes, False for a no or nothing, None for anything that is not clear."""
    said = fold(cell).strip().rstrip(".")
    if not said or said in DASHES or said in CROSSES:
        return False
    if said in TICKS:
        return True
    return True if plain(said) in YES else False if plain(said) in NO else None


def _read_day(cell: str) -> date:
    """Return the day that a cell says. Raise ValueError for none. Excel stores 5 November 2012 as 41218."""
    if number := DAYS_OF_EXCEL.fullmatch(cell):
        return EXCELS_DAY_0 + timedelta(days=int(number[1]))
    return read_day(TIME_OF_DAY.sub("", cell))


def _is_address(text: str) -> bool:
    try:
        validate_email(text)
    except ValidationError:
        return False
    return len(text) <= 254


def _problem_with(name: str) -> str:
    if not any(map(str.isalnum, name)):
        return "There is no name in this row."
    if len(name) > 120:
        return "The name is longer than 120 characters. Shorten it."
    return ""


def _quoted(cell: str) -> str:
    return f"“{cell[:SHOWN]}…”" if len(cell) > SHOWN else f"“{cell}”"
