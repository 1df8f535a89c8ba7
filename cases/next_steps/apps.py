from django.apps import AppConfig


class NextStepsConfig(AppConfig):
    name = "cases.next_steps"
