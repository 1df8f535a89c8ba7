"""Putting together what names one place: passages that overlap, and "the chip shop on" before "Cable Street". Pure."""

import re
from collections.abc import Iterable, Iterator
from dataclasses import replace
from functools import lru_cache

from kit.privacy.identifiers.kinds import Found, IdentifierKind

NEXT_TO = r"(?:on|in|at|of|by|near|off|opposite|behind|above|over|under|below|next to|next door to|near to|close to|round the corner from|up|down|along|outside|beside|across from|by the side of|to the back of|at the back of|nr|o/s)"
HOMES = (
    r"(?:flats?|house|houses|bungalow|caravan|bedsit|squat|tent|boat|houseboat|basement|attic|maisonettes?|estate|block|site|cottages?|stairwell|doorway|garages?|lock-?up|towers?|"
    r"bin store|skip|alley(?:way)?|steps|shop doorway|bushes|car|van|shop|building|shed|allotments?|farm|bench|horsebox|beach hut|hut|yurt|container|narrowboat|barge|lorry|bus shelter|car park|underpass|subway|end terrace|terrace|corner|lay-?by|bench|bus stop)"
)
PLACES = (
    r"(?:a&e|camhs|cmht|citi[sz]ens advice|cab|gps?|library|police|night shelter|shop|shops|chip ?shop|chippy|pub|club|caf[eé]|takeaway|kebab shop|bookies|bakery|bakers|butchers|barbers|salon|garage|petrol station|car ?wash|supermarket|chemist|pharmacy|surgery|practice|doctors?|docters?|"
    r"dentist|clinic|hospital|hospitle|hosp|ward|school|nursery|college|church|mosque|mosk|temple|gurdwara|chapel|hostel|refuge|shelter|day ?centre|drop-?in|food ?bank|soup kitchen|kitchen|community centre|"
    r"centre|office|offices|factory|factry|warehouse|depot|mill|yard|farm|hotel|b&b|guest ?house|care home|nursing home|job ?centre|library|sorting office|post office|gym|pool|market|stall|laundrette|launderette|"
    r"cash ?and ?carry|corner shop|newsagents?|off ?licence|offy|betting shop|restaurant|arcade|bingo|casino|lodge|walk-?in|mission|foyer|court|police station|prison|nick|station|priory|academy|bandstand|roundabout|harbour|quay|docks?|beach|common|bridge|field|fields|towpath|allotments)"
)
CHAINS = (
    r"(?:tesco|asda|aldi|lidl|sainsbury'?s|sainos|morrisons|boots|wilko|greggs|mcdonald'?s|maccies|maccy ?d'?s|costa|wetherspoons|weatherspoons|spoons|iceland|co-?op|pure ?gym|superdrug|primark|argos|b&q|b&m|poundland|"
    r"premier inn|travelodge|salvation army|sally army|sally ann|kwik save|royal british legion|british legion|post office|job ?centre|jobcentre plus|odeon|vue|mecca|gala|day lewis|lloyds pharmacy|jd gym|subway|kfc|burger king|starbucks|nando'?s|nandos|ladbrokes|coral|betfred|william hill|halfords|screwfix|spar|nisa|londis|barclays|natwest|halifax|specsavers|shell|bp|esso|texaco|"
    r"holiday inn|matalan|tk ?maxx|dunelm|ikea|currys|domino'?s|pizza hut|greggs|waitrose|m&s|marks|farmfoods|heron|home bargains|royal mail|amazon|dpd|evri|hermes|kwik ?fit|timpsons?|premier|best ?one|costcutter)"
)
HAPPENED = r"(?:incident|accident|attack|trouble|protest|march|business|thing|wedding|fight|raid|eviction|crash|fire)"
BEFORE = re.compile(
    rf"(?<![\w'-])(?:the |a |an |that |this )?(?:(?!(?:the|a|an|at|in|on|to|of|from|and|or|is|was|were|by|with|for)\b)[\w'-]{{2,15}} )?(?:(?P<home>{HOMES})|(?P<place>{PLACES}|{CHAINS}(?: (?:garage|petrol station|store|express|local|metro|pharmacy))?)|(?P<event>{HAPPENED}))"
    rf"(?:,? (?:that is |thats |right |just )?{NEXT_TO} (?:the |a )?|(?(place),? |(?!)))$",
    re.I,
)
TYPE = re.compile(rf"{PLACES}|{CHAINS}", re.I)
KIND = re.compile(
    rf"(?:{HOMES}|{PLACES}|{CHAINS}|{HAPPENED})(?: (?:garage|petrol station|store|express|local|metro|pharmacy))?",
    re.I,
)
LOOKED_AT = 8  # words before a place
LAST_OF_LINKS = frozenset(
    "on in at of by near off opposite behind above over under below to from up down along outside beside nr o/s".split()
)
AFTER = re.compile(
    rf"(?:(?:'s)? (?:{CHAINS}|c of e(?: \w{{3,8}})?|c\.? ?e\.?|r\.?c\.?|drop[- ]?in|cash ?(?:and|&|n) ?carry|butty shop|day centre|night shelter|primary|juniors?|infants?|chemist|pharmacy|care home|church|school|hall|court|hostel|house|centre|a&e|ed|walk-?in|general|infirmary|royal|hosp|job ?centre|market|nick|mags|bus station|train station|library|baths|leisure centre|food ?bank|probation|cop shop|recovery|project|team|club|lofts|apartments|surgery|hostel)(?![\w'-])"
    r"|,? (?:above|over|behind|opposite|next to|next door to|round the back of) the [\w']{3,20}(?: [\w']{3,20}(?= *[,.;)\n]|$))?(?: shop)?)",
    re.I,
)
LONGEST_BEFORE = 64
FEWEST_LEFT = 12  # characters of an event that still say something
TWICE = 2  # "the flat above the bookies on Roundhay Road"
NAMING = {IdentifierKind.PLACE_OR_ORGANISATION, IdentifierKind.ADDRESS, IdentifierKind.SMALL_PLACE}


def joined(found: Iterable[Found]) -> list[Found]:
    """Return passages in order, those that overlap as one, of the kind of the longest."""
    apart: list[Found] = []
    for each in sorted(found, key=lambda each: (each.start, -each.end)):
        if apart and each.start < apart[-1].end:
            apart[-1] = _as_one(apart[-1], each)
        else:
            apart.append(each)
    return apart


def _as_one(one: Found, other: Found) -> Found:
    longer = max(one, other, key=lambda each: each.end - each.start)
    return replace(longer, start=one.start, end=max(one.end, other.end))


def with_what_is_there(text: str, found: Found) -> Found:
    """Return a named place with what is said to be there, "the chip shop on Cable Street", other passages as they are."""
    for _ in range(TWICE if found.kind in NAMING else 0):
        if not _may_go_before(text, found.start):
            break
        match = BEFORE.search(text, max(0, found.start - LONGEST_BEFORE), found.start)
        if match is None:
            break
        found = replace(found, start=match.start(), kind=_kind(match, found.kind))
    after = AFTER.match(text, found.end) if found.kind in NAMING else None
    return replace(found, end=after.end()) if after else found


def _may_go_before(text: str, start: int) -> bool:
    """Return whether the words before a place are such that the pattern, which takes longer, can match."""
    words = text[max(0, start - LONGEST_BEFORE) : start].lower().split()[-LOOKED_AT:]
    if words and words[-1] in ("the", "a"):
        words.pop()
    if not words:
        return False
    if words[-1] not in LAST_OF_LINKS:
        return bool(TYPE.fullmatch(words[-1]) or TYPE.fullmatch(" ".join(words[-2:])))
    bare = [word.strip(",.;:()") for word in words]
    return any(
        _is_a_kind(" ".join(bare[first:end]))
        for first in range(len(bare))
        for end in range(first + 1, min(len(bare), first + 3) + 1)
    )


@lru_cache(maxsize=20_000)
def _is_a_kind(words: str) -> bool:
    """Return whether words say what a place or an event is: "chip shop", "flat", "fire"."""
    return KIND.fullmatch(words) is not None


def _kind(match: re.Match, kind: IdentifierKind) -> IdentifierKind:
    if match["event"]:
        return IdentifierKind.RARE_EVENT
    if match["place"]:
        return IdentifierKind.PLACE_OR_ORGANISATION
    return IdentifierKind.ADDRESS if match["home"] else kind


def free_parts(found: Found, taken: bytearray) -> Iterator[Found]:
    """Yield what is left of a passage beside what was found before."""
    start = found.start
    while start < found.end:
        if taken[start]:
            start += 1
            continue
        end = taken.find(1, start, found.end)
        end = found.end if end < 0 else end
        if end - start >= FEWEST_LEFT or (start, end) == (found.start, found.end):
            yield replace(found, start=start, end=end)
        start = end
