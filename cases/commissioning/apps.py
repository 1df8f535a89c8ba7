from django.apps import AppConfig


class CommissioningConfig(AppConfig):
    """The configuration of the commissioning app."""

    name = "cases.commissioning"
