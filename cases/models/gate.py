"""The gate: what a reader outside the site sees, who cleared it, and that it is published.

A ClearedText is made when words are put forward, and never changes. It is *cleared* once enough people who did not
write or present it have confirmed exactly this text for exactly this audience; it is *published* by a Publication.
The rules are held by the model layer here and by triggers in the database (cases/database_rules.py).
"""

import hashlib
import json

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils import timezone

from cases.models.case import Case
from copsite.kit.errors import RefusedError
from members.models import Member
from sites_app.models import Programme, Site


class Audience(models.TextChoices):
    """Who may read, each wider than the last."""

    SITE = "site", "this site only"
    PROGRAMME = "programme", "members of every site"
    COMMISSIONERS = "commissioners", "members and commissioners"
    PUBLIC = "public", "everyone"


OUTWARD = [Audience.PROGRAMME, Audience.COMMISSIONERS, Audience.PUBLIC]  # what a text can be cleared for
CLEARERS_NEEDED = {Audience.PROGRAMME: 1, Audience.COMMISSIONERS: 1, Audience.PUBLIC: 2}
NEEDS_SOMEBODY_FROM_THE_SITE = {Audience.COMMISSIONERS, Audience.PUBLIC}


def audiences_up_to(audience: str) -> list[Audience]:
    """The outward audiences that `audience` includes, itself last."""
    return OUTWARD[: OUTWARD.index(Audience(audience)) + 1]


def canonical(content: dict) -> str:
    """`content` as canonical JSON: the same meaning is always the same characters."""
    return json.dumps(content, sort_keys=True, ensure_ascii=False, separators=(",", ":"))


class ClearedTextQuerySet(models.QuerySet):
    def published(self) -> "ClearedTextQuerySet":
        """Texts that are out and not withdrawn."""
        return self.filter(publication__isnull=False, publication__withdrawn_at__isnull=True)

    def readable_by(self, user) -> "ClearedTextQuerySet":
        """Published texts whose audience `user` belongs to; a visitor without an account reads the public ones.

        Commissioners read the issues of their own sites only; of others they see themes and counts elsewhere.
        """
        found = self.published()
        public = Q(audience=Audience.PUBLIC)
        if not user.is_authenticated:
            return found.filter(public)
        standing = user.standing
        as_commissioner = Q(audience=Audience.COMMISSIONERS, programme__in=standing.commissioner) & (
            ~Q(kind=ClearedText.Kind.COMMISSIONER_ISSUE) | Q(site__in=standing.commissioner_sites)
        )
        as_member = Q(
            audience__in=[Audience.PROGRAMME, Audience.COMMISSIONERS],
            programme__in=standing.member_programmes,
        )
        return found.filter(public | as_commissioner | as_member)

    def in_the_gate(self) -> "ClearedTextQuerySet":
        """Texts put forward that are neither published nor sent back nor replaced."""
        return self.filter(publication__isnull=True, send_back__isnull=True, replaced_by__isnull=True)

    def visible_in_the_gate_to(self, user) -> "ClearedTextQuerySet":
        """Texts in the gate that `user` may open there: people of the site, brokers and the programme team."""
        if not user.is_authenticated:
            return self.none()
        standing = user.standing
        return (
            self.in_the_gate()
            .filter(
                Q(site__in=standing.reading_sites)
                | Q(site__isnull=True, programme__in=standing.broker | standing.programme_team)
            )
            .exclude(case__stepped_out__member__user=user)
        )

    def update(self, **kwargs):
        raise RefusedError("A text in the gate never changes. Put a new text forward instead.")

    def delete(self):
        raise RefusedError("A text in the gate is never deleted. Withdraw it instead.")


class ClearedText(models.Model):
    """Exactly what a reader outside the site will see of something, for one audience. Immutable."""

    class Kind(models.TextChoices):
        LEARNING_OBJECT = "learning_object", "A write-up"
        COMMISSIONER_ISSUE = "commissioner_issue", "An issue for commissioners"
        QUESTION = "question", "A question in general words"
        NEWSLETTER_ENTRY = "newsletter_entry", "An entry of the newsletter"

    kind = models.CharField(max_length=20, choices=Kind)
    programme = models.ForeignKey(Programme, on_delete=models.PROTECT, related_name="cleared_texts")
    site = models.ForeignKey(
        Site, null=True, blank=True, on_delete=models.PROTECT, related_name="cleared_texts"
    )
    case = models.ForeignKey(
        Case, null=True, blank=True, on_delete=models.PROTECT, related_name="cleared_texts"
    )
    audience = models.CharField(max_length=14, choices=Audience)
    body = models.TextField()  # canonical JSON
    sha256 = models.CharField(max_length=64)
    authors = models.ManyToManyField(
        settings.AUTH_USER_MODEL, through="Authorship", related_name="cleared_texts_written"
    )
    put_forward_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        null=True,
        on_delete=models.PROTECT,
        related_name="cleared_texts_put_forward",
    )  # null: assembled by Copsite itself
    put_forward_at = models.DateTimeField(default=timezone.now)
    replaces = models.OneToOneField(
        "self", null=True, blank=True, on_delete=models.PROTECT, related_name="replaced_by"
    )

    objects = ClearedTextQuerySet.as_manager()

    class Meta:
        ordering = ["put_forward_at", "pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(audience__in=OUTWARD), name="a_cleared_text_is_for_readers_outside"
            ),
            models.CheckConstraint(
                condition=Q(case__isnull=True) | Q(site__isnull=False),
                name="a_text_about_a_case_names_its_site",
            ),
        ]

    def __str__(self) -> str:
        return self.title

    def save(self, *args, **kwargs):
        if not self._state.adding:
            raise RefusedError("A text in the gate never changes. Put a new text forward instead.")
        self.sha256 = hashlib.sha256(self.body.encode()).hexdigest()
        super().save(*args, **kwargs)

    def delete(self, *args, **kwargs):
        raise RefusedError("A text in the gate is never deleted. Withdraw it instead.")

    @property
    def content(self) -> dict:
        """What it says, read from its canonical JSON. Every kind has at least a `title`."""
        return json.loads(self.body)

    @property
    def title(self) -> str:
        return self.content.get("title", "")

    @property
    def is_published(self) -> bool:
        """Whether it is out and not withdrawn."""
        publication = getattr(self, "publication", None)
        return publication is not None and publication.withdrawn_at is None

    @property
    def plain_text(self) -> str:
        """Every word a reader sees, in reading order, for searching, counting and looking for identifiers."""
        return "\n".join(_words_of(self.content))


def _words_of(value) -> list[str]:
    if isinstance(value, str):
        return [value]
    if isinstance(value, dict):
        first = ["title", "standfirst"]
        keys = [key for key in first if key in value] + [key for key in value if key not in first]
        return [words for key in keys for words in _words_of(value[key])]
    if isinstance(value, list):
        return [words for item in value for words in _words_of(item)]
    return []


class Authorship(models.Model):
    """A person who wrote part of a text, and so cannot clear it."""

    cleared_text = models.ForeignKey(ClearedText, on_delete=models.PROTECT, related_name="authorships")
    user = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="authorships")

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["cleared_text", "user"], name="a_person_is_an_author_of_a_text_once"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.user} wrote {self.cleared_text_id}"


class Clearance(models.Model):
    """A named person, neither author nor presenter, confirmed exactly this text for exactly this audience."""

    cleared_text = models.ForeignKey(ClearedText, on_delete=models.PROTECT, related_name="clearances")
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="clearances")
    sha256 = models.CharField(max_length=64)
    audience = models.CharField(max_length=14, choices=Audience)
    is_from_the_site = models.BooleanField()  # a member or facilitator of the text's site, at that moment
    cleared_at = models.DateTimeField(default=timezone.now)

    class Meta:
        ordering = ["cleared_at", "pk"]
        constraints = [
            models.UniqueConstraint(fields=["cleared_text", "by"], name="a_person_clears_a_text_once"),
        ]

    def __str__(self) -> str:
        return f"{self.by} cleared {self.cleared_text_id}"


class SendBack(models.Model):
    """Somebody read the text and sent it back with a reason. A new text has to be put forward."""

    cleared_text = models.OneToOneField(ClearedText, on_delete=models.PROTECT, related_name="send_back")
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="send_backs")
    reason = models.TextField()
    at = models.DateTimeField(default=timezone.now)

    class Meta:
        constraints = [models.CheckConstraint(condition=~Q(reason=""), name="a_text_sent_back_says_why")]

    def __str__(self) -> str:
        return f"{self.cleared_text_id} sent back by {self.by}"


class PresenterYes(models.Model):
    """A presenter's yes to an audience for words about their case. It can be taken back, and then they are withdrawn."""

    case = models.ForeignKey(Case, on_delete=models.CASCADE, related_name="yeses")
    member = models.ForeignKey(Member, on_delete=models.PROTECT, related_name="yeses")
    audience = models.CharField(max_length=14, choices=Audience)
    said_at = models.DateTimeField(default=timezone.now)
    recorded_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+"
    )
    taken_back_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["said_at", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["case", "member", "audience"],
                condition=Q(taken_back_at__isnull=True),
                name="a_presenter_says_yes_to_an_audience_once",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.member}: {self.audience}"


class PublicationQuerySet(models.QuerySet):
    def bulk_create(self, *args, **kwargs):
        raise RefusedError(
            "Texts are published one by one, each after it is cleared. Use the publish action."
        )

    def update(self, **kwargs):
        raise RefusedError("What is published never changes. Withdraw it instead.")

    def delete(self):
        raise RefusedError("What was published leaves a trace. Withdraw it instead.")


class Publication(models.Model):
    """A cleared text is out. Withdrawing it leaves this row, with the reason, as a tombstone."""

    cleared_text = models.OneToOneField(ClearedText, on_delete=models.PROTECT, related_name="publication")
    published_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+"
    )
    published_at = models.DateTimeField(default=timezone.now)
    withdrawn_at = models.DateTimeField(null=True, blank=True)
    withdrawn_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    withdrawn_because = models.CharField(max_length=300, blank=True)

    objects = PublicationQuerySet.as_manager()

    class Meta:
        ordering = ["-published_at"]
        constraints = [
            models.CheckConstraint(
                condition=Q(withdrawn_at__isnull=True, withdrawn_because="")
                | (Q(withdrawn_at__isnull=False) & ~Q(withdrawn_because="")),
                name="a_withdrawn_text_says_why",
            ),
        ]

    def __str__(self) -> str:
        return f"Publication of {self.cleared_text_id}"

    def delete(self, *args, **kwargs):
        raise RefusedError("What was published leaves a trace. Withdraw it instead.")
