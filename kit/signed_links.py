"""What stands in a link that lets somebody in without signing in: two numbers and our signature, and nothing else."""

from django.core import signing


def sign(first: int, second: int, *, salt: str) -> str:
    """The two numbers with a signature, in letters that an address can hold. `salt` keeps one sort of link from another."""
    return signing.Signer(salt=salt).sign(f"{first}-{second}").replace(":", "-")


def read(token: str, *, salt: str) -> tuple[int, int] | None:
    """The two numbers that were signed; None where `token` is none of ours, or of another sort."""
    parts = token.split("-", 2)
    if len(parts) != 3:
        return None
    try:
        value = signing.Signer(salt=salt).unsign(f"{parts[0]}-{parts[1]}:{parts[2]}")
    except signing.BadSignature:
        return None
    first, second = map(int, value.split("-"))
    return first, second
