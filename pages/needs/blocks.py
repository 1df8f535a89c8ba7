"""The parts of a document, the same for a page, a PDF and a Word file. Pure."""

from collections.abc import Sequence
from dataclasses import dataclass


@dataclass(frozen=True)
class Heading:
    """A heading of level 2 or 3. The title of the document is level 1."""

    text: str
    level: int = 2
    kind = "heading"


@dataclass(frozen=True)
class Paragraph:
    """A paragraph. One that is `is_quoted` holds words that somebody else wrote."""

    text: str
    is_quoted: bool = False
    kind = "paragraph"


@dataclass(frozen=True)
class Bullets:
    """A list."""

    items: Sequence[str]
    kind = "bullets"


@dataclass(frozen=True)
class Table:
    """A table with a caption, a heading for each column, and rows whose first cell is their heading."""

    caption: str
    head: Sequence[str]
    rows: Sequence[Sequence[str]]
    kind = "table"

    @property
    def labelled(self) -> list[tuple[str, list[tuple[str, str]]]]:
        """The heading of each row, with its other cells, each after the heading of its column."""
        return [(row[0], list(zip(self.head[1:], row[1:], strict=True))) for row in self.rows]


Block = Heading | Paragraph | Bullets | Table


@dataclass(frozen=True)
class Document:
    """A document: its title, the line under it, and its parts in order."""

    title: str
    under: str
    blocks: list[Block]
