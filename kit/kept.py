"""Rows that are added once and never changed or deleted: the facts that other rules rest on.

The database refuses as well where the app's `database_rules.py` has the rule.
"""

from typing import Any, ClassVar

from django.db import models

from kit.errors import RefusedError


class KeptQuerySet(models.QuerySet):
    """A QuerySet of rows that can be added, and never changed or deleted."""

    model: Any  # a KeptRow

    def update(self, **kwargs):
        """Raise RefusedError: these rows never change."""
        raise RefusedError(self.model.refusal)

    def delete(self):
        raise RefusedError(self.model.refusal)


class KeptRow(models.Model):
    """A row that is added once and never changed or deleted."""

    refusal = "This record never changes. Add a new one instead."

    objects: ClassVar[Any] = KeptQuerySet.as_manager()

    class Meta:
        abstract = True

    def save(self, *args, **kwargs):
        if not self._state.adding:
            raise RefusedError(self.refusal)
        super().save(*args, **kwargs)

    def delete(self, *args, **kwargs):
        raise RefusedError(self.refusal)
