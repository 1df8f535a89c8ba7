"""Visits counted: who came to meetings that took place, how often, and what was asked of them."""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, field

from kit.words import by_name
from meetings.invitations.models import DateInvitation
from meetings.models import Meeting, Visit
from members.same_person import person_key
from sites_app.models import Programme, Site

LATEST = 5  # visits of one person that are listed
NOT_SAID = "Nothing was asked beforehand"


@dataclass
class Visitor:
    """One person and their visits, newest first."""

    name: str
    visits: list[Visit] = field(default_factory=list)

    @property
    def times(self) -> int:
        """How often they came."""
        return len(self.visits)

    @property
    def latest(self) -> list[Visit]:
        """Their latest visits."""
        return self.visits[:LATEST]

    @property
    def earlier(self) -> int:
        """How many visits there were before these."""
        return max(0, self.times - LATEST)


@dataclass(frozen=True)
class Visits:
    """The visits to meetings that took place: by person, most often first, and how often each thing was asked."""

    visitors: list[Visitor]
    asked: list[tuple[str, int]]

    @property
    def total(self) -> int:
        """How many visits there were."""
        return sum(visitor.times for visitor in self.visitors)


def visits_of_site(site: Site) -> Visits:
    """Return the visits to meetings of `site` that took place, in one query.

    A person is counted by their account, else by name.
    """
    held = Meeting.objects.held().filter(site=site)
    found = Visit.objects.filter(meeting__in=held.order_by()).select_related("meeting", "user", "invitation")
    return counted(found.order_by("-meeting__starts_at", "pk"))


@dataclass(frozen=True)
class SiteVisits:
    """One site of a programme, and its visits."""

    site: Site
    visits: Visits
    last: Visit


def visits_in_programme(programme: Programme, *, by=None) -> list[Visit]:
    """Return the visits to meetings of the sites of `programme` that took place, newest first, in one query: those of the
    account `by`, or all.
    """
    held = Meeting.objects.held().filter(site__programme=programme)
    found = Visit.objects.filter(meeting__in=held.order_by())
    if by is not None:
        found = found.filter(user=by)
    return list(
        found.select_related("meeting__site", "user", "invitation").order_by("-meeting__starts_at", "pk")
    )


def by_site(visits: list[Visit]) -> list[SiteVisits]:
    """Return `visits`, newest first, by site, those that were visited most often first."""
    places: dict[int, list[Visit]] = {}
    for visit in visits:
        places.setdefault(visit.meeting.site_id, []).append(visit)
    found = [SiteVisits(each[0].meeting.site, counted(each), each[0]) for each in places.values()]
    return sorted(found, key=lambda each: (-each.visits.total, each.site.code))


def csv_rows(visits: list[Visit]) -> list[list[object]]:
    """Return `visits` as the rows of a table: day, site, who came, as what, and what was asked of them."""
    heads: list[object] = ["Date", "Site", "Who came", "As", "What was asked of them"]
    return [heads] + [
        [
            visit.meeting.day,
            str(visit.meeting.site),
            visit.name,
            visit.get_capacity_display(),
            purpose_of(getattr(visit, "invitation", None)) or NOT_SAID,
        ]
        for visit in visits
    ]


def counted(visits: Iterable[Visit]) -> Visits:
    """Return `visits` by person, those who came most often first, and by what was asked of them."""
    people: dict[object, Visitor] = {}
    asked: Counter[str] = Counter()
    for visit in visits:
        key = visit.user_id or person_key(visit.name)
        people.setdefault(key, Visitor(visit.name)).visits.append(visit)
        invitation = getattr(visit, "invitation", None)
        asked[purpose_of(invitation) or NOT_SAID] += 1
    visitors = sorted(by_name(people.values()), key=lambda each: -each.times)
    return Visits(visitors, sorted(asked.items(), key=lambda pair: (-pair[1], pair[0])))


def purpose_of(invitation: DateInvitation | None) -> str:
    """Return what was asked, from the list of reasons; brokers come to bring evidence."""
    if invitation is None:
        return ""
    if invitation.is_of_a_broker:
        return DateInvitation.Purpose.EVIDENCE.label
    return invitation.get_purpose_display()
