"""The page of a programme: its purpose, numbers, sites and their progress, dates, people."""

from itertools import groupby

import rules
from django.shortcuts import get_object_or_404, render

from cases.next_steps.published import newest_figures
from cases.next_steps.tallies import tallies_of, total_of
from kit.http import page_view
from kit.words import by_name
from meetings.group_sizes import members_in_words, sizes_seen_by
from meetings.progress import progress_of_sites
from members.models import Invitation, Role
from pages.setting_up import steps_of, why_behind
from sites_app.models import Programme, ProgrammeEvent, Site

DATES_SHOWN = 6


@page_view
def programme_detail(request, slug):
    """Show a programme."""
    programme = get_object_or_404(Programme.objects.visible_to(request.user), slug=slug)
    user = request.user
    sites = list(Site.objects.filter(programme=programme).with_latest_state().select_related("host"))
    for site in sites:
        site.programme = programme
    runs = rules.has_perm("sites_app.edit_programme", user, programme)
    steps = steps_of(programme, sites) if runs and programme.is_running else []
    dates = ProgrammeEvent.objects.filter(programme=programme).upcoming()[:DATES_SHOWN]
    context = {
        "programme": programme,
        "sites": sites_in_numbers(sites, user),
        **tallies_for(programme, sites, user),
        "dates": list(dates),
        "people": people_in_roles(programme),
        "invited": Invitation.objects.open().filter(programme=programme, member=None) if runs else [],
        "steps": steps if any(not step.is_done for step in steps) else [],
        "first_step": next((step for step in steps if not step.is_done), None),
        "number_left": sum(not step.is_done for step in steps),
        "runs": runs,
    }
    return render(request, "pages/programme.html", context)


def tallies_for(programme: Programme, sites: list[Site], user) -> dict:
    """Return the tally of the programme's next steps as far as `user` may see it, and for which period if that is
    published figures. Set `tally` on the sites that they read.
    """
    read = [site for site in sites if rules.has_perm("next_steps.see_what_helps_here", user, site)]
    tallies = tallies_of(read)
    for site in read:
        site.tally = tallies[site.pk]
    if rules.has_perm("next_steps.see_what_helps", user, programme):
        return {"tally": total_of(tallies.values())}
    published, figures = newest_figures(programme)
    return {"tally": figures.tally, "tally_period": published and published.period_in_words}


def sites_in_numbers(sites: list[Site], user) -> list[Site]:
    """Return `sites` with their `progress`, confirmed members as `members_in_words`, whether `user` `opens` their page, and why
    they have too few meetings, for those who may read them."""
    progress = progress_of_sites(sites)
    sizes = sizes_seen_by(user, sites)
    for site in sites:
        site.progress = progress[site.pk]
        site.members_in_words = members_in_words(sizes[site.pk])
        site.opens = rules.has_perm("sites_app.see_site", user, site)
        looks_after = rules.has_perm("meetings.schedule_meeting", user, site)
        site.why_behind = why_behind(site, site.progress) if looks_after else ""
    return sites


def people_in_roles(programme: Programme) -> list[tuple[str, list[Role]]]:
    """Return the people with a role in the programme, by role."""
    roles = (
        Role.objects.current()
        .filter(programme=programme)
        .select_related("user")
        .prefetch_related("sites")
        .order_by("pk")
    )
    order = list(Role.Kind)
    in_order = sorted(by_name(roles, "user.name"), key=lambda role: order.index(Role.Kind(role.kind)))
    return [
        (Role.Kind(kind).label, list(found)) for kind, found in groupby(in_order, key=lambda role: role.kind)
    ]
