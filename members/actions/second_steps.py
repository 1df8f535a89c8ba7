"""The actions of the second step of signing in."""

from allauth.mfa.models import Authenticator
from allauth.mfa.utils import decrypt, encrypt
from django.db import transaction

SECRETS = {
    Authenticator.Type.TOTP: "secret",
    Authenticator.Type.RECOVERY_CODES: "seed",
}  # where each kind has its own


@transaction.atomic
def encrypt_again() -> int:
    """Encrypt the secrets of apps and backup codes with the present key, and return how many there are.

    Each is read with the present key or one of SECRET_KEY_FALLBACKS.
    """
    number = 0
    for row in Authenticator.objects.select_for_update().filter(type__in=SECRETS):
        name = SECRETS[Authenticator.Type(row.type)]
        row.data[name] = encrypt(decrypt(row.data[name]))
        row.save(update_fields=["data"])
        number += 1
    return number
