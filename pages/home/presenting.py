"""The parts of a home page about presenting, for presenters and for facilitators."""

from django.urls import reverse
from django.utils import timezone

from cases.actions.presenter_notices import PendingNotice, notices_to_give_in_person
from cases.models import Discussion, PresenterNotice
from kit.words import day, in_days, weekday
from pages.home.overview import HomeOverview, WaitingItem

About = PresenterNotice.About
SENTENCES = {
    About.PICKED: "is on {day} and must be complete by {by}.",
    About.MOVED: "has moved to {day} and must be complete by {by}.",
    About.OFF: "is no longer on {day}.",
    About.CALLED_OFF: "was on {day}, but that meeting is cancelled.",
}


def cases_to_complete(overview: HomeOverview) -> list[WaitingItem]:
    """Return their own cases on the agenda of a future meeting that are not complete, in one query."""
    if not overview.standing.member_ids:
        return []
    discussions = (
        Discussion.objects.visible_to(overview.user)
        .filter(
            case__presenters__in=overview.standing.member_ids,
            case__presentation="",
            case__site__in=overview.sites,
            meeting__cancelled_at__isnull=True,
            meeting__starts_at__gt=timezone.now(),
        )
        .select_related("case__site", "meeting__site")
        .order_by("meeting__starts_at", "pk")
        .distinct()
    )
    return [
        WaitingItem(
            f"Complete {discussion.case.reference} by {day(discussion.fill_in_by)}",
            reverse("case_edit", args=[discussion.case_id]),
            f"You present it on {weekday(discussion.meeting.starts_at)}. A few lines are enough.",
            in_days(discussion.fill_in_by),
            until=discussion.fill_in_by,
        )
        for discussion in discussions
    ]


def presenters_to_tell(overview: HomeOverview) -> list[WaitingItem]:
    """Return the presenters who cannot be mailed at the sites they facilitate, with the notices due to them."""
    return (
        [_row(tell) for tell in notices_to_give_in_person(site.pk for site in overview.facilitated)]
        if overview.facilitated
        else []
    )


def _row(tell: PendingNotice) -> WaitingItem:
    words = SENTENCES[tell.about].format(day=weekday(tell.meeting.starts_at), by=day(tell.template_by))
    return WaitingItem(
        f"Tell {tell.member.first_name} about {tell.case.reference}",
        reverse("cases:presenter_told", args=[tell.meeting.pk, tell.case.pk, tell.member.pk]),
        f"It {words} We cannot e-mail {tell.member.first_name}.",
        in_days(tell.meeting.starts_at),
    )
