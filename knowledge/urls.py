"""Addresses of evidence and questions."""

from django.urls import path

from knowledge.views import citing, corrections, evidence, questions

app_name = "knowledge"
urlpatterns = [
    path("evidence/", evidence.evidence_list, name="evidence_list"),
    path("evidence/add/", evidence.evidence_add, name="evidence_add"),
    path("evidence/export/", citing.evidence_export, name="evidence_export"),
    path("evidence/<int:pk>/", evidence.evidence_detail, name="evidence_detail"),
    path("evidence/<int:pk>/edit/", corrections.evidence_edit, name="evidence_edit"),
    path("evidence/<int:pk>/remove/", corrections.evidence_remove, name="evidence_remove"),
    path("evidence/<int:pk>/file/", evidence.evidence_file, name="evidence_file"),
    path("evidence/<int:pk>/attach/", evidence.evidence_choose_case, name="evidence_choose_case"),
    path("evidence/attached/<int:pk>/edit/", evidence.attached_edit, name="attached_edit"),
    path("evidence/attached/<int:pk>/report/", evidence.attached_report, name="attached_report"),
    path("evidence/attached/<int:pk>/not-reported/", corrections.attached_unreport, name="attached_unreport"),
    path("evidence/attached/<int:pk>/remove/", corrections.attached_remove, name="attached_remove"),
    path("evidence/attached/<int:pk>/react/", evidence.attached_react, name="attached_react"),
    path("evidence/questions/<int:pk>/", questions.question_detail, name="question_detail"),
    path("evidence/questions/<int:pk>/take/", questions.question_take, name="question_take"),
    path("evidence/questions/<int:pk>/edit/", corrections.question_edit, name="question_edit"),
    path("evidence/questions/<int:pk>/remove/", corrections.question_remove, name="question_remove"),
    path("evidence/questions/<int:pk>/hand-back/", corrections.question_hand_back, name="question_hand_back"),
    path("evidence/questions/<int:pk>/answer/", questions.question_answer, name="question_answer"),
    path(
        "evidence/questions/<int:pk>/send-for-checking/",
        questions.question_send_for_checking,
        name="question_send_for_checking",
    ),
    path("cases/<int:pk>/evidence/attach/", evidence.evidence_attach, name="evidence_attach"),
    path("cases/<int:pk>/questions/ask/", questions.question_ask, name="question_ask"),
    path(
        "meetings/<int:pk>/questions/ask/", questions.question_ask_at_meeting, name="question_ask_at_meeting"
    ),
]
