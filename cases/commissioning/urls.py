"""URLs of issues for commissioners and their replies."""

from django.urls import path

from cases.commissioning import addition_views, correction_views, outcome_views, views

app_name = "commissioning"
urlpatterns = [
    path("cases/<int:pk>/issues/raise/", views.issue_raise, name="issue_raise"),
    path("commissioning/<int:pk>/", views.issue_detail, name="issue_detail"),
    path("commissioning/<int:pk>/edit/", correction_views.issue_edit, name="issue_edit"),
    path("commissioning/<int:pk>/remove/", correction_views.issue_remove, name="issue_remove"),
    path("commissioning/<int:pk>/separate/", correction_views.issue_separate, name="issue_separate"),
    path(
        "commissioning/<int:pk>/send-for-checking/",
        views.issue_send_for_checking,
        name="issue_send_for_checking",
    ),
    path("commissioning/<int:pk>/reply/", views.issue_reply, name="issue_reply"),
    path("commissioning/<int:pk>/merge/", views.issue_merge, name="issue_merge"),
    path("commissioning/<int:pk>/sites/<int:site>/", addition_views.site_sees_too, name="site_sees_too"),
    path(
        "commissioning/<int:pk>/sites/<int:site>/withdraw/",
        addition_views.site_sees_not,
        name="site_sees_not",
    ),
    path(
        "commissioning/<int:pk>/sites/<int:site>/send-for-checking/",
        addition_views.addition_send_for_checking,
        name="addition_send_for_checking",
    ),
    path("commissioning/replies/<int:pk>/keep/", outcome_views.promise_keep, name="promise_keep"),
    path("commissioning/replies/<int:pk>/not-kept/", outcome_views.promise_reopen, name="promise_reopen"),
    path(
        "commissioning/replies/<int:pk>/sites/<int:site>/",
        outcome_views.promise_site_says,
        name="promise_site_says",
    ),
    path(
        "commissioning/replies/<int:pk>/sites/<int:site>/take-back/",
        outcome_views.promise_site_take_back,
        name="promise_site_take_back",
    ),
    path("commissioning/replies/<int:pk>/edit/", correction_views.reply_edit, name="reply_edit"),
    path(
        "commissioning/replies/<int:pk>/move-date/", correction_views.reply_move_date, name="reply_move_date"
    ),
    path(
        "commissioning/replies/<int:pk>/responsible/",
        correction_views.reply_name_responsible,
        name="reply_name_responsible",
    ),
    path("commissioning/replies/<int:pk>/remove/", correction_views.reply_remove, name="reply_remove"),
]
