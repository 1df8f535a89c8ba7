"""The words of a text and of a query, in the one form in which they are compared. Pure.

A text is folded (kit.fold) and taken apart; each word has a stem, which its other forms, its other spelling and its
irregular plural have too. A short form of the trade and what it stands for become one word (TRADE), beside the words
themselves. A word with a hyphen or an apostrophe counts as one word and as its parts.
"""

import re
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from functools import lru_cache
from threading import Lock
from typing import NamedTuple

import snowballstemmer

from kit.fold import fold, folded
from kit.search.spellings import one_spelling
from kit.search.trade import COMMON, IRREGULAR, SHORT_FORMS

LONGEST = 60  # letters of a word that count
MOST_TYPED = 200  # characters in a field to search
MOST_TERMS = 12
MOST_READ = 2_000  # characters of a query
MOST_OF_A_TEXT = 200_000  # characters
TRADE = "="  # begins what stands for a short form of the trade
WORD = re.compile(r"[^\W_]+(?:['&-][^\W_]+)*|&")
MARKS = re.compile(r"['&-]")
# of a case, such as CG3-01
REFERENCE = re.compile(rf"([^\W\d_]{{1,{LONGEST}}}\d{{0,9}})-0{{0,9}}(\d{{1,9}})")
SHORTEST_BEGINNING = 2
_stemmer = snowballstemmer.stemmer("english")
_one_at_a_time = Lock()  # the stemmer keeps the word that it is at in itself


class Word(NamedTuple):
    """A word of a text, what its forms have in common, and where it stands in the text as it was typed."""

    text: str
    stem: str
    start: int
    end: int


@dataclass(frozen=True)
class Term:
    """A word of a query: as it was typed, the stems of which one set has to be there, and what words may begin with."""

    typed: str
    options: tuple[tuple[str, ...], ...]
    beginning: str = ""

    @property
    def stems(self) -> set[str]:
        """Every stem of every option."""
        return {stem for option in self.options for stem in option}

    def fits(self, word: str, stem: str) -> bool:
        """Return whether a word of a text is what was asked for, or a part of it."""
        return stem in self.stems or bool(self.beginning and word.startswith(self.beginning))


@lru_cache(maxsize=50_000)
def stem_of(word: str) -> str:
    """Return the stem of a folded word."""
    word = one_spelling(IRREGULAR.get(word, word))
    with _one_at_a_time:
        stem = _stemmer.stemWord(word)
    return IRREGULAR.get(stem, stem)[:LONGEST]


def _phrases() -> dict[str, list[tuple[tuple[str, ...], str]]]:
    """Return the short forms and what they stand for, as stems, by their first one, the longest first."""
    found: dict[str, list[tuple[tuple[str, ...], str]]] = {}
    for short, meanings in SHORT_FORMS.items():
        for phrase in (short.replace("&", " and "), f"{short}s".replace("&", " and "), *meanings):
            stems = tuple(map(stem_of, phrase.split()))
            found.setdefault(stems[0], []).append((stems, TRADE + short))
    return {first: sorted(several, key=lambda each: -len(each[0])) for first, several in found.items()}


PHRASES = _phrases()


class _Piece(NamedTuple):
    """A run of letters, with the others that a hyphen or an apostrophe ties it to."""

    parts: list[Word]
    joined: str
    start: int
    end: int


def _pieces(text: str) -> Iterator[_Piece]:
    """Yield the runs of letters of `text`, folded. "&" is "and"."""
    plain = folded(text, accents=False)
    for match in WORD.finditer(plain.text):
        run = match[0].removesuffix("'s")
        start, end = plain.span(*match.span())
        whole = "and" if run == "&" else run.replace("&", "-and-")
        parts = [Word(each[:LONGEST], stem_of(each[:LONGEST]), start, end) for each in MARKS.split(whole)]
        yield _Piece(parts, _joined(run), start, end)


def _joined(run: str) -> str:
    """Return a run with marks inside as one word: "selfharm", "obrien", "cg3-1"; "" for one without."""
    if reference := REFERENCE.fullmatch(run):
        return "-".join(reference.groups())[:LONGEST]
    return MARKS.sub("", run)[:LONGEST] if MARKS.search(run) and "&" not in run else ""


def words_of(text: str) -> list[Word]:
    """Return every word of `text` that can be found, with its place; short forms of the trade too."""
    pieces = list(_pieces(text[:MOST_OF_A_TEXT]))
    parts = [part for piece in pieces for part in piece.parts]
    whole = [
        Word(piece.joined, stem_of(piece.joined), piece.start, piece.end) for piece in pieces if piece.joined
    ]
    of_the_trade = [
        Word(key, key, parts[at].start, parts[at + length - 1].end) for at, length, key in _trade(parts)
    ]
    return sorted([*parts, *whole, *of_the_trade], key=lambda word: (word.start, -word.end))


def _trade(parts: list[Word]) -> Iterator[tuple[int, int, str]]:
    """Yield where a short form of the trade stands, or what it stands for: the place, the number of words, and its key."""
    for at, part in enumerate(parts):
        for stems, key in PHRASES.get(part.stem, ()):
            if tuple(each.stem for each in parts[at : at + len(stems)]) == stems:
                yield at, len(stems), key
                break


def weights_of(title: str, words: str) -> dict[tuple[str, str], int]:
    """Return every word to keep of a row, with its stem, and how much it counts: eight in the title, one elsewhere.

    Elsewhere a word counts seven times at most, and common words do not count.
    """
    in_title = Counter((word.text, word.stem) for word in words_of(title))
    elsewhere = Counter((word.text, word.stem) for word in words_of(words) if not is_common(word.text))
    return {each: 8 * in_title[each] + min(elsewhere[each], 7) for each in in_title | elsewhere}


def is_common(word: str) -> bool:
    """Return whether a folded word is in nearly every text, or a single letter."""
    return word in COMMON or (len(word) == 1 and not word.isdigit())


def query_in(parameters) -> str:
    """Return what the parameters of an address ask for as `q`, without what no database takes."""
    return parameters.get("q", "").replace("\x00", "")[:MOST_TYPED].strip()


def terms_of(query: str) -> list[Term]:
    """Return what `query` asks for, twelve words at most. Common words are left out, unless it has no others.

    The last word may be a beginning.
    """
    pieces = list(_pieces(query[:MOST_READ]))
    terms = list(_terms(pieces))
    telling = [term for term in terms if not is_common(fold(term.typed, accents=False))] or terms
    return list(dict.fromkeys(telling))[:MOST_TERMS]


def _terms(pieces: list[_Piece]) -> Iterator[Term]:
    parts = [(number, part) for number, piece in enumerate(pieces) for part in piece.parts]
    of_the_trade = {at: (length, key) for at, length, key in _trade([part for _, part in parts])}
    at = 0
    while at < len(parts):
        number, part = parts[at]
        if at in of_the_trade:
            length, key = of_the_trade[at]
            yield Term(" ".join(part.text for _, part in parts[at : at + length]), ((key,),))
            at += length
        elif pieces[number].joined:
            yield _joined_term(pieces[number])
            at += len(pieces[number].parts)
        else:
            is_last = at == len(parts) - 1 and len(part.text) >= SHORTEST_BEGINNING
            yield Term(part.text, ((part.stem,),), part.text if is_last else "")
            at += 1


def _joined_term(piece: _Piece) -> Term:
    """Return the term for a word with marks inside: as one word or, if it is no reference, as its parts."""
    as_one = (stem_of(piece.joined),)
    if "-" in piece.joined:
        return Term(piece.joined, (as_one,))
    telling = tuple(part.stem for part in piece.parts if not is_common(part.text))
    return Term(piece.joined, (as_one, telling) if len(telling) > 1 else (as_one,))


def with_word(term: Term, word: str) -> Term:
    """Return `term` with another word in its place."""
    return replace(term, typed=word, options=((stem_of(word),),), beginning="")


@dataclass(frozen=True)
class Part:
    """A piece of a passage, and whether it is one of the words searched for."""

    text: str
    is_hit: bool


def passage(words: str, terms: Iterable[Term], *, length: int = 240) -> list[Part]:
    """Return the part of `words` around the first hit, or the beginning, cut at spaces, as marked and unmarked pieces."""
    text = " ".join(words.split())
    hits = _hits(text, list(terms))
    start = max(0, hits[0][0] - length // 3) if hits else 0
    end = min(len(text), start + length)
    if start:
        start = text.find(" ", start) + 1
    if end < len(text):
        end = max(text.rfind(" ", start, end), start)
    parts, at = [Part("… ", False)] if start else [], start
    for first, last in hits:
        if first >= start and last <= end:
            parts += [Part(text[at:first], False), Part(text[first:last], True)]
            at = last
    parts.append(Part(text[at:end] + (" …" if end < len(text) else ""), False))
    return [part for part in parts if part.text]


def _hits(text: str, terms: list[Term]) -> list[tuple[int, int]]:
    """Return where `text` says what one of `terms` asks for. No two places overlap."""
    found: list[tuple[int, int]] = []
    for word in words_of(text) if terms else []:
        if any(term.fits(word.text, word.stem) for term in terms) and (
            not found or word.start >= found[-1][1]
        ):
            found.append((word.start, word.end))
    return found
