"""The headings of a member list: which row has them, and what each column is. Pure.

Headings are compared by their letters and digits. One that is not known exactly is understood by the words in it, so
that "Forename(s)", "e-mail addr." and "Newsletter?" say what they say.
"""

import re
from collections.abc import Sequence

from kit.fold import fold
from members.same_person import TITLES

NO_HEADINGS = -1  # instead of the number of a row
LOOKED_THROUGH = 20  # number of rows in which we look for the headings
LONGEST = 60  # characters of a heading; a longer one is a sentence
NEITHER_LETTER_NOR_DIGIT = re.compile(r"[^a-z0-9]+")
WORD = re.compile(r"[a-z0-9]+")
E_MAIL = re.compile(r"\be[- ]?mail")

# The fields: key, label, and common headings of such a column (letters only, in lower case).
FIELDS = {
    "name": ("Name", ["name", "fullname", "member", "membername", "who", "person", "nameofmember"]),
    "first_name": ("First name", ["firstname", "forename", "forenames", "givenname", "first"]),
    "last_name": ("Last name", ["lastname", "surname", "familyname", "last"]),
    "email": ("E-mail address", ["email", "emailaddress", "emailaddr", "mail", "workemail", "contactemail"]),
    "discipline": (
        "Role",
        ["role", "discipline", "jobrole", "job", "jobtitle", "profession", "title", "position", "post"],
    ),
    "organisation": (
        "Works for",
        ["organisation", "organization", "org", "agency", "employer", "worksfor", "service", "company", "team"],
    ),
    "joined_on": ("Joined on", ["joined", "joinedon", "startdate", "since", "datejoined", "from", "start"]),
    "is_expert_by_experience": (
        "Expert by experience",
        ["expertbyexperience", "expert", "livedexperience", "ebe", "isexpertbyexperience"],
    ),
    "is_professionally_qualified": (
        "Professionally qualified",
        ["professionallyqualified", "qualified", "qualification", "isprofessionallyqualified"],
    ),
    "agrees_to_contact": (
        "Agreed to receive e-mails",
        ["agreedtocontact", "agreestocontact", "contactconsent", "maycontact", "consenttocontact", "consenttoemail", "oktoemail",
         "oktocontact", "agreedtobewrittento", "agreedtoreceiveemails", "emailconsent", "newsletter"],
    ),
}  # fmt: skip

# Words that say what a column is, asked in this order; and those that say it is none of ours.
OF_SOMETHING_ELSE = re.compile(
    r"\b(phone|tel|telephone|mobile|fax|postcode|birth|birthday|dob|age|gender|ethnicity|emergency|kin|manager|supervisor|"
    r"username|password|twitter|website|url|number|no|id|left|leaving|leaver|end|ended|renewal|review|notes?|comments?|address|"
    r"out|not|dont|never|stop|unsubscribed?|withdr\w+|declined?|refused)\b"
)
# A column says that somebody agreed to get e-mails if its heading has a word that agrees, one for what we send, and no
# other word than these. One that agrees to something else (photos, ground rules) is no column of ours: it is chosen by hand.
CONSENT = re.compile(
    r"\b(consent\w*|gdpr|newsletters?|opt|opted|optin|mailing list|permission|subscri\w+|agree\w*|keep in touch|"
    r"(may|can|ok|okay|happy)( \w+)* (contact|contacted|email|emailed|emails))\b"
)
GETS_MAIL = re.compile(
    r"\b(contact|contacted|emails?|emailed|newsletters?|mailing list|keep in touch|written to)\b"
)
IN_CONSENT = frozenset(
    "a an and any are as be been by can consent consented consenting consents contact contacted agree agreed agrees agreeing "
    "agreement email emailed emails for from gdpr get gets given gives give happy has have i in is keep list mailing may me "
    "member members n newsletter newsletters of ok okay on opt opted optin or our permission person receive receives subscribe "
    "subscribed subscriber subscribes subscription that the their them they to touch us we with written y yes you your".split()
)
WORDS_OF = {
    "email": r"emails?|email addr(ess)?",
    "is_expert_by_experience": r"lived experience|experts? by experience|ebe|service user",
    "is_professionally_qualified": r"qualifi\w+|professionally registered",
    "joined_on": r"joined|joining|started|starting|start( \w+)? date|date( \w+)? start|member since|since",
    "first_name": r"(fore|first ?|given ?|christian ?)names?",
    "last_name": r"(sur|last ?|family ?)names?",
    "organisation": r"orgs?|organi[sz]ations?|agency|employer|company|charity|trust|works? for|workplace|place of work|"
    r"service|team|department|dept",
    "discipline": r"jobs?|roles?|what( \w+)? (they|you|i|we|s?he) do(es)?|post|position|profession|occupation|discipline|designation",
    "name": r"names?|members?|person|attendee|participant|volunteer|worker",
}
PATTERNS = {key: re.compile(rf"\b({words})\b") for key, words in WORDS_OF.items()}


def plain(text: str) -> str:
    """Return `text` for comparing headings and roles: letters and digits only, in lower case and without
    accents, with & as "and".
    """
    return NEITHER_LETTER_NOR_DIGIT.sub("", fold(text, accents=False).replace("&", "and"))


KNOWN = {heading: key for key, (_, headings) in FIELDS.items() for heading in headings}


def field_of(heading: str) -> tuple[str, bool]:
    """Return the key of the field that `heading` names ("" for none), and whether it is one that we know exactly."""
    if len(heading) > LONGEST:
        return "", False
    if key := KNOWN.get(plain(heading)):
        return key, True
    said = " ".join(WORD.findall(E_MAIL.sub("email", fold(heading, accents=False))))
    if CONSENT.search(said):
        return ("agrees_to_contact" if _is_about_mail(said) else ""), False
    is_address = PATTERNS["email"].search(said)
    if OF_SOMETHING_ELSE.search(said.replace("address", "") if is_address else said):
        return "", False
    return next((key for key, pattern in PATTERNS.items() if pattern.search(said)), ""), False


def _is_about_mail(said: str) -> bool:
    """Return whether a heading in plain words says who agreed to get e-mails, and nothing else."""
    return bool(GETS_MAIL.search(said)) and IN_CONSENT.issuperset(said.split())


def guess_heading_row(rows: Sequence[Sequence[str]]) -> int:
    """Return the row that has the headings: the one among the first twenty with most that we know. A title is
    often above it. NO_HEADINGS if the list begins with a person.
    """
    scores = [_score(row) for row in rows[:LOOKED_THROUGH]]
    best = max(scores, default=0)
    first = next((number for number, row in enumerate(rows) if any(row)), 0)
    row = scores.index(best) if best else first
    return NO_HEADINGS if rows and any("@" in cell for cell in rows[row]) else row


def _score(row: Sequence[str]) -> int:
    found = {field_of(cell) for cell in row if cell}
    return sum(3 if is_known else 2 for key, is_known in found if key)


def guess_columns(headings: Sequence[str], people: Sequence[Sequence[str]] = ()) -> dict[str, int]:
    """Return the column of each field, by the headings, and by the rows of `people` where a heading does not tell.

    A column is used once at most. One that we know exactly goes before one that we understand by its words.
    """
    columns: dict[str, int] = {}
    found = [field_of(heading) for heading in headings]
    for wanted in (True, False):
        for number, (key, is_known) in enumerate(found):
            if key and is_known is wanted and key not in columns and not _are_titles(number, key, people):
                columns[key] = number
    if "name" in columns and "last_name" in columns and "first_name" not in columns:
        columns["first_name"] = columns.pop("name")
    if "first_name" in columns and "last_name" in columns:
        columns.pop("name", None)
    return columns | _by_their_cells(columns, people)


def _cells(number: int, people: Sequence[Sequence[str]]) -> list[str]:
    return [row[number] for row in people[:LOOKED_THROUGH] if number < len(row) and row[number]]


def _are_titles(number: int, key: str, people: Sequence[Sequence[str]]) -> bool:
    """Return whether a column that may have roles has Mr and Mrs, for the most part."""
    cells = _cells(number, people) if key == "discipline" else []
    return sum(plain(cell) in TITLES for cell in cells) * 2 > len(cells)


def _by_their_cells(columns: dict[str, int], people: Sequence[Sequence[str]]) -> dict[str, int]:
    """Return the columns with addresses and with names, where no heading tells which they are."""
    guessed: dict[str, int] = {}
    free = [number for number in range(max(map(len, people), default=0)) if number not in columns.values()]
    for number in free:
        cells = _cells(number, people)
        if not cells:
            continue
        if "email" not in columns | guessed and sum("@" in cell for cell in cells) * 2 > len(cells):
            guessed["email"] = number
        elif not {"name", "first_name", "last_name"} & (columns.keys() | guessed.keys()) and all(
            _may_be_a_name(cell) for cell in cells
        ):
            guessed["name"] = number
    return guessed


def _may_be_a_name(cell: str) -> bool:
    words = cell.split()
    return (
        2 <= len(words) <= 5 and not any(each.isdigit() or each == "@" for each in cell) and cell[0].isupper()
    )


def letters(number: int) -> str:
    """Return how a spreadsheet names a column: 0 is A, 26 is AA."""
    first, last = divmod(number, 26)
    return (chr(64 + first) if first else "") + chr(65 + last)
