"""Who is asked to come, what they answer, who is reminded, and the secret addresses of calendar feeds."""

from django.conf import settings
from django.db import models
from django.db.models import Count, Exists, IntegerField, OuterRef, Q, Subquery
from django.db.models.functions import Coalesce
from django.urls import reverse
from django.utils import timezone

from kit.queues import Queued, QueuedQuerySet
from meetings.models.meetings import Attendance, Meeting
from members.models import Member, new_token
from sites_app.models import Site


class CalendarMailQuerySet(QueuedQuerySet):
    def due(self) -> "CalendarMailQuerySet":
        """Mails to send now: of running programmes, for meetings to come, to members who can be mailed, and none that
        a later change has overtaken. A meeting called off is told to those who had been asked, as long as it is ahead.

        Who left and had been asked gets one last mail, which takes a meeting out of their calendar.
        """
        left = Member.objects.filter(left_on__isnull=False, email__gt="", agreed_to_contact_at__isnull=False)
        takes_out = Q(method=CalendarMail.Method.CANCEL, meeting__cancelled_at__isnull=True)
        return self.free().filter(
            Q(member__in=Member.objects.can_be_mailed()) & ~takes_out | Q(member__in=left) & takes_out,
            meeting__site__programme__ended_on__isnull=True,
            meeting__starts_at__gt=timezone.now(),
            sequence=models.F("meeting__calendar_sequence"),
        )


class CalendarMail(Queued):
    """One calendar mail: that a meeting is (REQUEST) or is not (CANCEL), as it stood at one sequence, to one member."""

    class Method(models.TextChoices):
        REQUEST = "REQUEST", "Asks them to come, or tells of a change"
        CANCEL = "CANCEL", "Tells that it is called off"

    meeting = models.ForeignKey(Meeting, on_delete=models.CASCADE, related_name="calendar_mails")
    member = models.ForeignKey(Member, on_delete=models.CASCADE, related_name="calendar_mails")
    sequence = models.PositiveIntegerField()
    method = models.CharField(max_length=7, choices=Method)

    objects = CalendarMailQuerySet.as_manager()

    class Meta:
        ordering = ["pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["meeting", "member", "sequence", "method"],
                name="a_member_gets_each_calendar_mail_once",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.method} {self.sequence} of {self.meeting} to {self.member}"


class Reply(models.Model):
    """What a member says beforehand: whether they come, or who comes for them. Who came in the end is Attendance."""

    class Coming(models.TextChoices):
        YES = "yes", "Yes"
        NO = "no", "Sorry, no"
        STAND_IN = "stand_in", "Someone comes for me"

    meeting = models.ForeignKey(Meeting, on_delete=models.CASCADE, related_name="replies")
    member = models.ForeignKey(Member, on_delete=models.CASCADE, related_name="replies")
    coming = models.CharField(max_length=8, choices=Coming)
    stand_in_name = models.CharField(max_length=120, blank=True)
    answered_at = models.DateTimeField(default=timezone.now)

    class Meta:
        ordering = ["member__name"]
        verbose_name_plural = "replies"
        constraints = [
            models.UniqueConstraint(fields=["meeting", "member"], name="a_member_replies_once_a_meeting"),
            models.CheckConstraint(
                condition=Q(coming="stand_in", stand_in_name__gt="")
                | (~Q(coming="stand_in") & Q(stand_in_name="")),
                name="who_comes_for_somebody_has_a_name",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.member}: {self.get_coming_display()}"


def number_silent() -> Coalesce:
    """For a queryset of meetings: how many of `Meeting.have_not_said` there are, as a subquery."""
    of_both = {"meeting": OuterRef(OuterRef("pk")), "member": OuterRef("pk")}
    silent = Member.objects.current().filter(
        ~Exists(Reply.objects.filter(**of_both)),
        ~Exists(Attendance.objects.filter(**of_both)),
        site=OuterRef("site"),
    )
    counted = silent.order_by().values("site").annotate(number=Count("pk")).values("number")
    return Coalesce(Subquery(counted, output_field=IntegerField()), 0)


class ReminderQuerySet(QueuedQuerySet):
    def due(self) -> "ReminderQuerySet":
        """Reminders to send now: of running programmes, for meetings to come that are not called off, and not to those
        who said sorry or sent somebody."""
        not_coming = Reply.objects.filter(
            ~Q(coming=Reply.Coming.YES), meeting=OuterRef("meeting"), member=OuterRef("member")
        )
        return self.free().filter(
            ~Exists(not_coming),
            meeting__site__programme__ended_on__isnull=True,
            meeting__cancelled_at__isnull=True,
            meeting__starts_at=models.F("starts_at"),
            meeting__starts_at__gt=timezone.now(),
            member__in=Member.objects.can_be_mailed(),
        )


class Reminder(Queued):
    """A reminder of one meeting to one member, a week or a day before it."""

    class Before(models.TextChoices):
        WEEK = "week", "A week before"
        DAY = "day", "A day before"

    meeting = models.ForeignKey(Meeting, on_delete=models.CASCADE, related_name="reminders")
    member = models.ForeignKey(Member, on_delete=models.CASCADE, related_name="reminders")
    before = models.CharField(max_length=4, choices=Before)
    starts_at = models.DateTimeField()  # of the meeting it reminds of; one that is moved is reminded of anew

    objects = ReminderQuerySet.as_manager()

    class Meta:
        ordering = ["pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["meeting", "member", "before", "starts_at"], name="a_member_is_reminded_once"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.get_before_display()}: {self.meeting} to {self.member}"


class CalendarFeed(models.Model):
    """The secret address of a calendar: of all meetings that a person goes to, or of one site. Anew makes the old one dead."""

    user = models.OneToOneField(
        settings.AUTH_USER_MODEL,
        null=True,
        blank=True,
        on_delete=models.CASCADE,
        related_name="calendar_feed",
    )
    site = models.OneToOneField(
        Site, null=True, blank=True, on_delete=models.CASCADE, related_name="calendar_feed"
    )
    token = models.CharField(max_length=60, unique=True, default=new_token)
    made_at = models.DateTimeField(default=timezone.now)

    class Meta:
        ordering = ["pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(user__isnull=True, site__isnull=False) | Q(user__isnull=False, site__isnull=True),
                name="a_feed_is_of_a_person_or_of_a_site",
            ),
        ]

    def __str__(self) -> str:
        return f"Calendar of {self.user or self.site}"

    def get_absolute_url(self) -> str:
        return reverse("meetings:calendar_feed", args=[self.token])
