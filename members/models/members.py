"""Members of a site, their disciplines, jobs and absences, facilitators, overridden marks, and seats wanted."""

from datetime import date
from typing import Any

from django.conf import settings
from django.db import models
from django.db.models import Exists, F, OuterRef, Q, Subquery, Value
from django.db.models.functions import Coalesce, Lower
from django.utils import timezone

from kit.lines import AddressField, LineField
from kit.mail import Foot
from kit.models import RefusedAddress
from kit.privacy.outward import OutwardNameField
from kit.removal import Removable
from kit.words import listed, plural
from members.models.proposals import DisciplineProposal
from members.same_person import People, person_key
from sites_app.models import Organisation, Programme, Sector, Site

NO_ROLE = "Role not known yet"  # for a member without a discipline


class Discipline(models.Model):
    """A job role as in figure 1, in a sector. Each programme has its own list, in its own order."""

    programme = models.ForeignKey(Programme, on_delete=models.CASCADE, related_name="disciplines")
    sector = models.ForeignKey(Sector, on_delete=models.PROTECT, related_name="disciplines")
    name = OutwardNameField(max_length=120)
    position = models.PositiveSmallIntegerField(default=0)
    added_on = models.DateField(
        null=True, blank=True
    )  # earlier figures have no row for it; null: from the beginning

    class Meta:
        ordering = ["sector__position", "position", "name"]
        constraints = [
            models.UniqueConstraint(
                fields=["programme", "sector", "name"], name="a_programme_lists_a_discipline_once_a_sector"
            ),
        ]

    def __str__(self) -> str:
        return self.name


def is_here_on(day) -> Q:
    """Return the condition that a member had joined and not left on `day`, and was not away then."""
    away = Absence.objects.filter(member=OuterRef("pk"), left_on__lte=day, came_back_on__gt=day)
    return Q(joined_on__lte=day) & (Q(left_on__isnull=True) | Q(left_on__gt=day)) & ~Q(Exists(away))


class MemberQuerySet(models.QuerySet):
    """A QuerySet of members."""

    def current(self) -> "MemberQuerySet":
        """Return the members who have joined and not left, as of today."""
        return self.on(timezone.localdate())

    def on(self, day) -> "MemberQuerySet":
        """Return the members who had joined and not left on `day`, without those who were away then and came
        back later.
        """
        return self.filter(is_here_on(day))

    def not_left(self) -> "MemberQuerySet":
        """Return the members who have not left, including those who join later."""
        return self.filter(left_on__isnull=True)

    def can_be_mailed(self) -> "MemberQuerySet":
        """Return the members who have not left by today, have an address and agreed to receive e-mails, and whose
        account, if they have one, is not closed.
        """
        here = Q(left_on__isnull=True) | Q(left_on__gt=timezone.localdate())
        open_account = Q(user__isnull=True) | Q(user__is_active=True)
        return self.filter(here, open_account, email__gt="", agreed_to_contact_at__isnull=False)

    def refused(self) -> "MemberQuerySet":
        """Return those whose address was refused when they were last mailed, with `refused_because` and `refused_at`."""
        found = RefusedAddress.objects.filter(email=Lower(OuterRef("email"))).order_by()
        return self.filter(Exists(found), left_on__isnull=True).annotate(
            refused_because=Subquery(found.values("why")[:1]),
            refused_at=Subquery(found.values("refused_at")[:1]),
        )

    def can_be_mailed_and_sign_in(self) -> "MemberQuerySet":
        """Return those who can be mailed, and can sign in to read what the mail links to."""
        return self.can_be_mailed().filter(user__isnull=False)

    def named_like(self, name: str) -> list["Member"]:
        """Return the members whose names differ from `name` only in how they are written, by `same_person`."""
        people = People((pk, known, "") for pk, known in self.order_by("pk").values_list("pk", "name"))
        found = people.named(name)
        rows: dict[int, Any] = self.in_bulk(found) if found else {}
        return [rows[pk] for pk in found]

    def same_person(self, *, name: str, email: str) -> "Member | None":
        """Return the first member who may be this person: the same name, however it is written, and not another address."""
        return next((each for each in self.named_like(name) if each.email in ("", email) or not email), None)

    def with_workplace(self) -> "MemberQuerySet":
        """Add the name of the organisation where each works today."""
        jobs = Employment.objects.on(timezone.localdate()).filter(member=OuterRef("pk"))
        return self.annotate(workplace=Coalesce(Subquery(jobs.values("organisation__name")[:1]), Value("")))

    def visible_to(self, user) -> "MemberQuerySet":
        """Return the members of the sites whose member list `user` may read."""
        if not user.is_authenticated:
            return self.none()
        return self.filter(site__in=user.standing.reading_sites)


class Member(Removable):
    """A person's membership of one site, with or without an account. People without e-mail are full members."""

    noun = "a member"
    remove_perm = "members.remove_member"

    site = models.ForeignKey(Site, on_delete=models.PROTECT, related_name="members")
    user = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.PROTECT, related_name="memberships"
    )
    name = LineField(max_length=120)
    email = AddressField(blank=True)
    discipline = models.ForeignKey(
        Discipline, null=True, blank=True, on_delete=models.PROTECT, related_name="members"
    )  # null: their role is not known yet
    is_expert_by_experience = models.BooleanField(default=False)
    is_professionally_qualified = models.BooleanField(default=False)
    joined_on = models.DateField()
    left_on = models.DateField(null=True, blank=True)
    left_because = models.CharField(max_length=200, blank=True)
    agreed_to_contact_at = models.DateTimeField(null=True, blank=True)  # to receive e-mails; null means no
    links_ended_at = models.DateTimeField(null=True, blank=True)  # links in e-mails sent before open nothing
    proposal = models.ForeignKey(  # of their role, until the programme team decides
        DisciplineProposal, null=True, blank=True, on_delete=models.SET_NULL, related_name="members"
    )
    added_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+"
    )

    is_as_of: date | None = None  # the day whose name and role this copy has, if not today's

    objects = MemberQuerySet.as_manager()

    class Meta:
        ordering = ["name"]
        constraints = [
            models.UniqueConstraint(
                fields=["site", "user"],
                condition=Q(user__isnull=False, left_on__isnull=True),
                name="a_person_is_a_member_of_a_site_once_at_a_time",
            ),
            models.CheckConstraint(
                condition=Q(left_on__isnull=True) | Q(left_on__gte=F("joined_on")),
                name="a_member_leaves_after_joining",
            ),
        ]

    def __str__(self) -> str:
        return self.name

    def save(self, *args, **kwargs) -> None:
        """Save it. Raise TypeError for a member who is shown as they were on a past day (members/as_of.py)."""
        if self.is_as_of is not None:
            raise TypeError(f"This member is as of {self.is_as_of}: read them again to change them")
        super().save(*args, **kwargs)

    @property
    def owner_row(self) -> Site:
        """The site that they were added to."""
        return self.site

    @property
    def role(self) -> str:
        """Return the name of their discipline, or that their role is not known yet."""
        return self.discipline.name if self.discipline else NO_ROLE

    @property
    def first_name(self) -> str:
        """Return the first name, by which the others call them."""
        return self.name.split(" ")[0]

    @property
    def initials(self) -> str:
        """Return the initials, two letters at most."""
        words = self.name.split()
        return (words[0][0] + (words[-1][0] if len(words) > 1 else "")).upper() if words else ""

    @property
    def has_left(self) -> bool:
        """Return whether the day on which they left has come."""
        return self.left_on is not None and self.left_on <= timezone.localdate()

    @property
    def can_be_mailed(self) -> bool:
        """Return whether they can be mailed, as `MemberQuerySet.can_be_mailed` decides for many."""
        agreed = bool(self.email) and self.agreed_to_contact_at is not None
        return agreed and not self.has_left and (self.user is None or self.user.is_active)

    @property
    def shares_address(self) -> bool:
        """Return whether somebody else has the same address, such as a colleague with whom they share a mailbox."""
        others = Member.objects.not_left().filter(email=self.email, email__gt="").exclude(pk=self.pk)
        if self.user_id is not None:
            others = others.exclude(user=self.user_id)
        return any(
            person_key(name) != person_key(self.name) for name in others.values_list("name", flat=True)
        )

    @property
    def mail_foot(self) -> Foot:
        """The foot of every mail to them as a member: replies go to the other facilitators of their site."""
        now = Facilitation.objects.on(timezone.localdate()).filter(member__site=self.site_id)
        facilitators = [each.member for each in now.select_related("member")]
        others = [each for each in facilitators if each != self and each.can_be_mailed]
        is_or_was = "were" if self.has_left else "are"
        why = "you facilitate" if self in facilitators else f"you {is_or_was} a member of"
        whom = "your facilitator" if facilitators and self not in facilitators else "the programme team"
        return Foot(
            why=f"{why} {self.site}",
            change=f"If you no longer want these e-mails, or your address changes, tell {whom}.",
            for_whom=self.name if self.shares_address else "",
            replies_to=tuple(each.email for each in others),
            replies_read_by=f"{listed([each.name for each in others])}, {plural(len(others), 'the facilitator', 'the facilitators')}"
            if others
            else "",
        )


class Absence(models.Model):
    """A time for which a member had left before they came back, and why they had left."""

    member = models.ForeignKey(Member, on_delete=models.CASCADE, related_name="absences")
    left_on = models.DateField()
    left_because = models.CharField(max_length=200)
    came_back_on = models.DateField()

    class Meta:
        ordering = ["left_on", "pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(came_back_on__gte=F("left_on")), name="a_member_comes_back_after_leaving"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.member} away from {self.left_on}"


class EmploymentQuerySet(models.QuerySet):
    """A QuerySet of employments."""

    def on(self, day) -> "EmploymentQuerySet":
        """Return the employments that had begun and not ended on `day`, the latest first."""
        begun = self.filter(Q(until__isnull=True) | Q(until__gt=day), since__lte=day)
        return begun.order_by("-since", "-pk")


class Employment(models.Model):
    """The organisation where a member worked from one day until another."""

    member = models.ForeignKey(Member, on_delete=models.CASCADE, related_name="employments")
    organisation = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="employments")
    since = models.DateField()
    until = models.DateField(null=True, blank=True)

    objects = EmploymentQuerySet.as_manager()

    class Meta:
        ordering = ["-since", "-pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(until__isnull=True) | Q(until__gte=F("since")), name="a_job_ends_after_it_starts"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.member} at {self.organisation}"


class FacilitationQuerySet(models.QuerySet):
    """A QuerySet of facilitations."""

    def on(self, day) -> "FacilitationQuerySet":
        """Return the facilitations that had begun and not ended on `day`, of members who were there on that day."""
        begun = self.filter(started_on__lte=day).filter(Q(ended_on__isnull=True) | Q(ended_on__gt=day))
        return begun.filter(member__in=Member.objects.on(day))


class Facilitation(models.Model):
    """A member's time as facilitator of their site, from one day until another or until now."""

    member = models.ForeignKey(Member, on_delete=models.CASCADE, related_name="facilitations")
    started_on = models.DateField()
    ended_on = models.DateField(null=True, blank=True)

    objects = FacilitationQuerySet.as_manager()

    class Meta:
        ordering = ["started_on"]
        constraints = [
            models.CheckConstraint(
                condition=Q(ended_on__isnull=True) | Q(ended_on__gte=F("started_on")),
                name="a_facilitation_ends_after_it_starts",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.member} from {self.started_on}"


class MarkOverride(models.Model):
    """A mark of figure 1 that was set by hand from a day on, and the reason, which is shown beside it."""

    member = models.ForeignKey(Member, on_delete=models.CASCADE, related_name="mark_overrides")
    mark = models.CharField(max_length=1, choices=[("X", "X, confirmed"), ("Y", "Y, not confirmed")])
    since = models.DateField()
    reason = models.CharField(max_length=200)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")

    class Meta:
        ordering = ["since", "pk"]
        constraints = [models.CheckConstraint(condition=~Q(reason=""), name="an_override_says_why")]

    def __str__(self) -> str:
        return f"{self.member} {self.mark}"


class SeatTarget(models.Model):
    """A discipline of which a site still wants a member."""

    site = models.ForeignKey(Site, on_delete=models.CASCADE, related_name="seat_targets")
    discipline = models.ForeignKey(Discipline, on_delete=models.PROTECT, related_name="seat_targets")

    class Meta:
        ordering = ["discipline"]
        constraints = [
            models.UniqueConstraint(fields=["site", "discipline"], name="a_site_wants_a_discipline_once"),
        ]

    def __str__(self) -> str:
        return f"{self.site} wants {self.discipline}"
