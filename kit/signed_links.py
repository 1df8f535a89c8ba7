"""Tokens for links that work without signing in: two numbers and a signature."""

from django.core import signing


def sign(first: int, second: int, *, salt: str) -> str:
    """Return `first` and `second` with a signature, in characters that an address can hold. A link of one
    `salt` is not valid for another.
    """
    return signing.Signer(salt=salt).sign(f"{first}-{second}").replace(":", "-")


def read(token: str, *, salt: str) -> tuple[int, int] | None:
    """Return the two numbers that were signed, or None if `token` is not valid for `salt`."""
    parts = token.split("-", 2)
    if len(parts) != 3:
        return None
    try:
        value = signing.Signer(salt=salt).unsign(f"{parts[0]}-{parts[1]}:{parts[2]}")
    except signing.BadSignature:
        return None
    first, second = map(int, value.split("-"))
    return first, second
