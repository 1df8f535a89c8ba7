from django.apps import AppConfig

from cases.clearance.readers_page import shown_by


class NewsletterConfig(AppConfig):
    """The app of the monthly newsletter."""

    name = "newsletter"

    def ready(self) -> None:
        """Say how readers see its texts, for whoever checks them."""
        shown_by("newsletter/_as_read.html", kind="newsletter_entry")
