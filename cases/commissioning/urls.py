"""URLs of issues for commissioners and their replies."""

from django.urls import path

from cases.commissioning import views

app_name = "commissioning"
urlpatterns = [
    path("cases/<int:pk>/issues/raise/", views.issue_raise, name="issue_raise"),
    path("commissioning/", views.commissioning, name="commissioning"),
    path("commissioning/<int:pk>/", views.issue_detail, name="issue_detail"),
    path(
        "commissioning/<int:pk>/send-for-checking/",
        views.issue_send_for_checking,
        name="issue_send_for_checking",
    ),
    path("commissioning/<int:pk>/reply/", views.issue_reply, name="issue_reply"),
    path("commissioning/<int:pk>/merge/", views.issue_merge, name="issue_merge"),
    path("commissioning/replies/<int:pk>/keep/", views.promise_keep, name="promise_keep"),
]
