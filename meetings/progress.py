"""The progress of a site towards the minimum number of meetings: held, cancelled, next, planned, without a date."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from functools import cached_property

from django.utils import timezone
from django.utils.text import capfirst

from kit.dates import months_between
from kit.prepared import Prepared
from kit.words import count, counted, day, short_day, spelled
from meetings.models import Meeting
from sites_app.models import Site, SiteState

LONGEST = 8  # number of rings
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
    """The meetings of one site as at `today`, oldest first, compared with the programme's minimum."""

    minimum: int
    meetings: tuple[Meeting, ...]
    today: date
    plans: bool  # whether the site still meets, so that more dates can be set
    ends_on: date | None

    @cached_property
    def held(self) -> list[Meeting]:
        """Return the meetings that took place."""
        return [meeting for meeting in self.meetings if not meeting.is_cancelled and meeting.has_started]

    @cached_property
    def to_come(self) -> list[Meeting]:
        """Return the meetings with a date to come."""
        return [meeting for meeting in self.meetings if not meeting.is_cancelled and not meeting.has_started]

    @property
    def cancelled(self) -> list[Meeting]:
        """Return the meetings that were cancelled."""
        return [meeting for meeting in self.meetings if meeting.is_cancelled]

    @property
    def next(self) -> Meeting | None:
        """Return the next meeting with a date."""
        return self.to_come[0] if self.to_come else None

    @property
    def missing(self) -> int:
        """Return how many more dates are needed to reach the minimum."""
        return max(0, self.minimum - len(self.held) - len(self.to_come))

    @property
    def is_reached(self) -> bool:
        """Return whether the minimum was reached."""
        return len(self.held) >= self.minimum

    @property
    def sentence(self) -> str:
        """Return a sentence such as "Three of six meetings held"."""
        held = len(self.held)
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
        undated = len(self.held) + len(self.to_come) + 1
        rings += [Ring("", str(undated + more), "no date") for more in range(missing)]
        return rings[:LONGEST]

    def _ring(self, meeting: Meeting) -> Ring:
        if meeting.is_cancelled:
            return Ring("off", "Cancelled", short_day(meeting.starts_at), meeting.get_absolute_url())
        state = "now" if meeting == self.next else "" if meeting in self.to_come else "done"
        label = "Taster" if meeting.kind == Meeting.Kind.TASTER else str(meeting.number)
        return Ring(state, label, short_day(meeting.starts_at), meeting.get_absolute_url())


MEETINGS = Prepared(
    lambda sites: Meeting.objects.filter(site__in=sites).defer("minutes").order_by("starts_at", "pk")
)


def progress_of_sites(sites: Iterable[Site]) -> dict[int, MeetingProgress]:
    """Return the progress of each of `sites` by its id, in two queries. Select their programmes along with them."""
    sites, today = list(sites), timezone.localdate()
    found: dict[int, list[Meeting]] = {site.pk: [] for site in sites}
    for meeting in MEETINGS.read(sites=sites):
        found[meeting.site_id].append(meeting)
    states = SiteState.objects.filter(site__in=found, since__lte=today).order_by("since", "pk")
    latest = {state.site_id: state.state for state in states}
    return {
        site.pk: MeetingProgress(
            minimum=site.programme.minimum_meetings,
            meetings=tuple(found[site.pk]),
            today=today,
            plans=site.programme.is_running and latest.get(site.pk) != SiteState.State.ENDED,
            ends_on=site.programme.ends_on,
        )
        for site in sites
    }


def progress_of_site(site: Site) -> MeetingProgress:
    """Return the progress of one site."""
    return progress_of_sites([site])[site.pk]
