from django.apps import AppConfig


class ClearanceConfig(AppConfig):
    """The configuration of the clearance app."""

    name = "cases.clearance"
