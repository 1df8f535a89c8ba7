"""Finding places and organisations that are in no list, by their last word and by what stands before them. Pure.

"At lilac ward", "off brick kiln lane" and "from monks eaton" have no "the" or "a" before them, as names have none.
"""

import re
from collections.abc import Iterator

from kit.privacy.identifiers import lists
from kit.privacy.identifiers.beside import CHAINS
from kit.privacy.identifiers.kinds import Found, IdentifierKind
from kit.privacy.identifiers.tokens import Token
from kit.privacy.identifiers.windows import matches

BEFORE = frozenset(
    "at in from on to of off into near outside inside behind opposite via around towards past by by under with j/w o/s nr twds left beside along "
    "across down up for called above and round along thru through out under over live lives lived stays staying go goes went going".split()
)
PLACES_BEFORE = frozenset(
    "at in from to near outside around towards past off behind via by across nr twds beside".split()
)
MOTION = frozenset(
    "visit visits visited moved move moves moving went goes go gone going come came taken take took back next close referred admitted transferred sent brought discharged returned "
    "walked walk drove ran over up down out round close got get gets getting bus train thanks thank everybody everyone letter sent leter yard road lane".split()
)
DETERMINED = frozenset(
    "the a an this that these those his her their our my your its no any each every some another one same which what whose both all other such".split()
)
STOPS = DETERMINED | frozenset(
    "and or but if then so as is was are were be been being has have had do does did will would can could may might must not he she they it we i you me him them us "
    "who when where while because since until before after at in from on to of off into near outside inside behind by with for about over under up down out there here "
    "go get got goes gone move moves moved leave leaves left stay stays share find found make made see saw visit call ring attend start stop work works live lives come keep "
    "buy sell clean lose lost very too also just only even still never always again today tomorrow yesterday tonight monday tuesday wednesday thursday friday saturday sunday".split()
)
HEADS = frozenset(
    "home club parlour bistro diner restaurant pizzeria deli barber hairdressers tailors opticians dentists vets florist jewellers chemists greengrocers fishmongers "
    "store stores storage packaging foundation trust association practice centre station house lodge hostel ward hall school surgery court church chapel hotel chambers farm gym casino bingo priory abbey tabernacle cathedral college academy nursery pharmacy "
    "bakery salon barbers grill takeaway kebabs chippy carpets repairs motors tyres autos cleaners laundrette launderette newsagents butchers exchange arcade theatre cinema stadium marina "
    "campsite tavern inn arms mosque temple gurdwara refuge library museum lounge foyer shed methodist baptist pentecostal works mill brewery foundry dairy stables kennels flats wok fryer spice tandoori balti juniors infants jmi baths probation mags infirmary lido barracks steelworks "
    "boatyard brickworks salads meats foods removals builders plumbing roofing scaffolding joinery cabs taxis haulage logistics garage project circle almshouses "
    "lettings nightshelter scrapyard crematorium cemetery allotments mandir vihara synagogue convent monastery friary citadel racecourse velodrome dojo creamery cannery abattoir sawmill glassworks "
    "potteries bodyshop valeting cattery tearoom tearooms carvery steakhouse patisserie delicatessen bookmakers pawnbrokers cobblers playgroup preschool kindergarten madrassa madrasa shipyard colliery quarry".split()
)
NAMED_HEADS = frozenset(  # with these, a usual word is not enough
    "home club restaurant store stores storage packaging foundation trust association practice centre station house school court church hall college library garage works hotel farm nursery pharmacy theatre cinema shed exchange lounge mill inn arms project circle".split()
)
OF_A_KIND = frozenset(
    "boxing nursing rest funeral children's care health medical leisure sports community day drop-in walk-in youth social family resource advice information call contact shopping garden job petrol service fire bus coach railway tube polling sub weather power tapas curry pizza pop-up community-run department online convenience cold housing sailing cricket football rugby golf bowls working oncology cardiac renal gynae burns labour maternity surgical medical stroke respiratory orthopaedic haematology neuro rehab dementia discharge admissions psychiatric "
    "sunday night art drama law music dance swimming driving primary secondary high nursery infant junior special boarding summer catholic public private grammar village town "
    "county crown magistrates youth family supreme high kangaroo tennis squash food basketball concert dance sports guest half halfway open full empty safe shared whole next "
    "ground dining council care crack trap party wendy dolls' bail probation women's men's homeless parish city main school church work training residential secure acute mixed "
    "prison police hospital ice film film's pub boarding publishing steak coffee tea opera slaughter green power light ware free old new big small local nearby former large two "
    "bus train lorry van car bike mobile chip kebab fish print machine engine dry nail hair beauty barber corner sweet toy shoe book charity betting clothes phone pet "
    "cup tower end rented private crisis short step emergency temporary supported foster respite assessment independent virtual general day long shop".split()
)
SMALL_HEADS = frozenset(
    "home club parlour bistro diner restaurant pizzeria deli barber hairdressers tailors opticians dentists vets florist jewellers chemists greengrocers fishmongers "
    "store stores storage packaging foundation trust association practice centre station green bay halt fold bottom bottoms heath moor common abbot cross haven sands fen vale village magna parva regis marsh wood woods beach island moss edge brow "
    "bank head hill bridge ferry lock wharf quay estate eaton farthing underwood fields park gardens end foot nook clough gill".split()
)
NOT_SMALL = frozenset(
    "sick loading disabled parking ambulance high far deep dead west east south north other back front top bottom rear wits village bowling golf putting cricket business car science "
    "retail theme caravan industrial housing council whole food blood piggy data bottle memory river sand red bed up foot foot hard west river both big local own long loose book "
    "weekend front deep house tail tower fire play playing water letter over sharp flat cliff leading living cutting rocky very tax".split()
)
SUFFIXES = re.compile(
    r"[a-z]{3,12}(?:by|ton|ham|ley|mere|wick|thorpe|worth|bury|ford|dale|stead|combe|thwaite|gate|borough|hurst|bourne|minster|mouth|stow|holme|shaw|keld|firth|wold)"
)
STREETS = lists.SURE_STREETS | frozenset(
    "grove mews croft quay wharf villas embankment broadway parade row walk rise fold yard drive close way place hill bankside".split()
)
SURE = lists.SURE_STREETS | frozenset("grove mews croft villas bankside".split())
NOT_STREETS = lists.NOT_STREETS | frozenset(
    "country dirt trunk bus cycle bike ring toll service slip access coast coastal link relief narrow winding pedestrian shopping entire open residential cul-de-sac next first last lovers "
    "inside outside third second middle crawler lay-by b a nice own quiet rocky bumpy downing sesame easy high queer civvy coronation pudding fleet wall harley thread skid".split()
)
PUBS = re.compile(
    r"\b(?:red lion|royal oak|white hart|black bull|black horse|white horse|white swan|black swan|rose and crown|king'?s (?:head|arms)|queen'?s (?:head|arms)|crown and anchor|new inn|fox and (?:hounds|goose)|"
    r"prince of wales|princess royal|duke of (?:york|wellington|cumberland|edinburgh)|duchess of (?:kent|york)|marquis of granby|bird in (?:the )?hand|dog and (?:duck|gun|partridge|bone)|pig and whistle|hare and hounds|"
    r"coach and horses|horse and (?:groom|jockey|hounds)|cross keys|eagle and child|bull'?s head|nag'?s head|traveller'?s rest|golden (?:lion|fleece|cross|ball)|green (?:man|dragon)|royal standard|masons'? arms|"
    r"carpenter'?s arms|blacksmith'?s arms|railway (?:tavern|inn|arms)|three (?:horseshoes|tuns|crowns|legs|pigeons)|ship inn|lamb and flag|star and garter|george and dragon|plough and harrow|wheatsheaf|"
    r"jolly (?:sailor|farmer|brewer)s?|admiral (?:nelson|benbow|rodney)|lord nelson|robin hood inn|saracen'?s head|turk'?s head|boar'?s head|hand and (?:heart|flower)|world'?s end|stag'?s head|"
    r"bay horse|grey horse|blue bell|old bell|punch bowl|crooked billet|waggon and horses|bricklayer'?s arms|foresters'? arms|miner'?s arms|spread eagle|swan with two necks)\b",
    re.I,
)
CHURCHES = re.compile(
    r"\b(?:our lady(?:'s)?(?: of (?:the )?[\w'-]{3,20})?|sacred heart|holy (?:trinity|ghost|family|cross|rosary|name|innocents|redeemer)|all (?:saints|souls|hallows)'?|christ church|immaculate conception|good shepherd|"
    r"corpus christi)(?: (?:church|parish hall|school|primary|rc|hall|centre))?(?!\w)",
    re.I,
)
WARDS = re.compile(
    r"\bward [A-Z]{0,3}\d{1,3}[A-Z]?(?: (?:elderly|respiratory|medical|surgical|stroke|cardiology|gastro|rehab|renal))?(?![\w/])",
    re.I,
)
HOUSE_NUMBER = r"(?<![\w/.:£-])\d{1,4}[a-z]?(?: ?[-/] ?\d{1,4}[a-z]?)?,? "
ADDRESSES = [
    re.compile(
        r"\b(?:flat|room|unit|apt|apartment|bedsit|studio) (?:\d{1,4}[a-z]?|[a-z]),? (?!(?:the|a|an|at|in|on|and|of|is|was|for|with|to|near|since|from|number|no)\b)(?:[\w'-]{2,20} ){0,2}"
        r"(?:heights|towers|tower|court|house|lodge|point|mansions|view|place|block|buildings|gardens|close|hall|apartments)\b",
        re.I,
    ),
    re.compile(rf"{HOUSE_NUMBER}[a-z]{{3,15}}-(?:walk|lane|street|road|row|gate|side)\b", re.I),
    re.compile(
        rf"{HOUSE_NUMBER}(?!(?:surgate|delegate|aggregate|mitigate|investigate|tailgate|subrogate|navigate|propagate|surrogate)\b)(?:[a-z]{{4,12}}gate|bankside|broadway|kingsway|queensway|parkway|the (?:crescent|green|avenue|drive|close|grove|mews|paddock|"
        r"laurels|willows|maltings|granary|almshouses|limes|beeches|poplars|orchard|square|oaks|firs|cottages|terrace|parade|lane|street|quay|ridings|meadows|spinney))\b",
        re.I,
    ),
    re.compile(
        r"\b(?:(?:twenty|thirty|forty|fifty|sixty|seventy|eighty|ninety)(?:[ -](?:one|two|three|four|five|six|seven|eight|nine))?|one hundred and \w{3,12}|ten|eleven|twelve|thirteen|fourteen|fifteen|sixteen|"
        r"seventeen|eighteen|nineteen|one|two|three|four|five|six|seven|eight|nine)(?: [a-z])? (?:(?!(?:the|a|an|my|this|that|of|down|up|in|on|miles?|minutes?|days?|hours?|times?|people|and|or|per|years?|weeks?|months?|one|two|big|long|"
        r"different|more|other|main)\b)[\w']{3,20} ){1,3}(?:street|road|lane|row|avenue|close|drive|terrace|gardens|crescent|grove|place|court|rise|walk|mews)\b|"
        r"\b(?:fourteen|(?:(?:thir|four|fif|six|seven|eigh|nine)teen|twenty|thirty|forty|fifty|sixty|seventy|eighty|ninety|ten|eleven|twelve)(?:[ -]\w{3,5})?)(?: [a-z])? (?:bankside|broadway|[a-z]{4,10}gate)\b",
        re.I,
    ),
]
CHAIN = re.compile(
    rf"\b(?=[a-z])({CHAINS}(?: (?:garage|petrol station|services|express|local|metro|pharmacy|cafe|bakery))? (?:on|in|by|near|at|off|up|down|opposite|behind|under|next to) (?:the (?:canal|station|bridge|roundabout|docks?|park|river|market|ring road|"
    r"corner|seafront|sea ?front|precinct|parade|prom|(?-i:[A-Z])[\w'-]{3,20}|retail park|high (?:street|st|road|rd)|main road|bypass|dual carriageway|arches|bus station|flyover|[am]\d{1,4})|junction \d{1,2}|j\d{1,2}\b|"
    r"(?!(?:the|a|an|my|his|her|our|their|time|lunch|night|day|morning|evening|weekends?|christmas|monday|tuesday|wednesday|thursday|friday|saturday|sunday|january|february|march|april|may|june|july|august|"
    r"september|october|november|december|bus|foot|taxi|person|town|case|fact|order|all|least|first|last|work|times?|about|(?-i:[a-z]+ing))\b)[a-z][\w'-]{3,20}(?: (?:lane|road|street|st|rd))?)"
    r"|(?:(?<=\bat )|(?<=\bin )|(?<=\boutside )|(?<=\bbehind ))(?:pure ?gym|odeon|mecca|gala) \w{4,20})",
    re.I,
)
CHAIN_IN_A_STREET = re.compile(
    rf"\b(?=[a-z])(?:{CHAINS}|cash converters|cash generator|cex|poundstretcher|paddy power|h&t|bargain booze|savers),? (?-i:[A-Z])[\w'-]{{2,20}} (?:st|street|rd|road|lane|ln|ave|avenue|parade|row|hill|retail park|shopping centre|precinct)\b",
    re.I,
)
TWO_SIGNS = re.compile(
    r"(?:(?<=\bat )|(?<=\bthe )|(?<=\bo/s )|(?<=\boutside )|(?<=\bbehind )|(?<=\bin ))"
    r"(?:[A-Z][a-z]{2,14} (?:and|&|of) [A-Z][a-z]{2,14}|[A-Z]{3,14} & [A-Z]{3,14})\b(?! [A-Z])"
    r"|(?:(?<=\bAT )|(?<=\bOUTSIDE )|(?<=\bBEHIND ))[A-Z]{3,14} & [A-Z]{3,14}\b"
)
OF_THE_COUNTRY = re.compile(
    r"(?:House|Bank|Church|Secretary|University|Ministry|Department|Board|Court|Declaration|Duty|Care|Office|Health|Law|Lord|Royal|Black|White|Mixed|Power|Deed|Letter|Certificate|Head|Director|"
    r"Chief|Terms|Code|Community|Communities|Wales|England|Scotland|Bed|Point|Isle|North|South|East|West|Cost|Quality|State|City|Duty) "
)


def find_unlisted(text: str, tokens: list[Token]) -> Iterator[Found]:
    """Yield places and organisations that only their words and the words before them tell of."""
    for match in matches(PUBS, text):
        yield Found(*match.span(), IdentifierKind.PLACE_OR_ORGANISATION)
    for pattern in (CHURCHES, WARDS):
        for match in matches(pattern, text):
            yield Found(*match.span(), IdentifierKind.PLACE_OR_ORGANISATION)
    for match in matches(CHAIN, text):
        yield Found(*match.span(1), IdentifierKind.PLACE_OR_ORGANISATION)
    for match in matches(CHAIN_IN_A_STREET, text):
        yield Found(*match.span(), IdentifierKind.PLACE_OR_ORGANISATION)
    for match in matches(TWO_SIGNS, text):
        if not OF_THE_COUNTRY.match(match.group()) and _are_signs(match.group()):
            yield Found(*match.span(), IdentifierKind.PLACE_OR_ORGANISATION)
    for at, token in enumerate(tokens):
        if (token.low in BEFORE or (token.low in "sw" and token.before == "/")) and _names_follow(tokens, at):
            yield from _after(tokens, at)


def _are_signs(passage: str) -> bool:
    """Return whether "Dog and Gun" is made of usual words that are none of the trade."""
    words = [word.lower() for word in passage.split()]
    return all(
        word not in lists.SECTOR and word not in lists.allowed_words() for word in (words[0], words[-1])
    )


def _names_follow(tokens: list[Token], at: int) -> bool:
    """Return whether a name may follow: "moved to" but not "has to"."""
    if at + 1 >= len(tokens) or tokens[at + 1].before not in (" ", " '", ' "'):
        return False
    return tokens[at].low != "to" or (at > 0 and tokens[at - 1].low in MOTION)


def _after(tokens: list[Token], at: int) -> Iterator[Found]:
    """Yield the place that starts after the word at `at`, if one does."""
    run = _run(tokens, at + 1)
    for size in range(len(run), 1, -1):
        kind = _kind(tokens[at], run[:size])
        if kind is not None:
            yield Found(run[0].start, run[size - 1].end, kind)
            return
    if run and tokens[at].low in PLACES_BEFORE and _is_unlisted_place(run[0]):
        yield Found(run[0].start, run[0].end, IdentifierKind.SMALL_PLACE)


def _run(tokens: list[Token], first: int) -> list[Token]:
    """Return the words from `first` on that can be one name, at most four."""
    run: list[Token] = []
    for token in tokens[first : first + 4]:
        if (run and token.before not in (" ", "'s ", "'S ", "-")) or token.low in STOPS:
            break
        run.append(token)
    return run


def _kind(before: Token, run: list[Token]) -> IdentifierKind | None:
    """Return what a run of words after a preposition is, by its last word: a street, a place, an organisation or nothing."""
    last = run[-1].low
    run = _without_its_kind(run)
    words = [token.low for token in run[:-1]]
    if not words:
        return None
    if tuple(token.low for token in run) in lists.allowed_phrases() or any(len(word) < 3 for word in words):
        return None
    if last in STREETS:
        sure = last in SURE or any(not token.is_word for token in run[:-1])
        sure = sure or (
            before.low in ("on", "up", "off", "down") and all(word in lists.NATURE for word in words)
        )
        return (
            IdentifierKind.ADDRESS
            if sure and not any(word in NOT_STREETS for word in words) and not _is_of_the_trade(run[:-1])
            else None
        )
    if (
        last in HEADS
        and not any(word in OF_A_KIND or word in lists.GENERIC for word in words)
        and not _is_of_the_trade(run[:-1])
    ):
        rare = (
            last not in NAMED_HEADS
            or any(word not in lists.common_words() or word in lists.NATURE for word in words)
            or before.low in ("at", "of", "in", "outside", "behind")
        )
        return IdentifierKind.PLACE_OR_ORGANISATION if rare else None
    if (
        last in SMALL_HEADS
        and before.low in PLACES_BEFORE
        and len(run) == 2
        and words[0] not in NOT_SMALL | lists.GENERIC
        and not _is_of_the_trade(run[:-1])
    ):
        return IdentifierKind.SMALL_PLACE
    return None


def _is_of_the_trade(run: list[Token]) -> bool:
    return run[0].low.endswith("ing") or any(
        token.low in lists.SECTOR or token.low in lists.allowed_words() or token.low in lists.FAMILY
        for token in run
    )


def _without_its_kind(run: list[Token]) -> list[Token]:
    """Return a run of words without what only says of which kind the last one is: "copper beech (special) school"."""
    if run[-1].low not in HEADS:
        return run
    named = run[:-1]
    while named and (named[-1].low in OF_A_KIND or named[-1].low in lists.BETWEEN):
        named = named[:-1]
    return [*named, run[-1]]


def _is_unlisted_place(token: Token) -> bool:
    """Return whether a word that is in no dictionary, and is nobody's name, ends as places do: "hartsmere"."""
    return (
        SUFFIXES.fullmatch(token.low) is not None
        and not token.is_word
        and not token.allowed
        and (token.low,) not in lists.allowed_phrases()
        and token.low not in lists.cities_abroad()
        and not lists.is_misspelled(token.low)
    )
