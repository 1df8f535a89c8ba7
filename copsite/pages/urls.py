from django.urls import path

from copsite.pages import meeting

urlpatterns = [
    path("meetings/<int:pk>/", meeting.meeting_detail, name="meeting_detail"),
]
