"""A publication as it is cited: what it is, who made it, and where and when it came out. Nothing here reads the database.

The shape in which publications come from and go to other programs is an item of CSL-JSON (https://docs.citationstyles.org):
`of_item` and `item_of` lead from one to the other.
"""

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db.models import TextChoices

from kit.bounds import number_in
from kit.fold import fold

MOST_CREATORS = 500  # a paper of thousands names the first of them
MOST_AUTHORS_LINE, MOST_SOURCE_LINE, MOST_KEY = 300, 300, 120
NO_AUTHOR = "No author"
PARTICLE = "non-dropping-particle"
ROLES = ("author", "editor", "translator")
NOT_OF_A_KEY = re.compile(r"[\W_]")
ONE_EACH = re.compile(r"[;\n]")


class Form(TextChoices):
    """What a publication is, by the name of its type in CSL."""

    ARTICLE = "article-journal", "Article in a journal"
    BOOK = "book", "Book"
    CHAPTER = "chapter", "Chapter in a book"
    REPORT = "report", "Report"
    LEGISLATION = "legislation", "Act or regulations"
    LEGAL_CASE = "legal_case", "Judgment of a court"
    WEB_PAGE = "webpage", "Web page"
    POST = "post-weblog", "Blog post"
    NEWS = "article-newspaper", "Article in a newspaper"
    MAGAZINE = "article-magazine", "Article in a magazine"
    THESIS = "thesis", "Thesis"
    CONFERENCE = "paper-conference", "Conference paper"
    TALK = "speech", "Talk"
    FILM = "motion_picture", "Film or video"
    BROADCAST = "broadcast", "Broadcast or podcast"
    DATASET = "dataset", "Data"
    MANUSCRIPT = "manuscript", "Not published"
    OTHER = "document", "Something else"


# Types of CSL that are one of ours to a reader.
AS = {
    "article": Form.MANUSCRIPT, "bill": Form.LEGISLATION, "regulation": Form.LEGISLATION, "post": Form.POST,
    "entry-encyclopedia": Form.CHAPTER, "entry-dictionary": Form.CHAPTER, "interview": Form.TALK,
    "personal_communication": Form.MANUSCRIPT, "periodical": Form.BOOK, "software": Form.DATASET, "standard": Form.REPORT,
    "pamphlet": Form.REPORT, "song": Form.BROADCAST, "review": Form.ARTICLE, "review-book": Form.ARTICLE,
}  # fmt: skip
IN_ANOTHER = {Form.ARTICLE, Form.CHAPTER, Form.NEWS, Form.MAGAZINE, Form.CONFERENCE}
NUMBERED = {Form.ARTICLE: "issue", Form.NEWS: "issue", Form.MAGAZINE: "issue"}  # else the number is its own


@dataclass(frozen=True)
class Creator:
    """Who made it: a person by family and given names, or an organisation by its whole name."""

    family: str = ""
    given: str = ""
    organisation: str = ""
    role: str = "author"

    @property
    def name(self) -> str:
        """The name as a list of references begins with it: "Cornes, Michelle", or the organisation's."""
        return self.organisation or ", ".join(filter(None, (self.family, self.given)))

    @property
    def key(self) -> str:
        """What the name is compared by: of a person, the family name."""
        return key_of(self.organisation or self.family)

    @property
    def parts(self) -> dict[str, str]:
        """The parts of the name by their own names, without those that are empty."""
        parts = {"family": self.family, "given": self.given, "organisation": self.organisation}
        return {part: words for part, words in parts.items() if words}


@dataclass(frozen=True, kw_only=True)
class Publication:
    """What is cited, in fields; "" or None is not known. `number` is the issue of a journal, else the number of its own:
    of a report, a statute's chapter.
    """

    form: str
    title: str
    creators: tuple[Creator, ...] = ()
    year: int | None = None
    month: int | None = None
    day: int | None = None
    container: str = ""  # the journal, the book that a chapter is in, the website
    volume: str = ""
    number: str = ""
    pages: str = ""
    edition: str = ""
    publisher: str = ""
    place: str = ""
    doi: str = ""
    pmid: str = ""
    isbn: str = ""
    link: str = ""
    read_on: date | None = None
    abstract: str = ""
    language: str = ""

    def by(self, role: str) -> list[Creator]:
        """Return those who made it in this role, in their order."""
        return [creator for creator in self.creators if creator.role == role]

    @property
    def authors_line(self) -> str:
        """All authors in one line, for lists and for searching: editors where there are none, or "No author"."""
        authors = self.by("author")
        named = authors or self.by("editor")
        line = "; ".join(creator.name for creator in named)
        if named and not authors:
            line += " (eds)" if len(named) > 1 else " (ed.)"
        return _cut(line, MOST_AUTHORS_LINE) or NO_AUTHOR

    @property
    def source_line(self) -> str:
        """Where it came out, in one line: "Group Analysis, 44(2), 131-148", or "Revolving Doors Agency, London"."""
        number = f"({self.number})" if self.number and self.form in NUMBERED else ""
        parts = [self.container, f"{self.volume}{number}" if self.volume or number else ""]
        parts += ["" if number else self.number, self.pages]
        parts += [_edition(self.edition), self.publisher, self.place]
        return _cut(", ".join(filter(None, parts)), MOST_SOURCE_LINE)

    @property
    def published_on(self) -> date | None:
        """The day on which it came out, where it is known to the day."""
        return _date((self.year, self.month, self.day))

    @property
    def keys(self) -> tuple[str, str]:
        """What two entries of one publication have in common: the key of its title, and of who made it first."""
        return key_of(self.title), (self.by("author") or list(self.creators) or [Creator()])[0].key


def as_kept(creators: Iterable[Creator]) -> dict[str, list[dict[str, str]]]:
    """Return the names for the column of the database: those of each role, in their order."""
    kept: dict[str, list[dict[str, str]]] = {}
    for each in creators:
        kept.setdefault(each.role, []).append(each.parts)
    return kept


def from_kept(kept: Mapping[str, list[dict[str, str]]]) -> tuple[Creator, ...]:
    """Return the names that `as_kept` gave."""
    return tuple(Creator(role=role, **names) for role, each in kept.items() for names in each)


def key_of(text: str) -> str:
    """Return the letters and figures of a text, folded, with nothing between them: the first 120."""
    return NOT_OF_A_KEY.sub("", fold(text, accents=False))[:MOST_KEY]


def creators_typed(people: str, organisations: str = "", *, role: str = "author") -> list[Creator]:
    """Return who is named in two texts of a form: people with the family name first, organisations as they are named, one
    on each line or with a semicolon between them.
    """
    found = []
    for name in filter(None, map(str.strip, ONE_EACH.split(people))):
        family, _, given = (part.strip() for part in name.partition(","))
        found.append(Creator(family=family, given=given, role=role))
    for name in filter(None, map(str.strip, organisations.splitlines())):
        found.append(Creator(organisation=name, role=role))
    return found


def as_typed(creators: Iterable[Creator], *, role: str, organisations: bool = False) -> str:
    """Return the text that `creators_typed` reads: the people of a role, or its organisations."""
    named = [each for each in creators if each.role == role and bool(each.organisation) is organisations]
    return "\n".join(each.name for each in named)


def of_item(item: Mapping[str, Any]) -> Publication:
    """Return the publication that an item of CSL-JSON describes. What is not known of it is left empty."""
    form = Form(item["type"]) if item.get("type") in Form.values else AS.get(item.get("type", ""), Form.OTHER)
    year, month, day = _day_of(item.get("issued"))
    return Publication(
        form=form,
        title=str(item.get("title", "")).strip(),
        creators=tuple(
            _creator(name, role) for role in ROLES for name in item.get(role, ())[:MOST_CREATORS] if name
        ),
        year=year,
        month=month,
        day=day,
        container=item.get("container-title", "") or item.get("event-title", ""),
        volume=str(item.get("volume", "")),
        number=str(item.get("issue" if form in NUMBERED else "number", "")),
        pages=str(item.get("page", "")),
        edition=str(item.get("edition", "")),
        publisher=item.get("publisher", ""),
        place=item.get("publisher-place", ""),
        doi=item.get("DOI", ""),
        pmid=str(item.get("PMID", "")),
        isbn=item.get("ISBN", ""),
        link=item.get("URL", ""),
        read_on=_date(_day_of(item.get("accessed"))),
        abstract=item.get("abstract", ""),
        language=item.get("language", ""),
    )


def item_of(publication: Publication) -> dict[str, Any]:
    """Return the publication as an item of CSL-JSON, without what is empty."""
    it = publication
    item: dict[str, Any] = {"type": str(it.form), "title": it.title}
    for role in ROLES:
        item[role] = [_name(creator) for creator in it.by(role)]
    item["issued"] = _date_parts(it.year, it.month, it.day)
    item["accessed"] = _date_parts(it.read_on.year, it.read_on.month, it.read_on.day) if it.read_on else None
    item |= {
        "container-title": it.container, "volume": it.volume, NUMBERED.get(Form(it.form), "number"): it.number,
        "page": it.pages, "edition": it.edition, "publisher": it.publisher, "publisher-place": it.place, "DOI": it.doi,
        "PMID": it.pmid, "ISBN": it.isbn, "URL": it.link, "abstract": it.abstract, "language": it.language,
    }  # fmt: skip
    return {name: value for name, value in item.items() if value}


def _creator(name: Mapping[str, str], role: str) -> Creator:
    if name.get("literal"):
        return Creator(organisation=name["literal"].strip(), role=role)
    family = " ".join(
        filter(None, (name.get(PARTICLE, ""), name.get("dropping-particle", ""), name.get("family", "")))
    )
    given = " ".join(filter(None, (name.get("given", ""), name.get("suffix", ""))))
    return Creator(family=family.strip(), given=given.strip(), role=role)


def _name(creator: Creator) -> dict[str, str]:
    if creator.organisation:
        return {"literal": creator.organisation}
    return {"family": creator.family} | ({"given": creator.given} if creator.given else {})


def _date_parts(*parts: int | None) -> dict | None:
    known: list[int] = []
    for part in parts:
        if not part:
            break
        known.append(part)
    return {"date-parts": [known]} if known else None


def _day_of(when: Any) -> tuple[int | None, int | None, int | None]:
    parts = (when or {}).get("date-parts") or [[]]
    known = [number_in(str(part), digits=4) for part in list(parts[0])[:3]]
    year, month, day = (*known, None, None, None)[:3]
    return (
        year if year and 1 <= year <= 9999 else None,
        month if month and 1 <= month <= 12 else None,
        day if day and 1 <= day <= 31 else None,
    )


def _date(parts: tuple[int | None, int | None, int | None]) -> date | None:
    try:
        return date(*parts) if all(parts) else None  # type: ignore[arg-type]
    except ValueError:
        return None


def _edition(edition: str) -> str:
    """Return the edition as a line of references has it: "2nd edn" of "2"."""
    if not edition.isdecimal():
        return edition
    is_teen = edition[-2:-1] == "1"
    ending = "th" if is_teen else {"1": "st", "2": "nd", "3": "rd"}.get(edition[-1], "th")
    return f"{edition}{ending} edn"


def _cut(line: str, most: int) -> str:
    return line if len(line) <= most else f"{line[: most - 12].rsplit(';', 1)[0]} and others"
