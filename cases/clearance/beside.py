"""Two texts of the same thing side by side, in words, for whoever decides if both may be read."""

import re
from dataclasses import dataclass
from functools import cached_property

from cases.clearance.models import ClearedText
from kit.editing.differences import Piece, differences
from kit.fold import fold

SENTENCE_ENDS = re.compile(r"(?<=[.!?…])\s+|\n+")


@dataclass(frozen=True)
class Beside:
    """The published text `other` beside `text`, which is about to be published for other readers."""

    text: ClearedText
    other: ClearedText

    @cached_property
    def _pieces(self) -> list[Piece]:
        return differences(self.other.plain_text, self.text.plain_text)

    @property
    def words_of_other(self) -> list[Piece]:
        """The published text in pieces, those that the new one has not as `is_gone`."""
        return [piece for piece in self._pieces if not piece.is_new]

    @property
    def words_of_text(self) -> list[Piece]:
        """The new text in pieces, those that the published one has not as `is_new`."""
        return [piece for piece in self._pieces if not piece.is_gone]

    @property
    def only_in_other(self) -> list[str]:
        """The sentences of the published text that the new one has not, in reading order."""
        return only_in(self.other.plain_text, than=self.text.plain_text)


def only_in(text: str, *, than: str) -> list[str]:
    """Return the sentences of `text` that `than` has not, whatever their capitals and spaces."""
    known = {_folded(sentence) for sentence in _sentences(than)}
    return [sentence for sentence in _sentences(text) if _folded(sentence) not in known]


def _sentences(text: str) -> list[str]:
    return [part.strip() for part in SENTENCE_ENDS.split(text) if part.strip()]


def _folded(sentence: str) -> str:
    return " ".join(fold(sentence).split())


def texts_beside(text: ClearedText) -> list[Beside]:
    """Return the published texts of the same thing for other readers, each beside `text`."""
    return [Beside(text, other) for other in text.beside()]
