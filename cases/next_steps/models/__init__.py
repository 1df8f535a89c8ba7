"""Next steps, feedback on them, and the mails that ask for it."""

from cases.next_steps.models.figures import WhatHelpsFigures
from cases.next_steps.models.looks import LaterLook
from cases.next_steps.models.steps import Feedback, FeedbackCorrection, HandOver, NextStep
from cases.next_steps.models.steps_mail import StepsMail
from cases.next_steps.models.weekly_mail import WeeklyMail

__all__ = [
    "Feedback",
    "FeedbackCorrection",
    "HandOver",
    "LaterLook",
    "NextStep",
    "StepsMail",
    "WeeklyMail",
    "WhatHelpsFigures",
]
