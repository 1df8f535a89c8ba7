"""Texts that leave a site, who approved them, and where they were published."""

from cases.clearance.models.publication import Publication, SharingAgreement
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
    "Publication",
    "SendBack",
    "SharingAgreement",
    "audiences_up_to",
]
