"""How people want to hear of what waits for them."""

from django.conf import settings
from django.db import models
from django.utils import timezone

from kit import signed_links
from kit.mail import address_of
from kit.signed_links import new_number

SALT = "notices.setting"


class PreferencesQuerySet(models.QuerySet):
    """A QuerySet of preferences."""

    def behind(self, token: str) -> tuple["Preferences", int] | None:
        """Return the preferences and the number of the topic that a link with `token` opens, or None."""
        signed = signed_links.read(token, salt=SALT, count=2)
        if signed is None:
            return None
        number, topic = signed
        row = self.select_related("user").filter(link_number=number, user__is_active=True).first()
        return (row, topic) if row else None


class Preferences(models.Model):
    """How one person wants to hear: when their summary comes, and until when they want no e-mail about notices.

    A person without a row has the usual: the summary on working days, and no pause.
    """

    class Summary(models.TextChoices):
        """When the summary comes."""

        DAILY = "daily", "Every working day at 8am, if there is something new"
        WEEKLY = "weekly", "Once a week, on its first working day at 8am"
        NEVER = "never", "Not by e-mail"

    user = models.OneToOneField(
        settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="notice_preferences"
    )
    summary = models.CharField(max_length=6, choices=Summary, default=Summary.DAILY)
    paused_until = models.DateField(null=True, blank=True)  # the first day on which e-mails come again
    link_number = models.BigIntegerField(unique=True, default=new_number, editable=False)

    objects = PreferencesQuerySet.as_manager()

    class Meta:
        ordering = ["pk"]
        verbose_name_plural = "preferences"

    def __str__(self) -> str:
        return f"How {self.user} hears"

    @property
    def is_paused(self) -> bool:
        """Return whether no e-mail about notices goes to them today."""
        return self.paused_until is not None and timezone.localdate() < self.paused_until

    def link_to(self, topic: int) -> str:
        """Return the address of the setting of the topic with this number, which opens without signing in."""
        return address_of("notices:setting", signed_links.sign(self.link_number, topic, salt=SALT))

    @property
    def masked_email(self) -> str:
        """Return their address with most of its name hidden: t…@example.org."""
        name, _, domain = self.user.email.partition("@")
        return f"{name[:1]}…@{domain}"


class TopicChoice(models.Model):
    """How one person wants to hear of one topic. Without a row it is the usual: what they are asked for by name at once,
    and everything else in the summary.
    """

    class How(models.TextChoices):
        """How somebody is told."""

        AT_ONCE = "at_once", "At once"
        SUMMARY = "digest", "In the summary"
        PAGE = "page", "Only in Copsite"

    user = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="notice_choices"
    )
    topic = models.PositiveSmallIntegerField()  # its number, see topics.py
    how = models.CharField(max_length=7, choices=How)

    class Meta:
        ordering = ["topic"]
        constraints = [
            models.UniqueConstraint(fields=["user", "topic"], name="a_person_chooses_once_a_topic"),
        ]

    def __str__(self) -> str:
        return f"{self.user}: topic {self.topic} {self.how}"
