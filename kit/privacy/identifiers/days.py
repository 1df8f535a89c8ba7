"""Finding full dates, and dates of birth, in every way that people write them. Pure."""

import re
from collections.abc import Iterator

from kit.privacy.identifiers.kinds import Found, IdentifierKind
from kit.privacy.identifiers.windows import matches

MONTHS = (
    r"(?:jan(?:[urea]{2,6}y)?|feb(?:[rueay]{3,7})?|mar(?:ch|hc|ach|s)?|apr(?:il|l|ill)?|may|june?|jul(?:y|ly)?|aug(?:[ust]{2,4})?|agust|"
    r"sep(?:t|[temb]{1,6}[aer]{1,3})?|oct(?:[ob]{1,2}[aer]{1,2})?|nov(?:[emb]{2,5}[aer]{1,2}|)?|dec(?:[emb]{2,5}[aer]{1,2})?)"
)
MONTHS_ABROAD = (
    r"(?:janeiro|fevereiro|mar[çc]o|abril|maio|junho|julho|setembro|outubro|novembro|dezembro|enero|febrero|marzo|mayo|junio|julio|agosto|septiembre|octubre|noviembre|diciembre|dicember|juli|juin|juillet|ao[uû]t|"
    r"stycznia|lutego|marca|kwietnia|maja|czerwca|lipca|sierpnia|wrze[sś]nia|pa[zź]dziernika|listopada|grudnia|ianuarie|februarie|martie|aprilie|iunie|iulie|septembrie|octombrie|noiembrie|decembrie)"
)
NUMERALS = (
    r"(?:first|second|third|fourth|fifth|sixth|seventh|eighth|ninth|tenth|eleventh|twelfth|thirteenth|fourteenth|fifteenth|"
    r"sixteenth|seventeenth|eighteenth|nineteenth|twentieth|twenty[ -](?:first|second|third|fourth|fifth|sixth|seventh|"
    r"eighth|ninth)|thirtieth|thirty[ -]first)"
)
ONES = r"(?:one|two|three|four|five|six|seven|eight|nine)"
TEENS = r"(?:ten|eleven|twelve|thirteen|fourteen|fifteen|sixteen|seventeen|eighteen|nineteen)"
TENS = rf"(?:{TEENS}|twenty|thirty|forty|fifty|sixty|seventy|eighty|ninety)"
CARDINALS = rf"(?:{TEENS}|twenty(?:[ -]{ONES})?|thirty(?:[ -]one)?|{ONES})"
YEAR_IN_WORDS = rf"(?:(?:,? (?:nineteen|twenty|two thousand|eighteen)(?: and)?(?: (?:hundred|oh|{TENS}))?(?:[ -]{ONES})?|,? {TENS}[ -]{ONES}|,? '?\d\d(?!\d)|,? (?:19|20)\d\d)?)"
DAY = r"(?:3[01]|[12]\d|0?[1-9])"
MONTH = r"(?:1[0-2]|0?[1-9])"
TH = r"(?:[ '(]?(?:st|nd|rd|th|ht)\)?(?: day)?|(?<=[23])d)"
WEEKDAY = r"(?:(?:mon|tues?|wed(?:nes|s)?|thurs?|fri|sat(?:ur)?|sun)(?:day)?(?:[,.]? (?:the )?|[,.]?(?=\d)))?"
AND_DAY = rf"(?:{DAY}{TH}?(?:, ?| ?[-/&] ?|,? (?:and|to|or|until|till|then) )(?:the )?){{0,4}}"
YEAR = r"(?:(?:,? ?(?:of )?'?(?:19|20)\d\d| ?'?\d\d)(?![\d:]|[./]\d| ?(?:am|pm|hrs|per|people|times|hours|beds|of us|min|st|nd|rd|th)\b))"
DATES = [
    re.compile(
        rf"(?<![\w/.:])(?<!\D-){WEEKDAY}(?:{DAY} ?[./\\|_-] ?{MONTH} ?[./\\|_-] ?(?:(?:19|20)\d\d|'?\d\d)|"
        rf"(?:0?[1-9]|1[0-2])[/-](?:1[3-9]|2\d|3[01])[/-](?:(?:19|20)\d\d|[012]\d)|(?:19|20)\d\d[./-](?:0[1-9]|1[0-2])[./-]{DAY}(?:T\d\d:\d\d)?|(?:19|20)\d\d(?P<by>[./-]){MONTH}(?P=by){DAY}|"
        rf"{DAY},{MONTH},(?:19|20)\d\d|{DAY} ?(?P<sep>[;*·~]) ?{MONTH} ?(?P=sep) ?(?:(?:19|20)\d\d|\d\d))(?![\w/]|\.\d|-(?!{DAY}[./]{MONTH}[./]\d\d)\d)",
        re.I,
    ),
    re.compile(
        rf"(?<![\w/.:£-]){WEEKDAY}{AND_DAY}{DAY}{TH}?[.,]?(?: of(?: the| this)?| o[v']?| ?[-./]|, ?(?=[a-z]{{4}}))? ?{MONTHS}\.?(?![a-z])(?: ?[-./]? ?{YEAR})?",
        re.I,
    ),
    re.compile(
        rf"(?<!\w){WEEKDAY}{MONTHS}(?:\.? (?:the )?{DAY}{TH}?(?: ?(?:,|and|&|-|to|/) ?(?:the )?{DAY}{TH}?)?|, (?:the )?{DAY}{TH}|\.?{DAY}{TH})(?![\w/%]|:\d|\.\d| (?:people|times|per|years|of us|beds|or|percent|minutes|miles))(?:{YEAR})?",
        re.I,
    ),
    re.compile(rf"(?<!\w){WEEKDAY}(?:the )?{NUMERALS} (?:of )?{MONTHS}(?!\w){YEAR_IN_WORDS}", re.I),
    re.compile(rf"(?<!\w){DAY} (?:de )?{MONTHS_ABROAD}(?!\w)", re.I),
    re.compile(
        rf"(?<!\w){WEEKDAY}(?!ma){MONTHS} (?:{TEENS}|twenty(?:[ -]{ONES})?|thirty(?:[ -]one)?)(?! (?:people|of|days|past|pounds|quid|minutes|hours|to)\b)(?!\w)",
        re.I,
    ),
    re.compile(rf"(?<!\w){WEEKDAY}{MONTHS} (?:the )?{NUMERALS}(?!\w){YEAR_IN_WORDS}", re.I),
    re.compile(
        rf"(?<!\w){NUMERALS} of (?:the )?{NUMERALS}(?:,? (?:nineteen |two thousand |twenty )?(?:and )?{TENS}(?:[ -]{ONES})?)?(?!\w)",
        re.I,
    ),
    re.compile(
        rf"(?<!\w){DAY}{TH} of (?:the )?(?:{MONTH}{TH}|{NUMERALS})(?: ?'?(?:(?:19|20)?\d\d))?(?!\w)", re.I
    ),
    re.compile(rf"(?<![\w/.:-]){DAY}{TH} ?[./] ?{MONTH}{TH}(?!\w)", re.I),
    re.compile(rf"(?<![\w/.:-])(?<!\d ){DAY} {MONTH} (?:19|20)\d\d(?![\w/%]| \d)"),
    re.compile(
        r"(?<![\w/.:-])(?<!\d )(?:0[1-9]|[12]\d|3[01]) (?:0[1-9]|1[0-2]) [0-3]\d(?![\w/%:]|[.,]\d| \d)"
    ),
    re.compile(r"(?:(?<=\bfta )|(?<=\bdated )|(?<=\bdate ))0[1-9] (?:0[1-9]|1[0-2])(?!\d| \d)", re.I),
    re.compile(rf"(?:(?<=\bon )|(?<=\bfrom )|(?<=\buntil )){DAY}\. ?{MONTH}\.(?!\d)", re.I),
    re.compile(
        r"(?<![\w/.:£-])(?:20[0-2]\d(?:0[1-9]|1[0-2])(?:0[1-9]|[12]\d|3[01])|(?:0[1-9]|[12]\d|3[01])(?:0[1-9]|1[0-2])(?:19[2-9]\d|20[0-2]\d))(?![\w/]|[.,-]\d)"
    ),
    re.compile(
        rf"(?<![\w/.:-])(?:mon|tues?|wed(?:nes|s)?|thurs?|fri|sat(?:ur)?|sun)(?:day)?[,.]? (?:the )?{DAY} ?[./-] ?{MONTH}(?![\w/%]|[.:]\d)",
        re.I,
    ),
    re.compile(
        rf"(?<!\w){DAY}(?: ?[./-] ?| )(?:I{{1,3}}|IV|VI{{0,3}}|IX|XI{{0,2}})(?: ?[./-] ?| )(?:(?:19|20)\d\d|\d\d)(?!\w)",
        re.I,
    ),
    re.compile(rf"(?<![\w/.:-]){DAY}[/.](?:I{{1,3}}|IV|VI{{0,3}}|IX|XI{{0,2}})(?![\w/]|\.\w)"),
    re.compile(rf"(?<![\w/.:-]){DAY}{TH}? (?:inst|ult|prox)(?!\w)\.?", re.I),
    re.compile(
        rf"(?<!\w){WEEKDAY}(?:the )?{CARDINALS} (?:of )?(?:{MONTHS}) (?:nineteen|twenty|two thousand)(?: and)?(?: (?:hundred|oh|{TENS}))?(?:[ -]{ONES})?(?!\w)",
        re.I,
    ),
    re.compile(
        rf"(?<!\w)(?<!\w-)(?:{WEEKDAY}(?:the )?{CARDINALS} (?:of )?(?!ma)|(?:(?<=\bon )|(?<=\buntil )|(?<=\bsince )|(?<=\bdated )|(?<=\bborn )|(?<=\bby )){CARDINALS} (?=ma)){MONTHS}(?![\w'])",
        re.I,
    ),
]
DATES += [
    # "O3/O3/24", "l3/03/2024": letters that a scan took for digits
    re.compile(
        r"(?<![\w/.-])(?=[\dOolI./-]{0,4}[OolI])[0-3OolI]?[\dOolI](?P<by>[./-])[01OolI]?[\dOolI](?P=by)(?:(?:19|20|2O|l9|I9)[\dOolI]{2}|[\dOol]{2})(?![\w/])"
    ),
    # "4/11-6/11", "03.11. to 06.11."
    re.compile(
        rf"(?<![\w/.:£-])(?:{DAY}/{MONTH}(?: ?[-–] ?| (?:to|until|til|till) ){DAY}/{MONTH}|"
        rf"{DAY}\.(?:0[1-9]|1[0-2])\.?(?: ?[-–] ?| (?:to|until|til|till) ){DAY}\.(?:0[1-9]|1[0-2]))(?![\w/%]|\.\d)"
    ),
    # "3 March nineteen sixty eight"
    re.compile(
        rf"(?<![\w/.:£-]){WEEKDAY}{DAY}{TH}?(?: of)? {MONTHS},? (?:nineteen|two thousand|twenty)(?: and)?(?: (?:hundred|oh|{TENS}|{ONES}))?(?:[ -]{ONES})?(?!\w)",
        re.I,
    ),
    # "on 3 3 24", "Appt 3 3 24"
    re.compile(
        rf"(?:(?<=\bon )|(?<=\bdated )|(?<=\bdate )|(?<=\badm )|(?<=\bAdm )|(?<=\bappt )|(?<=\bAppt )|(?<=\bcourt )|(?<=\bseen )|(?<=\bfrom )|(?<=\buntil )|(?<=\bsince )|(?<=\bd/c )){DAY} {MONTH} [0-3]\d(?![\w/%:]|[.,]\d| \d)"
    ),
]
# After a name or a sex, or in brackets after a name, three numbers are a birth: "DUXBURY, Kevin, M, 3 3 68", "Kevin Duxbury (030368)".
BORN_BESIDE = re.compile(
    rf"(?:\b[MF],? |\b[A-Z][A-Z'-]{{2,20}},? (?:[A-Z][a-z'-]{{1,20}},? )?|\b[A-Z][a-z'-]{{1,20}} [A-Z][\w'-]{{1,20}} \()({DAY}(?P<by> |:){MONTH}(?P=by)[2-9]\d|(?:0[1-9]|[12]\d|3[01])(?:0[1-9]|1[0-2])[2-9]\d)(?=[,.;)\n]|$)"
)
OPENS_A_LINE = re.compile(r"(?:^|\n)[-•* (\[]{0,3}$")
AFTER_OPENING = re.compile(r" ?[:)\]-]| [A-Za-z]{3}|, | [012]\d[:.]?[0-5]\d(?!\d)")
SIGNED = re.compile(r"[A-Za-z]{3,20}, $")
SIGNED_AFTER = re.compile(r"\.?(?:\n|$)|\. ?$")
TWELVE_AT_MOST = re.compile(
    r"(?<![\w/.:-])(?:1[3-9]|2[0-35-9]|3[01]) ?/ ?(?:0?[1-9]|1[0-2])(?![\w/%]|\.\d)|(?<![\w/.:-])(?!9/)(?:[1-9]|1[0-2])/11(?![\w/%]|\.\d)|(?<![\w/.:-])24/(?!7)(?:0?[1-9]|1[0-2])(?![\w/%])"
)
AFTER_SHORT = re.compile(r"\d{1,2}[/.]\d{1,2}(?:,| and|,? &| to| till| until| or| ?-) ?$")
SHORT = re.compile(
    rf"(?<![\w/.:-]){DAY}(?:[/.]| / ){MONTH}(?![\w/%]|\.\d| (?:pain|score|hours|days|ago|of|wte|bd|course|per|beds|miles|hrs|stars)|-\d)",
    re.I,
)
BEFORE_SHORT = re.compile(
    r"(?:\b(?:on|dated|date|since|until|till|by|from|of|between|r/v|review|due|conf|conference|appt|mtg|meeting|contact|interview|admitted|discharged|seen|arrested|"
    r"released|next|date of next|died|started|ended|visit|visited|moved in|moved out|hearing|court|born|clinic|before|after|w/e|w/c|wc|week commencing)(?: the)?[: ]{1,2})$",
    re.I,
)
# In notes: not before sevenths and twelfths, which are days and months there.
NOTED = re.compile(
    r"(?:\b(?:adm|d/c|dc'?d?|disch|hv|h/v|t/c|tc|f/u|opa|tci|lmp|edd|bloods?|scan|x-?ray|ct|mri|echo|ecg|e-?mail(?:ed)?|letter|rang|phoned|texted|depot|inj|jab|ref'?d|referred|til|as of|dna'?d?|assessed|mdt|cpa|tribunal|"
    r"spoke|sent|received|rec'd|signed|issued|expires|exp|ends|starts|dates?:|missed|attended|bailed|charged|sentenced|evicted|moved)(?: (?:for|on|the|due|was|is)){0,2} |@ ?)$",
    re.I,
)
NOTED_BY_A_SLASH = re.compile(
    r"\b(?:back|again|booked|bailiffs|eviction|evicted|fall|fell|funeral|given|incident|interview|keys|left|met|note|op|out|paid|passed|phone call|call|form|recall|recalled|script|gp|ot|sw|cpn|staff|sign up|update|viewing|arrived|collapsed|"
    r"dies|done|told|bail(?:ed)? to|hdc|crd|sled|assessment|assessed|home|started|admission|discharge|came|went|deadline|closing|appointment|tenancy|police|nok|family|found|missing|last|first|2nd|court|panel|housing|support|notice|served|expired|"
    r"complaint|report|referral|reply|decision|panel|conference|transfer|transferred|adm|prescribed|dispensed|collected|tested|swab|jabbed|vaccine|booster) (?:(?:for|on|the|due|was|is|of|dated|by staff) ){0,2}$",
    re.I,
)
NOT_NOTED = re.compile(r"\d{1,2}[/.](?:0?7|10|12|52|24)(?!\d)")
AT_A_TIME = re.compile(
    r",? ?(?:@|at) ?\d{1,2}(?:[:.]?\d\d| ?[ap]m)|,? (?:[01]\d|2[0-3])[:.]?[0-5]\d ?(?:hrs?|h)?\b(?![/.]\d)",
    re.I,
)
FRACTION = re.compile(r"(?:1/[2348]|2/3|3/4|[1-9]/10|\d\.\d)(?!\d)")
SURELY_BEFORE = re.compile(
    r"\b(?:r/v|review|appt|on|dated|date|since|until|till|due|admitted|adm|discharged|d/c|disch|arrested|released|evicted|died|passed away|moved in|moved out|signed|bailed|born|fta|seen(?: by (?:dr|mr|mrs|ms|sr) \w{2,20})?)[: ]{1,2}$",
    re.I,
)
DIGITS = re.compile(r"(?<![\w/])\d{6}(?:\d{2})?(?![\w/])")
SEEN_ON = re.compile(
    r"(?:\b(?:seen|dated|date|on|adm|admitted|d/c|discharged|reviewed|r/v|appt|court|letter|visit)[: ]{1,2}|^|\n)$",
    re.I,
)
SIX_OF_A_DAY = re.compile(r"(?:0[1-9]|[12]\d|3[01])(?:0[1-9]|1[0-2])[0-2]\d")
BORN = r"(?:born(?: (?:on|in))?|dob|d\.o\.b\.?|d/o/b|d o b|d of b|date of birth|birth ?date|d\.b\.)"
BIRTH = re.compile(rf"\b(?:{BORN}|birthday|bday|b-day|b|b\.)(?![\w])", re.I)
BORN_LOOSELY = re.compile(
    rf"\b(?:(?:{BORN}|b(?:irth)?day|bday|b-day)(?:'s)?(?: (?:is|was|as|given|today|also|down|recorded|on|the)){{0,3}}(?: (?:in |at )?(?-i:[A-Z])\w{{2,20}}(?: on)?)?(?: \([\w ]{{2,20}}\))?[.:,=/-]{{0,2}} {{0,3}}[-(=]? ?|b\.? (?=\d{{1,2}}\D{{1,3}}\d{{1,2}}\D{{1,3}}\d\d))"
    r"((?:[0-3Oo]?[\dOo]|[1-9])(?:st|nd|rd|th)?(?: ?[ ./\\|_,:;·*+-] ?)(?:[01Oo]?[\dOo]|[1-9])(?:st|nd|rd|th)?(?: ?[ ./\\|_,:;·*+-] ?)'?(?:(?:1[789]|20) ?\d\d|\d\d)|\d\d-(?:0[1-9]|1[0-2])-(?:0[1-9]|[12]\d|3[01])|\d{6}(?:\d\d)?|(?!(?:19|20)\d\d)(?:0[1-9]|[12]\d|3[01])(?:0[1-9]|1[0-2])|(?:0?[1-9]|[12]\d|3[01]) ?[./-] ?(?:0?[1-9]|1[0-2]))(?![\w/])",
    re.I,
)
BIRTH_AFTER = re.compile(r"[ ,]{0,2}\(?(?:dob|d\.o\.b|date of birth)\b", re.I)
BIRTHDAY_LAST = re.compile(
    rf"\b(?:{BORN}|b(?:irth)?day|bday|b\.?)[ .:,=/-]{{1,3}}({MONTHS}\.? (?:(?:19|20)\d\d|'?\d\d),? (?:the )?{DAY}{TH}?)(?!\w)",
    re.I,
)
AGED = re.compile(r"\bwoul?d (?:have|of) been \d{1,2}\b", re.I)
NEAR = 34  # characters before a date, in which a word says that somebody was born on it
AFTER_NAME = re.compile(r"[A-Z]{2,20}, $|[a-z]\), $|(?:[A-Z][\w'-]{1,20},) $")
VERBS = re.compile(
    r" ?(?:be|have|need|not|also|well|want|come|go|get|still|seem|help|take|only|feel|say|use|lead|visit|stay|move|make)\b"
)


A_MONTH_OF_A_YEAR = re.compile(r"[A-Za-z]{3,9}\.? (?:2[4-9]|3\d)")
EXPIRES = re.compile(r"\b(?:exp|expiry|expires|expire|use by|best before|until)[.:]? $", re.I)
SO_MANY_MONTHS = re.compile(r"\d{1,2}/12")
FOR_MONTHS = re.compile(
    r"\b(?:sso|co|ro|susp|suspended|for|x|order|sentence|licence|tag|custody|imprisonment|ban|every|over|past|within|about|approx|~) $",
    re.I,
)


def find_dates(text: str) -> Iterator[Found]:
    """Yield each full date of a folded text."""
    for pattern in DATES:
        for match in matches(pattern, text):
            if not _is_verb(text, match) and not _is_a_sum(text, match):
                yield Found(*match.span(), _kind(text, *match.span()))
    yield from _short(text)
    for match in matches(DIGITS, text):
        if _is_birth(text, match.start()):
            yield Found(*match.span(), IdentifierKind.DATE_OF_BIRTH)
        elif SIX_OF_A_DAY.fullmatch(match.group()) and SEEN_ON.search(
            text, max(0, match.start() - 14), match.start()
        ):
            yield Found(*match.span(), IdentifierKind.EXACT_DATE)
    for match in (*matches(BORN_LOOSELY, text), *matches(BIRTHDAY_LAST, text), *matches(BORN_BESIDE, text)):
        yield Found(*match.span(1), IdentifierKind.DATE_OF_BIRTH)


def _short(text: str) -> Iterator[Found]:
    """Yield days and months in numbers, such as "13/3", where that is what they are."""
    months: set[str] = set()  # "/6" and ".11", where days of these months are written so
    unsure: list[re.Match] = []
    for match in matches(SHORT, text):
        born = _is_birth(text, match.start())
        if born or _is_a_day(text, match):
            kind = IdentifierKind.DATE_OF_BIRTH if born else IdentifierKind.EXACT_DATE
            months.add(_month(match))
            yield Found(*match.span(), kind)
        elif not FRACTION.match(match.group()):
            unsure.append(match)
    for match in unsure:
        if _month(match) in months:
            yield Found(*match.span(), IdentifierKind.EXACT_DATE)


def _month(match: re.Match) -> str:
    return match.group().lstrip("0123456789 ")


def _is_a_day(text: str, match: re.Match) -> bool:
    """Return whether two numbers are a day and a month, by their size and by what stands before them."""
    start = match.start()
    if SO_MANY_MONTHS.fullmatch(match.group()) and FOR_MONTHS.search(text, max(0, start - 16), start):
        return False
    if TWELVE_AT_MOST.match(text, start) or AFTER_SHORT.search(text, max(0, start - 14), start):
        return True
    if SIGNED.search(text, max(0, start - 24), start) and SIGNED_AFTER.match(text, match.end()):
        return True
    if (
        OPENS_A_LINE.search(text, max(0, start - 5), start)
        and not FRACTION.match(match.group())
        and match.group() != "24/7"
        and AFTER_OPENING.match(text, match.end())
    ):
        return True
    if not FRACTION.match(match.group()) and not NOT_NOTED.match(match.group()):
        if "/" in match.group() and NOTED_BY_A_SLASH.search(text, max(0, start - 34), start):
            return True
        if NOTED.search(text, max(0, start - 34), start) or AT_A_TIME.match(text, match.end()):
            return True
    if SURELY_BEFORE.search(text, max(0, start - 34), start):
        return True
    return (
        not FRACTION.match(match.group()) and BEFORE_SHORT.search(text, max(0, start - 34), start) is not None
    )


def _is_a_sum(text: str, match: re.Match) -> bool:
    """Return whether a passage such as "10 x 12" counts, or "exp Mar 27" is a month and a year."""
    if " x " in match.group() or text[match.start() - 1 : match.start()] == "£":
        return True
    return (
        A_MONTH_OF_A_YEAR.fullmatch(match.group()) is not None
        and EXPIRES.search(text, max(0, match.start() - 12), match.start()) is not None
    )


def _is_verb(text: str, match: re.Match) -> bool:
    """Return whether a passage such as "may 5", "march 20" or "2 may need" is more likely something else."""
    passage = match.group()
    if passage.startswith(("may ", "march ", "mar ")):
        return SURELY_BEFORE.search(text, max(0, match.start() - 14), match.start()) is None and not any(
            end in passage
            for end in (
                "st",
                "nd",
                "rd",
                " 19",
                " 20",
                "th ",
                "1th",
                "0th",
                "2th",
                "4th",
                "5th",
                "6th",
                "7th",
                "8th",
                "9th",
                "'",
            )
            if end != "th " or passage.count("th") > passage.startswith("march")
        )
    return passage.endswith((" may", " march", "May")) and VERBS.match(text, match.end()) is not None


def _is_birth(text: str, start: int) -> bool:
    return bool(
        BIRTH.search(text, max(0, start - NEAR), start) or AGED.search(text, max(0, start - NEAR), start)
    )


def _kind(text: str, start: int, end: int) -> IdentifierKind:
    if (
        _is_birth(text, start)
        or AFTER_NAME.search(text, max(0, start - 26), start)
        or BIRTH_AFTER.match(text, end)
    ):
        return IdentifierKind.DATE_OF_BIRTH
    return IdentifierKind.EXACT_DATE
