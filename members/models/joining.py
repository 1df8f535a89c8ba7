"""Ways to join: invitations, and uploaded member lists."""

from datetime import timedelta

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils import timezone

from kit.lines import AddressField, LineField
from kit.privacy.outward import OutwardCharField
from kit.queues import Claimable, ClaimableQuerySet
from kit.signed_links import Linked, LinkedQuerySet
from members.models.members import Member
from members.models.roles import Role
from sites_app.models import Programme, Site

MOST_ATTEMPTS = 5  # to import one list


class InvitationQuerySet(LinkedQuerySet):
    """A QuerySet of invitations."""

    def open(self) -> "InvitationQuerySet":
        """Return the invitations that can still be accepted."""
        return self.filter(accepted_at__isnull=True, revoked_at__isnull=True, expires_at__gt=timezone.now())

    def asked_for(self) -> "InvitationQuerySet":
        """Return the invitations to a role that somebody asked for, and that the programme team has neither sent nor declined."""
        return self.filter(
            about__gt="",
            member__isnull=True,
            mail__isnull=True,
            accepted_at__isnull=True,
            revoked_at__isnull=True,
        )


def three_weeks_from_now():
    """Return when an invitation made now expires."""
    return timezone.now() + timedelta(weeks=3)


class Invitation(Linked):
    """An invitation by link: to have an account as a member of a site, or to a role in a programme."""

    link_salt = "members.invitation"

    email = AddressField()
    name = LineField(max_length=120)
    member = models.ForeignKey(
        Member, null=True, blank=True, on_delete=models.CASCADE, related_name="invitations"
    )
    programme = models.ForeignKey(Programme, on_delete=models.CASCADE, related_name="invitations")
    role_kind = models.CharField(max_length=20, choices=Role.Kind, blank=True)  # blank for a member
    role_sites = models.ManyToManyField(Site, blank=True, related_name="+")  # commissioners only
    about = OutwardCharField(
        max_length=400, blank=True
    )  # why somebody named them, for them to read in the mail
    invited_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="invitations_sent"
    )
    invited_at = models.DateTimeField(default=timezone.now)  # when it was last sent
    expires_at = models.DateTimeField(default=three_weeks_from_now)
    accepted_at = models.DateTimeField(null=True, blank=True)
    accepted_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="invitations_accepted",
    )
    revoked_at = models.DateTimeField(null=True, blank=True)

    objects = InvitationQuerySet.as_manager()

    class Meta:
        ordering = ["-invited_at"]
        constraints = [
            models.CheckConstraint(
                condition=Q(member__isnull=True, role_kind__gt="") | Q(member__isnull=False, role_kind=""),
                name="an_invitation_is_for_a_member_or_for_a_role",
            ),
            models.CheckConstraint(
                condition=Q(accepted_at__isnull=True, accepted_by__isnull=True)
                | Q(accepted_at__isnull=False, accepted_by__isnull=False),
                name="an_accepted_invitation_says_by_whom",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.email} to {self.member or self.get_role_kind_display()}"

    def get_absolute_url(self) -> str:
        return reverse("members:invitation_accept", args=[self.token])

    @property
    def site_id(self) -> int | None:
        """Return the site of the member, or None for a role."""
        return self.member.site_id if self.member else None

    @property
    def is_open(self) -> bool:
        """Return whether it can still be accepted."""
        return self.accepted_at is None and self.revoked_at is None and self.expires_at > timezone.now()


class MemberUploadQuerySet(ClaimableQuerySet):
    """A QuerySet of uploaded member lists."""

    def due(self) -> "MemberUploadQuerySet":
        """Return the lists that were confirmed and are not imported to the end, that no worker has now, and that were
        not tried too often.
        """
        return self.filter(
            confirmed_at__isnull=False, imported_at=None, attempts__lt=MOST_ATTEMPTS
        ).unclaimed()


class MemberUpload(Claimable):
    """A member list that is being imported: the rows of a file, what each column is, and a report row by row.

    Nobody is added before it is confirmed. Then a worker adds the people, some hundreds at a time. The rows are
    deleted when all are added. An upload that nobody confirms within a day is deleted by a task, and a report after
    a month.
    """

    site = models.ForeignKey(Site, on_delete=models.CASCADE, related_name="member_uploads")
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="+")
    uploaded_at = models.DateTimeField(auto_now_add=True)
    file_name = LineField(max_length=160)
    sheets = models.JSONField(default=list)  # of a workbook with several: the name and the rows of each
    sheet = models.PositiveSmallIntegerField(default=0)  # which of them is imported
    rows = models.JSONField(default=list)  # all cells of that sheet as text, numbered as in the file
    heading_row = models.IntegerField(
        default=0
    )  # which of the rows has the headings, 0 is the first; -1 for none
    columns = models.JSONField(default=dict)  # key of the field -> number of the column
    disciplines = models.JSONField(
        default=dict
    )  # a role in the file ("" where there is none) -> what it means here
    decided = models.JSONField(default=dict)  # number of a row -> whether that person is added
    joined_on = models.DateField(default=timezone.localdate)  # for rows without a date
    not_taken = models.JSONField(default=list)  # the headings of the columns that are not taken
    invites = models.BooleanField(default=False)  # those who are added are invited to sign in
    confirmed_at = models.DateTimeField(null=True, blank=True)
    people = models.PositiveIntegerField(default=0)  # in the list, once confirmed
    done = models.PositiveIntegerField(default=0)  # how many of them are dealt with
    imported_at = models.DateTimeField(null=True, blank=True)
    report = models.JSONField(default=list)  # one entry a person who is dealt with

    objects = MemberUploadQuerySet.as_manager()

    class Meta:
        ordering = ["-uploaded_at"]

    def __str__(self) -> str:
        return self.file_name

    def get_absolute_url(self) -> str:
        return reverse("members:member_import_report", args=[self.site.slug, self.pk])

    @property
    def headings(self) -> list[str]:
        """Return the headings of the columns, "" for each where the list has none."""
        return self.rows[self.heading_row] if self.heading_row >= 0 else [""] * len(self.rows[0])

    @property
    def below_headings(self) -> list[list[str]]:
        """Return the rows below the headings."""
        return self.rows[self.heading_row + 1 :]

    @property
    def has_stopped(self) -> bool:
        """Return whether workers died over it too often, so that it waits until somebody resumes it."""
        is_claimed = self.claimed_until is not None and self.claimed_until > timezone.now()
        return self.imported_at is None and self.attempts >= MOST_ATTEMPTS and not is_claimed

    @property
    def percent(self) -> int:
        """Return how much of it is done, in per cent."""
        return 100 * self.done // self.people if self.people else 0
