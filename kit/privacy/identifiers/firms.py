"""Finding shops, services and employers that are in no list, by what they are, what they do and where they are. Pure.

"Wing Lee cash and carry", "crusty's butty shop", "works at Brackwell", "gp is bellbrooke", "Forward Leeds", "LGI".
"""

import re
from collections.abc import Iterator

from kit.privacy.identifiers import lists
from kit.privacy.identifiers.beside import CHAINS
from kit.privacy.identifiers.kinds import Found, IdentifierKind
from kit.privacy.identifiers.tokens import Token, in_dictionary
from kit.privacy.identifiers.windows import matches

PLACE = IdentifierKind.PLACE_OR_ORGANISATION
# What a place is, in more than one word or seldom anything else: the words before it are its name.
TRADE = (
    r"(?:cash ?(?:and|&|n) ?carry|butty shop|sandwich shop|chip shop|chippy|nail(?:s| bar| salon)|beauty salon|hair salon|hairdressers?|barber shop|barbers?|tanning|tattoo(?:s| studio)|(?:hand )?car wash|kebab shop|kebabs?|"
    r"off[- ]licence|mini[- ]?market|supermarket|food ?store|superstore|grocers|greengrocers|newsagents?|bakery|butchers?|fish bar|wine bar|sports bar|takeaway|restaurant|caf[eé]|working men'?s club|social club|"
    r"snooker(?: hall| club)?|bingo(?: hall)?|bowling alley|caravan (?:park|site)|campsite|industrial estate|trading estate|business park|retail park|shopping centre|precinct|allotments?|boxing (?:gym|club)|golf club|"
    r"cricket club|rugby club|football club|bowls club|youth club|sewing group|knitting group|luncheon club|drop[- ]in(?: centre)?|day centre|food ?bank|soup kitchen|night shelter|winter shelter|care home|nursing home|residential home|"
    r"approved premises|bail hostel|children'?s home|children'?s centre|family centre|community centre|health centre|medical centre|medical practice|surgery|walk[- ]in centre|leisure centre|sports centre|housing (?:association|co-?op|trust)|"
    r"housing|homes|primary(?: school)?|junior school|infant school|high school|grammar(?: school)?|academy|sixth form(?: college)?|c of e(?: \w{3,9})?|church hall|village hall|parish hall|fellowship|gurdwara|mandir|masjid|"
    r"mosque|temple|synagogue|crem(?:atorium)?|cemetery|playing fields?|poultry|foods?|meats?|bacon|joinery|motors|autos|tyres|car sales|taxis|cars|cabs|minicabs|removals|haulage|logistics|couriers|cleaning|cleaners|laundry|"
    r"launderette|laundrette|recruitment|agency|lettings?|lets|estates|properties|chemists?|pharmacy|opticians|dental(?: practice)?|vets|kennels|stables|riding school|garden centre|nursery|playgroup|brewery|distillery|tavern|inn|arms|palace|grill|lounge|diner|pizza|pizzeria|tandoori|balti|spice|wok|sarees|sari shop|fabrics|carpets|"
    r"furniture|phones|scrap(?: ?yard)?|skips?|recycling|waste|solicitors|law|legal|chambers|combined court|mill|works|foundry|fisheries|smokehouse)"
)
KIND = re.compile(rf"\b(?=[a-z]){TRADE}(?![\w-])", re.I)
BEFORE = frozenset(
    "at in from to for outside behind near by runs owns of opposite above over on with".split()
)
LONGEST_BEFORE, MOST_BEFORE = 64, 3  # characters and words of a name before what kind of place it is
EMPLOYED = re.compile(
    r"\b(?:works?|worked|working|wrks|job|shifts?|cleans?|cleaner|cleaning|cooks?|chef|waiter|waitress|porter|barman|barmaid|security|drives?(?: (?:a )?(?:taxi|cab|van|lorry|bus))?|driver|delivers?|picks|packs|packing|machinist|apprentice|"
    r"manager|supervisor|caretaker|receptionist|volunteers?|volunteering|student|studies|studied|enrolled|apprenticeship) (?:nights |days |weekends |part ?time |full ?time |\w{3,5} days(?: a week)? )?(?:at|for) ((?!the|a|an|his|her|my|our|their|home|night|nights|day|least|"
    r"weekends?|times?|all|work|uni\b|university|college|school|himself|herself|me|him|us|them|this|that|what|free|cash|years?|months?|weeks?|now|one|two|three|four|five|six|seven|eight|nine|ten|most|once|first|last|present|any|some|"
    r"night|christmas|easter|summer|someone|somebody|people|nothing|less|more|money|food|change|help|peanuts|pennies|no|\d)[\w'&-]{2,20}(?: (?!(?:and|or|but|in|on|at|for|the|a|an|since|until|till|when|who|as|with|is|was|he|she|they|to|by|from|then|now|near|his|her|nights|days|seven|six|five|again|though|too|there|here|still|full|part|every|mostly|sometimes|before|after|today|twice|once|\d\w{0,6})\b)[\w'&-]{2,20}){0,2})",
    re.I,
)
OF_A_THING = re.compile(
    r"\b(?:gp|g\.p\.|surgery|doctors?|practice|school|nursery|college|hostel|placement|employer|landlord|pharmacy|chemist|solicitors?|church|mosque|temple|pub|local|ward)(?: (?:is|was|at|now)|:| -| =) (?:the )?([a-z][\w'-]{4,20}(?: (?:house|road|lane|street|hall|court|park|green|st))?)(?=[.,;)\n]|$| (?:and|but|who|where|in|on|so|dr)\b)"
)
# Usual words that a kind stands before and after: "gp is cod farm surgery".
OF_ITS_KIND = re.compile(
    r"\b(?:gp|g\.p\.|doctors?|landlord|school|nursery|hostel|college|pharmacy|chemist|solicitors?|employer|church|placement|ward)(?: (?:is|was)|:| =) (?:the )?"
    r"((?!(?:a|an|at|in|on|to|from|not|no|now|the|his|her|my|our|their|another|still|very|too|so|old|new|local|same|primary|secondary|special|private|general|being|care|of|near|by|with|for)\b)[a-z'-]{3,15}(?: (?!(?:the|a|an|at|in|on|of|to|is|and|or|for)\b)[a-z'-]{3,15})? "
    r"(?:surgery|practice|medical centre|health centre|house|lodge|hall|academy|primary|school|nursery|college|pharmacy|church|chapel|ward|homes|housing|lettings))(?![\w-])",
    re.I,
)
NAMED_HOTEL = re.compile(
    r"\b(?:hotel|chez|casa|bistro|villa|ch[aâ]teau|pension|gasthof|albergue) ((?!(?:room|rooms|bar|manager|staff|reception|bill|bills|for|in|on|at|and|or|is|was|with|to|by|near|the|a|that|where|when|but|because|as|paid|kitchen|owner|worker|security|lobby)\b)[\w'-]{4,20})",
    re.I,
)
HOSPITALS = re.compile(
    r"(?<![\w/-])(?:LGI|HRI|RVI|QMC|UHCW|UHNM|RLI|JCUH|UHND|UHNT|SJUH|QEUH|QEHB|RBH|NGH|WGH|RIE|GRI|ARI|UHW|UHL|RGH|CHH|BGH|RLUH|WUTH|RHH|GWH|MTW|RUH|RDE|RSCH|ESNEFT|BHRUT|CRH|PGH|WRI|LRI|DRI|PRI)(?: (?-i:[A-Z])\d{1,2}\b)?(?![\w/-])"
)
PARTNERS = re.compile(
    r"\b(?!(?:The|His|Her|My|Our|Their|Mr|Mrs|Dr|Marks|Johnson) )[A-Z][\w'-]{2,18},? (?:&|and) (?:Sons?|Daughters?|Bros|Brothers|Co|Partners|Associates)\b(?: [A-Z][\w'-]{2,15})?"
)
LAST_OF_A_FIRM = frozenset(
    "united city town rovers rangers county athletic albion wanderers hotspur villa rhinos tigers council university airport".split()
)
NO_NAMES = (
    lists.GENERIC
    | lists.FAMILY
    | lists.TITLES
    | frozenset(
        """at in from to for of on by near with or nor than his her their our your my its whose which what this that these those and but so if then when while since after before about over under into
    out up down off is was are were be been has had have did does do can could will would should may might must not no nor never very too also just only even still he she they we you it i us me him them who
    chinese indian italian turkish polish thai greek french halal kosher english british african caribbean vietnamese romanian kurdish pakistani bangladeshi somali local council works working worked home early late free
    any some each every both many more most few several other another posh nice cheap busy closed quiet dirty lovely same right wrong good bad great big little fast frozen tinned hot cold fresh healthy sea junk health fast-food dog cat pet
    mobile smart stolen burner second third next previous first last new old used hire company electric two three four five six own rented private social affordable supported sheltered emergency temporary insecure decent
    drop walk day night soup youth family children's child student foreign legal criminal case common contract employment immigration mental human civil state federal uk english-law family-law steel saw paper water wind
    bring brought get gets got buy buys selling sell sells sold make makes made eat eats ate cook cooks cooked put puts took takes take give gives gave provide provides provided find finds found need needs needed want wants wanted lose lost
    clinical waste metal plastic household chemical nuclear paid unpaid poor no-fault through private-sector proper safe suitable secure stable permanent long-term short-term public care hospital police prison parish village church pub kitchen
    via per towards against without within around between across round like as plus minus amid among upon along because where whether until till it's he's she's the a an""".split()
    )
)


def find_firms(text: str, tokens: list[Token]) -> Iterator[Found]:
    """Yield shops, services and employers of a folded text."""
    for match in matches(KIND, text):
        start = _start_of_name(text, match.start())
        words = (word.removesuffix("'s") for word in text[start : match.end()].lower().split())
        if start < match.start() and tuple(words) not in lists.allowed_phrases():
            yield Found(start, match.end(), PLACE)
    for match in matches(EMPLOYED, text):
        words = match[1].lower().split()
        if _is_a_chain(match[1]) or any(
            word in lists.SECTOR or word in NO_NAMES or word in lists.ROLES for word in words
        ):
            continue
        if any(_names_a_firm(word) if word[0].isupper() else _is_unusual(word) for word in match[1].split()):
            yield Found(*match.span(1), PLACE)
    for match in matches(OF_A_THING, text):
        if _is_unusual(match[1].split()[0]) and not lists.is_misspelled(match[1].split()[0]):
            yield Found(*match.span(1), PLACE)
    for match in matches(NAMED_HOTEL, text):
        if (
            match[1].istitle()
            or not in_dictionary(match[1].lower())
            or match[1].lower() in lists.NATURE | {"britannia", "metropole", "continental"}
        ):
            yield Found(*match.span(), PLACE)
    for match in matches(OF_ITS_KIND, text):
        if not any(word.lower() in lists.GENERIC | lists.SECTOR for word in match[1].split()[:-1]):
            yield Found(*match.span(1), PLACE)
    for match in matches(PARTNERS, text):
        yield Found(*match.span(), PLACE)
    for match in matches(HOSPITALS, text):
        yield Found(*match.span(), PLACE)
    yield from _of_a_city(tokens)


def _start_of_name(text: str, at: int) -> int:
    """Return where the name of a shop or service starts that is of the kind that stands at `at`, or `at` if it has none."""
    head = text[max(0, at - LONGEST_BEFORE) : at]
    if not head.endswith(" ") or head.endswith("  "):
        return at
    words = [word for word in head.rpartition("\n")[2].split(" ")[:-1] if word][-MOST_BEFORE - 1 :]
    start = at
    named = False
    for place in range(len(words) - 1, max(-1, len(words) - MOST_BEFORE - 1), -1):
        word = words[place]
        if not WHOLE.fullmatch(word) or word.lower() in NO_NAMES:
            break
        if word[0].isupper():
            if not _names_a_firm(word) and not named:
                return at
            if not named and _opens_a_sentence(words, place) and in_dictionary(word.lower()):
                return at
            named = True
        elif not _is_unusual(word) or (
            place and words[place - 1].lower() not in BEFORE and not _is_unusual(words[place - 1])
        ):
            break
        else:
            named = True
        start -= len(word) + 1
    return start if named else at


def _opens_a_sentence(words: list[str], place: int) -> bool:
    """Return whether a word opens a sentence, where a capital says nothing: "Adds housing"."""
    return place == 0 or words[place - 1][-1] in ".!?:;"


def _names_a_firm(word: str) -> bool:
    """Return whether a word in capitals can be the name of a firm, and says more than what kind it is."""
    low = word.lower().removesuffix("'s")
    return (
        low not in NO_NAMES
        and low not in lists.SECTOR
        and low not in lists.allowed_words()
        and low not in lists.ROLES
        and len(low) > 1
    )


def _is_unusual(word: str) -> bool:
    """Return whether a word in small letters is in no dictionary, or somebody's."""
    low = word.lower()
    bare = low.removesuffix("'s")
    if (
        low in NO_NAMES
        or bare in lists.SECTOR
        or bare in lists.allowed_words()
        or bare in lists.ROLES
        or len(bare) < 3
    ):
        return False
    return not in_dictionary(bare) or (bare != low and bare not in lists.ROLES) or bare in lists.NATURE


def _is_a_chain(passage: str) -> bool:
    return CHAIN.match(passage) is not None


WHOLE = re.compile(r"[^\W\d_][\w'&-]{0,20}")
CHAIN = re.compile(rf"{CHAINS}(?![\w])", re.I)


def _of_a_city(tokens: list[Token]) -> Iterator[Found]:
    """Yield "Forward Leeds" and "Leeds Fed": a city in capitals beside a word in capitals that is of no council."""
    for at, token in enumerate(tokens):
        if token.low not in lists.cities() or not token.capital or token.shouting:
            continue
        if (
            at
            and token.before == " "
            and _makes_a_name(tokens[at - 1])
            and not tokens[at - 1].opens
            and not _goes_on(tokens, at)
        ):
            yield Found(tokens[at - 1].start, token.end, PLACE)
        elif _goes_on(tokens, at) and not (
            at and token.before == " " and tokens[at - 1].capital and not tokens[at - 1].opens
        ):
            last = at + 1
            while (
                last + 1 < len(tokens)
                and last - at < 3
                and tokens[last + 1].before == " "
                and tokens[last + 1].capital
            ):
                last += 1
            named = tokens[at + 1 : last + 1]
            if (
                tuple(each.low for each in tokens[at : last + 1]) not in lists.allowed_phrases()
                and named[-1].low not in LAST_OF_A_FIRM
                and any(_makes_a_name(each) for each in named)
                and not any(lists.is_sure_name(each.low) for each in named)
            ):
                yield Found(token.start, named[-1].end, PLACE)


def _goes_on(tokens: list[Token], at: int) -> bool:
    return at + 1 < len(tokens) and tokens[at + 1].before == " " and tokens[at + 1].capital


def _makes_a_name(token: Token) -> bool:
    plain = token.allowed or token.acronym or token.glued or not token.is_word or len(token.low) < 3
    return (
        token.capital
        and not plain
        and token.low
        not in NO_NAMES | lists.SECTOR | lists.FAMILY | lists.ROLES | lists.TITLES | lists.SAYING
        and token.low not in lists.names()
        and token.low not in COMPASS
    )


COMPASS = frozenset(
    "north south east west central greater inner outer upper lower central mid city inner-city".split()
)
