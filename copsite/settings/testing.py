"""The test suite: SQLite, or the PostgreSQL and Redis that the environment names."""

import atexit
import shutil
import tempfile
from pathlib import Path

from copsite.settings.base import *  # noqa: F403
from copsite.settings.base import EMAIL_TIMEOUT, INSTALLED_APPS, database, env

DEMONSTRATION = True  # its pages are tested too; tests/test_production.py starts the production settings
DEBUG = False
SECRET_KEY = "testing-only-this-key-guards-nothing-real"
ALLOWED_HOSTS = ["testserver", "localhost", "127.0.0.1"]
INSTALLED_APPS = [*INSTALLED_APPS, "demonstration", "benchmark"]
SITE_ADDRESS = "http://testserver"

SCRATCH = Path(env.str("COPSITE_TEST_SCRATCH", default="") or tempfile.mkdtemp(prefix="copsite-test-"))
if not env.str("COPSITE_TEST_SCRATCH", default=""):
    atexit.register(shutil.rmtree, SCRATCH, ignore_errors=True)  # whoever made it clears it away
VAR = SCRATCH
DATABASES = {"default": database(env.str("DATABASE_URL", default=f"sqlite:///{SCRATCH / 'main.sqlite3'}"))}
if "sqlite" in DATABASES["default"]["ENGINE"]:
    # a file, not memory: browser tests and workers open it from other threads and processes
    DATABASES["default"]["TEST"] = {"NAME": str(SCRATCH / "test.sqlite3")}
CACHES = {"default": {"BACKEND": "django.core.cache.backends.locmem.LocMemCache"}}
MEDIA_ROOT = SCRATCH / "media"
PUBLIC_STAMP_SECONDS = 0  # a test sees at once what it changed

EMAIL_FILE_PATH = SCRATCH / "mail"
DEFAULT_FROM_EMAIL = "Copsite <letters@example.org>"
EMAIL_HOST = env.str("EMAIL_HOST", default="127.0.0.1")
EMAIL_PORT = env.int("EMAIL_PORT", default=25)
EMAIL_TIMEOUT = env.float("EMAIL_TIMEOUT", default=EMAIL_TIMEOUT)

PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
CELERY_BROKER_URL = env.str("REDIS_URL", default="memory://")
CELERY_BROKER_TRANSPORT_OPTIONS = {"polling_interval": 0.05}
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"},
}
WHITENOISE_USE_FINDERS = True
WHITENOISE_AUTOREFRESH = True
MFA_WEBAUTHN_ALLOW_INSECURE_ORIGIN = True
