"""What day or what time of day a text says. Nothing is guessed: what could mean two things is refused, with what to enter.

Days with a figure in them are read here, the day before the month. Days in words ("in two weeks") are read by dateparser,
in those forms that it answers rightly: alone it takes "5" for a day of this month and "three weeks today" for the past.
"""

import calendar
import re
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from enum import Enum

import dateparser
from django.utils import timezone

from kit import words
from kit.fold import fold

EARLIEST, LATEST = 1900, 2100  # years
A_LEAP_YEAR = 2000
LONGEST = 100  # characters of a day or a time; more is neither
MONTHS = [month.lower() for month in calendar.month_name[1:]]
WEEKDAYS = [weekday.lower() for weekday in calendar.day_name]
SHORT = {"weds": "wednesday"}  # the only one that its name does not begin with
HOURS = words.NUMBERS[1:]  # one to twelve
COUNTS = {"a": 1, "an": 1, **{word: number for number, word in enumerate(HOURS, start=1)}}
MINUTES = {
    "five": 5,
    "ten": 10,
    "quarter": 15,
    "a quarter": 15,
    "twenty": 20,
    "twenty-five": 25,
    "twenty five": 25,
}

MONTH = rf"(?P<month>{'|'.join(f'{name[:3]}[a-z]{{0,6}}' for name in MONTHS)})\.?"
WEEKDAY = rf"(?:{'|'.join(f'{name[:3]}[a-z]{{0,6}}' for name in WEEKDAYS)})"
BEFORE = rf"(?:on )?(?:(?P<weekday>{WEEKDAY})\.? )?(?:the )?"
YEAR_FIRST = re.compile(r"(?P<year>\d{4})-(?P<number>\d{1,2})-(?P<day>\d{1,2})")
IN_FIGURES = re.compile(
    rf"{BEFORE}(?P<day>\d{{1,2}})[/. -](?P<number>\d{{1,2}})(?:[/. -](?P<year>\d{{4}}|\d{{2}}))?"
)
DAY_FIRST = re.compile(
    rf"{BEFORE}(?P<day>\d{{1,2}})(?:st|nd|rd|th)?(?: of)? ?{MONTH}(?: '?(?P<year>\d{{4}}|\d{{2}}))?"
)
MONTH_FIRST = re.compile(
    rf"{BEFORE}{MONTH} (?:the )?(?P<day>\d{{1,2}})(?:st|nd|rd|th)?(?: (?P<year>\d{{4}}))?"
)

COUNT = rf"(?:{'|'.join(COUNTS)}|\d{{1,3}})"
UNITS = "(?:day|week|fortnight|month|year)s?"
IN_WORDS = re.compile(
    "today|tomorrow|yesterday|the day after tomorrow|the day before yesterday"
    f"|(?P<which>this |next |last )?{WEEKDAY}|in {COUNT} {UNITS}|{COUNT} {UNITS} (?:ago|from now)"
)
LATER = re.compile(
    rf"(?P<count>{COUNT}) (?P<unit>week|fortnight)s? (?:from |on )?(?P<day>today|tomorrow|{WEEKDAY})"
)
A_WEEK_LATER = re.compile(rf"(?P<day>today|tomorrow|{WEEKDAY}) week")
TIME_FROM_NOW = re.compile(rf"(?:in )?(?P<span>{COUNT} {UNITS})'? ?time")

HALF = r"(?: ?(?P<half>[ap])\.? ?m\.?| in the (?P<part>morning|afternoon|evening))?"
CLOCK = re.compile(rf"(?:at )?(?P<hour>\d{{1,2}})(?:[:.](?P<minute>\d{{2}}))?{HALF}")
FOUR_FIGURES = re.compile(r"(?P<hour>[01]\d|2[0-3])(?P<minute>[0-5]\d)")
HOUR = rf"(?P<hour>\d{{1,2}}|{'|'.join(HOURS)})"
IN_PASSING = re.compile(
    rf"(?:at )?(?:(?P<to>{'|'.join(MINUTES)}) to|(?P<past>{'|'.join(MINUTES)}|half) past|(?P<half_hour>half)) {HOUR}{HALF}"
)
O_CLOCK = re.compile(rf"(?:at )?{HOUR} ?o'? ?clock{HALF}")


class NotRead(ValueError):
    """A text says no day or no time, or one that there is not. `sentence` says what to enter, or is empty."""

    def __init__(self, sentence: str = ""):
        self.sentence = sentence
        super().__init__(sentence)


class Leaning(Enum):
    """Which day of several a text without a year means, in the field that it is typed in."""

    PAST = "past"  # the last one, up to today: when somebody joined
    COMING = "coming"  # the next one, from today on: when a meeting is planned
    NEAREST = "nearest"  # whichever is nearer


@dataclass(frozen=True)
class Reading:
    """What a text says. `is_full` is whether it was all written, so that nothing has to be shown back first."""

    value: date | time
    is_full: bool = True
    note: str = ""  # what else it could have meant

    @property
    def shown(self) -> str:
        """It in full: Tuesday 23 February 2027, or 2:30pm."""
        return words.full_day(self.value) if isinstance(self.value, date) else words.clock(self.value)


def read_day(text: str) -> date:
    """Return the date that `text` says with its year: 5 November 2012, 5 Nov 2012, 5/11/2012, 5.11.12 or 2012-11-05.

    Raise NotRead, a ValueError, for anything else.
    """
    return _in_full(_plain(text)).value  # type: ignore[return-value]


def understand_day(text: str, *, leaning: Leaning | None = None) -> Reading:
    """Return the day that `text` says, with a year or without, or in words. Raise NotRead if it says none.

    Without `leaning` a year has to be there.
    """
    plain = _plain(text)
    if any(pattern.fullmatch(plain) for pattern in (YEAR_FIRST, IN_FIGURES, DAY_FIRST, MONTH_FIRST)):
        return _in_full(plain, leaning=leaning, may_lack_year=True)
    return _in_words(plain, leaning)


def _plain(text: str) -> str:
    if len(text) > LONGEST or "\0" in text:
        raise NotRead
    return " ".join(fold(text).replace(",", " ").split())


def _in_full(plain: str, *, leaning: Leaning | None = None, may_lack_year: bool = False) -> Reading:
    for pattern in (YEAR_FIRST, IN_FIGURES, DAY_FIRST, MONTH_FIRST):
        if match := pattern.fullmatch(plain):
            said = match.groupdict()
            break
    else:
        raise NotRead
    day, month = int(said["day"]), int(said.get("number") or _place(said.get("month"), MONTHS) + 1)
    weekday = _place(said["weekday"], WEEKDAYS) if said.get("weekday") else None
    if not 1 <= month <= 12:
        raise NotRead(f"There is no month {month}. Enter the day first, then the month, then the year.")
    if not 1 <= day <= calendar.monthrange(A_LEAP_YEAR, month)[1]:
        raise NotRead(f"There is no {day} {calendar.month_name[month]}. Enter another day.")
    if said["year"]:
        year = int(said["year"]) + (2000 if len(said["year"]) == 2 else 0)
        return Reading(_checked(year, month, day, weekday))
    if not may_lack_year:
        raise NotRead
    return Reading(_in_some_year(month, day, weekday, leaning), is_full=False)


def _place(word: str | None, names: list[str]) -> int:
    """Return the place of the name that `word` begins."""
    for place, name in enumerate(names):
        if word and name.startswith(SHORT.get(word, word)):
            return place
    raise NotRead


def _checked(year: int, month: int, day: int, weekday: int | None) -> date:
    """Return a date. Raise NotRead in words if there is none, or if it is another day of the week."""
    if not EARLIEST <= year <= LATEST:
        raise NotRead(f"Enter a year between {EARLIEST} and {LATEST}.")
    if day > calendar.monthrange(year, month)[1]:
        raise NotRead(f"There is no {day} {calendar.month_name[month]} in {year}. Enter another day.")
    found = date(year, month, day)
    if weekday is not None and found.weekday() != weekday:
        raise NotRead(f"{words.day(found)} is a {found:%A}. Correct the day of the week or the date.")
    return found


def _in_some_year(month: int, day: int, weekday: int | None, leaning: Leaning | None) -> date:
    """Return the day of a month in the year that is meant."""
    today = timezone.localdate()
    if leaning is None:
        raise NotRead("Enter the year too.")
    if (month, day) == (2, 29):
        raise NotRead("Enter the year too: not every year has a 29 February.")
    found = [_checked(today.year + years, month, day, None) for years in (-1, 0, 1)]
    if leaning is Leaning.PAST:
        meant = max(each for each in found if each <= today)
    elif leaning is Leaning.COMING:
        meant = min(each for each in found if each >= today)
    else:
        meant = min(found, key=lambda each: abs(each - today))
    return _checked(meant.year, month, day, weekday)


def _in_words(plain: str, leaning: Leaning | None) -> Reading:
    if match := TIME_FROM_NOW.fullmatch(plain):
        plain = f"in {match['span']}"
    if match := A_WEEK_LATER.fullmatch(plain):
        return _later(match["day"], timedelta(weeks=1))
    if match := LATER.fullmatch(plain):
        count = COUNTS.get(match["count"]) or int(match["count"])
        return _later(match["day"], timedelta(weeks=count * (2 if match["unit"] == "fortnight" else 1)))
    plain = plain.removeprefix("on ").replace("this coming ", "this ").removeprefix("the coming ")
    match = IN_WORDS.fullmatch(plain)
    if not match:
        raise NotRead
    name = plain.removeprefix(match["which"] or "")
    if name[:3] not in {each[:3] for each in WEEKDAYS}:
        return Reading(_parsed(plain, is_past=False), is_full=False)
    weekday, which = WEEKDAYS[_place(name, WEEKDAYS)], match["which"] or ""
    if leaning not in (Leaning.PAST, Leaning.COMING) and not which:
        raise NotRead(f"Enter “last {weekday.title()}” or “next {weekday.title()}”, or the date.")
    found = _parsed(f"{which}{weekday}", is_past=leaning is Leaning.PAST)
    return Reading(found, is_full=False, note=_week_after(found) if which == "next " else "")


def _week_after(found: date) -> str:
    return f"If you mean the week after, enter {words.day(found + timedelta(weeks=1))}."


def _later(day: str, by: timedelta) -> Reading:
    """Return the day that is some weeks after today, tomorrow or the coming weekday."""
    plain = day if day in ("today", "tomorrow") else WEEKDAYS[_place(day, WEEKDAYS)]
    return Reading(_parsed(plain, is_past=False) + by, is_full=False)


def _parsed(plain: str, *, is_past: bool) -> date:
    """Return what dateparser reads in one of the forms of IN_WORDS."""
    settings = {
        "RELATIVE_BASE": datetime.combine(timezone.localdate(), time(12)),
        "PREFER_DATES_FROM": "past" if is_past else "future",
        "PARSERS": ["relative-time", "absolute-time"],
    }
    found = dateparser.parse(plain, languages=["en"], settings=settings)
    if found is None:
        raise NotRead
    if not EARLIEST <= found.year <= LATEST:
        raise NotRead(f"Enter a year between {EARLIEST} and {LATEST}.")
    return found.date()


def understand_clock(text: str) -> Reading:
    """Return the time of day that `text` says: 2:00pm, 2 p.m., 14.00, noon, half past two.

    Without "am" or "pm" an hour from eight to eleven is in the morning, one from twelve to six in the afternoon, since
    that is when people meet; seven could be both. Raise NotRead if it says no time, or one of two.
    """
    plain = _plain(text)
    if plain in ("noon", "midday", "12 noon"):
        return Reading(time(12))
    if plain in ("midnight", "12 midnight"):
        raise NotRead("Enter 12:00am for the beginning of the day, or 11:59pm for its end.")
    if match := FOUR_FIGURES.fullmatch(plain):
        return Reading(time(int(match["hour"]), int(match["minute"])))
    if (match := CLOCK.fullmatch(plain)) and (match["minute"] or match["half"] or match["part"]):
        return _time_of(match, int(match["minute"] or 0))
    if match := IN_PASSING.fullmatch(plain):
        return _in_passing(match)
    if match := O_CLOCK.fullmatch(plain):
        return _time_of(match, 0)
    raise NotRead


def _in_passing(match: re.Match) -> Reading:
    """Return what "half past two" or "quarter to three" says."""
    if not match["to"]:
        return _time_of(match, MINUTES.get(match["past"] or "", 30))
    hour, minute = _hour(match["hour"]), 60 - MINUTES[match["to"]]
    if hour == 12 and (
        match["half"] or match["part"] == "afternoon"
    ):  # of the hour itself, or of the time before it
        raise NotRead(f"Enter 11:{minute:02d}am or 11:{minute:02d}pm.")
    before = {0: 23, 1: 12}.get(hour, hour - 1)
    return _time_of(match, minute, hour=before)


def _hour(text: str) -> int:
    return COUNTS.get(text) or int(text)


def _time_of(match: re.Match, minute: int, *, hour: int | None = None) -> Reading:
    written = match["hour"]
    hour = _hour(written) if hour is None else hour
    is_night_or_morning = match["half"] == "a" or match["part"] == "morning"
    if minute > 59 or hour > 23:
        raise NotRead
    if match["half"] or match["part"]:
        if not 1 <= hour <= 12:
            raise NotRead
        return Reading(time(hour % 12 + (0 if is_night_or_morning else 12), minute))
    if written not in COUNTS and (hour > 12 or hour == 0 or (match.re is CLOCK and len(written) == 2)):
        return Reading(time(hour, minute))  # of 24 hours: 14.00, 09:30
    if hour == 7:
        raise NotRead(f"Enter 7:{minute:02d}am or 7:{minute:02d}pm.")
    return Reading(time(hour + 12 if hour < 7 else hour, minute), is_full=False)


def moment(day: date, at: time) -> datetime:
    """Return the moment when clocks show `at` on `day`. Raise NotRead if they never do, or do so twice."""
    here = timezone.get_current_timezone()
    found = datetime.combine(day, at, tzinfo=here)
    if found.utcoffset() == found.replace(fold=1).utcoffset():
        return found
    said = f"{words.clock(at)} on {words.full_day(day)}"
    if found.astimezone(UTC).astimezone(here).time() != at:
        raise NotRead(f"There is no {said}: the clocks go forward. Enter another time.")
    raise NotRead(f"{said} comes twice: the clocks go back. Enter another time.")
