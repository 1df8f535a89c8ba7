"""The printed pack of a meeting: agenda, steps with feedback due, the case to complete, a sheet to sign."""

from dataclasses import dataclass

from django.shortcuts import get_object_or_404, render
from django.template.loader import render_to_string

from cases.models import Case, Discussion
from cases.next_steps.models import Feedback, NextStep
from kit.http import page_view, require_perm
from kit.paper import paper_response, render_paper
from kit.words import by_name
from meetings.models import Meeting, with_visits
from members.as_of import as_they_were
from members.models import Member
from pages.agenda import PRESENTERS, Agenda, agenda_of, number_stepped_out

STYLES = ["pdf/faces.css", "pdf/pack.css"]
BLANK_STEPS, BLANK_SEATS, BLANK_VISITORS = 6, 3, 4  # rows


@dataclass(frozen=True)
class DueSteps:
    """The steps of one case with feedback due, with the outcomes to tick."""

    case: Case
    steps: list[tuple[NextStep, list[str]]]
    stepped_out: int  # how many stepped out of it


@dataclass(frozen=True)
class PresentedCase:
    """A case to be presented, with the roles that already work with the person."""

    discussion: Discussion
    works_with: list[str]
    stepped_out: int


ANSWERS = [str(label) for label in Feedback.Outcome.labels]  # the outcomes that can be ticked


class Pack:
    """The content of the pack of a meeting, besides its agenda. Everything is read once."""

    def __init__(self, agenda: Agenda):
        self.agenda = agenda
        roles = "case__worked_with_by"
        rows = agenda.meeting.discussions.visible_to(agenda.user).select_related("case__site")
        rows = rows.annotate(number_stepped_out=number_stepped_out("case"))
        agenda.discussions = list(rows.prefetch_related(PRESENTERS, roles).order_by("pk"))

    @property
    def short(self) -> set[str]:
        """The references of the cases that somebody stepped out of. The agenda, which anybody can see, shows nothing
        else of them."""
        closed = [row.case for row in self.agenda.discussions if row.number_stepped_out]
        closed += [step.discussion.case for step in self.agenda.due if step.number_stepped_out]
        return {case.reference for case in closed}

    @property
    def named(self) -> list[Member]:
        """The members whom it names: presenters, and owners of steps with feedback due."""
        presenters = [each for row in self.agenda.discussions for each in row.case.presenting]
        return [*presenters, *(step.owner for step in self.agenda.due if step.owner)]

    @property
    def due_cases(self) -> list[DueSteps]:
        """The steps with feedback due at the meeting, by case."""
        found: dict[int, DueSteps] = {}
        for step in sorted(
            self.agenda.due, key=lambda step: (step.discussion.case.number, step.position, step.pk)
        ):
            case = step.discussion.case
            due = found.setdefault(case.pk, DueSteps(case, [], step.number_stepped_out))
            due.steps.append((step, ANSWERS))
        return list(found.values())

    @property
    def presented_cases(self) -> list[PresentedCase]:
        """The cases on the agenda of the meeting."""
        return [
            PresentedCase(
                row,
                [str(role) for role in row.case.worked_with_by.all()],
                row.number_stepped_out,
            )
            for row in self.agenda.discussions
        ]


def meeting_of(request, pk) -> Meeting:
    """Return the meeting `pk`. Raise Http404 or PermissionDenied if this person may not print its pack."""
    meetings = with_visits(Meeting.objects.visible_to(request.user).select_related("site__programme"))
    meeting = get_object_or_404(meetings, pk=pk)
    require_perm(request.user, "meetings.print_pack", meeting)
    return meeting


def context_of(request, meeting: Meeting) -> dict:
    """Return the context of the pack, on screen and on paper."""
    agenda = agenda_of(meeting, request.user)
    pack = Pack(agenda)
    members = list(meeting.members_then().select_related("discipline"))
    as_they_were([*members, *pack.named], on=meeting.day)
    return {
        "meeting": meeting,
        "agenda": agenda,
        "ground_rules": meeting.ground_rules,
        "pack": pack,
        "members": by_name(members),
        "visits": agenda.visits,
        "blank_steps": range(BLANK_STEPS),
        "blank_seats": range(BLANK_SEATS),
        "blank_visitors": range(max(2, BLANK_VISITORS - len(agenda.visits))),
    }


@page_view
def meeting_pack(request, pk):
    """Show the pack of a meeting."""
    meeting = meeting_of(request, pk)
    return render(request, "pages/meeting_pack.html", context_of(request, meeting))


@page_view
def pack_pdf(request, pk):
    """Download the pack of a meeting as a PDF."""
    meeting = meeting_of(request, pk)
    page = render_to_string("pages/pdf/pack.html", context_of(request, meeting))
    rendered = render_paper(page, styles=STYLES)
    return paper_response(rendered, name=f"{meeting.site.code}-meeting-{meeting.number}-pack")
