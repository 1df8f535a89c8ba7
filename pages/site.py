"""The page of one site: progress, members, cases, expenses. People who see only totals see totals."""

import rules
from django.db.models import Count, Exists, OuterRef, Q
from django.shortcuts import get_object_or_404, render
from django.utils import timezone

from cases.models import Case, Discussion
from cases.next_steps.models import Feedback
from cases.next_steps.tallies import tallies_of
from kit.http import page_view
from kit.words import by_name
from knowledge.library.models import LearningObjectVersion
from meetings.group_sizes import members_in_words, sizes_seen_by
from meetings.marks import everyone_of, last_day, size_of
from meetings.progress import progress_of_site
from sites_app.models import Site, SiteState

CASES_SHOWN = 6


@page_view
def site_detail(request, slug):
    """Show a site."""
    sites = (
        Site.objects.visible_to(request.user)
        .with_latest_state()
        .select_related("programme", "host", "sprouted_from")
    )
    site = get_object_or_404(sites, slug=slug)
    user = request.user
    progress = progress_of_site(site)
    next_meeting = next((meeting for meeting in progress.meetings if _is_still_open(meeting)), None)
    context = {
        "site": site,
        "progress": progress,
        "next_meeting": next_meeting,
        "next_number": progress.number_held + len(progress.to_come) + 1,
        "ended": _ending(site),
        "reads": rules.has_perm("members.see_members", user, site),
        "sees_attendance": rules.has_perm("members.see_attendance", user, site),
        "sees_budget": rules.has_perm("sites_app.see_budget", user, site),
    }
    if rules.has_perm("next_steps.see_what_helps_here", user, site):
        context["tally"] = tallies_of([site])[site.pk]
    if context["reads"]:
        everyone = by_name(
            everyone_of([site], on=last_day(site.programme)).with_workplace().select_related("discipline")
        )
        members = [member for member in everyone if member.is_here]
        context["members"] = sorted(members, key=lambda member: member.mark != "F")
        context["cases"] = cases_in_short(site, user, next_meeting)
        context["number_of_cases"] = Case.objects.visible_to(user).filter(site=site).count()
        context["seats"] = list(site.seat_targets.select_related("discipline"))
        context["size"] = size_of(everyone)
    else:
        context["members_in_words"] = members_in_words(sizes_seen_by(user, [site])[site.pk])
        context["number_of_cases"] = site.cases.presented().count()
    if context["sees_budget"]:
        context["spent_pence"] = site.spent_pence
    return render(request, "pages/site.html", context)


def _is_still_open(meeting) -> bool:
    """Return whether a meeting is in the future or on today."""
    return not meeting.is_cancelled and not meeting.is_closed and meeting.day >= timezone.localdate()


def _ending(site: Site) -> SiteState | None:
    """Return the state that says that the site ended, with its reason, or None."""
    state = site.state
    return state if state is not None and state.state == SiteState.State.ENDED else None


def cases_in_short(site: Site, user, next_meeting) -> list[Case]:
    """Return the newest cases of `site` that `user` may read, with what to show about each, in one query.

    Each has `number_of_steps`, `number_answered`, `is_written_up`, `is_next` (on the agenda of `next_meeting`) and
    `was_presented`.
    """
    at_next = Discussion.objects.filter(case=OuterRef("pk"), meeting=next_meeting)
    presented = Discussion.objects.filter(
        case=OuterRef("pk"), meeting__starts_at__lte=timezone.now(), meeting__cancelled_at=None
    )
    final = [outcome for outcome in Feedback.Outcome if outcome != Feedback.Outcome.NOT_YET]
    answered = Q(discussions__next_steps__feedback__outcome__in=final)
    cases = list(
        Case.objects.visible_to(user)
        .filter(site=site)
        .annotate(
            number_of_steps=Count("discussions__next_steps", distinct=True),
            number_answered=Count("discussions__next_steps", filter=answered, distinct=True),
            is_written_up=Exists(
                LearningObjectVersion.objects.published().filter(learning_object__case=OuterRef("pk"))
            ),
            is_next=Exists(at_next),
            was_presented=Exists(presented),
        )
        .order_by("-number")[:CASES_SHOWN]
    )
    for case in cases:
        case.site = site
    return cases
