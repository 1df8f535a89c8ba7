"""Addresses of the texts that are checked before they are shared."""

from django.urls import path

from cases.clearance import views

app_name = "clearance"
urlpatterns = [
    path("cases/<int:pk>/yes/", views.presenter_yes, name="presenter_yes"),
    path("gate/", views.gate_list, name="gate_list"),
    path("gate/<int:pk>/", views.gate_read, name="gate_read"),
    path("gate/<int:pk>/publish/", views.gate_publish, name="gate_publish"),
    path("gate/<int:pk>/withdraw/", views.gate_withdraw, name="gate_withdraw"),
]
