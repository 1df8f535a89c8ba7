from django.urls import path

from members import account_views

app_name = "members"
urlpatterns: list = [
    path("invitations/<slug:token>/", account_views.invitation_accept, name="invitation_accept"),
]
