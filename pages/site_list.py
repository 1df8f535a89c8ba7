"""The list of sites."""

from django.core.paginator import Paginator
from django.db.models import Min, Q
from django.shortcuts import render
from django.utils import timezone

from kit.http import page_view
from meetings.group_sizes import sizes_seen_by
from sites_app.models import Site


@page_view
def site_list(request):
    """Show the sites of this person's programmes."""
    sites = (
        Site.objects.visible_to(request.user)
        .with_latest_state()
        .select_related("programme", "host")
        .annotate(
            next_meeting_at=Min(
                "meetings__starts_at",
                filter=Q(meetings__cancelled_at=None, meetings__starts_at__gte=timezone.now()),
            )
        )
        .order_by("programme__ended_on", "-programme__started_on", "programme__name", "code")
    )
    page = Paginator(sites, 25).get_page(request.GET.get("page"))
    sizes = sizes_seen_by(request.user, page)
    for site in page:
        site.confirmed = sizes[site.pk]
    return render(request, "pages/site_list.html", {"page": page})
