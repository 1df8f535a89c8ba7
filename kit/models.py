"""Models that every app uses: the audit log, versions and drafts of typed text, and who is editing what."""

from typing import Any, ClassVar

from django.conf import settings
from django.db import models
from django.utils import timezone

from kit.audit_verbs import verb_of
from kit.lines import AddressField

ASIDE = " set aside"  # after a section's name: texts that were typed while somebody else saved the section


class AuditEvent(models.Model):
    """An entry of the audit log: who did what, or read which confidential row. It never holds the text itself."""

    at = models.DateTimeField(auto_now_add=True, db_index=True)
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="audit_events"
    )  # null: done by Copsite itself
    verb = models.CharField(max_length=60)  # a value of an AuditVerb, such as "publish" or "read"
    subject = models.CharField(max_length=120, db_index=True)  # such as "cases.case:12"
    note = models.CharField(max_length=200, blank=True)
    link_of = models.CharField(
        max_length=120, blank=True
    )  # by the link of this row, such as "members.member:12"

    class Meta:
        ordering = ["-at", "-pk"]

    def __str__(self) -> str:
        verb = verb_of(self.verb)
        return verb.about(self.subject) if verb else f"{self.verb} {self.subject}"


class RevisionQuerySet(models.QuerySet):
    """A QuerySet of revisions of typed text."""

    def of(self, row: models.Model, section: str | None = None) -> "RevisionQuerySet":
        """Return the revisions of `row`, or of one `section` of it, newest first."""
        found = self.filter(subject=subject_of(row))
        return found.filter(section=section) if section else found

    def newest(self, row: models.Model, section: str) -> "Revision | None":
        """Return the revision of `section` of `row` with the highest version, or None where there is none."""
        return self.of(row, section).order_by("-version").first()

    def set_aside(self) -> "RevisionQuerySet":
        """Return the texts that were set aside and that nobody has put back or left out yet, oldest first."""
        return self.filter(section__endswith=ASIDE, settled_at__isnull=True).order_by("at", "pk")


class Revision(models.Model):
    """One saved version of one section of a typed text, stored whole, so that no edit is lost.

    A text that was typed while somebody else was saving the section is stored beside it (ASIDE) until
    somebody decides what to do with it.
    """

    subject = models.CharField(max_length=120, db_index=True)
    section = models.CharField(max_length=60)
    version = models.PositiveIntegerField()
    text = models.TextField(blank=True)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField(auto_now_add=True)
    settled_at = models.DateTimeField(null=True, blank=True)  # when a text set aside was put back or left out
    settled_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )

    objects = RevisionQuerySet.as_manager()

    class Meta:
        ordering = ["-at", "-pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["subject", "section", "version"], name="a_section_has_each_version_once"
            ),
            models.CheckConstraint(
                condition=models.Q(settled_at__isnull=True, settled_by__isnull=True)
                | models.Q(settled_at__isnull=False, settled_by__isnull=False),
                name="a_text_set_aside_is_settled_by_somebody",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.subject} {self.section} v{self.version}"


def subject_of(row: models.Model) -> str:
    """Return the name that audit events and revisions use for a row, such as "cases.case:12"."""
    return f"{row._meta.label_lower}:{row.pk}"


class Draft(models.Model):
    """What one person has typed in one field and not saved yet. Nobody else can read it.

    A text that could not be saved (because it has a telephone number in it, for example) is stored here too,
    with the version it was based on.
    """

    user = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="drafts")
    subject = models.CharField(max_length=120, db_index=True)
    section = models.CharField(max_length=60)
    text = models.TextField(blank=True)
    base_version = models.PositiveIntegerField(default=0)
    key = models.CharField(max_length=64)  # of its save, so that repeating it changes nothing
    updated_at = models.DateTimeField(auto_now=True)

    class Meta:
        ordering = ["subject", "section"]
        constraints = [
            models.UniqueConstraint(
                fields=["user", "subject", "section"], name="a_person_has_one_draft_of_a_section"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.subject} {self.section}"


class SavedKey(models.Model):
    """The key that the browser gave to a save, so that a save sent twice is done once. It holds no text."""

    user = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="+")
    key = models.CharField(max_length=64)
    subject = models.CharField(max_length=120)
    section = models.CharField(max_length=60)
    version = models.PositiveIntegerField()  # of the section, after the save
    is_aside = models.BooleanField(default=False)  # the text was set aside
    at = models.DateTimeField(auto_now_add=True)

    class Meta:
        ordering = ["-pk"]
        constraints = [
            models.UniqueConstraint(fields=["user", "key"], name="a_save_is_done_once"),
        ]

    def __str__(self) -> str:
        return f"{self.subject} {self.section} v{self.version}"


class SectionHold(models.Model):
    """Who is typing in a section now, as a lease that typing renews. Others see the name, and can take over."""

    subject = models.CharField(max_length=120)
    section = models.CharField(max_length=60)
    holder = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="+")
    until = models.DateTimeField()

    class Meta:
        ordering = ["subject", "section"]
        constraints = [
            models.UniqueConstraint(fields=["subject", "section"], name="a_section_has_one_holder"),
        ]

    def __str__(self) -> str:
        return f"{self.subject} {self.section}: {self.holder}"

    def is_of_another(self, user) -> bool:
        """Return whether somebody other than `user` is typing here now."""
        return self.until > timezone.now() and self.holder_id != user.pk


class Presence(models.Model):
    """A person who has a page open, and the place on the page where they are."""

    user = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="+")
    subject = models.CharField(max_length=120, db_index=True)
    place = models.CharField(max_length=60, blank=True)  # the name of what they are editing
    seen_at = models.DateTimeField()

    class Meta:
        ordering = ["pk"]
        constraints = [
            models.UniqueConstraint(fields=["user", "subject"], name="a_person_is_at_a_page_once"),
        ]

    def __str__(self) -> str:
        return f"{self.user} at {self.subject}"


class Press(models.Model):
    """One press of a button that sends a form, so that a second press of the same button does nothing more.

    A form carries a key of its own. The same key with the same answers is the same press; it is answered by the page
    that the first one led to. It holds a digest of the answers, never the answers.
    """

    user = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.CASCADE, related_name="+"
    )  # null: a visitor who is not signed in
    key = models.CharField(max_length=64)
    digest = models.CharField(max_length=64)  # of the address and the answers
    began_at = models.DateTimeField(default=timezone.now)
    ended_at = models.DateTimeField(null=True, blank=True)  # null: still being done
    led_to = models.CharField(max_length=500, blank=True)  # the address of the page that it led to

    class Meta:
        ordering = ["-pk"]
        constraints = [
            models.UniqueConstraint(fields=["user", "key", "digest"], name="a_press_is_done_once"),
            models.UniqueConstraint(
                fields=["key", "digest"],
                condition=models.Q(user=None),
                name="a_press_of_a_visitor_is_done_once",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.user or 'A visitor'} pressed at {self.began_at:%H:%M:%S}"


class RemovedRow(models.Model):
    """A row that somebody removed, with its parts, kept aside as it was so that the removal can be undone.

    No query of its model finds it: no page, list, figure or mail. Its words are in the register of a case's words all
    the same, and are deleted after a while.
    """

    subject = models.CharField(max_length=120, db_index=True)  # whose it was, such as "cases.case:5"
    row = models.CharField(max_length=120, unique=True)  # such as "next_steps.nextstep:12"
    rows = models.JSONField()  # the row and its parts, with the place of each of their texts in `words`
    words = models.JSONField()  # the texts, in a list
    removed_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    removed_at = models.DateTimeField(default=timezone.now)

    class Meta:
        ordering = ["-removed_at", "-pk"]

    def __str__(self) -> str:
        return f"{self.row} of {self.subject}"

    @property
    def names(self) -> list[str]:
        """The names of the row and its parts, as versions and drafts of their texts have them."""
        return [self.row] if not self.rows else [f"{each['model']}:{each['pk']}" for each in self.rows]


class RefusedAddress(models.Model):
    """An address to which a mail of ours could not be delivered for good, with the last reason.

    It is shown at the members who have this address, so it is gone there once the address is corrected. A row is
    deleted a month after the last refusal.
    """

    email = AddressField(unique=True)  # in lower case
    why = models.CharField(max_length=200)  # without the address
    refused_at = models.DateTimeField(default=timezone.now)

    class Meta:
        ordering = ["pk"]
        verbose_name_plural = "refused addresses"

    def __str__(self) -> str:
        return f"{self.why} {self.refused_at:%Y-%m-%d}"


class SearchWord(models.Model):
    """A word of a row that can be searched for (kit/search). A row that was read has the word "" too.

    The database deletes the words of a row as soon as the row changes; they are read again by the next search, or by the
    task that looks for such rows.
    """

    kind = models.CharField(max_length=16)  # the key of a Source
    row = models.PositiveBigIntegerField()
    word = models.CharField(max_length=60)  # folded, without accents
    stem = models.CharField(max_length=60)  # what its other forms have in common
    weight = models.PositiveSmallIntegerField(default=0)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["kind", "row", "word"], name="a_row_has_a_word_once"),
        ]
        indexes = [
            models.Index(fields=["stem", "kind", "row", "weight"], name="rows_by_stem_with_weights"),
            models.Index(
                fields=["kind", "word", "row"],
                name="rows_of_a_kind_by_beginning",
                opclasses=["varchar_ops", "varchar_pattern_ops", "int8_ops"],  # on PostgreSQL
            ),
        ]

    def __str__(self) -> str:
        return f"{self.word} in {self.kind}:{self.row}"


class PublicChangeQuerySet(models.QuerySet):
    """A QuerySet of public changes."""

    def stamp(self) -> str:
        """Return what is another one after each change of a row that visitors' pages are made from."""
        found = self.aggregate(rows=models.Count("pk"), last=models.Sum("pk"), times=models.Sum("times"))
        return f"{found['rows']}-{found['last'] or 0}-{found['times'] or 0}"


class PublicChange(models.Model):
    """That rows changed which visitors' pages are made from. The database adds it in the transaction of the change
    (kit/public_changes.py), and it says neither which rows nor how.

    On PostgreSQL each change is a row of its own, so that no two transactions wait for one another; SQLite counts in one
    row. All but the last are forgotten each night.
    """

    times = models.PositiveBigIntegerField(default=1)

    objects: ClassVar[Any] = PublicChangeQuerySet.as_manager()

    def __str__(self) -> str:
        return f"{self.times} changes"
