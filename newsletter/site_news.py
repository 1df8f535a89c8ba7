"""What the records of a site say about its month, without a word about one case, and as much as each reader may know.

Who reads a site knows all of this already. Everybody else reads

- of a meeting its name and day. How many came is for members; commissioners read small numbers as "fewer than five", and
  the public none;
- a theme of a case only if five cases of the programme share all the themes that are named of it, so that no case is
  known by them;
- of next steps that came back whether most of them helped, and that only if there were five: never a number;
- a role of somebody who joined only if five members of the programme have it.
"""

from collections import Counter
from collections.abc import Collection
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, TypedDict

from django.db.models import Count, OuterRef, Q, Subquery

from cases.clearance.models import Audience
from cases.models import Case, Discussion
from cases.next_steps.models import Feedback
from kit.dates import month_bounds
from kit.privacy.small_numbers import SMALLEST_CELL
from kit.words import count, counted, day_of_month, listed
from meetings.models import Attendance, Meeting
from members.models import Member
from newsletter.models import Entry, NewsletterIssue, SiteUpdate
from newsletter.pieces import Piece, source_of
from sites_app.models import Site, SiteState

if TYPE_CHECKING:
    from django_stubs_ext import WithAnnotations

HELD = "was held on "  # before a day in the words of a piece
UNFINISHED = "…"  # ends a line of a draft
NO_NEWS = "No news from {place} this month."


class PeopleCame(TypedDict):
    """What is added to each meeting of the month."""

    people_came: int


@dataclass
class SiteMonth:
    """What is known of a site's month: its meetings, the themes that may be named, what came of next steps, who joined."""

    meetings: list["WithAnnotations[Meeting, PeopleCame]"] = field(default_factory=list)
    themes: list[str] = field(default_factory=list)
    outcomes: list[str] = field(default_factory=list)
    joined: list[str] = field(default_factory=list)  # the role of each; "" for one that is not named

    def facts(self, audience: str) -> str:
        """Return the facts that readers of `audience` may have, as sentences, or ""."""
        said = [sentence for meeting in self.meetings for sentence in _meeting(meeting, audience)]
        if audience != Audience.PUBLIC:
            said += [f"They talked about {listed(self.themes)}."] if self.themes else []
            said += [_came_back(self.outcomes)] if self.outcomes else []
        if audience == Audience.PROGRAMME and self.joined:
            said.append(_who_joined(self.joined))
        return " ".join(said)


def months_of_sites(issue: NewsletterIssue) -> dict[int, SiteMonth]:
    """Return what is known of the month of `issue` at each site of its programme where something happened."""
    found: dict[int, SiteMonth] = {}

    def month_of(site: int) -> SiteMonth:
        return found.setdefault(site, SiteMonth())

    for meeting in _meetings_held(issue):
        month_of(meeting.site_id).meetings.append(meeting)
    for site, themes in themes_of_sites(issue).items():
        month_of(site).themes = themes
    for site, outcome in outcomes_of(issue):
        month_of(site).outcomes.append(outcome)
    for site, role in _joined(issue):
        month_of(site).joined.append(role)
    return found


def update_pieces(issue: NewsletterIssue, months: dict[int, SiteMonth]) -> list[Piece]:
    """Return the news of each site: the facilitator's own words first, then the facts. A site that runs and has neither says so."""
    written = dict(SiteUpdate.objects.filter(issue=issue).values_list("site", "words"))
    audiences = dict(issue.entries.filter(kind=Entry.Kind.SITE_UPDATE).values_list("site", "audience"))
    return [
        Piece(
            Entry.Kind.SITE_UPDATE,
            source_of(site),
            site.place,
            _said(site, months, audiences.get(site.pk, Audience.PROGRAMME), written=written.get(site.pk, "")),
            site=site,
        )
        for site in _sites(issue, {*months, *written})
    ]


def brief_pieces(sites: list[Site], months: dict[int, SiteMonth]) -> list[Piece]:
    """Return for each of these sites what everybody may know of its month, for readers who do not have its news."""
    return [_brief(site, months) for site in sites]


def brief_piece(issue: NewsletterIssue, site: Site) -> Piece:
    """Return what everybody may know of the month of `site`. Nobody typed a word of it."""
    return _brief(site, {site.pk: SiteMonth(_meetings_held(issue, sites=[site.pk]))})


def _brief(site: Site, months: dict[int, SiteMonth]) -> Piece:
    words = _said(site, months, Audience.PUBLIC)
    return Piece(Entry.Kind.BRIEF, source_of(site), site.place, words, audience=Audience.PUBLIC, site=site)


def _said(site: Site, months: dict[int, SiteMonth], audience: str, *, written: str = "") -> str:
    facts = months[site.pk].facts(audience) if site.pk in months else ""
    return "\n\n".join(part for part in (written, facts) if part) or NO_NEWS.format(place=site.place)


def _sites(issue: NewsletterIssue, known: set[int]) -> list[Site]:
    """Return the sites of `known`, and if there are any, those that ran at the end of the month of `issue`, in their order."""
    if not known:
        return []
    states = SiteState.objects.filter(site=OuterRef("pk"), since__lte=issue.last_day).order_by(
        "-since", "-pk"
    )
    sites = Site.objects.filter(programme=issue.programme_id).annotate(
        state_then=Subquery(states.values("state")[:1])
    )
    return [
        site
        for site in sites.order_by("code")
        if site.pk in known or site.state_then == SiteState.State.RUNNING
    ]


def _meetings_held(
    issue: NewsletterIssue, *, sites: Collection[int] | None = None
) -> list["WithAnnotations[Meeting, PeopleCame]"]:
    """Return the meetings of the month, of these `sites` alone where they are given, each with the number of people who came."""
    begins, ends = month_bounds(issue.month)
    came = Count(
        "attendances",
        filter=Q(attendances__mark__in=[Attendance.Mark.PRESENT, Attendance.Mark.STAND_IN]),
    )
    where = Q(site__programme=issue.programme_id) if sites is None else Q(site__in=sites)
    held = Meeting.objects.held().filter(where, starts_at__gte=begins, starts_at__lt=ends)
    return list(held.annotate(people_came=came))


def _meeting(meeting: "WithAnnotations[Meeting, PeopleCame]", audience: str) -> list[str]:
    """Meeting 4 was held on 12 June. Eight people came."""
    name = "The taster session" if meeting.kind == Meeting.Kind.TASTER else meeting.name
    said, came = [f"{name} {HELD}{day_of_month(meeting.starts_at)}."], meeting.people_came
    if came and audience == Audience.COMMISSIONERS and came < SMALLEST_CELL:
        said.append("Fewer than five people came.")
    elif came and audience != Audience.PUBLIC:
        said.append(f"{counted(came, 'person', 'people')} came.")
    return said


def themes_of_sites(issue: NewsletterIssue) -> dict[int, list[str]]:
    """Return the themes that may be named of what each site discussed in the month of `issue`, by the site's id."""
    begins, ends = month_bounds(issue.month)
    discussed = list(
        Discussion.objects.filter(
            meeting__cancelled_at=None,
            meeting__site__programme=issue.programme_id,
            meeting__starts_at__lt=ends,
        ).values_list("case", "meeting__site", "meeting__starts_at")
    )
    themes: dict[int, set[str]] = {}
    cases = {case for case, _, _ in discussed}
    for case, name in Case.themes.through.objects.filter(case__in=cases).values_list("case", "theme__name"):
        themes.setdefault(case, set()).add(name)
    found: dict[int, set[str]] = {}
    for case, site, at in discussed:
        if at >= begins and (shared := _shared(themes.get(case, set()), list(themes.values()))):
            found.setdefault(site, set()).update(shared)
    return {site: sorted(names) for site, names in found.items()}


def _shared(themes: set[str], everywhere: list[set[str]]) -> set[str]:
    """Return those `themes` of a case, the most usual first, that enough others have all together."""
    usual = Counter(name for each in everywhere for name in each)
    named: set[str] = set()
    for name in sorted(themes, key=lambda each: (-usual[each], each)):
        if sum({*named, name} <= each for each in everywhere) >= SMALLEST_CELL:
            named.add(name)
    return named


def outcomes_of(issue: NewsletterIssue) -> list[tuple[int, str]]:
    """Return the site and the outcome of each next step that had its final feedback in the month of `issue`."""
    begins, ends = month_bounds(issue.month)
    final = Feedback.objects.exclude(outcome=Feedback.Outcome.NOT_YET)
    at = "next_step__discussion__meeting__site"
    told = final.filter(**{f"{at}__programme": issue.programme_id}, at__gte=begins, at__lt=ends)
    return list(
        {
            step: (site, outcome) for step, site, outcome in told.values_list("next_step", at, "outcome")
        }.values()
    )


def _came_back(outcomes: list[str]) -> str:
    """Return what came of next steps, without a number: whether most helped is said of five and more."""
    good = sum(outcome in Feedback.GOOD for outcome in outcomes)
    if len(outcomes) < SMALLEST_CELL or not good:
        return "There was feedback on earlier next steps."
    most = "most" if good * 2 > len(outcomes) else "some"
    return f"There was feedback on earlier next steps: {most} of them helped or held steady."


def _joined(issue: NewsletterIssue) -> list[tuple[int, str]]:
    """Return the site and the role of each person who joined in the month of `issue`; "" for a role that few have."""
    members = Member.objects.filter(site__programme=issue.programme_id, joined_on__lte=issue.last_day)
    there = members.on(issue.last_day).exclude(discipline=None).values_list("discipline__name", flat=True)
    have = Counter(there)
    new = members.filter(joined_on__gte=issue.month).order_by("site", "discipline__position", "pk")
    return [
        (site, role if role and have[role] >= SMALLEST_CELL else "")
        for site, role in new.values_list("site", "discipline__name")
    ]


def _who_joined(roles: list[str]) -> str:
    """Two people joined: Housing officer, and one in another role."""
    named = Counter(role for role in roles if role)
    said = [f"{role} ({times})" if times > 1 else role for role, times in named.items()]
    if not named:
        return f"{counted(len(roles), 'person', 'people')} joined."
    if others := roles.count(""):
        said.append(count(others, "in another role", "in other roles"))
    return f"{counted(len(roles), 'person', 'people')} joined: {listed(said)}."


def draft_of(issue: NewsletterIssue, site: Site) -> str:
    """Return the beginning of an update about `site`, for its facilitator to go on with. Its lines are not finished."""
    themes = themes_of_sites(issue).get(site.pk, [])
    about = (
        f"We talked about {listed(themes)}. What we take away from it: {UNFINISHED}"
        if themes
        else f"This month we {UNFINISHED}"
    )
    return f"{about}\n\nWhat we would like to hear from other sites: {UNFINISHED}"
