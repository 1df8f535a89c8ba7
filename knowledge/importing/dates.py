"""Dates of publications, as exports write them, to the `date-parts` of CSL: years, months and days as far as they are known."""

import datetime
import re

from knowledge.importing.texts import plain

NUMBERS = re.compile(r"(\d{4})(?:[/.-](\d{0,2})(?:[/.-](\d{0,2}))?)?(?:[/T ].{0,60})?")
RUN_TOGETHER = re.compile(r"(\d{4})(\d\d)(\d\d)")
DAY_FIRST = re.compile(r"(?:(\d{1,2})[/.-])?(\d{1,2})[/.-](\d{4})")
YEAR = re.compile(r"(?<!\d)(?:1[4-9]|20)\d\d(?!\d)")
MONTH = re.compile(r"(?<![A-Za-z])(jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec)[a-z]{0,6}\b", re.I)
DAY = re.compile(r"(?<!\d)(\d{1,2})(?:st|nd|rd|th)?(?![\d])")
MONTHS = ["jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec"]
MOST_OF_A_DATE = 100  # characters


def date_in(text: str, *, year: str = "") -> dict:
    """Return {"date-parts": [[2012, 3, 1]]}, {"literal": "in press"} for words without a year, or {} for nothing.

    `year` is the year of a text that has none, such as "MAR 15".
    """
    text = plain(text)[:MOST_OF_A_DATE].strip(" /.,;[]()")
    parts = _parts(text)
    if not parts and year and (worded := _worded(f"{text} {year}")):
        parts = worded
    if parts:
        return {"date-parts": [parts]}
    return {"literal": text} if text else {}


def _parts(text: str) -> list[int]:
    if numbers := NUMBERS.fullmatch(text) or RUN_TOGETHER.fullmatch(text):
        known = _known(*numbers.groups())
        if len(known) > 1 or not MONTH.search(text):
            return known
    if day_first := DAY_FIRST.fullmatch(text):
        day, month, year = day_first.groups()
        if int(month) > 12 and int(day or 0) <= 12:
            day, month = month, day  # written as in the United States
        return _known(year, month, day)
    return _worded(text)


def _worded(text: str) -> list[int]:
    year, month = YEAR.search(text), MONTH.search(text)
    if not year:
        return []
    if not month:
        return [int(year[0])]
    around = text[month.end() :].replace(year[0], " ", 1)
    before = text[: month.start()].replace(year[0], " ", 1)
    day = DAY.search(around) if not MONTH.search(around) else None
    day = day or DAY.search(before)
    return _known(year[0], str(MONTHS.index(month[1].lower()) + 1), day[1] if day else "")


def _known(year: str, month: str | None, day: str | None) -> list[int]:
    """As much of a date as there is and can be: [2012, 2] for 30 February."""
    parts = [int(year)]
    if not 1 <= parts[0] <= 2999:
        return []
    if month and 1 <= int(month) <= 12:
        parts.append(int(month))
        if day and _is_a_day(parts[0], parts[1], int(day)):
            parts.append(int(day))
    return parts


def _is_a_day(year: int, month: int, day: int) -> bool:
    try:
        datetime.date(year, month, day)
    except ValueError:
        return False
    return True


def fuller(one: dict, other: dict) -> dict:
    """Return the one of two dates that says more; the first if both say the same, or speak of different years."""
    mine, others = one.get("date-parts", [[]])[0], other.get("date-parts", [[]])[0]
    if not mine:
        return other if others else one or other
    return other if len(others) > len(mine) and others[0] == mine[0] else one


def csl_date(value: object) -> dict:
    """Return a date of CSL-JSON in the same form, whatever way of several its writer chose."""
    if isinstance(value, str | int) and not isinstance(value, bool):
        return date_in(str(value))
    if not isinstance(value, dict):
        return {}
    parts = value.get("date-parts")
    if isinstance(parts, list) and parts and isinstance(parts[0], list) and parts[0]:
        texts = [plain(part) for part in parts[0][:3]]
        if all(text.isdecimal() and len(text) <= 4 for text in texts):
            known = _known(*[*texts, "", ""][:3])
            if known:
                return {"date-parts": [known]}
    for key in ("raw", "literal", "date-parts"):
        if (text := plain(value.get(key))) and (found := date_in(text)):
            return found
    return {}
