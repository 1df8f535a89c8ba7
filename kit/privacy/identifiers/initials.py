"""Finding initials in use as a name, and knowing citations, whose names are public. Pure."""

import re
from collections.abc import Iterator

from kit.privacy.identifiers import lists
from kit.privacy.identifiers.kinds import Found, IdentifierKind

PERSON = IdentifierKind.PERSON
CITED = re.compile(r"(?<!\w)[A-Z][\w'-]{1,30},? (?:[A-Z]\.? ?){1,3},? ?\(?(?:19|20)\d\d")
CITATION = re.compile(
    r"(?<!\w)[A-Z][\w'-]{1,30}(?:(?:, and |,? & | and |, |; )[A-Z][\w'-]{1,30}){0,3}(?:,? et al\.?)?,? \(?(?:19|20)\d\d[a-z]?\)"
)
INITIALS = re.compile(
    r"(?<![\w.])(?:[A-Z]\.[ -]?){1,3}[A-Z](?:\.(?!\w)|(?= (?:said|says|was|is|has|told|went|came)\b))"
)
TWO_LETTERS = re.compile(r"(?<![\w./&-])[A-Z]{2}(?![\w/&-])")
NOT_INITIALS = frozenset("U.K. U.S. P.S. A.M. P.M. N.B. D.O.B. E.G. I.E. R.I.P. G.P. A.E. N.I. O.T.".split())
LETTER_SAYS = re.compile(
    r"(?<![\w.'])[C-HJ-WYZ](?= (?:said|says|told|was seen|reports|states|attended|lives|rang|came|went)\b)"
)
INITIALS_NAMED = re.compile(r"\binitials (?:are |is |were )?([a-z](?:[. ]{0,2}[a-z]){1,2})(?!\w)", re.I)


def find_initials(text: str) -> Iterator[Found]:
    """Yield initials that stand for a name."""
    for match in INITIALS.finditer(text):
        if match.group().replace(" ", "") not in NOT_INITIALS:
            yield Found(*match.span(), PERSON)
    for match in TWO_LETTERS.finditer(text):
        if match.group().lower() not in lists.allowed_words() and not _in_capitals(
            text, match.start(), match.end()
        ):
            yield Found(*match.span(), PERSON)
    for match in LETTER_SAYS.finditer(text):
        yield Found(*match.span(), PERSON)
    for match in INITIALS_NAMED.finditer(text):
        yield Found(*match.span(1), PERSON)


def cited(text: str) -> bytearray:
    """Return a mark for each character that stands in a citation: "(Hughes and Lam, 2018)", "Tolland, J. 2011"."""
    marks = bytearray(len(text) + 1)
    for pattern in (CITATION, CITED):
        for match in pattern.finditer(text):
            marks[match.start() : match.end()] = b"\1" * (match.end() - match.start())
    return marks


def _in_capitals(text: str, start: int, end: int) -> bool:
    """Return whether the words beside are in capitals too, so that two letters are just a short word."""
    beside = text[max(0, start - 12) : start] + text[end : end + 12]
    letters = [letter for letter in beside if letter.isalpha()]
    return sum(letter.isupper() for letter in letters) > len(letters) / 2
