"""The words of a ClearedText as blocks to read, each with its suspected identifiers marked. All of it, in reading order."""

from dataclasses import dataclass, field

from cases.identifiers import Looker
from cases.models import ClearedText

# Facts that Copsite fills in, and citations of published work: shown, and not searched for names.
FACTS = {
    "reference": "Reference", "site": "Site", "programme": "Programme", "month": "Month", "kind": "Kind",
    "theme": "Theme", "themes": "Themes", "needs": "Needs", "licence": "Licence", "citation": "Citation",
    "link": "Link",
}  # fmt: skip
LABELS = {
    "title": "Title", "standfirst": "Standfirst", "words": "In general words", "question": "The question",
    "answer": "The answer", "heading": "Heading", "text": "Text", "sections": "", "steps": "Next step",
    "evidence": "Evidence", "what": "What was tried", "agreed": "Agreed", "answered": "Answered",
    "outcome": "What came of it", "bottom_line": "Bottom line", "headline": "Headline",
}  # fmt: skip
FIRST = ["title", "headline", "standfirst", "question", "words", "answer", "sections", "steps", "evidence"]


@dataclass(frozen=True)
class Piece:
    """Some characters of a block. `number` is that of its mark, 0 where nothing is marked."""

    text: str
    number: int = 0


@dataclass(frozen=True)
class Mark:
    """A suspected identifier, numbered through the whole text."""

    number: int
    passage: str
    what: str
    why: str


@dataclass(frozen=True)
class Block:
    """One string of the text: a title, a paragraph of a section, a row of a list."""

    label: str
    is_heading: bool
    pieces: list[Piece]


@dataclass
class Rendered:
    """A whole text: blocks to read, facts beside them, marks to look at, and how many words a reader gets."""

    blocks: list[Block] = field(default_factory=list)
    facts: list[tuple[str, str]] = field(default_factory=list)
    marks: list[Mark] = field(default_factory=list)
    word_count: int = 0


def render(text: ClearedText) -> Rendered:
    """All words of `text`. Whatever key its content has is shown, under its own name where we have no better one."""
    rendered = Rendered(word_count=len(text.plain_text.split()))
    looker = Looker(text.site)
    _walk(text.content, rendered, looker)
    return rendered


def _walk(content: dict, rendered: Rendered, looker: Looker) -> None:
    keys = [key for key in FIRST if key in content] + [key for key in content if key not in FIRST]
    for key in keys:
        _add(key, content[key], rendered, looker)


def _add(key: str, value, rendered: Rendered, looker: Looker) -> None:
    if value in ("", None, [], {}):
        return
    if key in FACTS:
        words = ", ".join(map(str, value)) if isinstance(value, list) else str(value)
        rendered.facts.append((FACTS[key], words))
    elif isinstance(value, dict):
        _walk(value, rendered, looker)
    elif isinstance(value, list):
        for item in value:
            _add(key, item, rendered, looker)
    else:
        _add_words(key, str(value), rendered, looker)


def _add_words(key: str, words: str, rendered: Rendered, looker: Looker) -> None:
    label = LABELS.get(key, key.replace("_", " ").capitalize())
    for paragraph in [part.strip() for part in words.replace("\r\n", "\n").split("\n\n") if part.strip()]:
        pieces, at = [], 0
        for suspicion in looker.look(paragraph):
            number = len(rendered.marks) + 1
            rendered.marks.append(Mark(number, suspicion.passage, suspicion.what, suspicion.why))
            pieces += [Piece(paragraph[at : suspicion.start]), Piece(suspicion.passage, number)]
            at = suspicion.end
        pieces.append(Piece(paragraph[at:]))
        rendered.blocks.append(
            Block(label, key in ("title", "heading", "headline"), [piece for piece in pieces if piece.text])
        )
        label = ""
