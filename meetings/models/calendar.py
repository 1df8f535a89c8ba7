"""Members' replies to a date, and the secret addresses of calendar feeds."""

from django.conf import settings
from django.db import models
from django.db.models import Count, Exists, IntegerField, OuterRef, Q, Subquery
from django.db.models.functions import Coalesce
from django.urls import reverse
from django.utils import timezone

from kit.lines import LineField
from kit.signed_links import Linked, LinkedQuerySet
from meetings.models.meetings import Attendance, Meeting
from members.models import Member
from sites_app.models import Site


class Reply(models.Model):
    """What a member says beforehand: whether they are coming, or who is coming in their place. Attendance says
    who came.
    """

    class Coming(models.TextChoices):
        """The replies to choose from."""

        YES = "yes", "Yes"
        NO = "no", "No"
        STAND_IN = "stand_in", "Someone is coming in my place"

    meeting = models.ForeignKey(Meeting, on_delete=models.CASCADE, related_name="replies")
    member = models.ForeignKey(Member, on_delete=models.CASCADE, related_name="replies")
    coming = models.CharField(max_length=8, choices=Coming)
    stand_in_name = LineField(max_length=120, blank=True)
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


def count_without_reply() -> Coalesce:
    """Return how many members have not replied, as `Meeting.members_without_reply` counts them, as a subquery for a queryset."""
    of_both = {"meeting": OuterRef(OuterRef("pk")), "member": OuterRef("pk")}
    silent = Member.objects.current().filter(
        ~Exists(Reply.objects.filter(**of_both)),
        ~Exists(Attendance.objects.filter(**of_both)),
        site=OuterRef("site"),
    )
    counted = silent.order_by().values("site").annotate(number=Count("pk")).values("number")
    return Coalesce(Subquery(counted, output_field=IntegerField()), 0)


class CalendarFeed(Linked):
    """The secret address of a person's calendar: of all meetings that they go to, or of one site that they read.

    Replacing it turns the old one off.
    """

    link_salt = "meetings.calendar"

    user = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="calendar_feeds"
    )
    site = models.ForeignKey(
        Site, null=True, blank=True, on_delete=models.CASCADE, related_name="calendar_feeds"
    )
    made_at = models.DateTimeField(default=timezone.now)

    objects = LinkedQuerySet.as_manager()

    class Meta:
        ordering = ["site__code", "pk"]
        constraints = [
            models.UniqueConstraint(fields=["user", "site"], name="a_person_has_one_calendar_address_a_site"),
            models.UniqueConstraint(
                fields=["user"],
                condition=Q(site__isnull=True),
                name="a_person_has_one_calendar_address_for_all_their_meetings",
            ),
        ]

    def __str__(self) -> str:
        return f"Calendar of {self.site or 'all their meetings'}, of {self.user}"

    def get_absolute_url(self) -> str:
        return reverse("meetings:calendar_feed", args=[self.token])

    @property
    def has_ended(self) -> bool:
        """Whether it shows nothing any more: the account is closed, or the person no longer reads the site, or has no place
        in any programme.
        """
        standing = self.user.standing
        shows = self.site_id in standing.reading_sites if self.site_id else standing.programmes
        return not self.user.is_active or not shows
