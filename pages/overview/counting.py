"""Counting the overview of a programme as at a day, in six queries whatever the number of sites.

The past is the rows that ended: each number counts the rows that held at the end of that day (decision 42).
"""

from collections import Counter, defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime

from django.db.models import Count, Exists, IntegerField, OuterRef, Q, Subquery, Sum
from django.db.models.functions import Coalesce
from django.utils import timezone
from django.utils.text import capfirst

from cases.clearance.models import Audience, Publication
from cases.commissioning.models import CommissionerIssue, IssueReply
from cases.models import Case, Discussion
from cases.next_steps.models import Feedback, NextStep
from kit.dates import end_of_day
from kit.queries import number_of
from kit.words import since
from knowledge.library.models import LearningObject
from knowledge.models import Question
from meetings.marks import everyone_in_short, is_confirmed, most_needed
from meetings.matrix import in_counting_order
from meetings.models import Meeting
from members.models import Invitation
from pages.overview.row import Numbers, SiteRow
from sites_app.models import Expense, Programme, Site, SiteState


@dataclass(frozen=True)
class Overview:
    """The sites of a programme on a day, in the order of their codes, and the codes of those that began later."""

    as_at: date
    rows: list[SiteRow]
    began_later: list[str]


def overview_of(programme: Programme, *, as_at: date) -> Overview:
    """Return the overview of `programme` as at the end of the day `as_at`; of today, as it is now."""
    until = min(end_of_day(as_at), timezone.now())
    every = sorted(_sites(programme, as_at, until), key=lambda site: in_counting_order(site.code))
    sites = [site for site in every if site.latest_state or not site.has_states]
    meetings = _meetings(sites)
    counted = _counted(sites, as_at, until)
    return Overview(
        as_at,
        [_row(site, programme, meetings[site.pk], counted[site.pk], until) for site in sites],
        [site.code for site in every if site not in sites],
    )


def _sites(programme: Programme, as_at: date, until: datetime) -> Iterable[Site]:
    """Return the sites with their state on the day, and what is counted of each by itself."""
    states = SiteState.objects.filter(site=OuterRef("pk"))
    latest = states.filter(since__lte=as_at).order_by("-since", "-pk")
    on_agenda = Discussion.objects.filter(
        case=OuterRef("pk"), meeting__cancelled_at=None, meeting__starts_at__lt=until
    )
    spent = Expense.objects.filter(site=OuterRef("pk"), spent_on__lte=as_at).order_by().values("site")
    total = spent.annotate(total=Sum("amount_pence")).values("total")
    written_up = LearningObject.objects.filter(
        Exists(_published(until, "cleared_text__learning_object_version__learning_object"))
    )
    return (
        programme.sites.select_related("host")
        .annotate(
            latest_state=Subquery(latest.values("state")[:1]),
            latest_since=Subquery(latest.values("since")[:1]),
            has_states=Exists(states),
            number_of_cases=number_of(Case.objects.filter(Exists(on_agenda)), "site"),
            number_written_up=number_of(written_up, "site"),
            number_of_questions=number_of(
                Question.objects.filter(asked_at__lt=until).filter(
                    Q(answered_at=None) | Q(answered_at__gte=until)
                ),
                "site",
            ),
            pence_spent=Coalesce(Subquery(total, output_field=IntegerField()), 0),
        )
        .order_by("pk")
    )


def _published(until: datetime, thing: str):
    """Return the publications of the outer row, by the way `thing` to it, that readers could read at `until`."""
    return Publication.objects.filter(
        Q(withdrawn_at=None) | Q(withdrawn_at__gte=until), published_at__lt=until, **{thing: OuterRef("pk")}
    )


def _meetings(sites: list[Site]) -> dict[int, list[Meeting]]:
    """Return the meetings of each site that were not cancelled, oldest first."""
    found: dict[int, list[Meeting]] = defaultdict(list)
    rows = Meeting.objects.not_cancelled().filter(site__in=sites).defer("minutes")
    for meeting in rows.order_by("starts_at", "pk"):
        found[meeting.site_id].append(meeting)
    return found


def _counted(sites: list[Site], as_at: date, until: datetime) -> dict[int, Counter[str]]:
    """Return what is counted of all sites together, by the site's id and the name in `Numbers`."""
    counted: dict[int, Counter[str]] = {site.pk: Counter() for site in sites}
    for found in (_members(sites, as_at, until), _steps(sites, until), _issues(sites, as_at, until)):
        for site, name, number in found:
            counted[site][name] += number
    return counted


Counts = Iterable[tuple[int, str, int]]  # a site, a name in Numbers, how many more


def _members(sites: list[Site], as_at: date, until: datetime) -> Counts:
    """Count members. Who had an account by then had signed in: it is made by accepting the invitation."""
    accepted_later = Invitation.objects.filter(member=OuterRef("pk"), accepted_at__gte=until)
    everyone = everyone_in_short(sites, on=as_at, most=most_needed(sites))
    rows = everyone.annotate(accepted_later=Exists(accepted_later)).values_list(
        "site_id", "mark", "is_here", "user__date_joined", "accepted_later"
    )
    for site, mark, is_here, account_made_at, later in rows:
        signed_in = account_made_at is not None and account_made_at < until and not later
        yield site, "confirmed", int(is_confirmed(mark))
        yield site, "here", int(is_here)
        yield site, "never_signed_in", int(is_here and not signed_in)


def _steps(sites: list[Site], until: datetime) -> Counts:
    """Count next steps. One whose case has a step that is "no longer possible" awaits nothing."""
    answers = Feedback.objects.filter(at__lt=until)
    final = answers.filter(next_step=OuterRef("pk")).exclude(outcome=Feedback.Outcome.NOT_YET)
    over = answers.filter(
        next_step__discussion__case=OuterRef("discussion__case"), outcome=Feedback.Outcome.NO_LONGER_POSSIBLE
    )
    agreed = NextStep.objects.filter(
        discussion__meeting__site__in=sites,
        discussion__meeting__cancelled_at=None,
        discussion__meeting__starts_at__lt=until,
    )
    rows = (
        agreed.order_by()
        .annotate(is_fed_back=Exists(final), is_over=Exists(over))
        .values("discussion__meeting__site", "is_fed_back", "is_over")
        .annotate(number=Count("pk"))
        .values_list("discussion__meeting__site", "is_fed_back", "is_over", "number")
    )
    for site, is_fed_back, is_over, number in rows:
        yield site, "suggested", number
        yield site, "fed_back", number if is_fed_back else 0
        yield site, "awaiting", 0 if is_fed_back or is_over else number


def _issues(sites: list[Site], as_at: date, until: datetime) -> Counts:
    """Count the issues that commissioners could read: without a reply, and with a promise whose day is over."""
    out = _published(until, "cleared_text__issue_wording__issue").filter(
        cleared_text__audience__in=[Audience.COMMISSIONERS, Audience.PUBLIC]
    )
    replies = IssueReply.objects.filter(issue=OuterRef("pk"), replied_at__lt=until)
    latest = replies.order_by("-replied_at", "-pk")
    rows = (
        CommissionerIssue.objects.unmerged()
        .filter(Exists(out), site__in=sites)
        .annotate(
            reply=Subquery(latest.values("kind")[:1]),
            due_on=Subquery(latest.values("due_on")[:1]),
            kept_on=Subquery(latest.values("kept_on")[:1]),
        )
        .order_by()
        .values_list("site", "reply", "due_on", "kept_on")
    )
    for site, reply, due_on, kept_on in rows:
        is_promise = reply == IssueReply.Kind.WILL_CHANGE and due_on is not None
        is_kept = kept_on is not None and kept_on <= as_at
        yield site, "waiting", int(reply is None)
        yield site, "overdue", int(is_promise and due_on < as_at and not is_kept)


def _row(
    site: Site, programme: Programme, meetings: list[Meeting], counted: Counter[str], until: datetime
) -> SiteRow:
    held = [meeting for meeting in meetings if meeting.starts_at < until]
    state = SiteState.State(site.latest_state or SiteState.State.SETTING_UP)
    return SiteRow(
        site=site,
        programme=programme,
        status=capfirst(f"{state.label} {since(site.latest_since)}" if site.latest_since else state.label),
        last=held[-1] if held else None,
        next=meetings[len(held)] if len(held) < len(meetings) else None,
        numbers=Numbers(
            held=len(held),
            cases=site.number_of_cases,
            write_ups=site.number_written_up,
            questions=site.number_of_questions,
            spent=site.pence_spent,
            budget=site.budget_pence,
            **counted,
        ),
    )
