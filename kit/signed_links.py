"""Tokens for links that work without signing in: numbers and a signature. No token is stored anywhere.

A link about something that passes by itself (a meeting, this month's steps) signs the ids of its rows and the moment when
it was sent. A link that lasts is of a `Linked` row, which has a random number; the token is that number, signed. Whoever
reads the database, or a backup of it, can open nothing, because the key is in the settings.
"""

import hmac
import secrets
from base64 import urlsafe_b64encode
from functools import lru_cache
from typing import Any, Self

from django.conf import settings
from django.core import signing
from django.db import models
from django.utils.crypto import salted_hmac


def sign(*numbers: int, salt: str) -> str:
    """Return `numbers` with a signature, in characters that an address can hold. A link of one `salt` is not
    valid for another.
    """
    value = "-".join(map(str, numbers))
    return f"{value}-{signature_of(value, salt=salt)}"


def signature_of(value: str, *, salt: str) -> str:
    """Return what `signing.Signer(salt=salt).signature(value)` does. What depends on the key alone is worked out once, for
    mails by the thousand.
    """
    keyed = _keyed(salt, settings.SECRET_KEY).copy()
    keyed.update(value.encode())
    return urlsafe_b64encode(keyed.digest()).strip(b"=").decode()


@lru_cache(maxsize=50)
def _keyed(salt: str, secret: str) -> hmac.HMAC:
    return salted_hmac(f"{salt}signer", b"", secret, algorithm="sha256")


def read(token: str, *, salt: str, count: int = 2) -> tuple[int, ...] | None:
    """Return the `count` numbers that were signed, or None if `token` is not valid for `salt`."""
    *numbers, signature = token.split("-", count)
    if len(numbers) != count:
        return None
    try:
        value = signing.Signer(salt=salt).unsign(f"{'-'.join(numbers)}:{signature}")
    except signing.BadSignature:
        return None
    return tuple(map(int, value.split("-")))


def new_number() -> int:
    """Return a random number of 62 bits, for a row that a link opens."""
    return secrets.randbits(62)


class LinkedQuerySet(models.QuerySet):
    """A QuerySet of rows that links open."""

    model: Any  # a Linked

    def behind(self, token: str) -> Self:
        """Return the row that a link with `token` opens: none if it is not valid, or was replaced."""
        signed = read(token, salt=self.model.link_salt, count=1)
        return self.none() if signed is None else self.filter(link_number=signed[0])

    def was_ever(self, token: str) -> bool:
        """Return whether `token` is one that a link of such a row had, also if it opens nothing any more."""
        return read(token, salt=self.model.link_salt, count=1) is not None


class Linked(models.Model):
    """A row that a secret link opens. A new number ends the link before it."""

    link_salt: str  # of this kind of link

    link_number = models.BigIntegerField(unique=True, default=new_number, editable=False)

    class Meta:
        abstract = True

    @property
    def token(self) -> str:
        """The token in the link."""
        return sign(self.link_number, salt=self.link_salt)
