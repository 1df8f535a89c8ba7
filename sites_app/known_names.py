"""The names of people that are marked in texts of a whole programme."""

from kit.privacy.names import NameFinder
from sites_app.models import Programme, Site


def people_of(*programmes: Programme) -> NameFinder:
    """Return a finder of the names of everybody who is or was a member of a site of these programmes."""
    names = Site.objects.filter(programme__in=programmes, members__isnull=False)
    return NameFinder(names.values_list("members__name", flat=True))
