"""Write-ups (learning objects), their PDFs, and what the library's search looks through."""

from knowledge.library.models.index import IndexedTag, IndexedText
from knowledge.library.models.write_ups import LearningObject, LearningObjectVersion, Pdf

__all__ = ["IndexedTag", "IndexedText", "LearningObject", "LearningObjectVersion", "Pdf"]
