"""What Harvard wants of each kind of item that CSL has no word for: numbers of acts, command papers, medium. Pure."""

import re
from calendar import month_name
from collections.abc import Callable

from kit.bounds import number_in
from knowledge.citations.marks import ITALICS
from knowledge.citations.prepared import YEAR_IN, Item

CHAPTER = re.compile(r"(?:chapter|ch\.?|c\.?) ?(\d{1,4})|(\d{1,4})", re.I)
INSTRUMENT = re.compile(r"(?:s\.?i\.? ?)?(\d{4}) ?(?:/|no\.? ?)(\d{1,5})(.{0,40})", re.I)
COMMAND_PAPER = re.compile(r"(?:cmnd|cmd|cm|cp|c)\.? ?\d{1,5}|h[cl] ?\d{1,5}", re.I)
WHOLE_CITATION = re.compile(r"[\[(]\d{4}")
A_NUMBER = re.compile(r"\d")
VOLUMES_IN_A_YEAR = 9  # a law report of a higher volume counts them from its first year
MEDIUM = {
    "motion_picture": "Film",
    "dataset": "Data set",
    "pamphlet": "Leaflet",
}
PODCAST = re.compile(r"podcast", re.I)
UNPUBLISHED = re.compile(r"unpublished", re.I)
THESIS = re.compile(r"thesis|dissertation|portfolio", re.I)


def for_harvard(item: Item) -> Item:
    """Return a prepared item with what the Harvard style asks for."""
    made = dict(item)
    made.pop("medium", None)
    MAKES.get(item["type"], _leave)(made, item)
    if A_NUMBER.match(made.get("page", "")):
        made["page-first"] = made["page"]  # e0123456 has no p. before it
    if "event-date" in made:
        made["event-date"] = _day_and_month(made["event-date"])
    _drop_publisher_that_is_its_own_author(made)
    return made


def _day_and_month(date: Item) -> str:
    if "literal" in date:
        return date["literal"]
    return f"{date.get('day', '')} {month_name[date['month']] if 'month' in date else ''}".strip()


def _leave(made: Item, item: Item) -> None:
    made.pop("number", None)


def _legislation(made: Item, item: Item) -> None:
    """Care Act 2014, c. 23; or Care and Support Regulations 2014 (SI 2014/2840)."""
    number = made.pop("number", "") or made.pop("chapter-number", "")
    made.pop("chapter-number", None)
    issued = item.get("issued", {}).get("year")
    if issued and not YEAR_IN.search(item.get("title", "")):
        made["title"] = f"{item.get('title', '')} {issued}".strip()
    if found := CHAPTER.fullmatch(number):
        made["chapter-number"] = f"c. {found[1] or found[2]}"
    elif found := INSTRUMENT.fullmatch(number):
        made["number"] = f"SI {found[1]}/{found[2]}{found[3]}"
    elif number:
        made["chapter-number"] = number
    if "section" in made and made["section"][0].isdecimal():
        made["section"] = f"section {made['section']}"


def _case(made: Item, item: Item) -> None:
    """R (Hardy) v Sandwell MBC [2015] EWHC 890, or [1992] 2 AC 1, or (1988) 85 LGR 102."""
    number = made.get("number", "")
    if WHOLE_CITATION.match(number):
        return
    volume = item.get("volume", "")
    running = (number_in(volume) or 0) > VOLUMES_IN_A_YEAR
    year = item.get("issued", {}).get("year", "")
    report = [f"({year})" if running else f"[{year}]"] if year else []
    report += [number] if number else [volume, item.get("container-title", ""), item.get("page", "")]
    made["number"] = " ".join(part for part in report if part)


def _bill(made: Item, item: Item) -> None:
    """Mental Health Bill (2025) HL Bill 47."""
    year = item.get("issued", {}).get("year") or item.get("issued", {}).get("literal")
    parts = [f"({year})" if year and str(year) not in item.get("title", "") else "", item.get("number", "")]
    made["number"] = " ".join(part for part in parts if part)


def _report(made: Item, item: Item) -> None:
    """(Cm 8378), (NICE guideline NG58), (Research report 12); a kind without a number says nothing."""
    number, genre = made.pop("number", ""), item.get("genre", "")
    if COMMAND_PAPER.fullmatch(number) or not genre:
        made["number"] = number
    elif number:
        made["number"] = f"{genre} {number}"
    if not made.get("number"):
        made.pop("number", None)


def _article(made: Item, item: Item) -> None:
    """A journal's article without volume, issue, pages or number is not yet in an issue."""
    made.pop("status", None)
    if item["type"] == "article-journal":
        placed = {"volume", "issue", "page", "number"} & item.keys()
        if not placed and "DOI" in item and "container-title" in item:
            made["status"] = "Preprint"
    else:
        made.pop("number", None)


def _medium(made: Item, item: Item) -> None:
    made.pop("number", None)
    medium = item.get("medium") or item.get("genre") or MEDIUM.get(item["type"], "")
    if medium:
        made["medium"] = medium[0].upper() + medium[1:]


def _broadcast(made: Item, item: Item) -> None:
    """A podcast says so, and a programme has its channel."""
    made.pop("number", None)
    said = item.get("medium") or item.get("genre") or ""
    if PODCAST.search(said):
        made["medium"] = "Podcast"
    elif said:
        made["medium"] = said


def _thesis(made: Item, item: Item) -> None:
    made.pop("number", None)
    genre = item.get("genre", "")
    if not THESIS.search(genre):
        made["genre"] = f"{genre} thesis".strip() if genre else "Thesis"


def _manuscript(made: Item, item: Item) -> None:
    made.pop("number", None)
    if not UNPUBLISHED.search(item.get("genre", "")):
        made["status"] = "Unpublished"


MAKES: dict[str, Callable[[Item, Item], None]] = {
    "legislation": _legislation,
    "legal_case": _case,
    "bill": _bill,
    "report": _report,
    "book": _report,
    "document": _report,
    "webpage": _report,
    "article-journal": _article,
    "article-magazine": _article,
    "article-newspaper": _article,
    "motion_picture": _medium,
    "dataset": _medium,
    "pamphlet": _medium,
    "speech": _medium,
    "broadcast": _broadcast,
    "song": _broadcast,
    "thesis": _thesis,
    "manuscript": _manuscript,
}


def _drop_publisher_that_is_its_own_author(made: Item) -> None:
    """An organisation is not named twice where an address says where its publication is."""
    authors = [name.get("literal", "").translate(ITALICS) for name in made.get("author", ())]
    if ("URL" in made or "DOI" in made) and made.get("publisher") in authors:
        made.pop("publisher")
        made.pop("publisher-place", None)
