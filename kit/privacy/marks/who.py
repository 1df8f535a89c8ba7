"""Who is the same person in one text, and by which letter they can be called. Worked out anew each time, never kept. Pure."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from itertools import count
from string import ascii_uppercase

from kit.fold import fold
from kit.privacy.marks.near import TITLES

SHORTEST_NICKNAME = 3
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
    return {whole, *person.parts, person.parts[0][:SHORTEST_NICKNAME], person.initials}


def _known(parts: tuple[str, ...], by_part: dict[str, list[Person]]) -> Person | None:
    """Return the first person who may be named by `parts`, or None where there is none."""
    if len(parts) > 1:
        keys = [f"{parts[0]} {parts[-1]}"]
    else:
        keys = [parts[0], parts[0][:SHORTEST_NICKNAME]] if parts else []
    return next(
        (person for key in keys for person in by_part.get(key, [])[:MOST_ALIKE] if _fits(parts, person)), None
    )


def _fits(parts: tuple[str, ...], person: Person) -> bool:
    if len(parts) > 1:
        return True  # the whole name is the key
    (name,) = parts
    if name in person.parts or (name == person.initials and len(person.parts) > 1):
        return True
    first = person.parts[0]
    is_long = min(len(name), len(first)) >= SHORTEST_NICKNAME
    return is_long and (first.startswith(name) or name.startswith(first))


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
