"""Cases, the meetings that discussed them, their presenters and the notices to them."""

from cases.models.bring_requests import BringRequest
from cases.models.case import (
    Case,
    CaseManagement,
    Discussion,
    NamedPresenter,
    Need,
    Presenter,
    SteppedOut,
    Theme,
)
from cases.models.minutes import CaseMinutes, CaseMinutesCorrection
from cases.models.presenter_notices import PresenterNotice

__all__ = [
    "BringRequest",
    "Case",
    "CaseManagement",
    "CaseMinutes",
    "CaseMinutesCorrection",
    "Discussion",
    "NamedPresenter",
    "Need",
    "Presenter",
    "PresenterNotice",
    "SteppedOut",
    "Theme",
]
