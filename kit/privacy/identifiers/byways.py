"""Finding places and homes by what stands beside their names: "the hostel, Archway", "on the whin bank estate". Pure."""

import re
from collections.abc import Iterator

from kit.privacy.identifiers import lists
from kit.privacy.identifiers.kinds import Found, IdentifierKind
from kit.privacy.identifiers.signs import is_usual
from kit.privacy.identifiers.tokens import in_dictionary
from kit.privacy.identifiers.windows import matches

PLACE, ADDRESS, SMALL_PLACE = (
    IdentifierKind.PLACE_OR_ORGANISATION,
    IdentifierKind.ADDRESS,
    IdentifierKind.SMALL_PLACE,
)
WORD = r"[\w'-]{1,20}"
SORTS = r"(?:hostel|day centre|night shelter|refuge|school|college|nursery|surgery|pub|care home|nursing home|church|mosque|chapel|charity|shelter|food ?bank|drop-?in|club|caf[eé]|factory|firm|prison|village|hamlet|ward|crisis house|employer|landlord)"
NAMED = re.compile(
    rf"\b{SORTS}(?:,? (?:called |named )?| \(|: |, | [-–] )[\"“'‘]?((?-i:[A-Z])[a-z'-]{{3,18}}(?: (?-i:[A-Z])[a-z'-]{{2,18}}){{0,2}})[\"”'’]?(?=[),;\n]|\.(?!\w)|$| (?:is|was|has|have|in|on|who|where|took|said|rang|offered|refused|closed)\b)",
    re.I,
)
PLURAL = re.compile(
    r"(?:^|(?<=[.!?\n] )|(?<=\n))((?-i:[A-Z])[a-z]{3,16}[a-rt-z](?: (?-i:[A-Z])[a-z]{2,16})?) (?:have|are|were|say|won't|wont|don't|want|need) (?:now |still |also |not |both )?(?:evicted|offered|refused|agreed|said|asked|closed|sent|taken|given|told|banned|barred|accepted|declined|full|no|him|her|found|rung|got|put|moved|made|already|looking|holding|keeping|paying|waiting|been|a (?:bed|room|place|space))\b",
    re.M,
)
SERVICE = re.compile(
    r"\b(?-i:([A-Z][a-z'-]{3,18}) (?:(?:Floating|Housing|Community|Young|Family|Families|Home|Night|Day|Crisis|Recovery|Street|Care|Addiction|Addictions|Drug|Alcohol|Women's|Men's|Carers?|Mental|Health|People's|Persons) ){0,2}"
    r"(?:Support|Outreach|Recovery|Advocacy|Wellbeing|Aid|Carers|Mind|Connect|Futures|Pathways|Steps|Network|Alliance|Collective|Befriending|Mediation|Reach|Nightstop|Foyer|Rovers|Players|Circle|Almshouses|Kitchen|Larder|Pantry|Hive|Nest|Wheels))\b(?! (?:Worker|Officer|Plan|Team|Manager|Group|Act|Allowance|Service|Services|Needs))"
)
TEAM = re.compile(
    r"\b(?-i:([A-Z][a-z]{3,15}))(?: (?-i:[A-Z])[a-z]{2,15})? (?:(?:crisis|home treatment|recovery|outreach|street|drug|housing|mental health|community|neighbourhood|safeguarding|leaving care|youth|liaison|duty|early intervention|assertive outreach|rough sleepers?|older people's|district nurs(?:es|ing)|perinatal|probation|social work|nursing|stroke|heart failure|ambulance|fire) (?:team|nurses)|(?-i:CMHT|CRHT|CRHTT|CAMHS|IAPT|EIP|MASH|NPT|HTT|AMHP hub|YOT|CDAT))(?!\w)",
    re.I,
)
WEEKDAY_CLUB = re.compile(
    r"\b(?:Monday|Tuesday|Wednesday|Thursday|Friday|Saturday|Sunday)s? (?:[A-Z][a-z]{2,12} )?(?:Kitchen|Suppers?|Lunch(?:es)?|Club|Caf[eé]|Breakfasts?|Social|Choir|Table|Drop-?[Ii]n|Meal|Gathering|Fellowship)\b"
)
ESTATE = re.compile(
    rf"\b(?:on|off|from|in|around|round|near|to|across|over|up|down) the (?!(?:council|housing|same|whole|new|old|local|other|next|big|industrial|trading|rough|nearby|private|large|small|first|last|real|worst|best|entire|adjoining|neighbouring|sprawling|main|far|main)\b)((?:{WORD} ){{1,2}}estate)\b(?! (?:agents?|office|manager|services|management))",
    re.I,
)
SHORT_STREET = re.compile(
    r"(?<![\w/.:£-])\d{1,4}[a-z]?,? (?:(?!(?:the|a|an|of|at|to|in|my|for|his|her)\b)[a-z][\w'-]{2,15} ){1,2}(?:(?:gr|gn|tce|tces|ter|wk|bldgs|cotts|vw|gdns|crs|cresc|ests?|mnt|mws|hts|rw|vlls)\b\.?|(?-i:Cl|Ct|Dr|Pl|Sq|Mt|Av|Pk|Ho|CL|CT|DR|PL|SQ|MT|AV|PK|HO)\b\.?)(?=[,.;)\n ]|$)",
    re.I,
)
IN_WORDS = r"(?:one|two|three|four|five|six|seven|eight|nine|ten|eleven|twelve|thirteen|fourteen|fifteen|sixteen|seventeen|eighteen|nineteen|(?:twenty|thirty|forty|fifty|sixty|seventy|eighty|ninety)(?:[ -](?:one|two|three|four|five|six|seven|eight|nine))?)"
AND_NUMBER = re.compile(
    rf"\b(?:[\w'-]{{3,16}} ){{1,2}}(?:street|st|road|rd|avenue|ave|lane|ln|close|drive|court|terrace|crescent|gardens|grove|place|row|walk|mount|rise|view|hill|mews|square|way|villas|park|green|gate|parade|yard|wharf),? (?:number|no\.?|num|nr|flat|house) (?:\d{{1,4}}[a-z]?|{IN_WORDS})(?!\w)",
    re.I,
)
NUMBER_IN_WORDS = re.compile(
    rf"\b(?:number |no\.? |flat )?{IN_WORDS},? (?!(?:the|a|an|of|in|on|at|and|to|other|more|whole|long|nights?|days?|weeks?|months?|years?|people|steps?|new|old)\b)([\w'-]{{3,16}}) (?:street|road|avenue|lane|terrace|crescent|gardens|grove|mews|close|drive|villas|cottages|row)\b",
    re.I,
)
AT_A_NUMBER = re.compile(
    r"\b(?:at|@|to|from|of|lives|live|lived|living|stays|staying|c/o|address|addr|add|home|outside|o/s|nr|near|opp|opposite|by|visit|visited|hv|attended|left|now|his|her|their)(?: at)?[,:]? (\d{1,3}[a-f]? [a-z]{5,16})(?=[.,;)\n]|$| (?:and|with|on|in|at|since|for|is|was|until|til|he|she|they|who|but|where|when|no|nr|near|or|again|now)\b)",
    re.I,
)
COTTAGE = re.compile(
    r"\b(?:at|in|from|to|of|left|outside|near|nr|address|lives|live) ((?:(?!(?:the|a|an|his|her|my|our|this|that|holiday|little|small|country|private|rented|tied|pie|shepherds)\b)[\w'-]{3,16} ){1,2}(?:cottages?|bungalow|farm|barn|farmhouse|almshouses))\b(?! (?:hospital|pie|industry|garden|worker|shop|cheese))",
    re.I,
)
BESIDE = re.compile(
    r",? \(?((?-i:[A-Z])[a-z'-]{3,18}|[A-Z]{4,18}|[a-z]{5,18})\)?(?=[,.;)\n]|$| (?:by|near|on|is|he|she|and|ls|where)\b)"
)
# Where a passage with what stands after it in commas is one address: "the lock-keeper's house, hebbleden".
NO_PLACES = frozenset(
    "hospital prison street house room flat home bed please thanks today tomorrow yesterday sunday monday".split()
)


def find_byways(text: str) -> Iterator[Found]:
    """Yield places, homes and services of a folded text that the words beside their names tell."""
    for pattern in (NAMED, PLURAL, SERVICE):
        for match in matches(pattern, text):
            words = match[1].lower().split()
            if match[1].isupper():
                continue
            if not any(is_usual(word) for word in words) and not (
                pattern is SERVICE and in_dictionary(words[0])
            ):
                yield Found(*match.span(0 if pattern is SERVICE else 1), PLACE)
    for match in matches(TEAM, text):
        low = match[1].lower()
        if not is_usual(low) or low in lists.cities():
            if not in_dictionary(low) or low in lists.cities() or low in lists.surnames():
                yield Found(*match.span(), PLACE)
    for match in matches(WEEKDAY_CLUB, text):
        yield Found(*match.span(), PLACE)
    for match in matches(ESTATE, text):
        words = match[1].lower().split()[:-1]
        if not all(is_usual(word) for word in words):
            yield Found(*match.span(1), SMALL_PLACE)
    for pattern in (SHORT_STREET, AND_NUMBER, NUMBER_IN_WORDS):
        for match in matches(pattern, text):
            yield Found(*match.span(), ADDRESS)
    for match in matches(AT_A_NUMBER, text):
        word = match[1].split()[-1].lower()
        if not in_dictionary(word) and not lists.is_misspelled(word) and word not in lists.allowed_words():
            yield Found(*match.span(1), ADDRESS)
    for match in matches(COTTAGE, text):
        words = match[1].lower().split()[:-1]
        if any(word in lists.NATURE or word in lists.names() or not in_dictionary(word) for word in words):
            yield Found(*match.span(1), ADDRESS)


def place_beside(text: str, found: Found) -> Found | None:
    """Return the village or part of a town that stands after an address or a place, between commas, or None."""
    if found.kind not in (PLACE, ADDRESS):
        return None
    match = BESIDE.match(text, found.end)
    if match is None or text[found.end : found.end + 1] not in (",", " "):
        return None
    low = match[1].lower()
    if text[found.end] == " " and "(" not in match.group():
        return None
    if (
        in_dictionary(low)
        or low in NO_PLACES
        or low in lists.allowed_words()
        or low in lists.names()
        or lists.is_misspelled(low)
    ):
        return None
    return Found(*match.span(1), SMALL_PLACE)
