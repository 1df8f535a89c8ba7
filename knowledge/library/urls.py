"""Addresses of write-ups and the library."""

from django.urls import path

from knowledge.library.views import library, write_ups

app_name = "library"
urlpatterns = [
    path("cases/<int:pk>/write-up/", write_ups.write_up, name="write_up"),
    path("cases/<int:pk>/write-up/start/", write_ups.write_up_start, name="write_up_start"),
    path(
        "cases/<int:pk>/write-up/send-for-checking/",
        write_ups.write_up_send_for_checking,
        name="write_up_send_for_checking",
    ),
    path("library/", library.library, name="library"),
    path("library/<int:pk>/", library.learning_object_detail, name="learning_object_detail"),
    path("library/<int:pk>.pdf", library.learning_object_pdf, name="learning_object_pdf"),
    path("library/<int:pk>/pdf/", library.pdf_status, name="pdf_status"),
]
