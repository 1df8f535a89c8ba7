"""The pages of programmes' dates: the list, one date, whom it is for, its agenda and notes, who came."""

import rules
from django.contrib import messages
from django.core.paginator import Paginator
from django.shortcuts import get_object_or_404, redirect, render

from kit.days.bank_holidays import remark
from kit.forms import accepted, form_for, status_of
from kit.http import form_view, page_view, require_perm, verb_view
from kit.undoing import after_removal
from kit.words import by_name
from meetings.events import actions
from meetings.events.forms import (
    AttendanceForm,
    EventCancelForm,
    EventTextForm,
    GroupsForm,
    PaperForm,
    PersonForm,
)
from meetings.events.models import EventPaper
from meetings.invitations.actions import invite
from sites_app import actions as site_actions
from sites_app.known_names import people_of
from sites_app.models import Programme, ProgrammeEvent
from sites_app.programme_events import nation_of

PER_PAGE = 25


@page_view
def event_list(request, slug):
    """List the dates of a programme, to come and past."""
    programme = get_object_or_404(Programme.objects.visible_to(request.user), slug=slug)
    require_perm(request.user, "events.see_event", programme)
    events = ProgrammeEvent.objects.filter(programme=programme)
    to_come = events.upcoming()
    before = events.exclude(pk__in=to_come.values("pk")).order_by("-starts_at", "-pk")
    context = {
        "programme": programme,
        "to_come": to_come.prefetch_related("groups"),
        "page": Paginator(before.prefetch_related("groups"), PER_PAGE).get_page(request.GET.get("page")),
    }
    return render(request, "events/event_list.html", context)


def _event(request, pk, perm: str) -> ProgrammeEvent:
    """Return the date, or raise 404 for somebody who has no place in its programme, and 403 for who may not do `perm`."""
    rows = ProgrammeEvent.objects.visible_to(request.user).select_related("programme")
    event = get_object_or_404(rows, pk=pk)
    require_perm(request.user, perm, event)
    return event


@page_view
def event_detail(request, pk):
    """Show a date of the programme: when, where, for whom; to those it is for also the agenda, the notes and who comes."""
    event = _event(request, pk, "events.see_event")
    reads = rules.has_perm("events.read_papers", request.user, event)
    invited = by_name(event.invitations.standing().prefetch_related("attendances")) if reads else []
    context = {
        "event": event,
        "groups": event.groups.all(),
        "papers": event.papers.all() if reads else [],
        "reads": reads,
        "mine": next((each for each in invited if each.user_id == request.user.pk), None),
        "coming": [each for each in invited if each.coming == "yes"],
        "not_coming": [each for each in invited if each.coming == "no"],
        "silent": [each for each in invited if not each.coming],
        "came": [each for each in invited if each.attendances.all()],
        "remark": "" if event.has_started else remark(event.starts_at, nation_of(event.programme)),
    }
    return render(request, "events/event_detail.html", context)


@form_view
def event_people(request, pk):
    """Say whom a date is for, and show who is invited."""
    event = _event(request, pk, "events.invite_people")
    initial = {"kinds": list(event.groups.values_list("kind", flat=True))}
    form = form_for(request, GroupsForm, initial=initial, has_started=event.has_started)
    if accepted(form, actions.say_for_whom, event, by=request.user):
        messages.success(request, "Saved. Whoever is new is invited by e-mail.")
        return redirect("events:event_people", pk)
    invited = event.invitations.standing().select_related("user")
    context = {"event": event, "form": form, "invitations": by_name(invited)}
    return render(request, "events/event_people.html", context, status=status_of(form))


@form_view
def event_invite(request, pk):
    """Invite somebody by name."""
    event = _event(request, pk, "events.invite_people")
    form = form_for(request, PersonForm, event=event, finder=people_of(event.programme))
    if invitation := accepted(form, invite, event, by=request.user):
        messages.success(request, f"{invitation.name} is invited.")
        return redirect("events:event_people", pk)
    context = {"event": event, "form": form}
    return render(request, "events/event_invite.html", context, status=status_of(form))


@form_view
def event_text(request, pk):
    """Write the agenda and the notes of a date."""
    event = _event(request, pk, "events.write_event")
    now = {"agenda": event.agenda, "notes": event.notes}
    form = form_for(request, EventTextForm, initial=now, finder=people_of(event.programme))
    if accepted(form, site_actions.write_event, event, by=request.user):
        messages.success(request, "The agenda and the notes have been saved.")
        return redirect(event)
    context = {"event": event, "form": form}
    return render(request, "events/event_text.html", context, status=status_of(form))


@form_view
def paper_add(request, pk):
    """Add something to read."""
    event = _event(request, pk, "events.write_event")
    form = form_for(request, PaperForm, finder=people_of(event.programme))
    if paper := accepted(form, actions.add_paper, event, by=request.user):
        messages.success(request, f"“{paper.title}” has been added.")
        return redirect(event)
    context = {"event": event, "form": form}
    return render(request, "events/paper_add.html", context, status=status_of(form))


@verb_view
def paper_remove(request, pk):
    """Remove something to read."""
    events = ProgrammeEvent.objects.visible_to(request.user)
    papers = EventPaper.objects.filter(event__in=events).select_related("event__programme")
    paper = get_object_or_404(papers, pk=pk)
    require_perm(request.user, "events.write_event", paper)
    removed = actions.remove_paper(paper, by=request.user)
    return after_removal(request, removed, to=paper.event.get_absolute_url())


@form_view
def event_cancel(request, pk):
    """Cancel a date."""
    event = _event(request, pk, "events.cancel_event")
    if request.method != "POST" and (event.is_cancelled or event.is_over):
        messages.info(request, "This event is cancelled already, or over.")
        return redirect(event)
    form = form_for(request, EventCancelForm, finder=people_of(event.programme))
    if accepted(form, site_actions.cancel_event, event, by=request.user):
        messages.success(request, "The event is cancelled. Whoever was invited is told by e-mail.")
        return redirect(event)
    context = {"event": event, "form": form}
    return render(request, "events/event_cancel.html", context, status=status_of(form))


@form_view
def event_attendance(request, pk):
    """Mark who came."""
    event = _event(request, pk, "events.mark_attendance")
    if request.method != "POST" and (event.is_cancelled or not event.has_started):
        messages.info(request, "Mark who came once the event has started.")
        return redirect(event)
    invited = by_name(event.invitations.standing().prefetch_related("attendances"))
    initial = {
        f"day_{day}": [each.pk for each in invited if any(row.day == day for row in each.attendances.all())]
        for day in range(1, event.days + 1)
    }
    form = form_for(request, AttendanceForm, initial=initial, event=event, invitations=invited)
    if accepted(form, actions.mark_attendance, event, by=request.user):
        messages.success(request, "Who came has been saved.")
        return redirect(event)
    context = {"event": event, "form": form, "is_anybody_invited": bool(invited)}
    return render(request, "events/event_attendance.html", context, status=status_of(form))
