from django.apps import AppConfig


class CasesConfig(AppConfig):
    """The configuration of the cases app."""

    name = "cases"
