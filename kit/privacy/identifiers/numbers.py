"""Finding postcodes, phone numbers, NHS numbers and National Insurance numbers. Pure.

Each pattern is bounded: what it looks at from one place in the text has a greatest length, so that the time it takes
grows with the text, not with its square. All read text that `kit.fold` has folded.
"""

import re
from bisect import bisect_left
from collections.abc import Iterator
from itertools import pairwise

from kit.privacy.identifiers.kinds import NOT_CHECKED, Certainty, Found, IdentifierKind
from kit.privacy.identifiers.windows import matches

A_DIGIT = re.compile(r"\d")
LONG_AREAS = (
    "AB|AL|BA|BB|BD|BF|BH|BL|BN|BR|BS|BT|BX|CA|CB|CF|CH|CM|CO|CR|CT|CV|CW|DA|DD|DE|DG|DH|DL|DN|DT|DY|EC|EH|EN|EX|"
    "FK|FY|GL|GU|GY|HA|HD|HG|HP|HR|HS|HU|HX|IG|IM|IP|IV|JE|KA|KT|KW|KY|LA|LD|LE|LL|LN|LS|LU|ME|MK|ML|NE|NG|NN|"
    "NP|NR|NW|OL|OX|PA|PE|PH|PL|PO|PR|RG|RH|RM|SA|SE|SG|SK|SL|SM|SN|SO|SP|SR|SS|ST|SW|SY|TA|TD|TF|TN|TQ|TR|TS|TW|UB|"
    "WA|WC|WD|WF|WN|WR|WS|WV|YO|ZE"
)
AREAS = rf"{LONG_AREAS}|B|E|G|L|M|N|S|W"
LETTERS = "ABD-HJLNP-UW-Z"  # of the second half of a postcode
POSTCODE = re.compile(
    rf"(?=[A-Z]{{1,2}}[0-9]|GIR)(?<![^\W_])(?<!/)(?:(?:{AREAS})[0-9][0-9A-HJKMNP-Y]?[ .:/*|·•,_-]{{0,3}}(?!(?-i:\d(?:st|nd|rd|th)))"
    rf"[0-9O][ ]?[{LETTERS}]{{2}}|GIR ?0AA)(?![^\W_])",
    re.I,
)
# One letter for a digit, or spaces between the signs: only in capitals.
POSTCODE_APART = re.compile(
    rf"(?<![\w/])(?:(?:{AREAS}) ?[0-9IlO][0-9A-Z]?[ .-]{{0,3}}[0-9OlI] ?(?!ST|ND|RD|TH)[{LETTERS}] ?[{LETTERS}]|(?:{AREAS}) ?\d[\dA-Z]? \d [{LETTERS}]{{2}}|"
    rf"[A-Z] (?:[A-Z] )?\d (?:[A-Z\d] )?\d [{LETTERS}] [{LETTERS}]|(?:{AREAS})\n?\d[\dA-Z]?\n\d[{LETTERS}]{{2}})(?!\w)"
)
DISTRICT_SMALL = re.compile(
    rf"(?:(?<=\bin )|(?<=\bfrom )|(?<=\baround )|(?<=\bnear )|(?<=\bround )|(?<=\bto )|(?<=\bup )|(?<=\bstarts )|(?<=\bstarting ))(?!co2|(?i:b1?[1-9]2?|e10|m\d{{1,2}}|a\d)\b)(?:(?i:{LONG_AREAS})|[BEGLNSW])[0-9]{{1,2}}(?![\w/%-]|\.\w)"
)
POSTCODE_NOT_ISSUED = re.compile(
    rf"(?<![\w/])(?:{AREAS})[0-9][0-9A-HJKMNP-Y]? ?(?!\d(?:st|nd|rd|th|mg|ml|km|cm|mm|kg|am|pm|hr|yo|yr|gb|tb|ft|in|pt|wk|mo|st)\b)[0-9][A-Z]{{2}}(?!\w)",
    re.I,
)
DISTRICT = re.compile(
    rf"(?:(?i:(?<=\bin )|(?<=\bfrom )|(?<=\baround )|(?<=\bnear )|(?<=\bto )|(?<=\bacross )|(?<=\bof )|(?<=\bround )|(?<=\bup )|(?<=\bstarts )|(?<=\bstarting )))(?!M\d{{1,2}}\b)(?:(?:{AREAS})[0-9]{{1,2}}[A-Z]?(?= (?i:area|postcode|district))"
    rf"|(?:{AREAS})[0-9]{{1,2}}[A-Z]?(?=[,.;)]|\n|$)|(?:{LONG_AREAS})[0-9]{{1,2}}[A-Z]?(?= ))|(?<![\w/])(?:(?:{AREAS})[0-9]{{1,2}}[A-Z]?|(?i:{LONG_AREAS})[0-9]{{1,2}})(?= (?i:area|postcode|district|way|side|end)\b)"
)
SECTION = re.compile(r"s\d{2,3} (?:by|as|an|at|so|to|up|us|we|he|no|ed|ex|pt)", re.I)
POSTCODE_NAMED = re.compile(
    rf"\b(?:post ?code|p/code|zip|postal code)(?: (?:is|was|of|area))?[:,]? {{0,2}}((?:{AREAS})[0-9IO]{{1,2}}[A-Z]?(?: ?[0-9O](?:[A-Z]{{2}})?)?)(?!\w)",
    re.I,
)
DG = r"(?:\d|[oOIl|](?=[\doOIl])|(?<=[\doOIl])[oOIl](?![^\W_]))"  # a digit, or a letter that was typed or read for one
COUNTRY = r"(?:\(? ?\+ ?44 ?\)?|\(?00 ?44\)?|44(?=[ -]?\(?0?\)?[ -]?[127]))"
NOT_A_DATE = r"(?!\d{1,2}([./ -])(?:0?[1-9]|1[0-2])\1(?:(?:19|20)\d\d|\d\d)(?![\d]))"
NOT_TIMES = r"(?!(?:[01]\d|2[0-3])[0-5]\d[ ,-]{1,3}(?:[01]\d|2[0-3])[0-5]\d(?!\d))"
EXTENSION = r"(?i:,? ?(?:ext|extn|extension|x)\.? ?\d{1,5}(?!\d))?"
PHONE = re.compile(
    rf"(?<![^\W_])(?<!\d\.)(?<!£){NOT_A_DATE}{NOT_TIMES}(?:{COUNTRY}[ .()/-]{{0,4}}(?:0[ )-]{{0,2}})?|[(\[]? ?[0oO]\)?(?![0 ]{{4}})(?:[ (]{{1,2}}(?=[1-9]\d{{3}}))?)"
    rf"[1-9](?:[] .()/·•_-]{{0,4}}{DG}){{8,9}}(?!\d){EXTENSION}"
)
# Groups of digits with other signs between them, or on two lines; and each digit by itself.
PHONE_APART = re.compile(
    r"(?<![^\W_])(?<![\d£][.,])\(?0[1-378]\d{1,3}\)?(?:[\s:;,|*·•/._\\~='+()-]{1,4}\d{3,7}){1,3}(?![\d])(?![.,]\d)"
)
PHONE_SPACED = re.compile(r"(?<![^\W_])(?<!\d[ .,-])0(?:[ .·•/_-]{1,3}\d){9,10}(?![ .·•/_-]?\d)")
PHONE_MISTYPED = re.compile(
    r"(?<![^\W_])(?<![\d.,]{2})07\d{3}[ -]?(?:\d{3}[ -]?\d{4}|\d{3}[ -]?\d|\d{5}|\d{7})(?![\d/])"
)
MOST_DIGITS, FEWEST_DIGITS = 11, 10  # of a number of this country, with its first 0
FEWEST_TYPED = 6  # digits, where letters stand for others
FEWEST_DIFFERENT = 5  # among digits that stand alone: a row of counts has fewer
ONE_TO_FOUR = "01234"  # a scale
ABROAD = re.compile(
    r"(?<![\w.])(?:\+(?!44)[1-9](?:[ .()-]{0,2}\d){7,13}|00(?=[1-9])(?!44)[1-9](?:[ .()-]{0,2}\d){8,13})(?!\d)"
)
CALLED = r"(?:tel|phone|telephone|mob|mobile|landline|fone|ph|ring|call|text|txt|whatsapp|number|num|no|ext|extn|extension)"
SHORT_PHONE = re.compile(
    r"\b(?:tel|phone|telephone|ph|mob|mobile|landline|fone|ring|call|rang|bleep|bleeped|pager|paged)(?: (?:no|number|is|on|her|him|them)){0,2}[.:]? {0,2}"
    r"(\d{3}[ -]?\d{3,4}|\d{5,8}|(?:(?<=bleep )|(?<=bleeped )|(?<=pager )|(?<=paged ))\d{3,4})(?![\d/.:-]?\d)(?! (?:people|times|per|patients|calls))",
    re.I,
)
INSIDE_LINE = re.compile(r"\b(?:ext|extn|extension)(?: (?:no|number))?[.:]? {0,2}(\d{3,6})(?!\d)", re.I)
WITHOUT_NOUGHT = re.compile(
    rf"\b(?:{CALLED}|m|t|on)(?: (?:is|no|number)){{0,2}}[.:]? {{0,2}}(7\d{{3}}[ -]?\d{{3}}[ -]?\d{{3}})(?!\d)",
    re.I,
)
TEN_DIGITS = re.compile(
    r"(?:(?<![\w/.-])(?<!\+)|(?<=nhs)|(?<=nhsno)|(?<=nhsnumber))(?:[(\[]?\d{3}\)?[ ./_,:*+·-]{0,3}\d{3}[ ./_,:*+·-]{0,3}\d{4}|\d{3}[ -]\d{4}[ -]\d{3}|\d\d[ -]\d\d[ -]\d\d[ -]\d\d[ -]\d\d|\d{5} \d{5}|\d{3} \d\d \d\d \d{3}|\d{4}[ -]\d{3}[ -]\d{3}|\d(?:[ ./_-]\d){9})(?![\w/]|[.-]\d)",
    re.I,
)
TEN_NAMED = re.compile(
    r"\b(?:nhs|n\.h\.s|chi|h&c|h & c|health|patient|pt|spine)\.?(?: ?(?:no|number|num|nr|id|is|was|card)\b\.?|no(?=[\d:])){0,3}(?: \([\w ]{2,20}\))?[.:#?=]{0,2} {0,2}(?:- )?[(\[]?((?:\d|O(?=\d)|(?<=\d)O)(?:[ ./_,:;*+·-]{0,3}(?:\d|O(?=[\d ])|(?<=[\d ])O)){9})(?!\w)",
    re.I,
)
NHS_CONTEXT = re.compile(
    r"\bnhs(?![a-mo-z])|\bn\.h\.s|\b(?:patient|chi)\b|\bh ?& ?c\b|\b(?:her|his|their|hospital) (?:number|no)\b",
    re.I,
)
NHS_LOOSELY = re.compile(
    r"\b(?:pts?|hosp|ward|gp|dob|mrn|a&e|ed|clinic|surgery|admitted|discharged|referred|spine|scr|psych|nurse)\b",
    re.I,
)
NI_GROUPS = r"[ ./_-]{0,3}[\dO]{2}[ ./_-]{0,3}[\dO]{2}[ ./_-]{0,3}[\dO]{2}"
NI = re.compile(rf"(?<!\w)[A-Z]{{2}}{NI_GROUPS}[ ./_-]{{0,3}}[A-D](?!\w)", re.I)
NI_APART = re.compile(r"(?<!\w)[A-Z][ ./_-]?[A-Z](?:[ ./_-]{0,3}\d){6}[ ./_-]{0,3}[A-D](?!\w)")
NI_APART_SMALL = re.compile(
    r"(?<!\w)[a-z]{2} ?\d{3} ?\d{3} ?[b-d](?!\w)|(?<!\w)[a-z]{2}\d{3} \d{3} ?a(?!\w)|(?<!\w)[a-z] ?[a-z](?: \d){6} ?[a-d](?!\w)|(?<!\w)[a-z] [a-z](?: ?\d){6} ?[a-d](?!\w)"
)
NI_TEMPORARY = re.compile(r"(?<!\w)[A-Z]{2} \d\d \d\d \d\d [A-Z](?!\w)")  # ends in a letter of its own
NI_NAMED = re.compile(
    rf"\b(?:NI|N\.I\.|NINO|nat\.? ?ins|national insurance)(?: (?:no|number|num|card|is)){{0,2}}[.:,;=]{{0,2}} {{0,3}}([A-Z] ?[A-Z](?:{NI_GROUPS}|(?:[ ./_-]{{0,3}}\d){{6}})(?:[ ./_-]{{0,3}}[A-Z])?)(?!\w)",
    re.I,
)
NI_FIRST = re.compile(r"(?!BG|GB|NK|KN|TN|NT|ZZ)[A-CEGHJ-PR-TW-Z][A-CEGHJ-NPR-TW-Z]")
OF_MONEY = re.compile(
    r"\b(?:invoice|budget|cost|charity|company|vat|nominal|serial|part|model|batch|lot|purchase order|po|grant|rent code|grant code)(?: (?:no|number|code|centre))?[.:]? $",
    re.I,
)
WORDS_OF_TWO = frozenset(
    "am an as at be by do go he in is it me my no of on or so to up us we re ex pt".split()
)
NEAR, CLOSE, FAR, VERY_FAR = 40, 34, 120, 400  # characters around, in which a word says what a number is

PLAIN = [
    (POSTCODE, IdentifierKind.POSTCODE, Certainty.REFUSED),
    (POSTCODE_APART, IdentifierKind.POSTCODE, Certainty.SUSPECTED),
    (DISTRICT_SMALL, IdentifierKind.POSTCODE, Certainty.SUSPECTED),
    (POSTCODE_NOT_ISSUED, IdentifierKind.POSTCODE, Certainty.SUSPECTED),
    (DISTRICT, IdentifierKind.POSTCODE, Certainty.SUSPECTED),
    (ABROAD, IdentifierKind.PHONE, Certainty.REFUSED),
    (PHONE_MISTYPED, IdentifierKind.PHONE, Certainty.SUSPECTED),
]
PARTS = [  # what is named before the group is not part of it
    (POSTCODE_NAMED, IdentifierKind.POSTCODE),
    (NI_NAMED, IdentifierKind.NATIONAL_INSURANCE_NUMBER),
    (SHORT_PHONE, IdentifierKind.PHONE),
    (WITHOUT_NOUGHT, IdentifierKind.PHONE),
    (TEN_NAMED, IdentifierKind.NHS_NUMBER),
]


def has_check_digit(digits: str) -> bool:
    """Return whether ten digits are a valid NHS number: the last is made of the others."""
    total = sum(int(digit) * weight for digit, weight in zip(digits, range(10, 1, -1), strict=False))
    return (11 - total % 11) % 11 == int(digits[9]) and len(set(digits)) > 1


def find_numbers(text: str) -> Iterator[Found]:
    """Yield postcodes, phone numbers, NHS numbers and National Insurance numbers of a folded text."""
    for pattern, kind, certainty in PLAIN:
        for match in matches(pattern, text):
            if kind == IdentifierKind.POSTCODE and _is_no_postcode(match.group()):
                continue
            yield Found(*match.span(), kind, certainty)
    for match in matches(INSIDE_LINE, text):
        yield Found(*match.span(1), IdentifierKind.PHONE, Certainty.QUIET)
    for pattern, kind in PARTS:
        for match in matches(pattern, text):
            yield Found(*match.span(match.lastindex or 0), kind)
    for reader in (_phones, _nhs_numbers, _insurance_numbers):
        yield from reader(text)


def _is_no_postcode(passage: str) -> bool:
    """Return whether "s136 by" or "SOCIAL" only looks like a postcode."""
    return not any(map(str.isdigit, passage)) or SECTION.fullmatch(passage) is not None


def _phones(text: str) -> Iterator[Found]:
    for match in matches(PHONE, text):
        typed = match.group()
        if not _is_a_row(typed) and sum(map(str.isdigit, typed)) >= FEWEST_TYPED:
            start = match.end() - len(typed.lstrip(" "))
            yield Found(start, match.end(), IdentifierKind.PHONE, Certainty.REFUSED)
    for pattern in (PHONE_APART, PHONE_SPACED):
        for match in matches(pattern, text):
            if _has_digits_of_a_phone(match.group(), are_alone=pattern is PHONE_SPACED):
                yield Found(*match.span(), IdentifierKind.PHONE, Certainty.REFUSED)


def _is_a_row(typed: str) -> bool:
    """Return whether digits are numbers that go up, each of two digits: "01 02 03 04 05"."""
    groups = typed.split()
    return (
        len(groups) > 3
        and all(len(group) == 2 and group.isdigit() for group in groups)
        and all(before < after for before, after in pairwise(groups))
    )


def _has_digits_of_a_phone(typed: str, *, are_alone: bool) -> bool:
    """Return whether there are as many digits as in a phone number. Digits that stand alone must not be a row of counts
    or a scale."""
    digits = "".join(filter(str.isdigit, typed))
    if are_alone and (len(set(digits)) < FEWEST_DIFFERENT or digits.startswith(ONE_TO_FOUR)):
        return False
    return FEWEST_DIGITS <= len(digits) <= MOST_DIGITS


def _nhs_numbers(text: str) -> Iterator[Found]:
    """Yield ten digits: certain with the check digit and a word near that says so, quiet without either."""
    said = [match.span() for match in matches(NHS_CONTEXT, text)]
    loosely = [match.span() for match in matches(NHS_LOOSELY, text)]
    for match in matches(TEN_DIGITS, text):
        start, end = match.span()
        if OF_MONEY.search(text, max(0, start - 20), start):
            continue
        digits = "".join(filter(str.isdigit, match.group()))
        if has_check_digit(digits):
            certainty = Certainty.QUIET
            if _stands_near(said, start, end, FAR):
                certainty = Certainty.REFUSED
            elif _stands_near(said, start, end, VERY_FAR) or _stands_near(loosely, start, end, FAR):
                certainty = Certainty.SUSPECTED
            reason = NOT_CHECKED if certainty == Certainty.QUIET else ""
            yield Found(start, end, IdentifierKind.NHS_NUMBER, certainty, reason)
        elif _stands_near(said, start, end, CLOSE):
            yield Found(start, end, IdentifierKind.NHS_NUMBER)
        elif _stands_near(said, start, end, FAR):
            yield Found(start, end, IdentifierKind.NHS_NUMBER, Certainty.QUIET, NOT_CHECKED)


def _stands_near(spans: list[tuple[int, int]], start: int, end: int, before: int) -> bool:
    """Return whether one of `spans` starts at most `before` characters before a passage, or ends soon after it."""
    after = bisect_left(spans, (start - before, 0))
    return after < len(spans) and spans[after][1] <= end + NEAR


def _insurance_numbers(text: str) -> Iterator[Found]:
    for match in matches(NI_TEMPORARY, text):
        yield Found(*match.span(), IdentifierKind.NATIONAL_INSURANCE_NUMBER)
    for pattern in (NI, NI_APART, NI_APART_SMALL):
        for match in matches(pattern, text):
            letters = "".join(filter(str.isalpha, match.group()[:3]))[:2]
            if (
                letters.islower()
                and letters in WORDS_OF_TWO
                and match.group()[-1] == "a"
                and not match.group()[:3].isalnum()
            ):
                continue
            sure = NI_FIRST.match(letters.upper()) and sum(map(str.isdigit, match.group())) == 6
            certainty = Certainty.REFUSED if sure else Certainty.SUSPECTED
            yield Found(*match.span(), IdentifierKind.NATIONAL_INSURANCE_NUMBER, certainty)
