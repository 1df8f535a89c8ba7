"""What is published is read again when more names are known, and what is found then waits for the programme team.

No word of a text is here: a passage is a digest, which needs the secret of the settings. Its page finds it again.
"""

from typing import Self

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.crypto import salted_hmac

from cases.clearance.models.texts import ClearedText
from kit.fold import fold
from kit.queues import Claimable, ClaimableQuerySet
from members.models.kept_words import family_of, kinds
from sites_app.models import Programme, Site

SALT = "clearance.found_passages"


def digest_of(subject: str, passage: str, kind: str, *, is_known: bool = False) -> str:
    """Return the digest of a passage of the text that `subject` names, in any form in which it is typed.

    A name that is known is another passage than the same words as a guess: it is news once somebody has that name.
    """
    plain = fold(passage, accents=False).strip()
    return salted_hmac(
        SALT, f"{subject}\0{family_of(kind)}\0{'known' if is_known else ''}\0{plain}", algorithm="sha256"
    ).hexdigest()


def is_out(prefix: str = "") -> Q:
    """Return the condition that what a rereading is about is still published. `prefix` is the way to the rereading."""
    text = f"{prefix}cleared_text"
    published = {f"{text}__publication__isnull": False, f"{text}__publication__withdrawn_at__isnull": True}
    return Q(**published) | Q(**{f"{text}__isnull": True})


class RereadingQuerySet(ClaimableQuerySet):
    """A QuerySet of what is read again."""

    def due(self, *, finder: str) -> Self:
        """Return what is still published and was last read with another finder than the one with the digest `finder`."""
        return self.filter(is_out()).exclude(read_with=finder).unclaimed()


class Rereading(Claimable):
    """A published text, or a row that readers outside can see: with which finder and which names it was last read.

    `subject` names it, such as "clearance.clearedtext:12". The rows are the queue: one is due once its finder is another.
    """

    subject = models.CharField(max_length=120, unique=True)
    cleared_text = models.ForeignKey(
        ClearedText, null=True, blank=True, on_delete=models.CASCADE, related_name="rereadings"
    )  # one at most, as its subject
    programme = models.ForeignKey(Programme, on_delete=models.CASCADE, related_name="rereadings")
    site = models.ForeignKey(
        Site, null=True, blank=True, on_delete=models.CASCADE, related_name="rereadings"
    )  # whose names are looked for; None: those of the programme
    content = models.CharField(max_length=64)  # a digest of its words
    read_with = models.CharField(max_length=64)  # a digest of the finder and the names
    read_at = models.DateTimeField(default=timezone.now)

    objects = RereadingQuerySet.as_manager()

    class Meta:
        ordering = ["read_at", "pk"]

    def __str__(self) -> str:
        return self.subject


class FoundPassageQuerySet(models.QuerySet):
    """A QuerySet of passages found in what is published."""

    def open(self) -> Self:
        """Return the passages of what is still published that nobody has looked at yet."""
        return self.filter(is_out("rereading__"), settled_at__isnull=True)

    def visible_to(self, user) -> Self:
        """Return the passages in what the programmes whose team `user` is on have published."""
        if not user.is_authenticated:
            return self.none()
        return self.filter(rereading__programme__in=user.standing.programme_team)


class FoundPassage(models.Model):
    """A passage of something published that may identify somebody. It is listed once: whoever looks at it settles it."""

    class Settled(models.TextChoices):
        """Why a passage needs no look any more."""

        SEEN = "seen", "It was there when the text was checked"
        NOT_A_PERSON = "not_a_person", "It is not a person or a place"
        PUBLIC = "public", "It is a public figure or a national body"
        AGREED = "agreed", "It was agreed with the person"
        OTHER = "other", "Another reason"

    rereading = models.ForeignKey(Rereading, on_delete=models.CASCADE, related_name="passages")
    digest = models.CharField(max_length=64)
    kind = models.CharField(max_length=40, choices=kinds)
    found_at = models.DateTimeField(default=timezone.now)
    settled_at = models.DateTimeField(null=True, blank=True)
    settled_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )  # null: seen by those who checked the text
    settled_because = models.CharField(max_length=20, blank=True, choices=Settled)

    objects = FoundPassageQuerySet.as_manager()

    class Meta:
        ordering = ["found_at", "pk"]
        constraints = [
            models.UniqueConstraint(fields=["rereading", "digest"], name="a_passage_is_found_once_in_a_text"),
            models.CheckConstraint(
                condition=Q(settled_at__isnull=True, settled_because="")
                | Q(settled_at__isnull=False) & ~Q(settled_because=""),
                name="a_settled_passage_says_why",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.get_kind_display()} in {self.rereading}"

    @property
    def programme_id(self) -> int:
        """Return the programme whose team looks at it."""
        return self.rereading.programme_id
