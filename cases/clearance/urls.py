"""URLs of the texts that are checked before they are shared."""

from django.urls import path

from cases.clearance.views import agreements, answers, by_link, checkers, found, messages, texts

app_name = "clearance"
urlpatterns = [
    path("cases/<int:pk>/agreement/", agreements.sharing_agreement, name="sharing_agreement"),
    path("agreement/<str:token>/", by_link.agreement_by_link, name="agreement_by_link"),
    path("checking/", texts.text_list, name="text_list"),
    path("checking/found/", found.found_list, name="found_list"),
    path("checking/found/<int:pk>/", found.found_settle, name="found_settle"),
    path("checking/<int:pk>/", texts.text_check, name="text_check"),
    path("checking/<int:pk>/answer/", answers.text_answer, name="text_answer"),
    path("checking/<int:pk>/messages/", messages.text_message, name="text_message"),
    path("checking/<int:pk>/ask/", checkers.text_ask, name="text_ask"),
    path("checking/<int:pk>/pass-on/", checkers.text_pass_on, name="text_pass_on"),
    path("checking/<int:pk>/say-no/", checkers.text_say_no, name="text_say_no"),
    path("checking/<int:pk>/publish/", texts.text_publish, name="text_publish"),
    path("checking/<int:pk>/withdraw/", texts.text_withdraw, name="text_withdraw"),
]
