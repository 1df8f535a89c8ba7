"""How large a world is, and when things happen in it."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from math import ceil

CASES_A_MEETING = 3
DAYS_BETWEEN = 28  # meetings, unless there are more of them than six years have months
LONGEST = timedelta(days=6 * 365)
SHORTEST = timedelta(days=365)


@dataclass(frozen=True)
class Size:
    """How many sites, members and cases there are. All is made to look as it would at the moment `now`."""

    sites: int
    members: int
    cases: int
    now: datetime

    @property
    def meetings(self) -> int:
        """How many meetings each site has held."""
        return max(3, ceil(self.cases / self.sites / CASES_A_MEETING))

    @property
    def began_at(self) -> datetime:
        """When the first site met first."""
        wanted = timedelta(days=self.meetings * DAYS_BETWEEN)
        return self.now - min(max(wanted, SHORTEST), LONGEST)

    def share(self, of: int, site: int) -> int:
        """Return how many of `of` things the site with the number `site` has, from 0."""
        return of // self.sites + (site < of % self.sites)

    def meets_at(self, number: int) -> datetime:
        """Return when the meeting with this number is, from 0; the last one was some days ago."""
        last = self.now - timedelta(days=9)
        step = (last - self.began_at) / (self.meetings - 1)
        return (self.began_at + step * number).replace(hour=14, minute=0, second=0, microsecond=0)
