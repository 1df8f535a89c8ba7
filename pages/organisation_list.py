"""The organisations of a programme, and what they do in it."""

from django.core.paginator import Paginator
from django.db.models import Count, Q
from django.shortcuts import render

from kit.http import page_view, require_perm
from kit.queries import in_usual_order
from kit.words import by_name
from sites_app.models import Organisation
from sites_app.views import get_programme


@page_view
def organisation_list(request, slug):
    """Show the organisations of a programme."""
    programme = get_programme(request, slug)
    require_perm(request.user, "sites_app.see_organisations", programme)
    organisations = Organisation.objects.select_related("sector").annotate(
        hosts=Count("hosted_sites", filter=Q(hosted_sites__programme=programme), distinct=True),
        sends=Count(
            "employments__member",
            filter=Q(employments__member__site__programme=programme, employments__until=None),
            distinct=True,
        ),
    )
    page = Paginator(by_name(in_usual_order(organisations)), 25).get_page(request.GET.get("page"))
    return render(request, "pages/organisation_list.html", {"programme": programme, "page": page})
