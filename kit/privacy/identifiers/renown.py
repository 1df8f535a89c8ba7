"""Finding what somebody is known for: "he is the lad who swam out to her", "known as the Bucket Lady", "it was on telly". Pure.

Who is said to be the one that something happened to, and what is said to have been in the news, can be looked up
whatever it was; so these look at how it is told, and events.py and happenings.py at what happened.
"""

import re
from collections.abc import Iterator

from kit.privacy.identifiers.kinds import Found, IdentifierKind
from kit.privacy.identifiers.windows import matches

WORD = r"[\w'-]{1,20}"
ONE = (
    r"(?:m[ae]n|wom[ae]n|lads?|lass|lasses|boys?|girls?|lady|ladies|bloke|guys?|fella|fellow|chap|geezer|ones?|kids?|child|baby|babby|couple|family|brothers?|sisters?|twins|pensioner|student|teenager|mum|dad|"
    r"mother|father|nan|grandad|granddad|grandmother|grandfather|widow|widower|person|people|gentleman|old boy|old girl|youth|youngster|refugee|soldier|nurse|driver|teacher|cleaner|fireman|firefighter|miner|"
    r"fisherman|vicar|priest|postman|conductor|porter|landlord|landlady|farmer|jockey|boxer|footballer|goalkeeper|keeper|busker|bride|groom|skipper|pilot|survivor|witness|victim)"
)
# What somebody did that nobody would look up: then it only says which one is meant.
USUAL = (
    r"(?:to|came|come|comes|told|tells|asked|asks|rang|rings|called|calls|said|says|referred|refers|knows|knew|visited|visits|wrote|writes|sees|saw|met|meets|runs|ran|works|worked|helped|helps|lives|lived|stayed|"
    r"stays|sat|sits|brought|brings|took|takes|gave|gives|went|goes|goes|had|has|have|is|was|are|were|will|would|can|could|should|might|may|must|do|does|did|needs|needed|wants|wanted|likes|liked|looked|looks|made|"
    r"makes|got|gets|used|uses|keeps|kept|left|leaves|decides|decided|pays|paid|loses|lost|cares|cared|thinks|thought|signed|signs|noticed|spoke|speaks|listened|listens|started|presented|shared|sleeps|slept|"
    r"moved|stopped|supported|attended|answered|opened|refused|chose|holds|held|carries|bears|does|seems|seemed|matters|mattered|worries|worried|felt|feels)"
)
THERE = r"(?:out|away|up|down|off|in|into|on|onto|over|under|through|from|at|outside|behind|across|along|round|near|by|with|against)"
DRAMA = (
    r"(?:stuck|trapped|wedged|crushed|trampled|tramp+led|swept|washed|blown|thrown|dragged|pulled|lifted|winched|cut|dug|brought up|brought out|hauled|fished|buried|snowed|stranded|adrift|marooned|impaled|gored|"
    r"bitten|mauled|savaged|struck|electrocuted|gassed|poisoned|scalded|burnt|burned|shot|stabbed|slashed|attacked|kidnapped|abducted|held|taken|left|hung|hanged|found|killed|murdered|run over|knocked down|"
    r"arrested|jailed|cleared|acquitted|deported|robbed|conned|swindled|named|caught|filmed|photographed|crowned|elected|born)"
)
BODY = r"(?:the |his |her |their )?(?:arms?|legs?|hands?|foot|feet|head|neck|back|chest|face|stomach|abdomen|thigh|groin|shoulder|knee|eye|cell|custody|prison|bed|traffic|rut|loop|system|cycle|middle|queue|past|rain)\b"
IN_THE_NEWS = (
    r"(?:(?:on|in|made|hit|reached|all over) (?!papers?\b)(?:all |both |every )?(?:the )?(?:local |national |regional |evening |six o'clock |ten o'clock )?(?:look north|calendar|granada reports|midlands today|points west|spotlight|north west tonight|"
    r"south today|meridian|reporting scotland|wales today|newsnight|panorama|crimewatch|the one show|one show|songs of praise|question time|countryfile|this morning|breakfast telly|telly|tele|tv|news|papers?|newspapers?|front pages?|"
    r"headlines|tabloids|broadsheets|radio (?:leeds|one|two|four|4|5)|radio)|(?:on|in|by) (?:the )?(?:bbc|itv|sky news|channel (?:4|5|four|five)|the sun|the mirror|the mail|the guardian|the times|the express|metro)|"
    r"channel (?:4|5|four|five) (?:documentary|film|series|drama)|(?:a|the) (?:documentary|podcast|netflix \w{3,12}) (?:about|on|was made)|(?:the|a) (?:newspaper|paper|press|reporters?|journalists?|film crews?|tv crews?|cameras) (?:say|says|said|called|did|printed|ran|came|were|was|"
    r"camped|got|had|wrote|picked)|(?:the )?(?:guardian|mirror|sun|mail|times|echo|post|argus|gazette|bbc|itv|express|star|herald|telegraph) (?:did|ran|printed|had|made|wrote|called|said|picked) (?:a |an |it |him |her |them |that |the |about )|"
    r"went viral|gone viral|(?:on|over) (?:every|everyone's|everybody's) (?:phone|front page|facebook|timeline)|all (?:over|round|across) (?:[\w']{2,15} ){0,2}(?:facebook|social media|socials|tik ?tok|instagram|insta|twitter|whatsapp|you ?tube|internet|the internet|"
    r"town|estate|village)|(?:you can|just|if you) google (?:it|him|her|them)|(?:there's|theres|there is) a (?:film|book|documentary|song|plaque|statue|petition) (?:about|of|to|for) (?:it|him|her|them)|on (?:live )?(?:telly|tv|television)|"
    r"(?:his|her|their) (?:face|picture|photo|name|mugshot|story) (?:was |were |is |got |went )?(?:all over |on (?:the )?(?:front|telly|tv|news|look north|calendar|posters?|every)|in (?:all )?(?:the )?(?:papers?|echo|post|star|mail|news|argus|gazette|herald))\b)"
)
HONOURED = r"(?:medal|bravery award|mbe|obe|bem|cbe|freedom of the (?:city|town|borough)|george cross|victoria cross|pride of britain|humane society)"
EVENT = (
    r"(?:fires?|blaze|explosions?|riots?|crash|pile-?up|floods?|siege|murders?|stabbings?|shootings?|bombings?|landslides?|derailment|collapse|drownings?|disaster|hangings?|kidnap(?:ping)?|massacre|manhunt|arson|"
    r"robbery|raid|tragedy|killings?|accident|deaths?|inquest|rescue|trial|scandal|outbreak|poisonings?|stampede|cave-?in|avalanche|gas leak|shipwreck|ambush|hoax|heist|swindle|fraud)"
)
PLACE = (
    r"(?:(?-i:[A-Z])[\w'-]{2,20}(?: [\w'-]{2,20}){0,2}|(?:the |a )(?:[\w'-]{2,15} ){0,2}(?:baths|pool|pier|port|docks?|harbour|bridge|quarry|river|canal|lake|weir|sea|park|fair|fairground|festival|carnival|market|station|mosque|church|temple|"
    r"school|college|club|nightclub|pub|hotel|hostel|factory|mill|mine|pit|yard|depot|warehouse|farm|bookies|bookmakers?|bank|shop|takeaway|rank|roundabout|crossing|ring road|bypass|motorway|flats|towers?|estate|"
    r"stadium|match|arcade|cinema|theatre|rally|demo|march|prison|barracks|airport|tip|tunnel|beach|cliffs?|quay|lock|reservoir|viaduct|zoo|circus|wedding|funeral|regatta|gala)\b)"
)
VESSEL = r"(?:boat|dinghy|ferry|ship|trawler|lorry|container|truck|van|minibus|bus|coach|train|tram|plane|helicopter|cable car|lift)"
TOLD = [
    # "he is the lad who swam out to the girl": who somebody is said to be
    re.compile(
        rf"\b(?:(?:i|he|she|they|you|it|who|{WORD})(?: is| was| were| are| am|'s|'m|'re)|hes|shes|im|thats|that's|is (?:he|she|it|this|that)) (?:not )?((?:also )?(?:the|that|them) (?:{WORD} ){{0,4}}?{ONE} (?:who|that|what|wot|as|which)(?:'d| had| has| was| were| got)? (?!{USUAL}\b){WORD}(?: {WORD}){{2,8}})",
        re.I,
    ),
    re.compile(
        rf"\b(?:he|she|they|i|who|{WORD})(?: is| was| were|'s|'m)? (?:the|that) (?:{WORD} ){{0,4}}?{ONE} (?:who|that|what)(?: was| were| had been)? got (?:stuck|trapped|lost|shot|stabbed|the {WORD} (?:out|off|down|back)|{WORD} out)(?: {WORD}){{0,6}}",
        re.I,
    ),
    re.compile(
        rf"\b(?:i|he|she)(?: is| was| were| am|'s|'m) (the (?!(?:reason|thing|way|time|day|point|problem|issue|question|kind|sort|type|person|side|part|same|one)\b)(?:{WORD} ){{1,4}}?(?:who|that|wot) (?!{USUAL}\b){WORD}(?: {WORD}){{2,8}})",
        re.I,
    ),
    re.compile(
        rf"\b(?:he|she)(?: is| was|'s) (the one (?:in|on|under|off|up|down) (?:the|that) (?!(?:blue|red|black|white|green|grey|left|right|middle|corner|end|bed|photo|picture|ward|room|other|next|first|phone|main|job)\b){WORD}(?: {WORD}){{1,5}})",
        re.I,
    ),
    re.compile(
        rf"\b(?:is|was|isnt|isn't|wasnt|wasn't) (?:he|she|it|this|that) the one (?:from|in|with|at|off|of) (?:the |that ){WORD}(?: {WORD}){{1,7}}|\b(?:it's|its|it is|it was|that's|thats|he's|she's|hes|shes) the (?:one|case|story|time|night|day) (?:where|when) (?:the |that |a |they |{WORD} ){WORD}(?: {WORD}){{2,8}}",
        re.I,
    ),
    re.compile(
        rf"\bone of the (?:two|three|four|five|six|seven|eight|nine|ten|twelve|\d{{1,2}}|last|first|few|only|survivors)(?: {WORD})?(?: (?:who|that))?(?: was| were| got)? {DRAMA}(?: {WORD}){{1,7}}",
        re.I,
    ),
    re.compile(
        rf"\b(?:who|he|she|they|i|was|were|and) (?:was |were |got |been |had been ){{0,2}}(?:stuck|trapped|wedged|trampled|tramp+led|buried|stranded|marooned|impaled|gored|winched|swept|electrocuted|crushed|adrift) (?:alive )?{THERE} (?!{BODY})(?:the |a |an )?{WORD}(?: {WORD}){{0,5}}",
        re.I,
    ),
    # "the baby found at the recycling centre"
    re.compile(
        rf"\b(?:the |a |that )?(?:babies|baby|newborn|toddler|body|bodies|remains|skeleton|foot|hand|head|torso|bomb|gun|money|cash) (?:that (?:was|were) )?(?:was |were )?(?:found|left|abandoned|dumped|discovered|washed up) (?:dead |frozen |alive |buried )?(?:in|at|by|on|under|behind|outside|near|beside|inside) (?:the |a )?{WORD}(?: {WORD}){{0,3}}",
        re.I,
    ),
    re.compile(
        rf"\b(?:the |a |that )?{ONE} (?:who was |that was |was |were )?found (?:dead|frozen|hanged|hanging|floating|drowned|buried|burned|burnt|strangled|mummified)(?: {WORD}){{1,7}}",
        re.I,
    ),
    # "her grandson was stabbed outside the bowling alley"
    re.compile(
        rf"\b(?:his|her|their|my|the|a|that|whose) (?:{WORD} )?(?:{ONE}|son|daughter|grandson|granddaughter|nephew|niece|cousin|uncle|aunt|husband|wife|partner|friend|mate|neighbour|ex|stepson|stepdad|boyfriend|girlfriend) (?:(?:who|that) )?(?:was|got|were|been|had been|is)? ?"
        rf"(?:stabbed|shot|murdered|kidnapped|electrocuted|crushed|abducted|beheaded|knifed|gunned down|mown down|run over|swept away|blown up|drowned|killed|hanged (?:him|her)self) (?:to death )?(?:in|at|outside|on|by|from|near|under|behind|off|inside|over|when|during) (?!{BODY})(?:the |a |an )?{WORD}(?: {WORD}){{0,4}}",
        re.I,
    ),
    re.compile(
        rf"\b(?:since|after|when|before|because) (?:the|that|them|those|two|three) (?:{WORD} )?{ONE} (?:jumped|drowned|hanged|burned|burnt|went under|was stabbed|was shot|was killed|was murdered|was found|got stabbed|got shot|got killed|were killed|were shot|fell (?:from|off|through|down the (?:shaft|well|lift))|died in the (?:fire|crash|flood|lake|river|canal|cells?))(?: {WORD}){{0,4}}?(?=[.,;!)\n]|$| and | but | so )",
        re.I,
    ),
    # "the boat off Kalamata", of those who drowned
    re.compile(
        rf"\b(?:drowned|died|suffocated|survived|survivor|survivors|lost|sank|sunk|capsized|killed)(?: {WORD}){{0,4}}? (?:(?:in|on|off|of|from|when) )?(the {VESSEL} (?:off|from|at|near|in|of|on|to|across|that|when|which)(?: {WORD}){{1,6}})",
        re.I,
    ),
    re.compile(
        rf"\b(?:after|since|from|on|in|of|because of|about) (the (?:boat|dinghy|ferry|lorry|container) of (?:the )?(?:{WORD}))",
        re.I,
    ),
    # "the skip yard accident", "the death at Armley baths"
    re.compile(
        rf"\b(?:the|that) (?:{WORD} ){{0,3}}{EVENT} (?:at|in|on|off|outside|near|by|behind|under|of) {PLACE}",
        re.I,
    ),
    re.compile(
        r"\b(?:the|that) (?!(?:car|road|traffic|bike|motorbike|work|workplace|industrial|house|flat|kitchen|bin|chip|gas|electric|log|coal|wood|open|camp|sudden|recent|first|last|same|next|big|whole|early|late|previous|current|clinical|drug|"
        r"randomised|control|controlled|pilot|feasibility|mountain|market|search|crown|court|free|housing|benefit|benefits|serious|nasty|bad|little|silly|stupid|toilet|minor|tragic|untimely|expected|unexpected|premature|infant|cot|feb|dawn|police|drugs|system|gallery)\b)"
        rf"(?:(?!(?:by|was|were|is|had|in|on|at|to|of|under)\b){WORD} ){{1,3}}(?:accident|fire|blaze|floods?|tragedy|inquest|robbery|heist|kidnapping|drownings?|poisonings?|stampede|cave-?in|shipwreck|hoax|swindle|killings|rescue|raid|ambush)(?=[.,;:!?)\n]|$| (?:and|when|where|who|he|she|they|was|is|had|last|in|which|but|so)\b)",
        re.I,
    ),
    re.compile(
        rf"\b(?:the|that) (?:incident|business|thing|affair|row|fuss|case|story|episode) (?:with|about|of|involving) (?:the|that|a|them|his|her) {WORD}(?: (?:in|on|at|and|that) (?:the )?{WORD})?(?: (?:printed|on|in) {WORD}){{0,2}}(?=[.,;!)\n]|$| (?:the|that|and|when)\b)",
        re.I,
    ),
    re.compile(
        rf"\b(?:after|since|because of|about|for|remembers?|from|before|during) what happened (?:at|in|on|outside|to) (?!(?:the |a |his |her |their |our |my )?(?:meeting|appointment|ward|hospital|court|last|assessment|interview|review|clinic|surgery|him|her|them|me|us|it|home|placement|past|day|case|group|next)\b)(?:the |{WORD} ){WORD}(?: {WORD}){{0,6}}",
        re.I,
    ),
    re.compile(
        rf"\b(?:named|mentioned|accused|cleared|blamed|praised|gave evidence|a witness|spoke|star witness) (?:in|at|by|after) (?:the|that) (?:{WORD} ){{0,3}}?(?:inquest|inquiry|enquiry|trial|report|scandal|hearing|enquirey)\b(?! (?:on|about) (?:his|her))",
        re.I,
    ),
    re.compile(
        rf"\b(?:the|that) {VESSEL}s? (?:that|which|what|wot)(?: had)? (?:went|fell|drove|ploughed|plowed|ran|rolled|sank|turned|tipped|crashed|smashed|reversed) (?:in|into|off|over|through|under|onto|down|on) (?:the |a )?(?!(?:garage|mot|shop|road|drive|night|time)\b){WORD}(?: {WORD}){{0,3}}",
        re.I,
    ),
    re.compile(
        rf"\b(?:the|that) (?:car|taxi|cab|digger|tractor|float|pram|canoe|kayak|balloon|glider|quad|jcb|hearse|milk float|ambulance|police car|bus|tanker) (?:that|which|what|wot)(?: had)? (?:went|fell|drove|ploughed|ran|rolled|sank|turned|tipped|crashed|smashed|reversed) (?:in|into|off|over|through|under|onto|down) (?:the |a )?(?!(?:garage|mot|shop|road|drive|night|time)\b){WORD}(?: {WORD}){{0,3}}",
        re.I,
    ),
    # "known to everybody in Otley as the Bucket Lady", "the town knows her as"
    re.compile(
        rf"\b(?:known|famous|remembered|recognised|celebrated|legendary|notorious|knows? (?:him|her|them)|call(?:s|ed)? (?:him|her|them)|nicknamed|dubbed|christened)(?: (?:to|by|in|all over|round|around|across|throughout|at|locally|nationally|widely|affectionately|still)(?: {WORD}){{0,6}}?)? (?:as |simply as |only as )?(?-i:(?:as )?(?:the|our|Old|Mad|Crazy|King|Queen) )((?-i:[A-Z])[\w'-]{{1,20}}(?: (?:of |the |and ){{0,2}}(?-i:[A-Z])[\w'-]{{1,20}}){{0,4}}|(?:{WORD} ){{1,3}}(?:lady|man|woman|king|queen|girl|boy|lad|granny|hermit|tramp|prophet|preacher|duchess|duke|prince|princess|saint|angel|witch|vicar|singer|whistler|poet|piper)\b(?: of {WORD}(?: {WORD})?)?)",
        re.I,
    ),
    re.compile(
        rf"\b(?:known to (?:everybody|everyone|all|half|most|the whole)|everybody knows|everyone knows|whole (?:town|village|estate) knows|town knows|village knows|locals (?:know|call))(?: {WORD}){{1,10}}",
        re.I,
    ),
    re.compile(
        rf"\b(?:famous|famed|notorious|renowned|well[ -]known|best known|a local (?:legend|celebrity|hero|character)|a minor celebrity|made (?:his|her) name)(?: (?:for|as|because|after|when|since|round|in|at|on)(?: {WORD}){{1,7}})",
        re.I,
    ),
    re.compile(
        rf"\b(?:(?:he|she|they|i|who|was|were|and) )?(?:got|given|awarded|won|received|has|had|holds|presented with) (?:the |a |an |his |her )?(?:{WORD} ){{0,2}}{HONOURED}(?: (?:for|when|after|from|because)(?: {WORD}){{1,7}})?",
        re.I,
    ),
    re.compile(
        rf"\b(?-i:[A-Z])[\w-]{{2,20}}'s (?:first|last|only|oldest|youngest|tallest|longest[ -]serving) (?:ever )?(?:{WORD} ){{0,3}}{WORD}",
        re.I,
    ),
    re.compile(
        rf"\b(?:ex|former|retired|one-?time|once the|the old|our)[- ](?:town )?(?:mayor(?:ess)?|m\.?p|town crier|footballer|goalkeeper|boxer|jockey|wrestler|champion|bishop|pop ?star|singer with|drummer (?:with|in)|bass player|actor|actress|olympian|olympic \w{{3,12}}|lifeboatman|coxswain|lighthouse keeper|hangman|bell ?ringer|beauty queen|carnival queen|rose queen|lord mayor|sheriff)\b(?: (?:of|for|with|in|from|at|on) (?:the )?{WORD}(?: {WORD})?)?",
        re.I,
    ),
]
NEWS = re.compile(rf"\b(?=[a-z]){IN_THE_NEWS}(?!\w)", re.I)
WATCHED = re.compile(
    r"\b(?:watch(?:ing|es|ed)?|turn(?:ed|s|ing)? (?:the )?|puts?|listen(?:ing|s|ed)?|reads?|reading|see|saw|seen it|sleep(?:s|ing)?|falls asleep|heard|hear|a|bought|stand) (?:\w{1,12} ){0,2}$",
    re.I,
)
NOT_ABOUT_SOMEBODY = re.compile(
    r"\b(?:benefits?|budget|cuts|weather|match|election|covid|pandemic|government|guidance|piece|if (?:some|any)\w{0,6}|research|evidence|article|leaflet|poster|job)\b",
    re.I,
)
CLAUSES = re.compile(r"[.;:!?()\n•]|(?<!\w)[-–] ")
AS_WHAT = re.compile(rf" (?:as|for|when|because|after|over|about|with)(?: {WORD}){{1,8}}", re.I)
LONGEST = 90  # characters of a clause before the words about the news
FEWEST = 12


def find_renown(text: str) -> Iterator[Found]:
    """Yield what somebody is known for in a folded text, and what is said to have been in the news."""
    for pattern in TOLD:
        for match in matches(pattern, text):
            yield Found(*match.span(match.lastindex or 0), IdentifierKind.RARE_EVENT)
    for match in matches(NEWS, text):
        start = _start_of_clause(text, match.start())
        told = text[start : match.start()]
        if (
            (len(told) > FEWEST or AS_WHAT.match(text, match.end()))
            and not WATCHED.search(told)
            and not NOT_ABOUT_SOMEBODY.search(told)
        ):
            yield Found(start, _end_of_clause(text, match.end()), IdentifierKind.RARE_EVENT)


def _end_of_clause(text: str, at: int) -> int:
    """Return where what stands after words about the news ends: "in the paper as the woman who lived in the airport"."""
    after = AS_WHAT.match(text, at)
    return after.end() if after else at


def _start_of_clause(text: str, at: int) -> int:
    """Return where the clause begins that goes on at `at`, at most 90 characters before it."""
    start = max(0, at - LONGEST)
    for sign in CLAUSES.finditer(text, start, at):
        if at - sign.end() >= FEWEST or start == max(0, at - LONGEST):
            start = sign.end()
    if start and text[start - 1].isalnum():
        start = text.find(" ", start, at) + 1 or start
    while text[start : start + 1] in (" ", ","):
        start += 1
    return start
