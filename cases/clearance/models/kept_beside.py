"""The choice that a published text stays when another text of the same thing is published for other readers."""

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils import timezone

from kit.kept import KeptRow


class KeptBeside(KeptRow):
    """Somebody chose, before `text` was published, that the published text `kept` of the same thing stays for its readers.

    Without such a row the database lets one text of a thing be published at a time (cases/clearance/database_rules.py).
    """

    refusal = "Who chose that a text stays never changes. Withdraw the text instead."

    text = models.ForeignKey("ClearedText", on_delete=models.PROTECT, related_name="kept_beside")
    kept = models.ForeignKey("ClearedText", on_delete=models.PROTECT, related_name="kept_beside_of")
    by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField(default=timezone.now)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["text", "kept"], name="a_text_is_kept_beside_another_once"),
            models.CheckConstraint(condition=~Q(text=F("kept")), name="a_text_is_not_kept_beside_itself"),
        ]

    def __str__(self) -> str:
        return f"{self.kept_id} kept beside {self.text_id}"
