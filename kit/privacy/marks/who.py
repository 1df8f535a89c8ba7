"""Who is the same person in one text, and by which letter they can be called. Worked out anew each time, never kept. Pure."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from itertools import count
from string import ascii_uppercase

from kit.fold import fold
from kit.privacy.marks.near import TITLES

# Short forms that stand for few names, and are seldom somebody's own. "Dan" beside "Danielle", or "Sam" beside "Samira",
# may well be two people, and two letters for one person are put right more easily than one letter for two.
SHORT_FORMS = {
    short: frozenset(longs.split("/"))
    for short, longs in (
        pair.split()
        for pair in """kev kevin, dave david, davey david, steve stephen/steven, ste stephen/steven, mick michael, mike michael,
        mikey michael, baz barry, gaz gary/gareth, daz darren, tel terence/terry, phil philip/phillip, rob robert, robbie robert,
        bob robert, bobby robert, jim james, jimmy james, jamie james, bill william, billy william, will william, tom thomas,
        tommy thomas, tony anthony/antony, andy andrew, geoff geoffrey, jeff jeffrey, greg gregory, ken kenneth, kenny kenneth,
        pete peter, ron ronald, ronnie ronald, ray raymond, russ russell, stu stuart, tim timothy, vince vincent, matt matthew,
        josh joshua, ollie oliver, benny benjamin, shaz sharon, trace tracey/tracy, deb deborah/debra, debbie deborah/debra,
        sue susan/suzanne, liz elizabeth, lizzie elizabeth, beth elizabeth/bethany, jen jennifer, jenny jennifer, becky rebecca,
        becca rebecca, cath catherine/catharine, kath kathleen/katherine, katie katherine/catherine, maggie margaret, mags margaret,
        trish patricia, tina christina/valentina, vicky victoria, vic victor/victoria, jacqui jacqueline, jackie jacqueline,
        lou louise, bev beverley, val valerie, pam pamela, gill gillian, jude judith, judy judith, barb barbara, theo theodore,
        moh mohammed/mohamed/muhammad, mo mohammed/mohamed/muhammad, abdul abdullah""".split(",")
    )
}
MOST_ALIKE = 50  # people who are looked through for one name, so that no text takes long
LETTERS = ascii_uppercase.replace("I", "")  # a word by itself
# A letter that somebody is called by already. "A" at the beginning of a sentence is one only before a verb.
LETTER_IN_USE = re.compile(r"(?<![\w&'’.-])([A-HJ-Z])(?![\w&])")
A_AS_A_NAME = re.compile(
    r"^(?:['’]s\b|,| (?:and|is|was|has|had|said|says|lives|lived|does|did|will|would|can|came|went)\b)"
)


@dataclass
class Person:
    """One person in a text: the parts of their name, and the places in the list of passages where they are named."""

    parts: tuple[str, ...]
    places: list[int] = field(default_factory=list)

    @property
    def initials(self) -> str:
        """Their initials in small letters."""
        return "".join(part[0] for part in self.parts)


def parts_of(name: str) -> tuple[str, ...]:
    """Return the parts of a name by which people are told apart, without titles: ("kevin", "smith")."""
    plain = fold(name, accents=False).replace(".", " ").strip().removesuffix("'s")
    words = plain.split()
    return tuple(word for word in words if word not in TITLES) or tuple(words)


def people_in(names: Sequence[str]) -> list[Person]:
    """Return the people whom `names` name, in the order in which they come up. Longer names are read first, so that
    "Kevin" belongs to "Kevin Smith" wherever it stands.
    """
    people: list[Person] = []
    by_part: dict[str, list[Person]] = {}
    named = [parts_of(name) for name in names]
    for place in sorted(range(len(names)), key=lambda place: (-len(named[place]), place)):
        parts = named[place]
        person = _known(parts, by_part)
        if person is None:
            person = Person(parts)
            people.append(person)
            for key in _keys(person):
                by_part.setdefault(key, []).append(person)
        person.places.append(place)
    for person in people:
        person.places.sort()
    return sorted(people, key=lambda person: person.places[0])


def _keys(person: Person) -> set[str]:
    """Return under what else somebody may be named: the whole name, a part of it, its first letters, initials."""
    whole = f"{person.parts[0]} {person.parts[-1]}"
    return {whole, *person.parts, person.initials}


def _known(parts: tuple[str, ...], by_part: dict[str, list[Person]]) -> Person | None:
    """Return the first person who may be named by `parts`, or None where there is none. A short form names somebody only
    where one person has a name that it stands for.
    """
    if len(parts) > 1:
        return next(iter(by_part.get(f"{parts[0]} {parts[-1]}", [])), None)  # the whole name is the key
    for name in parts:
        for person in by_part.get(name, [])[:MOST_ALIKE]:
            if name in person.parts or (name == person.initials and len(person.parts) > 1):
                return person
        return _known_shortly(name, by_part)
    return None


def _known_shortly(name: str, by_part: dict[str, list[Person]]) -> Person | None:
    """Return the one person for whom `name` is short, or whose short form was read before it; None if there are more."""
    longs = SHORT_FORMS.get(name) or [short for short, names in SHORT_FORMS.items() if name in names]
    found = {
        id(person): person
        for long in longs
        for person in by_part.get(long, [])[:2]
        if person.parts[0] == long
    }
    return next(iter(found.values())) if len(found) == 1 else None


def letters_for(text: str) -> Iterator[str]:
    """Yield letters by which people can be called in `text`, without those that stand in it already."""
    used = _used(text)
    for number in count():
        for letter in LETTERS:
            name = letter + (str(number + 1) if number else "")
            if name not in used:
                yield name


def _used(text: str) -> set[str]:
    used = set()
    for found in LETTER_IN_USE.finditer(text):
        if (
            found[1] != "A"
            or A_AS_A_NAME.match(text[found.end() : found.end() + 12])
            or _in_sentence(text, found.start())
        ):
            used.add(found[1])
    return used


def _in_sentence(text: str, start: int) -> bool:
    before = text[max(0, start - 3) : start].rstrip(" ")
    return bool(before) and before[-1] not in ".!?\n:"
