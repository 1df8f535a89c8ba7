from django.apps import AppConfig
from django.utils.module_loading import autodiscover_modules


class KitConfig(AppConfig):
    name = "kit"
    label = "kit"
    verbose_name = "Kit"

    def ready(self):
        """Read every app's modules `holdings`, what people can hold, and `incoming`, what mail that comes in can say."""
        autodiscover_modules("holdings", "incoming")
