"""The data of a home page. Everything is read once, and only if one of the person's roles needs it.

It includes only running programmes.
"""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from functools import cached_property

from django.core.cache import cache
from django.db.models import Case as Choose
from django.db.models import QuerySet, When
from django.utils import timezone

from cases.models import Case
from cases.next_steps.tallies import Tally, fed_back_steps, good_steps, suggested_steps
from kit.prepared import Prepared
from kit.queries import number_of
from knowledge.library.models import LearningObjectVersion
from meetings.marks import EVERYONE_OF, Size, size_of, sizes_of
from meetings.models import Meeting
from meetings.progress import MeetingProgress, with_number_held
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


@dataclass(frozen=True)
class Totals:
    """How many cases of a site there are, how many are written up, and its next steps; and when this was counted."""

    tally: Tally
    number_of_cases: int | None = None  # None: not counted
    number_written_up: int | None = None
    counted_at: datetime | None = None  # None: now


def _numbers() -> dict:
    """Return the columns of a site that `Totals` are made of."""
    site_of_step = "discussion__meeting__site"
    return {
        "number_of_cases": number_of(Case.objects.all(), "site"),
        "number_written_up": number_of(LearningObjectVersion.objects.published(), "learning_object__site"),
        "number_suggested": number_of(suggested_steps(), site_of_step),
        "number_fed_back": number_of(fed_back_steps(), site_of_step),
        "number_good": number_of(good_steps(), site_of_step),
    }


def _sites(user) -> QuerySet:
    """Return the sites whose page they may open, with the numbers of those that they facilitate."""
    sites = with_number_held(Site.objects.visible_to(user).with_latest_state()).select_related("programme")
    own = user.standing.facilitates
    if not own:
        return sites
    return sites.annotate(
        **{name: Choose(When(pk__in=own, then=number), default=0) for name, number in _numbers().items()}
    )


def _totals(sites: list[int]) -> QuerySet:
    numbers = _numbers()
    shown = {name: numbers[name] for name in ("number_suggested", "number_fed_back")}
    return Site.objects.filter(pk__in=sites).annotate(**shown).values_list("pk", *shown)


SITES = Prepared(_sites)
TOTALS = Prepared(_totals)
KEPT_FOR = 10 * 60  # seconds


def kept_totals_of(sites: Iterable[int]) -> dict[int, Totals]:
    """Return how much feedback the sites with these ids had as it was in the last ten minutes: for who looks after many sites, and
    needs no number to the minute. The page says when they were counted.
    """
    keys = {f"totals-{pk}": pk for pk in sites}
    found = {keys[key]: each for key, each in cache.get_many(keys).items()}
    if left := set(keys.values()) - found.keys():
        rows = TOTALS.read(sites=left)
        now = timezone.now()
        read = {pk: Totals(Tally(*steps), counted_at=now) for pk, *steps in rows}
        cache.set_many({f"totals-{pk}": each for pk, each in read.items()}, KEPT_FOR)
        found |= read
    return found


class HomeOverview:
    """The roles of one person in running programmes, and the data of these programmes."""

    def __init__(self, user):
        self.user = user
        self.standing = user.standing
        self.today = timezone.localdate()

    @cached_property
    def all_sites(self) -> list[Site]:
        """All sites whose page they may open, with their programme and state."""
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
        """All who are or were members of each of their own sites, with their attendance and their mark of figure 1, by the
        site's id.
        """
        found: dict[int, list[Member]] = defaultdict(list)
        for member in EVERYONE_OF.read(sites=self.own, on=self.today):
            found[member.site_id].append(member)
        return found

    def members(self, site: Site) -> list[Member]:
        """Return the current members of one of their own sites."""
        return [member for member in self.everyone[site.pk] if member.is_here]

    def size(self, site: Site) -> Size:
        """Return how many of a site are confirmed, including facilitators, and how many members are not."""
        own = self.standing.facilitates | self.standing.member_of
        return size_of(self.everyone[site.pk]) if site.pk in own else self._sizes[site.pk]

    @cached_property
    def _sizes(self) -> dict[int, Size]:
        return sizes_of(self.sites.values(), on=self.today)

    @cached_property
    def totals(self) -> dict[int, Totals]:
        """The totals of the sites that they facilitate, and of those that they look after."""
        own = {
            site.pk: Totals(
                Tally(site.number_suggested, site.number_fed_back, site.number_good),
                site.number_of_cases,
                site.number_written_up,
            )
            for site in self.facilitated
        }
        seen_over = (self.standing.team_sites | self.standing.adviser_sites) & self.standing.reading_sites
        return kept_totals_of((seen_over & self.sites.keys()) - own.keys()) | own

    @property
    def counted_at(self) -> datetime | None:
        """When the oldest of the totals that are not of this moment was counted, or None if all are."""
        return min((each.counted_at for each in self.totals.values() if each.counted_at), default=None)

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
