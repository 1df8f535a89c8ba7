from django.urls import path

from cases.views import cases, choosing, following_up, gate, issues, my_steps, steps
from cases.views.helping import (
    programme_what_helps,
    programme_what_helps_csv,
    site_what_helps,
    site_what_helps_csv,
)
from cases.views.works_with import own_service_say, works_with_edit

app_name = "cases"
urlpatterns = [
    path("cases/", cases.case_list, name="case_list"),
    path("cases/offer/", cases.case_offer, name="case_offer"),
    path("cases/<int:pk>/edit/", cases.case_edit, name="case_edit"),
    path("cases/<int:pk>/revisions/", cases.case_revisions, name="case_revisions"),
    path(
        "cases/<int:pk>/revisions/<int:revision_pk>/restore/", cases.revision_restore, name="revision_restore"
    ),
    path("cases/<int:pk>/discuss/", cases.case_discuss, name="case_discuss"),
    path("cases/<int:pk>/step-out/", cases.step_out, name="step_out"),
    path("meetings/<int:pk>/choose-a-case/", choosing.case_choose, name="case_choose"),
    path("meetings/<int:pk>/choose-a-case/ask/<int:member_pk>/", choosing.case_ask_for, name="case_ask_for"),
    path(
        "meetings/<int:pk>/told/<int:case_pk>/<int:member_pk>/",
        choosing.presenter_told,
        name="presenter_told",
    ),
    path("cases/<int:pk>/yes/", gate.presenter_yes, name="presenter_yes"),
    path("cases/<int:pk>/works-with/", works_with_edit, name="works_with_edit"),
    path("cases/<int:pk>/works-with/mine/", own_service_say, name="own_service_say"),
    path("cases/<int:pk>/issues/raise/", issues.issue_raise, name="issue_raise"),
    path("discussions/<int:pk>/notes/", cases.notes_edit, name="notes_edit"),
    path("discussions/<int:pk>/next-steps/", steps.next_step_add, name="next_step_add"),
    path("discussions/<int:pk>/take-off/", cases.agenda_take_off, name="agenda_take_off"),
    path("next-steps/<int:pk>/feedback/", steps.feedback_give, name="feedback_give"),
    path("next-steps/<int:pk>/hand-over/", following_up.step_hand_over, name="step_hand_over"),
    path("next-steps/answers/<int:pk>/correct/", steps.feedback_correct, name="feedback_correct"),
    path("sites/<slug:slug>/next-steps/", following_up.next_step_list, name="next_step_list"),
    path("next-steps/mine/<slug:token>/", my_steps.my_steps, name="my_steps"),
    path("sites/<slug:slug>/what-helps/", site_what_helps, name="site_what_helps"),
    path("sites/<slug:slug>/what-helps.csv", site_what_helps_csv, name="site_what_helps_csv"),
    path("programmes/<slug:slug>/what-helps/", programme_what_helps, name="programme_what_helps"),
    path(
        "programmes/<slug:slug>/what-helps.csv",
        programme_what_helps_csv,
        name="programme_what_helps_csv",
    ),
    path("commissioning/", issues.commissioning, name="commissioning"),
    path("commissioning/<int:pk>/", issues.issue_detail, name="issue_detail"),
    path("commissioning/<int:pk>/put-forward/", issues.issue_put_forward, name="issue_put_forward"),
    path("commissioning/<int:pk>/reply/", issues.issue_reply, name="issue_reply"),
    path("commissioning/<int:pk>/merge/", issues.issue_merge, name="issue_merge"),
    path("commissioning/replies/<int:pk>/keep/", issues.promise_keep, name="promise_keep"),
    path("gate/", gate.gate_list, name="gate_list"),
    path("gate/<int:pk>/", gate.gate_read, name="gate_read"),
    path("gate/<int:pk>/publish/", gate.gate_publish, name="gate_publish"),
    path("gate/<int:pk>/withdraw/", gate.gate_withdraw, name="gate_withdraw"),
]
