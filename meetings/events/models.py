"""Whom a date of the whole programme is for, its papers, and who came to it."""

from django.conf import settings
from django.db import models

from kit.privacy.outward import OutwardNameField
from kit.removal import Removable
from meetings.invitations.models import DateInvitation
from sites_app.models import ProgrammeEvent


class EventGroup(models.Model):
    """People of the programme whom a date is for, by what they are. Whoever becomes one later is invited too."""

    class Kind(models.TextChoices):
        """The groups to choose from."""

        FACILITATOR = "facilitator", "Facilitators"
        PROGRAMME_TEAM = "programme_team", "Programme team"
        KNOWLEDGE_BROKER = "knowledge_broker", "Knowledge brokers"
        ADVISER = "adviser", "Advisory group"
        COMMISSIONER = "commissioner", "Commissioners and senior managers"

    event = models.ForeignKey(ProgrammeEvent, on_delete=models.CASCADE, related_name="groups")
    kind = models.CharField(max_length=20, choices=Kind)

    class Meta:
        ordering = ["pk"]
        constraints = [
            models.UniqueConstraint(fields=["event", "kind"], name="a_date_is_for_a_group_once"),
        ]

    def __str__(self) -> str:
        return f"{self.event}: {self.get_kind_display()}"


class EventAttendance(models.Model):
    """Somebody who was invited came on one day of an event. Who has no such row did not come."""

    invitation = models.ForeignKey(DateInvitation, on_delete=models.CASCADE, related_name="attendances")
    day = models.PositiveSmallIntegerField(default=1)  # the first day is 1

    class Meta:
        ordering = ["day", "pk"]
        constraints = [
            models.UniqueConstraint(fields=["invitation", "day"], name="somebody_comes_on_a_day_once"),
        ]

    def __str__(self) -> str:
        return f"{self.invitation}, day {self.day}"


class EventPaper(Removable):
    """Something to read for an event, by its address: slides, a form, a report. Whoever is invited can open it."""

    noun = "a paper"
    remove_perm = "events.write_event"

    event = models.ForeignKey(ProgrammeEvent, on_delete=models.CASCADE, related_name="papers")
    title = OutwardNameField(max_length=120)
    link = models.URLField(max_length=500)
    added_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+"
    )
    added_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        ordering = ["pk"]
        constraints = [
            models.UniqueConstraint(fields=["event", "link"], name="an_event_has_a_paper_once"),
        ]

    def __str__(self) -> str:
        return self.title

    @property
    def programme_id(self) -> int:
        """The programme of the event."""
        return self.event.programme_id

    @property
    def owner_row(self):
        """The programme of the event."""
        return self.event.programme
