"""Finding e-mail addresses, addresses on the web and names on social media. Pure."""

import re
from collections.abc import Iterator

from kit.privacy.identifiers import lists
from kit.privacy.identifiers.kinds import Certainty, Found, IdentifierKind
from kit.privacy.identifiers.tokens import in_dictionary
from kit.privacy.identifiers.windows import matches

ENDINGS = r"(?:com|net|org|uk|co|info|me|ie|eu|io|biz|edu|gov|nhs|scot|wales|cymru|london|example|test)"
MAILS = r"(?:gmail|googlemail|hotmail|outlook|yahoo|icloud|live|btinternet|protonmail|aol|sky|nhs|cjsm|talktalk|virginmedia|msn)"
AT = r"(?: {0,2}@ {0,2}|[ _-]?[\[({<] ?(?:at|@) ?[\])}>][ _-]?| at(?:[- ]sign)? |[_-]at[_-])"
DOT = r"(?: ?\. ?| ?[\[({<] ?dot ?[\])}>] ?| (?:dot|full stop|point) )"
JOIN = r"(?:\.| (?:dot|underscore|under score|dash|hyphen|full stop|point) )"
EMAIL = re.compile(
    r"(?<![\w.+-])[\w.+%'-]{0,63}[\w+%\"-] ?@{1,3} ?[\w-]{1,63}(?:(?:[.。]{1,2}|,)[\w-]{2,63}| ?\. ?(?:com|net|org|uk|co|info|me|ie|eu|nhs|gov|ac)\b){1,6}(?!\w)"
)
EMAIL_BARE = re.compile(r"(?<![\w.+-])[\w.+%-]{1,64}@[\w\[-]{2,63}(?: com\b)?", re.I)
EMAIL_IN_WORDS = re.compile(
    rf"(?<![\w.+-])[\w+%-]{{1,40}}(?:{JOIN}[\w+%-]{{1,40}}){{0,5}}{AT}[\w-]{{1,40}}(?:{DOT}[\w-]{{2,30}}){{0,4}}?"
    rf"{DOT}{ENDINGS}(?:{DOT}(?:uk|net|org|com))?(?!\w)",
    re.I,
)
EMAIL_AT_A_FIRM = re.compile(
    rf"(?<![\w.+-])[\w+%-]{{1,40}}(?:{JOIN}[\w+%-]{{1,40}}){{0,5}}(?: ?@ ?| at ){MAILS}(?!\w)", re.I
)
URL = re.compile(
    r"(?<![\w@.])(?:h(?:tt|xx)ps?(?::/{1,3}|//) ?[^\s<>\"]{3,300}|ww[w2]?\. ?[\w-]{1,63}[^\s<>\"]{1,300}|"
    r"(?:[a-z0-9-]{2,63}\.){1,4}(?:ly|gl|gd|be|care|news|org|site|team|fm|de|fr|pl|ro|in|us|club|live)/[^\s<>\"]{1,300}|///\w{2,30}\.\w{2,30}\.\w{2,30}|"
    r"(?:[a-z0-9-]{1,63}\[?\.\]?){1,5}(?:com|org|net|info|io|co|uk|me|ie|eu|app|blog|social|online|tv|example|scot|wales|cymru|london|"
    r"website|church|shop|ms|xyz)(?::\d{2,5})?(?:[/?#][^\s<>\"]{0,300})?)(?!\w)",
    re.I,
)
URL_IN_WORDS = re.compile(
    rf"(?<![\w@.])(?:ww[w2](?: dot | |\.))?[\w-]{{2,40}}(?: dot [\w-]{{2,30}}){{0,3}}? dot (?:{ENDINGS}|be|ly|gd)(?: dot uk)?(?:/[\w/.-]{{1,60}}| (?:forward )?slash [\w.-]{{1,40}})"
    rf"{{0,3}}(?!\w)|(?<![\w@.])ww[w2] [\w-]{{2,40}} {ENDINGS}(?!\w)",
    re.I,
)
PUBLIC = re.compile(
    r"(?:https?://)?(?:[\w-]{1,63}\.){0,4}(?:gov\.uk|nhs\.uk|nice\.org\.uk|doi\.org|ac\.uk)(?:/|$)", re.I
)
HANDLE = re.compile(r"(?<![\w@./])@ ?(?=[\w.]{0,40}[A-Za-z])\w(?:[\w.-]{0,40}\w)?(?:@\w[\w.]{0,40}\w)?")
FORUM_NAME = re.compile(r"(?<![\w/.])[ur]/(?=\w{0,30}[a-z])\w{3,30}(?![\w/])", re.I)
BARE_NAME = re.compile(
    r"(?<![\w@./-])[A-Za-z][A-Za-z0-9]{0,20}_[A-Za-z0-9_.]{0,30}[A-Za-z0-9](?![\w@-])|(?<![\w@./-])[a-z]{2,20}(?:\.[a-z]{2,20}){1,3}\.?\d{1,4}(?![\w@-])"
)
BEFORE_NETWORK = re.compile(
    r"(?<![\w@])([A-Za-z][\w.]{3,30}\w) on (?:insta(?:gram)?|snap(?:chat)?|xbox|ps[345]|psn|fortnite|roblox|tik ?tok|discord|telegram|kik|twitter|steam|facebook|fb)\b",
    re.I,
)
CAMPAIGN = re.compile(
    r"(?<![\w#])#(?:justicefor|justice4|rip|missing|prayfor|helpfor|bringback|find)[A-Za-z]\w{1,30}", re.I
)
NETWORK = (
    r"insta(?:gram)?|ig|snap(?:chat)?|sc|tik ?tok|twitter|facebook|fb|discord|xbox(?: live)?|telegram|onlyfans|only fans|reddit|youtube|you tube|"
    r"threads|kik|psn|playstation|steam|twitch|skype|vinted|ps[345]|fortnite|minecraft|grindr|tinder|linkedin|bluesky|signal|messenger|whatsapp|whats app|roblox|"
    r"gamer ?tag|user ?name|(?:is |posts |posting |posted )?on x(?= as\b)|posts(?= as\b)|posting(?= as\b)|user id|handle|screen ?name|goes by|calls (?:him|her|them)sel(?:f|ves)"
)
SAID = (
    r"(?: (?:account|handle|name|user ?name|id|page|profile|channel|tag))?(?: (?:is|was|as|under|called|by|at)|'s)?(?: (?:she|he|they) (?:is|are)|"
    r" (?:she|he)'s)?[:,]?(?: [-=])? {0,2}"
)
HANDLE_NAMED = re.compile(
    rf"\b(?:{NETWORK})(?!\w){SAID}['\"“@]?((?:live:)?\w(?:[\w.-]{{0,40}}\w)(?:#\d{{4}})?)", re.I
)
SHOWN_NAME = re.compile(
    rf"\b(?i:{NETWORK})(?!\w)(?i:{SAID})((?-i:[A-Z])[\w'-]{{1,20}}(?: [A-Z][\w'-]{{1,20}}){{1,2}})"
)
HANDLE_IN_WORDS = re.compile(
    rf"\b(?:{NETWORK})(?!\w){SAID}(\w{{1,30}}(?: (?:underscore|dot|dash) \w{{1,30}}){{1,3}})|\b(\w{{1,30}}(?: (?:underscore|dot) \w{{1,30}}){{1,3}}) on (?:{NETWORK})\b",
    re.I,
)
A_NETWORK = re.compile(rf"\b(?:{NETWORK})(?!\w)", re.I)
AT_A_PAGE = re.compile(
    r"\bat www|\b(?:is|are|was|were|look(?:ed)?|see|seen|site|website|page|us|me|him|them|out|online|found|photo(?:graph)?s?|pictures|details|info|more|here|there|works?|read|blog|"
    r"available|sign up|book|apply|donate) at ",
    re.I,
)
SPACED = re.compile(r" @|@ |\. | \.")
ENDS_LIKE_MAIL = re.compile(rf"(?-i:{ENDINGS}|{ENDINGS.upper()})$")
NOT_HANDLES = frozenset(
    "home work ward court hospital clinic school gp gps surgery office reception night lunch dinner weekend weekends team all everyone here "
    "least once about approx around tea handover college church bank tesco asda lidl aldi the her his their my our this that nhs".split()
)
NAMES_PEOPLE = re.compile(r"[\d_#]|\w\.\w")


FIND_THEM = re.compile(
    r"\b(?:find|add|follow|search|search for|look|message|dm|friend) (?:me|him|her|them|us) (?:up )?(?:as|under|at|on there as)[: ]{1,2}['\"@]?(\w[\w.-]{2,40}\w)",
    re.I,
)


def find_contacts(text: str) -> Iterator[Found]:
    """Yield what leads to somebody by mail or on the web in a folded text."""
    for pattern in (EMAIL, EMAIL_IN_WORDS):
        for match in matches(pattern, text):
            if _is_a_sentence(text, match):
                continue
            certainty = Certainty.SUSPECTED if _is_only_said(match.group()) else Certainty.REFUSED
            yield Found(*match.span(), IdentifierKind.EMAIL, certainty)
    for pattern in (EMAIL_BARE, EMAIL_AT_A_FIRM):
        for match in matches(pattern, text):
            if "." in match.group() or "_" in match.group() or not _is_plain(match.group().split()[0]):
                yield Found(*match.span(), IdentifierKind.EMAIL)
    yield from _urls(text)
    yield from _handles(text)


def _is_a_sentence(text: str, match: re.Match) -> bool:
    """Return whether "photos are at www.example.org" or "worse @ night. Then" only looks like an e-mail address."""
    passage = match.group()
    if AT_A_PAGE.search(passage) or text[match.end() : match.end() + 1] == "/":
        return True
    return SPACED.search(passage) is not None and not ENDS_LIKE_MAIL.search(passage)


def _is_only_said(passage: str) -> bool:
    """Return whether a passage such as "look at the dot" could be a sentence: all its words are usual ones."""
    return " at " in passage.lower() and "." not in passage and "dot" not in passage.lower()


def _urls(text: str) -> Iterator[Found]:
    for pattern in (URL, URL_IN_WORDS):
        for match in matches(pattern, text):
            address = match.group().rstrip(".,;:!?)]}'”’")
            if not PUBLIC.match(address) and not _is_a_new_sentence(address):
                yield Found(match.start(), match.start() + len(address), IdentifierKind.URL)


def _is_a_new_sentence(address: str) -> bool:
    """Return whether "home.Me" is the end of one sentence and the start of another, with no space between."""
    head, _, tail = address.rpartition(".")
    return tail.istitle() and len(tail) < 4 and "/" not in address and "." not in head


def _handles(text: str) -> Iterator[Found]:
    for match in matches(HANDLE, text):
        if _is_a_handle(match.group()):
            yield Found(*match.span(), IdentifierKind.SOCIAL_HANDLE)
    for match in matches(BEFORE_NETWORK, text):
        if not _is_plain(match[1]):
            yield Found(*match.span(1), IdentifierKind.SOCIAL_HANDLE)
    for pattern in (FORUM_NAME, CAMPAIGN, BARE_NAME):
        for match in matches(pattern, text):
            yield Found(*match.span(), IdentifierKind.SOCIAL_HANDLE)
    for match in matches(FIND_THEM, text):
        if NAMES_PEOPLE.search(match[1]) or "-" in match[1] or not _is_plain(match[1]):
            yield Found(*match.span(1), IdentifierKind.SOCIAL_HANDLE)
    for match in matches(HANDLE_NAMED, text):
        if NAMES_PEOPLE.search(match[1]) or not _is_plain(match[1]):
            yield Found(*match.span(1), IdentifierKind.SOCIAL_HANDLE)
    for match in matches(SHOWN_NAME, text):
        if not all(_is_plain(word) for word in match[1].split()):
            yield Found(*match.span(1), IdentifierKind.SOCIAL_HANDLE)
    for match in matches(HANDLE_IN_WORDS, text):
        yield Found(*match.span(1 if match[1] else 2), IdentifierKind.SOCIAL_HANDLE)


def _is_a_handle(passage: str) -> bool:
    """Return whether "@kofi_dontcry" is a name: not "@10am", "@home" or "@ ward"."""
    name = passage.lstrip("@ ")
    if passage.startswith("@ ") or name[0].isdigit():
        return bool(NAMES_PEOPLE.search(name)) and not name[0].isdigit()
    low = name.lower()
    return low not in NOT_HANDLES and low not in lists.ORGANISATIONS and low not in lists.SECTOR


def _is_plain(name: str) -> bool:
    """Return whether a name that somebody uses is only a usual word: "on Facebook as usual"."""
    return len(name) < 3 or in_dictionary(name.lower())
