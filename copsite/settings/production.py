"""A real installation: everything from the environment, and no start without it (`.env.example` lists every variable)."""

from django.core.exceptions import ImproperlyConfigured

from copsite.settings.base import *  # noqa: F403
from copsite.settings.base import database, env, storage_of_files


def required(name: str, meaning: str) -> str:
    """The environment variable `name`; without it the start stops and says what it is for."""
    value = env.str(name, default="")
    if not value:
        raise ImproperlyConfigured(
            f"{name} is not set: {meaning}. Set it in the environment; see .env.example."
        )
    return value


if env.bool("DEMONSTRATION", default=False):
    raise ImproperlyConfigured(
        "DEMONSTRATION is on, and it lets anyone sign in as anyone. Unset it; see .env.example."
    )

DEBUG = False
SECRET_KEY = required(
    "DJANGO_SECRET_KEY", "the secret that signs sessions and links, 50 or more random characters"
)
if len(SECRET_KEY) < 50:
    raise ImproperlyConfigured(
        "DJANGO_SECRET_KEY is too short: use 50 or more random characters; see .env.example."
    )
SECRET_KEY_FALLBACKS = env.list("DJANGO_SECRET_KEY_FALLBACKS", default=[])  # while the key is being changed
ALLOWED_HOSTS = required("ALLOWED_HOSTS", "the host names people use, separated by commas").split(",")
SITE_ADDRESS = required(
    "SITE_ADDRESS", "the address of this installation, such as https://cop.example.org"
).rstrip("/")
CSRF_TRUSTED_ORIGINS = [SITE_ADDRESS]
DATABASES = {
    "default": database(required("DATABASE_URL", "the PostgreSQL database, postgres://user:word@host/name"))
}
REDIS_URL = required("REDIS_URL", "the Redis of the task queue and the cache, redis://host:6379/0")
CACHES = {"default": {"BACKEND": "django.core.cache.backends.redis.RedisCache", "LOCATION": REDIS_URL}}
MEDIA_ROOT = env.str("MEDIA_ROOT", default=str(MEDIA_ROOT))  # noqa: F405

globals().update(
    env.email_url_config(required("EMAIL_URL", "the mail server, smtp+tls://user:word@host:587"))
)
DEFAULT_FROM_EMAIL = SERVER_EMAIL = required("DEFAULT_FROM_EMAIL", "the address that mail comes from")

CELERY_BROKER_URL = REDIS_URL
CELERY_BROKER_TRANSPORT_OPTIONS = {
    "visibility_timeout": 900,
    "unacked_restore_interval": 5,
    "unacked_restore_throttle": 1,
}

SECOND_STEP_ASKED = True

SECURE_SSL_REDIRECT = env.bool("SECURE_SSL_REDIRECT", default=True)
SECURE_REDIRECT_EXEMPT = [r"^healthz$"]
SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")
ALLAUTH_TRUSTED_PROXY_COUNT = env.int(
    "TRUSTED_PROXIES", default=1
)  # whom a rate limit counts stands before them
SECURE_HSTS_SECONDS = 31536000
SECURE_HSTS_INCLUDE_SUBDOMAINS = True
SECURE_HSTS_PRELOAD = True
SESSION_COOKIE_SECURE = True
CSRF_COOKIE_SECURE = True
SESSION_COOKIE_NAME = "__Host-copsite"
CSRF_COOKIE_NAME = "__Host-csrf"

STORAGES = {
    "default": storage_of_files(),
    "staticfiles": {"BACKEND": "whitenoise.storage.CompressedManifestStaticFilesStorage"},
}
