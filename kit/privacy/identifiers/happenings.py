"""The patterns of events that are told by what somebody did or what happened to them: "the girl on the roof". Pure."""

import re

WORD = r"[\w'-]{1,20}"
PEOPLE = (
    r"(?:m[ae]n|wom[ae]n|lads?|lass|lasses|boys?|girls?|lady|ladies|couples?|family|baby|babies|toddlers?|child|children|kids?|twins|brothers?|sisters?|blokes?|guys?|fellas?|"
    r"pensioners?|students?|teenagers?|nurses?|doctors?|drivers?|postm[ae]n|teachers?|vicar|priest|farmers?|fisherm[ae]n|soldiers?|workers?|officers?|copper|miners?|tourists?|"
    r"joggers?|cyclists?|walkers?|climbers?|father|mother|dad|mum|grandad|grandma|nan|widow|bride|groom|passengers?|crew|prisoner|pilot|skipper|lollipop lady|dogs?|horses?|pony|bull|cows?|ones?|pal|fellow|cleaner|bouncer|barmaid|barman|landlord|caretaker|binman|steward|referee|scout|guide|surfer|swimmer|rower|angler|bell-?ringer)"
)
BROUGHT = r"(?:out of|from|off|through|into|under|down|over|up|by|with|for|at|on|in)"
HARMED = (
    r"(?:found dead|found hanged|killed|murdered|stabbed|shot|drowned|kidnapped|abducted|trapped|rescued|airlifted|swept (?:away|out|off)|washed up|buried|crushed|electrocuted|mauled|"
    r"run over|hit by|knocked (?:down|over)|struck by|dragged|blown|burnt|burned|pulled|dug|winched|saved|cut free|taken hostage|held hostage|beaten to death|set alight)"
)
DARED = (
    r"(?:fell (?:from|off|down|through|into|out of|overboard)|jumped (?:from|off|into|in front of)|climbed|chained (?:him|her|them)\w{4,6}|burned down|burnt down|set fire|set (?:him|her|them)\w{4,6}|"
    r"survived|lived|lived to tell|won the|swam|drove (?:into|off|through|over)|escaped|vanished|disappeared|went missing|gave birth|tunnelled|barricaded|clung|hung|dangled|went (?:over|under|through|overboard)|"
    r"died (?:in|at|on|when|under)|saved|rescued|carried (?:them|the|him|her)|pulled|dug|dragged|found (?:the|a) (?:body|bodies|bomb|baby|gun)|shot|stabbed|killed|murdered|robbed|held up|walked (?:out of|from|across|into))"
)
HIGH = (
    r"(?:roof|bridge|crane|cliffs?|viaduct|ledge|steeple|spire|pylon|chimney|canal|river|harbour|docks?|quarry|reservoir|weir|lake|well|mine|shaft|container|suitcase|freezer|"
    r"wheelie bin|pier|lifeboat|clock|town hall|scaffold(?:ing)?|balcony|silo|crypt|sewer|septic tank|skip|tip|bell tower|big wheel|ferris wheel|landfill|bonfire|mere|loch|pond|lagoon|marina|estuary|beach|sea|cave|pothole|culvert|drain|statue|motorway|railway line|tracks?|tunnel|lock gates?|sluice|slipway|mudflats?|raft|gasometer|floodlights?)"
)
EVENT = (
    r"(?:fire|blaze|explosion|riots?|crash|pile-?up|floods?|siege|murders?|stabbings?|shootings?|bombing|landslide|derailment|collapse|drownings?|disaster|hanging|kidnap(?:ping)?|massacre|manhunt|"
    r"arson|robbery|tragedy|killings?)"
)
SEASON = r"(?:year|month|summer|spring|winter|autumn|easter|christmas|january|february|march|april|may|june|july|august|september|october|november|december|jan|feb|mar|apr|jun|jul|aug|sept?|oct|nov|dec)"
WHEN = (
    rf"(?:last {SEASON}|(?:a|one|two|three|four|five|six|ten|twenty|\d\d?) (?:years?|summers?|winters?|springs?|months?) (?:ago|back|since)|at (?:new year|christmas|easter)|on (?:boxing day|bonfire night|new year's (?:eve|day)|"
    rf"christmas (?:eve|day)|mother's day)|in '?(?:19|20)?\d\d(?!\d)|in the (?:heatwave|floods|lockdown|storm|snow|big freeze)|that (?:summer|winter|year))"
)
STRONG = r"(?:shootings|stabbings|riots|murders|bombings?|siege|massacre|explosion|drownings|landslide|derailment|hangings?|killings)"
RUINED = (
    r"(?:blew up|burned(?: down)?|burnt(?: down)?|collapsed|fell (?:in|down|on)|flooded|sank|capsized|exploded|crashed|caught fire|went (?:up|over|under|into|in the|on fire)|came (?:down|off)|derailed|overturned|was bombed|hit the|"
    r"ploughed into|gave way|landed on|drove into|turned over|burst)"
)
SHOWN = (
    r"(?:papers?|papper|news|telly|tv|headlines|front pages?|(?:front (?:page )?|cover )of (?:the )?(?:[\w'-]{2,15} ){0,2}[\w'-]{2,15}|internet|panorama|crimewatch|look north|"
    r"(?:[\w'&-]{2,15} ){0,2}(?:gazette|echo|argus|herald|advertiser|chronicle|mercury|courier|examiner|sentinel|standard|(?:evening|morning|daily|sunday) \w{3,12}|star|mail|post|express|press|journal|observer|telegraph)|(?:[\w'-]{3,15} ){0,1}(?:live|tonight))"
)
IN_THE_NEWS = (
    r"(?:all (?:over|round|across) (?:facebook|tik ?tok|you ?tube|twitter|insta(?:gram)?|whatsapp|the (?:town|estate|village|socials))|"
    rf"(?:in|on|all over|all round|all across|across|made|reached|over|hit) (?:all |every )?(?:of )?(?:the |our |that )?(?:local |national |regional |world |evening )?{SHOWN}|went viral|covered (?:nationally|locally|by the)|"
    r"in all the comments|had reporters|had the press)"
)
HAPPENINGS = [
    # "the woman who was found in the canal", "the lad who climbed the town hall clock"
    re.compile(
        rf"\b(?:the|that|them|those|one of the|they're the) (?:{WORD} ){{0,3}}?{PEOPLE} (?:who|that|wot|what|which|they|as)(?:'d| had| has| was| were| got| is| had been| have been| nearly)? (?:{HARMED}|{DARED}|found (?:in|on|under|by|at|near)|"
        rf"(?:sat|stood|slept|lived|walked|danced|stuck) (?:on|up|along|in|down) the {HIGH})(?: {WORD}){{1,8}}",
        re.I,
    ),
    # "the taxi driver shot in Holbeck", "the four men trapped when the water came in"
    re.compile(
        rf"\b(?:the|that|them|those|one of the) (?:{WORD} ){{0,3}}?{PEOPLE} {HARMED} (?:in|at|on|by|from|under|out|when|near|outside|off|behind|crossing|after|with|down)(?: {WORD}){{1,8}}",
        re.I,
    ),
    # "the girl on the roof"
    re.compile(
        rf"\bthe (?:{WORD} ){{0,2}}?{PEOPLE} (?:on|in|off|from|under|down|up|at the top of|hanging from|stuck on) the (?:{WORD} )?{HIGH}\b",
        re.I,
    ),
    re.compile(
        rf"\b(?:(?:who|he|she|they|man|woman|lad|body|baby|one) (?:was |were |had been |got )?)?(?:found|pulled|dragged|dug|fished|recovered) (?:dead |hanging |floating |drowned |face down )?(?:in|from|out of|under|off) the (?:{WORD} )?(?:{HIGH}|sea|mud|marsh|rubble|wreck)\b",
        re.I,
    ),
    # "the stabbing there at new year", "coach crash A38 last Easter"
    re.compile(rf"\b(?:the |a |that )?(?:{WORD} ){{0,2}}{EVENT}(?:,? {WORD}){{0,5}}? {WHEN}", re.I),
    re.compile(
        rf"(?:(?<=\bbecause of )|(?<=\bsince )|(?<=\bafter )|(?<=\bfrom )|(?<=\bbefore )|(?<=\bduring )|(?<=\babout )|(?<=\bremembers )|(?<=\bof )|(?<=\bin ))the {STRONG}\b(?! (?:squad|charges?|trials?|cases?|reviews?|inquir))",
        re.I,
    ),
    re.compile(
        rf"\b(?:brother|sister|son|daughter|mother|father|mum|dad|cousin|uncle|aunt|husband|wife|partner|friend|mate|twin|flatmate)'?s (?:murder|drowning|stabbing|shooting|killing|hanging|kidnap|execution)(?: (?:in|at|on|off|by) (?:the )?{WORD})?",
        re.I,
    ),
    # "the last man out of Point of Ayr", "the first Traveller girl to sit A levels"
    re.compile(
        rf"\b(?:he|she|they)?(?:'s| was| were| is)? ?\bthe (?:very )?(?:last|first|only|youngest|oldest) (?:{WORD} ){{0,2}}?(?:{PEOPLE}|person|one|survivor|doctor|mayor|councillor) (?:left )?(?:(?:out of|off|down|from|at|in|on) (?:the )?(?-i:[A-Z])[\w'-]{{2,20}}(?: (?:of )?(?-i:[A-Z])[\w'-]{{1,20}}){{0,2}}|"
        rf"to (?:swim|win|climb|survive|fly|play|row|sail|cross|leave alive|get out|come out|be (?:pulled|rescued|born|ordained|elected|hanged))(?: {WORD}){{0,5}})",
        re.I,
    ),
    # "the petrol station thing with the machete", "the body in the mere", "the youngest mayor the town ever had"
    re.compile(
        rf"\b(?:the|that) (?!(?:best|worst|whole|same|main|only|first|last|next|other|good|bad|hard|important|right|sad|funny|strange|new|complex|legal|court|one|thing|big|small|usual|latest|previous)\b)(?:{WORD} ){{1,3}}"
        rf"(?:thing|accident|incident|business|affair|row|scandal|story|tragedy|mystery) (?:with|when|where|at|outside|involving|on) (?:the|a|that|all the) {WORD}(?: {WORD})?",
        re.I,
    ),
    re.compile(
        rf"\b(?:the|that) (?:bod(?:y|ies)|remains|skeleton|bones|skull|torso|newborn) (?:(?:that was |that were )?found )?(?:in|under|on|at|by|from|behind) (?:the |a )?{WORD}",
        re.I,
    ),
    re.compile(
        rf"\bthe (?:oldest|youngest|first|last|only) (?:{WORD} ){{1,2}}(?:the|this|our|that) (?:town|county|club|school|village|city|parish|valley|island|regiment|team) (?:has |had )?(?:ever )?(?:had|saw|seen|produced|elected)\b",
        re.I,
    ),
    re.compile(
        rf"\b(?:the |his |her |their )?(?:{WORD} )?(?:dogs?|horse|bull|pony|cows?|swan) (?:killed|mauled|savaged|trampled|attacked) (?:the|a|that|his|her) (?:{WORD} )?{WORD}",
        re.I,
    ),
]
HAPPENINGS += [
    # "the night the pit flooded", "when the roof of the baths fell in"
    re.compile(
        rf"\b(?:when|since|after|the (?:night|day|year|summer|morning|week|time)(?: that| when)?) (?:the|that) (?!(?:system|computer|phone|app|placement|tenancy|relationship|marriage|numbers?|temperature|line|wifi|server|screen|website|heating|power|"
        rf"electric|gas|alarm|mood|car|bill|rent|stock)\b)(?:{WORD} ){{1,4}}?{RUINED}(?: {WORD}){{0,5}}",
        re.I,
    ),
    # "the crash on the A64 that killed four"
    re.compile(
        rf"\b(?:the|that|a) (?:{WORD} ){{1,6}}?(?:that|which|who) (?:killed|drowned|buried|trapped|blinded|maimed) (?!(?:me|it|time|him|them|us|the (?:mood|pain|conversation))\b){WORD}(?: {WORD}){{0,3}}",
        re.I,
    ),
    re.compile(
        rf"\b(?:struck by lightning|hit by (?:a|the) (?:train|tram|plane|hearse|lifeboat)|lost at sea|born on (?:a|the) (?:bus|train|boat|plane|ferry|lifeboat|motorway)|deliver(?:ed|ing) (?:her |the |a |his )?(?:own )?(?:baby|twins)(?: {WORD})? (?:on|in) (?:a|the) {WORD}|"
        rf"survivors? of the {WORD}(?: {WORD}){{0,2}}|(?:stood|sat|spent|stayed|stuck|up) (?:{WORD} ){{0,4}}on (?:top of )?the (?:{WORD} )?{HIGH} (?:for|until|with|all|in)(?: {WORD}){{1,3}}|"
        rf"won (?:the|a|an) (?:{WORD} ){{0,3}}(?:lottery|medal|championships?|title|belt|bake off|mastermind|marathon|derby|eisteddfod|fa cup)|was on (?:bake off|x factor|mastermind|countdown|the chase|pointless|strictly|love island|big brother))",
        re.I,
    ),
]
# Looked for only beside words about the news: what was in it stands before them, or after "for" and "when".
TOLD = [
    re.compile(
        rf"\b(?:the|that|when|how) (?:{WORD},? ){{1,12}}?(?:that|which|who|it|and it|and|(?:his|her|their) (?:picture|photo|face|name|story))(?: was| were| is| had been| has been| got| went|'s)?(?: all| even| once)? {IN_THE_NEWS}"
        rf"(?: {WHEN})?",
        re.I,
    ),
    re.compile(
        rf"\b(?:(?:he|she|they|it|who|was|were|been|picture|photo|face|story) ){{0,2}}(?:all )?{IN_THE_NEWS} (?:for|when|after|as|because|about)(?: {WORD}){{2,8}}",
        re.I,
    ),
]
# What only sounds like one of them.
PLAINLY = re.compile(
    r"^(?:the|that) (?:ceiling|shelf|wall) (?:fell|came down|collapsed)$|the only one who (?:still|has|can|will|would|knows|comes|came|is)\b|fell (?:off|down|out of|from) (?:the |his |her |a )?(?:bed|chair|sofa|toilet|wagon|stairs|step|kerb|wheelchair|trolley|radar|list|map)|walked (?:out of|from|across|into) (?:the |a |his |her )?(?:ward|room|meeting|office|hospital|appointment|"
    r"clinic|surgery|hostel|interview)|(?:pulled|dragged) (?:up|through|by|with|for|at|on)\b(?! the (?:bridge|roof))|lived (?:in|at|with|on|alone|for|near|there|together)|died (?:in|at) (?:the |a )?(?:hospital|hospice|home|ward|his|her|19|20)|"
    r"saved (?:up|for|the form|it|as|money)|carried (?:them|the|him|her) (?:out|on|through)?\b(?: plan| visits?| work)|won the (?:raffle|argument|vote|quiz|bid|contract)|disappeared (?:from|for) (?:view|services|the)|survived (?:on|the (?:week|night|winter))",
    re.I,
)
