"""The pages that tell who has read a case, or the minutes of a meeting, from the audit log."""

from dataclasses import dataclass
from datetime import datetime

from django.db.models import Count, Max, Min
from django.db.models.functions import TruncDate
from django.shortcuts import get_object_or_404, render

from cases.audit_verbs import CaseVerb
from cases.models import Case
from kit.audit_verbs import AuditVerb
from kit.http import page_view, require_perm
from kit.models import AuditEvent, subject_of
from meetings.audit_verbs import MeetingVerb
from meetings.models import Meeting


@dataclass(frozen=True)
class Reader:
    """Somebody who read it: on how many days, when first and last, and whether by the link in an e-mail."""

    name: str
    days: int
    first_at: datetime
    last_at: datetime
    is_by_link: bool


@page_view
def case_readers(request, pk):
    """Show who has read a case."""
    case = get_object_or_404(Case.objects.visible_to(request.user).select_related("site"), pk=pk)
    require_perm(
        request.user, "cases.see_readers", case,
        "Only the facilitator, the presenters and the programme team can see who has read a case.",
    )  # fmt: skip
    return render(
        request,
        "pages/who_read.html",
        {"case": case, "row": case, "readers": readers_of(case, CaseVerb.READ)},
    )


@page_view
def meeting_readers(request, pk):
    """Show who has read the minutes of a meeting."""
    meeting = get_object_or_404(Meeting.objects.visible_to(request.user).select_related("site"), pk=pk)
    require_perm(
        request.user, "meetings.see_readers", meeting,
        "Only the facilitator and the programme team can see who has read the minutes.",
    )  # fmt: skip
    readers = readers_of(meeting, MeetingVerb.READ_MINUTES)
    return render(request, "pages/who_read.html", {"meeting": meeting, "row": meeting, "readers": readers})


def readers_of(row: Case | Meeting, verb: AuditVerb) -> list[Reader]:
    """Return who did the reading `verb` to `row`, whoever read it last first. One row a person and way."""
    found = (
        AuditEvent.objects.filter(verb=verb, subject=subject_of(row))
        .order_by()
        .values("by__name", "by", "link_of")
        .annotate(days=Count(TruncDate("at"), distinct=True), first=Min("at"), last=Max("at"))
        .order_by("-last")
    )
    members = {subject_of(member): member.name for member in row.site.members.all()}
    return [
        Reader(
            each["by__name"] or members.get(each["link_of"], "Somebody"),
            each["days"],
            each["first"],
            each["last"],
            bool(each["link_of"]),
        )
        for each in found
    ]
