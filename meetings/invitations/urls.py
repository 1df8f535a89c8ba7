from django.urls import path

from meetings.invitations.views import guests, programme, replies

app_name = "invitations"
urlpatterns = [
    path("meetings/<int:pk>/guests/", guests.guest_invite, name="guest_invite"),
    path("calendar/invitations/<int:pk>/", replies.invitation_detail, name="invitation_detail"),
    path("calendar/invitations/<int:pk>/withdraw/", guests.guest_withdraw, name="guest_withdraw"),
    path("calendar/invitations/<int:pk>/answer/", guests.visit_decide, name="visit_decide"),
    path("calendar/invitation/<slug:token>/", replies.invitation_reply, name="invitation_reply"),
    path("sites/<slug:slug>/visit/", replies.visit_offer, name="visit_offer"),
    path("sites/<slug:slug>/visits/", guests.visit_list, name="visit_list"),
    path("programmes/<slug:slug>/visits/", programme.programme_visits, name="programme_visits"),
    path("programmes/<slug:slug>/visits.csv", programme.programme_visits_csv, name="programme_visits_csv"),
]
