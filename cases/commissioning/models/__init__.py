"""The models of issues for commissioners."""

from cases.commissioning.models.additions import (
    MOST_TIMES,
    AdditionWording,
    IssueAddition,
    IssueAdditionQuerySet,
)
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
    "MOST_TIMES",
    "AdditionWording",
    "CommissionerIssue",
    "CommissionerIssueQuerySet",
    "IssueAddition",
    "IssueAdditionQuerySet",
    "IssueReply",
    "IssueReplyQuerySet",
    "IssueTheme",
    "IssueWording",
    "MovedDate",
    "PromiseOutcome",
    "ThemeFigures",
]
