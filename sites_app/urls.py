from django.urls import path

from sites_app import correction_views, views

app_name = "sites"
urlpatterns = [
    path("sites/<slug:slug>/edit/", views.site_edit, name="site_edit"),
    path("sites/<slug:slug>/state/", views.site_state_record, name="site_state_record"),
    path("sites/<slug:slug>/expenses/", views.expense_list, name="expense_list"),
    path("sites/<slug:slug>/expenses/add/", views.expense_add, name="expense_add"),
    path("expenses/<int:pk>/edit/", correction_views.expense_edit, name="expense_edit"),
    path("expenses/<int:pk>/remove/", correction_views.expense_remove, name="expense_remove"),
    path("dates/<int:pk>/edit/", correction_views.event_edit, name="event_edit"),
    path("dates/<int:pk>/remove/", correction_views.event_remove, name="event_remove"),
    path(
        "programmes/<slug:slug>/organisations/<int:pk>/edit/",
        correction_views.organisation_edit,
        name="organisation_edit",
    ),
    path(
        "programmes/<slug:slug>/organisations/<int:pk>/remove/",
        correction_views.organisation_remove,
        name="organisation_remove",
    ),
    path("programmes/<slug:slug>/edit/", views.programme_edit, name="programme_edit"),
    path("programmes/<slug:slug>/end/", views.programme_end, name="programme_end"),
    path("programmes/<slug:slug>/events/add/", views.event_add, name="event_add"),
    path("programmes/<slug:slug>/organisations/add/", views.organisation_add, name="organisation_add"),
    path("programmes/<slug:slug>/sites/add/", views.site_add, name="site_add"),
]
