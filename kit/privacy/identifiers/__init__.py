"""Finding passages that may identify somebody. Pure. It marks what a person should look at; people decide.

`find` reads the text folded (kit/fold.py), so that no spelling with invisible, full-width or odd characters hides
anything, and gives back places in the text as it was typed. It uses no network and no model: validators and reference
grammars, lists of names, words and places, and the words that stand around a name.
"""

import re
from collections.abc import Iterable
from dataclasses import dataclass, replace

from kit.fold import Folded, fold, folded
from kit.privacy.identifiers.formats import THAT_REFUSE, find_formatted, take
from kit.privacy.identifiers.kinds import SENTENCES, Certainty, Flag, Found, IdentifierKind
from kit.privacy.identifiers.known import find_known, is_one_of
from kit.privacy.identifiers.localities import find_localities
from kit.privacy.identifiers.lookalikes import in_latin
from kit.privacy.identifiers.people import find_people
from kit.privacy.identifiers.tokens import tokens_of
from kit.privacy.identifiers.windows import Indexed
from kit.words import lower_first

__all__ = [
    "Certainty", "Flag", "IdentifierKind", "Suspicion", "find", "find_certain", "find_identifiers", "find_refused",
    "is_name_of", "refused_passages", "suspicion_of",
]  # fmt: skip
WRAPPED = re.compile(r"(?<=[^\n]{49}[\w,;-])\n(?=[\w(])")
MOST_NAMED = 20  # passages of one text that are named one by one


@dataclass(frozen=True)
class Suspicion:
    """A passage (`start` to `end` in characters) that may identify somebody, its kind, and why it matters.

    `kept` is the reason for which somebody kept it, in words, or "" where it is open. `is_known` as in Flag.
    """

    start: int
    end: int
    passage: str
    kind: IdentifierKind
    why: str
    kept: str = ""
    is_known: bool = False

    @property
    def what(self) -> str:
        """Return its kind in words: "A phone number"."""
        return self.kind.label


def find(text: str, known_names: Iterable[str] = ()) -> list[Flag]:
    """Return the passages of `text` that may identify somebody, in order, none overlapping.

    `known_names` are names (of members, of places) that count as identifiers here, in any form. Places are in
    characters of `text` as it was typed.
    """
    plain = _read(text)
    taken = bytearray(len(plain.text) + 1)  # one for each character of a passage found before
    tokens = tokens_of(plain.text)
    flags: list[Flag] = []
    for method in (
        lambda: find_formatted(plain.text),
        lambda: find_known(tokens, known_names),
        lambda: find_localities(plain.text, tokens, taken),
        lambda: find_people(plain.text, tokens, taken),
    ):
        flags += [_flag(each, plain) for each in method() if take(each, taken)]
    return _in_order(flags)


def _read(text: str) -> Folded:
    """Return a text folded, with the lines joined that a program broke: an identifier can go over the end of one.

    Letters of other alphabets inside a Latin word are read as what they look like.
    """
    plain = folded(text, capitals=True, accents=False, lines=True)
    return replace(plain, text=Indexed(in_latin(WRAPPED.sub(" ", plain.text))))


def find_refused(text: str) -> list[Flag]:
    """Return the passages that are certain to identify somebody, such as a phone number. Names are not looked for."""
    plain = _read(text)
    found = find_formatted(plain.text, THAT_REFUSE)
    flags = [_flag(each, plain) for each in found if each.certainty == Certainty.REFUSED]
    return _in_order(flags)


def find_certain(text: str, *, names: Iterable[str] = ()) -> list[Suspicion]:
    """Return the passages of a publication that somebody should look at: what is certain to identify somebody, and
    `names`, each as a whole. The many names and dates of publications are not looked for.
    """
    plain = folded(text, capitals=True, accents=False, lines=True)
    whole = {fold(name, accents=False) for name in names}
    flags = find_refused(text)
    flags += [
        flag
        for flag in (_flag(each, plain) for each in find_known(tokens_of(plain.text), names))
        if fold(text[flag.start : flag.end], accents=False) in whole
    ]
    return [suspicion_of(flag, text) for flag in flags]


def suspicion_of(flag: Flag, text: str, *, kept: str = "") -> Suspicion:
    """Return a flag of `text` as a passage for somebody to look at."""
    passage = text[flag.start : flag.end]
    why = f"{flag.reason} {flag.suggestion}"
    return Suspicion(flag.start, flag.end, passage, flag.kind, why, kept, flag.is_known)


def is_name_of(passage: str, people: Iterable[str]) -> bool:
    """Return whether `passage` is the name, a first name or a surname of one of `people`, in any form."""
    return is_one_of(tokens_of(_read(passage).text), people)


def _in_order(flags: Iterable[Flag]) -> list[Flag]:
    """Return `flags` in order and apart: two can share a character that is several when folded, as "℅" is."""
    apart: list[Flag] = []
    for flag in sorted(flags, key=lambda flag: flag.start):
        start = max(flag.start, apart[-1].end) if apart else flag.start
        if start < flag.end:
            apart.append(replace(flag, start=start))
    return apart


def _flag(found: Found, plain: Folded) -> Flag:
    reason, suggestion = SENTENCES[found.kind]
    start, end = plain.span(found.start, found.end)
    return Flag(start, end, found.kind, found.certainty, found.reason or reason, suggestion)


def find_identifiers(text: str, *, names: Iterable[str] = ()) -> list[Suspicion]:
    """Return the passages of `text` that somebody should look at, in order. What is quiet is left out."""
    return [suspicion_of(flag, text) for flag in find(text, names) if flag.certainty != Certainty.QUIET]


def refused_passages(text: str) -> list[str]:
    """Return a sentence for each passage that has to be removed from `text` before it can be saved.

    After the first 20 passages, one sentence says how many more there are.
    """
    refused = find_refused(text)
    sentences = [
        f"There is {lower_first(flag.kind.label)} in this text: “{text[flag.start : flag.end]}”. Remove it."
        for flag in refused[:MOST_NAMED]
    ]
    if len(refused) > MOST_NAMED:
        sentences.append(f"There are {len(refused) - MOST_NAMED:,} more like these. Remove them too.")
    return sentences
