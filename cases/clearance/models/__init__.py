"""Texts that leave a site, who approved them, and where they were published."""

from cases.clearance.models.publication import PresenterYes, Publication
from cases.clearance.models.texts import (
    OUTWARD,
    Audience,
    Authorship,
    Clearance,
    ClearedText,
    SendBack,
    audiences_up_to,
)

__all__ = [
    "OUTWARD",
    "Audience",
    "Authorship",
    "Clearance",
    "ClearedText",
    "PresenterYes",
    "Publication",
    "SendBack",
    "audiences_up_to",
]
