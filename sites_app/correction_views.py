"""The pages that correct or remove an expense, a date of the programme, or an organisation."""

from django.contrib import messages
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone

from kit.forms import accepted, form_for, status_of
from kit.http import form_view, require_perm, verb_view
from kit.undoing import after_removal
from sites_app import actions
from sites_app.forms import EventEditForm, ExpenseEditForm, OrganisationEditForm
from sites_app.known_names import people_of
from sites_app.models import Expense, Organisation, ProgrammeEvent, Site
from sites_app.programme_events import nation_of
from sites_app.views import get_programme


def _expense(request, pk) -> Expense:
    """Return the expense, or raise 404 for somebody who may not open its site."""
    rows = Expense.objects.filter(site__in=Site.objects.visible_to(request.user))
    return get_object_or_404(rows.select_related("site__programme", "added_by"), pk=pk)


@form_view
def expense_edit(request, pk):
    """Correct an expense."""
    expense = _expense(request, pk)
    require_perm(request.user, "sites_app.edit_expense", expense)
    now = {name: getattr(expense, name) for name in ("purpose", "amount_pence", "spent_on", "note")}
    form = form_for(request, ExpenseEditForm, initial=now)
    if accepted(form, actions.edit_expense, expense, by=request.user):
        messages.success(request, "The expense has been saved.")
        return redirect("sites:expense_list", expense.site.slug)
    context = {"site": expense.site, "expense": expense, "form": form}
    return render(request, "sites_app/expense_edit.html", context, status=status_of(form))


@verb_view
def expense_remove(request, pk):
    """Remove an expense."""
    expense = _expense(request, pk)
    require_perm(request.user, "sites_app.remove_expense", expense)
    removed = actions.remove_expense(expense, by=request.user)
    return after_removal(request, removed, to=reverse("sites:expense_list", args=[expense.site.slug]))


def _event(request, pk) -> ProgrammeEvent:
    """Return the date, or raise 404 for somebody who has no place in its programme."""
    rows = ProgrammeEvent.objects.visible_to(request.user)
    return get_object_or_404(rows.select_related("programme"), pk=pk)


@form_view
def event_edit(request, pk):
    """Change a date of a programme."""
    event = _event(request, pk)
    require_perm(request.user, "sites_app.edit_event", event)
    if event.is_cancelled:
        messages.info(request, "This date is cancelled, so it is not changed any more.")
        return redirect(event)
    local = timezone.localtime(event.starts_at)
    now = {name: getattr(event, name) for name in ("kind", "title", "days", "place", "link")}
    now |= {"day": local.date(), "clock": local.time(), "ends": timezone.localtime(event.ends_at).time()}
    form = form_for(
        request,
        EventEditForm,
        initial=now,
        finder=people_of(event.programme),
        nation=nation_of(event.programme),
    )
    if accepted(form, actions.edit_event, event, by=request.user):
        messages.success(request, f"“{event.title}” has been saved.")
        return redirect(event)
    context = {"programme": event.programme, "event": event, "form": form}
    return render(request, "sites_app/event_edit.html", context, status=status_of(form))


@verb_view
def event_remove(request, pk):
    """Remove a date of a programme."""
    event = _event(request, pk)
    require_perm(request.user, "sites_app.remove_event", event)
    removed = actions.remove_event(event, by=request.user)
    return after_removal(request, removed, to=reverse("events:event_list", args=[event.programme.slug]))


@form_view
def organisation_edit(request, slug, pk):
    """Correct the name or the sector of an organisation."""
    programme = get_programme(request, slug)
    require_perm(request.user, "sites_app.edit_organisation", programme)
    organisation = get_object_or_404(Organisation, pk=pk)
    now = {"name": organisation.name, "sector": organisation.sector_id}
    form = form_for(request, OrganisationEditForm, initial=now)
    if accepted(form, actions.edit_organisation, organisation, programme=programme, by=request.user):
        messages.success(request, f"{organisation} has been saved.")
        return redirect("organisation_list", programme.slug)
    context = {"programme": programme, "organisation": organisation, "form": form}
    return render(request, "sites_app/organisation_edit.html", context, status=status_of(form))


@verb_view
def organisation_remove(request, slug, pk):
    """Remove an organisation that nothing refers to."""
    programme = get_programme(request, slug)
    require_perm(request.user, "sites_app.remove_organisation", programme)
    organisation = get_object_or_404(Organisation, pk=pk)
    removed = actions.remove_organisation(organisation, programme=programme, by=request.user)
    return after_removal(request, removed, to=reverse("organisation_list", args=[programme.slug]))
