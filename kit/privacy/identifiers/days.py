"""Finding full dates, and dates of birth, in every way that people write them. Pure."""

import re
from collections.abc import Iterator

from kit.privacy.identifiers.kinds import Found, IdentifierKind

MONTHS = (
    r"(?:jan(?:uary|urary)?|feb(?:r?uary|uray|ruay)?|mar(?:ch)?|apr(?:il)?|may|june?|july?|aug(?:ust)?|sept?(?:em?b[ea]r)?|"
    r"oct(?:ob[ea]r)?|nov(?:emb[ea]r)?|dec(?:emb[ea]r)?)"
)
NUMERALS = (
    r"(?:first|second|third|fourth|fifth|sixth|seventh|eighth|ninth|tenth|eleventh|twelfth|thirteenth|fourteenth|fifteenth|"
    r"sixteenth|seventeenth|eighteenth|nineteenth|twentieth|twenty[ -](?:first|second|third|fourth|fifth|sixth|seventh|"
    r"eighth|ninth)|thirtieth|thirty[ -]first)"
)
YEAR_IN_WORDS = (
    r"(?:(?:,? (?:nineteen|twenty|two thousand)(?: and)?(?: (?:hundred|oh|ten|eleven|twelve|thirteen|fourteen|fifteen|sixteen|"
    r"seventeen|eighteen|nineteen|twenty|thirty|forty|fifty|sixty|seventy|eighty|ninety))?"
    r"(?:[ -](?:one|two|three|four|five|six|seven|eight|nine))?)?)"
)
ONES = r"(?:one|two|three|four|five|six|seven|eight|nine)"
TENS = r"(?:ten|eleven|twelve|thirteen|fourteen|fifteen|sixteen|seventeen|eighteen|nineteen|twenty|thirty|forty|fifty|sixty|seventy|eighty|ninety)"
DAY = r"(?:3[01]|[12]\d|0?[1-9])"
WEEKDAY = r"(?:(?:mon|tues?|wed(?:nes)?|thurs?|fri|sat(?:ur)?|sun)(?:day)?,? (?:the )?)?"
YEAR = r"(?:(?:,? ?(?:of )?'?(?:19|20)\d\d| ?'?\d\d)(?![\d:]|[./]\d| ?(?:am|pm|hrs|per|people|times|hours|st|nd|rd|th)\b))"
DATES = [
    re.compile(
        rf"(?<![\w/.:-]){WEEKDAY}(?:{DAY} ?[./-] ?(?:0?[1-9]|1[0-2]) ?[./-] ?(?:(?:19|20)\d\d|\d\d)|"
        rf"(?:0?[1-9]|1[0-2])/(?:1[3-9]|2\d|3[01])/(?:19|20)\d\d|(?:19|20)\d\d[./-](?:0[1-9]|1[0-2])[./-]{DAY})(?![\w/]|[.-]\d)",
        re.I,
    ),
    re.compile(
        rf"(?<![\w/.:-]){WEEKDAY}{DAY}(?: ?(?:st|nd|rd|th))?(?: of|[-./])? ?{MONTHS}\.?(?![a-z])(?:[-./]?{YEAR})?",
        re.I,
    ),
    re.compile(
        rf"(?<!\w){WEEKDAY}{MONTHS}\.? (?:the )?{DAY}(?:st|nd|rd|th)?(?![\w:/%]|\.\d| (?:people|times|per|years|of us))(?:{YEAR})?",
        re.I,
    ),
    re.compile(rf"(?<!\w){WEEKDAY}(?:the )?{NUMERALS} (?:of )?{MONTHS}(?!\w){YEAR_IN_WORDS}", re.I),
    re.compile(rf"(?<!\w){WEEKDAY}{MONTHS} (?:the )?{NUMERALS}(?!\w){YEAR_IN_WORDS}", re.I),
    re.compile(
        rf"(?<!\w){NUMERALS} of (?:the )?{NUMERALS}(?:,? (?:nineteen |two thousand )?(?:and )?{TENS}(?:[ -]{ONES})?)?(?!\w)",
        re.I,
    ),
    re.compile(rf"(?<![\w/.:-]){DAY} (?:0[1-9]|1[0-2]) (?:19|20)\d\d(?![\w/])"),
]
TWELVE_AT_MOST = re.compile(
    r"(?<![\w/.:-])(?:1[3-9]|2[0-35-9]|3[01])/(?:0?[1-9]|1[0-2])(?![\w/%]|\.\d)|(?<![\w/.:-])24/(?!7)(?:0?[1-9]|1[0-2])(?![\w/%])"
)
AFTER_SHORT = re.compile(r"\d{1,2}/\d{1,2}(?:,| and|,? &) $")
SHORT = re.compile(rf"(?<![\w/.:-]){DAY}[/.](?:0?[1-9]|1[0-2])(?![\w/%]|\.\d| (?:pain|score|hours|days))")
BEFORE_SHORT = re.compile(
    r"(?:\b(?:on|dated|date|since|until|till|by|from|of|r/v|review|due|conf|conference|appt|mtg|admitted|discharged|seen)[: ]{1,2})$",
    re.I,
)
DIGITS = re.compile(r"(?<![\w/])\d{6}(?:\d{2})?(?![\w/])")
BIRTH = re.compile(
    r"\b(?:born|dob|d\.o\.b\.?|d o b|date of birth|birthday|birth date|b|b\.|d\.b\.)(?![\w])", re.I
)
AGED = re.compile(r"\bwoul?d (?:have|of) been \d{1,2}\b", re.I)
NEAR = 34  # characters before a date, in which a word says that somebody was born on it
AFTER_NAME = re.compile(r"[A-Z]{2,20}, $|[a-z]\), $|(?:[A-Z][\w'-]{1,20},) $")


def find_dates(text: str) -> Iterator[Found]:
    """Yield each full date of a folded text."""
    for pattern in DATES:
        for match in pattern.finditer(text):
            if not _is_verb(match.group()):
                yield Found(*match.span(), _kind(text, match.start()))
    for match in SHORT.finditer(text):
        born = _is_birth(text, match.start())
        chained = AFTER_SHORT.search(text, max(0, match.start() - 12), match.start())
        if (
            born
            or chained
            or TWELVE_AT_MOST.match(text, match.start())
            or BEFORE_SHORT.search(text, max(0, match.start() - 14), match.start())
        ):
            kind = IdentifierKind.DATE_OF_BIRTH if born else IdentifierKind.EXACT_DATE
            yield Found(*match.span(), kind)
    for match in DIGITS.finditer(text):
        if _is_birth(text, match.start()):
            yield Found(*match.span(), IdentifierKind.DATE_OF_BIRTH)


def _is_verb(passage: str) -> bool:
    """Return whether a passage such as "may 5" or "march 20" is more likely something else."""
    return passage.startswith(("may ", "march ")) and not any(
        end in passage for end in ("st", "nd", "rd", "th")
    )


def _is_birth(text: str, start: int) -> bool:
    return bool(
        BIRTH.search(text, max(0, start - NEAR), start) or AGED.search(text, max(0, start - NEAR), start)
    )


def _kind(text: str, start: int) -> IdentifierKind:
    if _is_birth(text, start) or AFTER_NAME.search(text, max(0, start - 26), start):
        return IdentifierKind.DATE_OF_BIRTH
    return IdentifierKind.EXACT_DATE
