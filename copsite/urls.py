"""Every address, in the words of the people who use it. A page composed of several apps stands in pages."""

from allauth.account.decorators import secure_admin_login
from django.conf import settings
from django.contrib import admin
from django.urls import include, path
from django.views.generic import RedirectView

from kit.undoing import removal_undo
from pages import about

admin.site.login = secure_admin_login(admin.site.login)  # its passkeys and rate limits hold for the admin too
handler400 = "kit.http.bad_request"

urlpatterns = [
    path("", include("pages.urls")),
    path("confidentiality/", about.confidentiality, name="confidentiality"),
    path("accessibility/", about.accessibility, name="accessibility"),
    path("healthz", about.healthz, name="healthz"),
    path("undo/<slug:token>/", removal_undo, name="removal_undo"),
    path("accounts/", include("members.account_urls")),
    path("admin/password_change/", RedirectView.as_view(pattern_name="account_change_password")),
    path("admin/", admin.site.urls),
    path("", include("sites_app.urls")),
    path("", include("members.urls")),
    path("", include("meetings.urls")),
    path("", include("meetings.invitations.urls")),
    path("", include("meetings.events.urls")),
    path("", include("cases.urls")),
    path("", include("cases.next_steps.urls")),
    path("", include("cases.clearance.urls")),
    path("", include("cases.commissioning.urls")),
    path("", include("knowledge.urls")),
    path("", include("knowledge.library.urls")),
    path("newsletter/", include("newsletter.urls")),
    path("notices/", include("pages.notices.urls")),
]
if settings.ANYMAIL["WEBHOOK_SECRET"]:  # .env.example: MAIL_EVENTS_SECRET
    urlpatterns.append(path("mail-events/", include("newsletter.providers")))
if settings.DEMONSTRATION:
    urlpatterns.append(path("demo/", include("demonstration.urls")))
