"""The monthly newsletter: issues, entries, who gets it, and one row for every letter to be sent."""

from newsletter.models.confirmations import ConfirmationMail
from newsletter.models.deliveries import Delivery
from newsletter.models.issues import Edition, Entry, EntryQuerySet, NewsletterIssue, SiteUpdate
from newsletter.models.subscribers import Subscriber

__all__ = [
    "ConfirmationMail",
    "Delivery",
    "Edition",
    "Entry",
    "EntryQuerySet",
    "NewsletterIssue",
    "SiteUpdate",
    "Subscriber",
]
