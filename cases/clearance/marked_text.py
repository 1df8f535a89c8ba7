"""The words of a ClearedText as blocks in reading order, each with its suspected identifiers marked."""

from dataclasses import dataclass, field

from cases.clearance.models import ClearedText
from cases.next_steps.models import Feedback
from kit.periods import in_words
from members.known_names import IdentifierFinder

# Facts that Copsite fills in, and citations of published work: shown, and not searched for names.
FACTS = {
    "reference": "Reference", "site": "Site", "programme": "Programme", "month": "Month", "period": "When", "raised": "First raised", "kind": "Kind",
    "theme": "Theme", "themes": "Themes", "needs": "Needs", "licence": "Licence", "citation": "Citation",
    "link": "Link",
}  # fmt: skip
LABELS = {
    "words": "Anonymous version", "question": "The question", "answer": "The answer", "steps": "What was tried",
    "evidence": "Evidence",
}  # fmt: skip
UNLABELLED = {"title", "headline", "standfirst", "heading", "text"}  # their formatting shows what they are
UNREAD = {"key", "is_promise"}  # used for layout, and not shown
HEADINGS = {"title", "headline", "heading"}
FIRST = ["title", "headline", "standfirst", "question", "words", "answer", "sections", "steps", "evidence"]


@dataclass(frozen=True)
class Piece:
    """Some characters of a block. `number` is the number of their mark, or 0 if they are not marked."""

    text: str
    number: int = 0


@dataclass(frozen=True)
class Mark:
    """A suspected identifier, numbered through the whole text."""

    number: int
    passage: str
    what: str
    why: str
    kept: str = ""  # the reason for which it is kept, in words


@dataclass(frozen=True)
class Block:
    """One string of the text: a heading, a paragraph, a next step. `aside` holds the facts that Copsite adds to it."""

    label: str
    is_heading: bool
    pieces: list[Piece]
    aside: str = ""
    threads: list = field(default_factory=list)  # the messages about it: cases/clearance/messages.py


@dataclass
class Rendered:
    """A whole text: its blocks, the facts shown next to them, its marks, and its number of words."""

    blocks: list[Block] = field(default_factory=list)
    facts: list[tuple[str, str]] = field(default_factory=list)
    marks: list[Mark] = field(default_factory=list)
    word_count: int = 0

    @property
    def open_marks(self) -> list[Mark]:
        """The marks that nobody has kept."""
        return [mark for mark in self.marks if not mark.kept]


def render(text: ClearedText) -> Rendered:
    """Return everything in `text` that readers see. A key of the content without a label is shown under its own name."""
    rendered = Rendered(word_count=len(text.plain_text.split()))
    finder = IdentifierFinder(text.site)
    _walk(text.content, rendered, finder)
    return rendered


def _walk(content: dict, rendered: Rendered, finder: IdentifierFinder) -> None:
    keys = [key for key in FIRST if key in content] + [key for key in content if key not in FIRST]
    for key in keys:
        _add(key, content[key], rendered, finder)


def _add(key: str, value, rendered: Rendered, finder: IdentifierFinder) -> None:
    if key in UNREAD or value in ("", None, [], {}):
        return
    if key in FACTS:
        words = ", ".join(map(str, value)) if isinstance(value, list) else in_words(str(value))
        rendered.facts.append((FACTS[key], words))
    elif key in ("steps", "evidence") and isinstance(value, list):
        for number, row in enumerate(value):
            _add_row(key if number == 0 else "", row, rendered, finder)
    elif isinstance(value, dict):
        _walk(value, rendered, finder)
    elif isinstance(value, list):
        for item in value:
            _add(key, item, rendered, finder)
    else:
        _add_words(key, str(value), rendered, finder)


def _add_row(label_key: str, row: dict, rendered: Rendered, finder: IdentifierFinder) -> None:
    """Add a next step with its outcome, or a bottom line with its citation. Other keys of the row follow as words."""
    rest = dict(row)
    words = rest.pop("what", None) or rest.pop("bottom_line", "")
    citation, link = rest.pop("citation", ""), rest.pop("link", "")
    agreed, answered = (in_words(rest.pop(name, "")) for name in ("agreed", "answered"))
    outcome = rest.pop("outcome", "")
    if outcome:
        outcome = Feedback.Outcome(outcome).label if outcome in Feedback.Outcome.values else outcome
    facts = [
        f"Agreed in {agreed}" if agreed else "",
        f"{answered}: {outcome}" if answered and outcome else outcome,
    ]
    aside = ". ".join(fact for fact in [*facts, citation, link] if fact)
    _add_words(label_key, words, rendered, finder, aside=aside)
    _walk(rest, rendered, finder)


def _add_words(
    key: str, words: str, rendered: Rendered, finder: IdentifierFinder, *, aside: str = ""
) -> None:
    label = "" if key in UNLABELLED or not key else LABELS.get(key, key.replace("_", " ").capitalize())
    paragraphs = [part.strip() for part in words.replace("\r\n", "\n").split("\n\n") if part.strip()]
    for paragraph in paragraphs or ([""] if aside else []):
        pieces, at = [], 0
        for suspicion in finder.find(paragraph):
            number = len(rendered.marks) + 1
            rendered.marks.append(
                Mark(number, suspicion.passage, suspicion.what, suspicion.why, suspicion.kept)
            )
            pieces += [Piece(paragraph[at : suspicion.start]), Piece(suspicion.passage, number)]
            at = suspicion.end
        pieces.append(Piece(paragraph[at:]))
        shown = [piece for piece in pieces if piece.text]
        rendered.blocks.append(Block(label, key in HEADINGS, shown, aside))
        label, aside = "", ""
