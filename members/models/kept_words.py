"""Words that somebody at a site looked at and kept: they are shown as kept, with the reason, and not as open."""

from typing import Self

from django.conf import settings
from django.db import models
from django.utils import timezone
from django.utils.crypto import salted_hmac

from kit.fold import fold
from kit.privacy.identifiers import IdentifierKind
from sites_app.models import Site

# Kinds that the finder may change for one another, as it reads the words around a passage.
KEPT_AS = {IdentifierKind.WORKER: IdentifierKind.PERSON}


def family_of(kind: str) -> IdentifierKind:
    """Return the kind as which a word of `kind` is kept: a worker is a person."""
    return KEPT_AS.get(IdentifierKind(kind), IdentifierKind(kind))


def digest_of(site_id: int, word: str, kind: str) -> str:
    """Return the digest of a word at a site, in any form in which it is typed. It needs the secret of the settings."""
    plain = fold(word, accents=False).strip().removesuffix("'s")
    said = f"{site_id}\0{family_of(kind)}\0{plain}"
    return salted_hmac("members.kept_words", said, algorithm="sha256").hexdigest()


def kinds() -> list[tuple[str, str]]:
    """Return the kinds of passage, for the column: a new kind needs no migration."""
    return list(IdentifierKind.choices)


class KeptWordQuerySet(models.QuerySet):
    """A QuerySet of kept words."""

    def of(self, site: Site, word: str, kind: str) -> Self:
        """Return the row of `word` at `site`, if it is kept there."""
        return self.filter(site=site, digest=digest_of(site.pk, word, kind))


class KeptWord(models.Model):
    """A word or passage that was suspected, and that somebody kept at a site, with the reason.

    Only a digest of the word is here, so that kept words are no list of what may identify people.
    """

    class Reason(models.TextChoices):
        """Why a suspected passage stays."""

        NOT_A_PERSON = "not_a_person", "not a person"
        PUBLIC = "public", "public figure or national body"
        AGREED = "agreed", "agreed with the person"
        OTHER = "other", "another reason"

    # What the name of somebody known at the site is not kept as, whoever says so.
    NOT_OF_SOMEBODY_KNOWN = frozenset({Reason.NOT_A_PERSON, Reason.PUBLIC})

    site = models.ForeignKey(Site, on_delete=models.CASCADE, related_name="kept_words")
    digest = models.CharField(max_length=64)
    kind = models.CharField(max_length=40, choices=kinds)
    reason = models.CharField(max_length=20, choices=Reason)
    kept_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+"
    )
    kept_at = models.DateTimeField(default=timezone.now)

    objects = KeptWordQuerySet.as_manager()

    class Meta:
        ordering = ["pk"]
        constraints = [
            models.UniqueConstraint(fields=["site", "digest"], name="a_word_is_kept_once_at_a_site"),
        ]

    def __str__(self) -> str:
        return f"{self.get_kind_display()} that is kept at {self.site}"
