"""Finding initials in use as a name, and knowing citations, whose names are public. Pure."""

import re
from collections.abc import Iterator
from functools import cache

from kit.privacy.identifiers import lists, public
from kit.privacy.identifiers.kinds import Found, IdentifierKind
from kit.privacy.identifiers.tokens import Token
from kit.privacy.identifiers.weighing import ENOUGH, after_it, before_it
from kit.privacy.identifiers.windows import matches

PERSON = IdentifierKind.PERSON
CITED = re.compile(r"(?<!\w)[A-Z][\w'-]{1,30},? (?:[A-Z]\.? ?){1,3},? ?\(?(?:19|20)\d\d")
CITATION = re.compile(
    r"(?<!\w)[A-Z][\w'-]{1,30}(?:(?:, and |,? & | and |, |; )[A-Z][\w'-]{1,30}){0,3}(?:,? et al\.?)?,? \(?(?:19|20)\d\d[a-z]?\)"
)
BESIDE_A_YEAR = re.compile(
    r"(?<![\w'-])(?:[\w'-]{2,30}(?:,? (?:and|&) [\w'-]{2,30})?,? et al\b|[\w'-]{2,30} \((?:19|20)\d\d[a-z]?\)"
    r"|[\w'-]{2,30},? (?:and|&) [\w'-]{2,30},? \(?(?:19|20)\d\d[a-z]?(?![\w/-])|[\w'-]{2,30} (?:v [\w'-]{2,30} )?\[(?:19|20)\d\d\]"
    r"|(?:(?<=\bsee )|(?<=\bSee )|(?<=\bcf )|(?<=\bthe )|(?<=\d; ))[A-Z][\w'-]{2,30},? (?:19|20)\d\d[a-z]?(?![\w/-]))"
)
INITIALS = re.compile(
    r"(?<![\w.])[A-Z]{1,2}Ma?c[A-Z](?!\w)|(?<![\w.])(?:[A-Z]\.[ -]?){1,3}[A-Z](?:\.(?!\w)|(?= (?:said|says|was|is|has|told|went|came)\b))"
)
NOT_INITIALS = frozenset("U.K. U.S. P.S. A.M. P.M. N.B. D.O.B. E.G. I.E. R.I.P. G.P. A.E. N.I. O.T.".split())
LETTER_SAYS = re.compile(
    r"(?<![\w.'&/+])[C-HJ-WYZ](?= (?:said|says|told|was seen|reports|states|attended|lives|rang|came|went)\b)"
)
TITLED_LETTER = re.compile(
    r"(?<!\w)(?:[Pp]apa|[Mm]ama|[Aa]unt(?:ie|y)|[Uu]ncle|[Bb]ig|[Ll]il|[Ll]ittle) [A-Z](?![\w'&/])"
)
BESIDE_INITIALS = re.compile(r" ?[\d/&+%<>=↑↓~]| [x±]")
THIRD_PERSON = re.compile(r" (?!is |was |has |us |as |this |its |his |yes )[a-z]{3,12}s ")
JOINED = (", ", " & ", "/", " / ", " + ", "; ")
VERB = 25
OF_A_NAME, UNKNOWN, CLINICAL = 90, 55, 15
# Two letters that are measurements, diagnoses, teams and forms far more often than somebody.
CLINICAL_LETTERS = frozenset(
    """dr ra rr co pu ah si hi sa ng sw ii iv vi bd od on pr pv sc sl pe ca cr dc fa fb fe gb hb hr hx ie ig im io ip la lv md mg ml mm mr
    ms na nf ni no np nr ns nt oe ok om op pa ph pm pn po pp qd ro rt rv sb sd sr ta tb te tr tx ua un us uv vf vp vt wc wk yo zn
    px rx dx sx cx da oa kp mw rn aa ir rj wt ht hv vo vi fx ix va ho ac cc we he me my if in is it as at an by do go of or so to up am be""".split()
)
# "The Colonel" between quotation marks, or after what people call somebody.
EPITHET = re.compile(
    r"(?:(?<=[\"“‘])|(?<=\bcalled )|(?<=\bcalled him )|(?<=\bcall him )|(?<=\bcall her )|(?<=\bcalls him )|(?<=\bknown as )|(?<=\baka ))"
    r"the ([a-z]{3,15})(?![\w-])(?=([\"”’]?))",
    re.I,
)
# "L. Peacock", where the surname is a word: not the letter of a list, "B. Field".
INITIAL_AND_WORD = re.compile(
    r"(?<![\w.])(?:[B-HJ-Z]\. ?){1,2}([A-Z][a-z]{2,15})(?=[,;:)\n]|\.? ?$| \(|\.\n|'s\b| (?:said|says|was|is|has|rang|will|from|agreed|reported|visited|saw)\b)"
)
KIN = r"(?:son|daughter|brother|sister|mum|mam|dad|mother|father|partner|husband|wife|friend|mate|nan|gran|ex|cousin|uncle|aunt|auntie|nephew|niece|grandson|granddaughter|boyfriend|girlfriend|carer|neighbour|baby|flatmate)"
OF_THE_FAMILY = re.compile(
    rf"\b(?:his|her|their|my|'s|our) {KIN},? ([A-Z]\.?)(?=,? (?:is|was|has|had|said|says|lives|who|and|rang|came|wants|aged?)\b|[,;)]|\.\n|$)|(?<![\w.'-])([B-HJ-Z]\.?)(?= \((?:his|her|their|my) {KIN}\b)"
)
TWO_APART = re.compile(
    r"(?<![\w.'-])[A-Z] [A-Z](?= (?:is|was|said|says|has|rang|came|told|lives|wants|attended|states|reports)\b)"
)
SPACED = re.compile(r"(?<!\w)(?:[A-Z] ){3,14}[A-Z](?!\w)")
TITLED = re.compile(
    r"(?<!\w)(?:Auntie|Aunty|Uncle|Pastor|Sister|Brother|Miss|Mr|Mrs|Ms|Dr|Imam|Mama|Papa|Nurse|Coach)\.? [A-Z]\.?(?= (?:is|was|said|says|has|rang|came|told|lives|wants|agreed|will|and)\b)"
)
TWICE = re.compile(
    r"(?<![\w-])(?!(?:Bye|Tut|Yo|So|No|Ha|Cha|Dum|Choo|Pom|Knock|Chop|Hush|Night|Wee|Poo|Tom|Win|Go|Pee|Bon|Can|Goody|Aye|Now|There|Nice|Long|Half)-)([A-Z][a-z]{1,5})-(?i:\1)(?![\w-])"
)
INITIALS_NAMED = re.compile(r"\binitials (?:are |is |were )?([a-z](?:[. ]{0,2}[a-z]){1,2})(?!\w)", re.I)


@cache
def _nobody() -> frozenset[str]:
    """Return the single words that identify nobody."""
    return lists.allowed_words() | public.words()


def find_initials(text: str, tokens: list[Token], marked: dict[int, IdentifierKind]) -> Iterator[Found]:
    """Yield initials that stand for a name. `marked` are the words that are names already."""
    for match in matches(INITIALS, text):
        if match.group().replace(" ", "") not in NOT_INITIALS:
            yield Found(*match.span(), PERSON)
    whole = _initials_of(tokens, marked)
    pairs = [at for at, token in enumerate(tokens) if token.acronym and len(token.written) == 2]
    sure = {at for at in pairs if _stands_for_somebody(text, tokens, at, marked, whole)}
    for at in pairs:  # "DW, HS and LM"
        beside = {each for each in (at - 1, at + 1) if each in sure}
        if beside and tokens[at].low not in CLINICAL_LETTERS and _can_be_initials(text, tokens, at):
            gap = tokens[max(at, max(beside))].before
            if gap in JOINED:
                sure.add(at)
        elif (
            at > 1
            and at - 2 in sure
            and tokens[at - 1].low in ("and", "&")
            and tokens[at].low not in CLINICAL_LETTERS
        ):
            sure.add(at)
    known = {tokens[at].low for at in sure} - CLINICAL_LETTERS
    for at in pairs:
        if at in sure or (tokens[at].low in known and _can_be_initials(text, tokens, at)):
            yield Found(tokens[at].start, tokens[at].end, PERSON)
    for match in matches(EPITHET, text):
        if match[1].lower() in lists.NICKNAMES or (match[1].istitle() and not match[2]):
            yield Found(*match.span(), PERSON)
    for match in matches(LETTER_SAYS, text):
        yield Found(*match.span(), PERSON)
    for match in matches(TITLED_LETTER, text):
        yield Found(*match.span(), PERSON)
    for match in matches(INITIAL_AND_WORD, text):
        low = match[1].lower()
        if (low in lists.surnames() or low in lists.names()) and low not in lists.SECTOR | lists.ROLES:
            yield Found(*match.span(), PERSON)
    for match in matches(OF_THE_FAMILY, text):
        yield Found(*match.span(1 if match[1] else 2), PERSON)
    for pattern in (TWO_APART, TITLED, TWICE):
        for match in matches(pattern, text):
            yield Found(*match.span(), PERSON)
    for match in matches(SPACED, text):
        if match.group().replace(" ", "").lower() not in _nobody():
            yield Found(*match.span(), PERSON)
    for match in matches(INITIALS_NAMED, text):
        yield Found(*match.span(1), PERSON)


def _initials_of(tokens: list[Token], marked: dict[int, IdentifierKind]) -> set[str]:
    """Return the first letters of each name of two words."""
    return {
        tokens[at].low[0] + tokens[at + 1].low[0]
        for at in marked
        if at + 1 in marked and tokens[at + 1].before in (" ", "-")
    }


def _stands_for_somebody(
    text: str, tokens: list[Token], at: int, marked: dict[int, IdentifierKind], whole: set[str]
) -> bool:
    """Return whether two letters in capitals are a name by where they stand."""
    if not _can_be_initials(text, tokens, at):
        return False
    token = tokens[at]
    total = OF_A_NAME if token.low in whole else CLINICAL if token.low in CLINICAL_LETTERS else UNKNOWN
    bracketed = text[token.start - 1 : token.start] == "(" and text[token.end : token.end + 1] == ")"
    total += before_it(tokens, at, marked)[0] + after_it(tokens, at, marked)[0] + 30 * bracketed
    if token.low in CLINICAL_LETTERS and text.startswith(":", token.end):
        return False
    total += VERB * bool(THIRD_PERSON.match(text, token.end)) + 35 * text.startswith((":", " -"), token.end)
    return total >= ENOUGH


def _can_be_initials(text: str, tokens: list[Token], at: int) -> bool:
    """Return whether two letters in capitals are neither a title, a measurement nor a part of something longer."""
    token = tokens[at]
    titled = token.low in lists.TITLES and at + 1 < len(tokens) and tokens[at + 1].capital
    if (
        titled
        or token.low in ("me", "us", "we", "he", "it", "my")
        or (token.low in _nobody() and token.low != "dr")
        or token.glued
        or BESIDE_INITIALS.match(text, token.end)
    ):
        return False
    return not token.start or text[token.start - 1 : token.start] not in ("/", "&", "-", "+", ".")


def cited(text: str) -> bytearray:
    """Return a mark for each character that stands in a citation: "(Hughes and Lam, 2018)", "Tolland, J. 2011"."""
    marks = bytearray(len(text) + 1)
    for pattern in (CITATION, CITED, BESIDE_A_YEAR):
        for match in matches(pattern, text):
            marks[match.start() : match.end()] = b"\1" * (match.end() - match.start())
    return marks
