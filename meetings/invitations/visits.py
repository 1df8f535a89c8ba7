"""Visits counted: who came to meetings that took place, how often, and what was asked of them."""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, field

from kit.words import by_name
from meetings.invitations.models import DateInvitation
from meetings.models import Meeting, Visit
from members.same_person import person_key
from sites_app.models import Site

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
