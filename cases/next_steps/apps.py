from django.apps import AppConfig

from cases.next_steps.database_rules import RULES
from kit.database_rules import hold


class NextStepsConfig(AppConfig):
    """The configuration of the next_steps app."""

    name = "cases.next_steps"

    def ready(self):
        """Have the database hold the rules of this app."""
        hold(RULES, of=self)
