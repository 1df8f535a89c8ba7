from django.apps import AppConfig


class BenchmarkConfig(AppConfig):
    """The app of the world that the bench measures in."""

    name = "benchmark"
