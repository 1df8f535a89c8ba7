"""The demonstration on one machine: SQLite in `var/`, no Redis, mail kept in `var/mail`, sign-in in one click."""

from copsite.settings.base import *  # noqa: F403
from copsite.settings.base import INSTALLED_APPS, VAR, database, env

DEMONSTRATION = True
DEBUG = False
SECRET_KEY = "demonstration-only-this-key-guards-nothing-real"
ALLOWED_HOSTS = ["localhost", "127.0.0.1", "[::1]"]
INSTALLED_APPS = [*INSTALLED_APPS, "demonstration"]

VAR.mkdir(exist_ok=True)
DATABASES = {"default": database(env.str("DATABASE_URL", default=f"sqlite:///{VAR / 'copsite.sqlite3'}"))}
CACHES = {"default": {"BACKEND": "django.core.cache.backends.locmem.LocMemCache"}}

SITE_ADDRESS = env.str("SITE_ADDRESS", default="http://localhost:8000")
EMAIL_BACKEND = "kit.mail.KeepingBackend"
EMAIL_FILE_PATH = VAR / "mail"
DEFAULT_FROM_EMAIL = "Copsite <letters@copsite.example>"
MFA_WEBAUTHN_ALLOW_INSECURE_ORIGIN = True

CELERY_BROKER_URL = env.str("REDIS_URL", default="memory://")
CELERY_BROKER_TRANSPORT_OPTIONS = {"polling_interval": 0.1}

STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"},
}
WHITENOISE_USE_FINDERS = True
WHITENOISE_AUTOREFRESH = False
