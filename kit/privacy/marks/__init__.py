"""Marks: the passages of a text that somebody should look at as they write, each with what could stand there instead. Pure.

Nothing of it is kept: the letters that people are called by come from the text, each time anew.
"""

import re
from bisect import bisect_left
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any, Protocol

from kit.fold import fold
from kit.privacy.identifiers import Certainty, Flag, IdentifierKind, Suspicion
from kit.privacy.marks import near
from kit.privacy.marks.instead import in_place_of, worker
from kit.privacy.marks.who import letters_for, people_in

LOOKED_FOR = "names, places, dates, numbers and addresses"
NAMES = {IdentifierKind.PERSON, IdentifierKind.WORKER}
ARTICLE = re.compile(r"(?<!\w)(?:the|an|a)\s$", re.IGNORECASE)
BEFORE_A_DATE = re.compile(r"(?<!\w)on\s(?:the\s)?$", re.IGNORECASE)
BEFORE_A_BIRTH = re.compile(
    r"(?<!\w)(?P<was>was\s)?(?:born\s(?:on\s)?(?:the\s)?|d\.?o\.?b\.?:?\s|date of birth:?\s(?:is\s)?)$",
    re.IGNORECASE,
)
YEARS_OLD = re.compile(r"^[- ]?(?:years?|yrs?)[- ]olds?\b|^\s?y/?o\b", re.IGNORECASE)
ENDS_YEARS_OLD = re.compile(r"(?:[- ](?:years?|yrs?)[- ]olds?|y/?o)$", re.IGNORECASE)
REACH = 40


class MarksFinder(Protocol):
    """Finds what is marked in a text, and knows what is kept: `kit.privacy.names.NameFinder`, or that of a site."""

    def flags(self, text: str) -> list[Flag]:
        """Return the passages of `text` that may identify somebody, in order."""
        ...

    def kept_flag(self, flag: Flag, text: str) -> str:
        """Return the reason for which a flag of `text` is kept, or ""."""
        ...


@dataclass(frozen=True)
class Mark:
    """A passage (`start` to `end` in characters) that somebody should look at.

    One of `replacements` could stand in place of the piece from `cut_start` to `cut_end`; where there is none, the piece
    is removed. Marks of one `group` are the same person, or the same words. `kept` is the reason for which it is kept.
    """

    start: int
    end: int
    passage: str
    kind: IdentifierKind
    certainty: Certainty
    reason: str
    suggestion: str
    replacements: tuple[str, ...]
    group: int
    cut_start: int
    cut_end: int
    kept: str = ""

    @property
    def what(self) -> str:
        """Return its kind in words: "A name"."""
        return self.kind.label

    @property
    def why(self) -> str:
        """Return why it matters, and what to write instead."""
        return f"{self.reason} {self.suggestion}"


def marks_of(text: str, finder: MarksFinder, *, today: date) -> list[Mark]:
    """Return the marks of `text` in order."""
    flags = finder.flags(text)
    persons = _persons(text, flags, today)
    groups: dict[object, int] = {}
    return [_mark(text, flag, finder, persons, groups, today) for flag in flags]


def loud_marks(text: str, finder: MarksFinder, *, today: date) -> list[Mark]:
    """Return the marks of `text` in order, without those that are quiet: they may be spelling mistakes."""
    return [mark for mark in marks_of(text, finder, today=today) if mark.certainty != Certainty.QUIET]


def in_parts(marks: Sequence[Mark | Suspicion]) -> dict[str, Any]:
    """Return what a list of marks shows: those that are open, those that are kept, and what was looked for."""
    return {
        "open": [mark for mark in marks if not mark.kept],
        "kept": [mark for mark in marks if mark.kept],
        "looked_for": LOOKED_FOR,
    }


def _mark(
    text: str,
    flag: Flag,
    finder: MarksFinder,
    persons: "dict[Flag, Named]",
    groups: dict[object, int],
    today: date,
) -> Mark:
    passage = text[flag.start : flag.end]
    named = persons.get(flag)
    key: object = id(named.who) if named else (flag.kind, fold(passage, accents=False))
    group = groups.setdefault(key, len(groups) + 1)
    if named:
        start, end, found = named.start, flag.end, named.replacements
    else:
        found = in_place_of(text, flag.start, flag.end, flag.kind, today)
        start, end, found = _cut(text, flag, found)
    if not found:
        start, end = _cut_to_remove(text, flag)
    opens = _opens_sentence(text, start)
    words = tuple(each[:1].upper() + each[1:] if opens else each for each in found)
    return Mark(
        flag.start, flag.end, passage, flag.kind, flag.certainty, flag.reason, flag.suggestion, words, group, start, end,
        finder.kept_flag(flag, text),
    )  # fmt: skip


# --- People


@dataclass(frozen=True)
class Who:
    """Somebody in the text: the role by which they can be called at first and later, and their letter."""

    first: tuple[str, ...]
    later: tuple[str, ...]
    letter: str


@dataclass(frozen=True)
class Named:
    """One place where somebody is named: what could stand there, from `start`."""

    who: Who
    start: int
    replacements: list[str]


def _persons(text: str, flags: list[Flag], today: date) -> dict[Flag, Named]:
    """Return each flag of a person with what could stand there. Quiet words get their letters last."""
    names = [flag for flag in flags if flag.kind in NAMES]
    people = [
        [names[place] for place in each.places] for each in people_in([text[f.start : f.end] for f in names])
    ]
    people.sort(key=lambda places: all(flag.certainty == Certainty.QUIET for flag in places))
    births = [flag for flag in flags if flag.kind == IdentifierKind.DATE_OF_BIRTH]
    found: dict[Flag, Named] = {}
    for places, letter in zip(people, letters_for(text), strict=False):
        who = _who(text, places, names, births, letter, today)
        for number, flag in enumerate(places):
            found[flag] = _named(text, flag, who, is_first=number == 0)
    return found


def _who(
    text: str, places: list[Flag], names: list[Flag], births: list[Flag], letter: str, today: date
) -> Who:
    roles = [near.role_before(text, flag.start) or near.role_after(text, flag.end) for flag in places]
    role = next((each for each in roles if each), None)
    if any(flag.kind == IdentifierKind.WORKER for flag in places):
        of_work = role.name if role else worker(text, places[0].start, places[0].end)
        return Who(
            (of_work,), (of_work.replace("a ", "the ", 1) if of_work.startswith("a ") else of_work,), letter
        )
    said = [near.gender_said(text, flag.start, flag.end) for flag in places]
    gender = _most(said) or _most([_gender(text, flag, names) for flag in places])
    first = near.somebody(gender, _age(text, places, births, today))
    later = {"m": "the man", "f": "the woman", "": "the person"}[gender]
    kin = (role.name,) if role else ()
    return Who((*kin, first), (*kin, later), letter)


def _gender(text: str, flag: Flag, names: list[Flag]) -> str:
    """Return "m", "f" or "" for one place where somebody is named, among the places of all `names` in order."""
    place = bisect_left(names, flag.start, key=lambda each: each.start)
    before, after = names[max(0, place - 1)], names[min(place + 1, len(names) - 1)]
    is_first = place == 0 or bool(near.SENTENCE_ENDS.search(text, before.end, flag.start))
    stop = after.start if after is not flag else None
    return near.gender_meant(text, flag.end, stop=stop, is_first=is_first)


def _most(genders: list[str]) -> str:
    known = [gender for gender in genders if gender]
    return max(sorted(set(known)), key=known.count) if known else ""


def _age(text: str, places: list[Flag], births: list[Flag], today: date) -> int | None:
    """Return the age that stands after a name, or that follows from a date of birth close after it."""
    for flag in places:
        if (age := near.age_after(text, flag.end)) is not None:
            return age
        place = bisect_left(births, flag.end, key=lambda birth: birth.start)
        if place < len(births) and births[place].start - flag.end <= REACH:
            return near.age_from(text[births[place].start : births[place].end], today)
    return None


def _named(text: str, flag: Flag, who: Who, *, is_first: bool) -> Named:
    role = near.role_before(text, flag.start)
    words = list(who.first if is_first else who.later)
    if role is None or role.start is None:
        return Named(who, flag.start, [*words, who.letter])
    return Named(who, role.start, [role.words, *words[1:], f"{role.words} {who.letter}"])


# --- The piece of the text that something else takes the place of


def _cut(text: str, flag: Flag, found: list[str]) -> tuple[int, int, list[str]]:
    """Return the piece that words take the place of, with the little words that would not fit before them."""
    start, end = flag.start, flag.end
    before = text[max(0, start - REACH) : start]
    if flag.kind == IdentifierKind.DATE_OF_BIRTH and (born := BEFORE_A_BIRTH.search(before)):
        is_ = "is " if born["was"] else ""
        return start - (len(before) - born.start()), end, [f"{is_}{each}" for each in found]
    if flag.kind == IdentifierKind.AGE_OVER_89 and ENDS_YEARS_OLD.search(text[start:end]):
        return start, end, ["very old"]
    if flag.kind == IdentifierKind.AGE_OVER_89 and (old := YEARS_OLD.search(text[end : end + 12])):
        return start, end + old.end(), ["very old"]
    little = BEFORE_A_DATE if flag.kind == IdentifierKind.EXACT_DATE else ARTICLE
    if found and (word := little.search(before)):
        start -= len(before) - word.start()
    return start, end - (text[end - 1] == "."), found


def _cut_to_remove(text: str, flag: Flag) -> tuple[int, int]:
    """Return the piece to remove: the passage, with the comma and the spaces before it."""
    before = text[max(0, flag.start - REACH) : flag.start]
    bare = before.rstrip(" ")
    gap = len(before) - len(bare.removesuffix(",")) if bare != before else 0
    return flag.start - gap, flag.end


def _opens_sentence(text: str, start: int) -> bool:
    before = text[max(0, start - 3) : start]
    bare = before.rstrip(" ")
    return not bare or bare[-1] == "\n" or (bare[-1] in ".!?" and bare != before)
