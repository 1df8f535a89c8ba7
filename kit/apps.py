from django.apps import AppConfig
from django.utils.module_loading import autodiscover_modules


class KitConfig(AppConfig):
    name = "kit"
    label = "kit"
    verbose_name = "Kit"

    def ready(self):
        """Read every app's `holdings` module, which says what people can hold."""
        autodiscover_modules("holdings")
