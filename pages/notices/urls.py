"""Addresses of notices, below /notices/."""

from django.urls import path

from pages.notices import views

app_name = "notices"
urlpatterns = [
    path("", views.waiting, name="waiting"),
    path("count/", views.count, name="count"),
    path("settings/", views.settings, name="settings"),
    path("settings/<slug:token>/", views.setting, name="setting"),
    path("sites/<slug:slug>/", views.site, name="site"),
]
