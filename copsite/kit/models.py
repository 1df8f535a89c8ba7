"""The floor: what happened (AuditEvent) and every version of typed text (Revision). Knows no noun of the trade."""

from django.conf import settings
from django.db import models


class AuditEvent(models.Model):
    """Who did which verb to what, or who read which confidential thing. Never holds the text itself."""

    at = models.DateTimeField(auto_now_add=True, db_index=True)
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="audit_events"
    )  # null: Copsite itself did it
    verb = models.CharField(max_length=60)  # such as "publish" or "read"
    subject = models.CharField(max_length=120, db_index=True)  # such as "cases.case:12"
    note = models.CharField(max_length=200, blank=True)

    class Meta:
        ordering = ["-at", "-pk"]

    def __str__(self) -> str:
        return f"{self.verb} {self.subject}"


class RevisionQuerySet(models.QuerySet):
    """Revisions of typed text."""

    def of(self, row: models.Model, section: str | None = None) -> "RevisionQuerySet":
        """The revisions of `row` (of one `section`, if named), newest first."""
        found = self.filter(subject=subject_of(row))
        return found.filter(section=section) if section else found


class Revision(models.Model):
    """One version of one section of a typed text, kept whole, so that no edit is lost."""

    subject = models.CharField(max_length=120, db_index=True)
    section = models.CharField(max_length=60)
    version = models.PositiveIntegerField()
    text = models.TextField(blank=True)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField(auto_now_add=True)

    objects = RevisionQuerySet.as_manager()

    class Meta:
        ordering = ["-at", "-pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["subject", "section", "version"], name="a_section_has_each_version_once"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.subject} {self.section} v{self.version}"


def subject_of(row: models.Model) -> str:
    """How audit events and revisions name a row, such as "cases.case:12"."""
    return f"{row._meta.label_lower}:{row.pk}"
