"""Finding ages over 89, and who is the only person in a role. Pure."""

import re
from collections.abc import Iterator
from dataclasses import replace

from kit.privacy.identifiers.kinds import Found, IdentifierKind
from kit.privacy.identifiers.windows import matches

OLD = r"(?:9\d|1[01]\d)"
ONES = r"(?:one|two|three|four|five|six|seven|eight|nine)"
OLD_IN_WORDS = rf"(?:ni?n+e?ty(?:[ -]{ONES})?|(?:a|one) hundred(?: and {ONES}| and ten)?)"
OLDEST = r"(?:ninetieth|ninety[ -](?:first|second|third|fourth|fifth|sixth|seventh|eighth|ninth)|(?:one )?hundredth|hundred and (?:first|second|third|fourth|fifth))"
PERSON = (
    r"(?:he|she|who|i|they|mother|mum|mam|father|dad|nan|nana|gran|granny|grandma|grandad|grandmother|grandfather|husband|wife|aunt|auntie|uncle|"
    r"sister|brother|patient|pt|gentleman|lady|woman|man|neighbour|widow|widower|tenant|resident|mr \w{1,20}|mrs \w{1,20}|miss \w{1,20})"
)
IS = rf"(?:{PERSON}(?: (?:is|was|will be|would be|would have been|am|are|turns|turned)|'s|'m|'ll be|'d be)|(?:he|she|who|mum|dad)s)"
NEARLY = r"(?: (?:now|then|nearly|almost|only|just|about|over|already|around|approx|well over|rising|coming up to|going on|getting on for|aged))?"
NOT_AFTER = (
    r"(?![\w%:/]|[.,]\d| ?(?:%|per\b|percent|minutes?\b|mins?\b|days?\b|hours?\b|hrs?\b|beds?\b|people\b|pounds?\b|quid\b|miles?\b|kgs?\b|kilos?\b|lbs?\b|"
    r"mm|cm|ml|mg|[µμu]g|mcg|visits?\b|times?\b|out of|of\b|weeks?\b|months?\b|units?\b|cases\b|metres?\b|meters?\b|yards?\b|stone\b|on air|bpm|degrees|p\b|pence\b|-\d))"
)
AGE = re.compile(
    rf"(?<![\w£.:/,-]){OLD}(?=[ -]{{0,2}}(?:(?:years?|yrs?|y)[ -]{{0,2}}(?:olds?|of age|young|o\b)|y/?o\b|y\.o|yr?s?\b(?! (?:ago|later|in|of(?! age)))|years?[.,;)\n]))"
    rf"|(?<![\w£.:/,-]){OLD}(?:/?[mf](?![\w/])| ?/ ?[mf](?![\w/])| (?-i:[MF])(?=[ ,.;)\n]|$))"
    rf"|(?:(?<=\baged )|(?<=\bage )|(?<=\bage of )|(?<=\bage: )|(?<=\bage - )|(?<=\bage is )|(?<=\baged about )|(?<=\bturned )|(?<=\bturning )|(?<=\bturns )|(?<=\bturn )|(?<=\bis now )"
    rf"|(?<=\bnow aged )|(?<=\bage:)|(?<=\bages )|(?<=\bage, )){OLD}{NOT_AFTER}"
    rf"|(?:(?<=\bis )|(?<=\bwas )|(?<=\bnearly )|(?<=\balmost ))(?:9\d|10\d)(?=[,.;)](?!\d)|\n|$| and (?!\d)| but | when | now\b)"
    rf"|(?<=\()(?:9\d|10\d)(?=\)|, )|(?:(?<=\(now )|(?<=\(nearly )|(?<=\(almost )|(?<=\(aged )){OLD}(?=\))|(?<=[a-z], )9\d(?=, |\n)|(?:(?<=\bi'm )|(?<=\bhe's )|(?<=\bshe's ))(?:9\d|10\d){NOT_AFTER}"
    rf"|(?:(?<=[(][mf] )|(?<=[(][mf], )|(?<=[(][mf]/)|(?<=\b[mf]/)|(?<=\b[mf], )){OLD}(?![\w/])|(?<=[(][mf]){OLD}(?=\))",
    re.I,
)
AGE_OF = re.compile(
    rf"\b{IS}{NEARLY} ({OLD}){NOT_AFTER}|\b(?:man|woman|lady|gentleman|gent|patient|widow|widower|(?:grand|step|great-)?(?:mother|father|uncle|aunt)|auntie|nan|gran|neighbour|landlord|landlady|tenant|resident|veteran|husband|wife|sister|brother|friend|pensioner) of ({OLD}){NOT_AFTER}"
    rf"|\b(?:has|have|had) ({OLD}) years\b"
    rf"|\b({OLD}) (?:on (?:mon|tues|wednes|thurs|fri|satur|sun)day|(?:last|next|this) (?:birthday|year|month|week|(?:jan|feb|mar|apr|may|ju|aug|sep|oct|nov|dec)\w{{0,7}}))\b"
    rf"|\b({OLD}(?:st|nd|rd|th)|{OLDEST}) (?:birthday|b-?day|year\b(?! (?:of the|in a row)))"
    rf"|\b(?:nearly|almost|just turned|coming up to|getting on for|at the age of|died at|dead at|passed away at) ({OLD})(?= ?[,.;)\n-](?!\d)| (?:and|who|with|but|when)\b|$)"
    rf"|\b(?:(?:died|dead|passed away|passed) (?:\w{{2,10}} ){{1,2}}at|lived to(?: be)?|a sprightly|he will be|she will be|who will be|will soon be) ({OLD}){NOT_AFTER}"
    rf"|\b(?:male|female|client|tenant|widow|widower|gentleman|lady),? ({OLD})(?=[,.;)\n](?!\d)|$| (?:from|lives|with|and|fell|found|in|at|who)\b)|(?:(?<=\()|(?<=, )|(?<=\bare )|(?<=\baged )|(?<=\bboth ))({OLD})(?= ?(?:and|&) ?{OLD}(?:[,.;)\n]|$))"
    rf"|(?:(?<=\d\d and )|(?<=\d\d & )|(?<=\d\d\) and ))({OLD})(?=[,.;)\n](?!\d)|$)|\b({OLD})(?= and counting|! bless)|\bd\. ?({OLD})(?=[,.;)\n]|$)"
    rf"|\b[MF] ?({OLD})(?=[,;]| (?:with|who|admitted|brought|found|lives|living|presented|fall|fell)\b)",
    re.I,
)
WORDS_NOT_AFTER = r"(?! (?:per|percent|minutes|pounds|quid|days|seconds|times|beds|people|hours|miles|of|odd (?!year)|visits|thousand|million)\b)"
AGE_IN_WORDS = re.compile(
    rf"\b(ninety-odd)\b(?= year)|\b(?:{IS}{NEARLY}|(?:is|was)(?: (?:now|nearly|almost|aged))?|aged|age|age of|turned|turning|turns|nearly|almost|died at|reached|lived to|(?:he|she)(?:'ll be|'d be|'s)|(?:he|she) has|(?:man|woman|lady|gentleman|gent|patient|widow|widower) of) "
    rf"({OLD_IN_WORDS})(?!\w){WORDS_NOT_AFTER}|\b({OLD_IN_WORDS})[ -](?:years?[ -](?:olds?|of age)|odd[ -]years?[ -]olds?|yrs? olds?|year olds?)\b"
    rf"|(?:(?<=\()|(?<=[a-z], )|(?<=well over )|(?<=past ))(ninety(?:[ -]{ONES})?|(?:a|one) hundred and {ONES})(?=\)|,| and a half)|\b(?:mother|mum|mam|father|dad|nan|gran|grandad|grandma),? \(?((?:a|one) hundred(?: and {ONES})?)(?![\w-]| (?:per|times|pounds|quid|miles))"
    r"|\b((?:super)?centenarian|nonagenarian)\b",
    re.I,
)
AGE_BESIDE = re.compile(
    rf"\b(?:{PERSON}|both|all of|still|sisters|brothers|parents|grandparents|landlord|landlady|pensioner|client|couple|twins|owner|veteran|great-uncle|great-aunt|over) ({OLD})(?=[,.;!)\n]| ?& ?| (?:who|with|and|lives|living|lived|fell|came|comes|goes|not out|now|next|at|from|is|was|has|still|passed|died|in (?:a|the|june|july|may|march|april|january|february|august|september|october|november|december))\b|$)|(?-i:\b(?!Section|Part|Reg|Regulation|Article|Rule|Page|Table|Schedule|Clause|Level|Stage|Band|Bus|Room|Bed|Bay|Step|Point|Item|Case|Form|Box|Act|Chapter)[A-Z][a-z]{{2,15}})(?: is| was|'s|,? \(?|, )"
    rf"(?:(?:now|nearly|only|just) )?({OLD})(?=[,.;!)]|\n|$| (?:and|who|with|now|next|lives|years?|in (?:jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec)\w{{0,7}}|last|on (?:mon|tues|wednes|thurs|fri|satur|sun)day)\b)|\b(?:he|she|lives?|living|alone|still|\w{{3,12}}(?:s|ing|ed)) at ({OLD})(?=[,;!)\n]|\.(?!\d)| (?:she|he|who|with)\b|$)"
    rf"|(?<![\w£.:/,-])({OLD})(?= (?:female|male|lady|gentleman|gent|woman|man|widow|widower|f/?m)\b|[ -]?years? (?:lady|gentleman|woman|man|female|male|pt|patient|widow|widower)\b|♀|♂|!!| not out\b|[ -]?y ?o\b|ish\b| odd(?=[,.;)\n]|$| (?:and|who|with|but|now|he|she)\b)| still (?:drives|walks|lives|smokes|works|drinks|swims|cooks|goes|does|dances)\b)"
    rf"|\b(?:his|her|their|the|a|my|'s) ({OLDEST}|{OLD}(?:st|nd|rd|th))(?=[,.;!)\n]|$| (?:in|on|next|last|party|card|bash|do|is|was|with|at|this|yesterday|tomorrow|today|soon|coming)\b)|(?<![\w£])[MF]({OLD})(?=[,.;]| (?:fall|fell|collapse|off|with|found|from|conf|lives|ex|known)\b)|\baged?[:,-]{{0,2}} {{0,2}}({OLD}){NOT_AFTER}|♀ ?({OLD})|♂ ?({OLD})",
    re.I,
)
STANDS_ALONE = re.compile(
    rf"(?<!teen )(?<!\w\w\wty )(?<!\b\w )(?<!eight )(?<!five )(?<!four )(?<!oh )(?<!nine )(?<!hundred )(?<!hundred and )(?<!under )(?<!over )\b(ninety(?:[ -]{ONES})?)(?!\w)(?![ -](?:per|percent|odd|\w{{2,20}}s|{ONES}|{OLDEST}|of|thousand|million|minute|day|pound|quid|second|hour|mile|bed|mg|milligrams?)\b)"
    rf"|(?:(?<=, )|(?<=; ))({OLD})(?=[,;)]| [-–—] | (?:and (?:he|she|lives|deaf|frail|still)|who|lives|with a)\b)|\b(?:pushing|touching|hit|reached|reach|made it to|into (?:her|his)|past|being) ({OLD}){NOT_AFTER}|\b({OLD}) next\b|(?<![\w£.:/,-])(9\d|10\d)\+(?=[,.;)\n]|$| (?:yrs?|years?|and|who|with|year)\b)",
    re.I,
)
VITALS = re.compile(
    r"\b(?:pulse|heart rate|hr|sats?|spo2|o2|bp|temp|temperature|weight|weighs|score|scored|scores|bm|bms|rate|total|number|figure|cost|rent|bus|route|room|ward|bed|beds|"
    r"map|resps?|creatinine|glucose|sodium|diastolic|systolic|occupancy|it|which|that|there|uptake|attendance|oxygen|saturations?|level|volume|ward|bay|flat|house|page|size|class|year|platform|junction|hba1c|inr|egfr|peak flow|steps)(?: \w{1,12}){0,2} $|\bno\.? $",
    re.I,
)
PERSON_BEFORE = re.compile(rf"\b{PERSON}(?:'s)?(?: is| was)?(?: now| nearly| aged)?[ ,:(]{{1,2}}$", re.I)
LOOKED_AT_BEFORE = 36
# What no list of phrases has: a number of that size, with nothing after it that is counted, where a person is told of.
BARE = re.compile(
    rf"(?<![\w£$.:,#@+-])(?<!\d )(?<!\d/)(?:{OLD}|{OLD_IN_WORDS})(?![\w%°£$]|[.,:/]\d|-\d)",
    re.I,
)
COUNTED = re.compile(
    r"(?: or so)? ?-?(?:%|per\b|percent|mins?\b|minutes?\b|hrs?\b|hours?\b|p\b|pm\b|am\b|pounds?|quid|miles?|kgs?\b|kilos?|lbs?\b|mm\b|cm\b|ml\b|mg\b|mcg\b|[µμu]g\b|iu\b|out of|of\b|units?\b|metres?|stone\b|degrees|pence|more|other|[kmgt]b\b|"
    r"people|children|women|men|year (?:lease|tenancy|plan|wait)|hour|minute|second|[a-z]{3,20}(?<!ha)(?<!wa)(?<!\bi)s\b)",
    re.I,
)
DOES = re.compile(
    r" (?:lives|wants|needs|says|goes|comes|falls|walks|sleeps|looks|has|is|was|does|smokes|drinks|drives|cooks|bakes|keeps|years|yrs|knows|gets|sits|still|cares|climbs|runs|likes|loves|hates|thinks|this|his|bless|deafness|always|sometimes|perhaps|as|plus|across|unless)\b",
    re.I,
)
SOMEBODY = re.compile(
    rf"\b(?:{PERSON}|his|her|their|pts?|f|m|gent|dad|nanna|nannie|granda|grandpa|gramps|gt ?gran|great[- ]\w{{3,12}}|in-?law|stepmother|stepfather|carer|client|tenant|occupant|occupier|victim|informant|caller|owner|"
    r"landlady|landlord|friend|mate|cousin|niece|partner|veteran|vicar|nun|priest|old|elderly|aged?|birthday|turn(?:s|ed|ing)?|born)\b",
    re.I,
)
LEADS_TO_AGE = re.compile(
    r"(?:\b(?:is|was|'s|s|be|been|now|nearly|almost|just|only|about|aged?|age[: ]|turns|turned|turning|at|reached|reaching|hit|made|makes (?:him|her|them)|he's|she's|hes|shes|mum|mam|mother|dad|father|nan|nana|nanna|gran|grandad|grandma|wife|husband|"
    r"sister|brother|aunt|auntie|uncle|lady|man|woman|gent|gentleman|pt|widow|widower|approx|circa|around|roughly|already|well over|over|past|pushing|a|an|and|or|like|as|(?:made it|lived) (?:to|til|till|until)|til|until|at death|be|m|f|dob|im|i'm) |[MF], ?|^[MF] ?| / |[A-Za-z], |[(] ?|[A-Za-z] [-–] |: |~ ?)$",
    re.I,
)
ANY_OLD = re.compile(rf"{OLD}|ne?ty|netieth|hundred|enarian", re.I)  # without one of these there is no age
YEARS_OLD = re.compile(
    r"(?:(?:[ -]odd)?[ -]{0,2}(?:years?|yrs?|y)(?:(?:[ -]{1,2}|/)(?:olds?|of age|young|o)\b)?(?![\w/])|/?y/?o\b|(?: birthday| 1/2|½|-ish|ish\b| odd\b))",
    re.I,
)
ROUGHLY = re.compile(r"-?ish\b")
SAYS_AGE = re.compile(r"\b(?:aged?|turn(?:s|ed|ing)|age (?:at death|given(?: as)?|is|of))[:, ]{1,2}$", re.I)
MAKES_THEM = re.compile(r"\bmak(?:es|ing) (?:him|her|them|you|me) (?:now |about |nearly )?$", re.I)
SHE_OR_HE = re.compile(r"\b(?:s?he|widow(?:ed|er)?|bless|deaf|frail|birthday)\b", re.I)
OTHER = re.compile(
    r"\b(?:owes?|owed|paid|pays?|won|lost|spent|costs?|bus|number|no|flat|room|house|lives? at|lived at|of|took|scored?|weighs?|weighed|pounds|quid|to|from|under|by|rang|dial(?:led)?|ring|section|step|item|point|chapter|page|bay|bed|ward|level|"
    r"lines?|nearly all|dose|mg|stage|top|class|track|channel|gate|unit|plot|address|street|road|up to|out of|between|version|form|temperature|sats|hr|bp|pulse|in) (?:is |was |now |about |nearly |at )?$",
    re.I,
)
CLAUSE_BEFORE = re.compile(r"[^.;!?\n]{0,60}$")
CLAUSE_AFTER = re.compile(r"[^.;!?\n]{0,24}")
ONLY_ONE = re.compile(
    r"\bthe only (?!(?:thing|things|key|way|reason|place|time|option|bed|room|one (?:thing|of)|question|number|answer|word|part|point|place|problem|evidence|study|trial|drug|one in the room)\b)(?:[\w'-]{1,40} ){1,5}in (?:the )?\w{1,40}",
    re.I,
)


def find_ages(text: str) -> Iterator[Found]:
    """Yield each age over 89 of a folded text, with "years old" where that follows, and who is the only one."""
    for each in _found(text):
        if each.kind == IdentifierKind.AGE_OVER_89 and (told := YEARS_OLD.match(text, each.end)):
            each = replace(each, end=told.end())
        yield each


def _found(text: str) -> Iterator[Found]:
    """Yield each number of an age over 89, and who is the only one."""
    for match in matches(ONLY_ONE, text):
        yield Found(*match.span(), IdentifierKind.ONLY_ONE)
    if ANY_OLD.search(text):
        yield from _numbers(text)


def _numbers(text: str) -> Iterator[Found]:
    for match in matches(AGE, text):
        if not _is_a_reading(text, match.start()):
            yield Found(*match.span(), IdentifierKind.AGE_OVER_89)
    for pattern in (AGE_OF, AGE_BESIDE, STANDS_ALONE):
        for match in matches(pattern, text):
            start, end = match.span(match.lastindex or 0)
            if not _is_a_reading(text, start):
                yield Found(start, end, IdentifierKind.AGE_OVER_89)
    for pattern in (AGE_IN_WORDS,):
        for match in matches(pattern, text):
            yield Found(*match.span(match.lastindex or 0), IdentifierKind.AGE_OVER_89)
    for match in matches(BARE, text):
        if _is_of_somebody(text, match):
            yield Found(*match.span(), IdentifierKind.AGE_OVER_89)


def _is_a_reading(text: str, start: int) -> bool:
    """Return whether a number is a pulse, a bus or a total, by the words before it, where no person stands there."""
    before = max(0, start - LOOKED_AT_BEFORE)
    if SAYS_AGE.search(text, before, start):
        return False
    return (
        VITALS.search(text, before, start) is not None and PERSON_BEFORE.search(text, before, start) is None
    )


def _is_of_somebody(text: str, match: re.Match) -> bool:
    """Return whether a number of an old age stands where somebody's age would, and somebody is told of beside it."""
    start = match.start()
    near = max(0, start - LOOKED_AT_BEFORE)
    if COUNTED.match(text, match.end()) and not DOES.match(text, match.end()):
        return False
    if ROUGHLY.match(text, match.end()) or MAKES_THEM.search(text, near, start):
        return True
    if (
        not LEADS_TO_AGE.search(text, near, start)
        or _is_a_reading(text, start)
        or OTHER.search(text, near, start)
    ):
        return False
    before = CLAUSE_BEFORE.search(text, max(0, start - 60), start)
    after = CLAUSE_AFTER.match(text, match.end())
    return bool((before and SOMEBODY.search(before.group())) or (after and SHE_OR_HE.search(after.group())))
