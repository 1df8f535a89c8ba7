"""The main part of a home page: the next meeting with what is missing for it, or that no date is set."""

from dataclasses import dataclass, field
from datetime import datetime

import rules
from django.db.models import Exists, F, OuterRef, QuerySet
from django.urls import reverse

from cases.models import Case, Discussion
from kit.prepared import Prepared
from kit.words import counted, listed, plural
from meetings.forms.replies import ReplyForm
from meetings.models import Meeting, Reply
from pages.home.overview import HomeOverview
from sites_app.models import Programme, Site


@dataclass(frozen=True)
class Tick:
    """Something that a meeting needs, done or not."""

    is_done: bool
    text: str
    url: str = ""
    link: str = ""


@dataclass(frozen=True)
class CaseOnAgenda:
    """A case on the agenda, with the names of its presenters."""

    case: Case
    who: str
    verb: str


@dataclass(frozen=True)
class NextMeeting:
    """The next meeting of somebody who attends it."""

    template = "pages/home/_lead_meeting.html"
    meeting: Meeting
    site: Site
    minimum: int
    is_facilitator: bool
    cases: list[CaseOnAgenda]
    ticks: list[Tick] = field(default_factory=list)
    coming: ReplyForm | None = None  # asks if they will attend; None if they replied or it is too late
    said: Reply | None = None  # their reply

    @property
    def is_quiet(self) -> bool:
        """Whether it asks for nothing."""
        return self.coming is None


@dataclass(frozen=True)
class NoDate:
    """A site whose facilitator has to set the date of the next meeting."""

    template = "pages/home/_lead_no_date.html"
    site: Site
    number: int
    held: int


@dataclass(frozen=True)
class SettingUp:
    """A programme that has not met yet, with the first step that is not done."""

    template = "pages/home/_lead_setting_up.html"
    programme: Programme
    step: object
    left: int


def next_meeting(overview: HomeOverview) -> NextMeeting | None:
    """Return the next meeting that this person attends, with the cases that they may read and what is missing."""
    meeting = overview.own_meeting
    if meeting is None:
        return None
    is_facilitator = rules.has_perm("meetings.open_room", overview.user, meeting)
    cases = _cases_at(meeting, overview.user)
    asks = not meeting.has_started and not is_facilitator
    said = meeting.replies.filter(member__in=overview.standing.member_ids).first() if asks else None
    return NextMeeting(
        meeting=meeting,
        site=meeting.site,
        minimum=meeting.site.programme.minimum_meetings,
        is_facilitator=is_facilitator,
        cases=cases,
        ticks=_ticks(meeting, [bringing.case for bringing in cases]) if is_facilitator else [],
        coming=ReplyForm() if asks and said is None else None,
        said=said,
    )


def no_date(overview: HomeOverview) -> NoDate | None:
    """Return the first of the sites that this person facilitates which has no meeting planned."""
    for site in overview.facilitated:
        progress = overview.progress[site.pk]
        if progress.plans and not overview.upcoming(site):
            held = progress.number_held
            return NoDate(site=site, number=held + 1, held=held)
    return None


def _at_meeting(user, meeting: Meeting, starts_at: datetime) -> QuerySet:
    earlier = Discussion.objects.filter(
        case=OuterRef("pk"),
        meeting__starts_at__lt=starts_at,
        meeting__cancelled_at__isnull=True,
    )
    return (
        Case.objects.visible_to(user)
        .filter(discussions__meeting=meeting)
        .exclude(Exists(earlier))
        .annotate(presenter=F("presenters__name"), presenter_left_on=F("presenters__left_on"))
        .order_by("number", "presenter_rows__pk")
    )


AT_MEETING = Prepared(_at_meeting)


def _cases_at(meeting: Meeting, user) -> list[CaseOnAgenda]:
    """Return the cases on the agenda of `meeting` that were not discussed before, with their presenters, in one query."""
    rows = AT_MEETING.read(user=user, meeting=meeting, starts_at=meeting.starts_at)
    found: dict[int, tuple[Case, list[str]]] = {}
    for case in rows:
        case.site = meeting.site
        _, names = found.setdefault(case.pk, (case, []))
        if case.presenter and case.presenter_left_on is None:
            names.append(case.presenter.split(" ")[0])
    return [
        CaseOnAgenda(case, listed(names) or "Nobody yet", plural(max(len(names), 1), "presents", "present"))
        for case, names in found.values()
    ]


def _ticks(meeting: Meeting, cases: list[Case]) -> list[Tick]:
    """Return what the facilitator has to prepare for `meeting`."""
    if meeting.kind in (Meeting.Kind.TASTER, Meeting.Kind.CLOSING):
        ticks = []
    elif not cases:
        choose = reverse("cases:case_choose", args=[meeting.pk])
        ticks = [Tick(False, "There is no case on the agenda yet.", choose, "Choose one")]
    else:
        ticks = [_tick_of(case) for case in cases]
    if meeting.place or meeting.link:
        ticks.append(Tick(True, "The place has been set"))
    else:
        edit = reverse("meetings:meeting_edit", args=[meeting.pk])
        ticks.append(Tick(False, "There is no place or link yet.", edit, "Add a place"))
    if not meeting.has_started and meeting.silent:
        who = counted(meeting.silent, "person has", "people have")
        there = f"{meeting.get_absolute_url()}#who"
        ticks.append(Tick(False, f"{who} not said if they are coming.", there, "See who"))
    return ticks


def _tick_of(case: Case) -> Tick:
    if case.presentation.strip():
        return Tick(True, f"{case.reference} is on the agenda and complete")
    return Tick(
        False,
        f"{case.reference} is on the agenda, but is not complete yet.",
        case.get_absolute_url(),
        "Open",
    )
