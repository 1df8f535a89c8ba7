from django.urls import path

from copsite.pages import agenda_edit, case, meeting, programme, site
from copsite.pages.certificate import certificate, certificate_pdf
from copsite.pages.home import home
from copsite.pages.room import page as room
from copsite.pages.room import sending as room_script
from copsite.pages.room.striking import room_strike

urlpatterns = [
    path("cases/<int:pk>/", case.case_detail, name="case_detail"),
    path("", home, name="home"),
    path("members/<int:pk>/certificate/", certificate, name="certificate"),
    path("members/<int:pk>/certificate.pdf", certificate_pdf, name="certificate_pdf"),
    path("meetings/<int:pk>/", meeting.meeting_detail, name="meeting_detail"),
    path("meetings/<int:pk>/agenda/", agenda_edit.agenda_edit, name="agenda_edit"),
    path("meetings/<int:pk>/room/", room.meeting_room, name="meeting_room"),
    path("meetings/<int:pk>/room/here/", room_script.room_here, name="room_here"),
    path("meetings/<int:pk>/room/send/", room_script.room_send, name="room_send"),
    path("meetings/<int:pk>/room/strike/", room_strike, name="room_strike"),
    path("room/key/", room_script.room_key, name="room_key"),
    path("programmes/<slug:slug>/", programme.programme_detail, name="programme_detail"),
    path("sites/<slug:slug>/", site.site_detail, name="site_detail"),
]
