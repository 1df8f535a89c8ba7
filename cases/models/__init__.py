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
from cases.models.presenting import BringRequest, PresenterNotice
from cases.models.publication import PresenterYes, Publication
from cases.models.steps import Feedback, NextStep

__all__ = [
    "OUTWARD",
    "Audience",
    "Authorship",
    "BringRequest",
    "Case",
    "Clearance",
    "ClearedText",
    "CommissionerIssue",
    "Discussion",
    "Feedback",
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
    "Theme",
    "audiences_up_to",
]
