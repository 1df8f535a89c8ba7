"""The data of a home page. Everything is read once, and only if one of the person's roles needs it.

It includes only running programmes.
"""

from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property

from django.db.models import QuerySet
from django.utils import timezone

from cases.models import Case
from cases.next_steps.tallies import fed_back_steps, good_steps, suggested_steps
from kit.prepared import Prepared
from kit.queries import number_of
from knowledge.library.models import LearningObjectVersion
from meetings.marks import EVERYONE_OF, Size, size_of
from meetings.models import Meeting
from meetings.progress import MeetingProgress
from members.models import Member
from pages.notices.items import Notice
from pages.notices.readers import One
from pages.notices.waiting import in_order, read
from sites_app.models import Programme, Site


@dataclass(frozen=True)
class WaitingItem:
    """A row of a home page that is no notice. `aside` says since or until when."""

    label: str
    url: str
    why: str = ""
    aside: str = ""


def _sites(user) -> QuerySet:
    site_of_step = "discussion__meeting__site"
    return (
        Site.objects.visible_to(user)
        .with_latest_state()
        .select_related("programme")
        .annotate(
            number_of_cases=number_of(Case.objects.all(), "site"),
            number_written_up=number_of(LearningObjectVersion.objects.published(), "learning_object__site"),
            number_suggested=number_of(suggested_steps(), site_of_step),
            number_fed_back=number_of(fed_back_steps(), site_of_step),
            number_good=number_of(good_steps(), site_of_step),
        )
    )


SITES = Prepared(_sites)


class HomeOverview:
    """The roles of one person in running programmes, and the data of these programmes."""

    def __init__(self, user):
        self.user = user
        self.standing = user.standing
        self.today = timezone.localdate()

    @cached_property
    def all_sites(self) -> list[Site]:
        """All sites whose page they may open, with their programme, state and some totals."""
        return SITES.read(user=self.user)

    @cached_property
    def programmes(self) -> dict[int, Programme]:
        """All programmes in which they have a role or membership, including ended ones, by id."""
        found = {site.programme_id: site.programme for site in self.all_sites}
        if without_sites := self.standing.programmes - found.keys():
            found |= Programme.objects.in_bulk(without_sites)
        return found

    @cached_property
    def running(self) -> dict[int, Programme]:
        """Those of the programmes that are running, by id."""
        return {pk: programme for pk, programme in self.programmes.items() if programme.is_running}

    @cached_property
    def sites(self) -> dict[int, Site]:
        """The sites of running programmes whose page they may open, by id."""
        return {site.pk: site for site in self.all_sites if site.programme_id in self.running}

    def sites_in(self, ids: frozenset[int]) -> list[Site]:
        """Return the running sites with these ids, in order."""
        return [site for site in self.sites.values() if site.pk in ids]

    @cached_property
    def facilitated(self) -> list[Site]:
        """The running sites that they facilitate."""
        return self.sites_in(self.standing.facilitates)

    @cached_property
    def own(self) -> list[Site]:
        """The running sites where they are a member or facilitate."""
        return self.sites_in(self.standing.facilitates | self.standing.member_of)

    @property
    def progress(self) -> Mapping[int, MeetingProgress]:
        """The progress of each of the sites, by the site's id."""
        return self.readers.progress

    @cached_property
    def everyone(self) -> dict[int, list[Member]]:
        """All who are or were members of each site, with their attendance and their mark of figure 1, by the site's id."""
        found: dict[int, list[Member]] = defaultdict(list)
        for member in EVERYONE_OF.read(sites=self.sites, on=self.today):
            found[member.site_id].append(member)
        return found

    def members(self, site: Site) -> list[Member]:
        """Return the current members of a site."""
        return [member for member in self.everyone[site.pk] if member.is_here]

    def size(self, site: Site) -> Size:
        """Return how many of a site are confirmed, including facilitators, and how many members are not."""
        return size_of(self.everyone[site.pk])

    def upcoming(self, site: Site) -> list[Meeting]:
        """Return the meetings of a site from today on that are not closed, soonest first."""
        found = [
            meeting
            for meeting in self.progress[site.pk].meetings
            if not meeting.is_cancelled and not meeting.is_closed and meeting.day >= self.today
        ]
        for meeting in found:
            meeting.site = site
        return found

    @cached_property
    def next_meetings(self) -> list[Meeting]:
        """The next meeting of each of the sites that they read, soonest first."""
        reading = self.sites_in(self.standing.reading_sites)
        return sorted(
            (meetings[0] for site in reading if (meetings := self.upcoming(site))),
            key=lambda meeting: meeting.starts_at,
        )

    @cached_property
    def own_meeting(self) -> Meeting | None:
        """The next meeting that they would attend as a member or facilitator."""
        own = {site.pk for site in self.own}
        return next((meeting for meeting in self.next_meetings if meeting.site_id in own), None)

    @cached_property
    def readers(self) -> One:
        """The person as the notices are read for them."""
        return One(self.user, sites=self.sites, shows_words=True)

    @cached_property
    def notices(self) -> list[Notice]:
        """What waits for them and what is news to them, in order."""
        return in_order(read(self.readers, timezone.now()))
