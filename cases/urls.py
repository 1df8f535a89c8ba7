"""URLs of cases, their presenters and who works with the person."""

from django.urls import path

from cases.views import cases, choose_case
from cases.views.works_with import own_service_say, works_with_edit

app_name = "cases"
urlpatterns = [
    path("cases/offer/", cases.case_offer, name="case_offer"),
    path("cases/<int:pk>/discuss/", cases.case_discuss, name="case_discuss"),
    path("cases/<int:pk>/withdraw/", cases.case_withdraw, name="case_withdraw"),
    path("cases/<int:pk>/step-out/", cases.step_out, name="step_out"),
    path("meetings/<int:pk>/choose-a-case/", choose_case.case_choose, name="case_choose"),
    path(
        "meetings/<int:pk>/choose-a-case/ask/<int:member_pk>/", choose_case.case_ask_for, name="case_ask_for"
    ),
    path(
        "meetings/<int:pk>/told/<int:case_pk>/<int:member_pk>/",
        choose_case.presenter_told,
        name="presenter_told",
    ),
    path("cases/<int:pk>/works-with/", works_with_edit, name="works_with_edit"),
    path("cases/<int:pk>/works-with/mine/", own_service_say, name="own_service_say"),
    path("discussions/<int:pk>/notes/", cases.notes_edit, name="notes_edit"),
    path("discussions/<int:pk>/take-off/", cases.agenda_take_off, name="agenda_take_off"),
]
