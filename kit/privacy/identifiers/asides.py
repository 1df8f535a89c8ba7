"""Finding names in small letters by the turns of notes and messages: "rm 1 zé - settled", "anyone know a sherko?". Pure."""

import re
from collections.abc import Iterator

from kit.privacy.identifiers import lists
from kit.privacy.identifiers.nobody import NEVER_NAMES
from kit.privacy.identifiers.tokens import in_dictionary
from kit.privacy.identifiers.windows import matches

NAME = r"([^\W\d_][^\W\d_'-]{1,19})"
DOES = (
    r"(?:up|out|settled|unsettled|slept|sleeping|asleep|awake|ate|took|taken|declined|refused|seen|back|returned|missing|not seen|no show|dna|rang|came|went|says?|said|wants?|needs?|asked|crying|quiet|loud|fine|ok|poorly|sick|arrived|left|moved|"
    r"discharged|admitted|meds|barred|warned|signed|paid|owes|home|texted|phoned|has|had|is|was|wont|won't|didnt|didn't|hasnt|hasn't|still|again|knocked|gone)"
)
TURNS = [
    re.compile(rf"\b(?:text|txt|msg|message|call|voicemail|vm|email|letter|note|visit|lift|tenner|fiver|t/?c) (?:off|from|to|w/|with) {NAME}(?= |[,.;!?)\n]|$)", re.I),
    re.compile(rf"(?:^|[\n,;.!?-] ?){NAME} in (?:rm|room|bed|flat|cell|pod) ?\d", re.I),
    re.compile(rf"\b(?:anyone|anybody|someone|u|you|we|they|does|who) (?:here )?(?:know|knows|seen|see|met) (?:of )?(?:a|an|any) {NAME}(?=\?|,| (?:please|pls|at|in|from|here|today|who)\b)", re.I),
    re.compile(rf"\b(?:rm|room|bed|flat|cell|pod) ?\d{{1,3}}[a-z]?(?: ?[-–:=,.])? {NAME}(?= ?[-–:,(=]| {DOES}\b)", re.I),
    re.compile(rf"(?:^|\n)(?:\W{{0,6}}|(?:am|pm|eve|nights?|days?|late|early|noon|\d{{1,2}}[:.]?\d\d(?:hrs)?)[:,-]? {{0,2}}[-–]? ?){NAME}(?: [-–]|:| (?:still |not |is |was )?{DOES}\b)", re.I),
    re.compile(rf"[.,;:?!-] {NAME},? (?:i think|i reckon|i believe|or something|something like that|innit|was it|is it|maybe\?)", re.I),
    re.compile(rf"\b(?:she is|he is|shes|hes|she's|he's|her name is|his name is|named|called|worker is|name was|name of) {NAME}(?=, (?:nice|lovely|the|my|a|from|her|his|very|good|aged?|\d)|\.? ?\(|, ?\d)", re.I),
]  # fmt: skip
OWNER = re.compile(
    r"\b([^\W\d_]{3,19}?)'?s (?:b-?day|birthday|flat|room|mum|mam|dad|brother|bro|sister|sis|nan|phone|fone|num|number|meds|worker|keyworker|sw|gp|dog|tent|stuff|bag|bags|script|giro|money|kids|bike|van|car|mate|mates|bed|key|keys|mother|father|son|daughter|wife|husband|boyfriend|girlfriend|ex|address|benefits|rent|place|gaf|gaff|yard|name|funeral|coat|shoes|letter|form|appointment|appt)\b",
    re.I,
)
# "will" is a name where no verb of it can be: before another verb, or after what one does to people.
WILL = re.compile(
    r"(?:(?:^|[.;:!?\n] |\n[-•*] ?|[-–] |, )(will)(?='s| (?:is|was|has|had|isn't|isnt|hasn't|hasnt|doesn't|doesnt|didn't|didnt|says|said|went|came|got|rang|took|looks|seems|knows|thinks|told|wants|needs|won't|wont|can't|cant|and i\b|and me\b|from)\b)"
    r"|\b(?:ask|asked|tell|told|ring|rang|text|texted|phone|phoned|met|saw|seen|with|for|by|thanked|thank|thanks|hi|hiya|hey|dear|cheers|love|gave|give|cc|brother|uncle|dad|son|nephew|mate|worker|dr|mr|called|named) (will)(?=[.,;!?)\n]|$| (?:at|from|in|on|about|to|if|when|and|re|that|a|his|he|who|the|after|before|for|it)\b))",
    re.I,
)
NO_NAMES = frozenset(
    """day night late early nil none meds update plan note notes action actions today tomorrow handover breakfast lunch dinner tea food temp obs bloods stable settled all still
    nothing someone everyone nobody staff team client tenant resident pt she he they it we you day-staff concierge security police ambulance doctor nurse gp cleaner maintenance
    laundry empty void vacant single double doors door keys key cctv lift boiler heating wifi post mail parcel visitor visitors guest guests new old both also now then later just
    only maybe probably yes no ok okay clear quiet reason note ref risk call calls message email text""".split()
)


# A word that is a name and an English word, with a capital where a name stands: "Pearl (rm 4)", "Long DNA", "Grace's key".
OPENS = re.compile(
    r"(?:^|\n|[.!?] |[•*–-] |: |; )([A-Z][a-z'-]{1,16})(?= \((?:rm|room|flat|bed|aged?|\d|her|his|their|mum|dad|son|sister|brother|partner|worker|ot|sw|gp|support|housing|key)\b| (?:DNA|dna'?d|[–-] (?:up|in|out|not|slept|dna|seen|settled|still|no|has|was|is|asleep|meds|late|back|moved|on|at)\b)| has (?:lost|not|been|had|no|got|moved|left|gone|asked|said|told|given|taken|refused|agreed|started|stopped|never|also|now|put|kept|paid)\b)"
)
OWNS = re.compile(
    r"(?<![\w'])([A-Z][a-z-]{1,16})'s (?:key|keys|flat|room|mum|mam|dad|brother|sister|nan|phone|number|meds|worker|tent|stuff|bag|bags|script|kids|bike|mate|mates|bed|mother|father|son|daughter|wife|husband|boyfriend|girlfriend|ex|address|benefits|funeral|coat|shoes|appointment|tenancy|rent|arm|leg|foot|hand|chest|mood|door|wallet|dog|birthday)\b"
)
# Words that are hardly ever names, with a capital amid a sentence after what is done to people: "told To to wait".
TOLD = re.compile(
    r"\b(?:[Ss]aw|[Tt]old|[Tt]ell|[Aa]sked|[Aa]sk|[Cc]all|[Cc]alled|[Rr]ing|[Rr]ang|text|texted|[Mm]et|[Ww]ith|[Ss]poke to|spoken to|thanked|[Tt]hanks,|from|says|and Mrs?|for|gave|give|visited|seen by|t/c to|T/c to|named) (An|So|To|Do|Or|Lo|Ip|Ma|Thu|Son|Sun|Sky|Bin|Lung|Shun|Suet|Pun|Sit|Sum|Dat|Hock|Pang|Tong|Fan|Wat|Man|Can|Sweets|Cutie|Vie|Sobers|Bent|Chin|Hinds|Best|Young|Long|Short)(?= (?:at|to|about|was|is|has|had|said|took|in|on|who|from|re|and|for|with|by|back|a|the|if|when|that|his|her|again|today|this)\b|[,.;)](?!\w)|\n|$)"
)
VIRTUES = re.compile(
    r"(?<![\w'-])(Blessed|Testimony|Courage|Lovely|Happy|Honey|Jolly|Shadow|Marvellous|Treasure|Godknows|Lovemore|Beauty|Fortunate|Clever|Brilliant|Innocent|Obvious|Memory|Privilege|Progress|Talent|Honest|Sweety|Sweetie|Pinky|Dimple|Bunty|Lucky|Prosper|Delight|Excellent|Perfect|Wonderful|Princely|Handsome|Pretty|Gracious|Bright|Brave|Noble) (?:came|rang|said|says|told|phoned|texted|slept|wants|lives|asked|knocked|refused|agreed|denied|attended|arrived|left|cried|ate|went|has (?:been|not|no|got)|was (?:seen|told|here|in|at|not|upset|asleep)|is (?:here|in|at|not|back|asleep|upset|\d))\b"
)
LISTED = re.compile(
    r"(?:Present|Attended|Attending|Apologies|In attendance|Attendees|Cc|CC|To|With|Names?|Clients?|Residents?|Tenants?|Volunteers?|On shift): ([A-Z][a-z'-]{1,16})(?=, [A-Z][a-z]| and [A-Z][a-z]|\n|$|\.)"
)


def _is_a_name_too(low: str) -> bool:
    """Return whether an English word is a first name or a surname as well."""
    return (
        low not in NEVER_NAMES
        and low not in lists.SECTOR
        and low not in lists.MONTH_NAMES
        and (
            low in lists.names()
            or low in lists.surnames()
            or low in lists.first_names()
            or low in lists.more_names()
            or low in lists.FIRST_NAMES
        )
    )


def find_asides(text: str) -> Iterator[tuple[int, int]]:
    """Yield the place of each word of a folded text that these turns say is somebody."""
    for pattern in TURNS:
        for match in matches(pattern, text):
            if _can_be_a_name(match[1]):
                yield match.span(1)
    for match in matches(OWNER, text):
        low = match[1].lower()
        whole = match.group().split(" ")[0].lower()
        if (
            not in_dictionary(whole)
            and (low in lists.names() or low in lists.rare_names())
            and _can_be_a_name(low)
        ):
            yield match.span(1)
    for pattern in (OPENS, OWNS, LISTED):
        for match in pattern.finditer(
            text
        ):  # each begins with a sign or a capital, which is found sooner than a place to try
            low = match[1].lower()
            if _is_a_name_too(low) and low not in NO_NAMES and low not in lists.allowed_words():
                yield match.span(1)
    for match in matches(VIRTUES, text):
        yield match.span(1)
    for match in matches(TOLD, text):
        yield match.span(1)
    for match in matches(WILL, text):
        yield match.span(1 if match[1] else 2)


def _can_be_a_name(word: str) -> bool:
    """Return whether a word is in no dictionary, no slip of the pen and no word of the trade."""
    low = word.lower()
    if low in NO_NAMES or low in NEVER_NAMES or low in lists.allowed_words() or low in lists.GREETING_OR_WORD:
        return False
    if in_dictionary(low):
        return low in lists.more_names() or lists.first_names().get(low) == 0
    known = low in lists.names() or low in lists.rare_names() or not low.isascii()
    return known or (not lists.is_misspelled(low) and low not in lists.beginnings_of_words())
