"""The side of a home page: their own site and attendance, other sites, dates."""

from dataclasses import dataclass
from datetime import datetime

from django.db.models import QuerySet
from django.db.models.functions import Coalesce

from cases.next_steps.tallies import Tally
from kit.days.bank_holidays import remark
from kit.prepared import Prepared
from kit.words import by_name
from meetings.group_sizes import sizes_seen_by
from meetings.invitations.models import DateInvitation
from meetings.marks import Size
from meetings.models import Visit
from meetings.progress import MeetingProgress
from members.models import Facilitation
from pages.home.overview import HomeOverview, Totals
from pages.overview.late import Late, LateThing, late_in
from sites_app.models import Programme, ProgrammeEvent, Site

DIARY_SHOWS = 5
LATE_SHOWS = 5


@dataclass(frozen=True)
class SiteInShort:
    """A site in totals: confirmed members, meetings held, next steps with feedback."""

    site: Site
    progress: MeetingProgress
    confirmed: str  # their number, or a range for who does not read the site
    size: Size | None  # None for who does not read the site
    totals: Totals | None  # None for who does not look after the site

    @property
    def tally(self) -> Tally:
        """The numbers of next steps and feedback."""
        return self.totals.tally if self.totals else Tally(0, 0, 0)


def sites_in_short(overview: HomeOverview, sites: list[Site]) -> list[SiteInShort]:
    """Return these sites in totals."""
    reads = overview.standing.reading_sites
    others = [site for site in sites if site.pk not in reads]
    sizes = {site.pk: str(overview.size(site).confirmed) for site in sites if site.pk in reads}
    if others:
        sizes |= sizes_seen_by(overview.user, others)
    return [
        SiteInShort(
            site,
            overview.progress[site.pk],
            sizes[site.pk],
            overview.size(site) if site.pk in reads else None,
            overview.totals.get(site.pk),
        )
        for site in sites
    ]


@dataclass(frozen=True)
class OwnPlace:
    """A person's attendance at one site, and whether they are a confirmed member."""

    site: Site
    member_id: int
    came: int
    held: int
    is_confirmed: bool
    needed: int


def own_places(overview: HomeOverview) -> list[OwnPlace]:
    """Return their memberships by site, at sites that they do not facilitate."""
    return [
        OwnPlace(
            site=site,
            member_id=member.pk,
            came=member.came,
            held=sum(meeting.day >= member.joined_on for meeting in overview.progress[site.pk].held),
            is_confirmed=member.mark != "Y",
            needed=site.programme.meetings_to_be_confirmed,
        )
        for site in overview.own
        if site.pk not in overview.standing.facilitates
        for member in overview.members(site)
        if member.pk in overview.standing.member_ids
    ]


def late_shown(overview: HomeOverview) -> list[tuple[Programme, Late | None, tuple[LateThing, ...]]]:
    """Return the programmes that they run, each with what is late there and the first of it."""
    found = []
    for pk in sorted(overview.standing.programme_team & overview.running.keys()):
        late = late_in(overview.running[pk], reader=overview.user)
        found.append((overview.running[pk], late, late.things[:LATE_SHOWS] if late else ()))
    return found


@dataclass(frozen=True)
class Date:
    """One date in the list of dates."""

    at: datetime
    what: str
    url: str = ""
    about: str = ""  # such as a bank holiday


def _events(user, programmes: list[int]) -> QuerySet:
    invited = DateInvitation.objects.standing().to_events().filter(user=user)
    events = ProgrammeEvent.objects.filter(programme__in=programmes).exclude(invitations__in=invited)
    return events.upcoming()[:DIARY_SHOWS]


def _invited(user) -> QuerySet:
    invitations = DateInvitation.objects.to_come().filter(user=user, withdrawn_at__isnull=True)
    guests = invitations.exclude(capacity=Visit.Capacity.KNOWLEDGE_BROKER).exclude(coming="no")
    in_order = guests.order_by(Coalesce("meeting__starts_at", "event__starts_at"), "pk")
    return in_order.select_related("meeting__site", "event")[:DIARY_SHOWS]


EVENTS = Prepared(_events)
INVITED = Prepared(_invited)


def diary(overview: HomeOverview) -> list[Date]:
    """Return the next dates: meetings of their own sites, and those of the programme for people of the programme."""
    dates = [
        Date(
            meeting.starts_at,
            f"{meeting.name}, {site}" if len(overview.own) > 1 else meeting.name,
            meeting.get_absolute_url(),
            remark(meeting.starts_at, site.nation),
        )
        for site in overview.own
        for meeting in overview.upcoming(site)
    ]
    dates += invited_dates(overview)
    programmes = [pk for pk in overview.running if pk in overview.standing.member_programmes]
    if programmes:
        dates += [
            Date(event.starts_at, _with_place(event), event.get_absolute_url())
            for event in EVENTS.read(user=overview.user, programmes=programmes)
        ]
    return sorted(dates, key=lambda date: date.at)[:DIARY_SHOWS]


def _with_place(event: ProgrammeEvent) -> str:
    return f"{event.title}, {event.place}" if event.place else event.title


def invited_dates(overview: HomeOverview) -> list[Date]:
    """Return the dates to come to which they were invited, or said that they could come, as a guest; and the programme's
    dates that are for them.
    """
    return [
        Date(
            each.date.starts_at,
            _with_place(each.event) if each.event else f"Visit to {each.site}",
            each.date.get_absolute_url() if each.event else each.get_absolute_url(),
            "" if each.is_proposed or each.coming else "Say if you are coming",
        )
        for each in INVITED.read(user=overview.user)
    ]


@dataclass(frozen=True)
class VisitWelcome:
    """A site that would welcome a visit, and who to turn to there."""

    site: Site
    facilitators: list[str]


def visits_welcome(overview: HomeOverview) -> list[VisitWelcome]:
    """Return the sites that they commission for and that have a date to come, each with its facilitators."""
    sites = overview.sites_in(overview.standing.commissioner_sites)
    sites = [site for site in sites if overview.progress[site.pk].to_come]
    if not sites:
        return []
    names: dict[int, list[str]] = {site.pk: [] for site in sites}
    now = Facilitation.objects.on(overview.today).filter(member__site__in=sites)
    for each in by_name(now.select_related("member"), "member.name"):
        names[each.member.site_id].append(each.member.name)
    return [VisitWelcome(site, names[site.pk]) for site in sites]
