"""Cases and what comes of them, and the one gate through which words leave a site."""

from cases.models.case import Case, Discussion, Need, Presenter, SteppedOut, Theme
from cases.models.gate import (
    OUTWARD,
    Audience,
    Authorship,
    Clearance,
    ClearedText,
    SendBack,
    audiences_up_to,
)
from cases.models.issues import CommissionerIssue, IssueReply, IssueWording
from cases.models.minutes import CaseMinutes, CaseMinutesCorrection
from cases.models.presenting import BringRequest, PresenterNotice
from cases.models.publication import PresenterYes, Publication
from cases.models.step_changes import FeedbackCorrection, HandOver
from cases.models.step_mails import StepsMail, WeeklyMail
from cases.models.steps import Feedback, NextStep

__all__ = [
    "OUTWARD",
    "Audience",
    "Authorship",
    "BringRequest",
    "Case",
    "CaseMinutes",
    "CaseMinutesCorrection",
    "Clearance",
    "ClearedText",
    "CommissionerIssue",
    "Discussion",
    "Feedback",
    "FeedbackCorrection",
    "HandOver",
    "IssueReply",
    "IssueWording",
    "Need",
    "NextStep",
    "Presenter",
    "PresenterNotice",
    "PresenterYes",
    "Publication",
    "SendBack",
    "SteppedOut",
    "StepsMail",
    "Theme",
    "WeeklyMail",
    "audiences_up_to",
]
