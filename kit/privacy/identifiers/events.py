"""Finding events that people remember: what the local paper carried, said so that it can be looked up. Pure."""

import re
from collections.abc import Iterator

from kit.privacy.identifiers.clauses import clause_spans
from kit.privacy.identifiers.deeds import deed_spans
from kit.privacy.identifiers.feats import feat_spans
from kit.privacy.identifiers.happenings import HAPPENINGS, PLAINLY, TOLD
from kit.privacy.identifiers.kinds import Found, IdentifierKind
from kit.privacy.identifiers.notable import notable_spans
from kit.privacy.identifiers.renown import find_renown
from kit.privacy.identifiers.windows import matches

EVENT = (
    r"(?:fire|blaze|explosion|riot|crash|pile-?up|flood|siege|murder|stabbing|shooting|bombing|landslide|derailment|inquest|collapse|drowning|disaster|"
    r"hanging|scandal|kidnap(?:ping)?|hijack(?:ing)?|sinking|capsizing|massacre|manhunt|arson|gas leak|ammonia leak|chemical leak|leak|tragedy|rescue|robbery|outbreak)s?"
)
THING = (
    r"(?:lift|boat|lorry|bus|minibus|coach|train|tram|roof|wall|bridge|house|flats|block|tower|plane|helicopter|ferry|ship|crane|stand|mine|pit|tunnel|"
    r"factory|warehouse|mill|shop|pub|church|mosque|hotel|pier|kennels|trawler|balcony|ceiling|chimney|caravan|barge|van|scaffold(?:ing)?|marquee|stage|ride|silo|dam|bandstand|steeple|gas holder|bouncy castle|zip ?wire|big wheel)s?"
)
HAPPENED = (
    r"(?:fell|sank|turned over|overturned|capsized|burned|burnt|blew up|exploded|collapsed|came down|crashed|flooded|caught fire|went (?:down|up|over|under|off|(?:in|into|through) the)|"
    r"was (?:burnt|burned|torched|looted|smashed up|found|opened|bombed|shot at|hijacked|stopped|blown up|raided)|were found|they (?:found|opened|stopped)|got (?:hit|stuck))"
)
MEDIA = (
    r"(?:papers?|news|front page|telly|tv|radio|panorama|crimewatch|headlines|internet|gazette|echo|star|mail|post|argus|herald|advertiser|chronicle|times|mercury|"
    r"courier|telegraph|examiner|sentinel|guardian|press|standard|journal|observer|evening \w{3,12})"
)
WORD = r"[\w'-]{1,20}"
EVENTS = [
    re.compile(
        rf"\b(?:(?:the|a|an|that) (?:{WORD} ){{0,3}})?{EVENT} (?:at|outside|with|of|under|behind|near|in|involving|where|when|everybody|everyone|off|that|which|on the|on {WORD} (?:street|road|lane|bridge)|by the) (?:the |a )?"
        rf"{WORD}(?: {WORD}){{0,3}}",
        re.I,
    ),
    re.compile(
        rf"\b(?:the |a )?(?:{WORD} ){{0,2}}(?:that|which) (?:was |had )?(?:burned|burnt|blew|blown|collapsed|sank|exploded|crashed|was opened)(?: {WORD}){{1,5}}",
        re.I,
    ),
    re.compile(
        rf"\b(?:the|that) (?:{WORD} ){{0,2}}{THING}(?: (?:of|in|at|on) the {WORD})?(?: (?:that|which|they))? {HAPPENED}(?: (?:at|on|in|off|near|outside|by|over|into)(?: the)? {WORD}(?: {WORD})?)?",
        re.I,
    ),
    re.compile(
        rf"\b(?:the|that) {WORD}(?: {WORD}){{0,3}},? (?:that|which|who|it)(?: was| were| had been|'s)(?: all)? (?:in|on|over) (?:all )?(?:the )?(?:local )?{MEDIA}\b(?: in '?\d\d(?:\d\d)?)?",
        re.I,
    ),
    re.compile(
        rf"\b(?:he|she|they|it|who|story|case)(?: (?:was|were|had been|has been|is|got|made))?(?: all)? (?:in|on|over|made) (?:all )?the (?:local |national |front page of the )?(?:papers?|news|front page|telly|headlines)\b"
        rf"(?: (?:as|for|when|because|about)(?: {WORD}){{1,6}})",
        re.I,
    ),
    re.compile(rf"(?<=news as )(?:{WORD} ?){{2,6}}|(?<=paper as )(?:{WORD} ?){{2,6}}", re.I),
    re.compile(rf"\b{MEDIA}[:,]? {{0,2}}[\"“']{{1,2}}([^\"”\n]{{6,80}})[\"”']", re.I),
    re.compile(
        r"\b(?:hit by a train|won (?:the|on the) (?:lottery|pools|jackpot|hospital raffle)|(?:widow|man|woman|couple|lad|nurse) (?:who|that) won the (?:[\w'-]{1,20} ){0,3}(?:lottery|raffle|jackpot|car|pools)|"
        r"air ambulance|(?:taken|held) hostage|(?:jumped|fell|hanging) (?:from|off) (?:the )?(?:[\w'-]{1,20} )?(?:bridge|viaduct|multi-?storey|car park|pier|cliffs?|crane|town hall)(?: (?:roof|in|at|on) (?:the )?[\w'-]{1,20})?|"
        r"(?:first|last|only|oldest|youngest) (?:[\w'-]{1,20} ){1,3}(?:in the (?:county|country|town|city|world)|of (?:his|her) regiment|to swim the channel)|"
        r"(?:(?:he|she|they|was|were|been) ){0,2}(?:pulled|dug|rescued|saved|dragged|winched) (?:out )?(?:alive )?(?:of|from|off) (?:the |a )?[\w'-]{1,20}(?: (?:collapse|fire|wreck(?:age)?|river|sea|canal|mine|flood|weir|rubble|building|roof))\b)",
        re.I,
    ),
    re.compile(
        rf"\b(?:the )?(?:19|20)\d\d (?:{WORD} ){{0,2}}(?:fire|explosion|riots?|crash|floods?|siege|murders?|stabbing|shooting|disaster|bombing)\b",
        re.I,
    ),
    re.compile(
        rf"\b(?:the|that) (?!(?:same|big|next|last|first|whole|relationship|system|computer|stock|gas|electric|fire|own|real|usual|other|wood|log|coal|open) )(?:{WORD} ){{1,3}}"
        r"(?:explosion|crash|disaster|drowning|siege|riots?|shooting|stabbing|bombing|derailment|massacre|hanging|murders?|scandal|collapse|sinking|landslide)"
        r"(?=[,.;:!?)\n]| (?:and|when|where|who|he|she|they|was|is|had|last|everybody|everyone|thats|that's)\b|$)",
        re.I,
    ),
]
PLAIN = re.compile(
    r"(?:an? (?:small |little |minor |big )?(?:fire|flood|leak|crash|robbery|collapse) (?:in|at|on|under|of) (?:the|an?|his|her|their|our|one) (?:block|cellar|bins?|bin store|loft|basement|laundry|building|stairwell|corridor|flat|hostel|house|"
    r"next flat|kitchen|ward|street|corner|lift)\b|(?:(?:the|a|an|that) )?(?:(?:on|of|with|in) )?(?:crash (?:on \d|in (?:the )?(?:bed|here|at|referrals|numbers|demand|calls|mood|bookings|visits|prices|confidence|morale))|fires? (?:and|with (?:a|no|the door)|in (?:the|his|her|my|their) (?:belly|grate)|(?:in|at) (?:the |his |her |their |a )?(?:kitchen|flat|house|bins?|garden|bedroom|room|home|property|stairwell))|leak (?:in|under|from) (?:the |his |her |a )?(?:roof|sink|kitchen|bathroom|bath|pipe|ceiling|flat)|"
    r"flood (?:of|with) (?:tears|relief|calls|referrals|emails)|flood of|outbreaks? of|murder on|inquest in (?-i:[a-z])|riot of|rescue (?:of|from|in)|collapse (?:of|in) (?:the )?(?:relationship|bathroom|street|toilet|placement|tenancy|kitchen)))",
    re.I,
)


def find_events(text: str) -> Iterator[Found]:
    """Yield events of a folded text that people may remember, the longest first."""
    spans = [
        match.span(match.lastindex or 0)
        for pattern in (*EVENTS, *HAPPENINGS, *TOLD)
        for match in matches(pattern, text)
        if not PLAIN.match(match.group()) and not PLAINLY.search(match.group())
    ]
    spans += [(each.start, each.end) for each in find_renown(text)]
    spans += [
        span
        for span in (*notable_spans(text), *feat_spans(text), *deed_spans(text), *clause_spans(text))
        if not PLAIN.match(text, *span)
    ]
    for start, end in sorted(spans, key=lambda span: span[0] - span[1]):
        yield Found(start, end, IdentifierKind.RARE_EVENT)
