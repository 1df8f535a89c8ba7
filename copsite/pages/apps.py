from django.apps import AppConfig


class PagesConfig(AppConfig):
    name = "copsite.pages"
    label = "pages"
