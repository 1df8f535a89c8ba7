"""What every way of running Copsite shares. The environment is read through `env`; `.env.example` lists every variable."""

from datetime import timedelta
from pathlib import Path

import environ
from celery.schedules import crontab

BASE_DIR = Path(__file__).resolve().parent.parent.parent
VAR = BASE_DIR / "var"
env = environ.Env()

DEMONSTRATION = False

# From the floor up: an app may import those before it, and none after it (pyproject.toml, import-linter).
OUR_APPS = [
    "kit",
    "sites_app",
    "members",
    "meetings",
    "meetings.invitations",
    "meetings.events",
    "cases",
    "cases.next_steps",
    "cases.clearance",
    "cases.commissioning",
    "knowledge",
    "knowledge.library",
    "newsletter",
    "pages",
    "pages.notices",
]
INSTALLED_APPS = [
    "django.contrib.admin",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.messages",
    "django.contrib.staticfiles",
    "django.forms",
    "allauth",
    "allauth.account",
    "allauth.mfa",
    "crispy_forms",
    "django_htmx",
    "csp",
    "rules.apps.AutodiscoverRulesConfig",  # every app's rules.py, whoever asks first
    *OUR_APPS,
]

MIDDLEWARE = [
    # headers first, so that static files and every refusal below have them too
    "django.middleware.security.SecurityMiddleware",
    "csp.middleware.CSPMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "kit.middleware.SecurityHeadersMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "kit.middleware.ReadableRequestMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django_htmx.middleware.HtmxMiddleware",
    "kit.middleware.TypedMiddleware",
    "allauth.account.middleware.AccountMiddleware",
    "members.middleware.SessionInUseMiddleware",
    "members.middleware.SecondStepMiddleware",
    "kit.middleware.RefusalMiddleware",
    "kit.middleware.OnceMiddleware",
]

ROOT_URLCONF = "copsite.urls"
WSGI_APPLICATION = "copsite.wsgi.application"
APPEND_SLASH = True

TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [BASE_DIR / "templates"],
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "pages.navigation.navigation",
                "kit.undoing.undo_offer",
            ],
            "builtins": ["kit.templatetags.kit", "crispy_forms.templatetags.crispy_forms_tags"],
        },
    },
]
FORM_RENDERER = "django.forms.renderers.TemplatesSetting"
CRISPY_TEMPLATE_PACK = CRISPY_ALLOWED_TEMPLATE_PACKS = "copsite"  # templates/copsite
CRISPY_FAIL_SILENTLY = False  # a layout that names a field the form has not is an error

# --- Data
SQLITE_OPTIONS = {
    # Measured: Django's defaults lock up under concurrent writes, these never did (docs/decisions).
    "timeout": 20,
    "transaction_mode": "IMMEDIATE",
    "init_command": "PRAGMA journal_mode=WAL;PRAGMA synchronous=NORMAL;PRAGMA foreign_keys=ON;PRAGMA busy_timeout=20000;"
    # what is deleted is overwritten with zeros, not left in free pages
    "PRAGMA secure_delete=ON;",
}


def database(url: str) -> dict:
    """The DATABASES entry for a database URL, with the options each kind of database needs."""
    config = environ.Env.db_url_config(url)
    if "sqlite" in config["ENGINE"]:
        config.update(OPTIONS=SQLITE_OPTIONS, CONN_MAX_AGE=60)  # opening one costs more than a query
    else:
        # Compiling the conditions of a query takes longer than asking it: a third of the time of notices.
        options = {**config.get("OPTIONS", {}), "options": "-c jit=off"}
        config.update(OPTIONS=options, CONN_MAX_AGE=60, CONN_HEALTH_CHECKS=True)
    config["ATOMIC_REQUESTS"] = False
    return config


def storage_of_files() -> dict:
    """The STORAGES entry for uploaded files and PDFs: the folder MEDIA_ROOT, or the bucket that the environment names."""
    bucket = env.str("S3_BUCKET", default="")
    if not bucket:
        return {"BACKEND": "django.core.files.storage.FileSystemStorage"}
    options = {
        "bucket_name": bucket,
        "endpoint_url": env.str("S3_ENDPOINT_URL", default="") or None,
        "region_name": env.str("S3_REGION", default="") or None,
        "access_key": env.str("S3_ACCESS_KEY", default="") or None,
        "secret_key": env.str("S3_SECRET_KEY", default="") or None,
        "addressing_style": "path" if env.str("S3_ENDPOINT_URL", default="") else None,
        "default_acl": None,  # the bucket is private: only this process reads it, and asks who may
        "file_overwrite": False,
    }
    return {"BACKEND": "storages.backends.s3.S3Storage", "OPTIONS": options}


OWNERS_OF_WORDS = [
    "cases.Case",
    "meetings.Meeting",
    "sites_app.Site",
    "sites_app.Programme",
]  # the nearest first
FINDER_OF_PAGES = "pages.marks.finders.finder_for"  # what marks the texts of a form that is shown again
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"
AUTH_USER_MODEL = "members.User"
MEDIA_ROOT = VAR / "media"
MEDIA_URL = "/media/"  # never served: files are handed out by views that ask who may
# where the web server in front has the files, internally: it sends them then (kit/files.py)
X_ACCEL_PREFIX = env.str("X_ACCEL_PREFIX", default="")

# --- Words and time
LANGUAGE_CODE = "en-gb"
TIME_ZONE = "Europe/London"
USE_I18N = True
USE_TZ = True
DATE_FORMAT = "j F Y"

# --- What visitors are shown (kit/visitors.py)
PUBLIC_STAMP_SECONDS = 10  # for which the cache keeps how often public rows have changed

# --- Static files
STATIC_URL = "/static/"
STATIC_ROOT = BASE_DIR / "staticfiles"
STATICFILES_DIRS = [("", BASE_DIR / "static" / "dist")]
WHITENOISE_ALLOW_ALL_ORIGINS = False

# --- Signing in
AUTHENTICATION_BACKENDS = [
    "rules.permissions.ObjectPermissionBackend",
    "allauth.account.auth_backends.AuthenticationBackend",
]
PASSWORD_HASHERS = [
    "django.contrib.auth.hashers.ScryptPasswordHasher",
    "django.contrib.auth.hashers.PBKDF2PasswordHasher",
]
AUTH_PASSWORD_VALIDATORS = [
    {
        "NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator",
        "OPTIONS": {"user_attributes": ("email", "name")},
    },
    {"NAME": "django.contrib.auth.password_validation.MinimumLengthValidator", "OPTIONS": {"min_length": 12}},
    {"NAME": "members.passwords.CommonValidator"},
    {"NAME": "members.passwords.KnownWordsValidator"},
]
SECOND_STEP_ASKED = (
    False  # in production True: programmes ask facilitators, brokers and the team for a second step
)
PASSWORD_RESET_TIMEOUT = 60 * 60 * 24
LOGIN_URL = "account_login"
ASKED_FIRST = ("/accounts/", "/me/second-step/")  # where people are led before what they sent is done
LOGIN_REDIRECT_URL = "home"
ACCOUNT_ADAPTER = "members.adapter.InvitationOnlyAdapter"
ACCOUNT_FORMS = {
    "login": "members.account_forms.SignInForm",
    "reset_password": "members.account_forms.ForgottenPasswordForm",
    "reset_password_from_key": "members.account_forms.NewPasswordForm",
    "change_password": "members.account_forms.ChangePasswordForm",
    "set_password": "members.account_forms.FirstPasswordForm",
    "reauthenticate": "members.account_forms.ConfirmPasswordForm",
}
ACCOUNT_LOGIN_METHODS = {"email"}
ACCOUNT_SIGNUP_FIELDS = ["email*", "password1*", "password2*"]
ACCOUNT_USER_MODEL_USERNAME_FIELD = None
# An account is only ever made from a link in an invitation to that address, which proves the address.
ANYMAIL = {"WEBHOOK_SECRET": env.str("MAIL_EVENTS_SECRET", default="")}  # of reports to /mail-events/
IMAP_URL = env.str("IMAP_URL", default="")  # for `manage.py read_mail --imap`
# whether answers that calendars send to the sender's address are read; without, mails say that only the link counts
READS_CALENDAR_REPLIES = env.bool("READS_CALENDAR_REPLIES", default=bool(IMAP_URL))
ACCOUNT_EMAIL_VERIFICATION = "none"
ACCOUNT_EMAIL_SUBJECT_PREFIX = ""
ACCOUNT_EMAIL_UNKNOWN_ACCOUNTS = False  # nobody can make us write to strangers
ACCOUNT_EMAIL_NOTIFICATIONS = True  # a changed password or passkey is told to its owner
ACCOUNT_LOGOUT_REDIRECT_URL = "account_login"
ACCOUNT_PREVENT_ENUMERATION = True
ACCOUNT_REAUTHENTICATION_REQUIRED = True
ACCOUNT_REAUTHENTICATION_TIMEOUT = 60 * 15  # seconds for which a confirmation holds
ACCOUNT_RATE_LIMITS = {
    "login": "30/m/ip",
    "login_failed": "20/m/ip,5/5m/key",  # the key is an account and a place; a whole training room shares one
    "reset_password": "10/m/ip,3/10m/key",
    "reset_password_from_key": "20/m/ip",
    "change_password": "5/m/user",
    "reauthenticate": "10/m/user",
    "accept_invitation": "20/m/ip",
    "address_change": "5/h/user",
    "subscribe": "20/h/ip",  # to the newsletter
}
MFA_ADAPTER = "members.adapter.SecondStepAdapter"
MFA_FORMS = {
    "authenticate": "members.account_forms.CodeForm",
    "reauthenticate": "members.account_forms.ConfirmCodeForm",
    "activate_totp": "members.account_forms.StartCodesForm",
    "add_webauthn": "members.account_forms.AddPasskeyForm",
    "edit_webauthn": "members.account_forms.RenamePasskeyForm",
    "authenticate_webauthn": "members.account_forms.PasskeyForm",
    "login_webauthn": "members.account_forms.SignInByPasskeyForm",
    "reauthenticate_webauthn": "members.account_forms.ConfirmPasskeyForm",
}
MFA_SUPPORTED_TYPES = ["totp", "webauthn", "recovery_codes"]
MFA_PASSKEY_LOGIN_ENABLED = True
MFA_TOTP_ISSUER = "Copsite"
MFA_TOTP_TOLERANCE = 1  # the clock of a phone may be half a minute off
MFA_ALLOW_UNVERIFIED_EMAIL = True  # the address was proved by the link in the invitation
# Signed in until the browser closes or the time below is over; "kept" where a person asks to stay signed in on their own
# computer, "shared" where they say that others use it. Idle first, then the whole (docs/subsystems/accounts.md).
SESSION_ENGINE = "members.models.sessions"
SESSION_LIMITS = {
    "usual": (timedelta(hours=4), timedelta(hours=12)),
    "kept": (timedelta(days=7), timedelta(days=14)),
    "shared": (timedelta(minutes=env.int("SHARED_COMPUTER_MINUTES", default=15)), timedelta(hours=12)),
}
SESSION_EXPIRE_AT_BROWSER_CLOSE = True
SESSION_COOKIE_AGE = 60 * 60 * 12
ACCOUNT_SESSION_COOKIE_AGE = 60 * 60 * 24 * 14
ACCOUNT_SESSION_REMEMBER = None  # None asks
SESSION_COOKIE_HTTPONLY = True
SESSION_COOKIE_SAMESITE = "Lax"
CSRF_COOKIE_HTTPONLY = True
CSRF_FAILURE_VIEW = "kit.http.csrf_failure"

# --- Headers
X_FRAME_OPTIONS = "DENY"
SECURE_CONTENT_TYPE_NOSNIFF = True
SECURE_REFERRER_POLICY = "same-origin"
SECURE_CROSS_ORIGIN_OPENER_POLICY = "same-origin"
CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": ["'none'"],
        "script-src": ["'self'"],
        "style-src": ["'self'"],
        "img-src": ["'self'", "data:"],
        "font-src": ["'self'"],
        "connect-src": ["'self'"],
        "form-action": ["'self'"],
        "base-uri": ["'none'"],
        "frame-ancestors": ["'none'"],
        "object-src": ["'none'"],
    },
}

# --- Limits on what is typed and uploaded
DATA_UPLOAD_MAX_MEMORY_SIZE = 2_500_000
DATA_UPLOAD_MAX_NUMBER_FIELDS = 2000
FILE_UPLOAD_MAX_MEMORY_SIZE = 2_500_000
CLAMD_ADDRESS = env.str("CLAMD_ADDRESS", default="")  # without one, uploads are not scanned for viruses

# --- Work that runs by itself. What is due is found in rows by the sweeps below, so a lost message loses nothing.
CELERY_TASK_SERIALIZER = "json"
CELERY_ACCEPT_CONTENT = ["json"]
CELERY_TASK_IGNORE_RESULT = True
CELERY_TASK_ACKS_LATE = True
CELERY_TASK_REJECT_ON_WORKER_LOST = True
CELERY_WORKER_PREFETCH_MULTIPLIER = 1
CELERY_TASK_TIME_LIMIT = 300
CELERY_WORKER_PROC_ALIVE_TIMEOUT = (
    60  # a new process gets ready for PDFs first; one that is slow is killed, and so is the next
)
EMAIL_TIMEOUT = 30  # seconds for each answer of a mail server
NEWSLETTER_CONNECTIONS = env.int(
    "NEWSLETTER_CONNECTIONS", default=8
)  # to the mail server, for each of two sweeps
CELERY_TIMEZONE = TIME_ZONE
CELERY_BROKER_CONNECTION_RETRY_ON_STARTUP = True
CELERY_WORKER_HIJACK_ROOT_LOGGER = False
CELERY_BEAT_SCHEDULE = {
    "kit: send the mail that is due": {"task": "kit.send_due_mail", "schedule": 20.0},
    "library: make the PDFs that are due": {"task": "library.make_due_pdfs", "schedule": 20.0},
    "library: index what is new": {"task": "library.index_texts", "schedule": 20.0},
    "search: read new words": {"task": "pages.read_words", "schedule": 20.0},
    "notices: keep what waits": {"task": "pages.keep_what_waits", "schedule": 120.0},
    "newsletter: assemble last month's issue": {
        "task": "newsletter.assemble_due_issues",
        "schedule": crontab(minute=5),  # hourly: due rows are looked for, so a beat that was down catches up
    },
    "newsletter: send the letters that are due": {"task": "newsletter.deliver", "schedule": 20.0},
    "newsletter: note refused letters": {"task": "newsletter.note_refusals", "schedule": crontab(minute=25)},
    "newsletter: forget who never confirmed": {
        "task": "newsletter.forget_unconfirmed",
        "schedule": crontab(hour=3, minute=35),
    },
    "newsletter: follow newer write-ups": {"task": "newsletter.follow_newer_texts", "schedule": 60.0},
    "newsletter: tell of withdrawn texts": {"task": "newsletter.tell_of_withdrawn", "schedule": 60.0},
    "invitations: tell those who were invited of dates and changes": {
        "task": "invitations.ask_and_tell",
        "schedule": crontab(minute="*"),
    },
    "events: invite those whom dates of the programme are for": {
        "task": "events.ask",
        "schedule": crontab(minute="*"),
    },
    "invitations: remind those who were invited": {
        "task": "invitations.remind",
        "schedule": crontab(minute="5"),
    },
    "meetings: ask those who joined since, and remind": {
        "task": "meetings.ask_and_remind",
        "schedule": crontab(minute=35),
    },
    "cases: make the mail that is due": {"task": "cases.make_due_mail", "schedule": crontab(minute="*/5")},
    "clearance: show texts to presenters": {"task": "clearance.show_texts", "schedule": 60.0},
    "clearance: ask the next person to check": {"task": "clearance.ask_next", "schedule": crontab(minute=20)},
    "clearance: note what was published": {"task": "clearance.read_new_texts", "schedule": 60.0},
    "clearance: read what is published again": {
        "task": "clearance.read_again",
        "schedule": crontab(hour="2-4", minute="*/10"),  # what one run leaves, the next one reads
    },
    "next_steps: make the mail that is due": {
        "task": "next_steps.make_due_mail",
        "schedule": crontab(minute="*/5"),
    },
    "next_steps: publish what helps": {
        "task": "next_steps.publish_due_figures",
        "schedule": crontab(hour=4, minute=10),
    },
    "commissioning: publish themes": {
        "task": "commissioning.publish_due_figures",
        "schedule": crontab(hour=4, minute=15),
    },
    "notices: make the mail that is due": {
        "task": "notices.make_due_mail",
        "schedule": crontab(hour="7-20", minute="*/5"),
    },
    "members: forget mails about accounts": {
        "task": "members.forget_account_mail",
        "schedule": crontab(hour=3, minute=45),
    },
    "members: forget lists that nobody confirmed": {
        "task": "members.forget_unconfirmed_uploads",
        "schedule": crontab(minute=50),
    },
    "members: import the lists that are due": {"task": "members.import_lists", "schedule": 20.0},
    "kit: forget ended sessions": {
        "task": "kit.forget_ended_sessions",
        "schedule": crontab(hour=3, minute=40),
    },
    "kit: renew what the database knows of its tables": {
        "task": "kit.renew_statistics",
        "schedule": crontab(hour=4, minute=40),
    },
    "kit: forget steps of typing": {"task": "kit.prune_drafts", "schedule": crontab(hour=3, minute=50)},
}

LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {
        "line": {
            "()": "kit.logs.SecretFormatter",  # leaves the tokens of links out
            "format": "{asctime} {levelname} {name}: {message}",
            "style": "{",
        }
    },
    "filters": {"without contents": {"()": "kit.logs.WithoutContents"}},
    "handlers": {
        "console": {"class": "logging.StreamHandler", "formatter": "line", "filters": ["without contents"]}
    },
    "root": {"handlers": ["console"], "level": "WARNING"},
}
