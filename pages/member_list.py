"""The members of a site with their marks of figure 1, as a page and as a file."""

from collections.abc import Iterable

import rules
from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import render
from django.utils import timezone

from kit.confirming import confirmed
from kit.http import page_view, require_perm
from kit.spreadsheets import csv_for_excel
from kit.words import by_name
from meetings.marks import everyone_of, last_day, size_of
from members.actions.members import record_export
from members.as_of import as_they_were
from members.lists import to_be_invited
from members.models import Invitation, Member
from sites_app.models import Site
from sites_app.views import get_site

WITHOUT_ACCOUNT = "no-account"  # show those who have never signed in


@page_view
def member_list(request, slug):
    """Show the members of a site."""
    site = get_site(request, slug)
    require_perm(request.user, "members.see_members", site)
    everyone = everyone_in(site)
    here = [member for member in everyone if member.is_here]
    without_account = request.GET.get("show") == WITHOUT_ACCOUNT and _sees_accounts(request.user, site)
    if without_account:
        here = [member for member in here if member.user_id is None]
    page = Paginator(here, 25).get_page(request.GET.get("page"))
    context = {
        "site": site,
        "page": page,
        "without_account": without_account,
        "query": f"show={WITHOUT_ACCOUNT}" if without_account else "",
        "size": size_of(everyone),
        "wanted": site.seat_targets.select_related("discipline"),
        "left": site.members.filter(left_on__isnull=False).select_related("discipline").order_by("-left_on"),
        "not_reached": site.members.refused(),
        "to_invite": to_be_invited(site),
        "invitations": Invitation.objects.open()
        .filter(member__site=site)
        .select_related("invited_by", "member__site", "mail"),
    }
    return render(request, "pages/member_list.html", context)


@page_view
@confirmed
def member_export(request, slug):
    """Download the members of a site."""
    site = get_site(request, slug)
    require_perm(request.user, "members.export_members", site)
    heading = [
        "Name", "Role", "Sector", "Works for", "E-mail address", "Agreed to receive e-mails", "Expert by experience",
        "Professionally qualified", "Joined on", "Meetings", "Mark",
    ]  # fmt: skip
    members = members_of(site)
    as_they_were(members, on=timezone.localdate())
    members = _facilitators_first(members)
    rows = [
        [
            member.name, member.role, member.discipline.sector.name if member.discipline else "", member.workplace, member.email,
            _yes(member.agreed_to_contact_at), _yes(member.is_expert_by_experience),
            _yes(member.is_professionally_qualified), member.joined_on.isoformat(), member.came, member.mark,
        ]
        for member in members
    ]  # fmt: skip
    record_export(site, rows=len(rows), by=request.user)
    response = HttpResponse(csv_for_excel([heading, *rows]), content_type="text/csv; charset=utf-8")
    response["Content-Disposition"] = f'attachment; filename="{site.slug}-members.csv"'
    return response


def _sees_accounts(user, site: Site) -> bool:
    """Return whether `user` sees who has an account: those who run the site."""
    return rules.has_perm("members.edit_member", user, site)


def _yes(fact) -> str:
    return "yes" if fact else "no"


def members_of(site: Site) -> list[Member]:
    """Return the current members of `site`, facilitators first, with role, workplace, mark and open invitation."""
    return [member for member in everyone_in(site) if member.is_here]


def everyone_in(site: Site) -> list[Member]:
    """Return the members of `site` today and those who have left, likewise; of a programme that has ended, as on its last
    day.
    """
    members = (
        everyone_of([site], on=last_day(site.programme))
        .with_workplace()
        .select_related("discipline__sector", "site__programme")
        .order_by("pk")
    )
    return _facilitators_first(members)


def _facilitators_first(members: Iterable) -> list:
    return sorted(by_name(members), key=lambda member: not member.facilitates)
