from django.apps import AppConfig


class LibraryConfig(AppConfig):
    name = "knowledge.library"
