"""Next steps that await feedback, for their owners and for the facilitators of their sites."""

from collections import defaultdict
from collections.abc import Iterator
from datetime import datetime

from django.db.models import Q, QuerySet
from django.urls import reverse

from cases.next_steps.models import NextStep
from cases.next_steps.returns import with_returns
from kit.prepared import Prepared
from kit.words import counted, plural, weekday
from pages.notices import kinds
from pages.notices.items import Notice
from pages.notices.readers import Readers


def steps_of(readers: Readers) -> list[NextStep]:
    """Return the steps awaiting feedback that somebody owns or that were agreed at a site that somebody facilitates."""
    return readers.once("steps", lambda: _read(readers))


def _steps(readers: Readers) -> QuerySet:
    rows = NextStep.objects.all()
    if readers.reader:
        wanted = Q(owner__in=readers.member_ids) | Q(discussion__case__site__in=readers.facilitated)
        rows = readers.rows_to_show(rows).filter(wanted)
    return (
        rows.awaiting_feedback()
        .filter(discussion__case__site__in=readers.own)
        .with_feedback_dates()
        .select_related("discussion__case", "discussion__meeting", "due_meeting", "owner")
        .order_by("discussion__meeting__starts_at", "position", "pk")
    )


STEPS = Prepared(_steps)


def _read(readers: Readers) -> list[NextStep]:
    if not readers.own:
        return []
    steps = readers.ask(STEPS)
    for step in steps:
        step.discussion.case.site = readers.sites[step.discussion.case.site_id]
    return with_returns(steps, {site: readers.progress[site].meetings for site in readers.own})


def read(readers: Readers, now: datetime) -> Iterator[Notice]:
    """Return the steps that await feedback: each for its owner, and how many for the facilitators."""
    steps = steps_of(readers)
    at_site: dict[int, list[NextStep]] = defaultdict(list)
    for step in steps:
        at_site[step.discussion.case.site_id].append(step)
        if notice := _of_owner(step, readers):
            yield notice
    for site in at_site.keys() & readers.facilitated:
        for user in readers.facilitators_of(site):
            yield from _of_facilitator(site, at_site[site], readers, user)


def _of_owner(step: NextStep, readers: Readers) -> Notice | None:
    """Return the step for its owner, once a meeting has come where feedback is due, or None."""
    user = readers.account_of(step.owner_id)
    if user is None or step.owner_stepped_out:
        return None
    case = step.discussion.case
    return Notice(
        kinds.STEP_TO_REPORT,
        user,
        f"nextstep-{step.pk}",
        f"Tell what came of your next step for {case.reference}, {step.due_in_words}.",
        reverse("next_steps:feedback_give", args=[step.pk]),
        since=step.last_said_at,
        by=step.returns.at.day if step.returns.at else None,
        site_id=case.site_id,
        case_id=case.pk,
        label=step.what if readers.shows_words else "",
    )


def _of_facilitator(site: int, steps: list[NextStep], readers: Readers, user: int) -> Iterator[Notice]:
    """Return the steps of a site with feedback due at its next meeting, and those of nobody."""
    url = reverse("next_steps:next_step_list", args=[readers.sites[site].slug])
    place = readers.sites[site]
    upcoming = readers.upcoming(site)
    due = [step for step in steps if upcoming and step.returns.is_at_or_before(upcoming[0])]
    if due:
        label = f"{counted(len(due), 'next step has', 'next steps have')} no feedback"
        back = plural(len(due), "It is", "They are")
        yield Notice(
            kinds.STEPS_AWAITING, user, f"meeting-{upcoming[0].pk}", f"{label} at {place}.", url,
            since=min(step.last_said_at for step in due), by=None, site_id=site,
            label=label, why=f"{back} on the agenda of the next meeting.",
            aside=f"due {weekday(upcoming[0].starts_at)}",
        )  # fmt: skip
    left = [step for step in steps if step.is_nobodys]
    if left:
        label = f"{counted(len(left), 'next step has', 'next steps have')} no owner"
        yield Notice(
            kinds.STEPS_OF_NOBODY, user, f"site-{site}", f"{label} at {place}.", url,
            since=min(step.last_said_at for step in left), site_id=site, label=label,
            why=f"The {plural(len(left), 'owner', 'owners')} at {place} left. Choose somebody else.",
        )  # fmt: skip
