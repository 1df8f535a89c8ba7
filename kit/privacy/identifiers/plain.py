"""Knowing that what looks like a place or a name is none, by what stands beside it: "Room 2.14", "the Vulnerability policy". Pure."""

import re

from kit.privacy.identifiers import lists, public
from kit.privacy.identifiers.kinds import Found, IdentifierKind
from kit.privacy.identifiers.tokens import Token
from kit.privacy.identifiers.unlisted import CHURCHES, PUBS

OF_PLACES = frozenset(
    (IdentifierKind.PLACE_OR_ORGANISATION, IdentifierKind.SMALL_PLACE, IdentifierKind.ADDRESS)
)
LINKS = frozenset("of the and on in for from under by upon with at a an to".split())
# What has numbers or letters: rooms, vans, parts of a form. "Room 5", "Van 2", "Level 3", "Art 8".
NUMBERED = frozenset(
    """room rm rooms level form notice day days bay unit units van desk step steps stage table zone band tier session module week year part section schedule
    figure appendix annex version phase group grade type class line art article rule case box bed beds locker shelf drawer cupboard rack
    floor gate platform lane channel bus route car ward wing landing page pages item point option question slide sheet chapter verse psalm set kit pack
    wave tranche cohort quarter term half round heat lot batch score bleep ext""".split()
)
GOES_ON = re.compile(r"(?:'s)? [A-Z][a-z]{2}")
DIGIT = re.compile(r"\d")
LONGEST_LABEL = 2  # words: "Garage Bay 6"
A_NUMBER = re.compile(r"[ \u00a0]{1,2}(?:no\.? ?)?[A-Z]{0,2}\d|[ \u00a0][A-F](?!\w)")
# Nouns that what stands before them only describes, however it is written.
DESCRIBED = re.compile(
    r" (?:policy|policies|form|forms|one|ones|scale|tool|app|method|model|theory|protocol|slides?|film|song|book|episode|quiz|template|spreadsheet|"
    r"checklist|questionnaire|marker|brand|crisps|biscuits|beer|cider|vodka|lager|chocolates?|trainers|hoodie|shirt|jumper|tablet|laptop|loan)(?![\w-])"
)
# Headings of notes and forms, which are first names or look like a name, before a colon.
HEADINGS = frozenset(
    "media tea kit lang art may summer autumn winter spring comms misc soc psych hx dx rx kids ch yp mum dad nok feast food van".split()
)


# Departments, offices and seasons, which a capital makes look like a place: "Hazel in Finance", "the Listener", "in Lent".
OF_NO_PLACE = frozenset(
    """finance payroll accounts admin reception procurement estates facilities catering maintenance security legal comms marketing commissioning contracts quality
    governance nurture inclusion listener listeners insider insiders orderly servery healthcare education induction archbishop archdeacon lent advent easter
    internet web parliament aces traitors notice refer vulnerability""".split()
)


def is_plain(text: str, found: Found, words: list[Token]) -> bool:
    """Return whether a place is none: its words are a phrase known everywhere, a room with its number or describe a thing."""
    if found.kind not in OF_PLACES or not words:
        return False
    if PUBS.fullmatch(text, found.start, found.end) or CHURCHES.fullmatch(text, found.start, found.end):
        return False
    if len(words) == 1 and words[0].low in public.words():
        return True
    if all(word.phrase or word.low in LINKS for word in words) and not _has_a_digit(text, found):
        return not GOES_ON.match(text, found.end)
    if found.kind == IdentifierKind.ADDRESS:
        return False
    if words[-1].low in NUMBERED and A_NUMBER.match(text, found.end) and len(words) <= LONGEST_LABEL:
        return True
    if len(words) == 1 and words[0].low in OF_NO_PLACE:
        return True
    return len(words) == 1 and DESCRIBED.match(text, found.end) is not None and words[0].is_word


def _has_a_digit(text: str, found: Found) -> bool:
    return DIGIT.search(text, found.start, found.end) is not None


def is_numbered(tokens: list[Token], at: int) -> bool:
    """Return whether a word is what has a number after it: "Van 2", "Day 28", "Art 8"."""
    return (
        tokens[at].low in NUMBERED
        and at + 1 < len(tokens)
        and A_NUMBER.match(tokens[at + 1].before) is not None
    )


def is_a_wish(tokens: list[Token], at: int) -> bool:
    """Return whether a word opens a sentence as what somebody feels: "Hope to see her", "Happy to try"."""
    return (
        tokens[at].opens
        and tokens[at].low in ("hope", "happy", "glad")
        and at + 1 < len(tokens)
        and tokens[at + 1].before == " "
        and tokens[at + 1].low in ("to", "that", "this", "you", "all", "springs", "with", "for")
    )


def is_one_of_a_kind(tokens: list[Token], at: int) -> bool:
    """Return whether a word with a capital is what somebody or something is: "a Christian, a Sikh and a Jedi"."""
    token = tokens[at]
    goes_on = at + 1 < len(tokens) and tokens[at + 1].before == " " and tokens[at + 1].capital
    return (
        bool(at)
        and token.capital
        and token.before == " "
        and tokens[at - 1].low in ("a", "an")
        and "/" not in tokens[at - 1].before
        and not goes_on
        and (token.is_word or token.low not in lists.names())
    )


def is_a_heading(tokens: list[Token], at: int) -> bool:
    """Return whether a word opens a line or a sentence and a colon follows: "Tea: halwa"."""
    return (
        tokens[at].opens
        and tokens[at].low in HEADINGS
        and at + 1 < len(tokens)
        and tokens[at + 1].before[:1] == ":"
    )
