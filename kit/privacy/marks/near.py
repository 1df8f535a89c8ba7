"""What the words around a passage say about it: man or woman, how old, whose brother or worker. Pure.

Only a few words before and after a passage are read, so that a long text takes no longer than its length.
"""

import re
from dataclasses import dataclass
from datetime import date

REACH = 80  # characters read before and after a passage
SENTENCE_ENDS = re.compile(r"[.!?]\s|\n")
OWNERS = r"(?:his|her|their|my|our|the|an|a)"
KIN_OF_MEN = (
    "father dad brother son husband boyfriend uncle nephew grandfather grandad grandson stepfather stepson"
)
KIN_OF_WOMEN = "mother mum sister daughter wife girlfriend aunt niece grandmother nan granddaughter stepmother stepdaughter"
KIN = f"{KIN_OF_MEN} {KIN_OF_WOMEN} partner friend neighbour cousin carer child baby grandchild landlord flatmate"
ROLES = (
    "social worker,support worker,key worker,keyworker,outreach worker,housing worker,care coordinator,"
    "care co-ordinator,probation officer,housing officer,police officer,health visitor,mental health nurse,"
    "community nurse,worker,nurse,doctor,gp,consultant,psychiatrist,psychologist,pharmacist,paramedic,midwife,"
    "counsellor,therapist,teacher,advocate,solicitor,manager,officer,sergeant,chaplain,volunteer"
).split(",")
ABBREVIATIONS = {"gp": "GP"}
_kin = "|".join(sorted(KIN.split(), key=len, reverse=True))
_roles = "|".join(sorted(ROLES, key=len, reverse=True))
ROLE_BEFORE = re.compile(
    rf"(?:\b(?P<whose>{OWNERS})\s)?(?<!\w)(?P<role>(?:(?:older|younger|elder|late|ex)[ -])?(?:{_kin}|{_roles})),?\s$",
    re.IGNORECASE,
)
ROLE_AFTER = re.compile(rf"^,?\s(?:(?P<whose>{OWNERS})\s)(?P<role>{_kin}|{_roles})\b", re.IGNORECASE)
TITLES = {
    "mr": "m", "sir": "m", "lord": "m", "mrs": "f", "ms": "f", "miss": "f", "lady": "f", "dame": "f",
    "dr": "", "prof": "", "professor": "", "rev": "", "pc": "", "dc": "", "sgt": "", "nurse": "", "sister": "f",
}  # fmt: skip
NAMED = r"(?: called| named| known as|,)?\s$"
MAN_BEFORE = re.compile(rf"\b(?:man|boy|gentleman|lad|{KIN_OF_MEN.replace(' ', '|')}){NAMED}", re.IGNORECASE)
WOMAN_BEFORE = re.compile(rf"\b(?:woman|girl|lady|{KIN_OF_WOMEN.replace(' ', '|')}){NAMED}", re.IGNORECASE)
PRONOUNS = re.compile(r"\b(?:(?P<m>he|his|him|himself)|(?P<f>she|her|hers|herself))\b", re.IGNORECASE)
AGE = re.compile(
    r"^(?:,\s|\s\(|\s(?:is|was|aged?|\(aged)\s|,\saged\s)(?P<age>\d{1,2})(?=[,).;\s-]|$)", re.IGNORECASE
)
YEAR = re.compile(r"(?<!\d)(?:19|20)\d\d(?!\d)|(?<=\d[./-])\d\d$")
POSSESSIVE = {"m": "his", "f": "her", "": "their"}
CHILD, GROWN, OLD = 13, 20, 80


@dataclass(frozen=True)
class Role:
    """A role that stands directly before or after a name: "her brother", from `start` if it stands before."""

    words: str
    start: int | None

    @property
    def name(self) -> str:
        """The role with a word before it: "her brother", "the nurse"."""
        return self.words if " " in self.words and self.words.split()[0] in _OWNERS else f"the {self.words}"


_OWNERS = frozenset("his her their my our the an a".split())


def role_before(text: str, start: int) -> Role | None:
    """Return the role that ends where a name starts, such as "her brother" in "her brother Wayne"."""
    begin = max(0, start - REACH)
    found = ROLE_BEFORE.search(text[begin:start])
    if found is None:
        return None
    return Role(_words(found), begin + found.start())


def role_after(text: str, end: int) -> Role | None:
    """Return the role that follows a name, such as "his nurse" in "Janet, his nurse"."""
    found = ROLE_AFTER.search(text[end : end + REACH])
    return Role(_words(found), None) if found else None


def _words(found: re.Match[str]) -> str:
    role = found["role"].lower()
    return " ".join(filter(None, [(found["whose"] or "").lower(), ABBREVIATIONS.get(role, role)]))


def gender_said(text: str, start: int, end: int) -> str:
    """Return "m", "f" or "": what the title or the word before a name says, such as "Mr" or "her brother"."""
    title = text[start:end].split(" ")[0].lower().rstrip(".")
    if TITLES.get(title):
        return TITLES[title]
    before = SENTENCE_ENDS.split(text[max(0, start - 30) : start])[-1]
    found = [gender for gender, pattern in (("m", MAN_BEFORE), ("f", WOMAN_BEFORE)) if pattern.search(before)]
    return found[0] if found else ""


def gender_meant(text: str, end: int, *, stop: int | None = None, is_first: bool = False) -> str:
    """Return "m", "f" or "": what the next pronoun of the sentence says, before `stop`, where the next person is named.

    A person who `is_first` in the sentence can be the one of whom the next sentence begins to tell.
    """
    found = PRONOUNS.search(SENTENCE_ENDS.split(text[end : min(end + REACH, stop or end + REACH)])[0])
    if found is None and is_first:
        next_sentence = SENTENCE_ENDS.search(text, end, end + 3 * REACH)
        found = PRONOUNS.match(text, next_sentence.end()) if next_sentence else None
    return (found.lastgroup or "") if found else ""


def age_after(text: str, end: int) -> int | None:
    """Return the age that follows a name, such as 43 in "Wayne, 43,"."""
    found = AGE.search(text[end : end + 20])
    return int(found["age"]) if found else None


def age_from(birth: str, today: date) -> int | None:
    """Return the age in years, give or take one, of somebody with this date of birth; None where it says no year."""
    found = YEAR.search(birth.strip(" ."))
    if found is None:
        return None
    year = int(found[0])
    if year < 100:
        year += 2000 if 2000 + year <= today.year else 1900
    return today.year - year if 0 <= today.year - year < 130 else None


def in_years(age: int, gender: str) -> str:
    """Return an age in rough words: "in his 50s", "over 80", "a child"."""
    if age >= OLD:
        return f"over {OLD}"
    if age < CHILD:
        return "a child"
    decade = "teens" if age < GROWN else f"{age // 10 * 10}s"
    return f"in {POSSESSIVE[gender]} {decade}"


def somebody(gender: str, age: int | None) -> str:
    """Return who somebody is in rough words: "a man in his 40s", "a woman", "somebody in their teens"."""
    if age is not None and age < CHILD:
        return {"m": "a boy", "f": "a girl", "": "a child"}[gender]
    noun = {"m": "a man", "f": "a woman", "": "a person"}[gender]
    return noun if age is None else f"{noun} {in_years(age, gender)}"


def sentence_around(text: str, start: int, end: int) -> str:
    """Return a few words before and after a passage, no further than its sentence."""
    before = SENTENCE_ENDS.split(text[max(0, start - REACH) : start])[-1]
    after = SENTENCE_ENDS.split(text[end : end + REACH])[0]
    return f"{before}{text[start:end]}{after}"


def whose(text: str, start: int) -> str:
    """Return "his", "her" or "their": the last person before a place, as a pronoun says."""
    found = list(PRONOUNS.finditer(text[max(0, start - REACH) : start]))
    return POSSESSIVE[(found[-1].lastgroup or "") if found else ""]
