"""Finding the attributes in a text and in what stands beside it. Pure, and linear in the length of the text."""

import re
from collections.abc import Iterable, Iterator

from kit.fold import Folded, folded
from kit.privacy.identifiers import Flag, IdentifierKind
from kit.privacy.recognisable.ages import find_ages
from kit.privacy.recognisable.kinds import Attribute, AttributeKind
from kit.privacy.recognisable.phrases import Phrase, first_words, longest, phrases

WORD = re.compile(r"[^\W_]{1,60}(?:'[^\W_]{1,20})?")
JOINED = (" ", "-", "\n", " - ")
ARTICLE = "(?:a|an|the|his|her|their) "
LEADS = re.compile(rf"\b(?:(?:in|at|on|from|with|near) (?:{ARTICLE})?|{ARTICLE})\Z", re.I)
LONGEST_LEAD = 14
MOST = 400  # attributes of one text. What comes after tells nothing new
A_PLACE = Phrase(AttributeKind.PLACE, 3, "a place in the area")
ADDRESS = Phrase(AttributeKind.PLACE, 5, "where they live")
OF_FLAGS = {
    IdentifierKind.SMALL_PLACE: A_PLACE,
    IdentifierKind.PLACE_OR_ORGANISATION: A_PLACE,
    IdentifierKind.ADDRESS: ADDRESS,
    IdentifierKind.POSTCODE: ADDRESS,
    IdentifierKind.RARE_EVENT: Phrase(AttributeKind.EVENT, 7, "something that happened to them"),
    IdentifierKind.EXACT_DATE: Phrase(AttributeKind.SEASON, 4, "some time ago"),
    IdentifierKind.DATE_OF_BIRTH: Phrase(AttributeKind.AGE, 6, "an age as a decade"),
    IdentifierKind.AGE_OVER_89: Phrase(AttributeKind.AGE, 6, "older"),
    IdentifierKind.ONLY_ONE: Phrase(AttributeKind.JOB, 6, "somebody who works there"),
}


def attributes_in(text: str, *, flags: Iterable[Flag] = ()) -> list[Attribute]:
    """Return the attributes in `text`, in order, none overlapping.

    `flags` are what `kit.privacy.identifiers.find` found in the same text: its places, events and dates are attributes too.
    """
    plain = folded(text, capitals=True, lines=True)
    taken = bytearray(len(text) + 1)
    found: list[Attribute] = []
    for start, end, tells in _candidates(plain, flags):
        if start < end and taken.find(1, start, end) < 0 and len(found) < MOST:
            taken[start:end] = b"\1" * (end - start)
            found.append(Attribute(start, end, text[start:end], tells.kind, tells.weight, tells.blurred))
    return sorted(found, key=lambda each: each.start)


def attributes_beside(*, tags: Iterable[str] = (), places: Iterable[str] = ()) -> list[Attribute]:
    """Return the attributes that readers see beside a text: in its tags, such as needs, and the names of its place."""
    found = [
        Attribute(-1, -1, tag, each.kind, each.weight, "not shown")
        for tag in tags
        for each in attributes_in(tag)[:1]
    ]
    found += [
        Attribute(-1, -1, place, AttributeKind.PLACE, A_PLACE.weight, "not shown")
        for place in places
        if place.strip()
    ]
    return found


def _candidates(plain: Folded, flags: Iterable[Flag]) -> Iterator[tuple[int, int, Phrase]]:
    """Yield what may be an attribute, the surest first, in characters of the text as it was typed."""
    for age in find_ages(plain.text):
        yield *plain.span(age.start, age.end), Phrase(AttributeKind.AGE, age.weight, age.blurred)
    for start, end, tells in _phrases_in(plain.text):
        yield *plain.span(start, end), tells
    for flag in flags:
        if flag.kind in OF_FLAGS:
            yield flag.start, flag.end, OF_FLAGS[flag.kind]


def _phrases_in(text: str) -> Iterator[tuple[int, int, Phrase]]:
    """Yield the phrases of the list in a folded text, with the words that lead to them: "from Eritrea", "a terrier"."""
    words = list(WORD.finditer(text))
    at = 0
    while at < len(words):
        length, tells = _longest_at(text, words, at)
        if tells is None:
            at += 1
            continue
        start = words[at].start()
        is_led = tells.kind != AttributeKind.SEASON  # these phrases begin with their own: "until July"
        lead = LEADS.search(text, max(0, start - LONGEST_LEAD), start) if is_led else None
        yield lead.start() if lead else start, words[at + length - 1].end(), tells
        at += length


def _longest_at(text: str, words: list[re.Match], at: int) -> tuple[int, Phrase | None]:
    """Return how many words the longest phrase at the word `at` has, and what it tells."""
    run = [words[at].group()]
    if first_words().isdisjoint(_forms(run[0].lower())):
        return 0, None
    while len(run) < longest() and at + len(run) < len(words):
        before, after = words[at + len(run) - 1], words[at + len(run)]
        if text[before.end() : after.start()] not in JOINED:
            break
        run.append(after.group())
    low = [word.lower() for word in run]
    for length in range(len(run), 0, -1):
        if (tells := _told_by(low[:length])) and all(run[place][0].isupper() for place in tells.capitals):
            return length, tells
    return 0, None


def _told_by(words: list[str]) -> Phrase | None:
    """Return what these words tell, also as a plural or with a possessive."""
    known = phrases()
    *first, last = words
    for form in _forms(last):
        if tells := known.get((*first, form)):
            return tells
    return None


def _forms(word: str) -> tuple[str, ...]:
    """Return a word, and without its possessive or its plural."""
    return word, word.removesuffix("'s"), word.removesuffix("s")
