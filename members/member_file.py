"""Reading a member list from a spreadsheet. Pure: which row has the headings, what each column is, and the people."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from django.core.exceptions import ValidationError
from django.core.validators import validate_email

from kit.days.fields import EXAMPLE_DAY
from kit.days.reading import read_day
from kit.fold import fold

# The fields: key, label, and common headings of such a column (letters only, in lower case).
FIELDS = {
    "name": ("Name", ["name", "fullname", "member", "membername", "who", "person", "nameofmember"]),
    "first_name": ("First name", ["firstname", "forename", "givenname", "first"]),
    "last_name": ("Last name", ["lastname", "surname", "familyname", "last"]),
    "email": ("E-mail address", ["email", "emailaddress", "mail", "workemail", "contactemail"]),
    "discipline": (
        "Role",
        ["role", "discipline", "jobrole", "job", "jobtitle", "profession", "title", "position", "post"],
    ),
    "organisation": (
        "Works for",
        ["organisation", "organization", "agency", "employer", "worksfor", "service", "company", "team"],
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
        ["consent", "agreedtocontact", "agreestocontact", "agreed", "contactconsent", "maycontact", "consenttocontact",
         "consenttoemail", "okay", "oktoemail", "oktocontact", "agreedtobewrittento", "agreedtoreceiveemails", "emailconsent"],
    ),
}  # fmt: skip
YES = {"yes", "y", "true", "1", "x", "✓", "✔", "agreed", "agrees", "ok", "given", "ticked"}
NEITHER_LETTER_NOR_DIGIT = re.compile(r"[^a-z0-9]+")
LOOKED_THROUGH = 10  # number of rows in which we look for the headings


def plain(text: str) -> str:
    """Return `text` for comparing headings and roles: letters and digits only, in lower case and without
    accents, with & as "and".
    """
    return NEITHER_LETTER_NOR_DIGIT.sub("", fold(text, accents=False).replace("&", "and"))


def guess_heading_row(rows: Sequence[Sequence[str]]) -> int:
    """Return the row that has the headings: the one among the first ten with most that we know. A title is
    often above it.
    """
    known = {heading for _, headings in FIELDS.values() for heading in headings}
    scores = [sum(plain(cell) in known for cell in row) for row in rows[:LOOKED_THROUGH]]
    best = max(scores, default=0)
    return scores.index(best) if best else next((i for i, row in enumerate(rows) if any(row)), 0)


def guess_columns(headings: Sequence[str]) -> dict[str, int]:
    """Return the column of each field, by the headings. A column is used once at most."""
    columns: dict[str, int] = {}
    found = [plain(heading) for heading in headings]
    for key, (_, known) in FIELDS.items():
        for heading in known:
            if heading in found and found.index(heading) not in columns.values():
                columns[key] = found.index(heading)
                break
    if "name" in columns and "last_name" in columns and "first_name" not in columns:
        columns["first_name"] = columns.pop("name")
    if "first_name" in columns and "last_name" in columns:
        columns.pop("name", None)
    return columns


@dataclass(frozen=True)
class Person:
    """One row of a list. `problem` is a sentence on why it cannot be read, or ""."""

    row: int  # as the spreadsheet numbers it, from 1
    name: str
    email: str
    discipline: str
    organisation: str
    joined_on: date | None
    is_expert_by_experience: bool
    is_professionally_qualified: bool
    agrees_to_contact: bool
    problem: str = ""


def read_people(
    rows: Sequence[Sequence[str]], *, heading_row: int, columns: dict[str, int], joined_on: date
) -> list[Person]:
    """Return the people of a list, one for each row below its headings, without blank rows.

    `joined_on` is used for rows without a date. Anything except a plain yes is a no.
    """
    return [
        _person(number, row, columns, joined_on)
        for number, row in enumerate(rows[heading_row + 1 :], start=heading_row + 2)
        if any(row[index] for index in columns.values() if index < len(row))
    ]


def _person(number: int, row: Sequence[str], columns: dict[str, int], joined_on: date) -> Person:
    def cell(key: str) -> str:
        index = columns.get(key)
        return row[index] if index is not None and index < len(row) else ""

    name = cell("name") or " ".join(filter(None, [cell("first_name"), cell("last_name")]))
    email = cell("email").removeprefix("mailto:").lower()
    problem = ""
    if cell("joined_on"):
        try:
            joined_on = read_day(cell("joined_on"))
        except ValueError:
            problem = f"“{cell('joined_on')}” is not a date we can read. Enter it like {EXAMPLE_DAY}."
        else:
            if not 1900 <= joined_on.year <= 2100:
                problem = f"“{cell('joined_on')}” is in another century. Enter it like {EXAMPLE_DAY}."
    return Person(
        row=number,
        name=name,
        email=email,
        discipline=cell("discipline"),
        organisation=cell("organisation"),
        joined_on=joined_on,
        is_expert_by_experience=is_yes(cell("is_expert_by_experience")),
        is_professionally_qualified=is_yes(cell("is_professionally_qualified")),
        agrees_to_contact=is_yes(cell("agrees_to_contact")),
        problem=problem or _problem_with(name, email, cell("discipline"), cell("organisation")),
    )


def is_yes(text: str) -> bool:
    """Return whether a cell says yes. Blank, no and anything doubtful is a no."""
    return text.strip().casefold().rstrip(".") in YES


def _problem_with(name: str, email: str, discipline: str, organisation: str) -> str:
    if not name:
        return "There is no name in this row."
    if len(name) > 120:
        return "The name is longer than 120 characters. Shorten it."
    if not discipline:
        return "There is no role in this row. Add their role."
    if len(discipline) > 120 or len(organisation) > 160:
        return "The role or the organisation is too long. Shorten it."
    if email:
        try:
            validate_email(email)
        except ValidationError:
            return f"“{email}” is not an e-mail address. Correct it, or leave it empty."
        if len(email) > 254:
            return "The e-mail address is too long. Correct it, or leave it empty."
    return ""
