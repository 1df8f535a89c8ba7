"""Next steps, feedback on them, and the mail that asks for it."""

from cases.next_steps.models.mails import StepsMail, WeeklyMail
from cases.next_steps.models.steps import Feedback, FeedbackCorrection, HandOver, NextStep

__all__ = ["Feedback", "FeedbackCorrection", "HandOver", "NextStep", "StepsMail", "WeeklyMail"]
