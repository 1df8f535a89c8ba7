"""Encrypting short secrets for the database, with keys that are made from the settings, so that a copy of the database
opens nothing."""

import base64

from cryptography.fernet import Fernet, MultiFernet
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF
from django.conf import settings


def encrypt(text: str, *, purpose: str) -> str:
    """Return `text` encrypted for one `purpose`, in letters and digits."""
    return _keys(purpose).encrypt(text.encode()).decode()


def decrypt(encrypted: str, *, purpose: str) -> str:
    """Return the text that was encrypted for `purpose`, with SECRET_KEY or an earlier one of SECRET_KEY_FALLBACKS.

    Raise cryptography.fernet.InvalidToken for anything else.
    """
    return _keys(purpose).decrypt(encrypted.encode()).decode()


def _keys(purpose: str) -> MultiFernet:
    """Return the keys made from SECRET_KEY, which encrypts, and from those before it, which still decrypt."""
    return MultiFernet(
        [_key(str(key), purpose) for key in [settings.SECRET_KEY, *settings.SECRET_KEY_FALLBACKS]]
    )


def _key(secret: str, purpose: str) -> Fernet:
    derived = HKDF(algorithm=SHA256(), length=32, salt=None, info=purpose.encode()).derive(secret.encode())
    return Fernet(base64.urlsafe_b64encode(derived))
