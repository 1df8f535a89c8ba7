"""Pages about Copsite itself, and the health check."""

from django.db import connection
from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from kit.visitors import for_visitors


@require_safe
@for_visitors
def confidentiality(request):
    """Show the page about confidentiality."""
    return render(request, "pages/confidentiality.html")


@require_safe
@for_visitors
def accessibility(request):
    """Show the accessibility statement."""
    return render(request, "pages/accessibility.html")


@require_safe
def healthz(request):
    """Answer "ok" if the database answers, for health checks."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT 1")
    return HttpResponse("ok", content_type="text/plain; charset=utf-8")
