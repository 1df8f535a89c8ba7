"""Roles in a programme."""

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils import timezone

from sites_app.models import Programme, Site


class RoleQuerySet(models.QuerySet):
    """A QuerySet of roles."""

    def current(self) -> "RoleQuerySet":
        """Return the roles held today."""
        return self.on(timezone.localdate())

    def on(self, day) -> "RoleQuerySet":
        """Return the roles held on `day`."""
        return self.filter(since__lte=day).filter(Q(until__isnull=True) | Q(until__gt=day))


class Role(models.Model):
    """What a person does in a programme beyond one site."""

    class Kind(models.TextChoices):
        """The roles that a programme has."""

        PROGRAMME_TEAM = "programme_team", "Programme team"  # runs the programme
        KNOWLEDGE_BROKER = "knowledge_broker", "Knowledge broker"  # brings evidence to cases
        ADVISER = "adviser", "Adviser"  # on the advisory group
        COMMISSIONER = "commissioner", "Commissioner or senior manager"  # of the named sites

    user = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="roles")
    programme = models.ForeignKey(Programme, on_delete=models.CASCADE, related_name="roles")
    kind = models.CharField(max_length=20, choices=Kind)
    sites = models.ManyToManyField(Site, blank=True, related_name="commissioner_roles")  # commissioners only
    since = models.DateField(default=timezone.localdate)
    until = models.DateField(null=True, blank=True)

    objects = RoleQuerySet.as_manager()

    class Meta:
        ordering = ["programme", "kind", "user"]
        constraints = [
            models.UniqueConstraint(
                fields=["user", "programme", "kind"],
                condition=Q(until__isnull=True),
                name="a_person_holds_a_role_in_a_programme_once_at_a_time",
            ),
            models.CheckConstraint(
                condition=Q(until__isnull=True) | Q(until__gte=F("since")), name="a_role_ends_after_it_starts"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.user}, {self.get_kind_display()}"
