"""URLs of next steps, feedback on them, and what helps."""

from django.urls import path

from cases.next_steps.views import by_link, changing, feedback, looks, open_steps, what_helps

app_name = "next_steps"
urlpatterns = [
    path("discussions/<int:pk>/next-steps/", feedback.next_step_add, name="next_step_add"),
    path("next-steps/<int:pk>/edit/", changing.step_edit, name="step_edit"),
    path("next-steps/<int:pk>/remove/", changing.step_remove, name="step_remove"),
    path("next-steps/<int:pk>/feedback/", feedback.feedback_give, name="feedback_give"),
    path("next-steps/<int:pk>/hand-over/", open_steps.step_hand_over, name="step_hand_over"),
    path("next-steps/answers/<int:pk>/correct/", feedback.feedback_correct, name="feedback_correct"),
    path("cases/<int:pk>/later/<int:months>/", looks.look_again, name="look_again"),
    path("cases/later/<int:pk>/remove/", looks.look_remove, name="look_remove"),
    path("sites/<slug:slug>/next-steps/", open_steps.next_step_list, name="next_step_list"),
    path("next-steps/mine/<slug:token>/", by_link.my_steps, name="my_steps"),
    path("sites/<slug:slug>/what-helps/", what_helps.site_what_helps, name="site_what_helps"),
    path("sites/<slug:slug>/what-helps.csv", what_helps.site_what_helps_csv, name="site_what_helps_csv"),
    path(
        "programmes/<slug:slug>/what-helps.csv",
        what_helps.programme_what_helps_csv,
        name="programme_what_helps_csv",
    ),
]
