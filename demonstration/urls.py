from django.urls import path

from demonstration import views

app_name = "demonstration"
urlpatterns = [
    path("sign-in/", views.sign_in, name="sign_in"),
    path("mail/", views.mail_list, name="mail_list"),
    path("mail/<slug:name>/", views.mail_detail, name="mail_detail"),
    path("mail/<slug:name>/html/", views.mail_html, name="mail_html"),
]
