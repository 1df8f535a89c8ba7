"""Questions and evidence, the write-ups that the library holds, and what its search looks through."""

from knowledge.models.evidence import AttachedEvidence, Evidence, EvidenceReaction, Question, QuestionRelease
from knowledge.models.index import IndexedTag, IndexedText
from knowledge.models.library import LearningObject, LearningObjectVersion, Pdf

__all__ = [
    "AttachedEvidence",
    "Evidence",
    "EvidenceReaction",
    "IndexedTag",
    "IndexedText",
    "LearningObject",
    "LearningObjectVersion",
    "Pdf",
    "Question",
    "QuestionRelease",
]
