from django.apps import AppConfig


class LibraryConfig(AppConfig):
    """The app of write-ups and the library."""

    name = "knowledge.library"
