"""Finding what has a form of its own: numbers, addresses on the web, registrations and references. Pure.

Each pattern is bounded: what it looks at from one place in the text has a greatest length, so that the time it takes
grows with the text, not with its square. All read text that `kit.fold` has folded.
"""

import re
from bisect import bisect_left
from collections.abc import Iterator

from kit.privacy.identifiers.kinds import NOT_CHECKED, Certainty, Found, IdentifierKind

AREAS = (
    "AB|AL|B|BA|BB|BD|BF|BH|BL|BN|BR|BS|BT|BX|CA|CB|CF|CH|CM|CO|CR|CT|CV|CW|DA|DD|DE|DG|DH|DL|DN|DT|DY|E|EC|EH|EN|EX|"
    "FK|FY|G|GL|GU|GY|HA|HD|HG|HP|HR|HS|HU|HX|IG|IM|IP|IV|JE|KA|KT|KW|KY|L|LA|LD|LE|LL|LN|LS|LU|M|ME|MK|ML|N|NE|NG|NN|"
    "NP|NR|NW|OL|OX|PA|PE|PH|PL|PO|PR|RG|RH|RM|S|SA|SE|SG|SK|SL|SM|SN|SO|SP|SR|SS|ST|SW|SY|TA|TD|TF|TN|TQ|TR|TS|TW|UB|W|"
    "WA|WC|WD|WF|WN|WR|WS|WV|YO|ZE"
)
POSTCODE = re.compile(
    rf"(?=[A-Z]{{1,2}}[0-9]|GIR)(?<![^\W_])(?<!/)(?:(?:{AREAS})[0-9][0-9A-HJKMNP-Y]?[ .:/*|·•_-]{{0,3}}(?!(?-i:\d(?:st|nd|rd|th)))"
    r"[0-9O][ ]?[ABD-HJLNP-UW-Z]{2}|GIR ?0AA)(?![^\W_])",
    re.I,
)
DISTRICT = re.compile(
    rf"(?:(?<=\bin )|(?<=\bfrom )|(?<=\baround )|(?<=\bnear ))(?:{AREAS})[0-9]{{1,2}}(?= (?:area|postcode)|[,.;])"
)
EMAIL = re.compile(
    r"(?<![\w.+-])[\w.+%'-]{0,63}[\w+%\"-] ?@{1,3} ?[\w-]{1,63}(?:(?: ?[.。] ?|,)[\w-]{2,63}){1,6}(?!\w)"
)
EMAIL_BARE = re.compile(r"(?<![\w.+-])[\w.+%-]{1,64}@[\w\[-]{2,63}")
EMAIL_IN_WORDS = re.compile(
    r"(?<![\w.+-])[\w+%-]{1,40}(?:(?:\.| dot )[\w+%-]{1,40}){0,4} {0,2}(?:@|[\[({<] ?(?:at|@) ?[\])}>]|at) {0,2}[\w-]{1,40}"
    r"(?:(?:\.| ?[\[({<] ?dot ?[\])}>] ?| dot )[\w-]{2,30}){0,4}"
    r"(?:\.| ?[\[({<] ?dot ?[\])}>] ?| dot )(?:com|net|org|uk|co|info|me|ie|eu|io|biz|edu|gov|nhs)(?!\w)",
    re.I,
)
URL = re.compile(
    r"(?<![\w@.])(?:https?://[^\s<>\"]{3,300}|www\.[\w-]{1,63}[^\s<>\"]{1,300}|"
    r"(?:[a-z0-9-]{1,63}\.){1,5}(?:com|org|net|info|io|co|uk|me|ie|eu|app|blog|social|online|tv)(?:/[^\s<>\"]{0,300})?)(?!\w)",
    re.I,
)
PUBLIC = re.compile(
    r"(?:https?://)?(?:[\w-]{1,63}\.){0,4}(?:gov\.uk|nhs\.uk|nice\.org\.uk|doi\.org|ac\.uk)(?:/|$)", re.I
)
HANDLE = re.compile(r"(?<![\w@.])@[\w](?:[\w.]{0,40}\w)?")
HANDLE_NAMED = re.compile(
    r"\b(?:insta(?:gram)?|ig|snap(?:chat)?|tik ?tok|twitter|facebook|fb|discord|xbox|telegram|onlyfans|reddit|youtube|threads)"
    r"(?: (?:account|handle|name|user(?:name)?|id|page|profile))?(?: (?:is|as|under|called|at|by))?[:,]? {0,2}"
    r"['\"“]?([\w](?=[\w.]{0,40}[_.\d])[\w.]{1,40}\w)",
    re.I,
)
PHONE = re.compile(
    r"(?<![^\W_])(?<!\d\.)(?:(?:\(? ?\+ ?44 ?\)?|\(?00 ?44\)?|44(?=[ -]?\(?0?\)?[ -]?7))[ .()-]{0,4}(?:0[ )-]{0,2})?|\(? ?[0oO](?![0 ]{4}))"
    r"[1-9](?:[ .()/·•_-]{0,4}\d|[oO](?= ?\d)){8,9}(?!\d)"
)
# Groups of digits with other signs between them, or on two lines; and each digit by itself.
PHONE_APART = re.compile(
    r"(?<![^\W_])(?<![\d£][.,])0[1-378]\d{1,3}(?:[\s:;,|*·•/._-]{1,4}\d{3,7}){1,3}(?![\d])(?![.,]\d)"
)
PHONE_SPACED = re.compile(r"(?<![^\W_])(?<!\d[ .,-])0(?:[ .·•/_-]{1,3}\d){9,10}(?![ .·•/_-]?\d)")
MOST_DIGITS, FEWEST_DIGITS = 11, 10  # of a number of this country, with its first 0
FEWEST_DIFFERENT = 5  # among digits that stand alone: a row of counts has fewer
ONE_TO_FOUR = "01234"  # a scale
ABROAD = re.compile(r"(?<![\w.])(?:\+|00(?=[1-9]))(?!44)[1-9](?:[ .()-]{0,2}\d){7,13}(?!\d)")
SHORT_PHONE = re.compile(
    r"\b(?:tel|phone|mob|mobile|landline|ring|call)(?: (?:no|number|is|on|her|him|them)){0,2}[.:]? {0,2}"
    r"(\d{3}[ -]?\d{3,4}|\d{5,8})(?![\d/.:-]?\d)",
    re.I,
)
DIGIT = r"(?:oh?|zero|nought|one|two|three|four|five|six|seven|eight|nine|double|triple|treble|hundred)"
PHONE_IN_WORDS = re.compile(rf"\b(?:oh|o|zero|nought|plus four four)(?:[ ,-]{{1,2}}{DIGIT}){{7,14}}\b", re.I)
TEN_DIGITS = re.compile(
    r"(?:(?<![\w/.-])(?<!\+)|(?<=nhs))(?:\d{3}[ ./_-]{0,2}\d{3}[ ./_-]{0,2}\d{4}|\d(?:[ ./_-]\d){9})(?![\w/]|[.-]\d)",
    re.I,
)
NHS_CONTEXT = re.compile(
    r"\bnhs(?![a-z])|\b(?:patient|chi)\b|\b(?:her|his|their|hospital) (?:number|no)\b", re.I
)
NI = re.compile(
    r"(?<!\w)(?!BG|GB|NK|KN|TN|NT|ZZ)[A-CEGHJ-PR-TW-Z][A-CEGHJ-NPR-TW-Z][ .-]{0,3}\d{2}[ .-]{0,3}\d{2}[ .-]{0,3}\d{2}"
    r"[ .-]{0,3}[A-D](?!\w)",
    re.I,
)
NI_APART = re.compile(
    r"(?<!\w)[A-CEGHJ-PR-TW-Z][ ./_-]?[A-CEGHJ-NPR-TW-Z](?:[ ./_-]{0,3}\d){6}[ ./_-]{0,3}[A-D](?!\w)"
)
NI_NAMED = re.compile(
    r"\b(?:NI|NINO|national insurance)(?: (?:no|number|num|is)){0,2}[.:]? {0,3}"
    r"([A-Z]{2}[ .-]{0,3}\d{2}[ .-]{0,3}\d{2}[ .-]{0,3}\d{2}(?:[ .-]{0,3}[A-Z])?)(?!\w)",
    re.I,
)
PLATE = re.compile(r"(?<![\w/])[A-Z]{2}\d{2} ?[A-Z]{3}(?![\w/])")
PLATE_SMALL = re.compile(r"(?<![\w/])[a-z]{2}\d{2}[a-z]{3}(?![\w/])", re.I)
PLATE_OLD = re.compile(
    r"(?<![\w/])(?:[A-HJ-NPR-TV-Y]\d{1,3} ?[A-PR-Z]{3}|[A-PR-Z]{3} ?\d{1,3}[A-HJ-NPR-TV-Y])(?![\w/])"
)
PLATE_ANY = re.compile(
    r"(?<![\w/])(?:[a-z]{2}\d{2} ?[a-z]{3}|[a-hj-npr-tv-y]\d{1,3} ?[a-pr-z]{3}|[a-pr-z]{3} ?\d{1,3}[a-hj-npr-tv-y]|"
    r"[a-z]{1,3} ?\d{4})(?![\w/])",
    re.I,
)
VEHICLE = re.compile(
    r"\b(?:car|van|reg|registration|index|plate|plates|vehicle|vrm|astra|corsa|fiesta|focus|golf|polo|transit|bmw|audi|"
    r"ford|vauxhall|motorbike|moped|scooter|taxi|lorry|estate)\b",
    re.I,
)
PRISON = re.compile(r"(?<![\w/])[A-Z]\d{4}[A-Z]{2}(?!\w)", re.I)
PNC = re.compile(r"(?<![\w/])(?:19|20)?\d{2}/\d{4,7}[A-Z](?!\w)", re.I)
COURT = re.compile(r"(?<![\w/])[ST]20\d{5,6}(?!\w)", re.I)
SLASHED = re.compile(
    r"(?<![\w/])[A-Z]{1,6}[/-](?=[A-Z\d/-]{0,20}\d{2})[A-Z\d]{1,10}(?:[/-][A-Z\d]{1,10}){0,3}(?![\w/])"
)
MIXED = re.compile(r"(?<![\w/])(?!nhs)(?:[A-Z]{1,4}\d{5,12}[A-Z]{0,2}|\d{2}[A-Z]{2}\d{5,10})(?![\w/])", re.I)
REFERENCE = re.compile(
    r"\b(?:ref|refs|a/c|fwin|service|pension|reference|referance|cad|crn|urn|pnc(?: id)?|log|misper|marac|mappa|nrm|rio|mrn|uprn|noms|delius|oasys|"
    r"crime|case|custody|custody record|court|prison|prisoner|police|incident|housing|tenancy|rent a/c|rent account|account|"
    r"application|claim|hb claim|uc claim|order|repairs order|property bag|policy|hospital|record|file|job|invoice|warrant|"
    r"exhibit|collar|badge|passport|visa|brp|driving licence|licence|home office)"
    r"(?: (?:ref|reference|referance|no|nr|num|number|id|code|record|is|was|a/c)){0,3}[.:#]{0,2} {0,3}#? ?"
    r"((?=[A-Z\d/-]{0,12}\d)[A-Z\d]{1,14}(?:(?:[/-]| of (?=\d{1,2}/)| (?=\d{4}))[A-Z\d]{1,14}){0,5})(?!\w)",
    re.I,
)
AGE = re.compile(
    r"(?=9\d|1[01]\d)(?:(?<![\w£.:/,-])(?:9\d|1[01]\d)(?=[ -]{0,2}(?:(?:years?|yrs?|y)[ -]{0,2}(?:olds?|o)?|y/?o|yo|/?[MF])(?!\w)|/?[mf](?!\w))"
    r"|(?:(?<=\baged )|(?<=\bage )|(?<=\bturned )|(?<=\bis now )|(?<=\bage: ))(?:9\d|1[01]\d)(?![\w%:/]|\.\d)"
    r"|(?:(?<=\bis )|(?<=\bwas )|(?<=\bnearly )|(?<=\balmost ))(?:9\d|10\d)(?=[,.;)]|\n|$| and (?!\d)| but | when )"
    r"|(?<=\()(?:9\d|10\d)(?=\)|, )|(?<=[a-z], )9\d(?=, |\n)|(?:(?<=\bi'm )|(?<=\bhe's )|(?<=\bshe's ))(?:9\d|10\d)(?!\w|%|\.\d))",
    re.I,
)
AGE_IN_WORDS = re.compile(
    r"\b(?:(?:is|aged|age|turned|was|nearly|he's|she's|i'm|who's) ninety(?:[ -](?:one|two|three|four|five|six|seven|eight|nine))?(?! (?:per|minutes|pounds|days|seconds|times))"
    r"|ninety(?:[ -](?:one|two|three|four|five|six|seven|eight|nine))?[ -]years?[ -]old)\b",
    re.I,
)
ONLY_ONE = re.compile(r"\bthe only (?:[\w'-]{1,40} ){1,5}in (?:the )?\w{1,40}", re.I)

SPELLED_POSTCODE = re.compile(
    rf"\bpostcode (?:[a-z] ){{1,2}}(?:(?:{DIGIT}|ten|eleven|twelve|ninety|twenty|thirty|forty|fifty|sixty|seventy|eighty) ){{1,4}}[a-z] [a-z]\b",
    re.I,
)
NUMBER_IN_WORDS = re.compile(rf"\b{DIGIT}(?: {DIGIT}){{7,14}}\b", re.I)
TWO_PARTS = re.compile(
    r"(?:(?<=\bref )|(?<=\bgot )|(?<=\bappl )|(?<=\bhospital )|(?<=\bnumber )|(?<=\bno ))[A-Z]{1,4} \d[\d-]{3,11}(?!\w)",
    re.I,
)
NI_IN_WORDS = re.compile(rf"\b[a-z] [a-z](?: {DIGIT}){{5,6}} [a-d]\b", re.I)
PLATE_IN_WORDS = re.compile(rf"\b[a-z] [a-z] {DIGIT} {DIGIT}(?: [a-z]){{3}}\b", re.I)

PLAIN = [
    (EMAIL, IdentifierKind.EMAIL, Certainty.REFUSED),
    (EMAIL_IN_WORDS, IdentifierKind.EMAIL, Certainty.REFUSED),
    (EMAIL_BARE, IdentifierKind.EMAIL, Certainty.SUSPECTED),
    (POSTCODE, IdentifierKind.POSTCODE, Certainty.REFUSED),
    (NI, IdentifierKind.NATIONAL_INSURANCE_NUMBER, Certainty.REFUSED),
    (NI_APART, IdentifierKind.NATIONAL_INSURANCE_NUMBER, Certainty.REFUSED),
    (PRISON, IdentifierKind.REFERENCE, Certainty.SUSPECTED),
    (PNC, IdentifierKind.REFERENCE, Certainty.SUSPECTED),
    (COURT, IdentifierKind.REFERENCE, Certainty.SUSPECTED),
    (PLATE, IdentifierKind.VEHICLE_REGISTRATION, Certainty.SUSPECTED),
    (PLATE_SMALL, IdentifierKind.VEHICLE_REGISTRATION, Certainty.SUSPECTED),
    (PLATE_OLD, IdentifierKind.VEHICLE_REGISTRATION, Certainty.SUSPECTED),
    (ABROAD, IdentifierKind.PHONE, Certainty.REFUSED),
    (PHONE_IN_WORDS, IdentifierKind.PHONE, Certainty.SUSPECTED),
    (SPELLED_POSTCODE, IdentifierKind.POSTCODE, Certainty.SUSPECTED),
    (TWO_PARTS, IdentifierKind.REFERENCE, Certainty.SUSPECTED),
    (NUMBER_IN_WORDS, IdentifierKind.REFERENCE, Certainty.SUSPECTED),
    (NI_IN_WORDS, IdentifierKind.NATIONAL_INSURANCE_NUMBER, Certainty.SUSPECTED),
    (PLATE_IN_WORDS, IdentifierKind.VEHICLE_REGISTRATION, Certainty.SUSPECTED),
    (MIXED, IdentifierKind.REFERENCE, Certainty.SUSPECTED),
    (DISTRICT, IdentifierKind.POSTCODE, Certainty.SUSPECTED),
    (AGE, IdentifierKind.AGE_OVER_89, Certainty.SUSPECTED),
    (AGE_IN_WORDS, IdentifierKind.AGE_OVER_89, Certainty.SUSPECTED),
    (ONLY_ONE, IdentifierKind.ONLY_ONE, Certainty.SUSPECTED),
]
PARTS = [  # what is named before the group is not part of it
    (NI_NAMED, IdentifierKind.NATIONAL_INSURANCE_NUMBER),
    (HANDLE_NAMED, IdentifierKind.SOCIAL_HANDLE),
    (REFERENCE, IdentifierKind.REFERENCE),
    (SHORT_PHONE, IdentifierKind.PHONE),
]
NEAR, FAR = 40, 120  # characters before and after, in which a word says what a number is
NOT_REFERENCES = re.compile(
    r"(?:\d{1,2}|(?:19|20)\d\d|\d{1,2}(?:st|nd|rd|th|am|pm|h|hrs|x|yrs?|k|m|mg|ml|a|b)|24/7|\d{1,2}/\d{1,2})",
    re.I,
)


def has_check_digit(digits: str) -> bool:
    """Return whether ten digits are a valid NHS number: the last is made of the others."""
    total = sum(int(digit) * weight for digit, weight in zip(digits, range(10, 1, -1), strict=False))
    return (11 - total % 11) % 11 == int(digits[9]) and len(set(digits)) > 1


def find_numbers(text: str) -> Iterator[Found]:
    """Yield what has a form of its own in a folded text, the most certain first."""
    yield from find_what_may_be_refused(text)
    for reader in (_urls, _vehicles):
        yield from reader(text)
    for match in HANDLE.finditer(text):
        yield Found(*match.span(), IdentifierKind.SOCIAL_HANDLE)
    for pattern, kind in PARTS:
        for match in pattern.finditer(text):
            if kind != IdentifierKind.REFERENCE or not NOT_REFERENCES.fullmatch(match[1]):
                yield Found(*match.span(1), kind)
    for match in SLASHED.finditer(text):
        yield Found(*match.span(), IdentifierKind.REFERENCE)


def find_what_may_be_refused(text: str) -> Iterator[Found]:
    """Yield the first of what `find_numbers` yields, up to the last that is refused: all that a form has to know."""
    for pattern, kind, certainty in PLAIN:
        for match in pattern.finditer(text):
            yield Found(*match.span(), kind, certainty)
    for reader in (_phones, _nhs_numbers):
        yield from reader(text)


def _urls(text: str) -> Iterator[Found]:
    for match in URL.finditer(text):
        address = match.group().rstrip(".,;:!?)]}'”’")
        if not PUBLIC.match(address):
            yield Found(match.start(), match.start() + len(address), IdentifierKind.URL)


def _phones(text: str) -> Iterator[Found]:
    for match in PHONE.finditer(text):
        start = match.start() + len(match.group()) - len(match.group().lstrip(" "))
        yield Found(start, match.end(), IdentifierKind.PHONE, Certainty.REFUSED)
    for pattern in (PHONE_APART, PHONE_SPACED):
        for match in pattern.finditer(text):
            if _has_digits_of_a_phone(match.group(), are_alone=pattern is PHONE_SPACED):
                yield Found(*match.span(), IdentifierKind.PHONE, Certainty.REFUSED)


def _has_digits_of_a_phone(typed: str, *, are_alone: bool) -> bool:
    """Return whether there are as many digits as in a phone number. Digits that stand alone must not be a row of counts
    or a scale."""
    digits = "".join(filter(str.isdigit, typed))
    if are_alone and (len(set(digits)) < FEWEST_DIFFERENT or digits.startswith(ONE_TO_FOUR)):
        return False
    return FEWEST_DIGITS <= len(digits) <= MOST_DIGITS


def _nhs_numbers(text: str) -> Iterator[Found]:
    """Yield ten digits: certain with the check digit and a word near that says so, quiet without either."""
    said = [match.span() for match in NHS_CONTEXT.finditer(text)]
    for match in TEN_DIGITS.finditer(text):
        start, end = match.span()
        digits = "".join(filter(str.isdigit, match.group()))
        after = bisect_left(said, (start - FAR, 0))
        near = after < len(said) and said[after][1] <= end + NEAR
        checked = has_check_digit(digits)
        if near:
            certainty = Certainty.REFUSED if checked else Certainty.SUSPECTED
            yield Found(start, end, IdentifierKind.NHS_NUMBER, certainty)
        elif checked:
            yield Found(start, end, IdentifierKind.NHS_NUMBER, Certainty.QUIET, NOT_CHECKED)


def _vehicles(text: str) -> Iterator[Found]:
    for word in VEHICLE.finditer(text):
        for match in PLATE_ANY.finditer(text, word.end(), min(len(text), word.end() + NEAR)):
            yield Found(*match.span(), IdentifierKind.VEHICLE_REGISTRATION)
            break
