"""Finding places by the capitals of their names and by what a form or a note says they are. Pure.

"The Vagabond", "at Larkspur", "Employer: Nestle", "HMP Durham", "in the Echo", "from the archer project".
"""

import re
from collections.abc import Iterator

from kit.privacy.identifiers import lists
from kit.privacy.identifiers.kinds import Found, IdentifierKind
from kit.privacy.identifiers.tokens import Token
from kit.privacy.identifiers.unlisted import HEADS, OF_A_KIND, STOPS
from kit.privacy.identifiers.windows import matches

PLACE = IdentifierKind.PLACE_OR_ORGANISATION
NAME = r"(?-i:[A-Z])[\w'&-]{1,20}(?: (?:(?:of|the|and|on) ){0,2}(?-i:[A-Z0-9])[\w'&-]{0,20}){0,3}"
HEADED = re.compile(
    rf"\b(?=[a-z])(?:employers?|employed by|works? (?:at|for)|worked (?:at|for)|working (?:at|for)|(?:re)?housed by|driv(?:es|ing) for|landlord is|tenant (?:of|with)|apprentice (?:at|with)|employed (?:at|by)|jobs? (?:at|with)|shifts? (?:at|with|for)|volunteer(?:s|ing)? (?:at|with)|(?-i:works|worked)|conv|conveyed to|taken to|school|college|nursery|gp|gp practice|surgery|hospital|ward|in-?pt|in-?patient|hostel|placement|placed (?:at|with)|church|mosque|place of worship|last (?:settled|address|known)|"
    rf"pub|provider|held by|run by|banned from|barred from|base|team base|d/c to|tx to|transferred to|discharged to|admitted to|attends|attended|handover|day centre|previous(?:ly)?|prev in-?pt)[:-]? {{0,2}}(?:at |the )?({NAME})",
    re.I,
)
FORMAL = re.compile(
    rf"\b(?=[A-Z])((?:HMP|YOI|HMYOI|HMPYOI|IRC|AP)(?:/YOI)? (?-i:[A-Z]){'[a-z]{2,20}'}(?: (?-i:[A-Z])[a-z]{{2,20}})?|(?:[A-Z][\w'-]{{2,20}} ){{1,3}}(?i:crown|magistrates'?|county|combined|coroner'?s?'?|family|youth) (?i:courts?)|"
    rf"(?:[A-Z][\w'-]{{2,20}} ){{1,3}}(?i:crown|mags|coroners?|probation|nick|custody)(?= (?:on|at|for|ref|last|this|tomorrow|today)\b|[,.;)\n]|$))",
)
PAPERS = re.compile(
    r"(?:(?<=in the )|(?<=from the )|(?<=to the )|(?<=by the )|(?<=on the )|(?<=the local )|(?<=and the )|(?<=, ))((?:[A-Z][a-z]{2,15} (?:and |& )?){0,2}(?:Echo|Gazette|Argus|Herald|Advertiser|Chronicle|Mercury|Courier|Examiner|Sentinel|Evening News|"
    r"Evening Post|Journal|Star|Observer|Press|Express|News|Post|Mail|Telegraph|Times|Standard|Citizen|Bugle|Reporter|Leader))(?![\w'-])"
)
# Hospitals as a town calls its own, and what it has one of.
THE_ONLY = re.compile(
    r"(?:(?<=at the )|(?<=in the )|(?<=to the )|(?<=from the )|(?<=by the ))(?:(?:General|Royal|Infirmary|County|Memorial|Cottage|Western|Northern|Southern|Eastern)(?= ?[,.;)\n]| (?:for|on|with|in|at|after|and|last|since|until|to|again)\b)|"
    r"(?:vicarage|rectory|manse|legion|steelworks|shipyard|colliery|abattoir|cannery|almshouses|gatehouse|gasworks|ironworks|brickworks|fish quay|sugar beet|old (?:police house|school ?house|chapel|fire station|mill|bakery|post office|vicarage|rectory|forge|cinema|swimming baths))\b)"
)
NATIONAL = frozenset(
    (
        "Post",
        "Mail",
        "Telegraph",
        "Times",
        "Express",
        "Star",
        "News",
        "Standard",
        "Observer",
        "Press",
        "Journal",
        "Leader",
        "Reporter",
        "Citizen",
    )
)
OF_THE_COUNTRY = frozenset(
    """internet government queen king prince princess lord lords commons guardian times telegraph mail mirror sun independent economist parliament chancellor
    minister mayor pope church crown judge bench bar tribunal claimant defendant applicant respondent appellant complainant chair directive convention protocol
    treaty bill regulations schedule standards framework toolkit programme model tool scale inventory inquiry ombudsman regulator secretary state lancet journal
    bbc itv met army navy raf royal british english scottish welsh irish north south east west midlands pennines highlands downs thames severn gypsy traveller gypsies
    roma windrush troubles holocaust blitz war pandemic covid monday tuesday wednesday thursday friday saturday sunday mum dad nan gran director presenter author
    steps issue question feedback programme scheme panel forum circle learning cop communities department trust university college article appendix annex table
    figure chapter part page document guidance white black asian african caribbean muslim christian jewish hindu sikh i god lord prayer world olympics cup big
    issue duke duchess master chief consultant registrar matron first second third last next only same other new old new-year easter christmas ramadan eid bank pm star express standard observer panel court sun mosaic niche eclipse athena tenants residents""".split()
)
AT = frozenset(
    "at from in into inside outside near behind opposite beside past via to by asked rang emailed contacted phoned".split()
)
ARTICLE_BEFORE = frozenset(
    "at in from to behind outside inside near by tried opposite past of about with into and on up down off left via called".split()
)
STRONG = frozenset(
    """project centre hostel temple mosque pub club chapel hotel lodge school farm mill hall chambers exchange theatre cinema bingo arcade cottage bakery brewery foundry
    works yard tavern inn arms foyer refuge nursery academy college flats café cafe surgery factory""".split()
)
STRONG_AFTER = STRONG | frozenset(
    "surgery ward hostel practice clinic unit church home court house estate lounge lido baths market library chippy garage".split()
)
LONGEST = 4
SHORT = 5  # letters of a name that is marked with "the" before it: "the Ark"


def find_signs(text: str, tokens: list[Token]) -> Iterator[Found]:
    """Yield places and organisations whose capitals, or the words before them, say that they are names."""
    for match in matches(HEADED, text):
        yield from _unless_usual(match.start(1), match[1])
    for match in matches(THE_ONLY, text):
        yield Found(*match.span(), PLACE)
    for match in matches(FORMAL, text):
        yield Found(*match.span(1), PLACE)
    for match in matches(PAPERS, text):
        words = tuple(match[1].lower().split(" "))
        if match[1] not in NATIONAL and not is_usual(words[0]) and words not in lists.allowed_phrases():
            yield Found(*match.span(1), PLACE)
    for at, token in enumerate(tokens):
        if token.shouting:
            continue
        if token.low in STRONG_AFTER and (first := _capital_before(tokens, at)) is not None:
            yield Found(tokens[first].start, token.end, PLACE)
        after = _after_the if token.low == "the" else _capital_after if token.low in AT else None
        if after is not None and (last := after(tokens, at)):
            short = token.low == "the" and tokens[last].end - tokens[at + 1].start < SHORT
            yield Found(token.start if short else tokens[at + 1].start, tokens[last].end, PLACE)


def _unless_usual(start: int, name: str) -> Iterator[Found]:
    """Yield a name that stands after "Employer:", without words at its end or its start that name nothing."""
    words = name.split(" ")
    if not name.isupper() and not all(is_usual(word.lower().strip("'-&")) for word in words):
        yield Found(start, start + len(name), PLACE)


def is_usual(low: str) -> bool:
    """Return whether a word in small letters names no place: it is of the trade, of the country or of a family."""
    if low.endswith("'s") and low[:-2] not in lists.FAMILY | lists.ROLES | lists.allowed_words():
        return False
    return (
        low in lists.SECTOR
        or low in lists.allowed_words()
        or low in OF_THE_COUNTRY
        or low in lists.FAMILY
        or low in lists.ROLES
        or low in lists.GENERIC
        or low in STOPS
        or len(low) < 2
    )


def _after_the(tokens: list[Token], at: int) -> int | None:
    """Return the last word of what "the" at `at` names: "the Vagabond", or "the archer project" after "from"."""
    if at + 1 == len(tokens) or tokens[at + 1].before not in (" ", " '", ' "', " “", " ‘"):
        return None
    if tokens[at + 1].capital:
        return _run_of_capitals(tokens, at + 1)
    if at and tokens[at].before == " " and tokens[at - 1].low in ARTICLE_BEFORE:
        return _run_in_small(tokens, at + 1)
    return None


def _capital_after(tokens: list[Token], at: int) -> int | None:
    """Return the last word of what stands in capitals after "at" or "from": "at Larkspur"."""
    if at + 1 == len(tokens) or tokens[at + 1].before != " " or not tokens[at + 1].capital:
        return None
    if _is_a_shop_of(tokens, at + 1):
        return at + 1
    return _run_of_capitals(tokens, at + 1)


def _capital_before(tokens: list[Token], at: int) -> int | None:
    """Return the word in capitals before "surgery" or "club" in small letters that names it: "Maltings surgery"."""
    if not at or tokens[at].capital or tokens[at].before not in (" ", "'s "):
        return None
    before = tokens[at - 1]
    plain = before.opens or not before.capital or before.acronym or before.glued or is_usual(before.low)
    return None if plain or before.low in OF_A_KIND or _is_joined_on(tokens, at) else at - 1


def _is_a_shop_of(tokens: list[Token], at: int) -> bool:
    """Return whether a word is the possessive of a name, with nothing after it that would be theirs: "at Young's"."""
    if at + 1 == len(tokens) or tokens[at].low in lists.FAMILY | lists.ROLES or tokens[at].allowed:
        return False
    gap = tokens[at + 1].before
    return gap.startswith("'s") and (gap != "'s " or tokens[at + 1].low in STOPS)


def _run_of_capitals(tokens: list[Token], first: int) -> int | None:
    last = first
    while (
        last + 1 < len(tokens)
        and last - first < LONGEST - 1
        and tokens[last + 1].before in (" ", "'s ")
        and tokens[last + 1].capital
    ):
        last += 1
    run = tokens[first : last + 1]
    if any(is_usual(each.low) or each.acronym or each.glued or len(each.low) < 3 for each in run):
        return None
    if not all(each.is_word for each in run):
        return None
    return None if tuple(each.low for each in run) in lists.allowed_phrases() else last


def _run_in_small(tokens: list[Token], first: int) -> int | None:
    """Return the last word of "archer project", with one or two words before that are not of the trade."""
    for last in (first + 1, first + 2):
        if last >= len(tokens) or tokens[last].before != " ":
            return None
        if tokens[last].low in STRONG:
            named = tokens[first:last]
            plain = (
                any(_is_plain_before(each) for each in named)
                or tuple(each.low for each in tokens[first : last + 1]) in lists.allowed_phrases()
            )
            return None if plain or _is_joined_on(tokens, last) else last
    return None


def _is_plain_before(token: Token) -> bool:
    return (
        token.low in OF_A_KIND
        or token.low in HEADS
        or is_usual(token.low)
        or token.low.endswith("ing")
        or token.low in PLAIN_BEFORE
    )


def _is_joined_on(tokens: list[Token], at: int) -> bool:
    return (
        at + 1 < len(tokens)
        and tokens[at + 1].before == " "
        and tokens[at + 1].low in HEADS | lists.STREETS | lists.ROLES
    )


PLAIN_BEFORE = frozenset(
    """nursing day homeless local drop in respite arts art village youth right wrong busy crowded noisy posh rough derelict abandoned closed cheap fancy
    chinese indian italian turkish polish thai greek french halal kosher crack needle methadone family farmhouse water wind saw paper steel cotton""".split()
)
