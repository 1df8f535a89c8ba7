"""The audiences that a text may be shared with."""

from django.db import models


class Audience(models.TextChoices):
    """Who may read a text. Each audience includes the one before."""

    SITE = "site", "this site only"
    PROGRAMME = "programme", "members of every site"
    COMMISSIONERS = "commissioners", "members and commissioners"
    PUBLIC = "public", "everyone"


OUTWARD = [Audience.PROGRAMME, Audience.COMMISSIONERS, Audience.PUBLIC]  # what a text can be approved for


def audiences_up_to(audience: str) -> list[Audience]:
    """Return the audiences outside the site that `audience` includes, from the narrowest to itself."""
    return OUTWARD[: OUTWARD.index(Audience(audience)) + 1]


def is_wider(audience: str, *, than: str) -> bool:
    """Return whether the outward `audience` has readers that the outward audience `than` has not."""
    return OUTWARD.index(Audience(audience)) > OUTWARD.index(Audience(than))
