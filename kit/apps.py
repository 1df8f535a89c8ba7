from django.apps import AppConfig
from django.utils.module_loading import autodiscover_modules

from kit import clock

clock.install()  # before there are models, whose fields hold on to the function


class KitConfig(AppConfig):
    name = "kit"
    label = "kit"
    verbose_name = "Kit"

    def ready(self):
        """Read every app's modules `holdings`, what people can hold, and `incoming`, what mail that comes in can say."""
        autodiscover_modules("holdings", "incoming")
