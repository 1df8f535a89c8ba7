"""URLs of the texts that are checked before they are shared."""

from django.urls import path

from cases.clearance import agreeing, by_link, views

app_name = "clearance"
urlpatterns = [
    path("cases/<int:pk>/agreement/", agreeing.sharing_agreement, name="sharing_agreement"),
    path("agreement/<str:token>/", by_link.agreement_by_link, name="agreement_by_link"),
    path("checking/", views.text_list, name="text_list"),
    path("checking/<int:pk>/", views.text_check, name="text_check"),
    path("checking/<int:pk>/publish/", views.text_publish, name="text_publish"),
    path("checking/<int:pk>/withdraw/", views.text_withdraw, name="text_withdraw"),
]
