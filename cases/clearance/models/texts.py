"""The gate: what a reader outside the site sees, who cleared it, and that it is published.

A ClearedText is made when words are put forward, and never changes. It is *cleared* once enough people who did not
write or present it have confirmed exactly this text for exactly this audience; it is *published* by a Publication.
The rules are held by the model layer here and by triggers in the database (cases/clearance/database_rules.py).
"""

import hashlib
import json

from django.conf import settings
from django.db import models
from django.db.models import Count, Exists, OuterRef, Q
from django.utils import timezone

from cases.models.case import Case, Presenter, SteppedOut
from kit.errors import RefusedError
from members.models import Member, Role, User
from sites_app.models import Programme, Site


class Audience(models.TextChoices):
    """Who may read, each wider than the last."""

    SITE = "site", "this site only"
    PROGRAMME = "programme", "members of every site"
    COMMISSIONERS = "commissioners", "members and commissioners"
    PUBLIC = "public", "everyone"


OUTWARD = [Audience.PROGRAMME, Audience.COMMISSIONERS, Audience.PUBLIC]  # what a text can be cleared for
APPROVERS_NEEDED = {Audience.PROGRAMME: 1, Audience.COMMISSIONERS: 1, Audience.PUBLIC: 2}
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

    def for_everyone(self) -> "ClearedTextQuerySet":
        """Published texts that the public may read."""
        return self.published().filter(audience=Audience.PUBLIC)

    def addressed_to(self, user) -> "ClearedTextQuerySet":
        """Texts whose audience `user` belongs to, out or not; a visitor without an account belongs to the public.

        An issue for commissioners is read by those of the sites that raised it, by its members, and by the programme's
        advisers, brokers and team; everybody else sees themes and counts (cases/commissioning/counts.py).
        """
        public = Q(audience=Audience.PUBLIC)
        if not user.is_authenticated:
            return self.filter(public)
        standing = user.standing
        is_issue = Q(kind=ClearedText.Kind.COMMISSIONER_ISSUE)
        as_commissioner = Q(audience=Audience.COMMISSIONERS, programme__in=standing.commissioner) & (
            ~is_issue | self._raised_at(standing.commissioner_sites)
        )
        as_member = Q(
            audience__in=[Audience.PROGRAMME, Audience.COMMISSIONERS],
            programme__in=standing.member_programmes,
        ) & (
            ~is_issue
            | Q(audience=Audience.PROGRAMME)
            | Q(programme__in=standing.programme_team | standing.broker | standing.adviser)
            | self._raised_at(standing.member_of | standing.facilitates)
        )
        return self.filter(public | as_commissioner | as_member)

    def readable_by(self, user) -> "ClearedTextQuerySet":
        """Published texts whose audience `user` belongs to."""
        return self.published().addressed_to(user)

    def _raised_at(self, sites) -> Q:
        """The wording of an issue that one of `sites` raised, itself or counted under it."""
        counted = self.model._base_manager.filter(issue_wording__issue__merged_issues__site__in=sites)
        return Q(site__in=sites) | Q(pk__in=counted.values("pk"))

    def being_checked(self) -> "ClearedTextQuerySet":
        """Texts put forward that are neither published nor sent back nor replaced."""
        return self.filter(publication__isnull=True, send_back__isnull=True, replaced_by__isnull=True)

    def visible_to(self, user) -> "ClearedTextQuerySet":
        """Texts that `user` may open on their page in the gate, whatever became of them: people of the site, brokers
        and the programme team. Never somebody who stepped out of the case."""
        if not user.is_authenticated:
            return self.none()
        standing = user.standing
        stepped_out = Exists(SteppedOut.objects.filter(case=OuterRef("case"), member__user=user))
        return self.filter(
            Q(site__in=standing.reading_sites)
            | Q(site__isnull=True, programme__in=standing.broker | standing.programme_team)
        ).exclude(stepped_out)

    def visible_in_the_gate_to(self, user) -> "ClearedTextQuerySet":
        """Texts that wait in the gate, and that `user` may open there."""
        return self.being_checked().visible_to(user)

    def sent_back(self) -> "ClearedTextQuerySet":
        """Texts sent back that no newer text has replaced yet."""
        return self.filter(send_back__isnull=False, replaced_by__isnull=True)

    def to_check_by(self, user) -> "ClearedTextQuerySet":
        """Texts in the gate that wait for `user`: they neither wrote nor present them, and have not cleared them, and
        the clearances that are there do not suffice."""
        if not user.is_authenticated:
            return self.none()
        mine = Exists(Authorship.objects.filter(cleared_text=OuterRef("pk"), user=user))
        presented = Exists(Presenter.objects.filter(case=OuterRef("case"), member__user=user))
        cleared = Exists(Clearance.objects.filter(cleared_text=OuterRef("pk"), by=user))
        standing = user.standing
        here = standing.member_of | standing.facilitates
        lacks_people = Q(cleared_by__lt=1) | Q(audience=Audience.PUBLIC, cleared_by__lt=2)
        lacks_the_site = Q(
            audience__in=NEEDS_SOMEBODY_FROM_THE_SITE, site__isnull=False, cleared_here__lt=1
        ) & Q(site__in=here)
        return (
            self.being_checked()
            .visible_to(user)
            .exclude(mine)
            .exclude(presented)
            .exclude(cleared)
            .with_clearance_facts()
            .filter(lacks_people | lacks_the_site)
        )

    def with_clearance_facts(self) -> "ClearedTextQuerySet":
        """Adds how many people cleared each text, and how many of them are from its site."""
        return self.annotate(
            cleared_by=Count("clearances", distinct=True),
            cleared_here=Count("clearances", filter=Q(clearances__is_from_the_site=True), distinct=True),
        ).order_by("sent_for_checking_at", "pk")

    def bulk_create(self, *args, **kwargs):
        raise RefusedError(
            "Texts are put forward one by one, each with its hash. Use the send_for_checking action."
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
    sent_for_checking_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        null=True,
        on_delete=models.PROTECT,
        related_name="texts_sent_for_checking",
    )  # null: assembled by Copsite itself
    sent_for_checking_at = models.DateTimeField(default=timezone.now)
    replaces = models.OneToOneField(
        "self", null=True, blank=True, on_delete=models.PROTECT, related_name="replaced_by"
    )

    objects = ClearedTextQuerySet.as_manager()

    class Meta:
        ordering = ["sent_for_checking_at", "pk"]
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
    def has_enough_clearances(self) -> bool:
        """Whether enough people cleared it, one of the site among them where needed. Asks with_clearance_facts()."""
        needs_here = self.audience in NEEDS_SOMEBODY_FROM_THE_SITE and self.site_id is not None
        return self.cleared_by >= APPROVERS_NEEDED[Audience(self.audience)] and (
            not needs_here or self.cleared_here > 0
        )

    @property
    def is_published(self) -> bool:
        """Whether it is out and not withdrawn."""
        publication = getattr(self, "publication", None)
        return publication is not None and publication.withdrawn_at is None

    def people_who_can_approve(self):
        """Accounts of those who may still clear it, by name: people of the site, brokers and the programme team who
        neither wrote it nor brought the case, and did not step out of it."""
        here = Member.objects.current().filter(site=self.site_id)
        roles = Role.objects.current().filter(
            programme=self.programme_id, kind__in=[Role.Kind.KNOWLEDGE_BROKER, Role.Kind.PROGRAMME_TEAM]
        )
        return (
            User.objects.filter(Q(memberships__in=here) | Q(roles__in=roles), is_active=True)
            .exclude(pk__in=self.authorships.values("user"))
            .exclude(pk__in=self.clearances.values("by"))
            .exclude(memberships__presenter_rows__case=self.case_id or 0)
            .exclude(memberships__stepped_out_of__case=self.case_id or 0)
            .distinct()
        )

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


class KeptQuerySet(models.QuerySet):
    """Rows that say who wrote, cleared or sent back a text: they are added, and never changed or taken away."""

    def update(self, **kwargs):
        raise RefusedError("Who wrote and who cleared a text never changes. Put a new text forward instead.")

    def delete(self):
        raise RefusedError("Who wrote and who cleared a text never changes. Put a new text forward instead.")


class KeptRow(models.Model):
    """A row of the gate that is added once and stays as it is."""

    objects = KeptQuerySet.as_manager()

    class Meta:
        abstract = True

    def save(self, *args, **kwargs):
        if not self._state.adding:
            raise RefusedError(
                "Who wrote and who cleared a text never changes. Put a new text forward instead."
            )
        super().save(*args, **kwargs)

    def delete(self, *args, **kwargs):
        raise RefusedError("Who wrote and who cleared a text never changes. Put a new text forward instead.")


class Authorship(KeptRow):
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


class Clearance(KeptRow):
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


class SendBack(KeptRow):
    """Somebody read the text and sent it back with a reason. A new text has to be put forward."""

    cleared_text = models.OneToOneField(ClearedText, on_delete=models.PROTECT, related_name="send_back")
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="send_backs")
    reason = models.TextField()
    at = models.DateTimeField(default=timezone.now)

    class Meta:
        constraints = [models.CheckConstraint(condition=~Q(reason=""), name="a_text_sent_back_says_why")]

    def __str__(self) -> str:
        return f"{self.cleared_text_id} sent back by {self.by}"
