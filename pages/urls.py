from django.urls import path

from pages import (
    agenda_edit,
    case,
    case_edit,
    case_list,
    meeting,
    member_list,
    organisation_list,
    programme,
    question_list,
    site,
    site_list,
)
from pages.certificate import certificate, certificate_pdf
from pages.closing import meeting_cancel, meeting_close
from pages.days import day_read
from pages.earlier.views import text_versions, version_bring_back
from pages.history import case_history, meeting_history, member_history, site_history
from pages.home import home
from pages.issues.feeds import public_issue_feed
from pages.issues.public import public_issue_detail, public_issue_list
from pages.issues.views import issue_csv, issue_list
from pages.marks.views import marks, marks_keep, marks_unkeep
from pages.merging.views import member_merge, member_merge_with
from pages.minutes import views as minutes
from pages.needs import views as needs
from pages.overview import views as overview
from pages.pack import meeting_pack, pack_pdf
from pages.privacy.views import case_strike, room_strike
from pages.room import autosave as room_script
from pages.room import page as room
from pages.room.poll import room_here
from pages.room.unsaved import room_take_over
from pages.room.versions import room_leave_out, room_put_back, room_versions
from pages.search.views import search
from pages.typed import typed_discard, typed_keep
from pages.vocabularies import (
    word_add,
    word_edit,
    word_lists,
    word_merge,
    word_move,
    word_offer,
    word_retire,
)
from pages.what_helps import programme_what_helps
from pages.who_read import case_readers, meeting_readers

urlpatterns = [
    path("cases/<int:pk>/", case.case_detail, name="case_detail"),
    path("", home, name="home"),
    path("search/", search, name="search"),
    path("members/<int:pk>/certificate/", certificate, name="certificate"),
    path("members/<int:pk>/certificate.pdf", certificate_pdf, name="certificate_pdf"),
    path("meetings/<int:pk>/", meeting.meeting_detail, name="meeting_detail"),
    path("meetings/<int:pk>/agenda/", agenda_edit.agenda_edit, name="agenda_edit"),
    path("meetings/<int:pk>/cancel/", meeting_cancel, name="meeting_cancel"),
    path("meetings/<int:pk>/close/", meeting_close, name="meeting_close"),
    path("meetings/<int:pk>/minutes/", minutes.minutes_edit, name="minutes_edit"),
    path("meetings/<int:pk>/minutes/share/", minutes.minutes_share, name="minutes_share"),
    path("meetings/<int:pk>/minutes/approve/", minutes.minutes_approve, name="minutes_approve"),
    path("meetings/<int:pk>/minutes.pdf", minutes.minutes_pdf, name="minutes_pdf"),
    path("meetings/<int:pk>/pack/", meeting_pack, name="meeting_pack"),
    path("meetings/<int:pk>/pack.pdf", pack_pdf, name="pack_pdf"),
    path("meetings/<int:pk>/readers/", meeting_readers, name="meeting_readers"),
    path("meetings/<int:pk>/room/", room.meeting_room, name="meeting_room"),
    path("meetings/<int:pk>/room/here/", room_here, name="room_here"),
    path("meetings/<int:pk>/room/send/", room_script.room_send, name="room_send"),
    path("meetings/<int:pk>/room/strike/", room_strike, name="room_strike"),
    path("meetings/<int:pk>/room/take-over/<int:owner_pk>/", room_take_over, name="room_take_over"),
    path("meetings/<int:pk>/room/versions/", room_versions, name="room_versions"),
    path("meetings/<int:pk>/room/versions/<int:revision_pk>/put-back/", room_put_back, name="room_put_back"),
    path(
        "meetings/<int:pk>/room/versions/<int:revision_pk>/leave-out/", room_leave_out, name="room_leave_out"
    ),
    path("days/read/", day_read, name="day_read"),
    path("versions/<slug:kind>/<int:pk>/", text_versions, name="text_versions"),
    path(
        "versions/<slug:kind>/<int:pk>/<int:version_pk>/bring-back/",
        version_bring_back,
        name="version_bring_back",
    ),
    path("marks/", marks, name="marks"),
    path("marks/keep/", marks_keep, name="marks_keep"),
    path("marks/unkeep/", marks_unkeep, name="marks_unkeep"),
    path("typed/", typed_keep, name="typed_keep"),
    path("typed/discard/", typed_discard, name="typed_discard"),
    path("room/key/", room_script.room_key, name="room_key"),
    path("programmes/<slug:slug>/needs/", needs.needs_assessment, name="needs_assessment"),
    path("programmes/<slug:slug>/needs.pdf", needs.needs_pdf, name="needs_pdf"),
    path("programmes/<slug:slug>/needs.docx", needs.needs_docx, name="needs_docx"),
    path("programmes/<slug:slug>/needs/themes.csv", needs.needs_themes_csv, name="needs_themes_csv"),
    path("programmes/<slug:slug>/needs/what-helped.csv", needs.needs_helped_csv, name="needs_helped_csv"),
    path("programmes/<slug:slug>/what-helps/", programme_what_helps, name="programme_what_helps"),
    path("programmes/<slug:slug>/", programme.programme_detail, name="programme_detail"),
    path("programmes/<slug:slug>/late/", overview.programme_late, name="programme_late"),
    path("programmes/<slug:slug>/overview/", overview.programme_overview, name="programme_overview"),
    path(
        "programmes/<slug:slug>/overview.csv", overview.programme_overview_csv, name="programme_overview_csv"
    ),
    path(
        "programmes/<slug:slug>/overview.pdf", overview.programme_overview_pdf, name="programme_overview_pdf"
    ),
    path("cases/", case_list.case_list, name="case_list"),
    path("cases/<int:pk>/readers/", case_readers, name="case_readers"),
    path("cases/<int:pk>/history/", case_history, name="case_history"),
    path("meetings/<int:pk>/history/", meeting_history, name="meeting_history"),
    path("members/<int:pk>/history/", member_history, name="member_history"),
    path("members/<int:pk>/merge/", member_merge, name="member_merge"),
    path("members/<int:pk>/merge/<int:other_pk>/", member_merge_with, name="member_merge_with"),
    path("sites/<slug:slug>/history/", site_history, name="site_history"),
    path("cases/<int:pk>/strike/", case_strike, name="case_strike"),
    path("cases/<int:pk>/edit/", case_edit.case_edit, name="case_edit"),
    path("commissioning/", issue_list, name="issue_list"),
    path("commissioning/issues.csv", issue_csv, name="issue_csv"),
    path("issues/", public_issue_list, name="public_issue_list"),
    path("issues/feed/", public_issue_feed, name="public_issue_feed"),
    path("issues/<int:pk>/", public_issue_detail, name="public_issue_detail"),
    path("evidence/questions/", question_list.question_list, name="question_list"),
    path(
        "programmes/<slug:slug>/organisations/", organisation_list.organisation_list, name="organisation_list"
    ),
    path("programmes/<slug:slug>/words/", word_lists, name="word_lists"),
    path("programmes/<slug:slug>/words/<slug:kind>/add/", word_add, name="word_add"),
    path("programmes/<slug:slug>/words/<slug:kind>/<int:pk>/edit/", word_edit, name="word_edit"),
    path("programmes/<slug:slug>/words/<slug:kind>/<int:pk>/merge/", word_merge, name="word_merge"),
    path("programmes/<slug:slug>/words/<slug:kind>/<int:pk>/move/", word_move, name="word_move"),
    path("programmes/<slug:slug>/words/<slug:kind>/<int:pk>/offer/", word_offer, name="word_offer"),
    path("programmes/<slug:slug>/words/<slug:kind>/<int:pk>/retire/", word_retire, name="word_retire"),
    path("sites/", site_list.site_list, name="site_list"),
    path("sites/<slug:slug>/members/", member_list.member_list, name="member_list"),
    path("sites/<slug:slug>/members.csv", member_list.member_export, name="member_export"),
    path("sites/<slug:slug>/", site.site_detail, name="site_detail"),
]
