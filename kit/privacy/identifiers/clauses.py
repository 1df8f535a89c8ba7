"""Finding what a local paper would have carried by what is put together, whatever the words between are. Pure.

A frame says that something is told of that others know too ("since the", "he was the man who", "a video of"). What follows it is
read for what makes news: what went wrong, what was done, where, with what, who was in it, and whether it was shown. One of them is in every
note about anybody; three are together where something happened.
"""

import re
from bisect import bisect_left
from collections.abc import Iterator

from kit.privacy.identifiers.windows import matches

WORD = r"[\w'-]{1,20}"
LINK = r"(?:,? | [-–] )"
GOES_ON = rf"(?:{LINK}(?!(?:and|n|but|so) (?:he|she|they|i|we|it|is|was|has|had|would|will|now|says?|said|then|his|her|that)\b|(?:but|because|cos|coz|bc|full stop|comma|new line|new paragraph|lol)\b){WORD}){{1,14}}"
PERSON = (
    r"(?:m[ae]n|wom[ae]n|lads?|lass|lasses|boys?|girls?|lady|ladies|couple|family|baby|babies|toddler|child|kids?|twins|brothers?|sisters?|bloke|guys?|fella|fellow|chap|gent|gentleman|pensioner|student|teenagers?|nurses?|doctor|driver|diver|"
    r"teacher|vicar|priest|farmer|soldier|officer|copper|miner|passengers?|crew|skipper|pilot|widow|widower|mum|mam|dad|mother|father|nan|grandad|grandson|cleaner|ones?|stranger|schoolboy|schoolgirl|carer|conductor|fireman|firefighter|"
    r"lifeguard|lifeboatman|baker|butcher|postman|milkman|caretaker|lollipop (?:man|lady)|councillor|mayor|referee|jockey|climber|fisherman|angler|cyclist|busker|monk|nun|imam|headteacher|apprentice|guard|signalman|keeper|hermit|lodger|tenant|"
    r"owner|landlord|landlady|barmaid|barman|bouncer|witness|survivor|neighbour|cousin|uncle|aunt|husband|wife|partner|friend|mate|marra|pal|[\w-]{2,12}(?:man|woman))"
)
# What went wrong, or what is news by itself.
GRAVE = re.compile(
    r"\b(?:fires?|blaze|floods?|flooding|explosions?|blast|bomb\w{0,4}|crash\w{0,2}|smash|pile-?up|collision|derail\w{2,5}|collaps\w{1,3}|stab\w{3,6}|stabb?ed|shoot\w{0,5}|shot|murder\w{0,4}|kill\w{0,4}|drown\w{0,4}|hang(?:ed|ing)|hostage|siege|riots?|raid\w{0,3}|robber\w{1,3}|heist|arson|"
    r"kidnap\w{0,5}|abduct\w{2,4}|snatch\w{2,3}|manslaughter|inquest|inquiry|massacre|disaster|tragedy|landslip|landslide|mudslide|avalanche|lightning|electrocut\w{2,4}|gassed|carbon monoxide|poison\w{3,5}|machete|sword|crossbow|gunman|gunpoint|knifepoint|"
    r"acid|hijack\w{0,5}|runaway|sank|sinking|sunk|capsiz\w{2,3}|shipwreck|wreck(?:ed)?|rescu\w{1,4}|helicopter|lifeboat|airlifted|winched|stand-?off|barricad\w{2,4}|escap\w{1,3}|manhunt|hit[- ]and[- ]run|burst|breach|outbreak|evacuat\w{2,4}|demolish\w{2,3}|"
    r"trapped|buried|crush\w{2,3}|maul\w{2,3}|trampl\w{2,3}|strangl\w{2,3}|behead\w{2,3}|jailed|struck off|hero|heroine|miracle|vanished|deport\w{2,4}|tornado|earthquake|sinkhole|gas leak|blew up|set (?:fire|alight)|torched|looted|petrol[- ]bomb\w{0,3}|electrocution|cannabis (?:farm|factory|house|loft)"
    r"|ram-?raid\w{0,3}|quicksand|tidal wave|hurricane|stampede|ambush\w{0,2}|shoot-?out|fraud|swindle\w{0,2}|embezzl\w{2,5}|hoax|bigam\w{1,4}|smuggl\w{1,3}|traffick\w{2,3}|fatal|corpse|world record|strike|picket\w{0,4}|sit-in|boycott|amputat\w{2,3}|conjoined|quintuplets|stowaway|ghost|cult|gang|pile up|ploughed into|mowed down|mown down|paralysed|blinded|scalded|impaled|spiked|plot|mutiny|pirates?|torpedoed|bombing|shelled|grave\w{0,4}|exhum\w{1,3})\b",
    re.I,
)
DONE = re.compile(
    r"\b(?:died|dies|dead|deaths?|lost|missing|fell|fallen|jump\w{2,3}|leapt|dropped|pulled|dragged|dug|saved|caught|carried|brought (?:\w+ ){0,2}(?:up|down|out|back)|found|opened|burn\w{2,4}|burnt|swept|washed|blown|blew|climb\w{2,3}|swam|dived|threw|thrown|pushed|drove|rammed|ran|"
    r"stole|stolen|hid|walked|danc\w{2,4}|chained|stopp\w{2,3}|tackled|disarmed|held|fought|wrestled|talked down|shouted|broke|broken|hit|struck|felled|came (?:down|off|in|up|through|over|back)|come (?:down|off|in|through)|comes down|gave way|went (?:in|into|over|under|down|up|off|through|wrong)|"
    r"turned over|tipped|rolled|slid|slipped|stuck|stranded|adrift|survived|lived|delivered|born|dressed up|pretended|accident|incident|attack\w{0,3}|thing|protest\w{0,3}|chase\w{0,1}|crying|kept|keeping|slept|sat|stood|hung|streaked|sued|won|landed"
    r"|rode|flew|flying|built|tied|locked|married|cycled|swallowed|ate|bit|bitten|released|freed|let loose|ran away|ran off|got out|got loose|got stuck|blocked|closed|shut|flooded|froze|frozen|ripped|torn|punched|grabbed|smuggled|faked|snapped|split|buckled|toppled|fainted|led|sailed|rowed|painted|sang|played|hurled|chucked|dangl\w{2,3}|clung|hauled|lifted|lowered|stormed|broke (?:up|down|in|into|out)|knocked|dressed|paraded|unveiled|dug up|washed up|drifted|vanishing|refused|tried|sheltered|queued|banned|named|invented|grew|bred|milked|shaved)\b",
    re.I,
)
WHERE = re.compile(
    r"\b(?:harbour|cliffs?|quarry|towers?|tower block|steeple|spire|church|chapel|mosque|temple|synagogue|cathedral|minster|abbey|school|nursery|playground|market|carnival|gala|fair|fairground|circus|parade|procession|fete|festival|ice rink|rink|gorge|beach|sands|bay|island|bridge|viaduct|footbridge|tunnel|"
    r"docks?|pier|prom|promenade|sea|sea wall|lake|river|canal|lock|weir|reservoir|dam|mere|pond|moor|fell|crag|mountain|cave|pothole|mine|pit|colliery|factory|mill|foundry|works|steelworks|shipyard|crematorium|cemetery|graveyard|memorial|cenotaph|statue|stadium|ground|racecourse|pitch|zoo|safari park|theatre|cinema|palais|"
    r"ballroom|nightclub|dance hall|town hall|council chamber|station|level crossing|railway|line|tracks?|platform|motorway|bypass|ring road|roundabout|multi-?store?y|car park|bus station|airport|aerodrome|runway|silo|slurry|barn|farm|glasshouse|greenhouse|windmill|lighthouse|signal box|chimney|roof|balcony|scaffold\w{0,3}|"
    r"garden centre|services|cash-and-carry|freezer|cold store|warehouse|bookies|jewellers|post office|bank|museum|library|crypt|sewer|septic tank|tank|well|shaft|mudflats|estuary|marina|golf course|cricket pavilion|scout hut|caravan site|caravan park|holiday park|campsite|halls of residence|barracks|gasometer|phone box|pool|baths|hotel"
    r"|bandstand|boating lake|causeway|slipway|jetty|breakwater|dunes|marsh|forest|aqueduct|escalator|shopping centre|arcade|department store|car wash|chip shop|kebab shop|bakery|sawmill|brewery|abattoir|tannery|power station|gasworks|waterworks|sewage works|landfill|scrapyard|cash machine|vault|belfry|organ loft|pulpit|altar|churchyard|vicarage|convent|monastery|university|exam hall|swimming baths|bowling green|cricket pitch|football ground|terraces|grandstand|velodrome|dog track|arena|concert|panto(?:mime)?|firework display|town square|clock tower|clock|flyover|sidings|goods yard|embankment|village green|war|trenches|hospital roof|prison roof|court|courtroom|observatory|planetarium|aquarium|botanic gardens|maze|folly|monument|pylon|gantry|pulpit|weighbridge|slaughterhouse|kennels|stables|orchard|vineyard|oil rig|wind turbine|wind farm|quay|harbour wall|lock gates?|swing bridge|toll bridge|rapids|waterfall|lagoon|swamp|ravine|sinkhole|caves?|glacier|summit|peak|ridge|moorland|heath|common|car ferry|cathedral roof|hall)\b",
    re.I,
)
WITH = re.compile(
    r"\b(?:lorry|lorries|wagons?|tanker|bus|minibus|coach|train|tram|taxi|van|ambulance|fire engine|police (?:car|van|station)|milk float|float|digger|tractor|combine|crane|steamroller|boat|dinghy|ferry|trawler|ship|barge|yacht|canoe|kayak|paddleboard|raft|plane|aeroplane|glider|balloon|parachute|drone|quad(?: bike)?|jet-?ski|motorbike|"
    r"hot[- ]tub|bouncy castle|zip ?wire|ride|big wheel|waltzers?|rollercoaster|dodgems|lift|escalator|ceiling|wall|gate|caravan|tent|marquee|stage|stand|container|suitcase|wheelie bin|fridge|boiler|chip pan|firework\w{0,1}|bonfire|gun|rifle|knife|hammer|axe|dogs?|horses?|pony|mare|bull|cows?|swans?|sheep|goat|hens?|pigs?|donkey|lion|tiger|snake|"
    r"python|crocodile|monkey|llama|alpaca|bees|organ|piano|tuba|bell|trombone|coins|gold|treasure|bodies|body|skeleton|bones|skull|ashes|coffin|hearse|wedding|funeral|lottery|raffle|jackpot"
    r"|ice cream van|hot air balloon|helter skelter|ghost train|tank|submarine|hovercraft|steam engine|locomotive|carriages?|cart|pram|trolley|forklift|jcb|excavator|bulldozer|cherry picker|ladder|gas (?:bottle|cylinder|canister)s?|petrol|fireworks|candles?|oven|fryer|slicer|auger|baler|trailer|horsebox|geese|goose|ducks?|chickens?|ferrets?|pigeons?|parrot|owl|eagle|peacock|deer|stag|badger|wasps|shark|whale|seals?|dolphin|jellyfish|elephant|bear|camel|greyhounds?|puppy|puppies|violin|trumpet|drums|accordion|painting|diamonds?|necklace|cheque|banknotes|safe|urn|wedding dress|cake|turkeys?|pumpkin|marrow|lifeboat|canister|grenade|shell|mine|torpedo|rocket|cannon|mortar|rope|chain|anchor|propeller|winch|conveyor|furnace|vat|press|roof tiles?|slates?|masonry|stones?|boulders?|lorryload|hay|straw|haystack|bales?|slurry|milk|beer|cider|chocolate|custard|concrete|cement|glass|sandbags?|tarpaulin|unicycle|tandem|skateboard|stilts|costume|suit of armour|crown|sceptre|chalice|relics?|testicles?|leg|arm|hand|finger|eye|tongue|ear|heart)\b",
    re.I,
)
WHO = re.compile(
    r"\b(?:twins|triplets|children|kids|girls|boys|lads|babies|baby|toddler|newborn|schoolchildren|pupils|brownies|cubs|scouts|families|passengers|crew|colleagues|workers|men|women|nuns|bride|groom|bridesmaids?|brothers|sisters|mother and|(?:two|three|four|five|six|seven|eight|nine|ten|eleven|twelve|twenty|thirty|forty|fifty|sixty|\d\d) "
    r"(?:of |other |little |young )?(?:people|men|women|lads|girls|boys|children|kids|dead|others|houses|families|his|her|them)|vicar|priest|imam|mayor|mp|councillor|policeman|policewoman|fireman|nurse|doctor|teacher|postman|stranger|wife and|whole (?:family|crew|class)"
    r"|choir|band|orchestra|team|class|congregation|pensioners|students|miners|soldiers|sailors|fishermen|lifeboatmen|firefighters|firemen|tourists|holidaymakers|customers|queue|crowds?|whole (?:town|street|village|school|estate|pub|shift)|everyone|everybody|neighbours|bishop|queen|king|prince|princess|prime minister|judge|mourners|guests|campers|bathers|dancers|refugees|asylum seekers|villagers|brides?|husband and|wedding party|search party|coach party|school party|all of them|both of them|the lot of them|sisters and|brothers and|father and|cousins|workmates|shipmates)\b",
    re.I,
)
SHOWN = re.compile(
    r"\b(?:news|telly|tv|papers?|front page|headlines?|viral|filmed|video|documentary|facebook|youtube|tiktok|crimewatch|famous|everyone knows|everybody knows|plaque|vigil|petition|award|medal|statue|mural"
    r"|reporters?|cameras?|journalists?|television|netflix|bbc|itv|gazette|echo|chronicle|examiner|herald|argus|courier|mercury|advertiser|named after|talk of the|legend|livestream\w{0,3}|caught on (?:camera|cctv)|photograph\w{0,4}|on the cover|postcards?|song about|book about|film about|poem about)\b",
    re.I,
)
TIED = re.compile(
    r"\b(?:(?:18|19|20)\d\d|'\d\d|christmas|easter|new year|boxing day|bonfire night|last (?:year|summer|winter|spring|autumn|january|february|march|april|may|june|july|august|september|october|november|december))\b|(?<=[\w,] )(?-i:[A-Z])[a-z]{2,}",
    re.I,
)
# What notes are full of.
USUAL = re.compile(
    r"\b(?:systems?|computers?|laptops?|server|database|website|app|wifi|screen|notes|records|emails?|files?|hospital|ward|a&e|ed|clinic|surgery|gp|appointment|appts?|meeting|session|assessment|review|visit|placement|tenancy|eviction|hostel|refuge|detox|rehab|medication|meds|methadone|benefits?|bedroom|kitchen|bathroom|stairs|bed|sofa|chair|shift|team|service|services|form|letter|phone|support|keyworker|key worker|"
    r"training|policy|plan|numbers|budget|relationship|drinking|relapse|overdose|seizure|stroke|heart attack|cancer|illness|infection|pneumonia|covid|lockdown|hip|knee|ankle|wrist|arm|leg|corridor|lounge|garden|office|reception|door|key|fob|rent|money|cash|wallet|bank card|alarm|test|drill|panel|policy|extinguisher|risk|safety|exit|doors?)\b",
    re.I,
)
UNTOLD = re.compile(
    r"\b(?:if|might|could|would|should|may|will|can|wants?|needs?|nobody|without|every|each|any|often|usually|always|likes?|sometimes|whoever|anyone|anybody)\b",
    re.I,
)
MOST_PLACES = 2
FRAMES = [
    # (how many are needed, what comes before, what begins the passage)
    (
        2,
        re.compile(
            rf"\b(?:known (?:\w{{2,12}} ){{0,3}}as|famous as|remembered as|recognised (?:\w{{2,12}} ){{0,2}}as|in the papers? as|(?:brother|sister|son|daughter|mother|father|mum|mam|dad|widow|widower|cousin|nephew|niece|twin) of|survivor of|survived|lived through|killed in|died in|orphaned by|orphaned in|anniversary of) ((?:the|that|a|an|one of the) {WORD}{GOES_ON})",
            re.I,
        ),
    ),
    (
        3,
        re.compile(
            rf"(?:\b(?:is|was|are|were|be|being|been|as|he's|she's|i'm|im|hes|shes|they're|that's|thats|remember|remembers|called|from|at|with|in)|[(,:;\"“]|^|\n) ?((?:the|that|him that was the|one of (?:the|those|them)(?: \w{{3,6}})?) (?:[\w'-]{{1,20}} ){{0,3}}?{PERSON}{GOES_ON})",
            re.I,
        ),
    ),
    (
        2,
        re.compile(
            rf"\b(?:is|was|are|were|be|as|he's|she's|i'm|im|hes|shes|they're) ((?:the|that) (?:[\w'-]{{1,20}} )?{PERSON} (?:who|that|wot){GOES_ON})",
            re.I,
        ),
    ),
    (3, re.compile(rf"[(]((?:the|that) {WORD}{GOES_ON})[)]", re.I)),
    (
        3,
        re.compile(
            rf"\b(?:since|after|before|until|till|following|because of|due to|about|over|during|remembers?|remembered|remembering|on about|winter of|summer of|night of|day of|year of|time of|week of|in|from) ((?:the|that) {WORD}{GOES_ON})",
            re.I,
        ),
    ),
    (
        2,
        re.compile(
            rf"\b(the (?:day|night|time|morning|afternoon|evening|year|winter|summer|week|weekend|christmas|easter)(?: that| when)? (?:the|that|they|a) {WORD}{GOES_ON})",
            re.I,
        ),
    ),
    (
        3,
        re.compile(
            rf"\b(?:since|when|after|before|until|till|where|how|because|cos) ((?:the|that|those|(?:his|her|my|their|our) {PERSON}) {WORD}{GOES_ON})",
            re.I,
        ),
    ),
    (
        4,
        re.compile(
            rf"\b(?:since|when|after|before|until|till|where|how|because|cos) ((?:they|he|she|being|a|an|two|three|four|some) {WORD}{GOES_ON})",
            re.I,
        ),
    ),
    (
        1,
        re.compile(
            rf"\b(?:video|film|clip|footage|documentary|program(?:me)?|podcast|cuttings|headlines?|article|news story|newspaper story|mural|statue|plaque) (?:of|about|for|to) ((?:him|her|them|the|that|a|his|their) {WORD}{GOES_ON})",
            re.I,
        ),
    ),
    (
        3,
        re.compile(rf"\b(?:about|of|for|remembers?|with) ((?:him|them) \w{{2,12}}ing {WORD}{GOES_ON})", re.I),
    ),
]


# Where somebody or something is told of without a frame: more is needed then.
ANYHOW = 4
ANYWHERE = re.compile(
    rf"\b(?=((?:the|that|those|he|she|they|who|i|an?|two|three|four|some|one of|(?:his|her|their|my|whose) {PERSON}) {WORD}{GOES_ON}))",
    re.I,
)
# What is in many notes by itself: where nothing else is told, one more is needed.
EVERYDAY = frozenset(
    """school|station|bus station|market|pitch|beach|church|chapel|mosque|temple|bank|post office|library|hall|court|car park|pool|roundabout|services|line|ground|common|works|platform|hotel|court|shopping centre|nursery|
    bus|taxi|van|train|tram|coach|dog|dogs|cake|lift|stand|leg|arm|hand|finger|eye|ear|heart|safe|chain|glass|milk|beer|chocolate|knife|bike|tent|wall|gate|stage|ambulance|trolley|costume|
    walked|ran|sat|slept|stood|came back|played|lost|found|kept|tried|opened|closed|shut|lived|led|drove|stuck|knocked|refused|dressed|ate|landed|stopped|held|saved|thing|dropped|pulled|dead|died|died|queued|named|banned|
    children|kids|class|team|men|women|girls|boys|lads|everyone|everybody|nurse|doctor|neighbours|students|customers|workers|families|teacher""".replace(
        "\n", ""
    )
    .replace("    ", "")
    .split("|")
)
Places = list[tuple[int, int]]


class Parts:
    """Where in a text each part of what makes news stands, each looked for once."""

    def __init__(self, text: str) -> None:
        self.text = text
        (
            self.grave,
            self.shown,
            self.where,
            self.done,
            self.with_,
            self.who,
            self.tied,
            self.usual,
            self.untold,
        ) = (
            [match.span() for match in matches(pattern, text)]
            for pattern in (GRAVE, SHOWN, WHERE, DONE, WITH, WHO, TIED, USUAL, UNTOLD)
        )

    def weight(self, start: int, end: int) -> int:
        """Return how much of what makes news stands from `start` to `end`: 2 for what is grave or was shown, 1 for each other part, less what is usual."""
        if _between(self.untold, start, end):
            return 0
        weight = 2 * bool(_between(self.grave, start, end)) + 2 * bool(_between(self.shown, start, end))
        weight += min(
            MOST_PLACES, len({self.text[at:to].lower() for at, to in _between(self.where, start, end)})
        )
        weight += sum(
            bool(_between(part, start, end)) for part in (self.done, self.with_, self.who, self.tied)
        )
        if not (_between(self.grave, start, end) or _between(self.shown, start, end)):
            told = [
                self.text[at:to].lower()
                for part in (self.where, self.done, self.with_, self.who)
                for at, to in _between(part, start, end)
            ]
            weight -= EVERYDAY.issuperset(told)
        return weight - len(_between(self.usual, start, end))


def _between(places: Places, start: int, end: int) -> Places:
    """Return the places, which are in order, that stand wholly between `start` and `end`."""
    first = bisect_left(places, (start, start))
    last = first
    while last < len(places) and places[last][1] <= end:
        last += 1
    return places[first:last]


def clause_spans(text: str) -> Iterator[tuple[int, int]]:
    """Yield the place of each passage of a folded text that puts together what makes news."""
    parts = Parts(text)
    for enough, frame in FRAMES:
        for match in matches(frame, text):
            if parts.weight(*match.span(1)) >= enough:
                yield match.span(1)
    free = len(text)
    for start, end in reversed([match.span(1) for match in matches(ANYWHERE, text)]):
        if parts.weight(start, min(end, free)) >= ANYHOW:
            yield start, min(end, free)
            free = start
