"""Finding addresses, named places and organisations, small places, and events that people remember. Pure."""

import re
from bisect import bisect_left
from collections.abc import Iterator

from kit.privacy.identifiers import lists, public
from kit.privacy.identifiers.beside import free_parts, joined, with_what_is_there
from kit.privacy.identifiers.byways import find_byways, place_beside
from kit.privacy.identifiers.events import find_events
from kit.privacy.identifiers.firms import find_firms
from kit.privacy.identifiers.governed import find_governed
from kit.privacy.identifiers.grounds import find_grounds
from kit.privacy.identifiers.kinds import Found, IdentifierKind
from kit.privacy.identifiers.plain import is_plain
from kit.privacy.identifiers.signs import OF_THE_COUNTRY, find_signs
from kit.privacy.identifiers.terms import AFTER_A_PHYSICIAN, OF_CARE, OF_OFFICES
from kit.privacy.identifiers.tokens import Token
from kit.privacy.identifiers.unlisted import ADDRESSES, OF_A_KIND, STOPS, find_unlisted
from kit.privacy.identifiers.windows import matches

NUMBER = re.compile(
    r"(?:\b(?:flat|room|apartment|apt|bungalow|plot|unit|block) ?\d{0,4}[a-z]?,? )?(?:\bno\.? ?)?(?<![\w/.:])\d{1,4}[a-z]?"
    r"(?: ?[-/] ?\d{1,4}[a-z]?)?,? $|\b(?:flat|room|apartment|apt|bungalow|plot|unit|block) ?\d{1,4}[a-z]?,? $",
    re.I,
)
FLAT = re.compile(
    r"\b(?:(?:flat|apartment|apt|bungalow|plot|caravan|pitch|chalet|mooring|berth) ?\d{1,4}[a-z]?|(?:(?<=\bat )|(?<=\bof ))(?:no\.? ?|number )\d{1,3}[a-z]?)(?!\w)",
    re.I,
)
# With these, the name of a city is that of a place in it: "Bradford Crown Court", "gloucester house", "Liverpool Road".
OF_A_CITY = lists.STREETS | frozenset(
    "house court lodge hostel prison nick infirmary mags magistrates probation arms inn tavern hotel chambers towers mosque church chapel cathedral minster station barracks foyer flats".split()
)
CITIES_THAT_ARE_WORDS = frozenset(
    "bath wells hull perth derry ely stoke preston chester lincoln salford england scotland wales ireland britain uk".split()
)
UNITS = frozenset(
    "minute minutes min mins hour hours hr hrs mile miles bed day days week weeks year years stop stops person people m metre metres".split()
)
MORE_ORGANISATIONS = frozenset(
    "foyer lounge social salads foods meats store storage office tabernacle grill takeaway casino bingo gym carpets repairs motors tyres autos cleaners launderette laundrette "
    "newsagents butchers exchange arcade theatre cinema stadium marina campsite bistro diner restaurant barbers salon logistics removals builders roofing scaffolding cabs taxis kennels "
    "stables dairy brewery foundry boatyard museum academy institute fellowship ministries assembly bakers fisheries tandoori balti kebab pizzeria hairdressers tailors juniors jmi baths probation mags infirmary hc mc surg wok fryer spice lido barracks steelworks colliery shipyard ironworks flats".split()
)
ENDINGS = frozenset("and when in on with for who where but he she they or at".split())
LONGEST_NUMBER = 32
DIGIT = re.compile(r"[0-9]")
AFTER_DIGITS = 5  # at most a letter, a comma and spaces stand between a number's last digit and the street
JOINED = frozenset((" ", "'s ", "'S ", "' ", "  ", "-", " & "))
LINKS = frozenset("of the and on in for from under by upon with".split())
BORN_IN = re.compile(r"\bborn (?:on )?[^\n]{0,24}?\bin ([A-Z][\w'-]{2,30})")
BIRTHPLACE = "With a date or a name, the place of birth narrows down who it can be."


def find_localities(text: str, tokens: list[Token], taken: bytearray) -> Iterator[Found]:
    """Yield addresses, organisations, places and events in order, those that overlap as one.

    `taken` holds one for each character that was found before: of events what is left is found, of places nothing.
    """
    starts = [token.start for token in tokens]
    places = (
        each
        for each in _places(text, tokens)
        if taken.find(1, each.start, each.end) < 0
        and not is_plain(text, each, tokens[bisect_left(starts, each.start) : bisect_left(starts, each.end)])
    )
    events = (part for each in find_events(text) for part in free_parts(each, taken))
    for each in joined([*places, *events]):
        widened = with_what_is_there(text, each)
        yield widened if taken.find(1, widened.start, widened.end) < 0 else each
        if (beside := place_beside(text, widened)) is not None:
            yield beside


def _places(text: str, tokens: list[Token]) -> Iterator[Found]:
    """Yield addresses, organisations and places, which may overlap."""
    for match in matches(BORN_IN, text):
        if match[1].lower() not in lists.allowed_words() - lists.cities():
            yield Found(*match.span(1), IdentifierKind.SMALL_PLACE, reason=BIRTHPLACE)
    yield from _flagged(tokens, _organisation, IdentifierKind.PLACE_OR_ORGANISATION)
    for pattern in ADDRESSES:
        for match in matches(pattern, text):
            yield Found(*match.span(), IdentifierKind.ADDRESS)
    yield from _addresses(text, tokens)
    for match in matches(FLAT, text):
        yield Found(*match.span(), IdentifierKind.ADDRESS)
    yield from _flagged(tokens, _possessed, IdentifierKind.PLACE_OR_ORGANISATION)
    yield from _flagged(tokens, _saint, IdentifierKind.PLACE_OR_ORGANISATION)
    yield from _flagged(tokens, _public_house, IdentifierKind.PLACE_OR_ORGANISATION)
    yield from _flagged(tokens, _term_in_capitals, IdentifierKind.PLACE_OR_ORGANISATION)
    yield from _small_places(tokens)
    yield from find_unlisted(text, tokens)
    yield from find_signs(text, tokens)
    yield from find_firms(text, tokens)
    yield from find_grounds(text, tokens)
    yield from find_byways(text)
    yield from find_governed(text)


def _flagged(tokens: list[Token], method, kind: IdentifierKind) -> Iterator[Found]:
    for at in range(len(tokens)):
        if (bounds := method(tokens, at)) is not None:
            yield Found(tokens[bounds[0]].start, tokens[bounds[1]].end, kind)


def is_naming(token: Token) -> bool:
    """Return whether a word is of the kind that names of places are made of."""
    low = token.low
    if low in lists.allowed_words() or low in lists.GENERIC or low in lists.SECTOR:
        return low in lists.NATURE and low not in lists.GENERIC
    parts = low.split("-")
    return (
        low in lists.NATURE
        or lists.is_sure_name(low)
        or not token.is_word
        or low in public.words()
        or (low,) in lists.places()
        or any(lists.is_sure_name(part) for part in parts)
    )


def _joined(tokens: list[Token], at: int) -> bool:
    """Return whether a word belongs with the one before it: only a space stands between them."""
    return at > 0 and tokens[at].before in JOINED


def _organisation(tokens: list[Token], at: int) -> tuple[int, int] | None:
    """Return the bounds of "Canal Side Hostel", "bridge house" or "barmby's garage", which ends at a word of its kind."""
    token = tokens[at]
    heads = (
        lists.ORGANISATIONS | MORE_ORGANISATIONS if token.capital or token.shouting else lists.ORGANISATIONS
    )
    if token.low not in heads or _joined_on(tokens, at):
        return None
    first, naming = at, False
    while first > 0 and at - first < 5 and _joined(tokens, first):
        before = tokens[first - 1]
        if (
            token.shouting
            and before.low not in lists.GENERIC | lists.SAYING
            and before.low not in lists.allowed_words()
        ):
            if before.low in STOPS:
                break
            naming = naming or _names_in_capitals(before)
        elif token.capital and before.capital and not (before.opens and before.low in lists.GENERIC):
            if before.low in lists.TITLES and before.low not in lists.NATURE:
                break
            naming = (
                naming
                or is_naming(before)
                or (
                    before.low not in lists.GENERIC | lists.SECTOR and before.low not in lists.allowed_words()
                )
            )
        elif token.capital and before.low in LINKS and first > 1 and tokens[first - 2].capital and naming:
            pass
        elif not token.capital and _is_a_city(before) and first == at and token.low in OF_A_CITY:
            naming = True
        elif not token.capital and (is_naming(before) or (not naming and before.low in lists.BETWEEN)):
            naming = naming or is_naming(before)
        elif not token.capital and naming and before.low in ("st", "saint", "old", "new"):
            pass
        else:
            break
        first -= 1
    while first < at and tokens[first].low in LINKS | {"the"}:
        first += 1
    if not naming or _is_allowed(tokens, first, at):
        return None
    return first, at


def _names_in_capitals(token: Token) -> bool:
    """Return whether a word of a line in capitals can be part of a name: "CEDAR" before "COURT", but not "HIGH"."""
    low = token.low
    return low not in lists.SECTOR | lists.FAMILY and (
        is_naming(token) or low not in OF_A_KIND | lists.STREETS | lists.OF_WORKERS
    )


def _joined_on(tokens: list[Token], at: int) -> bool:
    """Return whether the name goes on: "Church" in "Church Lane", "Health" in "Health Centre"."""
    after = tokens[at + 1] if at + 1 < len(tokens) and _joined(tokens, at + 1) else None
    if after is None or after.capital != tokens[at].capital:
        return False
    return after.low in lists.ORGANISATIONS | lists.STREETS and after.low not in {
        "view",
        "end",
        "place",
        "walk",
        "close",
        "drive",
        "way",
        "bank",
        "park",
        "green",
    }


def _is_allowed(tokens: list[Token], first: int, last: int) -> bool:
    """Return whether the words from `first` to `last` are a phrase that identifies nobody, with or without its last."""
    phrase = tuple(token.low for token in tokens[first : last + 1])
    if phrase in lists.allowed_phrases():
        return True
    is_a_city = last == first + 1 and phrase[0] in lists.cities() and phrase[1] in OF_A_CITY
    return phrase[:-1] in lists.allowed_phrases() and not is_a_city


def _is_a_city(token: Token) -> bool:
    """Return whether a word in small letters is a city and nothing else."""
    return token.low in lists.cities() and token.low not in CITIES_THAT_ARE_WORDS


def _addresses(text: str, tokens: list[Token]) -> Iterator[Found]:
    for at, token in enumerate(tokens):
        if token.low in lists.STREETS and (first := _street(text, tokens, at)) is not None:
            number = _number_before(text, tokens[first].start)
            yield Found(tokens[first].start if number is None else number, token.end, IdentifierKind.ADDRESS)


def _number_before(text: str, start: int) -> int | None:
    """Return where the number of a house starts that ends at `start`, with its flat, or None."""
    if not DIGIT.search(text, max(0, start - AFTER_DIGITS), start):
        return None
    from_ = max(0, start - LONGEST_NUMBER)
    match = NUMBER.search(text, from_, start)
    return match.start() if match else None


def _street(text: str, tokens: list[Token], at: int) -> int | None:
    """Return the first word of the street that ends at `at`, or None where it is no street."""
    token = tokens[at]
    if not _joined(tokens, at) or (token.low == "st" and _goes_on_in_capitals(tokens, at)):
        return None
    first = at - 1
    if token.capital and tokens[first].capital:
        while (
            first > 0
            and at - first < 3
            and _joined(tokens, first)
            and tokens[first - 1].capital
            and not tokens[first - 1].opens
        ):
            first -= 1
        usual = lists.NOT_STREETS if token.low in lists.SURE_STREETS else lists.NOT_STREETS | lists.SECTOR
        plain = _is_allowed(tokens, first, at) or all(
            each.low in usual or each.allowed for each in tokens[first:at]
        )
        plain = plain and not (
            first == at - 1 and tokens[first].low in lists.cities() and not tokens[first].opens
        )
        return None if plain and _number_before(text, tokens[first].start) is None else first
    for first in range(at - 1, max(-1, at - 4), -1):
        number = _number_before(text, tokens[first].start)
        if number is not None and tokens[first].low not in UNITS:
            return first
        if not _joined(tokens, first):
            break
    before = tokens[at - 1]
    if token.low in lists.SURE_STREETS and before.low not in lists.NOT_STREETS:
        return at - 1 if is_naming(before) or _is_a_city(before) else None
    if token.low == "st" and _ends_here(tokens, at) and (is_naming(before) or _is_a_city(before)):
        return at - 1
    return None


def _goes_on_in_capitals(tokens: list[Token], at: int) -> bool:
    return at + 1 < len(tokens) and tokens[at + 1].before in (" ", ". ") and tokens[at + 1].capital


def _possessed(tokens: list[Token], at: int) -> tuple[int, int] | None:
    """Return the bounds of "Pratt's Removals", a name and what is theirs, both in capitals."""
    if (
        not at
        or not tokens[at].capital
        or tokens[at].before != "'s "
        or tokens[at].acronym
        or not tokens[at - 1].capital
    ):
        return None
    plain = (
        tokens[at].low in lists.SECTOR | lists.FAMILY | lists.ROLES | AFTER_A_PHYSICIAN
        or tokens[at].allowed
        or not tokens[at].is_word
    )
    return None if plain or tokens[at - 1].is_word or tokens[at - 1].allowed else (at - 1, at)


def _saint(tokens: list[Token], at: int) -> tuple[int, int] | None:
    """Return the bounds of "St Chad's" or "st annes"."""
    if (
        tokens[at].low not in ("st", "saint")
        or tokens[at].glued
        or at + 1 == len(tokens)
        or tokens[at + 1].before not in (" ", ". ")
    ):
        return None
    after = tokens[at + 1]
    is_a_name = after.capital or is_naming(after) or after.low.removesuffix("s") in lists.names()
    if _is_allowed(tokens, at, at + 1) or not is_a_name:
        return None
    return at, at + 1


def _public_house(tokens: list[Token], at: int) -> tuple[int, int] | None:
    """Return the bounds of "the Red Lion" or "the willows", without "the", after a word such as "at"."""
    if tokens[at].low != "the" or at + 1 == len(tokens) or not _joined(tokens, at + 1):
        return None
    name = tokens[at + 1]
    last = at + 1
    while (
        last + 1 < len(tokens)
        and last - at < 3
        and _joined(tokens, last + 1)
        and (
            tokens[last + 1].capital
            if name.capital
            else tokens[last + 1].low in lists.PUBS and name.low in lists.PUBS
        )
    ):
        last += 1
    if (
        name.capital
        and last + 2 < len(tokens)
        and tokens[last + 1].low in ("of", "and")
        and tokens[last + 2].capital
    ):
        last += 2 if _joined(tokens, last + 1) and _joined(tokens, last + 2) else 0
    in_place = at > 0 and _joined(tokens, at) and tokens[at - 1].low in lists.BEFORE_PUBS | {"the"}
    plain = _is_allowed(tokens, at + 1, last) or any(
        each.low in lists.SECTOR or each.allowed or each.low in OF_THE_COUNTRY
        for each in tokens[at + 1 : last + 1]
    )
    if name.capital and in_place and not plain and not name.acronym and name.is_word:
        return at + 1, last
    if not name.capital and in_place and tokens[last].low in lists.PUBS and _ends_here(tokens, last):
        return at + 1, last
    return None


def _ends_here(tokens: list[Token], at: int) -> bool:
    """Return whether no noun can follow that the word would only describe: "the red lion", but not "the bridge loan"."""
    if at + 1 == len(tokens):
        return True
    after = tokens[at + 1]
    return after.before != " " or after.low in ENDINGS


def _term_in_capitals(tokens: list[Token], at: int) -> tuple[int, int] | None:
    """Return the bounds of two or more words in capitals amid a sentence that are no term of the trade."""
    if not tokens[at].capital or tokens[at].opens or (at and tokens[at - 1].capital and _joined(tokens, at)):
        return None
    last = at
    while last + 1 < len(tokens) and last - at < 5 and _joined(tokens, last + 1) and tokens[last + 1].capital:
        last += 1
    run = tokens[at : last + 1]
    if run[-1].low in OF_CARE and all(each.low in lists.GENERIC for each in run[:-1]):
        return None
    if len(run) < 2 or _is_allowed(tokens, at, last):
        return None
    if any(
        each.low in lists.SECTOR
        or each.allowed
        or each.acronym
        or not each.is_word
        or lists.is_sure_name(each.low)
        or each.low in OF_OFFICES
        for each in run
    ):
        return None
    return at, last


def _small_places(tokens: list[Token]) -> Iterator[Found]:
    """Yield places that are in the list, also in small letters where they can be nothing else."""
    at = 0
    while at < len(tokens):
        sizes = lists.first_words_of_places().get(tokens[at].low, ())
        size = next((size for size in sizes if _is_place(tokens, at, size)), 0)
        if size:
            yield Found(tokens[at].start, tokens[at + size - 1].end, IdentifierKind.SMALL_PLACE)
        at += size or 1


def _is_place(tokens: list[Token], at: int, size: int) -> bool:
    if at + size > len(tokens):
        return False
    if size > 1 and not all(tokens[each].before in (" ", "-") for each in range(at + 1, at + size)):
        return False
    if tuple(token.low for token in tokens[at : at + size]) not in lists.places():
        return False
    first = tokens[at]
    if size > 1:
        return first.capital or not all(token.is_word for token in tokens[at : at + size])
    after = at > 0 and first.before == " " and tokens[at - 1].low in lists.PLACES_BEFORE
    if first.low in lists.names() or first.is_word:
        return first.capital and after and not first.acronym and first.low not in lists.SECTOR
    return len(first.low) > 3 and not first.acronym
