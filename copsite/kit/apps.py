from django.apps import AppConfig


class KitConfig(AppConfig):
    name = "copsite.kit"
    label = "kit"
    verbose_name = "Kit"
