"""Reads the data files of the demonstration. Days of the past are dates; days of the running programme are offsets."""

import csv
import tomllib
from datetime import date, datetime, time, timedelta
from pathlib import Path

from django.utils import timezone

from kit.days.bank_holidays import Nation, remark

DATA = Path(__file__).resolve().parent / "data"
UNDER_WAY_FOR = timedelta(minutes=30)
MONDAY_TO_FRIDAY = 5
# What authors answer, where they send a text for checking, who would know whom it is about.
ANSWERS = {
    "their_worker": "maybe", "the_ward": "no", "the_police": "no", "a_neighbour": "no", "a_journalist": "no",
    "their_family": "maybe", "person": "agreed",
}  # fmt: skip


def read_toml(name: str) -> dict:
    """Return the content of a TOML file in the data folder."""
    return tomllib.loads((DATA / name).read_text(encoding="utf-8"))


def read_people(slug: str) -> list[dict]:
    """Return the members of a programme as dicts, with meeting numbers as sets and stand-ins as {number: name}."""
    with (DATA / f"{slug}-people.csv").open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    for row in rows:
        row["joined"] = int(row["joined"])
        row["attended"] = {int(number) for number in row["attended"].split(";") if number}
        row["apologies"] = {int(number) for number in row["apologies"].split(";") if number}
        pairs = (pair.split(":", 1) for pair in row["stand_ins"].split(";") if pair)
        row["stand_ins"] = {int(number): name for number, name in pairs}
    return rows


def read_cases(slug: str) -> list[dict]:
    """Return the cases of a programme, in the order of their references."""
    return [
        tomllib.loads(file.read_text(encoding="utf-8"))
        for file in sorted((DATA / "cases" / slug).glob("*.toml"))
    ]


class Days:
    """The days in the data files as real dates, seen from `now`."""

    def __init__(self, now: datetime):
        self.now = timezone.localtime(now)
        self.today = self.now.date()

    def day(self, entry: dict, name: str = "") -> date | None:
        """Return the date of an entry: `<name>_on` or `on` as written, `<name>_days` or `days` counted from today."""
        fixed = entry.get(f"{name}_on" if name else "on")
        if fixed is not None:
            return fixed
        offset = entry.get(f"{name}_days" if name else "days")
        return None if offset is None else self.today + timedelta(days=offset)

    def left(self, text: str) -> date | None:
        """Return the day somebody left, given as an ISO date or as an offset in days such as -60, or None."""
        if not text:
            return None
        return date.fromisoformat(text) if text[4:5] == "-" else self.today + timedelta(days=int(text))

    def meeting(self, entry: dict) -> datetime:
        """Return when a meeting starts. One that would be on a weekend is on the Monday after, and one on a bank
        holiday or around Christmas a week later. The one that is `under_way` began up to an hour ago, today.
        """
        if entry.get("under_way"):
            quarter = self.now.minute - self.now.minute % 15
            began = self.now.replace(minute=quarter, second=0, microsecond=0) - UNDER_WAY_FOR
            return max(began, at(self.today, "00:00"))
        on = self.day(entry)
        return at(on if "on" in entry else free_day(on), entry["time"])


def free_day(day: date) -> date:
    """Return the first day from `day` on when people can meet: no weekend, bank holiday or Christmas week."""
    if day.weekday() >= MONDAY_TO_FRIDAY:
        day += timedelta(days=7 - day.weekday())
    while remark(day, Nation.ENGLAND):
        day += timedelta(days=7)
    return day


def at(day: date, clock: str = "09:00") -> datetime:
    """Return a moment in the time zone of the installation."""
    return timezone.make_aware(datetime.combine(day, time.fromisoformat(clock)))


def pence(text: str) -> int:
    """Return an amount in pence: "34.60" -> 3460."""
    pounds, _, rest = text.partition(".")
    return int(pounds) * 100 + int(rest.ljust(2, "0") or 0)
