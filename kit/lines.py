"""Text of one line as it is kept: names, places and e-mail addresses without what nobody sees. Pure, and two columns.

Pasted text brings zero-width spaces, marks of direction, soft hyphens and spaces that do not break. In a name they make
two people of one; with one in an address nobody can sign in. Forms tidy what is sent (kit/bounds.py), and these columns
tidy what is written by whatever else, and what is looked for in them.
"""

import re
import unicodedata

from django.db import models

JOINERS = "\u200c\u200d"  # some scripts and pictures are written with them
PICTURE_PARTS = "\ufe0f\u20e3"
TAGS = frozenset(map(chr, range(0xE0020, 0xE0080)))  # the letters of the flags of England, Scotland and Wales
BLANKS = "\u2800\u3164\uffa0"  # they look like a space
NEVER_SEEN = "\u034f\u115f\u1160\u17b4\u17b5\u180b\u180c\u180d\u180f"
ENDS = f"{JOINERS}{BLANKS}{NEVER_SEEN}\u00ad\u061c\u180e\u200b\u200e\u200f\u202a\u202b\u202c\u202d\u202e\u2060\u2066\u2067\u2068\u2069\ufeff"
WHITE = " \t\n\r\v\f\x1c\x1d\x1e\x1f\x85\xa0\u1680\u2000\u2001\u2002\u2003\u2004\u2005\u2006\u2007\u2008\u2009\u200a\u2028\u2029\u202f\u205f\u3000"
IN_BRACKETS = re.compile(r"<([^<>]{3,254})>")
AROUND_AN_ADDRESS = " \"'<>()[],;:"


def tidy_line(text: str) -> str:
    """Return one line of text as it is kept: composed letters, one space for every kind, and nothing invisible.

    What joins letters in Persian or Hindi, and the parts of one picture, stays. Tidying again changes nothing.
    """
    if text.isascii() and text.isprintable():
        return " ".join(text.split())
    before = None
    while before != text:  # what stood between a letter and its accent may be gone
        before, text = text, " ".join(_seen(unicodedata.normalize("NFC", text)).split()).strip(JOINERS)
    return text


def _seen(text: str) -> str:
    """Return `text` without what is invisible, with a space for whatever looks like one."""
    kept = [""]
    for at, character in enumerate(text):
        if character == "\0":
            kept.append(character)  # so that it is refused: nobody types it
        elif character.isspace() or character in BLANKS or unicodedata.category(character) == "Cc":
            kept.append(" ")
        elif not _is_hidden(character) or _belongs(character, kept[-1], text[at + 1 : at + 2]):
            kept.append(character)
    return "".join(kept)


def tidy_text(text: str) -> str:
    """Return a longer text without what is invisible at its ends. Within it, everything stays as it was typed."""
    return text.strip(WHITE + ENDS)


def tidy_address(text: str) -> str:
    """Return the e-mail address that `text` says, in lower case: of "Ann Shaw <Ann@example.org>" the part in brackets.

    What is no address stays, tidied, so that it can be refused and corrected.
    """
    line = tidy_line(text)
    if line.count("@") != 1:
        return line.lower()
    if (found := IN_BRACKETS.search(line)) and "@" in found[1]:
        line = found[1]
    line = line.strip(AROUND_AN_ADDRESS)
    if line[:7].lower() == "mailto:":
        line = line[7:].partition("?")[0]
    return "".join(each for each in line if each not in JOINERS).lower()


def _is_hidden(character: str) -> bool:
    return unicodedata.category(character) == "Cf" or character in NEVER_SEEN + PICTURE_PARTS


def _belongs(character: str, before: str, after: str) -> bool:
    """Return whether what is invisible by itself says how its neighbours are to be read."""
    if character in PICTURE_PARTS or character in TAGS:
        return bool(before) and (not before.isalpha() and not before.isspace())
    if character not in JOINERS or not before or not after:
        return False
    is_picture = before in PICTURE_PARTS or unicodedata.category(before) in ("So", "Sk")
    return is_picture or all(_is_joined(each) for each in (before, after))


def _is_joined(letter: str) -> bool:
    """Return whether the letter is of a script that is written with joiners: Arabic and Persian, and those of India."""
    return "\u0600" <= letter <= "\u08ff" or "\u0900" <= letter <= "\u0dff" or "\u1780" <= letter <= "\u18af"


class Tidied:
    """A mixin of text columns that tidy what is written in them and what they are compared with."""

    attname: str
    tidy = staticmethod(tidy_line)

    def pre_save(self, model_instance, add):
        """Return the value that is to be saved, and have the row say it too."""
        value = super().pre_save(model_instance, add)  # type: ignore[misc]
        if isinstance(value, str) and (tidied := self.tidy(value)) != value:
            setattr(model_instance, self.attname, tidied)
            return tidied
        return value

    def get_prep_value(self, value):
        """Return the value for the database, also where it is only looked for."""
        value = super().get_prep_value(value)  # type: ignore[misc]
        return self.tidy(value) if isinstance(value, str) else value

    def deconstruct(self):
        """Return it as Django's own column for migrations: the table is the same."""
        name, path, args, kwargs = super().deconstruct()  # type: ignore[misc]
        kept_as = "EmailField" if isinstance(self, models.EmailField) else "CharField"
        return name, f"django.db.models.{kept_as}" if path.startswith("kit.lines.") else path, args, kwargs


class LineField(Tidied, models.CharField):
    """One line of text, such as a name or a place."""


class AddressField(Tidied, models.EmailField):
    """An e-mail address, in lower case."""

    tidy = staticmethod(tidy_address)
