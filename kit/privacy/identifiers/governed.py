"""Finding named places by the words that only a place can follow: "works at the egg place", "barred from the tavern", "t/c cherry tree lodge". Pure."""

import re
from collections.abc import Iterator

from kit.privacy.identifiers import lists, public
from kit.privacy.identifiers.beside import CHAINS
from kit.privacy.identifiers.kinds import Found, IdentifierKind
from kit.privacy.identifiers.signs import is_usual
from kit.privacy.identifiers.tokens import in_dictionary
from kit.privacy.identifiers.unlisted import HEADS, OF_A_KIND, STOPS
from kit.privacy.identifiers.windows import matches

PLACE = IdentifierKind.PLACE_OR_ORGANISATION
WORK = (
    r"(?:work(?:s|ed|ing)?(?: nights| days| shifts| part[- ]time| full[- ]time)? (?:at|in|for)|(?:job|start|shifts?|cleaning|cleaner|chef|cook|cooking|waitress(?:ing)?|waiter|barman|barmaid|doorman|bouncer|porter|driver|volunteer\w{0,5}|apprentice|apprenticed|labouring|"
    r"employed|trained|trial|placement|interview) (?:at|in|for|with)(?= )|(?:barred|banned) from|(?:kicked|chucked|thrown|slung|moved|asked|walked|run) out (?:of|from)|evicted from)"
)
STAY = (
    r"(?:(?:stay|liv|sleep|kipp?|kip|doss|sitt|stand|beg|drink|park|camp|hang|wait)(?:s|ed|ing|in|ping|pin)?(?: out| round| rough| down)? (?:at|in|outside|behind|by|near|round|above|over|opposite|under|up at|down at)|"
    r"(?:stays|lived|lives|slept|sat|stood|drank|seen|found|met|meets?|fell|fall|last|collapsed|arrested|assaulted|stabbed|argument|fight|altercation) (?:at|in|outside|behind|by|near|opposite|above|over)|tents? (?:by|behind|near|at)|"
    r"(?:doorways?|porch|car park|round the back|back|side|steps|toilets|front|corner|entrance|bin store|lobby|garden|smoking area) (?:of|at|behind|by)|outside|behind|opposite|next to|next door to|above|beside|nr|o/s)"
)
SENT = (
    r"(?:(?:referred|ref|refd|referral|transferred|tx|tfr|trf|sent|taken|took (?:him|her|them)|conveyed|admitted|moved(?: in| on)?|discharged|d/c|dc|bailed|released|returned|gone|goes|go|went|going|got back|walked|walks) (?:in)?to|(?:bed|beds|place|places|room|space|spaces|vacancy) (?:at|in)|"
    r"t/c(?: to| from| w/?| with)?|tc(?: to| from| w/?| with)?|rang|ring|phoned|phone|called|emailed|contacted|attends|attended|attend|biba(?: from)?|bibp(?: from)?|lunch at|dinner at|tea at|breakfast at|meetings? at|group at|drop-?in at|pool at|cake at|back at|back from|home from|up to|down to|down at|over at|been (?:to|at|in))"
)
BOUNDARY = r"(?=[,.;:!?)/\n&+]|$| (?:and|n|or|on|in|at|for|to|from|with|w|w/|again|he|she|they|last|until|till|til|cos|because|since|but|who|where|when|is|was|by|near|nr|off|if|so|this|that|every|most|after|before|then|now|today|tonight|tomorrow|tmrw|mon|tues|weds|thurs|fri|sat|sun|\d|night|nightclub|pub|inn|hotel|cafe|car park|full stop|comma|as|full|said|says|had|has|would|will|mon(?:day)?|tues(?:day)?|wed(?:nesday)?|thurs(?:day)?|fri(?:day)?|sat(?:urday)?|sun(?:day)?|w/?c|lunch|[-–—]|x\d)\b| [-–—])"
ALONE = frozenset(
    """foyer tavern grand lodge legion stables lagoon quadrant pavilion hive nest den loft vaults cellar ark junction haven sanctuary beacon lighthouse oasis ropery foundry forge smithy barn priory
    abbey manor gables grange maltings granary tannery rookery warren burrow willows elms firs limes oaks beeches poplars hollies laurels cedars pines rowans bluebell bluebells primrose crown anchor plough swan royal regal astoria ritz
    plaza empire hippodrome alhambra mecca palais palace gala arndale minster rotunda shambles viaduct baltic vault snug victoria queen's king's queens kings hermitage nightingale lighthouse windmill
    vine vineyard harp thistle shamrock clarence albion albert commercial globe compass ferry harbourside waterside riverside lakeside parkside mitre turret moorings boathouse
    wheatsheaf barleymow volunteer cricketers miners weavers drovers travellers shepherd lamb ram hind stag bull bear fox hounds hare hawk eagle falcon raven rook magpie peacock heron kestrel kingfisher cuckoo dove owl robin moon
    emmaus bethel ebenezer zion salem cornerstone quay ark phoenix griffin unicorn dragon mermaid neptune trident cutter schooner clipper galleon anchor capstan buoy mariner cobbler cobblers
    tanner cooper saddler fletcher potter thatcher sawyers tanners coopers potters wharf y rvi qe bri lgi dri rlh uclh whiteley landing maze attic tabernacle""".split()
)
# Where "the" goes on with one of these two letters to four, it is a place that the town knows.
INITIALS = re.compile(r"[A-Z]{2,4}")
NO_INITIALS = frozenset(
    """a&e ed er gp gps dr icu itu hdu nicu scbu ccu amu mau cdu sau eau pdu ou uk us usa eu nhs icb pcn ccg cab dwp cps hmp yot yos mash marac mappa iom idva isva cmht cht crt htt eip amhp mdt pru sen tv pc ps po id mp la lac ha hb rsl tv dvd cd cctv
    atm bbc itv aa na sw ssw wm nok cpn ot slt ahp hv hca rn rgn sho reg cons ftm pip esa uc jsa hmrc hmo asb dv da sv mh ld lds asd adhd pd oa oas ymca ywca wi rspca rnli rspb nspcc dtr rsi psc cqc pals imca imha iapt stp vcs vcse lgbt bame os oos ooh hub qr pin rent ra trg bm pn pm am dm lp ep sp cp tp gov""".split()
)
NO_NAMES = frozenset(
    """little big old new other same whole wrong right first second third last next early late own main front back top bottom side far near left good bad best worst nice lovely quiet busy empty full open closed locked local nearest nearby cheap posh usual
    red white black green blue yellow grey hot cold warm wet dry north south east west central upper lower inner outer day night morning afternoon evening weekend week month year time half quarter hour minute long short high low
    people person man men woman women lad lads boy boys girl girls lady ladies guy child children kids baby family families friend friends neighbour neighbours mum dad mother father sister brother son daughter nan aunt uncle cousin wife husband partner
    police ambulance fire paramedics paramedic doctor doctors nurse nurses crew crews carer carers staff manager warden caretaker receptionist security guard officer officers worker workers driver landlord landlady solicitor judge clerk usher bailiffs council government
    train bus tram taxi car van bike boat plane lift ride walk bridge road street lane path pavement roundabout kerb corner traffic lights motorway bypass subway underpass canal river sea lake pond beach coast park garden field woods wood trees tree bench wall fence gate gates
    door doorway window stairs stairwell corridor landing lobby hall hallway porch roof kitchen toilet toilets bathroom bedroom lounge office desk reception room rooms bed beds bay bays cell cells dock dormitory dorm ward wards theatre clinic surgery hospital hospitals hospice
    hostel hostels refuge shelter shelters house houses home homes flat flats block blocks tower estate building buildings site sites unit units place places centre centres club clubs group groups team teams service services project projects programme scheme course class session meeting meetings
    school schools college nursery university library museum cinema gym pool baths leisure market shop shops supermarket offy bookies chippy takeaway restaurant cafe pub pubs bar bars hotel hotels bank post chemist pharmacy garage station stations airport port church chapel mosque temple gurdwara synagogue cathedral cemetery crematorium
    factory factories warehouse depot yard farm mill works plant laundry launderette car wash tip dump skip bins bin store cash machine point phone box stop shed hut tent tents caravan caravans allotment allotments court courts prison nick custody tribunal jobcentre job
    card cards form forms letter letters email phone number list system record notes file bill bills rent money bag bags box key keys coat shoes clothes blanket food tea coffee milk bread soup run kitchen drink drinks beer cider dog cat fags
    story stories rule rules law act panel board review plan policy process stage level standard rate cost budget contract tender bid grant fund deadline agenda minutes item items question questions point points end start beginning middle rest lot lots bit kind sort way ways thing things
    call calls helpline line number switchboard out-of-hours duty on-call crisis outreach mental health social housing benefits advice support drug drugs alcohol homeless rough sleepers sleeping food bank soup drop walk day care respite assessment discharge liaison street home probation youth community nail hair beauty barber barbers
    sunday monday tuesday wednesday thursday friday saturday hospital playroom silver brass steel domino angling butty falls guarantor regional water joray spring border army navy raf war world lottery orchestra band choir christmas easter summer winter autumn""".split()
)
# These go before what names a place where no "the" or "a" stands: "at little acorns", "with open door".
SOFT = frozenset(
    """little big new old red white black green blue golden yellow silver happy bright first second third open safe fresh hand car tree trees house home street road bridge river lake park garden gardens field woods hope help family families
    children kids youth young women community next north south east west village town market mill station two three four seven tea coffee kitchen table door window sunny warm quiet own kindly care path step steps chance hands""".split()
)
NO_OWN = frozenset(
    "own next same first second third half quarter night day two three four nobody everyone somebody last old new big young street women children family families kids community home house care car road park town village north south east west".split()
)
PAIRED_HEADS = frozenset(
    "wash place shed works stores fry fryer club temple hall bar cafe kitchen shop yard sorting".split()
)
GOVERNOR = rf"(?:{WORK}|{STAY}|{SENT})"
THE_ONE = re.compile(rf"\b(?:{GOVERNOR}|(?P<weak>from)) (the (?P<name>[\w'&-]{{1,20}})){BOUNDARY}", re.I)
THE_TWO = re.compile(
    rf"\b(?:{WORK}|{STAY}|kicked out of|moved out of|above|over|drop-?in at) (the [\w'&-]{{2,20}} (?:(?:and|n|&) )?[\w'&-]{{2,20}}){BOUNDARY}",
    re.I,
)
BARE_TWO = re.compile(
    rf"\b(?i:{WORK}|(?:stays|lived|lives|slept|met|meets?|living|staying|seen|based) at|outside|behind|opposite|above|t/c(?: to)?|tc(?: to)?|rang|phoned|referred to|bed (?:at|in)|beds? at|place at|group at|carer from|carers from|worker from|someone from|lady from|letter from|back at|moved to) ((?:[a-z][a-z'-]{{2,20}} ){{1,2}}[a-z][a-z'-]{{2,20}}|[A-Z][A-Z'-]{{2,20}}(?: [A-Z][A-Z'-]{{2,20}}){{1,2}}){BOUNDARY}"
)
OLD = re.compile(
    rf"\b(?:the )?(?:old|former|derelict|disused|ex-?|empty|boarded[- ]up) ({CHAINS}|woolworths|woolies|(?-i:[A-Z])[\w'&-]{{2,20}})(?: (?:building|bingo(?: hall)?|site|shop|store|unit|school|baths|mill|works|depot|garage|pub|cinema|hotel|hospital|club|factory|warehouse|pit|colliery))\b",
    re.I,
)
OF_A_CHAIN = re.compile(
    rf"\b{CHAINS}'s? (?:warehouse|depot|distribution centre|factory|bakery|hub|yard)\b", re.I
)
CHAIN_IN = re.compile(
    rf"(?<![\w'])(?:{CHAINS}|poundstretcher|paddy power|bargain booze|cash converters|savers|cex|wetherspoon'?s?),? (?:[Oo]n |ON )?((?-i:[A-Z])[\w'-]{{3,20}}gate|(?<=, )(?-i:[A-Z])[\w'-]{{3,20}})(?=[,.;)\n]|$| (?:and|at|on|for|by|with|again|where)\b)",
    re.I,
)
COURTS = re.compile(
    r"\b(?-i:[A-Z])[\w'-]{2,18}(?: (?-i:[A-Z])[\w'-]{2,18})? (?:Magistrates|MAGISTRATES|Mags|MAGS|Mags'|Crown Court|CROWN COURT|County Court|Family Court)(?:'|')?(?: Court)?|\b(?:at|in|from|to) ((?:[a-z'-]{3,15} )?[a-z'-]{3,15} (?:mags|magistrates'?))\b"
)
BODIES = (
    r"(?:age (?:concern|uk)|mind|shelter|barnardo'?s|st mungo'?s|relate|cruse|citi[sz]ens advice|ymca|ywca|emmaus|samaritans|turning point|change grow live|cgl|with you|we are with you|crisis skylight|depaul|centrepoint|home-?start|sure start|women'?s aid|victim support|"
    r"alzheimer'?s society|salvation army|royal british legion|ssafa|the wallich|llamau|p3|nacro|catch22|framework|riverside|st basils|foodcycle|food ?bank|foodbank|street pastors|carers|healthwatch|rethink|refuge|narcotics anonymous|mencap|scope|sense|macmillan)"
)
BODY_IN = re.compile(
    rf"(?<![\w'])(?=(?-i:[A-Z])){BODIES}(?: in| at|,)? (?!(?-i:The|A|An|And|In|At|On|For|With|To|From|Is|Was|Has|Service|Services|Team|Helpline|Support|Advice|Worker|Manager|Nurse|Act|Assessment|Week|Fund|Trust|Scotland|Cymru|Wales|England|UK)\b)((?-i:[A-Z])[a-z'-]{{3,18}})(?: (?-i:[A-Z])[a-z'-]{{2,15}})?",
    re.I,
)
HUB = re.compile(
    rf"(?<![\w'])(?=(?-i:[A-Z])){BODIES} (?:hub|hostel|day centre|drop-?in|house|project)\b", re.I
)
OFFERS = re.compile(
    r"(?<![\w'])((?-i:[A-Z])[a-z'-]{2,15}(?: (?:and|&|for|of))? (?-i:[A-Z])[a-z'-]{2,15}) (?:will (?:board|take|fund|pay|hold|see|lend|give|house|run|cover)|(?:has|have|had|can|could|would) (?:offer(?:ed)?|agree(?:d)?|tak(?:e|en)|a bed|a room|space|beds|been (?:brilliant|great|good|helpful))|(?:opens|closes|closed|shuts|runs|meets|serves|offered|hosts|hosted)\b)"
)


def find_governed(text: str) -> Iterator[Found]:
    """Yield places of a folded text that the words before them, or after them, tell."""
    for match in matches(THE_ONE, text):
        if _is_known_by_its_name(match["name"], is_sure=match["weak"] is None):
            yield Found(match.start("name") - len("the "), match.end("name"), PLACE)
    for match in matches(THE_TWO, text):
        words = match[1].split()[1:]
        if _are_a_name(words):
            yield Found(*match.span(1), PLACE)
    for match in matches(BARE_TWO, text):
        if _stands_alone(match[1].split()):
            yield Found(*match.span(1), PLACE)
    for match in matches(OLD, text):
        if not is_usual(match[1].lower()):
            yield Found(*match.span(), PLACE)
    for match in matches(OF_A_CHAIN, text):
        yield Found(*match.span(), PLACE)
    for match in matches(CHAIN_IN, text):
        if not is_usual(match[1].lower()) and match[1].lower() not in NO_NAMES:
            yield Found(*match.span(), PLACE)
    for match in matches(BODY_IN, text):
        if (not is_usual(match[1].lower()) or match[1].lower() in lists.cities()) and not lists.is_sure_name(
            match[1].lower()
        ):
            yield Found(*match.span(), PLACE)
    for match in matches(HUB, text):
        yield Found(*match.span(), PLACE)
    for match in matches(COURTS, text):
        words = match.group(match.lastindex or 0).lower().split()
        if not all(is_usual(word) or word in NO_NAMES for word in words[:1]) or words[0] in lists.cities():
            yield Found(*match.span(match.lastindex or 0), PLACE)
    for match in matches(OFFERS, text):
        words = match[1].split()
        if _are_a_name(words) and not any(lists.is_sure_name(word.lower()) for word in words):
            yield Found(*match.span(1), PLACE)


def _is_known_by_its_name(word: str, *, is_sure: bool) -> bool:
    """Return whether a word after "the" names a place: a sign ("tavern"), initials ("RVI") or a word in no dictionary."""
    low = word.lower()
    if low in ALONE or low in ("ymca", "ywca"):
        return True
    if not is_sure or low in NO_INITIALS or low in NO_NAMES or is_usual(low) or low in public.words():
        return False
    if INITIALS.fullmatch(word):
        return len(word) > 1 and not in_dictionary(low) and low not in lists.ACRONYMS
    return (
        not in_dictionary(low)
        and not lists.is_misspelled(low)
        and len(low) > 3
        and low not in HEADS | OF_A_KIND
    )


def _are_a_name(words: list[str]) -> bool:
    """Return whether two or three words can be the name of a place: none is of the trade, of people, of time or of what is everywhere."""
    lows = [word.lower() for word in words if word.lower() not in ("and", "n", "&", "of", "for")]
    if len(lows) < 2 or tuple(lows) in lists.allowed_phrases() or tuple(lows) in public.phrases():
        return False
    first, last = lows[:-1], lows[-1]
    if any(
        low in NO_NAMES or low in OF_A_KIND or is_usual(low) or low.endswith(("ing", "ed", "ly"))
        for low in first
    ):
        return False
    if last in PAIRED_HEADS:
        return True
    return not (
        last in NO_NAMES
        or is_usual(last)
        or last in STOPS
        or lists.is_misspelled(last)
        or last.endswith(("ing", "ed", "ly"))
    )


def _stands_alone(words: list[str]) -> bool:
    """Return whether words without "a" or "the" are a name: "little acorns", "kindly care", "cherry tree lodge"."""
    lows = [word.lower() for word in words]
    if (
        tuple(lows) in lists.allowed_phrases()
        or tuple(lows) in public.phrases()
        or lows[0] in NO_OWN | lists.SECTOR
    ):
        return False
    if (
        not all(map(in_dictionary, lows))
        or any(map(lists.is_misspelled, lows))
        or any(low.endswith(("ing", "ed")) for low in lows)
    ):
        return False
    naming = [
        low
        for low in lows
        if not (low in SOFT or low in NO_NAMES or low in STOPS or is_usual(low) or low.endswith("ly"))
    ]
    if any(low not in naming and low not in SOFT and low not in HEADS for low in lows):
        return False
    return bool(naming) or lows[-1] in ("care", "hands", "wash")
