"""Invitations to a date of people who are not members there: guests of a meeting, and knowledge brokers."""

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils import timezone

from kit.lines import AddressField, LineField
from kit.mail import Foot, address_of
from kit.privacy.outward import OutwardCharField
from kit.signed_links import Linked, LinkedQuerySet
from kit.words import listed, lower_first, plural
from meetings.invitations.models.dates import AnyDate, noun_of, with_date
from meetings.models import Meeting, Visit
from members.models import Facilitation, Role
from sites_app.models import ProgrammeEvent


class DateInvitationQuerySet(LinkedQuerySet):
    """A QuerySet of invitations to a date."""

    def standing(self) -> "DateInvitationQuerySet":
        """Return those that were made and not withdrawn."""
        return self.filter(invited_at__isnull=False, withdrawn_at__isnull=True)

    def to_meetings(self) -> "DateInvitationQuerySet":
        """Return those to a meeting of a site."""
        return self.filter(meeting__isnull=False)

    def to_events(self) -> "DateInvitationQuerySet":
        """Return those to a date of a whole programme."""
        return self.filter(event__isnull=False)

    def proposed(self) -> "DateInvitationQuerySet":
        """Return the visits that somebody proposed and nobody has answered yet, of meetings to come."""
        return self.to_come().filter(
            offered_at__isnull=False, invited_at__isnull=True, withdrawn_at__isnull=True
        )

    def to_come(self) -> "DateInvitationQuerySet":
        """Return those to dates that have not begun and are not cancelled, of running programmes."""
        return self.filter(
            with_date(
                starts_at__gt=timezone.now(), cancelled_at__isnull=True, programme__ended_on__isnull=True
            )
        )

    def unanswered(self) -> "DateInvitationQuerySet":
        """Return the standing invitations to come to which their reader has not replied."""
        return self.standing().to_come().filter(coming="")

    def reachable(self) -> "DateInvitationQuerySet":
        """Return those whose reader can be mailed: at an address, with their account, if they have one, not closed."""
        return self.filter(Q(user__isnull=True, email__gt="") | Q(user__is_active=True))


NO_REPLY = {"coming": "", "answered_at": None, "answered_for": None}


class DateInvitation(Linked):
    """Somebody is asked to a date: to a meeting of which they are no member, by its facilitator, as a knowledge broker of the
    programme, or because they said that they could come; or to a date of the whole programme that is for them. Their reply
    is part of it; the visitors of the meeting say who came.
    """

    link_salt = "meetings.invitation"

    class Coming(models.TextChoices):
        """The replies to choose from."""

        YES = "yes", "Yes"
        NO = "no", "No"

    class Purpose(models.TextChoices):
        """What a visit is for."""

        LISTEN = "listen", "To listen and see how the group works"
        ISSUE = "issue", "To talk about an issue that the group raised"
        SPEAK = "speak", "To speak about their service or their subject"
        EVIDENCE = "evidence", "To bring evidence"
        OTHER = "other", "Something else"

    meeting = models.ForeignKey(
        Meeting, null=True, blank=True, on_delete=models.CASCADE, related_name="invitations"
    )
    event = models.ForeignKey(
        ProgrammeEvent, null=True, blank=True, on_delete=models.CASCADE, related_name="invitations"
    )
    user = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.CASCADE, related_name="invitations"
    )
    name = LineField(max_length=120)
    email = AddressField(blank=True)  # of somebody without an account
    capacity = models.CharField(max_length=20, choices=Visit.Capacity, default=Visit.Capacity.OTHER)
    purpose = models.CharField(max_length=10, choices=Purpose, blank=True)
    about = OutwardCharField(max_length=200, blank=True)  # what is asked of them, for them to read
    offered_at = models.DateTimeField(null=True, blank=True)  # they said that they could come
    invited_at = models.DateTimeField(null=True, blank=True)
    invited_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    withdrawn_at = models.DateTimeField(null=True, blank=True)
    withdrawn_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )  # null: they are not of those any more whom the date is for, or took back that they could come
    coming = models.CharField(max_length=3, choices=Coming, blank=True)
    answered_at = models.DateTimeField(null=True, blank=True)
    answered_for = models.DateTimeField(null=True, blank=True)  # when the meeting was to begin then
    visit = models.OneToOneField(
        Visit, null=True, blank=True, on_delete=models.SET_NULL, related_name="invitation"
    )  # while they are expected, and once they came

    objects = DateInvitationQuerySet.as_manager()

    class Meta:
        ordering = ["meeting__starts_at", "pk"]
        constraints = [
            models.UniqueConstraint(fields=["meeting", "user"], name="an_account_is_invited_to_a_date_once"),
            models.UniqueConstraint(
                fields=["meeting", "email"],
                condition=Q(email__gt=""),
                name="an_address_is_invited_to_a_date_once",
            ),
            models.UniqueConstraint(
                fields=["event", "user"], name="an_account_is_invited_to_a_programme_date_once"
            ),
            models.UniqueConstraint(
                fields=["event", "email"],
                condition=Q(email__gt=""),
                name="an_address_is_invited_to_a_programme_date_once",
            ),
            models.CheckConstraint(
                condition=Q(meeting__isnull=False, event__isnull=True)
                | Q(meeting__isnull=True, event__isnull=False),
                name="an_invitation_is_to_one_date",
            ),
            models.CheckConstraint(
                condition=Q(user__isnull=True, email__gt="") | Q(user__isnull=False, email=""),
                name="who_is_invited_has_an_account_or_an_address",
            ),
            models.CheckConstraint(
                condition=Q(invited_at__isnull=False) | Q(offered_at__isnull=False),
                name="an_invitation_was_made_or_offered",
            ),
            models.CheckConstraint(
                condition=Q(withdrawn_by__isnull=True) | Q(withdrawn_at__isnull=False),
                name="an_invitation_was_withdrawn_by_somebody_at_a_moment",
            ),
            models.CheckConstraint(
                condition=Q(coming="", answered_at__isnull=True, answered_for__isnull=True)
                | (~Q(coming="") & Q(answered_at__isnull=False, answered_for__isnull=False)),
                name="a_reply_to_an_invitation_has_its_day",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.name} to {self.date}"

    def get_absolute_url(self) -> str:
        return reverse("invitations:invitation_detail", args=[self.pk])

    @property
    def date(self) -> AnyDate:
        """Return what they are invited to: a meeting, or a date of the programme."""
        date = self.meeting or self.event
        assert date is not None  # the database holds it
        return date

    def forget_reply(self) -> None:
        """Have them be somebody who has not replied; the caller saves it."""
        for column, value in NO_REPLY.items():
            setattr(self, column, value)

    @property
    def noun(self) -> str:
        """Return what the date is called in a sentence."""
        return noun_of(self.date)

    @property
    def site_id(self) -> int | None:
        """Return the site of the meeting; None for a date of the whole programme."""
        return self.meeting.site_id if self.meeting else None

    @property
    def site(self):
        """Return the site of the meeting; None for a date of the whole programme."""
        return self.meeting.site if self.meeting else None

    @property
    def programme_id(self) -> int:
        """Return the programme of the date."""
        return self.event.programme_id if self.event else self.date.programme.pk

    @property
    def reader_email(self) -> str:
        """Return the address at which they are mailed."""
        return self.user.email if self.user else self.email

    @property
    def first_name(self) -> str:
        """Return the first word of the name."""
        return self.name.split(" ")[0]

    @property
    def is_of_a_broker(self) -> bool:
        """Return whether they are asked as a knowledge broker, who reads the site and is no guest."""
        return self.capacity == Visit.Capacity.KNOWLEDGE_BROKER

    @property
    def is_proposed(self) -> bool:
        """Return whether they said that they could come, and nobody has answered yet."""
        return self.invited_at is None and self.withdrawn_at is None

    @property
    def is_closed(self) -> bool:
        """Return whether nothing can be said to it any more: withdrawn, or the date has begun or is cancelled."""
        return self.withdrawn_at is not None or self.date.is_cancelled or self.date.has_started

    @property
    def has_agreed(self) -> bool:
        """Return whether they have agreed to the ground rules for this visit."""
        return self.visit is not None and self.visit.agreed_to_ground_rules

    @property
    def asks_to_agree(self) -> bool:
        """Return whether they have to agree to the ground rules before they say that they are coming."""
        return not self.is_of_a_broker and not self.has_agreed and self.date.ground_rules is not None

    @property
    def what_for(self) -> str:
        """Return what the visit is for, in words."""
        if self.purpose in ("", self.Purpose.OTHER):
            return self.about
        purpose = self.get_purpose_display()
        return f"{purpose}: {lower_first(self.about)}" if self.about else purpose

    @property
    def link(self) -> str:
        """Return the address at which they reply without signing in."""
        return address_of("invitations:invitation_reply", self.token)

    @property
    def page_address(self) -> str:
        """Return the page of the invitation, for those who sign in; without an account, the link."""
        return address_of("invitations:invitation_detail", self.pk) if self.user_id else self.link

    @property
    def mail_foot(self) -> Foot:
        """The foot of every mail about it: replies go to the facilitators of the site, or to the programme team."""
        if self.event:
            return self._foot_of_the_programme(self.event)
        now = Facilitation.objects.on(timezone.localdate()).filter(member__site=self.site_id)
        found = [each.member for each in now.select_related("member")]
        readers = [each for each in found if each.can_be_mailed and each.email != self.reader_email]
        if self.is_of_a_broker:
            why, whom = f"you are a knowledge broker for {self.site}", "the programme team"
        else:
            by = self.invited_by.name if self.invited_by else "the facilitator"
            why, whom = f"{by} invited you to a meeting of {self.site}", "the facilitator"
        return Foot(
            why=why,
            change=f"If you no longer want these e-mails, tell {whom}.",
            replies_to=tuple(each.email for each in readers),
            replies_read_by=f"{listed([each.name for each in readers])}, {plural(len(readers), 'the facilitator', 'the facilitators')}"
            if readers
            else "",
        )

    def _foot_of_the_programme(self, event: ProgrammeEvent) -> Foot:
        team = Role.objects.current().filter(
            programme=event.programme_id, kind=Role.Kind.PROGRAMME_TEAM, user__is_active=True
        )
        found = [role.user for role in team.select_related("user").order_by("pk")]
        readers = [user for user in found if user.email != self.reader_email]
        return Foot(
            why=f"you are invited to a date of {event.programme}",
            change="If you no longer want these e-mails, tell the programme team.",
            replies_to=tuple(user.email for user in readers),
            replies_read_by=f"{listed([user.name for user in readers])}, the programme team"
            if readers
            else "",
        )
