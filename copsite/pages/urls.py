from django.urls import path

from copsite.pages import case, meeting, programme, site
from copsite.pages.home import home
from copsite.pages.room import page as room

urlpatterns = [
    path("cases/<int:pk>/", case.case_detail, name="case_detail"),
    path("", home, name="home"),
    path("meetings/<int:pk>/", meeting.meeting_detail, name="meeting_detail"),
    path("meetings/<int:pk>/room/", room.meeting_room, name="meeting_room"),
    path("programmes/<slug:slug>/", programme.programme_detail, name="programme_detail"),
    path("sites/<slug:slug>/", site.site_detail, name="site_detail"),
]
