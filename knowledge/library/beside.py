"""The other texts of a write-up that a reader may read too: a shorter one for everyone, or a fuller one for fewer."""

from collections.abc import Iterable
from dataclasses import dataclass

from cases.clearance.models import ClearedText
from knowledge.library.models import LearningObjectVersion


@dataclass(frozen=True)
class OtherText:
    """A published text of the same write-up for other readers, and what it is beside the one on the page."""

    version: LearningObjectVersion
    length: str  # shorter, fuller or different

    @property
    def sentence(self) -> str:
        """There is a shorter version for everyone."""
        return f"There is a {self.length} version for {self.version.cleared_text.get_audience_display()}."

    @property
    def url(self) -> str:
        """Return its address. The address without a version gives each reader the text that is for them."""
        return f"{self.version.learning_object.get_absolute_url()}?version={self.version.number}"


def others_beside(text: ClearedText, versions: Iterable[LearningObjectVersion]) -> list[OtherText]:
    """Return those of `versions` that have another text than `text`."""
    return [
        OtherText(version, _length_beside(text, version.cleared_text))
        for version in versions
        if version.cleared_text_id != text.pk
    ]


def _length_beside(text: ClearedText, other: ClearedText) -> str:
    mine, theirs = (len(each.plain_text.split()) for each in (text, other))
    return "shorter" if theirs < mine else "fuller" if theirs > mine else "different"
