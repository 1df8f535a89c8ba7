"""The models of issues for commissioners."""

from cases.commissioning.models.figures import ThemeFigures
from cases.commissioning.models.issues import (
    CommissionerIssue,
    CommissionerIssueQuerySet,
    IssueTheme,
    IssueWording,
)
from cases.commissioning.models.replies import (
    BEFORE_A_DAY,
    DATED,
    IssueReply,
    IssueReplyQuerySet,
    MovedDate,
    PromiseOutcome,
)

__all__ = [
    "BEFORE_A_DAY",
    "DATED",
    "CommissionerIssue",
    "CommissionerIssueQuerySet",
    "IssueReply",
    "IssueReplyQuerySet",
    "IssueTheme",
    "IssueWording",
    "MovedDate",
    "PromiseOutcome",
    "ThemeFigures",
]
