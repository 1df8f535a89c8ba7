from django.urls import path

from sites_app import views

app_name = "sites"
urlpatterns = [
    path("sites/<slug:slug>/edit/", views.site_edit, name="site_edit"),
    path("sites/<slug:slug>/state/", views.site_state_record, name="site_state_record"),
    path("sites/<slug:slug>/expenses/", views.expense_list, name="expense_list"),
    path("sites/<slug:slug>/expenses/add/", views.expense_add, name="expense_add"),
    path("programmes/<slug:slug>/edit/", views.programme_edit, name="programme_edit"),
    path("programmes/<slug:slug>/end/", views.programme_end, name="programme_end"),
    path("programmes/<slug:slug>/events/add/", views.event_add, name="event_add"),
    path("programmes/<slug:slug>/organisations/add/", views.organisation_add, name="organisation_add"),
    path("programmes/<slug:slug>/sites/add/", views.site_add, name="site_add"),
]
