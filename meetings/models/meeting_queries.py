"""Which meetings there are: those of somebody, to come, held."""

from django.db.models import Count, Q
from django.utils import timezone

from kit.dates import start_of_day
from kit.queries import in_usual_order
from kit.reading import ConfidentialQuerySet
from meetings.audit_verbs import MeetingVerb


def invites(user) -> Q:
    """Return the condition for dates, of a site or of a whole programme, to which `user` was invited and did not say no."""
    return Q(
        invitations__user=user,
        invitations__invited_at__isnull=False,
        invitations__withdrawn_at__isnull=True,
        invitations__coming__in=["", "yes"],
    )


class MeetingQuerySet(ConfidentialQuerySet):
    """A QuerySet of meetings. What is confidential in them is their minutes."""

    reading_verb = MeetingVerb.READ_MINUTES
    subject_kind = "meetings.meeting"

    def visible_to(self, user) -> "MeetingQuerySet":
        """Return the meetings of the sites whose confidential pages `user` may read."""
        if not user.is_authenticated:
            return self.none()
        return self.filter(site__in=user.standing.reading_sites)

    def _has_words(self, row) -> bool:
        return bool(row.minutes)

    def not_cancelled(self) -> "MeetingQuerySet":
        """Return the meetings that are not cancelled."""
        return self.filter(cancelled_at__isnull=True)

    def upcoming(self) -> "MeetingQuerySet":
        """Return the meetings not cancelled that are still to come, soonest first. A meeting counts until its day is over."""
        return (
            self.not_cancelled()
            .filter(starts_at__gte=start_of_day(), closed_at__isnull=True)
            .order_by("starts_at")
        )

    def to_come(self) -> "MeetingQuerySet":
        """Return the meetings not cancelled that have not begun, soonest first."""
        return self.not_cancelled().filter(starts_at__gt=timezone.now()).order_by("starts_at")

    def in_calendar_of(self, user) -> "MeetingQuerySet":
        """Return the meetings that belong in the calendar of `user`: those of their own sites, those of all sites of the
        programmes in which they are a knowledge broker, and those to which they were invited and did not say no.
        """
        standing = user.standing
        own = standing.member_of | standing.facilitates | standing.broker_sites
        found = self.model._default_manager.filter(invites(user))
        return self.filter(Q(site__in=own) | Q(pk__in=found.order_by().values("pk")))

    def for_user(self, user) -> "MeetingQuerySet":
        """Return the meetings of the sites where `user` is a member or facilitates: those that they would attend."""
        return self.filter(site__in=user.standing.member_of | user.standing.facilitates)

    def with_who_came(self) -> "MeetingQuerySet":
        """Add `came` (members marked as present) and `marked` (members with any mark), so that lists need no further query."""
        here = Q(attendances__mark="present")
        return in_usual_order(self).annotate(
            came=Count("attendances", filter=here), marked=Count("attendances")
        )

    def held(self) -> "MeetingQuerySet":
        """Return the meetings that took place: not cancelled, and begun, oldest first."""
        return self.not_cancelled().filter(starts_at__lte=timezone.now()).order_by("starts_at")
