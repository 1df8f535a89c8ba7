"""Finding what a local paper would have carried, by how much of it is news, whatever the words around it are. Pure.

Who or what is told of ("the man who sued the hospital", "the block where the lift dropped") is weighed: one word that is
nearly always news, or two that often are. What is news by its grammar alone ("the Boxing Day hit and run", "arrested after
the library arson", "witness 14") has patterns of its own.
"""

import re
from collections.abc import Iterator

from kit.privacy.identifiers.windows import matches

WORD = r"[\w'-]{1,20}"
SOMEBODYS = r"(?:his|her|their|my|our|whose)"
KIN = (
    r"(?:brother|sister|son|daughter|mother|father|mum|mam|dad|cousin|uncle|aunt|auntie|husband|wife|partner|friend|mate|twin|flatmate|neighbour|nephew|niece|grandson|granddaughter|stepson|stepdad|stepfather|"
    r"stepbrother|stepmum|ex|boyfriend|girlfriend|nan|gran|grandad|baby|lad|girl|boss)"
)
PEOPLE = (
    r"(?:m[ae]n|wom[ae]n|lads?|lass|lasses|boys?|girls?|lady|ladies|couple|family|baby|babies|toddler|child|kids?|twins|brothers?|sisters?|bloke|guys?|fella|fellow|chap|pensioner|student|teenagers?|nurses?|doctor|driver|"
    r"teacher|vicar|priest|farmer|soldier|officer|copper|miner|passengers?|crew|skipper|pilot|widow|widower|mum|mam|dad|mother|father|nan|grandad|cleaner|one|ones|stranger|schoolboy|schoolgirl|carer|conductor|fireman)"
)
THINGS = (
    r"(?:lift|boat|dinghy|lorry|container|bus|minibus|coach|train|tram|roof|wall|bridge|flats|block|tower|plane|aeroplane|airplane|jet|helicopter|ferry|ship|trawler|barge|crane|stand|mine|pit|tunnel|factory|warehouse|mill|shop|pub|church|"
    r"mosque|chapel|hotel|pier|kennels|balcony|ceiling|chimney|caravan|car|van|taxi|tanker|digger|tractor|float|scaffolding|marquee|stage|ride|silo|dam|reservoir|bandstand|steeple|graves?|headstones?|statue|memorial|tree|bomb|shell|"
    r"gas main|boiler|house|home|school|nursery|club|nightclub|bank|bookies|baths|pool|dog|dogs|horse|bull|swan|lion)"
)
# One of these is enough, of the others two.
SURELY = frozenset(
    """jailed imprisoned sued snatched abducted kidnapped murder murders murdered murderer killed killing killings shot shooting stabbed stabbing stabing stabbings drowned drownd drowning hanged burst exploded explosion explosions
    sank capsized derailed rescued rescud rescuing filmed viral runaway chained deported hostage siege riot riots arson torched looted desecrated inquest crimewatch documentary newspaper newspapers headlines lottery jackpot bomb bombed bombing
    machete gunman gunpoint manslaughter acquitted convicted extradited trafficked mauled electrocuted airlifted winched lifeboat trawler shipwreck beheaded strangled poisoned poisoner arsonist hijacked barricaded vandalised exhumed skeleton
    massacre landslide avalanche hoax swindled embezzled tunnelled stowaway quarantined lightning telly reporters reporter journalist journalists""".split()
)
OFTEN = frozenset(
    """stole stolen saved died die dies dead death deaths body bodies bones gun knife knifed acid smashed burned burnt burn fire fires flood floods flooded crash crashed collapsed collapse dropped fell fallen jumped trapped buried lost found vanished
    disappeared missing escaped robbed robbery raid attacked attack police court trial jury verdict inquiry witness crown judge news paper papers press tv film medal record champion world roof crane cliff cliffs bridge canal river harbour dock
    ice swan lion snake crocodile aeroplane plane helicopter train tram ferry boat ship lift dam mine pit quarry factory steeple vicar mayor bishop priest king queen prince patients children twins triplets babies baby school schoolchildren mosque
    church graves grave cemetery stranger strangers baths pool nursery carnival fair fairground circus parade pier beach sea lake reservoir tunnel motorway railway tracks track wreck rubble ashes blown blew sinking carried swam climbed
    dug pulled dragged threw thrown pushed dog horse bull ran drove lorry tanker digger tractor van bus minibus coach taxi container pub bank safe gold ring statue tree whole town village estate""".split()
)
# Of these there are many at once, or nothing is told of them that anybody would look up.
MANY = frozenset(
    "people patients clients tenants members workers residents families services teams women men everyone somebody anyone someone person participants young".split()
)
UNTOLD = re.compile(
    r"\b(?:if|might|could|would|should|may|will|can|wants?|needs?|never|nobody|without|every|each|any|often|usually|always|likes?)\b"
)
ENOUGH, SURE, MAY_BE = 2, 2, 1
UNCERTAIN = 1  # more is needed of what "a" stands before: it may be anybody
RELATIVE = re.compile(
    rf"\b(?P<which>the|that|them|those|this|an?|{SOMEBODYS}) (?P<before>(?:{WORD} ){{0,3}}?)(?P<head>(?:{PEOPLE}|{KIN}|{THINGS}|[\w-]{{4,18}}(?:er|or|ist|man|woman|master|mistress|ant|ian|ee))(?= (?:that|which|what|wot|where)\b)|{WORD}(?= (?:who|hoo|whose)\b))"
    rf" (?:who|hoo|whose|that|which|what|wot|where|when)(?P<told>(?: {WORD}){{2,10}})",
    re.I,
)
OF_THE_NEWS = r"(?:telly|tv|news|papers?|crimewatch|radio|internet|youtube|tik ?tok|panorama|netflix|dispatches|bbc|itv|x factor|channel (?:four|4|five|5)|(?:\w{3,12} )?(?:documentary|podcast|film|poster|mural)|front page)"
CRIME = r"(?:arson|murders?|deaths?|raid|fire|riots?|robbery|killings?|stabbings?|shootings?|attack|protest|disorder|bombings?|plot|heist|kidnap(?:ping)?|explosion|abduction|poisonings?|manslaughter|drownings?|crash)"
PLACE_OF_ONE = r"(?:borough|village|valley|parish|island|district|region|area|dales?|fens?|county|country|town|city|world|force|north|south|east|west|uk|empire|regiment|navy|fleet|service|trade|mill|street|estate)"
WHEN_NOT = r"(?!(?:spring|summer|autumn|winter|hospital|hospice|ward|home|night|morning|afternoon|year|meantime|end|time|age|weekend|bed|same|last|next|first|week|month|past|community|family|house|new)\b)"
PATTERNS = [
    # "the lorry container deaths", "the Boxing Day hit and run", "the swimming pool case"
    re.compile(
        rf"\b(?:the|that|those) (?!(?:expected|recent|sudden|drug|alcohol|overdose|homeless|excess|avoidable|preventable|suicide|winter|related|other|first|two|three|many|number|rate)\b)(?:{WORD} ){{1,3}}?(?:deaths|abductions?|poisonings|kidnap(?:ping)?|lynching|ram[- ]raid)\b(?! (?:rate|rates|review|reviews|in the uk))",
        re.I,
    ),
    re.compile(
        rf"\b(?:the |a |that )?(?:{WORD} ){{0,2}}hit[- ](?:and|n|&)[- ]run(?: (?:on|in|at|outside|by|near) (?:the )?{WORD}(?: {WORD})?)?",
        re.I,
    ),
    re.compile(
        rf"\b(?:the|that) (?:{WORD} ){{0,2}}?(?:pool|baths|school|nursery|church|mosque|bus|train|tram|taxi|canal|river|park|hospital|carnival|fairground|farm|quarry|factory|airport|murder|stabbing|kidnap|baby|dog|grooming|abuse|fraud|slavery|trafficking|"
        r"poisoning|manslaughter|arson|acid|machete|crossbow|suitcase|freezer|bridge|wheelie bin) (?:case|trial|inquiry|story|thing|business|incident|scandal|affair)\b",
        re.I,
    ),
    re.compile(
        rf"\b{SOMEBODYS} {KIN}'?s (?:murder|trial|inquest|killing|killer|stabbing|shooting|drowning|manslaughter|kidnap|hanging|arrest on|conviction)(?: (?:trial|case|at|in|on|by|for) {WORD}(?: {WORD})?)?",
        re.I,
    ),
    re.compile(
        rf"\b(?:death|killing|murder|loss|drowning|shooting|stabbing) of (?:{SOMEBODYS}|a|an|the|two|three|four) (?:{WORD} ){{0,2}}?(?:{KIN}|{PEOPLE}) (?:at|in|on|under|during|off|by|outside) (?:the|a) {WHEN_NOT}{WORD}(?: {WORD})?",
        re.I,
    ),
    # "that thing at the carnival with the float", "all that business on the pier"
    re.compile(
        rf"\b(?:that|the|all that|this) (?:thing|business|incident|trouble|bother|carry[- ]on|palaver|do|accident|attack|mess) (?:at|on|outside|by|down|up|off|behind) (?:the|that) (?!(?:meeting|ward|moment|time|hospital|appointment|phone|clinic|office|"
        rf"hostel|house|flat|weekend|end|same|assessment|surgery|door|home|bus|other|last)\b){WORD}(?: (?:w/|wi|wiv|with|when|where|in|on) (?:the )?{WORD})?",
        re.I,
    ),
    re.compile(
        rf"\b(?:the|that|an?) (?:acid|knife|machete|hammer|gun|sword|axe|dog|terror|arson|racist|random|street|gang|firebomb|petrol bomb|hate) (?:attack|assault|killing)(?: (?:at|on|outside|in|by|near|behind) (?:the |an? |{SOMEBODYS} )?{WORD}(?: {WORD})?)?",
        re.I,
    ),
    # "arrested after the library arson", "cleared of the nursery deaths"
    re.compile(
        rf"\b(?:arrested|convicted|jailed|cleared|acquitted|charged|suspected|sentenced|tried|named|questioned|nicked|inside|done|sent down|remanded|famous|in court|up) (?:after|for|over|in|of|with|following) (?:the|that|those) (?:{WORD} ){{1,3}}?{CRIME}\b",
        re.I,
    ),
    # "pushed a man onto the tram line"
    re.compile(
        rf"\b(?:pushed|shoved|threw|dropped|dragged|held|took|chased|pulled|saved|rescued|carried|dug|tied|locked) (?:an?|the|his|her|their|two|three|four|five|six|another) (?:{WORD} )?(?:{PEOPLE}|{KIN}|dog|horse|children|people) (?:onto|into|off|under|through|in front of|out of|over|hostage|alive|to the|from) "
        rf"(?!(?:bed|the bed|the room|the ward|the house|his|her|my|their|hospital|the hospital|the car|a chair|school|court|the meeting)\b){WORD}(?: {WORD}){{1,5}}",
        re.I,
    ),
    # "the man found in the car park", "the stabing on the prom last agust"
    re.compile(
        rf"\b(?:the|that) (?:{WORD} ){{0,2}}?{PEOPLE} (?:who was |that was )?(?:found|left|dumped|discovered) (?:dead |tied up |hanging |asleep |alive )?(?:in|under|on|behind|by|near|inside|at) (?:the|a|an) (?!(?:hospital|hostel|ward|house|flat|room|bed|bedroom|morning|evening|night|doorway|street|"
        rf"kitchen|bathroom|cell|corridor|chair|tent|waiting|day|next|same)\b){WORD}(?: {WORD})?",
        re.I,
    ),
    re.compile(
        rf"\b(?:the|that) (?:sta+b+ing|murd[aeo]r|shoo?tt?ing|drown+d?ing|robb?[aeo]ry|ex+plo[sc]h?ion|fyre|acc?id[aeo]nt|kidnapp?ing|stabin|shootin|sieg) (?:at|on|in|outside|by|off|near|of) (?:the |that )?{WORD}(?: {WORD}){{0,2}}",
        re.I,
    ),
    # "that girl off the Channel Four thing about gangs", "the widow off Crimewatch"
    re.compile(
        rf"\b(?:the|that|them|those|one of the) (?:{WORD} ){{1,3}}?(?:off|from|in|on) (?:the |that )?{OF_THE_NEWS}\b(?: (?:thing|case|programme|show|series|story|film|appeal|report))?(?: (?:about|on|of|with|when|where)(?: {WORD}){{1,4}})?",
        re.I,
    ),
    re.compile(
        rf"\b(?:the|an?|that) (?:{WORD} )?(?:documentary|podcast|netflix film|tv film|exposé|expose) (?:about|on|of|into) (?:the |his |her |their )?{WORD}(?: {WORD}){{0,3}}",
        re.I,
    ),
    re.compile(
        rf"\b(?:the |a |that )?(?:newspaper|press|facebook|media|tabloid|twitter) (?:campaign|stor(?:y|ies)|articles?|piece|report|headlines?|photo|frenzy|hate|pile-?on|appeal) (?:against|about|on|over|of|after)(?: {WORD}){{1,4}}",
        re.I,
    ),
    re.compile(
        rf"\b(?:filmed|photographed|videoed|caught on (?:camera|film|cctv|video)|livestreamed) (?:(?:him|her|them)self )?\w{{3,14}}ing(?: {WORD}){{1,5}}",
        re.I,
    ),
    re.compile(
        rf"\b(?:reported|known|remembered|described|talked of|written up|referred to) (?:\w{{3,12}} )?(?:as|like) (?:the|that) (?:{WORD} ){{1,4}}?(?:{CRIME}|case|killer|hero|monster|miracle|tragedy|rescue|hoax|siege)\b",
        re.I,
    ),
    # "the minibus going in the dock", "the big flood took the ground floor"
    re.compile(
        rf"\b(?:the|that) (?:{WORD} ){{0,2}}?{THINGS} (?:going|falling|coming down|crashing|sinking|collapsing|blowing|catching fire|turning over|rolling|plunging|bursting|burning|exploding|running)(?: {WORD}){{1,5}}",
        re.I,
    ),
    re.compile(
        rf"\b(?:the|that) (?:big|great|bad|terrible|awful|famous) (?:floods?|fire|blaze|storm|freeze|explosion|crash|riots?|landslip|tidal wave|train crash|pit disaster)(?: (?!(?:and|but|so|because)\b){WORD}){{0,5}}",
        re.I,
    ),
    re.compile(
        rf"\b(?:the )?(?:18|19|20)\d\d (?:{WORD} ){{0,3}}?(?:burst|strike|hurricane|storm|sinking|landslip|uprising|eviction|rescue|tragedy|drownings?|accident|collapse|robbery|heist|blaze|manhunt|kidnap(?:ping)?|killings?|outbreak|march|protest)\b(?: (?:and|at|in|of|on)(?: {WORD}){{1,4}})?",
        re.I,
    ),
    re.compile(
        rf"\b(?:killed|crushed|mauled|savaged|trampled|knocked down|struck|buried|blinded|maimed|flattened) by (?:the|an?|that|falling|flying|one of the) (?!(?:cancer|drink|drugs?|stress|illness|grief|system|letter|news|sense|idea|thought)\b){WORD}(?: {WORD}){{0,3}}",
        re.I,
    ),
    # "the last lamplighter in the borough", "the only survivor of the Moira"
    re.compile(
        rf"\b(?:the|our|their) (?:very )?(?:first|last|oldest|youngest|tallest|longest[- ]serving) (?!(?:one|thing|time|bed|place|room|day|week|night|person to|service|hostel|bus|train|shop|ward|house|stop|worker|visit|meeting|case|step|contact|year|month|two|three|few)\b)(?:{WORD} ){{1,3}}?(?:in|of|on|for) (?:the |this |that |our )?(?:whole )?{PLACE_OF_ONE}\b",
        re.I,
    ),
    re.compile(
        rf"\b(?:(?:the|that|an?) (?:{WORD} )?(?:inquiry|inquest|trial|tribunal|hearing|commission),? )?(?:(?:i|he|she|they|who)(?: am| is| was|'s|'m|m|s)? |as |called |only as )?witness (?:[A-Z]{{1,2}}|\d{{1,3}}|x|zero)\b(?! statement)",
        re.I,
    ),
    re.compile(
        rf"\b(?:a |the |one of the |last |sole |only )?(?:survivors?|casualt(?:y|ies)|victims?|heroe?s?|whistle-?blowers?) (?:of|in|from|at) (?:the|that) (?!(?:crime|offence|assault|abuse|system|violence|domestic|care|pandemic|war|family)\b)(?:{WORD} ){{1,3}}?(?:{CRIME}|{THINGS}|collapse|disaster|blast|sinking|siege|scandal|collision|derailment|floods?|blaze|tragedy)(?: {WORD}){{0,3}}",
        re.I,
    ),
]


def notable_spans(text: str) -> Iterator[tuple[int, int]]:
    """Yield the place of each passage of a folded text that tells of something that was news."""
    for match in matches(RELATIVE, text):
        if _is_news(match):
            yield match.span()
    for pattern in PATTERNS:
        for match in matches(pattern, text):
            yield match.span()


def _is_news(match: re.Match) -> bool:
    """Return whether enough of what is told of somebody or something is news."""
    if match["head"].lower() in MANY or UNTOLD.search(match["told"].lower()):
        return False
    words = (
        set(match["before"].lower().split()) | {match["head"].lower()} | set(match["told"].lower().split())
    )
    weight = SURE * len(words & SURELY) + MAY_BE * len(words & OFTEN)
    return weight >= ENOUGH + UNCERTAIN * (match["which"].lower() in ("a", "an"))
