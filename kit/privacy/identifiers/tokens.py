"""A folded text as its words, each with what the finder has to know of it. Pure."""

import re
from dataclasses import dataclass
from functools import lru_cache
from itertools import pairwise
from typing import NamedTuple

from kit.privacy.identifiers import lists, public

WORD = re.compile(r"[^\W\d_]{1,60}(?:['-][^\W\d_]{1,60}){0,4}'?")
ENDS = ".?!:\n"
QUOTES = " \"'“”‘’([*•·\t-"
MARKS = frozenset('•·\n"“')
ABBREVIATED = frozenset("dr mr mrs ms prof st rev sgt nr tel mob e.g i.e vs approx".split())
UNQUOTED = str.maketrans("", "", "\"“”'‘’")
SHOUTED = 0.6  # of a line's words: then capitals say nothing
SHORT_LINE = 3  # words: a line of more without a small letter is shouted
SPACES = re.compile(" {2,12}")
REMEMBERED = 24  # letters of a word
IN_A_PHRASE = frozenset(("", "&", "-", "'s", "'S", "'", "+", "/"))
LONGEST_GAP = 20  # characters looked at between a word and the end of the sentence before


@dataclass(slots=True)
class Token:
    """One word: where it stands, in small letters without a possessive, and how it is written."""

    start: int
    end: int
    written: str
    low: str
    capital: bool = False
    shouting: bool = False
    opens: bool = False
    glued: bool = False  # to a digit: "T2DM", "6th"
    before: str = ""  # what stands between the word before and this one

    acronym: bool = False  # written in capitals only, in a line that isn't
    mixed: bool = False  # has capitals inside, as an abbreviation has and no name: "SpR", "COHb", but "McKay", "O'Neill"
    is_word: bool = False  # it, or each of its parts, is an English word
    allowed: bool = False  # on the list of words that identify nobody
    phrase: bool = False  # part of a phrase that identifies nobody, such as "St Mungo's"


def _is_mixed(written: str, low: str) -> bool:
    if written[1:].islower():
        return False
    capitals = sum(letter.isupper() for letter in written)
    if capitals < 2 or written.isupper() or not written.isalpha() or low in lists.names():
        return False
    return len(written) < 5 or capitals > 2 or written[-1].isupper()


@lru_cache(maxsize=50_000)
def in_dictionary(low: str) -> bool:
    """Return whether a word in small letters, or each of its parts, is an English word."""
    known = lists.words()
    if low in LETTER_AND_WORD:
        return True
    if low in known or low in lists.allowed_words() or low in public.words() or low in lists.THINGS_TOO:
        return True
    if lists.is_derived(low):
        return True
    if low.startswith("o'") and len(low) > 4 and low != "o'clock":
        return False
    if low[1:2] == "-" and len(low) > 4 and low not in LETTER_AND_WORD:
        return False
    parts = low.replace("'", "-").split("-")
    return all(part in known or part in CONTRACTED or part in lists.allowed_words() for part in parts if part)


LETTER_AND_WORD = frozenset(
    """x-ray x-rays t-shirt t-shirts e-mail e-mails u-turn u-turns a-level a-levels e-scooter e-scooters e-cigarette e-cigarettes e-cig
    e-cigs e-bike e-bikes k-hole z-drug z-drugs d-dimer b-road b-roads a-road a-roads e-learning e-referral e-form e-forms v-neck
    a-frame c-section c-diff g-string h-block i-mode o-level o-levels""".split()
)
SAID = re.compile(
    r" (?:comma|full stop(?: new (?:line|paragraph))?|question mark|colon|new (?:line|paragraph))(?= |$)",
    re.I,
)
CONTRACTED = frozenset(
    "s t d m ll ve re pre non anti co ex multi semi un sub don didn doesn isn wasn weren aren hasn haven hadn couldn wouldn shouldn won ain".split()
)


def tokens_of(text: str) -> list[Token]:
    """Return the words of a folded text."""
    found: list[Token] = []
    last = 0
    if text.lower().count("full stop") > 1:
        text = SAID.sub(_as_punctuation, text)
    loud = _shouts(text)
    for line in text.splitlines(keepends=True):
        found += _of_line(text, line, last, found[-1] if found else None, loud=loud)
        last += len(line)
    _mark_phrases(found)
    return found


def _mark_phrases(tokens: list[Token]) -> None:
    """Mark the words that stand in a phrase that identifies nobody, whatever its case."""
    known = lists.phrases_by_beginning()
    lows = [token.low for token in tokens]
    for at, beginning in enumerate(pairwise(lows)):
        for phrase in known.get(beginning, ()):
            last = at + len(phrase)
            if tuple(lows[at:last]) == phrase and all(
                _are_joined(tokens[each - 1], tokens[each]) for each in range(at + 1, last)
            ):
                for each in tokens[at:last]:
                    each.phrase = True
                break


def _are_joined(token: Token, after: Token) -> bool:
    """Return whether two words can be of one phrase: no sentence ends and no comma stands between them."""
    gap = after.before.strip()
    return gap in IN_A_PHRASE or (gap == "." and token.low in ABBREVIATED)


def _as_punctuation(said: re.Match) -> str:
    """Return a dictated sign as itself, filled with spaces so that every word stays where it stands."""
    sign = "," if said[0][1:].lower() == "comma" else "."
    return sign + " " * (len(said[0]) - 1)


def _shouts(words: str) -> bool:
    """Return whether most of the longer words of a text are in capitals, so that they say nothing."""
    long = [word for word in words.split() if len(word) > 3 and word.isalpha()]
    return len(long) > 2 and sum(word.isupper() for word in long) > SHOUTED * len(long)


def _of_line(text: str, line: str, offset: int, before: Token | None, *, loud: bool) -> list[Token]:
    matches = list(WORD.finditer(line))
    long = [match.group() for match in matches if len(match.group()) > 3]
    shouting = len(long) > 2 and sum(word.isupper() for word in long) > SHOUTED * len(long)
    shouting = shouting or (line.isupper() and (loud or len(matches) > SHORT_LINE))
    found = []
    for match in matches:
        typed = match.group()
        word = _word_of(typed) if len(typed) < REMEMBERED else _word_of.__wrapped__(typed)
        start = offset + match.start()
        token = Token(start, start + len(word.written), word.written, word.low, shouting=shouting)
        token.before = text[max(before.end if before else 0, start - LONGEST_GAP) : start]
        if "  " in token.before:
            token.before = SPACES.sub(" ", token.before)
        token.opens = token.before != " " and _opens(token.before, before)
        token.glued = text[start - 1 : start].isdigit() or text[token.end : token.end + 1].isdigit()
        token.capital = word.has_capital and not shouting
        token.acronym = word.is_upper and not shouting
        token.mixed = word.is_mixed
        token.is_word = word.is_word
        token.allowed = word.allowed and not (
            token.capital and not token.acronym and word.low in lists.NAMES_WITH_A_CAPITAL
        )
        found.append(token)
        before = token
    return found


class Word(NamedTuple):
    """What is the same of a word wherever it stands."""

    written: str
    low: str
    has_capital: bool
    is_upper: bool
    is_mixed: bool
    is_word: bool
    allowed: bool


@lru_cache(maxsize=20_000)
def _word_of(typed: str) -> Word:
    written = _without_possessive(typed)
    low = written.lower()
    return Word(
        written,
        low,
        written[0].isupper(),
        len(written) > 1 and written.isupper(),
        _is_mixed(written, low),
        in_dictionary(low),
        low in lists.allowed_words() or low in public.words(),
    )


def _without_possessive(written: str) -> str:
    if written.endswith(("'s", "'S")):
        return written[:-2]
    return written.rstrip("'")


def _opens(gap: str, before: Token | None) -> bool:
    """Return whether a word opens a sentence, by what stands between it and the word before."""
    if before is None:
        return True
    bare = gap.rstrip(QUOTES)
    if bare.endswith(".") and before.low in ABBREVIATED and len(bare) == 1:
        return False
    return (bool(bare) and bare[-1] in ENDS) or not MARKS.isdisjoint(gap)
