"""Questions of members, the evidence that brokers found, and members' feedback on it."""

from dataclasses import fields
from pathlib import Path
from typing import Any
from uuid import uuid4

from django.conf import settings
from django.db import models
from django.db.models import Count, Exists, F, OuterRef, Q, Subquery
from django.urls import reverse
from django.utils import timezone

from cases.clearance.models import ClearedText
from cases.models import Case, Need, Theme
from cases.models.reading import OfACaseQuerySet
from kit.privacy.outward import OutwardCharField, OutwardNameField, OutwardNamesField, OutwardTextField
from kit.queries import in_usual_order
from kit.removal import Removable
from knowledge.publications import Form, Publication, as_kept, from_kept
from knowledge.uploads import PlainFileField
from meetings.models import Meeting
from members.models import Member
from sites_app.models import Programme, Site


class QuestionQuerySet(OfACaseQuerySet):
    """QuerySet of questions."""

    def visible_to(self, user) -> "QuestionQuerySet":
        """Return the questions that `user` may read as asked: those of cases they may read, and of meetings of their
        sites.
        """
        if not user.is_authenticated:
            return self.none()
        return self.filter(
            Q(Exists(Case.objects.visible_to(user).filter(pk=OuterRef("case"))))
            | Q(case__isnull=True, site__in=user.standing.reading_sites)
        )

    def open(self) -> "QuestionQuerySet":
        """Return the questions without an answer."""
        return self.filter(answered_at__isnull=True)

    def by_next_meeting(self) -> "QuestionQuerySet":
        """Order by the next meeting of the site that asked (`next_meeting_at`), then by when they were asked."""
        coming = Meeting.objects.upcoming().filter(site=OuterRef("site"))
        return self.annotate(next_meeting_at=Subquery(coming.values("starts_at")[:1])).order_by(
            F("next_meeting_at").asc(nulls_last=True), "asked_at", "pk"
        )

    def with_attached(self) -> "QuestionQuerySet":
        """Add the number of pieces of evidence attached (`times_attached`), and load what a list shows."""
        counted = in_usual_order(self).annotate(times_attached=Count("attached_evidence", distinct=True))
        return counted.select_related("site", "case__site", "meeting", "asked_by", "taken_by")


class Question(Removable):
    """A question for the knowledge brokers, in the words it was asked.

    It stays with the site; its general form may not.
    """

    noun = "a question"
    remove_perm = "knowledge.remove_question"

    site = models.ForeignKey(Site, on_delete=models.PROTECT, related_name="questions")
    case = models.ForeignKey(Case, null=True, blank=True, on_delete=models.PROTECT, related_name="questions")
    meeting = models.ForeignKey(
        Meeting, null=True, blank=True, on_delete=models.PROTECT, related_name="questions"
    )
    words = models.TextField()
    asked_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+"
    )
    asked_at = models.DateTimeField(default=timezone.now)
    taken_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="questions_taken",
    )  # the broker who works on it
    taken_at = models.DateTimeField(
        null=True, blank=True
    )  # since when that broker does, where it was recorded
    answer = models.TextField(blank=True)  # for the site that asked
    answered_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    answered_at = models.DateTimeField(null=True, blank=True)

    objects = QuestionQuerySet.as_manager()

    class Meta:
        ordering = ["-asked_at", "-pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(answered_at__isnull=True) | ~Q(answer=""),
                name="an_answered_question_has_an_answer",
            ),
        ]

    def __str__(self) -> str:
        return self.words

    @property
    def owner_row(self) -> Case | Meeting | Site:
        """The case that it is about, or else the meeting or the site that asked."""
        return self.case or self.meeting or self.site

    def get_absolute_url(self) -> str:
        """Return the address of the question."""
        return reverse("knowledge:question_detail", args=[self.pk])


class QuestionReleaseQuerySet(models.QuerySet):
    """QuerySet of questions in general words."""

    def readable_by(self, user) -> "QuestionReleaseQuerySet":
        """Return the release of each question for this reader."""
        return self.filter(ClearedText.objects.is_fullest_for(user, of="question_release"))


class QuestionRelease(models.Model):
    """A question and its answer in general words, sent for checking so that other sites can read them."""

    line = "question"  # its texts follow each other

    question = models.ForeignKey(Question, on_delete=models.CASCADE, related_name="releases")
    cleared_text = models.OneToOneField(
        ClearedText, on_delete=models.PROTECT, related_name="question_release"
    )

    objects = QuestionReleaseQuerySet.as_manager()

    class Meta:
        ordering = ["-pk"]

    def __str__(self) -> str:
        return f"Anonymous version of {self.question_id}"


class EvidenceQuerySet(models.QuerySet):
    """QuerySet of evidence."""

    def visible_to(self, user) -> "EvidenceQuerySet":
        """Return the evidence of the programmes of which `user` reads what is for members.

        Commissioners are not among them: they read evidence with write-ups.
        """
        if not user.is_authenticated:
            return self.none()
        return self.filter(programme__in=user.standing.member_programmes)


def evidence_file(evidence: "Evidence", name: str) -> str:
    """Return where an uploaded file of `evidence` is kept. Its own name may be somebody's, and is not kept."""
    return f"evidence/{evidence.programme_id}/{uuid4().hex}{Path(name).suffix.lower()}"


class Evidence(Removable):
    """A publication in the programme's evidence library: what it is, as it is cited, and what a broker says of it.

    `authors`, `source` and the two keys follow from the other fields (`knowledge.publications`); they are kept for lists,
    for searching and for finding what is there already.
    """

    noun = "a publication"
    remove_perm = "knowledge.remove_evidence"

    class Kind(models.TextChoices):
        """What kind of evidence it is."""

        RESEARCH = "research", "Research"
        POLICY = "policy", "Policy"
        LAW = "law", "Law"
        GUIDANCE = "guidance", "Guidance"
        GREY = "grey", "Report"  # published by an agency, not by a journal
        LIVED = "lived", "Lived experience"
        PRACTICE = "practice", "Practice example"

    class Design(models.TextChoices):
        """How a study was done."""

        REVIEW = "review", "Review of studies"
        TRIAL = "trial", "Trial with a comparison"
        COHORT = "cohort", "People followed over time"
        SURVEY = "survey", "Survey or records"
        QUALITATIVE = "qualitative", "Interviews or observation"
        CASE_STUDY = "case_study", "Case study"
        EVALUATION = "evaluation", "Evaluation of a service"
        MIXED = "mixed", "Several of these"

    programme = models.ForeignKey(Programme, on_delete=models.PROTECT, related_name="evidence")
    kind = models.CharField(max_length=12, choices=Kind)
    design = models.CharField(max_length=12, choices=Design, blank=True)
    form = models.CharField(max_length=24, choices=Form, default=Form.OTHER)
    creators = OutwardNamesField(default=dict, blank=True)  # as_kept() of the names
    authors = OutwardNameField(max_length=300)
    year = models.PositiveSmallIntegerField(null=True, blank=True)
    month = models.PositiveSmallIntegerField(null=True, blank=True)
    day = models.PositiveSmallIntegerField(null=True, blank=True)
    title = OutwardCharField(max_length=300)
    container = OutwardNameField(max_length=300, blank=True)
    volume = OutwardNameField(max_length=40, blank=True)
    number = OutwardNameField(max_length=60, blank=True)
    pages = OutwardNameField(max_length=60, blank=True)
    edition = OutwardNameField(max_length=60, blank=True)
    publisher = OutwardNameField(max_length=300, blank=True)
    place = OutwardNameField(max_length=120, blank=True)
    source = OutwardNameField(max_length=300, blank=True)
    doi = models.CharField(max_length=120, blank=True)
    pmid = models.CharField(max_length=12, blank=True)
    isbn = models.CharField(max_length=20, blank=True)
    link = models.URLField(max_length=500, blank=True)
    read_on = models.DateField(null=True, blank=True)  # when the page at `link` was read
    is_open_access = models.BooleanField(null=True, blank=True)
    language = OutwardNameField(max_length=40, blank=True)
    abstract = OutwardTextField(blank=True)
    file = PlainFileField(upload_to=evidence_file, blank=True)
    summary = OutwardTextField(blank=True)  # what it found, and how strong that is
    conflict = OutwardTextField(blank=True)  # what other evidence says against it
    title_key = models.CharField(max_length=120, blank=True, editable=False)
    author_key = models.CharField(max_length=120, blank=True, editable=False)
    themes = models.ManyToManyField(Theme, blank=True, related_name="evidence")
    needs = models.ManyToManyField(Need, blank=True, related_name="evidence")
    added_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+"
    )
    added_at = models.DateTimeField(default=timezone.now)

    objects = EvidenceQuerySet.as_manager()

    class Meta:
        ordering = ["authors", "year", "pk"]
        verbose_name_plural = "evidence"
        constraints = [
            models.UniqueConstraint(
                fields=["programme", "doi"], condition=~Q(doi=""), name="a_programme_lists_a_doi_once"
            ),
        ]
        indexes = [
            models.Index(fields=["programme", "title_key"], name="evidence_of_this_title"),
            models.Index(fields=["programme", "author_key", "year"], name="evidence_by_this_author"),
        ]

    def __str__(self) -> str:
        return f"{self.authors} ({self.year or 'no date'}) {self.title}"

    def get_absolute_url(self) -> str:
        """Return the address in the evidence library."""
        return reverse("knowledge:evidence_detail", args=[self.pk])

    @property
    def owner_row(self) -> Programme:
        """The programme in whose library it is."""
        return self.programme

    @property
    def publication(self) -> Publication:
        """The publication as it is cited."""
        names = {field.name for field in fields(Publication)} - {"creators"}
        return Publication(creators=from_kept(self.creators), **{name: getattr(self, name) for name in names})

    @property
    def doi_link(self) -> str:
        """Return the DOI as a link, or ""."""
        return f"https://doi.org/{self.doi}" if self.doi else ""


def columns_of(publication: Publication) -> dict[str, Any]:
    """Return the columns of `Evidence` that keep a publication, with those that follow from it."""
    title_key, author_key = publication.keys
    return {field.name: getattr(publication, field.name) for field in fields(publication)} | {
        "creators": as_kept(publication.creators),
        "authors": publication.authors_line,
        "source": publication.source_line,
        "title_key": title_key,
        "author_key": author_key,
    }


class AttachedEvidenceQuerySet(OfACaseQuerySet):
    """QuerySet of the evidence on cases."""

    def visible_to(self, user) -> "AttachedEvidenceQuerySet":
        """Return the evidence on cases that `user` may read."""
        return self.filter(Exists(Case.objects.visible_to(user).filter(pk=OuterRef("case"))))

    def with_reactions(self, user) -> "AttachedEvidenceQuerySet":
        """Add how many members found it useful, used it or have not read it, and the user's own answer
        (`own_reaction`).
        """
        kind = EvidenceReaction.Kind
        own = EvidenceReaction.objects.filter(attached=OuterRef("pk"), member__in=user.standing.member_ids)
        return in_usual_order(self).annotate(
            times_useful=Count("reactions", filter=Q(reactions__kind=kind.USEFUL)),
            times_used=Count("reactions", filter=Q(reactions__kind=kind.USED)),
            times_not_read=Count("reactions", filter=Q(reactions__kind=kind.NOT_READ)),
            own_reaction=Subquery(own.values("kind")[:1]),
        )

    def reactions_in_all(self) -> dict[str, int]:
        """Return how many pieces there are, and how many times members found one useful, used it, or had not read it."""
        kind = EvidenceReaction.Kind
        return self.aggregate(
            pieces=Count("pk", distinct=True),
            useful=Count("reactions", filter=Q(reactions__kind=kind.USEFUL)),
            used=Count("reactions", filter=Q(reactions__kind=kind.USED)),
            not_read=Count("reactions", filter=Q(reactions__kind=kind.NOT_READ)),
        )


class AttachedEvidence(Removable):
    """Evidence on a case: the bottom line in 60 words at most, and why it matters there. It stays with the site."""

    noun = "a publication from a case"
    remove_perm = "knowledge.remove_attached"

    case = models.ForeignKey(Case, on_delete=models.PROTECT, related_name="attached_evidence")
    evidence = models.ForeignKey(Evidence, on_delete=models.PROTECT, related_name="attachments")
    question = models.ForeignKey(
        Question, null=True, blank=True, on_delete=models.PROTECT, related_name="attached_evidence"
    )
    bottom_line = models.TextField(blank=True)
    why_here = models.TextField(blank=True)
    reported_at = models.ForeignKey(
        Meeting, null=True, blank=True, on_delete=models.PROTECT, related_name="evidence_reported"
    )  # the meeting where it was reported
    attached_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+"
    )
    attached_at = models.DateTimeField(default=timezone.now)

    objects = AttachedEvidenceQuerySet.as_manager()

    class Meta:
        ordering = ["attached_at", "pk"]
        verbose_name_plural = "attached evidence"
        constraints = [
            models.UniqueConstraint(fields=["case", "evidence"], name="evidence_is_attached_to_a_case_once"),
        ]

    def __str__(self) -> str:
        return f"{self.evidence} on {self.case}"

    @property
    def owner_row(self) -> Case:
        """The case that it is attached to."""
        return self.case

    @property
    def site_id(self) -> int:
        """Return the site of the case."""
        return self.case.site_id


class EvidenceReaction(models.Model):
    """A member's feedback on a piece of evidence."""

    class Kind(models.TextChoices):
        """What a member can say about a piece of evidence."""

        USEFUL = "useful", "Useful"
        USED = "used", "Used it"
        NOT_READ = "not_read", "Not read"

    attached = models.ForeignKey(AttachedEvidence, on_delete=models.CASCADE, related_name="reactions")
    member = models.ForeignKey(Member, on_delete=models.CASCADE, related_name="evidence_reactions")
    kind = models.CharField(max_length=8, choices=Kind)
    at = models.DateTimeField(auto_now=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["attached", "member"], name="a_member_reacts_to_evidence_once"),
        ]

    def __str__(self) -> str:
        return f"{self.member}: {self.kind}"
