"""Questions and evidence, and the write-ups that the library holds."""

from knowledge.models.evidence import AttachedEvidence, Evidence, EvidenceReaction, Question, QuestionRelease
from knowledge.models.library import LearningObject, LearningObjectVersion, Pdf

__all__ = [
    "AttachedEvidence",
    "Evidence",
    "EvidenceReaction",
    "LearningObject",
    "LearningObjectVersion",
    "Pdf",
    "Question",
    "QuestionRelease",
]
