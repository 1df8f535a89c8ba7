"""Texts that are shared outside a site, who approved them, and when they were published."""

from cases.clearance.audiences import OUTWARD, Audience, audiences_up_to
from cases.clearance.models.agreement_links import AgreementLink
from cases.clearance.models.agreement_mails import AgreementMail
from cases.clearance.models.agreements import SharingAgreement
from cases.clearance.models.check_requests import CheckRequest
from cases.clearance.models.kept import Authorship, Clearance, SendBack
from cases.clearance.models.kept_beside import KeptBeside
from cases.clearance.models.messages import TextMessage
from cases.clearance.models.publication import Publication, WithdrawalReason
from cases.clearance.models.recognising import AuthorAnswers
from cases.clearance.models.rereading import FoundPassage, Rereading
from cases.clearance.models.showings import Opening, Showing
from cases.clearance.models.texts import ClearedText

__all__ = [
    "OUTWARD",
    "AgreementLink",
    "AgreementMail",
    "Audience",
    "AuthorAnswers",
    "Authorship",
    "CheckRequest",
    "Clearance",
    "ClearedText",
    "FoundPassage",
    "KeptBeside",
    "Opening",
    "Publication",
    "Rereading",
    "SendBack",
    "SharingAgreement",
    "Showing",
    "TextMessage",
    "WithdrawalReason",
    "audiences_up_to",
]
