"""The page "History" of a case, a meeting, a site or a member: what the audit log says of it, in sentences.

It says who did what and when, and never the words. Readings are told by their own page (pages/who_read.py).
"""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.core.paginator import Paginator
from django.db import models
from django.db.models import Q
from django.shortcuts import get_object_or_404, render
from django.utils import timezone

from cases.audit_verbs import CaseVerb
from cases.clearance.audit_verbs import ClearanceVerb
from cases.models import Case
from kit.audit_verbs import KitVerb, verb_of
from kit.http import page_view, require_perm
from kit.models import AuditEvent, subject_of
from kit.privacy.register import Owners, belongs_to, model_of, names_its_row, owned_models, subjects_of
from kit.removal import Removable, removed_from
from kit.words import lower_first
from meetings.audit_verbs import MeetingVerb
from meetings.models import Meeting
from members.audit_verbs import MemberVerb
from members.models import Member, MemberMerge, PastName
from sites_app.models import Programme, Site
from sites_app.views import get_site

PAGE = 50
READINGS = (CaseVerb.READ, MeetingVerb.READ_MINUTES, ClearanceVerb.READ_TEXT)
RUNNERS = "Only the facilitator and the programme team can see the history."

# Rows that a sentence calls by their name: it tells nothing of a case.
BY_NAME: dict[type[models.Model], Callable[[Any], str]] = {
    Case: lambda case: case.reference,
    Meeting: lambda meeting: lower_first(meeting.name) if meeting.is_numbered else "the taster session",
    Member: lambda member: member.name,
    Site: str,
    Programme: str,
}
# What a sentence calls the others.
KINDS = {
    "cases.discussion": "a case on the agenda",
    "clearance.clearedtext": "a text for readers outside the site",
    "commissioning.commissionerissue": "an issue for commissioners",
    "commissioning.issueaddition": "that the site sees an issue too",
    "knowledge.attachedevidence": "a publication",
    "knowledge.evidence": "a publication",
    "knowledge.question": "a question",
    "library.learningobject": "the write-up",
    "meetings.attendance": "an absent member",
    "members.invitation": "an invitation",
    "newsletter.siteupdate": "the news of the site",
}


@dataclass(frozen=True)
class Told:
    """An event of the history: when it was, who did it, and the rest of the sentence."""

    at: datetime
    who: str
    did: str

    @property
    def on(self) -> date:
        """The day here on which it was."""
        return timezone.localdate(self.at)


@page_view
def case_history(request, pk):
    """Show what was done to a case."""
    cases = Case.objects.visible_to(request.user).select_related("site__programme")
    case = get_object_or_404(cases, pk=pk)
    require_perm(request.user, "cases.see_history", case, RUNNERS)
    return _page(request, case, names_of(case, [(Case, {case.pk})]), site=case.site)


@page_view
def meeting_history(request, pk):
    """Show what was done to a meeting, and not to its cases."""
    meetings = Meeting.objects.visible_to(request.user).select_related("site__programme")
    meeting = get_object_or_404(meetings, pk=pk)
    require_perm(request.user, "meetings.see_history", meeting, RUNNERS)
    nearest: Owners = [(Case, set()), (Meeting, {meeting.pk})]
    return _page(request, meeting, names_of(meeting, nearest), site=meeting.site)


@page_view
def site_history(request, slug):
    """Show what was done to a site and its members, and not to its meetings and cases."""
    site = get_site(request, slug)
    require_perm(request.user, "sites_app.see_history", site, RUNNERS)
    nearest: Owners = [(Case, set()), (Meeting, set()), (Site, {site.pk})]
    return _page(request, site, names_of(site, nearest), site=site)


@page_view
def member_history(request, pk):
    """Show what was recorded of a member."""
    members = Member.objects.visible_to(request.user).select_related("site__programme", "user")
    member = get_object_or_404(members, pk=pk)
    require_perm(request.user, "members.see_history", member, RUNNERS)
    nearest: Owners = [(Case, set()), (Meeting, set()), (Member, {member.pk})]
    return _page(
        request,
        member,
        names_of(member, nearest) | set(_records_before(member.site, member)),
        site=member.site,
    )


def _records_before(site: Site, member: Member | None = None) -> dict[str, str]:
    """Return the names by which the audit log knows records of the site that were merged, of one member or of all, with
    the name of whose they are.
    """
    merges = MemberMerge.objects.filter(into__site=site.pk).select_related("into")
    found = merges if member is None else merges.filter(into=member)
    return {f"{Member._meta.label_lower}:{merge.was}": merge.into.name for merge in found}


def _page(request, row, names: set[str], *, site: Site):
    events = AuditEvent.objects.filter(subject__in=names).exclude(verb__in=READINGS).select_related("by")
    page = Paginator(events, PAGE).get_page(request.GET.get("page"))
    page.object_list = sentences(list(page.object_list), site)  # type: ignore[assignment]
    return render(request, "pages/history.html", {"row": row, "site": site, "page": page})


def names_of(row: models.Model, nearest: Owners) -> set[str]:
    """Return the names by which the audit log knows `row`, the rows that belong to it, and those removed from it.

    A row belongs to the first of `nearest` that its foreign keys lead to, as in the register.
    """
    kinds = [model for model in owned_models([nearest[-1][0]]) if not names_its_row(model)]
    conditions = {model: belongs_to(model, nearest) or Q(pk__in=[]) for model in kinds}
    found = subjects_of((model, model._base_manager.filter(each)) for model, each in conditions.items())
    found.add(subject_of(row))
    return found | {name for removed in removed_from(found) for name in removed.names}


def sentences(events: list[AuditEvent], site: Site) -> list[Told]:
    """Return `events` in words. Rows are called by their name where it says nothing of a case, else by their kind."""
    named = _named(events)
    members = {subject_of(member): member.name for member in site.members.all()} | _records_before(site)
    return [
        Told(event.at, _who(event, members), _did(event, named.get(event.subject, _kind(event.subject))))
        for event in events
    ]


def _who(event: AuditEvent, members: dict[str, str]) -> str:
    """Return who did it: somebody with an account, a member by the link in their mail, or Copsite by itself."""
    if event.by is not None:
        return event.by.name
    return f"{members[event.link_of]}, by a link in an e-mail," if event.link_of in members else "Copsite"


def _did(event: AuditEvent, subject: str) -> str:
    """Return the rest of the sentence. What was removed is said by its kind; other notes are not shown."""
    kinds = {model.noun for model in Removable.__subclasses__()}
    if event.note in kinds and event.verb == KitVerb.REMOVE:
        return f"removed {event.note}"
    if event.note in kinds and event.verb == KitVerb.UNDO_REMOVAL:
        return f"brought back {event.note}"
    if event.verb == MemberVerb.MERGE and event.note.isdigit():
        gone = PastName.objects.filter(
            pk=event.note
        ).first()  # deleted with their data, and if it was taken back
        return f"{_said(event, subject)}. It was called {gone.name}" if gone else _said(event, subject)
    return _said(event, subject)


def _said(event: AuditEvent, subject: str) -> str:
    verb = verb_of(event.verb)
    return verb.about(subject) if verb else f"{event.verb}: {subject}"


def _named(events: list[AuditEvent]) -> dict[str, str]:
    """Return the names of the rows of `events` that are called by one, in one query a kind."""
    wanted: dict[type[models.Model], set[str]] = {}
    for event in events:
        wanted.setdefault(model_of(event.subject), set()).add(event.subject.partition(":")[2])
    found = {}
    for model, name in BY_NAME.items():
        rows = model._base_manager.filter(pk__in=wanted.get(model, set()))
        rows = rows.select_related("site") if model in (Case, Meeting) else rows
        found.update({subject_of(row): name(row) for row in rows})
    return found


def _kind(subject: str) -> str:
    """Return what a row that has no name here is called, with its article."""
    label = subject.partition(":")[0]
    noun = str(model_of(subject)._meta.verbose_name)
    return KINDS.get(label) or f"{'an' if noun[0] in 'aeiou' else 'a'} {noun}"
