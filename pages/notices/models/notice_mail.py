"""The mail about what waits for somebody: at once where they were asked by name, else the summary."""

from django.conf import settings
from django.core.mail import EmailMessage
from django.db import models
from django.db.models import Q
from django.utils import timezone

from kit.queues import Queued, QueuedQuerySet
from pages.notices import hours
from pages.notices.letters import letter_of
from pages.notices.recipients import who_can_be_mailed


class NoticeMailQuerySet(QueuedQuerySet):
    """A QuerySet of mails about notices."""

    def due(self) -> "NoticeMailQuerySet":
        """Return the mails of today to send now: in the day, and in the evening those about a meeting tomorrow."""
        now = timezone.localtime()
        rows = self.free().filter(day=now.date(), user__in=who_can_be_mailed())
        if hours.is_daytime(now):
            return rows
        return rows.filter(meets_tomorrow=True) if hours.is_daytime(now, meets_tomorrow=True) else rows.none()

    def without_reader(self) -> "NoticeMailQuerySet":
        """Return the unsent mails to people who can no longer be mailed: they left, or their account is closed."""
        return self.unsent().exclude(user__in=who_can_be_mailed())


class NoticeMail(Queued):
    """A mail to one person about what waits for them. It says what its `Told` rows name, and still waits."""

    class How(models.TextChoices):
        """Which of the two mails it is."""

        AT_ONCE = "at_once", "At once"
        SUMMARY = "digest", "The summary of a day or week"

    user = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="notice_mails")
    how = models.CharField(max_length=7, choices=How)
    day = models.DateField()  # on which it may go
    meets_tomorrow = models.BooleanField(default=False)  # it is about a meeting that is tomorrow

    objects = NoticeMailQuerySet.as_manager()

    class Meta:
        ordering = ["pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["user", "day"], condition=Q(how="digest"), name="a_person_gets_one_summary_a_day"
            ),
            models.UniqueConstraint(
                fields=["user", "how"],
                condition=Q(sent_at__isnull=True, failed_at__isnull=True),
                name="one_mail_about_notices_waits_to_go",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.get_how_display()}: {self.user}, {self.day}"

    @property
    def reader_email(self) -> str:
        """Return the address that the mail goes to."""
        return self.user.email

    def message(self) -> EmailMessage:
        """Return the mail: what still waits, with links. Raise NotWantedError if nothing does."""
        return letter_of(self)
