from django.apps import AppConfig, apps

from cases.clearance.database_rules import RULES, one_published
from kit.database_rules import hold


class ClearanceConfig(AppConfig):
    """The configuration of the clearance app."""

    name = "cases.clearance"

    def ready(self):
        """Have the database hold the rules of this app, also for every model whose rows are texts of one thing."""
        pointers = (model for model in apps.get_models() if isinstance(getattr(model, "line", None), str))
        hold([*RULES, *one_published(pointers)], of=self)
