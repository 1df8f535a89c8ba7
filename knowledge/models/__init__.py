"""Questions, and the evidence that answers them."""

from knowledge.models.evidence import AttachedEvidence, Evidence, EvidenceReaction, Question, QuestionRelease

__all__ = ["AttachedEvidence", "Evidence", "EvidenceReaction", "Question", "QuestionRelease"]
