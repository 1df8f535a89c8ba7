"""The steps to set up a new programme, and which sites have too few meetings."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta

from django.db.models import Exists, OuterRef
from django.urls import reverse

from kit.dates import months_between
from kit.words import count, day, spelled
from meetings.models import Meeting
from meetings.progress import MeetingProgress
from members.models import Discipline, Facilitation, GroundRules, Invitation, Member, Role
from sites_app.models import Programme, Site, SiteState

QUIET_DAYS = 40  # a monthly site without a meeting for longer has fallen behind


@dataclass(frozen=True)
class Step:
    """One thing to do before a programme can meet: why, and where."""

    label: str
    why: str
    url: str
    is_done: bool


def steps_of(programme: Programme, sites: Iterable[Site]) -> list[Step]:
    """Return the steps from an empty programme to its first meeting, in order, in two queries.

    `sites` are the sites of the programme. The steps of a site follow one another: somebody joins, facilitates, can
    sign in, sets a date.
    """
    sites = list(sites)
    has = _facts_of(programme)
    steps = _steps_before_sites(programme, has)
    steps.append(
        Step(
            "Add the first site",
            "Where it meets and its host organisation.",
            reverse("sites:site_add", args=[programme.slug]),
            bool(sites),
        )
    )
    for site in _with_facts(sites):
        steps += _steps_of_site(site)
    return [
        *steps,
        Step(
            "Invite a knowledge broker, advisers and commissioners",
            "You can do this later. A knowledge broker is useful from the second meeting.",
            reverse("members:role_invite", args=[programme.slug]),
            has["has_roles"] or has["has_invited"],
        ),
    ]


def _steps_before_sites(programme: Programme, has: dict[str, bool]) -> list[Step]:
    """Return the steps that come before the first site."""
    return [
        Step(
            "Describe the programme",
            "Two or three sentences about its aims, for hosts and members.",
            reverse("sites:programme_edit", args=[programme.slug]),
            bool(programme.aims.strip()),
        ),
        Step(
            "List the roles you want in your groups",
            "For example, community matron or probation officer. They are shown in the membership table by sector.",
            reverse("members:discipline_list", args=[programme.slug]),
            has["has_disciplines"],
        ),
        Step(
            "Write the ground rules",
            "Write the rules that every member agrees to.",
            reverse("members:ground_rules_edit", args=[programme.slug]),
            has["has_ground_rules"],
        ),
    ]


def _steps_of_site(site: Site) -> list[Step]:
    return [
        Step(
            f"{site}: add the facilitator as a member",
            "They need an e-mail address to sign in.",
            reverse("members:member_add", args=[site.slug]),
            site.has_members,
        ),
        Step(
            f"{site}: appoint a facilitator",
            "A facilitator sets dates, adds members and records attendance.",
            reverse("members:facilitation_add", args=[site.slug]),
            site.has_facilitator,
        ),
        Step(
            f"{site}: invite the facilitator to sign in",
            "They get an e-mail with a link that works for three weeks.",
            reverse("member_list", args=[site.slug]),
            site.has_invited,
        ),
        Step(
            f"{site}: set the date of the taster session",
            "The first meeting, so people can find out if they want to join.",
            reverse("meetings:meeting_schedule", args=[site.slug]),
            site.has_meeting,
        ),
    ]


def _facts_of(programme: Programme) -> dict[str, bool]:
    other_roles = Role.objects.filter(programme=OuterRef("pk")).exclude(kind=Role.Kind.PROGRAMME_TEAM)
    return (
        Programme.objects.filter(pk=programme.pk)
        .annotate(
            has_disciplines=Exists(Discipline.objects.filter(programme=OuterRef("pk"))),
            has_ground_rules=Exists(GroundRules.objects.filter(programme=OuterRef("pk"))),
            has_roles=Exists(other_roles),
            has_invited=Exists(Invitation.objects.filter(programme=OuterRef("pk"), member__isnull=True)),
        )
        .values("has_disciplines", "has_ground_rules", "has_roles", "has_invited")
        .get()
    )


def _with_facts(sites: list[Site]) -> list[Site]:
    """Return the sites that are not meeting yet or still need something, each with what it has."""
    facilitation = Facilitation.objects.filter(member__site=OuterRef("pk"), ended_on__isnull=True)
    return list(
        Site.objects.filter(pk__in=[site.pk for site in sites])
        .exclude(Exists(SiteState.objects.filter(site=OuterRef("pk"), state=SiteState.State.ENDED)))
        .annotate(
            has_members=Exists(Member.objects.filter(site=OuterRef("pk"), left_on__isnull=True)),
            has_facilitator=Exists(facilitation),
            has_invited=Exists(facilitation.filter(member__user__isnull=False))
            | Exists(Invitation.objects.filter(member__site=OuterRef("pk"), revoked_at__isnull=True)),
            has_meeting=Exists(Meeting.objects.filter(site=OuterRef("pk"), cancelled_at__isnull=True)),
        )
    )


def why_behind(site: Site, progress: MeetingProgress) -> str:
    """Return why a running site (read by `with_latest_state`) has fewer meetings than the minimum, or ""."""
    if site.latest_state != SiteState.State.RUNNING or not progress.plans or progress.is_reached:
        return ""
    today = progress.today
    held = progress.number_held
    met = (
        f"It has met {spelled(held)} of {count(progress.minimum, 'time', 'times')}"
        if held
        else "It has not met yet"
    )
    if progress.ends_on and progress.minimum - held > _months_from(today, progress.ends_on):
        return f"{met}, and the programme ends on {day(progress.ends_on)}."
    last = progress.held[-1].day if progress.held else site.latest_since
    has_date = any(meeting.day >= today and not meeting.is_closed for meeting in progress.meetings)
    if not has_date and last < today - timedelta(days=QUIET_DAYS):
        return f"{met}, and it has had no meeting planned since {day(last)}."
    return ""


def _months_from(start: date, end: date) -> int:
    """Return how many monthly meetings are possible from `start` to `end`."""
    return max(0, months_between(start, end) + (end.day >= start.day))
