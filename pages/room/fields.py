"""The fields of the room: their names, where they are on the page, who may write them, and how they are kept."""

from collections.abc import Iterable
from dataclasses import dataclass
from enum import Enum

from kit.editing.field_names import FieldNames
from kit.words import listed, plural
from meetings.forms.room import MARK_NAMES, STAND_IN_NAMES


class Keeping(Enum):
    """What happens to the words in a field before the page is saved."""

    SECTION = "section"  # saved in the case at once, with versions and one writer at a time
    MARK = "mark"  # saved on the roll at once
    DRAFT = "draft"  # kept for the person who types, until they save the page
    PAGE = "page"  # not kept: sent with the page as a whole


class Writers(Enum):
    """Who may write a field."""

    FACILITATORS = "facilitators"
    PRESENTERS = "presenters"  # those of the field's case, and the facilitators


@dataclass(frozen=True)
class Kind:
    """One kind of field. `base` and `partner` are patterns of names, filled in with the numbers of the field itself."""

    names: FieldNames
    part: str  # of the page, in words
    keeping: Keeping = Keeping.DRAFT
    writers: Writers = Writers.FACILITATORS
    section: str = ""  # the text of the case that the field edits
    base: str = ""  # the field with the version that the text was written from
    partner: str = ""  # the field whose value is sent together with this one's
    counted: tuple[str, str] | None = None  # what one draft of it is called, and several

    def name(self, **numbers: int | str) -> str:
        """Return the name of the field of this kind with these numbers."""
        return self.names.name(**numbers)


@dataclass(frozen=True)
class Field:
    """One field of the room. `numbers` holds the ids in its name, and its row: {"discussion": 12, "row": 1}."""

    kind: Kind
    numbers: dict[str, int]

    @property
    def name(self) -> str:
        """The name of the field."""
        return self.kind.name(**self.numbers)

    @property
    def discussion(self) -> int | None:
        """The id of the Discussion that the field belongs to, if it belongs to one."""
        return self.numbers.get("discussion")

    @property
    def step(self) -> int | None:
        """The id of the NextStep that the field asks about, if it asks about one."""
        return self.numbers.get("step")

    @property
    def member(self) -> int | None:
        """The id of the Member on the roll that the field belongs to, if it belongs to one."""
        return self.numbers.get("member")

    @property
    def row(self) -> int | None:
        """The number of the row that the field is in, from 1, if there are rows."""
        return self.numbers.get("row")

    @property
    def place(self) -> str:
        """Where on the page the field is, such as "Next steps, row 2"."""
        return f"{self.kind.part}, row {self.row}" if self.row else self.kind.part

    @property
    def attributes(self) -> dict[str, str]:
        """The attributes of the input that the room's script reads, for fields that are kept before the page is saved."""
        if self.kind.keeping is Keeping.PAGE:
            return {}
        attributes = {
            "data-kind": self.kind.names.kind,
            "data-base": self.kind.base.format(**self.numbers),
            "data-partner": self.kind.partner.format(**self.numbers),
            "data-row-name": self.kind.name(**self.numbers | {"row": "{row}"}) if self.row else "",
        }
        return {name: value for name, value in attributes.items() if value}


def _section(section: str, part: str) -> tuple[Kind, Kind]:
    """Return the two kinds of field for a text of a case: the text, and the version that it was written from."""
    base = FieldNames(f"base_{{discussion}}_{section}")
    text = FieldNames(f"section_{{discussion}}_{section}")
    return (
        Kind(text, part, Keeping.SECTION, Writers.PRESENTERS, section=section, base=base.pattern),
        Kind(base, part, Keeping.PAGE, Writers.PRESENTERS, section=section),
    )


PRESENTATION, PRESENTATION_BASE = _section("presentation", "The case")
LEARNING, LEARNING_BASE = _section("learning", "What we learned")
NOTE = Kind(FieldNames("note_{discussion}"), "The case", counted=("a note", "notes"))
WHAT = Kind(FieldNames("what_{discussion}_{row}"), "Next steps", counted=("a next step", "next steps"))
OWNER = Kind(FieldNames("owner_{discussion}_{row}"), "Next steps")
DUE = Kind(FieldNames("due_{discussion}_{row}"), "Next steps")
OUTCOME = Kind(FieldNames("outcome_{step}"), "Did it help?")
AGAIN = Kind(FieldNames("again_{step}"), "Did it help?")
SAID = Kind(FieldNames("said_{step}"), "Did it help?", counted=("an answer", "answers"))
THEME = Kind(FieldNames("theme_{discussion}_{row}"), "For commissioners")
ISSUE = Kind(FieldNames("issue_{discussion}_{row}"), "For commissioners", counted=("an issue", "issues"))
CASE_QUESTION = Kind(
    FieldNames("question_{discussion}_{row}"), "Evidence and questions", counted=("a question", "questions")
)
QUESTION = Kind(FieldNames("question_{row}"), "Evidence and questions", counted=("a question", "questions"))
MARK = Kind(MARK_NAMES, "Who is here", Keeping.MARK, partner=STAND_IN_NAMES.pattern)
STAND_IN = Kind(STAND_IN_NAMES, "Who is here", Keeping.MARK, partner=MARK_NAMES.pattern)
VISITOR = Kind(FieldNames("visitor"), "Who is here")
CAPACITY = Kind(FieldNames("capacity"), "Who is here")
REASON = Kind(FieldNames("reason"), "Who is here", Keeping.PAGE)
EXCEPTIONS = Kind(FieldNames("exceptions"), "Ground rules", Keeping.PAGE)

KINDS = [
    WHAT, OWNER, DUE, SAID, OUTCOME, AGAIN, NOTE, CASE_QUESTION, QUESTION, ISSUE, THEME, MARK, STAND_IN, VISITOR, CAPACITY,
    REASON, EXCEPTIONS, PRESENTATION, PRESENTATION_BASE, LEARNING, LEARNING_BASE,
]  # fmt: skip
SECTION_KINDS = {kind.section: kind for kind in KINDS if kind.keeping is Keeping.SECTION}
BASE_KINDS = {kind.section: kind for kind in KINDS if kind.section and kind.keeping is Keeping.PAGE}


def field_named(name: str) -> Field | None:
    """Return the field of the room with this name, or None where there is none."""
    for kind in KINDS:
        numbers = kind.names.read(name)
        if numbers is not None:
            return Field(kind, numbers)
    return None


def draft_named(name: str) -> Field | None:
    """Return the field with this name if its text is kept as a draft, or None."""
    field = field_named(name)
    return field if field is not None and field.kind.keeping is Keeping.DRAFT else None


def places_of(fields: Iterable[Field]) -> str:
    """Return where these fields stand, in words: "The case; Next steps, rows 1 and 2"."""
    rows: dict[str, list[int]] = {}
    for field in fields:
        numbers = rows.setdefault(field.kind.part, [])
        if field.row and field.row not in numbers:
            numbers.append(field.row)
    return "; ".join(part + _in_rows(sorted(numbers)) for part, numbers in rows.items())


def _in_rows(numbers: list[int]) -> str:
    if not numbers:
        return ""
    return f", {plural(len(numbers), 'row', 'rows')} {listed(numbers)}"
