from django.apps import AppConfig


class NewsletterConfig(AppConfig):
    """The app of the monthly newsletter."""

    name = "newsletter"
