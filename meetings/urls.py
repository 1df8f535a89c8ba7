from django.urls import path

from meetings.views import dates, feeds, membership, replies, room, series

app_name = "meetings"
urlpatterns = [
    path("sites/<slug:slug>/meetings/", dates.meeting_list, name="meeting_list"),
    path("sites/<slug:slug>/meetings/schedule/", dates.meeting_schedule, name="meeting_schedule"),
    path("sites/<slug:slug>/meetings/series/", series.series_schedule, name="series_schedule"),
    path("meetings/<int:pk>/edit/", dates.meeting_edit, name="meeting_edit"),
    path("meetings/<int:pk>/attendance/", room.attendance_record, name="attendance_record"),
    path(
        "meetings/<int:pk>/attendance/<int:attendance_pk>/joined/",
        room.stand_in_joined,
        name="stand_in_joined",
    ),
    path("meetings/<int:pk>/visitors/", room.visit_add, name="visit_add"),
    path("meetings/<int:pk>/visitors/<int:visit_pk>/remove/", room.visit_remove, name="visit_remove"),
    path("meetings/<int:pk>/coming/", replies.coming, name="coming"),
    path("me/calendar/", feeds.my_calendar, name="my_calendar"),
    path("sites/<slug:slug>/calendar/", feeds.site_calendar, name="site_calendar"),
    path("calendar/<slug:token>.ics", feeds.calendar_feed, name="calendar_feed"),
    path("calendar/reply/<slug:token>/", replies.reply, name="reply"),
    path("programmes/<slug:slug>/membership/", membership.membership, name="membership"),
    path("programmes/<slug:slug>/membership.csv", membership.membership_csv, name="membership_csv"),
]
