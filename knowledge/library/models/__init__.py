"""Write-ups (learning objects), their PDFs, and the library's search index."""

from knowledge.library.models.index import IndexedTag, IndexedText
from knowledge.library.models.shown import ShownNumber, ShownText, is_shown_to
from knowledge.library.models.write_ups import LearningObject, LearningObjectVersion, Pdf

__all__ = [
    "IndexedTag",
    "IndexedText",
    "LearningObject",
    "LearningObjectVersion",
    "Pdf",
    "ShownNumber",
    "ShownText",
    "is_shown_to",
]
