"""Cases: to complete before they are presented, presenters to tell, offered, and ready to write up."""

from collections.abc import Iterator
from datetime import datetime
from operator import itemgetter

from django.db.models import Exists, F, OuterRef, Q
from django.urls import reverse
from django.utils import timezone

from cases.actions.presenter_notices import PendingNotice, notices_to_give_in_person
from cases.clearance.models import ClearedText
from cases.models import Case, Discussion, PresenterNotice
from cases.models.case import presented_exists
from cases.models.days import day_to_complete
from cases.next_steps.models import NextStep
from kit.queries import ShortList
from kit.words import day, in_days, weekday
from pages.notices import kinds
from pages.notices.items import Notice
from pages.notices.readers import Readers

About = PresenterNotice.About
SENTENCES = {
    About.PICKED: "is on {day} and must be complete by {by}.",
    About.MOVED: "has moved to {day} and must be complete by {by}.",
    About.OFF: "is no longer on {day}.",
    About.CALLED_OFF: "was on {day}, but that meeting is cancelled.",
}


def asks(readers: Readers, now: datetime) -> dict[str, ShortList]:
    """Return the cases that wait for their presenters, and those that wait to be taken up, as short lists."""
    found = {}
    if readers.member_ids:
        found["to_complete"] = _to_complete(readers, now)
    if readers.facilitated:
        found["to_take_up"] = _to_take_up(readers)
    return found


def read(readers: Readers, now: datetime) -> Iterator[Notice]:
    """Return the cases that wait for their presenters, and for the facilitators of their sites."""
    for row in readers.short.get("to_complete", []):
        if (user := readers.account_of(row["presenter"])) is not None:
            yield _completed_by(user, row, readers)
    if readers.facilitated:
        for tell in notices_to_give_in_person(readers.facilitated):
            for user in readers.facilitators_of(tell.case.site_id):
                yield _to_tell(tell, user)
    for row in sorted(readers.short.get("to_take_up", []), key=itemgetter("offered_at", "pk")):
        for user in readers.facilitators_of(row["site"]):
            if not readers.has_stepped_out(user, row["pk"]):
                yield from _taken_up_by(user, row, readers)


def _to_complete(readers: Readers, now: datetime) -> ShortList:
    """Return the cases on the agenda of a future meeting that are not complete, once for each of their presenters."""
    discussions = Discussion.objects.filter(
        case__presentation="",
        case__withdrawn_at=None,
        case__site__in=readers.own,
        meeting__cancelled_at__isnull=True,
        meeting__starts_at__gt=now,
    ).annotate(presenter=F("case__presenters"))
    if readers.reader:
        discussions = discussions.filter(presenter__in=readers.member_ids)
    return ShortList(
        discussions,
        {
            "pk": "pk", "presenter": "presenter", "case": "case_id", "number": "case__number",
            "site": "case__site_id", "meets_at": "meeting__starts_at", "chosen_at": "added_at",
            "template_on": "template_by",
        },
    )  # fmt: skip


def _completed_by(user: int, row: dict, readers: Readers) -> Notice:
    reference = readers.reference(row["site"], row["number"])
    meets = timezone.localtime(row["meets_at"])
    by = day_to_complete(meets.date(), template_by=row["template_on"], chosen_at=row["chosen_at"])
    return Notice(
        kinds.CASE_TO_COMPLETE, user, f"discussion-{row['pk']}",
        f"Complete {reference} by {day(by)}: you present it on {weekday(meets)}.",
        reverse("case_edit", args=[row["case"]]), since=row["chosen_at"], by=by,
        site_id=row["site"], case_id=row["case"], label=f"Complete {reference} by {day(by)}",
        why=f"You present it on {weekday(meets)}. A few lines are enough.", aside=in_days(by),
    )  # fmt: skip


def _to_tell(tell: PendingNotice, user: int) -> Notice:
    """Return the notice for the facilitator who has to tell a presenter without e-mail."""
    words = SENTENCES[About(tell.about)].format(day=weekday(tell.meeting.starts_at), by=day(tell.template_by))
    name = tell.member.first_name
    return Notice(
        kinds.PRESENTER_TO_TELL, user, f"presenter-{tell.meeting.pk}-{tell.case.pk}-{tell.member.pk}",
        f"Tell a presenter who has no e-mail about {tell.case.reference}.",
        reverse("cases:presenter_told", args=[tell.meeting.pk, tell.case.pk, tell.member.pk]),
        since=tell.meeting.revised_at, site_id=tell.case.site_id, case_id=tell.case.pk,
        label=f"Tell {name} about {tell.case.reference}", why=f"It {words} We cannot e-mail {name}.",
        aside=in_days(tell.meeting.starts_at),
    )  # fmt: skip


def _to_take_up(readers: Readers) -> ShortList:
    """Return the cases without a write-up that were offered and are on no agenda, or have all their feedback."""
    on_an_agenda = Discussion.objects.filter(case=OuterRef("pk"), meeting__cancelled_at__isnull=True)
    texts = ClearedText.objects.filter(case=OuterRef("pk"), kind=ClearedText.Kind.LEARNING_OBJECT)
    steps = NextStep.objects.filter(discussion__case=OuterRef("pk"))
    cases = (
        readers.rows(Case.objects)
        .filter(~Exists(texts), site__in=readers.facilitated)
        .annotate(is_offered=~Exists(on_an_agenda))
        .filter(
            Q(is_offered=True) | Q(presented_exists() & Exists(steps) & ~Exists(steps.awaiting_feedback()))
        )
    )
    columns = ("pk", "number", "offered_at", "is_offered")
    return ShortList(
        cases, {name: name for name in columns} | {"site": "site_id", "offered_by": "offered_by_id"}
    )


def _taken_up_by(user: int, row: dict, readers: Readers) -> Iterator[Notice]:
    reference, site = readers.reference(row["site"], row["number"]), readers.sites[row["site"]]
    common = {"since": row["offered_at"], "site_id": site.pk, "case_id": row["pk"]}
    if not row["is_offered"]:
        yield Notice(
            kinds.CASE_TO_WRITE_UP, user, f"case-{row['pk']}",
            f"{reference} of {site} has all its feedback and can be written up.",
            reverse("library:write_up", args=[row["pk"]]), label=f"Write up {reference}",
            why="All feedback has been given.", **common,
        )  # fmt: skip
    elif row["offered_by"] != user:
        yield Notice(
            kinds.CASE_OFFERED, user, f"case-{row['pk']}",
            f"{reference} was offered at {site}. It is on no agenda yet.",
            reverse("case_detail", args=[row["pk"]]), label=f"{reference} was offered",
            aside=in_days(row["offered_at"]), why="It is on no agenda yet. Put it on the agenda of a meeting.",
            **common,
        )  # fmt: skip
