"""Mails to whoever was named as a presenter: a text to read before it goes out, one that went out, an answer recorded for them."""

from django.core.mail import EmailMessage
from django.db import models
from django.db.models import Q

from cases.clearance import links
from cases.clearance.models.agreements import SharingAgreement
from cases.clearance.models.showings import Showing
from cases.models.case import Case
from kit.mail import address_of, render_message
from kit.queues import Queued, QueuedQuerySet
from members.models import Member


class AgreementMailQuerySet(QueuedQuerySet):
    """A QuerySet of mails about the say of presenters."""

    def due(self) -> "AgreementMailQuerySet":
        """Return the mails to send now: to people with an address who agreed to receive e-mails.

        They may have left or been taken off, and the programme may have ended: their say is theirs all the same. About a
        text that is no longer being checked, nobody is asked.
        """
        asks_in_vain = Q(about=AgreementMail.About.SHOWN) & ~Q(
            cleared_text__publication=None, cleared_text__send_back=None, cleared_text__replaced_by=None,
            cleared_text__struck_at=None,
        )  # fmt: skip
        to_somebody = self.free().filter(member__email__gt="", member__agreed_to_contact_at__isnull=False)
        return to_somebody.exclude(asks_in_vain)


class AgreementMail(Queued):
    """A mail to somebody who was named as a presenter, with a link to take a yes back without signing in."""

    reads = ("case__site__programme", "member", "cleared_text__publication")

    class About(models.TextChoices):
        """What a mail about an agreement says."""

        RECORDED = "recorded", "Somebody else recorded what they said"
        PUBLISHED = "published", "A text was published under their agreement"
        SHOWN = "shown", "They are asked to read a text before it is published"

    case = models.ForeignKey(Case, on_delete=models.CASCADE, related_name="agreement_mails")
    member = models.ForeignKey(Member, on_delete=models.CASCADE, related_name="agreement_mails")
    about = models.CharField(max_length=9, choices=About)
    cleared_text = models.ForeignKey(
        "ClearedText", null=True, blank=True, on_delete=models.PROTECT, related_name="agreement_mails"
    )  # that was published, is shown to them, or that they were recorded to agree to alone, or not to

    objects = AgreementMailQuerySet.as_manager()

    class Meta:
        ordering = ["pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["member", "cleared_text", "about"],
                condition=Q(about__in=["published", "shown"]),
                name="a_presenter_is_told_of_a_text_once",
            ),
            models.CheckConstraint(
                condition=Q(about="recorded") | Q(cleared_text__isnull=False),
                name="a_mail_about_a_text_names_it",
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
            "said_yes": self._said_yes(),
            "showing": Showing.objects.filter(
                cleared_text=self.cleared_text_id, member=self.member_id
            ).first(),
            "page": address_of("clearance:text_answer", self.cleared_text_id) if self.cleared_text_id else "",
            "agrees_to": SharingAgreement.objects.widest_of(self.case, self.member),
            "link": links.link_of(self.case, self.member),
        }
        return render_message("clearance/email/agreement", context, to=self.member.email, row=self)

    def _said_yes(self) -> bool:
        """Return whether what they said last about its text is yes."""
        text = self.cleared_text
        if text is None:
            return False
        said = SharingAgreement.objects.filter(case=self.case_id, member=self.member_id)
        last = said.about(cleared_text=text, audience=text.audience).last()
        return last is not None and last.is_yes
