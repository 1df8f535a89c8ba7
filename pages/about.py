"""Pages about Copsite itself, and the answer that a health check waits for."""

from django.db import connection
from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe


@require_safe
def confidentiality(request):
    return render(request, "pages/confidentiality.html")


@require_safe
def accessibility(request):
    return render(request, "pages/accessibility.html")


@require_safe
def healthz(request):
    """Says `ok` once the database answers; says nothing else to anybody."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT 1")
    return HttpResponse("ok", content_type="text/plain")
