from django.apps import AppConfig


class NextStepsConfig(AppConfig):
    """The configuration of the next_steps app."""

    name = "cases.next_steps"
