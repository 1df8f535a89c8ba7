from django.apps import AppConfig


class DemonstrationConfig(AppConfig):
    name = "copsite.demonstration"
    label = "demonstration"
