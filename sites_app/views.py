"""The pages of programmes and sites: settings, organisations, the state of a site and its expenses."""

from django.contrib import messages
from django.core.paginator import Paginator
from django.db import transaction
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone

from kit.forms import accepted, form_for, status_of
from kit.holdings import held_by
from kit.http import form_view, page_view, require_perm
from sites_app import actions
from sites_app.forms import (
    EventForm,
    ExpenseForm,
    OrganisationForm,
    ProgrammeEndForm,
    ProgrammeForm,
    SiteEditForm,
    SiteForm,
    SiteStateForm,
)
from sites_app.known_names import people_of
from sites_app.models import Programme, Site, SiteState
from sites_app.programme_events import nation_of


def get_programme(request, slug) -> Programme:
    """Return the programme with this slug, or raise 404 for somebody who has no role or membership in it."""
    return get_object_or_404(Programme.objects.visible_to(request.user), slug=slug)


def get_site(request, slug) -> Site:
    """Return the site with this slug and its programme, or raise 404 for somebody who may not open it."""
    sites = Site.objects.visible_to(request.user).select_related("programme", "host")
    return get_object_or_404(sites, slug=slug)


@form_view
def programme_edit(request, slug):
    """Change the settings of a programme."""
    programme = get_programme(request, slug)
    require_perm(request.user, "sites_app.edit_programme", programme)
    now = {name: getattr(programme, name) for name in ProgrammeForm.base_fields}
    form = form_for(request, ProgrammeForm, initial=now, finder=people_of(programme))
    if accepted(form, actions.change_programme, programme=programme, by=request.user):
        messages.success(request, "The settings have been saved.")
        return redirect(programme)
    context = {"programme": programme, "form": form}
    return render(request, "sites_app/programme_edit.html", context, status=status_of(form))


@form_view
def programme_end(request, slug):
    """End a programme."""
    programme = get_programme(request, slug)
    require_perm(request.user, "sites_app.edit_programme", programme)
    form = form_for(request, ProgrammeEndForm, initial={"on": timezone.localdate()})
    if accepted(form, actions.end_programme, programme=programme, by=request.user):
        messages.success(request, f"{programme} has ended. Its pages are kept.")
        return redirect(programme)
    context = {"programme": programme, "form": form}
    return render(request, "sites_app/programme_end.html", context, status=status_of(form))


@form_view
def event_add(request, slug):
    """Add a date to a programme."""
    programme = get_programme(request, slug)
    require_perm(request.user, "sites_app.add_event", programme)
    form = form_for(
        request, EventForm, initial={"days": 1}, finder=people_of(programme), nation=nation_of(programme)
    )
    if event := accepted(form, actions.add_event, programme=programme, by=request.user):
        messages.success(request, f"“{event.title}” has been added. Next, say who it is for.")
        return redirect("events:event_people", event.pk)
    context = {"programme": programme, "form": form}
    return render(request, "sites_app/event_add.html", context, status=status_of(form))


@form_view
def organisation_add(request, slug):
    """Add an organisation to the list."""
    programme = get_programme(request, slug)
    require_perm(request.user, "sites_app.add_organisation", programme)
    form = form_for(request, OrganisationForm)
    if organisation := accepted(form, actions.add_organisation, by=request.user):
        messages.success(request, f"{organisation} has been added to the list.")
        return redirect("organisation_list", programme.slug)
    context = {"programme": programme, "form": form}
    return render(request, "sites_app/organisation_add.html", context, status=status_of(form))


def _with_host(verb):
    """Return `verb` with the host given by name: one of the list, or a new organisation."""

    @transaction.atomic
    def do(*, host, by, **fields):
        return verb(host=actions.add_organisation(name=host, by=by), by=by, **fields)

    return do


@form_view
def site_add(request, slug):
    """Add a site to a programme."""
    programme = get_programme(request, slug)
    require_perm(request.user, "sites_app.add_site", programme)
    now = {"opened_on": timezone.localdate(), "budget_pence": programme.site_budget_pence}
    form = form_for(request, SiteForm, initial=now, programme=programme)
    if site := accepted(form, _with_host(actions.open_site), programme=programme, by=request.user):
        messages.success(request, f"{site} has been added. Next, appoint its facilitator.")
        return redirect("members:facilitation_add", site.slug)
    context = {"programme": programme, "form": form}
    return render(request, "sites_app/site_add.html", context, status=status_of(form))


@form_view
def site_edit(request, slug):
    """Change the details of a site."""
    site = get_site(request, slug)
    require_perm(request.user, "sites_app.edit_site", site)
    kept = ("place", "host", "usual_room", "nation", "town_size", "budget_pence")
    now = {name: getattr(site, name) for name in kept}
    form = form_for(request, SiteEditForm, initial=now)
    if accepted(form, _with_host(actions.change_site), site=site, by=request.user):
        messages.success(request, f"{site} has been saved.")
        return redirect(site)
    return render(request, "sites_app/site_edit.html", {"site": site, "form": form}, status=status_of(form))


@form_view
def site_state_record(request, slug):
    """Record the state of a site from a day on."""
    site = get_site(request, slug)
    require_perm(request.user, "sites_app.record_state", site)
    now = {"since": timezone.localdate()}
    ends = request.POST.get("state") == SiteState.State.ENDED
    held = held_by(site, by=request.user) if ends else []
    form = form_for(request, SiteStateForm, initial=now, finder=people_of(site.programme), held=held)
    if state := accepted(form, actions.record_state_and_settle, site=site, by=request.user):
        messages.success(request, f"The status of {site} is now {state.get_state_display()}.")
        return redirect(site)
    context = {"site": site, "form": form, "states": site.states.all()}
    return render(request, "sites_app/site_state_record.html", context, status=status_of(form))


@page_view
def expense_list(request, slug):
    """List the expenses of a site."""
    site = get_site(request, slug)
    require_perm(request.user, "sites_app.see_expenses", site)
    page = Paginator(site.expenses.select_related("added_by"), 25).get_page(request.GET.get("page"))
    context = {"site": site, "page": page, "spent_pence": site.spent_pence}
    return render(request, "sites_app/expense_list.html", context)


@form_view
def expense_add(request, slug):
    """Add an expense to a site."""
    site = get_site(request, slug)
    require_perm(request.user, "sites_app.add_expense", site)
    form = form_for(request, ExpenseForm, initial={"spent_on": timezone.localdate()})
    if accepted(form, actions.add_expense, site=site, by=request.user):
        messages.success(request, "The expense has been added.")
        return redirect("sites:expense_list", site.slug)
    context = {"site": site, "form": form, "spent_pence": site.spent_pence}
    return render(request, "sites_app/expense_add.html", context, status=status_of(form))
