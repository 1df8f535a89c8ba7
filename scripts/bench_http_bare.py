"""The server that `scripts/bench_http.py` compares with: a bare Django with one view, one query and no middleware."""

import django
from django.conf import settings
from django.core.handlers.wsgi import WSGIHandler
from django.http import HttpResponse
from django.urls import path


def bare(request):
    """Answer with what one query found: the least that a page of Django can cost."""
    from sites_app.models import Programme  # models are there only now

    words = str(Programme.objects.values_list("name", flat=True).first()) * 100
    return HttpResponse(words, headers={"Content-Length": str(len(words.encode()))})


urlpatterns = [path("", bare)]
django.setup()
settings.MIDDLEWARE, settings.ROOT_URLCONF = [], __name__
application = WSGIHandler()
