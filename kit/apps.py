from django.apps import AppConfig
from django.utils.module_loading import autodiscover_modules

from kit import clock


class KitConfig(AppConfig):
    name = "kit"
    label = "kit"
    verbose_name = "Kit"

    def ready(self):
        """Read every app's modules `holdings`, what people can hold, and `incoming`, what mail that comes in can say; and let
        queries be prepared by a clock that stands still.
        """
        clock.install()
        autodiscover_modules("holdings", "incoming")
