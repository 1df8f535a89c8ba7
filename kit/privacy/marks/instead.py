"""What could stand in a text in place of a passage, by its kind and by the words of its own sentence. Pure."""

import re
from collections.abc import Callable
from datetime import date

from kit.privacy.identifiers import IdentifierKind
from kit.privacy.marks import near

MONTHS = "jan feb mar apr may jun jul aug sep oct nov dec".split()
SEASONS = (
    "winter",
    "winter",
    "spring",
    "spring",
    "spring",
    "summer",
    "summer",
    "summer",
    "autumn",
    "autumn",
    "autumn",
    "winter",
)
MONTH_NAME = re.compile(rf"\b({'|'.join(MONTHS)})[a-z]*", re.IGNORECASE)
MONTH_NUMBER = re.compile(r"^\d{4}[./-](\d{1,2})\b|^\d{1,2}[./-](\d{1,2})\b")
YEAR = re.compile(r"(?<!\d)(?:19|20)\d\d(?!\d)")
AFTER_THESE_NO_IN = re.compile(
    r"\b(?:since|from|until|till|by|before|after|between|and|to)\s$", re.IGNORECASE
)

# A word in the passage or beside it, and what to call the place. The first that is there counts.
PLACES = [
    ("hostel|shelter|refuge|night shelter|foyer", "a hostel"),
    ("ward|unit", "a ward"),
    ("hospital|infirmary", "a hospital"),
    ("surgery|practice|medical centre|health centre|gp", "a GP surgery"),
    ("school|academy|college|primary|nursery|university", "a school"),
    ("pub|arms|inn|tavern|lion|hart|swan|crown|bar|drinks|drinking", "a pub"),
    ("prison|hmp|yoi", "a prison"),
    ("court", "a court"),
    ("police|station", "a police station"),
    ("church|mosque|temple|chapel|synagogue|gurdwara", "a place of worship"),
    ("works|worked|job|employer|employed|ltd|limited|plc", "where {subject} work{s}"),
]
SMALL_PLACES = [
    ("estate|close|gardens|court", "the estate"),
    ("village|green|parva|magna", "a village nearby"),
]
HOMES = [
    ("hostel", "a hostel"), ("flat|apartment", "a flat"), ("tent|park|under|bench", "outside"),
    ("house|bungalow|terrace", "a house"),
    ("care home|nursing home", "a care home"),
]  # fmt: skip
EVENTS = [
    ("fire|burnt|burned|arson", "a fire"),
    ("died|death|killed|murder|murdered|funeral|suicide|drowned|overdose|inquest", "a bereavement"),
    ("crash|collision|accident", "an accident"),
    ("stabbed|stabbing|shot|assault|attacked|rape|raped|riot", "an assault"),
    ("arrest|arrested|trial|court|jailed|sentenced", "a court case"),
    ("evicted|eviction", "an eviction"),
]
REFERENCES = [
    ("crime|police|custody", "a police reference"), ("court|case", "a court reference"),
    ("tenancy|rent|housing", "a tenancy reference"),
]  # fmt: skip
TITLES_OF_WORK = {
    "dr": "a doctor", "nurse": "a nurse", "sister": "a nurse", "pc": "a police officer", "dc": "a police officer",
    "sgt": "a police officer", "rev": "a chaplain", "prof": "a doctor",
}  # fmt: skip
KIND = IdentifierKind
VEHICLES = [("van", "a van"), ("motorbike|moped|scooter", "a motorbike")]
ROWS = {
    KIND.PLACE_OR_ORGANISATION: PLACES, KIND.SMALL_PLACE: SMALL_PLACES, KIND.ADDRESS: HOMES, KIND.RARE_EVENT: EVENTS,
    KIND.REFERENCE: REFERENCES, KIND.VEHICLE_REGISTRATION: VEHICLES,
}  # fmt: skip
PATTERNS = {
    kind: [(re.compile(rf"\b(?:{words})\b", re.IGNORECASE), instead) for words, instead in rows]
    for kind, rows in ROWS.items()
}


def in_place_of(text: str, start: int, end: int, kind: IdentifierKind, today: date) -> list[str]:
    """Return what could stand in place of a passage that is no person's name. It is empty where it is to be removed."""
    return BY_KIND[kind](text, start, end, today) if kind in BY_KIND else []


def worker(text: str, start: int, end: int) -> str:
    """Return what to call a worker: by their title, by the sentence's own word for them, or "her worker"."""
    title = text[start:end].split(" ")[0].lower().rstrip(".")
    return TITLES_OF_WORK.get(title) or f"{near.whose(text, start)} worker"


def season_of(passage: str) -> str:
    """Return the season of a date, or "" where it says no month."""
    if found := MONTH_NAME.search(passage):
        return SEASONS[MONTHS.index(found[1].lower())]
    found = MONTH_NUMBER.search(passage.strip())
    month = int(found[1] or found[2]) if found else 0
    return SEASONS[month - 1] if 1 <= month <= 12 else ""


def _date(text: str, start: int, end: int, today: date) -> list[str]:
    passage = text[start:end]
    into = "" if AFTER_THESE_NO_IN.search(text[max(0, start - 10) : start]) else "in "
    season, year = season_of(passage), YEAR.search(passage)
    found = [f"{into}the {season}"] if season else []
    found += [f"{into}{year[0]}"] if year else []
    return found or ["some time ago"]


def _birth(text: str, start: int, end: int, today: date) -> list[str]:
    age = near.age_from(text[start:end], today)
    gender = {"his": "m", "her": "f", "their": ""}[near.whose(text, start)]
    gender = near.gender_meant(text, end, is_first=True) or gender
    return [] if age is None else [near.in_years(age, gender)]


def _first(
    kind: IdentifierKind, otherwise: str, *, is_near: bool = True
) -> Callable[[str, int, int, date], list[str]]:
    """Return a function that gives the words of the first row of which a word is in the passage, or `is_near` it."""

    def choose(text: str, start: int, end: int, today: date) -> list[str]:
        subject = {"his": "he", "her": "she", "their": "they"}[near.whose(text, start)]
        around = [near.sentence_around(text, start, end)] if is_near else []
        for place in (text[start:end], *around):
            for pattern, instead in PATTERNS[kind]:
                if pattern.search(place):
                    return [instead.format(subject=subject, s="" if subject == "they" else "s")]
        return [otherwise]

    return choose


def _reference(text: str, start: int, end: int, today: date) -> list[str]:
    """Return what to call a reference; what only names one, such as "prison number", tells where somebody was."""
    if not any(map(str.isdigit, text[start:end])):
        return ["reference number"]
    return _first(KIND.REFERENCE, "a reference")(text, start, end, today)


BY_KIND: dict[IdentifierKind, Callable[[str, int, int, date], list[str]]] = {
    KIND.EXACT_DATE: _date,
    KIND.DATE_OF_BIRTH: _birth,
    KIND.AGE_OVER_89: lambda *_: ["over 80"],
    KIND.ADDRESS: _first(KIND.ADDRESS, "a flat"),
    KIND.URL: lambda *_: ["the service’s website"],
    KIND.SOCIAL_HANDLE: lambda text, start, end, today: [f"{near.whose(text, start)} social media"],
    KIND.VEHICLE_REGISTRATION: _first(KIND.VEHICLE_REGISTRATION, "a car"),
    KIND.REFERENCE: _reference,
    KIND.PLACE_OR_ORGANISATION: _first(KIND.PLACE_OR_ORGANISATION, "a local service"),
    KIND.SMALL_PLACE: _first(KIND.SMALL_PLACE, "another town", is_near=False),
    KIND.RARE_EVENT: _first(KIND.RARE_EVENT, "an event that upset people"),
    KIND.ONLY_ONE: lambda *_: ["a worker"],
}
