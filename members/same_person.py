"""Who may be the same person as whom: names that differ only in how they are written. Pure.

Nothing here decides that two people are one. It finds those of whom somebody has to say.
"""

import re
from collections import defaultdict
from collections.abc import Iterable
from typing import Generic, TypeVar

from kit.fold import fold

Row = TypeVar("Row")
TITLES = {"mr", "mrs", "ms", "miss", "mx", "dr", "prof", "professor", "rev", "cllr", "sir", "dame"}
LEFT_OUT = str.maketrans({"'": "", ".": " ", "-": " ", "_": " ", '"': " "})
SPACES = re.compile(r" +")


def person_key(name: str) -> str:
    """Return the form in which names of people are compared: "" if there is no letter in it.

    Capitals, accents, apostrophes, hyphens, full stops, spaces and what is invisible make no difference, nor a title in
    front, nor the family name first with a comma: "Khan, Imran" is "Imran Khan".
    """
    plain = fold(name, accents=False).translate(LEFT_OUT)
    family, comma, given = plain.partition(",")
    if comma and "," not in given and family.strip() and given.strip():
        plain = f"{given} {family}"
    words = SPACES.sub(" ", plain.replace(",", " ")).strip().split(" ")
    while len(words) > 2 and words[0] in TITLES:
        words = words[1:]
    return " ".join(words)


def address_key(email: str) -> str:
    """Return the form in which e-mail addresses are compared."""
    return fold(email).strip()


class People(Generic[Row]):
    """People by name and by address, so that ten thousand more are held against them without comparing pairs.

    Each has a `row` of the caller's: a Member, the number of one, or a line of a file.
    """

    def __init__(self, people: Iterable[tuple[Row, str, str]] = ()):
        """Take the row, the name and the address ("" for none) of each."""
        self._by_name: defaultdict[str, list[Row]] = defaultdict(list)
        self._by_address: defaultdict[str, list[Row]] = defaultdict(list)
        for row, name, email in people:
            self.add(row, name=name, email=email)

    def add(self, row: Row, *, name: str, email: str = "") -> None:
        """Have somebody found from now on."""
        if key := person_key(name):
            self._by_name[key].append(row)
        if key := address_key(email):
            self._by_address[key].append(row)

    def named(self, name: str) -> list[Row]:
        """Return those who may be the same person as somebody with this name, in the order in which they were added."""
        return list(self._by_name.get(person_key(name), ()))

    def at(self, email: str) -> list[Row]:
        """Return those who have this address, in the order in which they were added: colleagues may share a mailbox."""
        return list(self._by_address.get(address_key(email), ()))
