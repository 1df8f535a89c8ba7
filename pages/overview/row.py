"""A row of the overview, and its columns. Pure."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import date
from typing import Any

from kit.words import day, percentage
from meetings.models import Meeting
from sites_app.models import Programme, Site


@dataclass(frozen=True)
class Numbers:
    """What is counted at a site, or at all sites together. Money is in pence."""

    held: int = 0  # meetings that took place
    confirmed: int = 0  # members, as figure 1 has them
    here: int = 0  # members on that day
    never_signed_in: int = 0  # of them
    cases: int = 0  # presented
    suggested: int = 0  # next steps
    fed_back: int = 0
    awaiting: int = 0  # steps awaiting feedback
    write_ups: int = 0  # published
    waiting: int = 0  # issues for commissioners without a reply
    overdue: int = 0  # issues with a promise whose day is over
    questions: int = 0  # open
    spent: int = 0
    budget: int = 0

    @property
    def share(self) -> int | None:
        """The percentage of next steps with feedback, or None if none was suggested."""
        return percentage(self.fed_back, self.suggested) if self.suggested else None


@dataclass(frozen=True)
class SiteRow:
    """One site on a day. `status` says since when it is running or that it ended; `next` is the meeting that followed."""

    site: Site
    programme: Programme
    status: str
    last: Meeting | None
    next: Meeting | None
    numbers: Numbers

    @property
    def share_held(self) -> int:
        """The percentage of the minimum of meetings that is held, 100 at most, as it is drawn."""
        return min(100, percentage(self.numbers.held, self.programme.minimum_meetings))

    @property
    def share_spent(self) -> int:
        """The percentage of the budget that is spent, 100 at most, as it is drawn."""
        numbers = self.numbers
        return min(100, percentage(numbers.spent, numbers.budget)) if numbers.budget else 0

    @property
    def size_in_words(self) -> str:
        """How its number of confirmed members differs from what the programme recommends, or ""."""
        if self.numbers.confirmed < self.programme.members_from:
            return f"below {self.programme.members_from}"
        if self.numbers.confirmed > self.programme.members_to:
            return f"above {self.programme.members_to}"
        return ""

    @property
    def is_over_budget(self) -> bool:
        """Whether more is spent than its budget."""
        return self.numbers.spent > self.numbers.budget


Key = Callable[[SiteRow], Any]


@dataclass(frozen=True)
class Column:
    """A column: its name in addresses and on the page, what rows are sorted by, and its cell in a CSV file.

    A key that is None is last, whichever way rows are sorted.
    """

    name: str
    label: str
    key: Key
    cell: Key


def _number(name: str, label: str) -> Column:
    def get(row: SiteRow) -> Any:
        return getattr(row.numbers, name)

    return Column(name, label, get, get)


def _day_of(meeting: Meeting | None) -> date | None:
    return meeting.day if meeting else None


def _iso(meeting: Meeting | None) -> str:
    return meeting.day.isoformat() if meeting else ""


def _in_pounds(pence: int) -> str:
    return f"{pence / 100:.2f}"


COLUMNS = [
    Column("last", "Last meeting", lambda row: _day_of(row.last), lambda row: _iso(row.last)),
    Column("next", "Next meeting", lambda row: _day_of(row.next), lambda row: _iso(row.next)),
    _number("held", "Meetings held"),
    _number("confirmed", "Members confirmed"),
    _number("never_signed_in", "Never signed in"),
    _number("cases", "Cases"),
    _number("awaiting", "Steps awaiting feedback"),
    Column(
        "share",
        "Steps fed back",
        lambda row: row.numbers.share,
        lambda row: "" if row.numbers.share is None else f"{row.numbers.share}%",
    ),
    _number("write_ups", "Write-ups"),
    _number("waiting", "Issues waiting"),
    _number("overdue", "Issues overdue"),
    _number("questions", "Questions open"),
    Column("spent", "Spent", lambda row: row.numbers.spent, lambda row: _in_pounds(row.numbers.spent)),
]
BY_NAME = {column.name: column for column in COLUMNS}


def in_order(rows: Iterable[SiteRow], sort: str) -> list[SiteRow]:
    """Return `rows` sorted by the column named `sort`, from the highest down if it begins with "-".

    A site without a value comes last. For any other word they stay in the order of their codes.
    """
    column = BY_NAME.get(sort.removeprefix("-"))
    rows = list(rows)
    if column is None:
        return rows[::-1] if sort == "-site" else rows
    known = [row for row in rows if column.key(row) is not None]
    return [
        *sorted(known, key=column.key, reverse=sort.startswith("-")),
        *(row for row in rows if column.key(row) is None),
    ]


def total_of(rows: Iterable[SiteRow]) -> Numbers:
    """Return the numbers of all `rows` together."""
    rows = list(rows)
    names = Numbers.__dataclass_fields__
    return Numbers(**{name: sum(getattr(row.numbers, name) for row in rows) for name in names})


def csv_rows(rows: Iterable[SiteRow], as_at: date) -> list[list[Any]]:
    """Return a heading and one row for each site, days as 2012-11-05 and money in pounds."""
    heading = ["Site", "Place", "Host", "Status", *(column.label for column in COLUMNS), "Budget", "As at"]
    return [
        heading,
        *(
            [
                row.site.code,
                row.site.place,
                row.site.host.name,
                row.status,
                *(column.cell(row) for column in COLUMNS),
                _in_pounds(row.numbers.budget),
                as_at.isoformat(),
            ]
            for row in rows
        ),
    ]


def began_later(codes: list[str]) -> str:
    """Return a sentence about the sites that began after the day, or ""."""
    return f"Not running yet on that day: {', '.join(codes)}." if codes else ""


def refusal_of(chosen: date, programme: Programme, today: date) -> str:
    """Return why there is no overview of the programme on the day `chosen`, as a sentence, or ""."""
    if chosen > today:
        return f"Enter today, {day(today)}, or a day before it."
    if chosen < programme.started_on:
        return f"{programme} began on {day(programme.started_on)}. Enter that day or a later one."
    return ""
