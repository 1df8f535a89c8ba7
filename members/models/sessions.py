"""Sessions: one row for each browser in which somebody is signed in, and the store that ends it in time. SESSION_ENGINE
names this module.

A session ends when nothing was done in it for a while, and at the latest some time after signing in. Both are in the
`expire_date` of its row, so one that is over is read by nothing, and the person is asked to sign in again.
"""

from datetime import datetime, timedelta
from typing import Any, ClassVar, NamedTuple, cast

from django.conf import settings
from django.contrib.auth import HASH_SESSION_KEY, SESSION_KEY
from django.contrib.sessions.backends.db import SessionStore as DatabaseStore
from django.contrib.sessions.base_session import AbstractBaseSession, BaseSessionManager
from django.db import models
from django.utils import timezone
from django.utils.crypto import constant_time_compare, salted_hmac

from members.models.accounts import User

SHARED = "shared_computer"  # in the session: the person said that others use this computer
COUNTED_EVERY = timedelta(seconds=20)  # what is done in between moves no row


class Limits(NamedTuple):
    """How long a session may be left alone, and how long it lasts at most."""

    idle: timedelta
    whole: timedelta


def limits_of(data) -> Limits:
    """Return the limits of a session with this `data`: of a shared computer, one to stay signed in on, or any other."""
    if data.get(SHARED):
        return Limits(*settings.SESSION_LIMITS["shared"])
    return Limits(*settings.SESSION_LIMITS["kept" if data.get("_session_expiry") else "usual"])


class SessionManager(BaseSessionManager["Session"]):
    """A manager of sessions."""

    def of(self, user: User) -> list["Session"]:
        """Return the sessions in which `user` is signed in now, the one used last first."""
        rows = self.filter(user=user, expire_date__gt=timezone.now()).order_by("-used_at", "session_key")
        return [row for row in rows if row.is_bound_to(user)]


class Session(AbstractBaseSession):
    """One browser in which somebody is signed in, or where a visitor is on the way to it.

    `expire_date` is when it ends unless it is used: `SessionStore.use` moves it whenever somebody does something.
    """

    user = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.CASCADE, null=True, related_name="sessions"
    )
    started_at = models.DateTimeField(null=True)
    used_at = models.DateTimeField(null=True)

    objects: ClassVar[SessionManager] = SessionManager()

    class Meta:
        constraints = [
            models.CheckConstraint(
                name="a_session_of_somebody_started_and_was_used",
                condition=models.Q(user=None) | models.Q(started_at__isnull=False, used_at__isnull=False),
            )
        ]

    @classmethod
    def get_session_store_class(cls):
        """Return the class that reads and writes these rows."""
        return SessionStore

    @property
    def number(self) -> str:
        """A name of the session for pages and addresses. Its key opens it, so the key is never shown."""
        return salted_hmac("members.Session.number", self.session_key, algorithm="sha256").hexdigest()[:24]

    def is_bound_to(self, user: User) -> bool:
        """Return whether the session counts: it began with the present password, after signing out everywhere."""
        bound_to = self.get_decoded().get(HASH_SESSION_KEY, "")
        hashes = [user.get_session_auth_hash(), *user.get_session_auth_fallback_hash()]
        return any(constant_time_compare(bound_to, each) for each in hashes)


class SessionStore(DatabaseStore):
    """Django's sessions in the database, with whose they are, when they began and when they were used last."""

    def __init__(self, session_key=None):
        super().__init__(session_key)
        self.row: Session | None = None
        self.ended: Session | None = None

    @classmethod
    def get_model_class(cls):
        """Return the model of the rows."""
        return Session

    @property
    def ended_for(self) -> int | None:
        """The id of the account whose session came with this request but is over, or None."""
        return self.ended.user_id if self.ended is not None else None

    @property
    def ends_at(self) -> datetime | None:
        """When the session of somebody signed in ends if they do nothing, or None."""
        return self.row.expire_date if self.row is not None and self.row.user_id else None

    @property
    def was_left_alone(self) -> bool:
        """Whether the session that is over ended because nothing was done in it."""
        row = self.ended
        if row is None or row.used_at is None:
            return False
        return row.used_at + limits_of(row.get_decoded()).idle <= row.expire_date

    @property
    def seconds_left(self) -> int:
        """In how many seconds the session ends if its person does nothing."""
        return max(0, int((self.ends_at - timezone.now()).total_seconds())) if self.ends_at else 0

    @property
    def idle_seconds(self) -> int:
        """For how many seconds the session may be left alone."""
        return int(limits_of(self).idle.total_seconds())

    @property
    def idle_minutes(self) -> int:
        """The same in whole minutes."""
        return self.idle_seconds // 60

    def load(self) -> dict[str, Any]:
        """Return the data of the session, or nothing if it is over."""
        key = self.session_key
        self.row = Session.objects.filter(pk=key, expire_date__gt=timezone.now()).first()
        if self.row is not None:
            return self.decode(self.row.session_data)
        self._session_key = None
        self.ended = Session.objects.filter(pk=key, user__isnull=False).first()
        return {}

    def create_model_instance(self, data: dict[str, Any]) -> Session:
        """Return the row to save. Saving is no use of the session: only `use` is."""
        row = cast(Session, super().create_model_instance(data))
        before, now = self.row, timezone.now()
        if data.get(SESSION_KEY):
            row.user_id = User._meta.pk.to_python(data[SESSION_KEY])
            row.started_at = row.used_at = now
            if before is not None and before.user_id == row.user_id:
                row.started_at, row.used_at = before.started_at or now, before.used_at or now
            row.expire_date = _end_of(row.started_at, row.used_at, limits_of(data))
        self.row = row
        return row

    def use(self) -> None:
        """Note that the person did something, so that the time until the session ends begins anew."""
        now, row = timezone.now(), self.row
        if row is None or row.started_at is None or row.used_at is None or now - row.used_at < COUNTED_EVERY:
            return
        row.used_at, row.expire_date = now, _end_of(row.started_at, now, limits_of(self))
        Session.objects.filter(pk=row.pk).update(used_at=now, expire_date=row.expire_date)


def _end_of(started_at: datetime, used_at: datetime, limits: Limits) -> datetime:
    return min(used_at + limits.idle, started_at + limits.whole)
