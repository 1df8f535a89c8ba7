"""How counts, lists, dates, times, money and percentages are written, and how names are sorted."""

from collections.abc import Iterable
from datetime import date, datetime, time, timedelta
from typing import TypeVar

from django.utils import timezone
from django.utils.text import capfirst, get_text_list

from kit.fold import fold

Row = TypeVar("Row")
NUMBERS = "no one two three four five six seven eight nine ten eleven twelve".split()


def spelled(number: int) -> str:
    """Return a number as it is written in a sentence: no, one, two, up to twelve; figures from 13 on."""
    return NUMBERS[number] if 0 <= number < len(NUMBERS) else f"{number:,}"


def plural(number: int, one: str, many: str) -> str:
    """Return `one` or `many`, whichever agrees with `number`."""
    return one if number == 1 else many


def count(number: int, one: str, many: str) -> str:
    """Return a number in words with what it counts: count(2, "person has", "people have") -> "two people have"."""
    return f"{spelled(number)} {plural(number, one, many)}"


def counted(number: int, one: str, many: str) -> str:
    """Return the same as `count` for the beginning of a sentence: "Two people have"."""
    return capfirst(count(number, one, many))


def figures(number: int, one: str, many: str) -> str:
    """Return a number in figures with what it counts: figures(2, "member", "members") -> "2 members"."""
    return f"{number:,} {plural(number, one, many)}"


def ended(sentence: str) -> str:
    """Return a sentence with its stop: "Fridays only" becomes "Fridays only.". One that ends in a mark of its own stays."""
    return sentence if sentence.endswith((".", "!", "?", "…")) else f"{sentence}."


def times(number: int) -> str:
    """Return how often something happened: once, twice, 3 times."""
    return {1: "once", 2: "twice"}.get(number) or figures(number, "time", "times")


def listed(words: Iterable[object], last: str = "and") -> str:
    """Return a list as it is written in a sentence: "a"; "a and b"; "a, b and c"; "" for none."""
    return get_text_list([str(word) for word in words], last)


def lower_first(text: str) -> str:
    """Return `text` for use inside a sentence, with its first letter in lower case: "Meeting 4" -> "meeting 4"."""
    return text[:1].lower() + text[1:]


def _local(value):
    return timezone.localtime(value) if isinstance(value, datetime) and timezone.is_aware(value) else value


def day(value: date | None) -> str:
    """Return a day, or the day of a moment: 5 November 2012."""
    value = _local(value)
    return f"{value.day} {value:%B %Y}" if value else ""


def since(start: date | None, end: date | None = None) -> str:
    """Return from when to when something was, in the tense that fits: "since 5 November 2012", or "5 November 2012 to
    28 February 2013" once its end has come.
    """
    has_ended = end is not None and _local(end) <= timezone.localdate()
    return f"{day(start)} to {day(end)}" if has_ended else f"since {day(start)}"


def short_day(value: date | None) -> str:
    """Return a day in little space: 5 Nov."""
    value = _local(value)
    return f"{value.day} {value:%b}" if value else ""


def day_of_month(value: date | None) -> str:
    """Return a day where the year is plain: 5 November."""
    value = _local(value)
    return f"{value.day} {value:%B}" if value else ""


def weekday(value: date | None) -> str:
    """Return a day with its weekday, where the year is plain: Thursday 5 November."""
    value = _local(value)
    return f"{value:%A} {day_of_month(value)}" if value else ""


def full_day(value: date | None) -> str:
    """Return a day with its weekday and year: Thursday 5 November 2012."""
    value = _local(value)
    return f"{value:%A} {day(value)}" if value else ""


def month(value: date | None) -> str:
    """Return a month: November 2012."""
    value = _local(value)
    return f"{value:%B %Y}" if value else ""


def months_in_words(first: date, last: date) -> str:
    """Return some months in words, such as "July to September 2012" or "October 2012 to March 2013"."""
    if (first.year, first.month) == (last.year, last.month):
        return month(first)
    return f"{month_name(first) if first.year == last.year else month(first)} to {month(last)}"


def month_name(value: date | None) -> str:
    """Return a month where the year is plain: November."""
    value = _local(value)
    return f"{value:%B}" if value else ""


def clock(value: datetime | time | None) -> str:
    """Return a time of day: 2:00pm."""
    value = _local(value)
    return "" if value is None else f"{value.hour % 12 or 12}:{value:%M}{'am' if value.hour < 12 else 'pm'}"


def when(value: datetime | None) -> str:
    """Return a moment: 5 November 2012, 2:00pm."""
    return f"{day(value)}, {clock(value)}" if value else ""


def span(starts_at: datetime, ends_at: datetime, *, days: int = 1) -> str:
    """Return the day and hours of something; for `days` with the same hours, the first and the last of them:
    "Tuesday 6 March to Wednesday 7 March 2012, 9:30am to 4:30pm each day".
    """
    hours = f"{clock(starts_at)} to {clock(ends_at)}"
    if days == 1:
        return f"{full_day(starts_at)}, {hours}"
    return (
        f"{weekday(starts_at)} to {full_day(_local(starts_at) + timedelta(days=days - 1))}, {hours} each day"
    )


def in_days(value: date | None) -> str:
    """Return how far away a day is: today, tomorrow, in 3 days, 2 days ago."""
    if not value:
        return ""
    value = _local(value)
    days = ((value.date() if isinstance(value, datetime) else value) - timezone.localdate()).days
    if days in (0, 1, -1):
        return {0: "today", 1: "tomorrow", -1: "yesterday"}[days]
    return f"in {days} days" if days > 0 else f"{-days} days ago"


def pounds(pence: int | None) -> str:
    """Return pence as pounds: 695000 -> £6,950 and 1250 -> £12.50."""
    if pence is None:
        return ""
    sign, pence = ("-" if pence < 0 else ""), abs(pence)
    return f"{sign}£{pence // 100:,}" + (f".{pence % 100:02d}" if pence % 100 else "")


def percentage(part: int | None, whole: int) -> int:
    """Return how many of a hundred `part` is of `whole`, rounded: 12 of 18 is 67.

    It is 100 only where the part is the whole: 999 of 1,000 is 99. Of nothing it is 0, and where `part` is not known.
    """
    if not whole or not part:
        return 0
    rounded = (200 * part + whole) // (2 * whole)
    return min(rounded, 99) if part < whole else rounded


LEFT_OUT_OF_THE_ORDER = str.maketrans(
    {"'": "", "-": " "}
)  # O'Brien stands with OBrien, Ann-Marie with Ann Marie


def name_key(name: str) -> tuple[str, str]:
    """Return what names are sorted by: accents, capitals, apostrophes and hyphens count only between names that are
    otherwise the same.

    Databases differ in this (SQLite has capitals first and "É" after "z"), so lists that people read are sorted here.
    """
    return fold(name, accents=False).translate(LEFT_OUT_OF_THE_ORDER), name


def by_name(rows: Iterable[Row], *attributes: str) -> list[Row]:
    """Return `rows` sorted by their names, or by each of `attributes`, text of which is sorted as names are.

    Rows that compare the same keep their order. `attributes` may reach across: by_name(rows, "member.name").
    """
    return sorted(rows, key=lambda row: [_key_of(row, path) for path in attributes or ("name",)])


def _key_of(row, path: str):
    for attribute in path.split("."):
        row = getattr(row, attribute)
    return name_key(row) if isinstance(row, str) else row


def sorted_names(names: Iterable[str]) -> list[str]:
    """Return names in the order of `name_key`."""
    return sorted(names, key=name_key)
