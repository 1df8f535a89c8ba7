"""Notices to presenters about the case that they present, by mail or in person."""

from django.conf import settings
from django.core.mail import EmailMessage
from django.db import models
from django.db.models import Exists, F, OuterRef, Q
from django.utils import timezone

from cases.models.case import Case, Discussion
from kit.mail import address_of, render_message
from kit.queues import Queued
from meetings.models import Meeting
from members.models import Member
from members.models.mails import ToAMemberQuerySet


class PresenterNoticeQuerySet(ToAMemberQuerySet):
    """A QuerySet of notices to presenters."""

    def ahead(self) -> "PresenterNoticeQuerySet":
        """Return the notices about future meetings in running programmes."""
        return self.filter(
            meeting__starts_at__gt=timezone.now(), meeting__site__programme__ended_on__isnull=True
        )

    def due(self) -> "PresenterNoticeQuerySet":
        """Return the notices to mail now: to members who can be mailed, and only if they are still true."""
        about = PresenterNotice.About
        presents = Exists(
            Discussion.objects.filter(
                case=OuterRef("case"), meeting=OuterRef("meeting"), case__presenters=OuterRef("member")
            )
        )
        is_on = Q(presents, meeting__cancelled_at__isnull=True, meeting__starts_at=F("starts_at"))
        return (
            self.free()
            .ahead()
            .filter(told_by__isnull=True, member__in=Member.objects.can_be_mailed())
            .filter(
                (is_on & Q(about__in=PresenterNotice.STANDING))
                | (is_on & Q(about=about.FILL_IN, case__presentation=""))
                | Q(~presents, about=about.OFF, meeting__cancelled_at__isnull=True)
                | Q(about=about.CALLED_OFF, meeting__cancelled_at__isnull=False)
            )
        )


class PresenterNotice(Queued):
    """A notice to a presenter about their case at one meeting, with the facts of that moment. The last one counts.

    It is sent by mail, or given in person by `told_by` to somebody without e-mail. In that case `sent_at` is when it
    was recorded.
    """

    reads = ("case__site", "meeting__site", "member")

    class About(models.TextChoices):
        """What a notice says."""

        PICKED = "picked", "Their case has been chosen for this meeting"
        MOVED = "moved", "The meeting, or the date to complete it by, has changed"
        OFF = "off", "Their case is no longer at this meeting"
        CALLED_OFF = "called_off", "This meeting is cancelled"
        FILL_IN = "fill_in", "The case is not complete yet"  # once, two days before

    STANDING = [About.PICKED, About.MOVED]  # after these, the presenter knows that they present, and when

    case = models.ForeignKey(Case, on_delete=models.CASCADE, related_name="notices")
    meeting = models.ForeignKey(Meeting, on_delete=models.CASCADE, related_name="presenter_notices")
    member = models.ForeignKey(Member, on_delete=models.CASCADE, related_name="presenter_notices")
    number = models.PositiveSmallIntegerField()  # of this case, meeting and member, from 1
    about = models.CharField(max_length=10, choices=About)
    starts_at = models.DateTimeField()  # of the meeting, at the time of the notice
    template_by = models.DateField()  # at the time of the notice
    told_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )  # in person; null: by mail

    objects = PresenterNoticeQuerySet.as_manager()

    class Meta:
        ordering = ["pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["case", "meeting", "member", "number"], name="a_presenter_is_told_each_thing_once"
            ),
            models.CheckConstraint(
                condition=Q(told_by__isnull=True) | Q(sent_at__isnull=False),
                name="what_is_said_in_person_is_not_mailed",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.get_about_display()}: {self.member}, {self.case} at {self.meeting}"

    def message(self) -> EmailMessage:
        """Return the mail, with the reference, the date and a link, and never the title or text of the case."""
        context = {
            "member": self.member,
            "notice": self,
            "link": address_of("case_edit", self.case_id),
            "about": self.about,
        }
        return render_message("cases/email/presenting", context, to=self.member.email, row=self)
