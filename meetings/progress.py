"""The progress of a site towards the minimum number of meetings: held, cancelled, next, planned, without a date.

However long a site goes on, this reads its latest meetings, and how many there were.
"""

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import date, timedelta
from functools import cached_property

from django.db.models import Case as Choose
from django.db.models import F, OuterRef, QuerySet, Subquery, Value, When
from django.db.models.functions import Coalesce, Least
from django.utils import timezone
from django.utils.text import capfirst

from kit.dates import months_between
from kit.prepared import Prepared
from kit.queries import number_of
from kit.words import count, counted, day, short_day, spelled
from meetings.models import Meeting
from sites_app.models import Site, SiteQuerySet, SiteState

LONGEST = 8  # number of rings
RECENT = timedelta(days=190)  # meetings since then are read, however many: somebody may be asked about them
BEFORE_THE_NEXT = 5  # of them, where there are more


@dataclass(frozen=True)
class Ring:
    """One meeting on the line. `state` is done, now (the next one), off (cancelled) or empty (to come)."""

    state: str
    label: str
    text: str
    url: str = ""


@dataclass(frozen=True)
class MeetingProgress:
    """The meetings of one site as at `today`, compared with the programme's minimum.

    `meetings` are the latest, oldest first, as `latest_meetings` has them, and `number_held` counts all that took place.
    """

    minimum: int
    meetings: tuple[Meeting, ...]
    number_held: int
    today: date
    plans: bool  # whether the site still meets, so that more dates can be set
    ends_on: date | None

    @cached_property
    def held(self) -> list[Meeting]:
        """Return those of the meetings that took place."""
        return [meeting for meeting in self.meetings if not meeting.is_cancelled and meeting.has_started]

    @cached_property
    def to_come(self) -> list[Meeting]:
        """Return the meetings with a date to come."""
        return [meeting for meeting in self.meetings if not meeting.is_cancelled and not meeting.has_started]

    @property
    def cancelled(self) -> list[Meeting]:
        """Return those of the meetings that were cancelled."""
        return [meeting for meeting in self.meetings if meeting.is_cancelled]

    @property
    def next(self) -> Meeting | None:
        """Return the next meeting with a date."""
        return self.to_come[0] if self.to_come else None

    @property
    def missing(self) -> int:
        """Return how many more dates are needed to reach the minimum."""
        return max(0, self.minimum - self.number_held - len(self.to_come))

    @property
    def is_reached(self) -> bool:
        """Return whether the minimum was reached."""
        return self.number_held >= self.minimum

    @property
    def sentence(self) -> str:
        """Return a sentence such as "Three of six meetings held"."""
        held = self.number_held
        if self.is_reached:
            return counted(held, "meeting held", "meetings held")
        return capfirst(f"{spelled(held) if held else 'none'} of {spelled(self.minimum)} meetings held")

    @property
    def warning(self) -> str:
        """Return what to do if the planned dates cannot reach the minimum, or "" if they can, or if nothing is
        planned.
        """
        if not self.missing or not self.plans:
            return ""
        dates = count(self.missing, "more date is", "more dates are")
        words = f"To reach {count(self.minimum, 'meeting', 'meetings')}, {dates} needed."
        if self.ends_on and self.ends_on >= self.today:
            months = months_between(self.today, self.ends_on)
            words += f" The programme ends on {day(self.ends_on)}"
            words += ": one meeting a month will not be enough." if months < self.missing else "."
        return words

    @property
    def rings(self) -> list[Ring]:
        """Return the rings to draw, with one for each date that is missing: eight at most, those around the next meeting."""
        number, missing = len(self.meetings), self.missing if self.plans else 0
        ahead = self.meetings.index(self.next) if self.next else number
        first = max(0, min(ahead - BEFORE_THE_NEXT, number + missing - LONGEST))
        rings = [self._ring(meeting) for meeting in self.meetings[first : first + LONGEST]]
        undated = self.number_held + len(self.to_come) + 1
        rings += [Ring("", str(undated + more), "no date") for more in range(missing)]
        return rings[:LONGEST]

    def _ring(self, meeting: Meeting) -> Ring:
        if meeting.is_cancelled:
            return Ring("off", "Cancelled", short_day(meeting.starts_at), meeting.get_absolute_url())
        state = "now" if meeting == self.next else "" if meeting in self.to_come else "done"
        label = "Taster" if meeting.kind == Meeting.Kind.TASTER else str(meeting.number)
        return Ring(state, label, short_day(meeting.starts_at), meeting.get_absolute_url())


def with_number_held(sites: SiteQuerySet) -> SiteQuerySet:
    """Add to each of `sites` how many meetings took place, as `number_held`."""
    return sites.annotate(number_held=number_of(Meeting.objects.held(), "site"))


def latest_meetings(sites: Iterable[int], *, whole: Collection[int] = ()) -> QuerySet[Meeting]:
    """Return the meetings of the sites with these ids that are to come, those of the last half year, and the last eight that took place, with what was
    cancelled between them; all meetings of the sites that are `whole` as well. Oldest first, without their minutes.
    """
    recent = timezone.now() - RECENT
    held = Meeting.objects.held().filter(site=OuterRef("pk")).order_by("-starts_at")
    eighth = Subquery(held.values("starts_at")[LONGEST - 1 : LONGEST])
    first = Subquery(
        Meeting.objects.filter(site=OuterRef("pk")).order_by("starts_at").values("starts_at")[:1]
    )
    lately = Least(Coalesce(eighth, first), Value(recent))
    since = Choose(When(pk__in=whole, then=first), default=lately) if whole else lately
    latest = Site.objects.filter(pk__in=sites).alias(since=since).filter(meetings__starts_at__gte=F("since"))
    return (
        Meeting.objects.filter(pk__in=latest.order_by().values("meetings"))
        .defer("minutes")
        .order_by("starts_at", "pk")
    )


MEETINGS = Prepared(lambda sites: latest_meetings(sites))
NUMBERS = Prepared(
    lambda sites: (
        with_number_held(Site.objects.filter(pk__in=sites).with_latest_state())
        .order_by("pk")
        .values_list("pk", "number_held", "latest_state")
    )
)


def progress_of_sites(sites: Iterable[Site]) -> dict[int, MeetingProgress]:
    """Return the progress of each of `sites` by its id, in two queries. Select their programmes along with them."""
    sites, today = list(sites), timezone.localdate()
    found: dict[int, list[Meeting]] = {site.pk: [] for site in sites}
    for meeting in MEETINGS.read(sites=list(found)):
        found[meeting.site_id].append(meeting)
    numbers = {pk: (held, state) for pk, held, state in NUMBERS.read(sites=list(found))}
    return {site.pk: progress_of(site, found[site.pk], *numbers[site.pk], today=today) for site in sites}


def progress_of(
    site: Site, meetings: Iterable[Meeting], number_held: int, latest_state: str | None, *, today: date
) -> MeetingProgress:
    """Return the progress of a site whose latest meetings, number of meetings and latest state were read."""
    return MeetingProgress(
        minimum=site.programme.minimum_meetings,
        meetings=tuple(meetings),
        number_held=number_held,
        today=today,
        plans=site.programme.is_running and latest_state != SiteState.State.ENDED,
        ends_on=site.programme.ends_on,
    )


def progress_of_site(site: Site) -> MeetingProgress:
    """Return the progress of one site."""
    return progress_of_sites([site])[site.pk]
