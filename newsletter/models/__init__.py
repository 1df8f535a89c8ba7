"""The monthly newsletter: issues and their entries, subscribers, and one row for each mail to send."""

from newsletter.models.answers import EntryAnswers, UpdateAnswers
from newsletter.models.confirmations import ConfirmationMail, UnsubscribedMail
from newsletter.models.deliveries import Delivery
from newsletter.models.issues import Edition, Entry, EntryQuerySet, NewsletterIssue, SiteUpdate
from newsletter.models.subscribers import Source, Subscriber
from newsletter.models.suppressions import Bounce, Suppression
from newsletter.models.withdrawals import WithdrawnMail

__all__ = [
    "Bounce",
    "ConfirmationMail",
    "Delivery",
    "Edition",
    "Entry",
    "EntryAnswers",
    "EntryQuerySet",
    "NewsletterIssue",
    "SiteUpdate",
    "Source",
    "Subscriber",
    "Suppression",
    "UnsubscribedMail",
    "UpdateAnswers",
    "WithdrawnMail",
]
