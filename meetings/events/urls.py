from django.urls import path

from meetings.events import views

app_name = "events"
urlpatterns = [
    path("programmes/<slug:slug>/events/", views.event_list, name="event_list"),
    path("events/<int:pk>/", views.event_detail, name="event_detail"),
    path("events/<int:pk>/people/", views.event_people, name="event_people"),
    path("events/<int:pk>/people/invite/", views.event_invite, name="event_invite"),
    path("events/<int:pk>/text/", views.event_text, name="event_text"),
    path("events/<int:pk>/papers/add/", views.paper_add, name="paper_add"),
    path("events/papers/<int:pk>/remove/", views.paper_remove, name="paper_remove"),
    path("events/<int:pk>/cancel/", views.event_cancel, name="event_cancel"),
    path("events/<int:pk>/attendance/", views.event_attendance, name="event_attendance"),
]
