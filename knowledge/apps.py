from django.apps import AppConfig


class KnowledgeConfig(AppConfig):
    """The app of evidence and questions."""

    name = "knowledge"
