from django.urls import path

from members import account_views
from members.views import adding, addresses, details, importing, members, programme, sessions

app_name = "members"
urlpatterns = [
    path("me/", details.my_details, name="my_details"),
    path("me/address/", addresses.address_change, name="address_change"),
    path("me/address/<slug:token>/", addresses.address_confirm, name="address_confirm"),
    path("me/second-step/", details.second_step, name="second_step"),
    path("me/sessions/", sessions.session_list, name="session_list"),
    path("me/sessions/<slug:number>/end/", sessions.session_end, name="session_end"),
    path("me/stay/", sessions.stay_signed_in, name="stay_signed_in"),
    path("me/sign-out-everywhere/", sessions.sign_out_everywhere, name="sign_out_everywhere"),
    path("sites/<slug:slug>/members/add/", adding.member_add, name="member_add"),
    path("sites/<slug:slug>/members/import/", importing.member_import, name="member_import"),
    path(
        "sites/<slug:slug>/members/import/<int:pk>/",
        importing.member_import_report,
        name="member_import_report",
    ),
    path(
        "sites/<slug:slug>/members/import/<int:pk>/columns/",
        importing.member_import_mapping,
        name="member_import_mapping",
    ),
    path(
        "sites/<slug:slug>/members/import/<int:pk>/confirm/",
        importing.member_import_confirm,
        name="member_import_confirm",
    ),
    path(
        "sites/<slug:slug>/members/import/<int:pk>/progress/",
        importing.member_import_progress,
        name="member_import_progress",
    ),
    path(
        "sites/<slug:slug>/members/import/<int:pk>/report.csv",
        importing.member_import_download,
        name="member_import_download",
    ),
    path("sites/<slug:slug>/facilitator/", members.facilitation_add, name="facilitation_add"),
    path("sites/<slug:slug>/seats/", members.seat_list, name="seat_list"),
    path("sites/<slug:slug>/seats/<int:pk>/remove/", members.seat_remove, name="seat_remove"),
    path("sites/<slug:slug>/ground-rules/", programme.agreement_record, name="agreement_record"),
    path("members/<int:pk>/edit/", members.member_edit, name="member_edit"),
    path("members/<int:pk>/job/", members.job_change, name="job_change"),
    path("members/<int:pk>/remove/", members.member_remove, name="member_remove"),
    path("members/<int:pk>/leave/", members.member_leave, name="member_leave"),
    path("members/<int:pk>/come-back/", members.member_come_back, name="member_come_back"),
    path("members/<int:pk>/mark/", members.mark_override, name="mark_override"),
    path("members/<int:pk>/invite/", members.member_invite, name="member_invite"),
    path("members/<int:pk>/links/end/", details.links_end, name="links_end"),
    path("facilitations/<int:pk>/end/", members.facilitation_end, name="facilitation_end"),
    path("invitations/<slug:token>/", account_views.invitation_accept, name="invitation_accept"),
    path("invitations/<int:pk>/again/", programme.invitation_send_again, name="invitation_send_again"),
    path("invitations/<int:pk>/revoke/", programme.invitation_revoke, name="invitation_revoke"),
    path("programmes/<slug:slug>/disciplines/", programme.discipline_list, name="discipline_list"),
    path("disciplines/proposals/<int:pk>/", programme.proposal_decide, name="proposal_decide"),
    path("disciplines/<int:pk>/edit/", programme.discipline_edit, name="discipline_edit"),
    path("programmes/<slug:slug>/ground-rules/", programme.ground_rules, name="ground_rules"),
    path("programmes/<slug:slug>/ground-rules/edit/", programme.ground_rules_edit, name="ground_rules_edit"),
    path("programmes/<slug:slug>/people/", programme.role_list, name="role_list"),
    path("programmes/<slug:slug>/invite/", programme.role_invite, name="role_invite"),
    path("roles/<int:pk>/end/", programme.role_end, name="role_end"),
]
