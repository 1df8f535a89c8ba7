"""The addresses of Copsite where a provider reports."""

from django.urls import include, path

from copsite.urls import handler400
from copsite.urls import urlpatterns as ours

__all__ = ["handler400", "urlpatterns"]

urlpatterns = [*ours, path("mail-events/", include("newsletter.providers"))]
