"""Finding what a town remembers by an act that is rare where it was done, or to whom: told without any word of the news. Pure.

"Climbed the cathedral tower", "stole the mayor's chain", "bitten by a seal on the slipway", "kept a horse in the lift". An act
is rare by itself ("handcuffed himself to", "escaped from"), or by what it was done to: what belongs to everybody, to somebody
of rank, or to no street at all.
"""

import re
from collections.abc import Iterator

from kit.privacy.identifiers.exploits import EXPLOITS
from kit.privacy.identifiers.windows import matches

WORD = r"[\w'-]{1,20}"
# What a town has one of, what belongs to everybody, and who everybody knows.
PUBLIC = (
    r"(?:cathedral|minster|abbey|church(?:yard)?|chapel|mosque|synagogue|gurdwara|steeple|spire|belfry|altar|pulpit|font|organ|crypt|town hall|city hall|council (?:chamber|offices?)|guildhall|market cross|clock(?: ?tower)?|lighthouse|windmill|"
    r"bandstand|cenotaph|(?:war )?memorial|statues?|fountain|museum|gallery|theatre|opera house|library|cinema|stadium|grandstand|pitch|racecourse|golf course|zoo|aquarium|circus|fairground|fair|pier|prom|promenade|lido|baths|boating lake|"
    r"lifeboat(?: station)?|slipway|harbour|docks?|marina|quay|weir|lock gates?|sluice|reservoir|dam|viaduct|aqueduct|bridge|tunnel|crane|gasometer|chimney|pylon|mast|quarry|mine|mineshaft|colliery|silo|slurry(?: pit)?|grain|power station|substation|"
    r"runway|airport|control tower|ferry|trawler|submarine|yacht|pedalo|bouncy castle|balloon|glider|helicopter|plane|fire engine|ambulance|police (?:car|van|horse|dog|station|helicopter)|cop ?car|prison (?:van|roof|bus)|hearse|tram|"
    r"milk float|ice cream van|fork ?lift|digger|jcb|bulldozer|combine|tractor|tanker|dustcart|bin lorry|crem|crematorium|cemetery|graveyard|morgue|mortuary|courthouse|dock of the court|job ?centre|post office|jewellers?|cash machine|"
    r"palace|castle|parliament|downing street|multi-?store?y|lift(?: shaft)?|big wheel|rollercoaster|ghost train|waltzers?|carousel|panto(?:mime)?|carnival|parade|procession|cup final|derby|marathon|nativity|christmas tree|bonfire|"
    r"motorway|hard shoulder|level crossing|railway|tracks|roundabout|sinkhole|estuary|tide|cliffs?|island|sea|channel|canal|river|lake|septic tank|sewer|manhole|well|bell tower|water tower|beach hut|pavilion)"
)
RANK = r"(?:mp|mayor|mayoress|bishop|archbishop|vicar|prime minister|minister|king|queen|prince|princess|duke|duchess|judge|magistrate|chief constable|sheriff|headmaster|headmistress|headteacher|santa|referee|town crier|councillor|imam)"
ANIMAL = (
    r"(?:swans?|seals?|horses?|donkeys?|pony|ponies|bulls?|bullocks?|cows?|goats?|rams?|llamas?|alpacas?|pythons?|snakes?|crocodile|alligator|monkeys?|lions?|tigers?|bears?|wolf|wolves|ostrich|emus?|eagle|hawk|bees|hornets|wasps' nest|boar|"
    r"stag|deer|ferrets?|peacocks?|geese|sharks?|whale|tarantulas?|scorpion|pigs?|sheep|chickens|hens|parrots?|cockerel)"
)
# What is done to them is an event; "naked" or "by lightning" makes one of what is not.
TO_PUBLIC = (
    r"(?:stole|stolen|nicked|pinched|hijacked|commandeered|rammed|climbed|scaled|abseiled (?:down|off)|set fire to|set alight|torched|burn(?:t|ed) down|blew up|blown up|bombed|egged|mooned|streaked (?:at|across|through)|"
    r"broke into|tunnelled (?:into|under|out of)|toppled|pulled down|vandalised|desecrated|painted|graffitied|crashed (?:into|through)|squatted(?: in)?|occupied|barricaded (?:in|inside)|flew|landed on|swam|rowed across|sailed)"
)
BEFALL = (
    r"(?:trapped|stuck|stranded|marooned|locked|wedged|buried|jammed|impaled|crushed|drowned|found|rescued|winched|pulled|dragged|cut|dug|lifted|airlifted|born|gave birth|arrested|tasered|tazered|shot|stabbed|slashed|electrocuted|"
    r"knocked (?:down|off)|run over|mown down|struck|washed|swept|thrown|fell|fallen|jumped|leapt|dived|hung|dangled|dangling|chained|chaining|handcuffed|handcuffing|glued|superglued|padlocked|married|proposed|preached|streaked|collapsed)"
)
WHERE = r"(?:in|inside|on|onto|under|off|from|out of|through|into|by|at|outside|to|down|over|up|behind|beneath|against|across)"
LIVED = r"(?:lived|living|slept|sleeping|hid|hiding|camped|camping|sat|danced|sang|preached|busked|spent (?:a|two|three|four|the|\d{1,2}) (?:days?|nights?|weeks?|months?|years?|whole \w{3,6}))"
NOWHERE = r"(?:roof|steeple|spire|crane|lift shaft|airport|lighthouse|belfry|crypt|pulpit|museum|tank|submarine|cave|tree ?house|chimney|scaffold(?:ing)?|bell tower|water tower|clock(?: tower)?|pylon|mast|container ship|sewer|windmill|zoo|cathedral|departure lounge|terminal|cinema|theatre|loft of the \w{3,12}|ledge|gantry|billboard)"
END = rf"(?: (?!(?:and (?:he|she|they|i|we|is|was|has)|but|so|because|which|who|then|when i|if)\b){WORD}){{0,8}}"
PATTERNS = [
    re.compile(rf"\b{TO_PUBLIC} (?:the |a |an |that |this |our )?(?:{WORD} ){{0,2}}?(?:{PUBLIC}|{RANK}(?:'s {WORD})?){END}", re.I),
    re.compile(rf"\b{BEFALL} (?:{WORD} ){{0,3}}?{WHERE} (?:the |a |an |that |this |our )(?:{WORD} ){{0,2}}?(?:{PUBLIC}|{RANK})\b(?! (?:team|staff|list|policy|service|worker|officer|nurse|group|scheme)\b){END}", re.I),
    re.compile(rf"\b(?:drove|driven|driving|rode|reversed|rolled|ploughed|drives) (?:{WORD} ){{0,4}}?(?:into|through|off|onto|over the edge of|down the steps of) (?:the |a |an |that )?(?:{WORD} ){{0,2}}?(?:{PUBLIC}|shop|window|pub|house|wall|nursery|school|crowd|market|cafe|bank|bookies|salon|chippy|chip shop){END}", re.I),
    re.compile(rf"\b(?:drove|driven|rode|took|stole|nicked|pinched|hijacked|borrowed) (?:a|an|the|their|somebody's|someone's) (?:{WORD} )?(?:ambulance|fire engine|police (?:car|van|horse)|bus|tram|hearse|milk float|digger|jcb|fork ?lift|tractor|combine|tanker|tank|train|ferry|trawler|lifeboat|boat|yacht|pedalo|plane|helicopter|dustcart|gritter|snow ?plough|mobility scooter|lollipop lady|minibus|coach|ice cream van)\b{END}", re.I),
    # "handcuffed himself to the MP", "threw an egg at the minister", "sued the council"
    re.compile(rf"\b(?:handcuffed|chained|glued|superglued|padlocked|tied|taped|strapped|locked|nailed|barricaded) (?:him|her|them|my)sel(?:f|ves) (?:to|onto|on|in|inside|into|under)(?: {WORD}){{1,6}}", re.I),
    re.compile(rf"\b(?:threw|chucked|hurled|lobbed|fired|pointed|aimed) (?:{WORD} ){{1,4}}?(?:at|over) (?:the |a |our )?(?:{WORD} )?(?:{RANK}|police horse|cenotaph|town hall|mosque|synagogue|parade|procession){END}", re.I),
    re.compile(rf"\b(?:punched|slapped|head-?butted|bit|kissed|spat (?:at|on)|kidnapped|stabbed|mooned|egged|heckled|tackled|disarmed|confronted|proposed to|married) (?:the |a |our |that )(?:{WORD} )?{RANK}\b{END}", re.I),
    re.compile(rf"\b(?:sued|suing|sues|took) (?:the |a |his |her )(?!(?:benefit|landlord to the)\b)(?:{WORD} ){{1,3}}?(?:over|for|after|to (?:the )?(?:high court|supreme court|court of appeal|strasbourg|tribunal|the papers))(?: {WORD}){{1,6}}", re.I),
    re.compile(rf"\b(?:escaped|absconded|broke out|bust out|sprung|tunnelled out|fled) (?:from|of|out of) (?:the |a |an )?(?:{WORD} ){{0,2}}?(?:prison|prison van|van|police (?:van|station|car)|court|dock|cells?|cult|convent|convoy|camp|detention(?: centre)?|custody|secure unit|broadmoor|rampton|ashworth|borstal|traffickers|kidnappers|siege){END}", re.I),
    # animals
    re.compile(rf"\b(?:attacked|bitten|mauled|gored|trampled|kicked|butted|chased|savaged|knocked (?:over|down)|stung|pecked|thrown|rescued|saved|crushed|squashed|cornered|treed) (?:{WORD} ){{0,2}}?by (?:an? |the |his |her |their |two |three |some )?(?:{WORD} ){{0,2}}?{ANIMAL}{END}", re.I),
    re.compile(rf"\b(?:kept|keeps|keeping|bred|hid|rode|brought|smuggled|walked|led|stole|released|let loose|freed|shot|married|won|raised|lost|found|took) (?:an? |the |two |three |four |\d{{1,3}} |his |her |some )(?:{WORD} )?{ANIMAL}\b (?:in|into|on|up|to|from|through|down|out of|at|onto|with) (?:the |a |an |his |her )?{WORD}{END}", re.I),
    re.compile(rf"\b(?:evicted|found|prosecuted|fined|living|lived|jailed|arrested|banned) (?:with|for|over|for keeping) (?:{WORD} )?(?:\d{{1,3}}|ten|twelve|fifteen|twenty|thirty|forty|fifty|sixty|seventy|eighty|a hundred|hundreds of|dozens of) (?:{WORD} )?(?:cats|dogs|rabbits|birds|pigeons|rats|snakes|ferrets|ducks|hens|budgies|guinea pigs){END}", re.I),
    # an act that is rare anywhere
    re.compile(rf"\b(?:ran|running|walked|walking|danced|dancing|streaked|streaking|rode|cycled|stood|swam|swimming|found) (?:stark |half )?naked{END}", re.I),
    re.compile(rf"\b(?:with|waving|swinging|carrying|brandishing|caught with|armed with|had) (?:a|an|his|her) (?:{WORD} )?(?:machete|samurai sword|sword|crossbow|chainsaw|axe|cleaver|shotgun|replica gun|air rifle|flare gun|harpoon|nail gun|blowtorch) (?:in|at|on|outside|through|round|into|from|down) (?:the |a |an )?{WORD}{END}", re.I),
    re.compile(rf"\b(?:struck|hit|killed|blinded) by (?:lightning|a (?:meteorite|falling \w{{3,12}}|flying \w{{3,12}}|train|tram|lifeboat|crane|wrecking ball|golf ball|firework|rocket|bullet|stray \w{{3,10}})){END}", re.I),
    re.compile(rf"\b(?:cut off by the tide|washed (?:away|out to sea|ashore|up on)|swept (?:away|out to sea)|lost at sea|adrift (?:in|on|off|for)|fell overboard|carried out to sea){END}", re.I),
    re.compile(rf"\b(?:blew|blown) (?:up|the (?:roof|windows?|front|back|door)s? (?:off|out))(?: (?:of )?(?:the|a|his|her|their))? (?!(?:bal+oon|his phone|my phone|at me|at him|at her|photo|picture)\b){WORD}{END}", re.I),
    re.compile(rf"\b{LIVED} (?:for (?:{WORD} ){{1,3}})?(?:in|on|up|under|inside|on top of|at the top of) (?:the |a |an )(?:{WORD} ){{0,2}}?{NOWHERE}\b{END}", re.I),
    re.compile(rf"\b(?:found|dug up|unearthed|discovered|turned up) (?:a|an|the) (?:{WORD} )?(?:hoard|treasure|roman \w{{3,12}}|viking \w{{3,12}}|unexploded \w{{3,8}}|grenade|hand grenade|ww2 \w{{3,8}}|skeleton|skull|bomb|mammoth|meteorite|dead body|body|corpse|human \w{{4,8}}|newborn(?: baby)?|foundling|£\d[\d,]{{3,8}}k?|£\d{{1,3}}k){END}", re.I),
    re.compile(rf"\b(?:walked|cycled|ran|rowed|swam|sailed|hitch-?hiked|pushed|crawled|unicycled|rode|paddled) (?:all the way |barefoot |alone )?from (?:{WORD} ){{1,4}}?to (?:{WORD} ){{1,3}}?(?:with|for|in|dressed|pushing|pulling|backwards|barefoot|on)(?: {WORD}){{1,4}}", re.I),
    re.compile(rf"\b(?:walked|cycled|swam|rowed|rode|ran|sailed|crawled) (?:the length of|across|round|the whole of|from land's end|to) (?:the )?(?:britain|england|wales|scotland|ireland|europe|the channel|channel|coast(?: of {WORD})?|world|land's end|john o'groats|country)(?: {WORD}){{0,6}}", re.I),
    re.compile(rf"\b(?:rescued|saved|pulled|dragged|dug|carried|caught) (?:an?|the|his|her|their|two|three|four|five|six|seven|ten|\d{{1,2}}) (?:{WORD} )?(?:child|children|kids|baby|babies|toddlers?|people|residents|neighbours|passengers|pensioners?|boys?|girls?|wom[ae]n|m[ae]n|dogs?|horses?|family|families|twins|students?|drivers?) (?:from|out of|off|in|when)(?: {WORD}){{1,8}}", re.I),
    re.compile(rf"\b(?:his|her|their|my|the) (?:tent|caravan|house|home|flat|car|van|boat|shed|narrowboat|garden|hut|roof|cottage) (?:(?:was|got|were|had been|has been) )?(?:washed away|swept away|blown (?:away|up|off|down)|struck by lightning|hit by a (?:plane|lorry|train|bus|tram|digger|meteorite)|fell (?:in|into|down|off)|sank|slid|collapsed|burn(?:t|ed) (?:down|out)|blew (?:up|away|down|off)|went (?:up|over|under|into)|swallowed|crushed|bulldozed|firebombed|petrol[- ]bombed|flattened|demolished){END}", re.I),
    re.compile(rf"\b(?:won|scooped|landed) (?:the |a )?(?:lottery|lotto|euromillions|jackpot|pools|premium bonds|thunderball|national lottery|postcode lottery|game show|quiz show){END}", re.I),
]  # fmt: skip
PATTERNS += [
    # "the ghost train when it derailed", "the dam breach", "the landslip that took six houses", "the time she won the pools"
    re.compile(rf"\b(?:the|that) (?:{WORD} ){{0,3}}?(?:train|bus|coach|tram|ferry|boat|ship|ride|plane|lift|lorry|crane|helicopter|trawler|stand|stage|pier|bridge|mill|pit|mine|chimney|tower|hotel|club|pub|hall) (?:when|the (?:day|night) (?:that )?|after|before) (?:it|they|that) (?:derailed|crashed|sank|fell|overturned|turned over|burned|burnt|caught fire|collapsed|exploded|blew up|went (?:up|down|over|under|off)|capsized|broke|came (?:down|off)|flooded|hit|tipped){END}", re.I),
    re.compile(rf"\b(?:the|that) (?:{WORD} ){{1,3}}?(?:dam|dyke|bank|tower|chimney|steeple|mine|tunnel|bridge|ferry|lifeboat|tram|train|coach|boiler|gas|chemical|toxic|mill|quarry|sea wall|reservoir|pit|cable car|roller ?coaster|ghost train) (?:breach|burst|collapse|leak|derailment|sinking|blast|explosion|disaster|tragedy|accident|fire|flood|crash|deaths?|rescue|cave-?in|slide|spill)\b{END}", re.I),
    re.compile(rf"\b(?:the|that) (?:{WORD} ){{0,2}}?(?:landslip|landslide|mudslide|flood|floods|tidal wave|storm|tornado|whirlwind|hurricane|earthquake|fire|blaze|explosion|blast|bomb|avalanche|sinkhole|wave|lightning|crash|pile-?up|riot|riots|rockfall|subsidence|gas leak) (?:that|which|wot) (?:took|killed|destroyed|wrecked|swept|cut off|flattened|buried|burned|burnt|swallowed|wiped out|levelled|blew|knocked down|ruined|drowned|carried off|closed|hit|did for){END}", re.I),
    re.compile(rf"\b(?:the time|the day|the night|the year|when|that time) (?:that )?(?:he|she|they|i|his \w{{3,10}}|her \w{{3,10}}) (?:won|scooped|lost|gave away|inherited|found|stole|drove|rode|climbed|jumped|swam|flew|crashed|burned|burnt|blew|shot|chained|locked|married|ran|walked|rescued|saved|fought|punched|sank|set|took|got stuck|fell|nearly drowned|hijacked|kidnapped|was (?:rescued|trapped|shot|stabbed|kidnapped|struck|bitten|arrested|airlifted|filmed|pulled|dug|winched|on)) (?=(?:{WORD} ){{0,6}}?(?:£\d|lottery|pools|jackpot|{PUBLIC}|{RANK}|{ANIMAL}|hostage|telly|tv|news|paper)\b)(?:£\d[\d.,]*(?:m|k)?|{WORD}){END}", re.I),
    re.compile(rf"\b(?:the )?[\"“'‘](?:{WORD} ){{0,3}}{WORD}[\"”'’] (?:man|woman|lad|lady|girl|boy|baby|couple|case|murders?|killer|trial|inquest|fire|siege|gang|widow|mum|dad|hermit|hero|heroine|business|affair|scandal|tragedy|rescue|riot)\b", re.I),
    re.compile(rf"\b(?:won|winning|scooped|lost|inherited|found|gave away) (?:over |nearly |about |almost )?[£$€](?:\d{{1,3}},?\d{{3}}[\d,]{{0,8}}|\d[\d.]{{0,4}} ?(?:m|k|million|thousand|grand))\b(?! (?:a|per|in (?:rent|arrears|benefits?)|off)\b){END}", re.I),
]  # fmt: skip
UNTOLD = re.compile(
    r"\b(?:if|might|could|would|should|may|can|can't|cannot|wants? to|need(?:s|ed)? to|likes? to|loves? to|plans? to|going to|hopes? to|afraid of being|scared of being|never|nobody|without|every|usually|often|always|people|anyone|somebody)(?: \w{1,12}){0,2} $",
    re.I,
)
PLAIN = re.compile(
    r"(?:found|cut|pulled|lifted|stuck|collapsed|fell|fallen|locked out|arrested|washed|jumped|run over) (?:[\w'-]{1,20} ){0,3}?(?:by|at|to|from|in|on|into|through|down|over|up|outside|across|behind|against|under|out of|off|inside|onto) "
    r"(?:the|a|an|that|this|our) (?:[\w'-]{1,20} ){0,2}?(?:library|job ?centre|post office|church|chapel|mosque|gurdwara|cinema|theatre|museum|gallery|council (?:offices?|chamber)|airport|lifeboat|fair|island|judge|mp|councillor|well|sea|town hall|city hall|cathedral|minster|fountain|bridge|baths|minister|vicar|imam|magistrate|prom|promenade|pitch|ambulance|lift|beach hut|headteacher|docks?|tram|cash machine|canal|river|stadium)\b",
    re.I,
)
LOOKED_AT = 44  # characters before an act, where a word may say that it never was


def deed_spans(text: str) -> Iterator[tuple[int, int]]:
    """Yield the place of each passage of a folded text that tells of an act, or a mishap, which a town remembers."""
    for pattern in (*PATTERNS, *EXPLOITS):
        for match in matches(pattern, text):
            start = match.start()
            if not PLAIN.match(match.group()) and not UNTOLD.search(text, max(0, start - LOOKED_AT), start):
                yield match.span()
