"""The lists that the finder reads: names, words, places, and what is allowed. Each is read once, when it is first needed."""

from collections.abc import Iterator
from functools import cache, lru_cache
from pathlib import Path

from kit.privacy.identifiers import public

LETTERS = "abcdefghijklmnopqrstuvwxyz"
DATA = Path(__file__).parent / "data"

FAMILY = frozenset(
    """mother mum mam mom mummy father dad daddy sister brother son daughter dtr wife husband husb partner girlfriend
    boyfriend gf bf ex fiance fiancee aunt auntie aunty uncle cousin niece nephew nan nana nanna gran granny grandma grandad
    grandfather grandmother grandson granddaughter stepfather stepmother stepdad stepmum stepson stepdaughter twin baby
    friend mate frend bro sis carer neighbour neighbor flatmate housemate boss landlord landlady girl boy
    gentleman lady lad lass bloke child kids children sons daughters sisters brothers cousins nanny""".split()
)
TITLES = frozenset(
    "mr mrs ms miss missus mx mister dr doctor prof professor sir lady rev reverend father pastor deacon imam rabbi canon pc wpc dc ds di dci "
    "pcso sgt sergeant insp inspector cllr councillor judge justice nurse matron sister midwife consultant warden constable "
    "auntie aunty uncle nanny nan mama papa baby governor seu abu um haji hajji sheikh".split()
)
OF_WORKERS = frozenset(
    """dr doctor prof professor rev reverend pastor deacon imam rabbi canon pc wpc dc ds di dci pcso sgt sergeant insp
    inspector cllr councillor judge nurse matron midwife consultant warden constable worker keyworker caseworker
    social support manager officer adviser advisor mentor advocate solicitor practitioner coordinator co-ordinator
    psychologist psychiatrist paramedic therapist pharmacist dentist ot cpn amhp idva gp mw physio volunteer engineer
    interpreter teacher registrar locum probation outreach""".split()
)
ROLES = OF_WORKERS | frozenset(
    "client patient pt tenant resident caller subject applicant service-user claimant detainee prisoner prof".split()
)
CALLED = frozenset("called named nicknamed aka alias surname forename".split())
TELLING = frozenset(
    "tell told ask asked ring rang re phone contact contacted saw met see with for from by".split()
)
SAYING = frozenset(
    """said says told tells asked asks rang rings went came comes goes attended attends knows knew thinks thought lives lived wants
    wanted reports reported states stated has had is was will's gets got left took takes gave gives called calls phoned
    texted turned visits visited agreed agrees refused feels felt loves loved likes liked hates keeps kept needs needed
    can't cannot won't doesn't didn't isn't wasn't hasn't looks looked seems died passed sleeps slept stays stayed
    works worked drinks drank used uses moved helped spoke speaks brought sat wrote did does knocked crossed laughed smells
    reads read started starts stopped sent chased offered explained""".split()
)
ORGANISATIONS = frozenset(
    """house hostel lodge court ward surgery practice school academy acadamy college primary infants juniors nursery church chapel
    mosque temple gurdwara home general chambers rooms shop pub arms inn tavern hotel project centre center clinic hospital unit homes foundation trust
    refuge library cafe bakery ltd limited plc prison shelter hospice residential infirmary priory hall garage
    laundry club co-op depot suite farm factory packing mission drop-in dropin bar dental pharmacy chemist works stores
    partnership association premises supermarket abbey cathedral towers mill bookmakers minster flats walk-in walkin""".split()
)
# What may stand between a name and the word above: "Mill Bridge Medical Centre".
BETWEEN = frozenset(
    """medical health day care community drop-in walk-in resource housing primary junior secondary high infant nursery approved
    care guest nursing sorting custody magistrates' magistrates crown county family nursing luncheon social sports leisure welfare treatment recovery youth
    women's womens men's night bail general mental""".split()
)
GENERIC = BETWEEN | frozenset(
    """the a an this that his her their our your its my one two first second same new old local small large acute secure medium low
    psychiatric surgical adult adults children children's admission admissions assessment emergency another each every any no
    some good long own big open safe dry wet temporary supported sheltered council private public village town city
    dentist's doctor's special boarding state grammar middle upper lower main nearest nearby former residential guest half-way
    halfway coffee work job call hate food homeless hostel ward hospital hospitals gp gps district regional national royal care's full
    short whole charity charitable specialist intensive stroke respiratory maternity labour medical elderly older frailty general-practice
    in on at of to from and or for with by as is was were be been if when then so not but what which who how why all best common
    clinical legal standard usual current previous last next bad better safer hostels tower multi-storey terraced dog open-door detox rehab
    rehabilitation step-down crisis stop nice empty warm cold shared joint front back pop-up research teaching training
    church high-rise bus train prison police art craft baby bridging hire empty private-sector bed beds
    mobile virtual busy burnt burned rough liver pain fracture hot renal cardiac chest skin eye memory falls diabetes diabetic asthma wound ulcer sexual antenatal postnatal breast
    fertility burns spinal podiatry orthopaedic neurology cardiology endoscopy dementia neonatal dependency coronary discharge gynae trauma assessment""".split()
)
STREETS = frozenset(
    """street st road rd avenue ave lane ln close drive court terrace terace terr crescent cresc cres way gardens gdns grove place pl
    square sq mews row walk parade hill view rise yard approach quay wharf gate steps green park drove avenue fields bank
    broadway embankment villas buildings towers cottages estate cort passage alley end croft""".split()
)
SURE_STREETS = frozenset(
    "road rd street avenue ave lane gardens gdns terrace terace crescent cres mews drove".split()
)
NOT_STREETS = GENERIC | frozenset(
    """high main side back busy quiet long dark wrong right one-way dual across off up down hard half fast same ring slip street
    memory garden public walking no-through fire middle""".split()
)
# Words of the trade: with one of these, words in capitals are a term, not the name of a place.
SECTOR = frozenset(
    """act adult allowance and approach assessment authority benefit board bottom care case centre charge child children clinical
    code commission commissioner commissioners community conference council court credit crisis department discharge duty
    emergency fund general group health home homeless homelessness hospital housing integrated intervention justice law line local
    manager medicine mental meeting national network nurse nursing office officer order partnership pathway payment
    personal plan police policy practice prevention primary probation programme protection public recovery report review risk
    safeguarding section secretary service services social statement step strategy support team trust union update welfare
    worker working world young youth background current summary name date address reason referral next kin known also benefits
    presenting history subject note notes from contact""".split()
)
PUBS = frozenset(
    """willows vine anchor crown plough ship bell swan fox lion beeches elms oaks limes laurels cedars firs pines hollies poplars
    beacon haven foyer bridge ark lighthouse junction hub albion railway feathers wheatsheaf greyhound mitre nag's
    jolly bluebell fleece shears unicorn cricketers marquis griffin peacock woodman punchbowl grand ritz imperial regal savoy talbot chequers hounds woolpack packhorse jolly rose george queen's king's white red black royal blue golden""".split()
)
BEFORE_PUBS = frozenset("at in to from behind outside inside near by tried opposite past and".split())
NATURE = frozenset(
    """willow oak ash elm beech birch cedar maple hawthorn hazel holly ivy laurel rowan sycamore poplar juniper magnolia lavender
    rose lily jasmine bluebell primrose kestrel heron swan robin kingfisher falcon eagle owl lark nightingale skylark
    fern orchard meadow river brook bridge mill harbour beacon anchor lighthouse red blue green white black kings queens
    royal trinity castle abbey station victoria albert priory park church chapel ferry new old north south east west bridge
    lion dawn door open hope st fern canal quay boat""".split()
)
PLACES_BEFORE = frozenset("in from near nr around to outside of at twds towards behind".split())
# Common words that are first names too, and are meant as one after "his brother" or "called".
FIRST_NAMES = frozenset(
    """grace rose mark frank hope joy dawn art bill sue pat rob nick ray rich faith amber penny bob jack ken gene cliff don drew
    crystal eve ivy holly hazel heather jade june may april poppy daisy ruby robin lily iris violet olive rosemary ginger
    sandy kitty dolly sherry sally carol maria harry mike peter victor dean jay lee martin matt mat mason hunter basil earl
    glen herb lance wade miles guy grant heath reed clay brook angel blessing precious patience mercy comfort prince
    princess king major gift goodness godwin fortune promise success sunny star destiny melody harmony charity constance
    temperance prudence felicity gloria ash ant arch bunny dot gill hyacinth kit mads norm paddy peg pops shell stew tiff wills
    lofty spud chalky stretch lurch bubbles pebbles natty clover cherry""".split()
)
# Names by the reviewed list which are words as well, so that the words around them decide.
WORDS_TOO = frozenset(
    """reg max loc abs val ashy aster aurora bah belay berk bilge bozo clement cockney ding dong dang danish dilly gentian girts jihad lac lien lo
    mantas mic nacho nadir obi phat phi ping pinto pip shiv shorty sparky sultana tor vernal wen ya  ye yin yip yuk moll mags
    lam lei titch smithy wally candida chardonnay corrie dace dahlia tam mac beck begum""".split()
)
# Words that identify nobody in small letters or in capitals, but are names with one capital: "Di", "Art", "Ama".
NAMES_WITH_A_CAPITAL = frozenset(
    "ama art bia cath christian di edd imo jun lol min pip sim tia uri yas zara".split()
)
MONTH_NAMES = frozenset("may june april august".split())
DAY_NAMES = frozenset("sunday monday tuesday wednesday thursday friday saturday".split()) | MONTH_NAMES
LETTERS_SAID = frozenset(
    """alpha alfa bravo charlie delta echo foxtrot golf hotel india juliet juliett kilo lima mike november oscar papa quebec romeo
    sierra tango uniform victor whiskey whisky xray x-ray yankee zulu""".split()
)
# Names that are words which seldom stand in a text like these without "the", "a" or "her" before them.
PERSONAL = frozenset(
    """precious blessing prince princess dung mercedes octavia fabia iris robin ruby dean pat lily daisy poppy violet hazel rose heather holly ivy penny amber jade joy eddy ken glen wade earl basil
    winsome cherry dolly kitty gill dot bunny kit norm paddy peg matt mike derrick carol lee ray gene lance frank eve ash trace violet""".split()
)
# Names of people that are makes of cars as well: like words, they are nobody's after "a" or "his".
THINGS_TOO = frozenset("mercedes octavia fabia".split())
# Words that identify nobody by the allowed list, but are names of people where something says so: "told preston".
ALLOWED_TOO = frozenset(
    "stella preston chester lincoln costa jan ed islam roma tia asia kenya bradford nicu wilko sunday alpha".split()
)
# Names that are words, and amid a sentence with a capital hardly anything else; the second ones need a word beside them.
NAMES_IN_CAPITALS = frozenset(
    """peace wisdom favour glory marvellous innocent beauty praise winsome gem novelette cutty victory success fortune miracle promise win lil col des kel
    vin tosh lucky sunny happy hung hang bang tan tin long wing sing fang sang chi ho thu jun sau phat gong ify abu iga sweety nav har harj hewa jade
    pearl opal lan sim ping star summer autumn heath cliff chase hunter storm river rain skip spike smudge wren woody brook tiger
    jun min""".split()
)
NAMES_PERHAPS = frozenset(
    "man son sun song fan loan ma can mar tel sky ford king queen prince baby pa sum bay cat long".split()
)
# Words that people are called by, where something says that they are.
NICKNAMES = frozenset(
    """tiny smudge spud spuds sparky lofty jockey chalky taffy biscuit duke ace rocky bear tiger spider snake rat moose wolf fox badger
    bones boney doc prof professor captain major colonel sarge chief preacher bishop vicar pope king prince baron lucky smiley happy
    speedy flash blaze smokey smoky snowy blondie blackie bluey goldie silver cookie candy sugar honey pepper ginger chilli beans
    chips pickle pickles peanut coco biggie shorty slim fats fatty skinny stretch lanky titch midge mouse monkey gizmo pops
    pirate viking gypsy cowboy trigger rambo tyson bruiser tank truck bullet razor blade spike slash scar patch lefty wheels
    turbo buzz zippy dizzy daffy goofy popeye shrek tinker red curly baldy specs legs hooky grizzly ghost shadow viper cobra
    hawk eagle robin magpie crow raven panda teddy bubba gaffer nipper tich chunky dusty rusty sandy dodger sniper joker ninja
    crash banger spanner hammer bolt sticks twig stumpy dopey sleepy doughnut sausage crumpet pasty pudding toffee fudge""".split()
)
# Written in capitals only, these are no names: "VI", "TOR", "FLO".
ACRONYMS = frozenset(
    """biba bibp nac kp avpu lrti urti mrsa aud pwud ciwa sadq sho ihtt sdec icaa lado lac senco asu nass vlo flo rj rui ric dvpo pspo tor cid leo
    soco sara abpi cris inc ir dpia emcs anc nwas vi tu si edd hv wt ht fx ix da oa rn mw loc occ ace cpa amhp hcsw idva isva misper""".split()
)
# Cars that are called as people are, after a colour, a maker or "his".
CARS = frozenset("mercedes octavia fabia sharan picasso galaxy zoe megan clio corsa astra".split())
BEFORE_CARS = frozenset(
    """white black red blue green grey gray silver gold yellow orange purple brown dark light old new stolen second-hand a an his their the
    skoda seat vw volkswagen renault citroen ford vauxhall drives drove driving hire""".split()
)
# Slips and the spelling of messages, which are names of somebody somewhere.
GREETING_OR_WORD = frozenset(
    """sayin goin doin havin gettin comin tryin livin sleepin drinkin smokin talkin askin tellin ringin workin waitin lookin givin takin
    bein feelin walkin sittin stayin cryin eatin leavin runnin nuffin nothin somethin anythin dosnt dosent doesent dident didint befor befour evrybody evryone evrything els shoud woud coud mentel helth thier aswell
    wen wat dat dem den dis tho thru wos rong luv gud ting wiv ent nah yea wel sed ses sez bin fer cum tel hav som cos coz wit
    dun dint wer wud cud shud neva eva ova alot tel dey ive ill abt ppl msg tmr tmrw bday bros sori sory plz hun hon babe bab
    xx xxx haha hehe lol tbh ngl omg wanna gonna dunno kinda sorta lotta gotta coulda woulda shoulda hubby missus bruv fam cuz
    bday dob lil ole ere alright ello yep yup nope ooh ahh ugh hmm erm umm ermm aww meh""".split()
)
# Words by a usual list, which in texts like these are nearly always names, also in small letters.
NEARLY_NAMES = frozenset(
    """jo bob jack ken peter mike carol maria harry matt martin lee sally jay derrick dean victor eddy""".split()
)


def _lines(name: str) -> list[str]:
    return (DATA / f"{name}.txt").read_text(encoding="utf-8").splitlines()


BEGINNINGS = tuple("re un non pre mis over under out anti co de dis inter multi post self sub super".split())
ENDINGS = tuple(
    "ing ed er ers ness less able ish wise ful ment ity isation ise ised ising ize ized like y ly ally proof free s".split()
)


@cache
def common_words() -> frozenset[str]:
    """Return the usual English words."""
    return frozenset(_lines("common_words")) | {"a", "i", "o"}


@cache
def words() -> frozenset[str]:
    """Return all English words."""
    return common_words() | frozenset(_lines("words"))


@cache
def more_names() -> frozenset[str]:
    """Return the names of the reviewed list."""
    lines = [line for line in _lines("more_names") if not line.startswith("#")]
    return frozenset(part for line in lines for name in line.split() for part in name.split("-"))


@cache
def names() -> frozenset[str]:
    """Return all first names and surnames that are known from lists."""
    return frozenset(_lines("names")) | more_names()


@cache
def rare_names() -> frozenset[str]:
    """Return names that few people have."""
    return frozenset(_lines("rare_names"))


@cache
def first_names() -> dict[str, int]:
    """Return the first names that are English words, each with how usual the word is: 0 (rare) to 2."""
    return {name: int(size) for name, size in (line.split() for line in _lines("first_names"))}


@cache
def surnames() -> frozenset[str]:
    """Return the surnames that are English words."""
    return frozenset(_lines("surnames"))


@cache
def places() -> frozenset[tuple[str, ...]]:
    """Return the places smaller than a city, each as its words."""
    lines = _lines("places") + _lines("more_places")[1:]
    return frozenset(tuple(line.split()) for line in lines) - allowed_phrases()


@cache
def cities_abroad() -> frozenset[str]:
    """Return the cities of other countries."""
    return frozenset(_lines("abroad"))


@cache
def allowed_words() -> frozenset[str]:
    """Return the single words that identify nobody."""
    return frozenset(word for line in _lines("allowed") if line.startswith("|") for word in line[1:].split())


@cache
def allowed_phrases() -> frozenset[tuple[str, ...]]:
    """Return the phrases that identify nobody, each as its words."""
    phrases = {
        tuple(word.removesuffix("'s") for word in line.split())
        for line in _lines("allowed")
        if line and line[0] not in "#|"
    }
    return public.phrases() | phrases | {(word,) for word in allowed_words()}


@cache
def cities() -> frozenset[str]:
    """Return the cities of this country and its regions, which identify nobody alone: the allowed words up to "kent"."""
    lines = _lines("allowed")
    last = next(at for at, line in enumerate(lines) if line.startswith("# Countries"))
    return frozenset(word for line in lines[:last] if line.startswith("|") for word in line[1:].split())


@cache
def phrases_by_beginning() -> dict[tuple[str, str], list[tuple[str, ...]]]:
    """Return the phrases of two or more words that identify nobody, by their first two words, the longest first."""
    found: dict[tuple[str, str], list[tuple[str, ...]]] = {}
    for phrase in sorted(allowed_phrases(), key=len, reverse=True):
        if len(phrase) > 1:
            found.setdefault((phrase[0], phrase[1]), []).append(phrase)
    return found


@cache
def first_words_of_places() -> dict[str, list[int]]:
    """Return the first word of each place, with how many words the places have that begin with it, most first."""
    sizes: dict[str, set[int]] = {}
    for place in places():
        sizes.setdefault(place[0], set()).add(len(place))
    return {first: sorted(each, reverse=True) for first, each in sizes.items()}


@cache
def beginnings_of_words() -> frozenset[str]:
    """Return what long usual words and words of the trade are cut down to: "hosp", "olanz", "amb"."""
    whole = [word for word in common_words() if len(word) > 5] + [
        word for word in allowed_words() if len(word) > 6
    ]
    return (
        frozenset(word[:size] for word in whole for size in range(3, min(len(word) - 2, 8)))
        - names()
        - words()
    )


@cache
def squeezed_words() -> frozenset[str]:
    """Return the usual words with each double letter as one, to know a spelling mistake by."""
    return frozenset(squeeze(word) for word in words() if len(word) > (3 if word in common_words() else 7))


@lru_cache(maxsize=50_000)
def is_derived(word: str) -> bool:
    """Return whether a word in small letters is made of a usual word: "resentenced", "unhoused", "overmedicated"."""
    known = common_words()
    for start in BEGINNINGS:
        if word.startswith(start) and len(word) - len(start) > 3 and word[len(start) :] in known:
            return word not in names()
    for end in ENDINGS:
        stem = word[: -len(end)]
        if word.endswith(end) and len(stem) > 3 and (stem in known or stem + "e" in known):
            return word not in names()
    return False


def squeeze(word: str) -> str:
    """Return `word` with each letter that stands twice or more as one."""
    return "".join(letter for at, letter in enumerate(word) if at == 0 or letter != word[at - 1])


def is_usual(word: str) -> bool:
    """Return whether a word in small letters is a usual English word, or one that identifies nobody."""
    return word in common_words() or word in allowed_words()


def is_sure_name(word: str) -> bool:
    """Return whether a word in small letters is a name and nothing else."""
    if word.startswith("o'"):
        return word.replace("'", "") in names()
    if word in WORDS_TOO or word in THINGS_TOO or word not in names() or word in common_words():
        return False
    return word not in words() or word in more_names()


@lru_cache(maxsize=20_000)
def is_misspelled(word: str) -> bool:
    """Return whether a word in small letters is one or two slips away from a usual word."""
    if len(word) > 16 or len(word) < 4:
        return len(word) < 4
    return is_compound(word) or any(slip in squeezed_words() for slip in _slips(squeeze(word)))


def is_compound(word: str) -> bool:
    """Return whether a word in small letters is two usual words written as one."""
    known = common_words()
    return any(word[:at] in known and word[at:] in known for at in range(3, len(word) - 2))


@cache
def _beginnings() -> frozenset[str]:
    """Return each beginning of up to six letters of the words to know a spelling mistake by."""
    return frozenset(word[:size] for word in squeezed_words() for size in range(7))


def _slips(word: str) -> Iterator[str]:
    """Yield `word`, and it with one letter too many, too few, wrong or changed with the next.

    Only letters after a beginning that some word has are changed: before, no change can make it a word.
    """
    yield word
    known = _beginnings()
    for at in range(len(word) + 1):
        head, tail = word[:at], word[at:]
        if head[:6] not in known:
            return
        if tail:
            yield head + tail[1:]
        if len(tail) > 1:
            yield head + tail[1] + tail[0] + tail[2:]
        for letter in LETTERS:
            if (head + letter)[:6] in known:
                yield head + letter + tail
                if tail:
                    yield head + letter + tail[1:]
