"""Finding what somebody did, or what befell them, that a town remembers: told by a verb and what it was done to. Pure.

"Drove his car into the canal", "burned the mosque down", "attacked with acid at the taxi rank", "lost both legs in the grain
auger", "rowed for Britain", "only Tibetan in the town". What the same verbs are said of every day is left out by name.
"""

import re
from collections.abc import Iterator

from kit.privacy.identifiers.windows import matches

WORD = r"[\w'-]{1,20}"
KIN = r"(?:brother|sister|son|daughter|mother|father|mum|mam|dad|cousin|uncle|aunt|husband|wife|partner|friend|mate|twin|neighbour|nephew|niece|grandson|granddaughter|grandad|gran|stepson|stepdad|ex|boyfriend|girlfriend)"
ROLE = (
    r"(?:m[ae]n|wom[ae]n|lad|boy|girl|schoolgirl|schoolboy|mum|mother|dad|father|teacher|headteacher|head|gp|doctor|nurse|vicar|priest|solicitor|councillor|mayor|mp|policeman|copper|officer|carer|scoutmaster|choirmaster|coach|driver|student|"
    r"toddler|baby|child|twins|fisherman|soldier|landlord|footballer|surgeon|dentist|midwife|bus driver|killer|couple|family)"
)
USUAL = (
    r"(?:uk|country|hospital|hostel|ward|streets?|floor|doorway|house|flat|home|man|woman|ex|partner|dog|car|bed|room|bath|toilet|kitchen|bathroom|bedroom|morning|night|evening|afternoon|past|dark|head|face|back|arm|leg|hand|chest|neck|foot|eye|"
    r"stomach|thigh|shoulder|day|week|weekend|cell|corridor|chair|tent|community|family|system|meantime|end|same|other|next|group|stranger|neighbour|friend|mate|lad|gang|knife|bottle|hammer|kitchen knife|needle|row|fight|argument|toe|cat|"
    r"rat|insect|spider|waiting|surgery|clinic|lounge|garden|hallway|stairwell|stairs|side|middle|pavement|road|pub|placement|tenancy|accident|process|phone|letter|bus stop|way)"
)
HIGH = (
    r"(?:canal|river|reservoir|harbour|docks?|sea|lake|weir|crane|steeple|spire|bridge|viaduct|cliffs?|pier|town hall|police station|bus queue|ferry|well|mine|mineshaft|quarry|multi-?store?y|pylon|railway line|tracks|motorway|shop (?:window|front)|"
    r"window of (?:the )?\w{3,15}|bank|church|mosque|crowd|clock(?: tower)?|gasometer|roof of (?:the )?\w{3,15}|town hall roof|chimney|lock|estuary|marina|level crossing|train|tram|fountain|war memorial|bandstand|bonfire|silo|slurry|combine)"
)
BUILDING = (
    r"(?:mosque|church|chapel|school|synagogue|temple|bank|post office|bookies|betting shop|pub|club|nightclub|chip shop|library|town hall|police station|jewellers?|cash machine|off[- ]licence|petrol station|hostel|hotel|warehouse|factory|mill|"
    r"pavilion|scout hut|community centre|bus|bus station|pier|bandstand|theatre|cinema|job ?centre|council offices?|courthouse|court|surgery|chemist|statue|war memorial|cenotaph)"
)
PLACE_OF_ONE = r"(?:the (?:whole )?(?:borough|village|valley|parish|island|district|dales?|fens?|county|country|town|city|world|north|south|east|west|regiment|school|trade|street|estate)|britain|england|wales|scotland|(?-i:[A-Z][a-z]{3,15}))"
DISASTERS = (
    r"(?:hillsborough|grenfell|zeebrugge|lockerbie|aberfan|piper alpha|dunblane|hungerford|heysel|ibrox disaster|kegworth|ladbroke grove|hatfield crash|potters bar|marchioness|omagh|orgreave|penlee|herald of free enterprise|bradford city fire|valley parade|"
    r"manchester arena|arena bomb(?:ing)?|london bridge attack|westminster bridge attack|7/7|novichok|summerland|bethnal green tube|moorgate|kings cross fire|king's cross fire|clapham rail|selby rail|grayrigg|morecambe bay|alton towers|shoreham air|toddbrook|bloody sunday|ballymurphy|croydon tram|didcot|buncefield|lakanal)"
)
MEDIA = r"(?:mail on sunday|daily mail|guardian|telegraph|mirror|the sun|sunday times|observer|independent|echo|gazette|argus|herald|examiner|chronicle|evening post|yorkshire post|evening news|papers?|telly|tv|you ?tube|tik ?tok|facebook|news|radio|top of the pops|blue peter|jeremy kyle|newsround)"
PATTERNS = [
    # "drove his car into the canal", "climbed the crane", "jumped off the multistorey"
    re.compile(
        rf"\b(?:drove|driven|drives|crashed|rammed|reversed|rode|ploughed|went|ran|rolled|jumped|jumping|leapt|leaped|fell|falling|fallen|dived|threw (?:him|her)self|pushed|hung|dangled|swept|washed|walked|drifted) (?:{WORD} ){{0,3}}?(?:into|off|through|from|in front of|under|over the side of|down) (?:the|a|an) (?:{WORD} ){{0,2}}?{HIGH}\b(?: {WORD}){{0,6}}",
        re.I,
    ),
    re.compile(
        rf"\b(?:climbed|scaled|occupied|barricaded|streaked (?:at|across|through)|squatted|rammed|abseiled|chained (?:him|her)self to|glued (?:him|her)self to|camped on|lived on top of) (?:up |into |onto )?(?:the|a|an) (?:{WORD} ){{0,2}}?(?:{HIGH}|{BUILDING}|statue|roof|gates?|railings|pitch|chimney)\b(?: {WORD}){{0,6}}",
        re.I,
    ),
    re.compile(
        rf"\b(?:burn(?:ed|t)|torched|blew up|smashed up|set fire to|fire-?bombed|petrol[- ]bombed|bombed|robbed|raided|held up|ram[- ]raided|shot up|flooded|vandalised|desecrated|looted) (?:down )?(?:the|a|an) (?:{WORD} ){{0,2}}?{BUILDING}(?: down)?(?: {WORD}){{0,3}}",
        re.I,
    ),
    re.compile(
        rf"\b(?:held|holding|took|taking|kept) (?:{WORD} ){{1,3}}?(?:hostage|at gunpoint|at knifepoint|prisoner)(?: (?:at|in|on|for) (?:the |a )?{WORD}(?: {WORD})?)?",
        re.I,
    ),
    # "attacked with acid at the taxi rank", "shot through the door of the Cricketers"
    re.compile(
        rf"\b(?:stabbed|shot|slashed|glassed|knifed|tasered|tazered|electrocuted|blinded|scalded|gassed|crushed|mown down|run over|gunned down|impaled|trampled|savaged|bitten|attacked with (?:acid|a \w{{3,12}})|beaten up|mugged|kidnapped|snatched|abducted) "
        rf"(?:to death )?(?:{WORD} ){{0,2}}?(?:in|at|on|by|through|outside|under|behind|from|off|inside|near) (?:the|an?|his own|her own) (?!{USUAL}\b)(?:{WORD})(?: (?!(?:and|but|so|because|which|while)\b){WORD}){{0,4}}",
        re.I,
    ),
    # "lost both legs in the grain auger", "hand taken off by the bacon slicer"
    re.compile(
        rf"\b(?:lost|losing) (?:both |two |three |an? |his |her )(?:{WORD} )?(?:legs?|arms?|hands?|eyes?|fingers?|foot|feet|sight|thumb|ear) (?:in|at|on|under|when|to) (?:the|an?) (?!(?:accident|war|car accident|infection|community|process|past)\b)(?:{WORD})(?: {WORD})?",
        re.I,
    ),
    re.compile(
        rf"\b(?:hand|arm|leg|fingers?|foot|thumb|ear|nose|face) (?:was |got )?(?:taken|torn|ripped|cut|bitten|sliced|blown|shot) off(?: (?:by|in|at|with|on) (?:the |a )?{WORD}(?: {WORD})?)?",
        re.I,
    ),
    # "found in a phone box as a newborn", "born in the lift at Leeds General"
    re.compile(
        rf"\b(?:found|abandoned|left|dumped|discovered)(?: {WORD}){{1,6}}? (?:as a (?:new ?born|baby|foundling|toddler)|when (?:s?he|they) (?:was|were) (?:a baby|(?:days|hours) old))",
        re.I,
    ),
    re.compile(
        r"\b(?:born|gave birth|delivered|had (?:the baby|her baby|him|her|twins)) (?:in|on|at|outside) (?:the|a|an) (?:back of (?:a|the) )?(?:lift|taxi|cab|bus|train|tram|phone box|car park|ferry|plane|boat|barn|cave|police (?:car|station|cell)|ambulance|supermarket|aisle|motorway|hard shoulder|prison|toilets?|layby|lay-by|church|field)\b(?: (?:at|of|in|on) \w{2,15}(?: \w{2,15})?)?",
        re.I,
    ),
    # "rowed for Britain", "won £3m on the lottery", "ex professional footballer for Huddersfield"
    re.compile(
        rf"\b(?:played|rowed|ran|boxed|swam|fenced|rode|wrestled|fought|captained|capped|skated|dived|cycled|danced|sang|bowled|batted|had trials|signed) (?:for|with) (?:(?-i:England|Britain|GB|Great Britain|Wales|Scotland|Ireland|Team GB|Jamaica|Pakistan|Poland|Nigeria|Kurdistan|Somalia|Portugal|Romania|Lithuania)|(?:the|his|her) (?:county|country))\b(?: {WORD})?",
        re.I,
    ),
    re.compile(
        rf"\b(?:ex|former|retired|once an?|was an?|used to be an?)[- ]?(?:{WORD} )?(?:professional|pro|semi[- ]pro|international|olympic|paralympic|county|premier league|league) (?:footballer|boxer|cricketer|rugby player|goalkeeper|wrestler|jockey|golfer|cyclist|swimmer|runner|dancer|singer|rower|snooker player|darts player)\b(?: (?:for|with|at) {WORD}(?: {WORD})?)?",
        re.I,
    ),
    re.compile(
        rf"\b(?:won|winning|scooped|lost|found|inherited|stole) (?:£|\$|over £|nearly £|half a )\d?[\w.,]{{1,8}} ?(?:m|k|million|thousand|grand)? (?:on|in|at|from) (?:the |a )(?:{WORD} )?(?:lottery|pools|bingo|scratch ?cards?|raffle|casino|bookies|quiz show|game show|telly)",
        re.I,
    ),
    re.compile(
        r"\b(?:on|appeared on|was on|won|went on|sang on|in a band (?:that|who) (?:was|were) on) (?:top of the pops|blue peter|jeremy kyle|x factor|britain's got talent|the voice|bake off|stars in their eyes|opportunity knocks|mastermind|the chase|countdown|gladiators|big brother|love island|newsround|this is your life)",
        re.I,
    ),
    # "only Tibetan in the town", "first trans woman elected to the council"
    re.compile(
        rf"\b(?:only|first|last|oldest|youngest) (?!(?:service|hostel|shop|bus|bed|place|thing|one|time|chance|option|option|surgery|dentist|support|way|shelter|team|day|week|visit|contact|worker left|flat|home|food ?bank|library|school|pub|cafe|gp)\b)(?:{WORD} ){{1,3}}?(?:in|on|elected (?:to|in)|ordained in|allowed in|hanged in) {PLACE_OF_ONE}\b",
        re.I,
    ),
    re.compile(
        rf"\b(?:the )?last of the (?:{WORD} ){{1,3}}?(?:crew|survivors|miners|trawlermen|men|women|brothers|sisters|family|gang|twins|band|tenants|weavers|shipbuilders|keepers|nuns|monks|squatters|travellers)\b",
        re.I,
    ),
    # "Operation Sanctuary", "serious case review of Baby K"
    re.compile(
        r"\b(?:(?i:operation|op)) (?!Theatre|Date|Note|Manager|Room|Cancelled|List)(?-i:[A-Z])[a-z]{3,15}\b"
    ),
    re.compile(
        r"\b(?:Baby|Child|Adult|Family|Patient|Resident|Girl|Boy) (?:[A-HJ-Z]{1,2}|AA|[A-Z]\d)(?= (?:review|case|inquiry|report|SCR|SAR|enquiry|inquest|trial)\b)"
    ),
    re.compile(
        r"\b(?:serious case|safeguarding adults?|domestic homicide|child (?:safeguarding )?practice|homicide) (?:review|reviews) (?:of|into|on|about|for) (?-i:[A-Z])\w{0,15}(?: (?-i:[A-Z])\w{0,15})?",
        re.I,
    ),
    re.compile(
        rf"\b(?:the )?{DISASTERS}\b(?: (?:disaster|fire|bomb(?:ing)?|crash|attack|survivor|families|inquest|tragedy|clear[- ]?up|massacre|rescue))?",
        re.I,
    ),
    re.compile(
        rf"\b(?:his|her|their|my|whose) {KIN} (?:(?:who|that) )?(?:was|were|got|is|had been|been) (?:hanged|executed|deported|murdered|killed|shot|stabbed|drowned|jailed for (?:life|murder|manslaughter)|kidnapped|extradited|sentenced to (?:life|death)) (?:{WORD} ){{0,4}}?(?:in|on|at|by|for) (?!hospital\b){WORD}(?: {WORD}){{0,2}}",
        re.I,
    ),
    # "his photo was in the Mail on Sunday", "the vigil on the bridge", "crowdfunder for his teeth raised 9k"
    re.compile(
        rf"\b(?:his|her|their|the|a) (?:photo|picture|mugshot|face|story|video|name|case|death|arrest|wedding|eviction|rescue)(?: (?:of|that|was|is|were|went|got|made|has been|had been|which)){{0,3}}(?: {WORD}){{0,6}}? (?:(?:in|on|made|all over|across) (?:the )?{MEDIA}|round the world|viral)\b",
        re.I,
    ),
    re.compile(
        rf"\b(?:the|a|an|that|his|her|their)(?: {WORD}){{1,4}}? (?:that|which) (?:made|hit|reached|got into|was in|was on|ended up in) (?:the )?{MEDIA}\b",
        re.I,
    ),
    re.compile(
        rf"\b(?:(?:the|a|an|his|her|their) )?(?:petition|vigil|plaque|mural|blue plaque|memorial|shrine|march|protest|demo|candlelit vigil|minute's silence|crowdfund(?:er|ing)|gofundme|go fund me|just ?giving) (?:to (?:get|stop|save|free|keep|bring|the)|on|at|outside|for|against|of|in)(?: {WORD}){{1,6}}",
        re.I,
    ),
    # "the death in custody at Stainbeck", "the missing schoolgirl", "the jailed GP"
    re.compile(
        rf"\b(?:the|a|that|his|her) (?:{WORD} )?deaths? in (?:custody|cell \d{{1,3}}|the cells?|detention|segregation|police van|a police van|a police cell|the dock|the van)(?: (?:at|in|of|that)(?: {WORD}){{1,3}})?",
        re.I,
    ),
    re.compile(
        rf"\b(?:the|that) (?:jailed|murdered|disgraced|shamed|kidnapped|drowned|bogus|rogue|killer|runaway|struck[- ]off|convicted|abducted|headless|hero|have-a-go|millionaire|serial|rapist|paedophile|poisoned|defrocked) (?:{WORD} )?{ROLE}\b"
        rf"|\b(?:the|that) missing (?:schoolgirl|schoolboy|toddler|baby|boy|girl|child|twins|teenager|student|nurse|fisherman)\b",
        re.I,
    ),
    re.compile(
        rf"\b(?:the|that) (?:{WORD} ){{0,2}}?{ROLE} (?:who|that) (?:was|got|were|had been|ran off|eloped|embezzled|faked|lied) ?(?:struck off|sacked|suspended|jailed|caught|exposed|banned|sectioned|arrested|defrocked|sent down|shot|stabbed|killed|murdered)?(?: {WORD}){{0,6}}(?<=\w\w\w)(?=[.,;!?)\n]|$)",
        re.I,
    ),
    # "the tower they evacuated at Christmas", "the flats with the cladding"
    re.compile(
        rf"\b(?:the|that) (?:{WORD} ){{0,2}}?(?:tower|flats|block|hotel|mill|school|house|estate|church|mosque|pub|club|bridge|hostel|home|boat|train|bus|flight|plane) (?:(?:that |which )?(?:they|he|she|police|council|bailiffs|army) (?:evacuated|burned|bombed|blew up|pulled down|demolished|condemned|raided|stormed|sealed|closed|dug up|searched)|(?:that|which) (?:never )?(?:took off|sank|burned|blew up|fell down|was (?:evacuated|bombed|raided|stormed|demolished|condemned|torched))|with the (?:cladding|bodies|bomb|cannabis|murder|ghosts?|body))(?: {WORD}){{0,4}}",
        re.I,
    ),
    re.compile(
        rf"\b(?:the|that|a) (?:{WORD} ){{1,2}}?(?:in|at|from|of|on|behind) the (?:{WORD} ){{0,2}}?(?:raid|robbery|heist|siege|murders?|kidnap(?:ping)?|massacre|riots?|arson|hijack(?:ing)?|bombing|train crash|pit disaster|explosion)\b",
        re.I,
    ),
    re.compile(
        rf"\b(?:the|that) (?:{WORD} ){{0,3}}?(?:grooming|murder|gang|drugs?|slavery|trafficking|abuse|rape|fraud|riot|terror|manslaughter|kidnap|arson)(?: (?:gang|ring|murder|plot))? (?:trial|case|inquiry|ring|plot)\b",
        re.I,
    ),
    re.compile(
        rf"\b(?:sinkhole|landslip|mudslide|tornado|earthquake|bomb scare|unexploded bomb|gas blast|evacuation|stand-?off|armed siege|shoot-?out|car chase|police chase|drive-by)(?: (?:on|at|in|near|outside|off|under) (?:the )?{WORD}(?: {WORD})?)",
        re.I,
    ),
    re.compile(
        rf"\b(?:the|that) (?:night|year|day|summer|winter|week|christmas|morning) (?:that |when )?(?:the |{WORD} ){{1,3}}?(?:burned|burnt|blew|flooded|closed|fell|sank|collapsed|exploded|rioted|went up|came down|was bombed|were shot)\b(?: {WORD}){{0,3}}",
        re.I,
    ),
    re.compile(
        rf"\bwhen the (?:river|beck|canal|dam|reservoir|sea wall|banks?|tide|bridge|pier|mill|pit|mine|factory|market|brook|burn|lock|levee) (?:burst|flooded|broke|came|rose|went|fell|collapsed|closed|burned|burnt|blew)(?: {WORD}){{0,3}}",
        re.I,
    ),
    re.compile(
        rf"\b(?:stood|ran) for (?:mayor|parliament|council|mp|police commissioner|election)(?: {WORD}){{1,4}}|\b(?:heart|lung|liver|face|hand) transplant (?:at|as|when)(?: {WORD}){{1,4}}",
        re.I,
    ),
    re.compile(
        rf"\b(?:gave|giving) evidence (?:against|at|in|to) (?:the )(?!court\b|tribunal\b|hearing\b|panel\b|review\b)(?:{WORD})(?: {WORD})?|\bdeported (?:from|off|on) (?:the|a) (?:tarmac|plane|flight|runway|ferry)",
        re.I,
    ),
]
PLAIN = re.compile(
    r"(?:(?:the|a) )?(?:march (?:on|at|for|in|of) |protest (?:at|in) (?:being|the way)|demo (?:of|for|in)|memorial (?:service|in)|(?:left|found)(?: \w+){0,3} (?:home|hospital|care) )|(?:walked|ran|went|walks) (?:into|through|down|from|off|under) (?:the|a) (?:bank|church|mosque|police station|town hall)\b|"
    r"(?:walked|went|ran|rode|drove|driven) (?:\w+ ){0,2}?(?:down|through|from|over|under) (?:the|a) (?:river|canal|bridge|train|tram|docks?|pier|motorway|lake|sea|tracks|crowd|church|town hall)",
    re.I,
)


def feat_spans(text: str) -> Iterator[tuple[int, int]]:
    """Yield the place of each passage of a folded text that tells what somebody did or suffered that a town remembers."""
    for pattern in PATTERNS:
        for match in matches(pattern, text):
            if not PLAIN.match(match.group()):
                yield match.span()
