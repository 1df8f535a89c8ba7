"""Finding houses, wards and grounds of a town by the grammar of their names, where no word of them is in a list. Pure.

"Turner ward", "tarn lane surgery", "st saviours", "HMP HOLME MOOR", "Larches RH", "55 Ladysmith", "6 orchad clos", "from
middlewood". Lists are turned round here: what is not known to be usual in such a place is suspected.
"""

import re
from collections.abc import Iterator

from kit.privacy.identifiers import lists
from kit.privacy.identifiers.kinds import Found, IdentifierKind
from kit.privacy.identifiers.signs import is_usual
from kit.privacy.identifiers.tokens import Token, in_dictionary
from kit.privacy.identifiers.unlisted import OF_A_KIND, STOPS
from kit.privacy.identifiers.windows import matches

PLACE, ADDRESS, SMALL_PLACE = (
    IdentifierKind.PLACE_OR_ORGANISATION,
    IdentifierKind.ADDRESS,
    IdentifierKind.SMALL_PLACE,
)
HEADS = frozenset(
    """ward wing unit suite shelter practice surgery clinic hostel service project hospice refuge scheme centre church chapel mosque temple gurdwara school nursery primary juniors infants academy college
    house lodge court flats hall club pub cafe café hotel library pharmacy chemist garage farm depot works yard foundation trust charity choir team ctr bakery salon""".split()
)
# With these a first word may open the sentence: "Turner ward settled".
OF_WARDS = frozenset("ward wing suite practice surgery hostel shelter hospice refuge nursery".split())
BETWEEN = (
    OF_A_KIND
    | lists.BETWEEN
    | frozenset(
        "trauma stroke frailty assessment chinese polish somali tamil african caribbean korean arabic evangelical free united reformed methodist baptist catholic grove road lane street".split()
    )
)
ROADS = r"(?:lane|ln|road|rd|street|st|hill|park|green|bridge|gate|way|avenue|ave|grove|terrace|crescent|parade|quay|square|row|common|cross|wood|fold|brow|moor|heath|vale|fields?|mount|rise|close|drive|place)"
HOUSES = (
    r"(?:surgery|practice|doctors?|docs|gps?|medical(?: centre| practice)?|health (?:centre|ctr)|clinic|pharmacy|chemist|school|primary|juniors?|infants?|nursery|college|sixth form|church|chapel|mosque|temple|hostel|shelter|"
    r"community centre|children'?s centre|day centre|library|baths|nick|police station|flats|probation|jobcentre|garage|depot|social(?: club)?|allotments?|rec|cemetery|dental|dentists?|care home|methodist|baptists?|hub|foyer|fire station|rehab)"
)
ON_A_ROAD = re.compile(
    rf"\b(?!(?:the|a|an|his|her|our|my|their|on|in|at|off|of|to|from|by|high|main|side|back|same|next|that|this|any|one|two|car|quiet|busy|long|fire|care|and|or|out|drop|new|old|main)\b)([\w'-]{{3,20}} {ROADS} {HOUSES})(?![\w-])",
    re.I,
)
PRISONS = re.compile(
    r"\b(?:HMP|HMYOI|YOI|HMPYOI|IRC)(?:/YOI)? (?:[A-Z]{3,20}|the [A-Z]{3,20})(?: (?:MOOR|GREEN|HILL|HALL|MARSH|HATCH|GRANGE|PARK|SCRUBS|WOOD|VALE|DOWN|FARM|HEATH|HOUSE|BANK|COMMON|END|STREET|CROSS|LODGE))?\b"
    r"|\bhmp (?!(?:and|in|on|at|for|with|is|was|since|last|after|that|this|from|to|he|she|they|by|tomorrow|today|release|yesterday|but|so|or|again|via|under|until|re|got|due|then)\b)[a-z]{3,20}(?: (?:moor|green|hill|hall|marsh|hatch|grange|park|scrubs|wood|vale|down|farm))?\b"
)
# As notes shorten them: "Larches RH", "Elmtree NH".
SHORTENED = re.compile(
    r"\b((?!(?:The|This|That|Dr|Mr|Mrs|Ms|From|Lives|New|Old|Local|Temp|Private|To|In|At|Seen|Current|Previous|Community|Care|Health)\b)[A-Z][a-z']{3,18}(?: [A-Z][a-z']{2,18})? (?:RH|NH|MC|HC|EMI|PRU|JMI|CofE|RC|Med(?:ical)? C(?:en)?tre?|Hlth Ctr|Surg|Hosp|Comm Ctr|Sch))(?!\w)"
)
COMMUNAL = re.compile(
    r"\b(?:old |former )?(?:drill hall|scout (?:hut|hall)|guide hut|(?:quaker|friends'?) meeting house|meeting house|reading rooms?|miners'? (?:institute|welfare)|mechanics'? institute|corn exchange|assembly rooms|moot hall|guildhall|"
    r"masonic hall|oddfellows'? hall|parish rooms|band ?room|tin tabernacle|temperance hall|pump rooms?|winter gardens|conservative club|con club|liberal club|labour club|trades club|railway club|legion club|british legion|kingdom hall|"
    r"(?:polish|ukrainian|irish|west indian|caribbean|latvian|italian|chinese|bengali|sikh|hindu|serbian) (?:club|centre|association|social club|community centre|church)|(?:methodist|baptist|pentecostal|congregational|adventist|spiritualist|mormon|quaker) (?:hall|church|chapel|manse))\b",
    re.I,
)
CALLED = re.compile(
    r"\b(?:hostel|charity|caf[eé]|project|group|shop|pub|bar|club|church|school|home|place|centre|service|team|company|firm|choir|refuge|restaurant|takeaway|salon|garage|agency|nursery|hotel|estate|village|farm|house),? (?:that(?:'s| is) )?(?:called|named|name(?: is)?|by the name of) "
    r"((?:the |la |le )?(?!(?:the|a|an|him|her|me|us|and|for|in|at|on|it|he|she|they|as|to|of|by|his|your|my|out|back|up|off|round|today|again|yesterday|about)\b)[\w'&-]{3,20}(?: (?!(?:and|or|in|at|on|for|with|where|who|which|that|is|was|but|near|he|she|they|it|to|by|from|so|because|since|boss|the|then|when)\b)[\w'&-]{2,20}){0,2})",
    re.I,
)
PUBS = re.compile(
    r"\b(?:(?:king|queen|duke|prince|princess|lord|bishop|farmer|miner|weaver|carpenter|smith|drover|fisherman|sailor|boatman|ferryman|brewer|mason|forester|potter|traveller|jockey|shipwright|cutler|baker|butcher|plumber|railwayman|volunteer|woolpacker|gardener|grazier|turner|engineer|"
    r"barley mow|grapes|cricketer|angler|hunter|shepherd)'?s'? (?:h(?:ea)?d|hed|arms|armes|rest|return)|(?:black|white|red|golden|blue|grey|green|old|jolly|lucky|flying|silver|spotted|running|three|two|royal) (?:lion|bull|horse|swan|hart|boar|cock|bear|stag|cow|dog|fox|hare|eagle|dragon|ram|goose|cat|pig|mare|griffin|tankard|barrel|"
    r"sailor|miller|farmer|monk|cap|rose|oak|anchor|ship|bell)s?)(?= (?:pub|inn|and|on|in|at|for|to|again|he|she|last|with|when|til|till|by|where)\b|[,.;!?)\n]|$)",
    re.I,
)
STARS = re.compile(
    r"\b(?:golden|jade|lucky|happy|oriental|royal|new|silver|red|green|blue|great|imperial|peking|canton|hong kong|shanghai|mandarin|bamboo|lotus|panda|dragon|phoenix|pearl|orient|china|saigon|hanoi|mekong|bengal|taj|bombay|punjab|delhi|kashmir|everest|himalaya|gurkha|istanbul|bosphorus|anatolian?|caribbean|island|napoli|roma|sorrento|"
    r"athens|marmaris|efes|pamukkale|agra|shah|raj|lahore|karachi|kerala) (?:star|garden|gardens|palace|dragon|bowl|wok|chef|inn|house|kitchen|city|fortune|river|moon|sun|spice|tandoori|balti|grill|express|cottage|lantern|pearl|mahal|lounge|fish bar|fryer|buffet|express|place|tower|court)\b",
    re.I,
)
NUMBER = r"(?<![\w£.:/#-])(?:(?:flat|room|unit|apt|block) ?\d{0,3}[a-z]?,? )?\d{1,3}(?: ?[a-f])?(?: ?[-/] ?\d{1,3}[a-f]?)?,? "
MIS = (
    r"(?:clos|cloes|closs|raod|rode|roade|rd|strret|steet|streat|stret|srteet|avanue|avnue|avenu|aveneu|laine|lanne|crecent|cresent|crescant|terace|terrase|terrac|gardns|gardans|gdn|drv|driv|dirve|plase|sqare|squar|corut|cort|hse|"
    r"path|fold|brow|bottoms?|cut|ginnel|snicket|wynd|loan|brae|loaning|almshouses|cottages?|mansions|buildings|maltings|wharf|paddocks?|meadows?|dell|glade|spinney|chase|ridings?|garth|holt|hey|hurst|bk|heights|houses|towers?|view|vale|mount|moorings|reach|"
    r"barracks|chambers|arcade|causeway|esplanade|promenade|prom|quadrant|circus|ope|pightle|twitten|drang|entry|nook|orchard|warren|bungalows?|homes|gate)"
)
NUMBERED = re.compile(
    rf"(?!24/7){NUMBER}(?!(?:the|a|an|of|to|and|or|in|at|on|by|for|with|per|more|other|people|days?|weeks?|months?|years?|hours?|mins?|minutes?|times?|miles?|beds?|long|care|council|new|old|different|small|big|supported|sheltered|shared|first|second|holiday|farm|empty|private|rented|mobile)\b)"
    rf"(?:(?:old|new|st|upper|lower|north|south|east|west|great|little|high) )?[a-z][a-z']{{2,18}} {MIS}\b(?! (?:of|for|to)\b)",
    re.I,
)
ALMSHOUSES = re.compile(
    rf"{NUMBER}(?:almshouses|the (?:hollies|limes|oaks|elms|firs|beeches|poplars|willows|maltings|granary|moorings|cobbles|chase|dell|glade|spinney|bungalows|cottages|buildings|mansions|stables|barracks|brow|fold|cut|nook|links|croft|leas|pastures|rookery|shambles|warren|haven|hythe|"
    r"staithe|strand|causeway|esplanade|promenade|front|hard|steps|wynd|paddocks|gables|arches))\b",
    re.I,
)
# A number and one word in capitals where an address stands: "partner, 55 Ladysmith." Not "over 65 Team".
AT_A_NUMBER = re.compile(
    r"(?:(?:\b(?i:at|@|to|from|of|lives|live|lived|living|stays|staying|c/o|address|addr|add|home|outside|o/s|nr|near|opp|opposite|by|visit|visited|hv|attended|left|behind|basement|attic|top floor|upstairs|downstairs|ground floor|first floor|bedsit)|"
    r"\b(?i:partner|mum|mam|dad|sister|brother|nan|friend|aunt|cousin|uncle|mother|father|gran)(?:'s)?)[,:]? )(?P<home>(?:(?:Flat|flat|Rm|Room|Apt) ?\d{0,3}[a-zA-Z]?,? )?\d{1,3}[a-fA-F]?,? (?:(?!January|February|March|April|May|June|July|August|September|October|November|December|Jan|Feb|Mar|Apr|Jun|Jul|Aug|Sep|Sept|Oct|Nov|Dec|"
    r"AM|PM|A&E|ED|Hz|MG|Mg|Kg|Year|Week|Day|Month|Hour|Min|Mile|North|English|British|Bed|Point|Step)[A-Z][a-z]{3,18})(?: (?:House|Court|View|Park|Hill|Green|Walk|Rise|Mount|Vale|Croft))?)(?=[.,;)\n]|$| (?:and|with|on|in|at|since|for|is|was|until|til|he|she|they|who|but|where|when|no|nr|near)\b)"
)
HOUSE_NAMES = re.compile(
    r"\b(?:The )?(?:(?:Old|New|Upper|Lower|Little|Great|West|East|North|South|High|Low) )?(?!(?:The|A|An|His|Her|Our|My|Holiday|Country|Private|This|That|In|At|From|Old|New|Care|Nursing|Residential)\b)(?:[A-Z][\w'-]{2,15} ){1,2}(?:Cottage|Bungalow|Barn|Farmhouse|Gables|Bothy|Annexe?|Byre|Smithy|Granary|Gatehouse|Manse|Chalet|Coach House|Villas?)\b"
    r"|\bThe (?:Old|New) (?:Forge|Vicarage|Rectory|Dairy|School ?[Hh]ouse|Mill|Bakery|Chapel|Stables|Manse|Post Office|Police House|Station House|Smithy|Granary|Barn|Parsonage|Tannery|Maltings|Brewery|Fire Station|Toll House|Pump House)\b"
)
AWAY = re.compile(
    rf"\b(?:{NUMBER})?(?:(?i:heol|ffordd|stryd|l[oô]n|rhodfa|maes|tŷ|ty|cae|pen-y|bryn|cwrt|plas|rue|calle)|Via) (?:(?:y|yr|ger|an|na|de|la) )?(?!(?:is|was|and|the|in|at|on|to)\b)[A-Z][\w'ŷ-]{{2,18}}(?: [A-Z][\w'ŷ-]{{2,18}})?"
)
IN_A_HOUSE = re.compile(
    r"\b(?:unit|room|rm|bed|cell|pod|chalet|suite|house|block|pitch|mooring|plot|caravan|lodge) \d{1,4}[a-z]?,? (?:(?:of|at|in) )?(?:the )?(?!(?:empty|came|moved|vacant|void|still|seen|asleep|awake|quiet|settled|checked|clear|left|went|refused|said|asked|only|done|back|needs|door|alarm|smells)\b)(?-i:[A-Z])[a-z'-]{3,18}(?: (?-i:[A-Z])[a-z'-]{2,18})?(?=[.,;)\n]|$| (?:and|on|in|at|for|until|since|with|by|he|she|they|again)\b)",
    re.I,
)
TO_A_NUMBER = re.compile(
    r"(?:^|\n|[a-z]: |[a-z], |; |\()(?P<home>\d{1,3}[a-fA-F]?,? [A-Z][a-z]{3,18})(?=[.,;)]|\n|$)", re.M
)
BARRED = re.compile(
    r"\b(?:barred|banned|chucked out|thrown out|kicked out|slung out|turned out|drinks?|drinking|drank|served|glassed|works behind the bar|pulls pints|darts|plays pool|quiz night|karaoke) (?:again |only |mostly |all day |most days )?(?:from|of|in|at|outside|down|up) (?:the )"
    r"((?!(?:hostels?|wards?|shops?|streets?|park|library|surgery|building|nights?|mornings?|days?|house|flat|town|estate|centre|bus|station|pubs?|club|bar|cafe|meeting|room|premises|service|services|road|car|garden|kitchen|evenings?|week|weekends?|area|village|city|hospital|end|last|past|local|bookies|bank|gym|school|site|"
    r"hotel|church|mosque|refuge|shelter|office|reception|programme|project|group|property|corner|shelter|doorway|underpass|subway|dark|rain|middle|same|other|next|afternoons?|afternoon|bath|sink|morning|summer|winter|first|back|front|stairwell|lift|cells?|court|a&e|ed|unit|scheme|list|system)\b)[a-z][\w'-]{2,15}(?: (?:and|&|n) [a-z][\w'-]{2,15}| (?:head|arms|lion|inn|tavern|oak|horse|bull|swan|hart|tap|vaults?|barrel|house))?)(?=[,.;!)\n]|$| (?:and|again|for|on|last|since|with|by|he|she|cos|because|til|every|most|after)\b)",
    re.I,
)
IN_APPOSITION = re.compile(
    r"(?:^|(?<=[.!?\n] )|(?<=\n)|\b(?i:at|from|to|in|of|with|by|via|is|was) )((?:The )?[A-Z][\w'&-]{2,20}(?: (?:and |of |the )?[A-Z][\w'&-]{2,20}){0,2}), (?:an?|the|our|her|his|their) (?:[\w'-]{2,20} ){0,3}(?:care home|nursing home|hostel|charity|school|refuge|shelter|project|hotel|b&b|pub|caf[eé]|club|church|clinic|"
    r"practice|surgery|ward|unit|agency|firm|company|farm|factory|shop|estate|village|hamlet|choir|foundation|housing association|landlord|solicitors?|group|day centre|drop-in|foyer|prison|hospital|nursery|college|gym|restaurant|takeaway)\b",
    re.M,
)
NURSERIES = re.compile(
    r"\b(?:(?:little|tiny|busy|happy|bright|wee|rainbow|sunshine|first|humpty|teddy|honey|bumble|lady|wise|cheeky|buttercup|sunflower|small|abc|mini|jolly|cuddly|tender|noah's|fun|play|kids?) [\w']{3,15}|[a-z]{4,15}s) (?:nursery|playgroup|pre-?school|day nursery|kindergarten|creche)\b",
    re.I,
)
NOT_NURSERIES = frozenset(
    "kids childrens this his hers theirs states cares sons daughters mums towns".split()
)
LANDLORDS = re.compile(
    r"\b(?-i:[A-Z])[\w'-]{2,18} (?-i:Housing|Homes)(?! (?:Options|Advice|Benefit|Register|Department|Dept|Strategy|Team|First|Officer|Act|Support|Needs|Solutions|Association|Ombudsman|Office|Policy|Allocations|Element|Costs|Law|Led|Related|Panel|List|England|Standards?|Services?|Management|Provider|Manager))\b",
)
NO_LANDLORDS = frozenset(
    "council social supported sheltered the private temporary affordable local emergency general public children's care nursing residential specialist chair adult care called told rang contacted asked re via from with and but if when our their your my his her good better decent new old safe director head team strategic".split()
)
SUFFIXES = tuple(
    "wood field fields bridge brook bank side mead meads land lands view dale ford hill house croft stone water well wells gate cliff moor pool bury ley park grange head town cote fold garth holme ridge mount hurst cross royd shaw stead street".split()
)
NAMES_OF_WARDS = frozenset(
    """willow elm beech birch cedar maple hawthorn hazel laurel rowan sycamore poplar juniper magnolia lavender bluebell primrose kestrel heron kingfisher falcon nightingale skylark fern osprey merlin
    harrier curlew lapwing plover linnet bluebird goldcrest kittiwake larch aspen alder hornbeam foxglove heather snowdrop campion clover bramble bracken lilac azalea camellia begonia orchid""".split()
)
AHEAD = frozenset(
    "in from at near outside via round around behind past opposite off over towards twds beyond leaving left".split()
)
MOTION = frozenset(
    "home back went gone going go moved move moving bus train taxi lift came ran get getting got sent returned released walked drove driven over up down out referred transferred admitted taken".split()
)


def find_grounds(text: str, tokens: list[Token]) -> Iterator[Found]:
    """Yield houses, wards, grounds and addresses of a folded text that the grammar of their names tells."""
    for pattern in (ON_A_ROAD, PRISONS, SHORTENED, COMMUNAL, PUBS, STARS):
        for match in matches(pattern, text):
            yield Found(*match.span(match.lastindex or 0), PLACE)
    for match in matches(CALLED, text):
        if match[1][0].isupper() or not all(is_usual(word.lower()) for word in match[1].split()):
            yield Found(*match.span(1), PLACE)
    for match in matches(BARRED, text):
        yield Found(*match.span(1), PLACE)
    for match in matches(IN_APPOSITION, text):
        if not all(is_usual(word.lower()) for word in match[1].split()):
            yield Found(*match.span(1), PLACE)
    for match in matches(NURSERIES, text):
        if match.group().split()[0].lower() not in NOT_NURSERIES:
            yield Found(*match.span(), PLACE)
    for match in matches(LANDLORDS, text):
        name = match.group().split()[0].lower()
        if name not in NO_LANDLORDS and not (is_usual(name) and name not in lists.cities()):
            yield Found(*match.span(), PLACE)
    for match in matches(TO_A_NUMBER, text):
        word = match["home"].split()[-1].lower()
        if word in lists.NATURE or word in lists.surnames() or not in_dictionary(word):
            yield Found(*match.span("home"), ADDRESS)
    for pattern in (NUMBERED, ALMSHOUSES, HOUSE_NAMES, AWAY, IN_A_HOUSE):
        for match in matches(pattern, text):
            yield Found(*match.span(), ADDRESS)
    for match in matches(AT_A_NUMBER, text):
        if not is_usual(match["home"].split()[-1].lower()):
            yield Found(*match.span("home"), ADDRESS)
    for at, token in enumerate(tokens):
        if token.low in HEADS and not token.capital and not token.shouting:
            if (first := _named_before(tokens, at)) is not None:
                yield Found(tokens[first].start, token.end, PLACE)
        elif token.low in NAMES_OF_WARDS and _is_on_a_ward(tokens, at):
            yield Found(token.start, token.end, PLACE)
        elif token.low in ("st", "saint") and _is_a_saint(tokens, at):
            yield Found(token.start, tokens[at + 1].end, PLACE)
        elif at and _is_a_place_of_two_words(token) and _is_gone_to(tokens, at):
            yield Found(token.start, token.end, SMALL_PLACE)


def _is_on_a_ward(tokens: list[Token], at: int) -> bool:
    """Return whether "kestrel" stands as the name of a ward does: "she is on kestrel now"."""
    if (
        not at
        or tokens[at].before != " "
        or tokens[at - 1].low not in ("on", "onto", "off", "at", "to", "from")
    ):
        return False
    if at + 1 == len(tokens) or tokens[at + 1].before != " ":
        return True
    return tokens[at + 1].low in STOPS


def _named_before(tokens: list[Token], at: int) -> int | None:
    """Return the word in capitals that names the ward or house at `at`, with at most two words of its kind between."""
    for first in range(at - 1, max(-1, at - 4), -1):
        if tokens[first + 1].before not in (" ", "'s ", "' "):
            return None
        token = tokens[first]
        if token.capital and token.low not in BETWEEN:
            return first if _names(tokens, first, tokens[at].low) else None
        if token.low not in BETWEEN or token.low in lists.SECTOR:
            return None
    return None


def _names(tokens: list[Token], at: int, head: str) -> bool:
    """Return whether a word in capitals names what stands after it, rather than saying what kind it is."""
    token = tokens[at]
    low = token.low
    if (
        token.acronym
        or token.glued
        or is_usual(low)
        or len(low) < 3
        or low in lists.DAY_NAMES | lists.MONTH_NAMES
    ):
        return False
    if not token.opens:
        return True
    rare = low in lists.names() or low in lists.surnames() or low in lists.NATURE or not token.is_word
    return head in OF_WARDS and rare and low not in lists.GREETING_OR_WORD


def _is_a_saint(tokens: list[Token], at: int) -> bool:
    """Return whether "st" in small letters is a saint's, not a street's: after a little word, and before a name."""
    if (
        tokens[at].capital
        or tokens[at].glued
        or at + 1 == len(tokens)
        or tokens[at + 1].before not in (" ", ". ")
    ):
        return False
    after = tokens[at + 1].low
    before = tokens[at - 1].low if at and tokens[at].before == " " else ""
    return (
        (not before or before in STOPS)
        and after not in STOPS
        and len(after) > 3
        and (tokens[at].low == "saint" or after.endswith("s") or after in lists.names())
        and not is_usual(after)
    )


def _is_a_place_of_two_words(token: Token) -> bool:
    """Return whether a word in small letters is in no dictionary and ends as places do: "middlewood", "overstone"."""
    low = token.low
    return (
        not token.is_word
        and not token.allowed
        and len(low) > 6
        and low.endswith(SUFFIXES)
        and not token.glued
        and any(
            low.endswith(end) and len(low) - len(end) > 2 and _can_begin(low[: -len(end)]) for end in SUFFIXES
        )
    )


def _can_begin(word: str) -> bool:
    return in_dictionary(word) or word in lists.names() or len(word) > 3


def _is_gone_to(tokens: list[Token], at: int) -> bool:
    before = tokens[at - 1]
    if tokens[at].before != " ":
        return False
    return before.low in AHEAD or (before.low == "to" and at > 1 and tokens[at - 2].low in MOTION)
