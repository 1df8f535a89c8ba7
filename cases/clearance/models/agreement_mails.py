"""Mails to whoever was named as a presenter, about their say: recorded by somebody else, or a text that goes out under it."""

from django.core.mail import EmailMessage
from django.db import models
from django.db.models import Q

from cases.clearance import links
from cases.clearance.models.agreements import SharingAgreement
from cases.models.case import Case
from kit.mail import render_message
from kit.queues import Queued, QueuedQuerySet
from members.models import Member


class AgreementMailQuerySet(QueuedQuerySet):
    """A QuerySet of mails about the say of presenters."""

    def due(self) -> "AgreementMailQuerySet":
        """Return the mails to send now: to people with an address who agreed to receive e-mails.

        They may have left or been taken off, and the programme may have ended: their say is theirs all the same.
        """
        return self.free().filter(member__email__gt="", member__agreed_to_contact_at__isnull=False)


class AgreementMail(Queued):
    """A mail to somebody who was named as a presenter, with a link to take a yes back without signing in."""

    reads = ("case__site__programme", "member", "cleared_text__publication")

    class About(models.TextChoices):
        """What a mail about an agreement says."""

        RECORDED = "recorded", "Somebody else recorded what they said"
        PUBLISHED = "published", "A text was published under their agreement"

    case = models.ForeignKey(Case, on_delete=models.CASCADE, related_name="agreement_mails")
    member = models.ForeignKey(Member, on_delete=models.CASCADE, related_name="agreement_mails")
    about = models.CharField(max_length=9, choices=About)
    cleared_text = models.ForeignKey(
        "ClearedText", null=True, blank=True, on_delete=models.PROTECT, related_name="agreement_mails"
    )  # that was published

    objects = AgreementMailQuerySet.as_manager()

    class Meta:
        ordering = ["pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["member", "cleared_text"], name="a_presenter_is_told_of_a_published_text_once"
            ),
            models.CheckConstraint(
                condition=Q(about="published", cleared_text__isnull=False)
                | Q(about="recorded", cleared_text__isnull=True),
                name="a_mail_about_a_published_text_names_it",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.get_about_display()}: {self.member}, {self.case}"

    def message(self) -> EmailMessage:
        """Return the mail, with the reference, what is recorded now and a link, and never the title or text."""
        context = {
            "member": self.member,
            "about": self.about,
            "ref": self.case.reference,
            "site": self.case.site,
            "text": self.cleared_text,
            "agrees_to": SharingAgreement.objects.widest_of(self.case, self.member),
            "link": links.link_of(self.case, self.member),
        }
        return render_message("clearance/email/agreement", context, to=self.member.email)
