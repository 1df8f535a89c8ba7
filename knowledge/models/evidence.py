"""What members asked, what brokers found, and what members made of it."""

from django.conf import settings
from django.db import models
from django.db.models import Count, Exists, F, OuterRef, Q, Subquery
from django.urls import reverse
from django.utils import timezone

from cases.clearance.models import ClearedText
from cases.models import Case
from kit.queries import in_usual_order
from meetings.models import Meeting
from members.models import Member
from sites_app.models import Programme, Site


class QuestionQuerySet(models.QuerySet):
    def visible_to(self, user) -> "QuestionQuerySet":
        """Questions as asked: those of the cases `user` may read, and of meetings of their sites."""
        if not user.is_authenticated:
            return self.none()
        return self.filter(
            Q(case__in=Case.objects.visible_to(user))
            | Q(case__isnull=True, site__in=user.standing.reading_sites)
        )

    def open(self) -> "QuestionQuerySet":
        """Questions without an answer yet."""
        return self.filter(answered_at__isnull=True)

    def by_next_meeting(self) -> "QuestionQuerySet":
        """Ordered by the next meeting of the site that asked (`next_meeting_at`), then by how long they have waited."""
        coming = Meeting.objects.upcoming().filter(site=OuterRef("site"))
        return self.annotate(next_meeting_at=Subquery(coming.values("starts_at")[:1])).order_by(
            F("next_meeting_at").asc(nulls_last=True), "asked_at", "pk"
        )

    def with_attached(self) -> "QuestionQuerySet":
        """Adds how much evidence is attached (`times_attached`), and loads what a row of a list shows."""
        counted = in_usual_order(self).annotate(times_attached=Count("attached_evidence", distinct=True))
        return counted.select_related("site", "case__site", "meeting", "asked_by", "taken_by")


class Question(models.Model):
    """A question for the knowledge broker, as worded in the room. It stays with the site; its general form may not."""

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
    )  # the broker who looks into it
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

    def get_absolute_url(self) -> str:
        return reverse("knowledge:question_detail", args=[self.pk])


class QuestionReleaseQuerySet(models.QuerySet):
    def readable_by(self, user) -> "QuestionReleaseQuerySet":
        """Published general forms that `user` may read, of each question the newest.

        A newer one that was withdrawn hides the older ones too.
        """
        addressed = ClearedText.objects.addressed_to(user).filter(publication__isnull=False)
        newer = QuestionRelease.objects.filter(
            question=OuterRef("question"), pk__gt=OuterRef("pk"), cleared_text__in=addressed
        )
        return self.filter(~Exists(newer), cleared_text__in=ClearedText.objects.readable_by(user))


class QuestionRelease(models.Model):
    """The question and its answer in general words, sent for checking for every site."""

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
    def visible_to(self, user) -> "EvidenceQuerySet":
        """The evidence library: everyone of the programme but commissioners, who read it beside write-ups."""
        if not user.is_authenticated:
            return self.none()
        return self.filter(programme__in=user.standing.member_programmes)


def evidence_file(evidence: "Evidence", name: str) -> str:
    """Where an uploaded file of evidence is kept."""
    return f"evidence/{evidence.programme_id}/{name}"


class Evidence(models.Model):
    """A citation: research, policy, guidance or grey literature, in the programme's evidence library."""

    class Kind(models.TextChoices):
        RESEARCH = "research", "Research"
        POLICY = "policy", "Policy"
        GUIDANCE = "guidance", "Guidance"
        GREY = "grey", "Report"  # published by an agency, not by a journal

    programme = models.ForeignKey(Programme, on_delete=models.PROTECT, related_name="evidence")
    kind = models.CharField(max_length=8, choices=Kind)
    authors = models.CharField(max_length=300)
    year = models.PositiveSmallIntegerField(null=True, blank=True)
    title = models.CharField(max_length=300)
    source = models.CharField(max_length=300, blank=True)  # journal, volume and pages; or publisher
    doi = models.CharField(max_length=120, blank=True)
    link = models.URLField(max_length=500, blank=True)
    file = models.FileField(upload_to=evidence_file, blank=True)
    summary = models.TextField(blank=True)  # what it found, and how strong that is
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

    def __str__(self) -> str:
        return f"{self.authors} ({self.year or 'no date'}) {self.title}"

    def get_absolute_url(self) -> str:
        return reverse("knowledge:evidence_detail", args=[self.pk])

    @property
    def doi_link(self) -> str:
        """The DOI as a link, or ""."""
        return f"https://doi.org/{self.doi}" if self.doi else ""


class AttachedEvidenceQuerySet(models.QuerySet):
    def visible_to(self, user) -> "AttachedEvidenceQuerySet":
        """Evidence on the cases that `user` may read."""
        return self.filter(case__in=Case.objects.visible_to(user))

    def with_reactions(self, user) -> "AttachedEvidenceQuerySet":
        """Adds how many members found it useful, used it or have not read it, and what `user` said (`own_reaction`)."""
        kind = EvidenceReaction.Kind
        own = EvidenceReaction.objects.filter(attached=OuterRef("pk"), member__in=user.standing.member_ids)
        return in_usual_order(self).annotate(
            times_useful=Count("reactions", filter=Q(reactions__kind=kind.USEFUL)),
            times_used=Count("reactions", filter=Q(reactions__kind=kind.USED)),
            times_not_read=Count("reactions", filter=Q(reactions__kind=kind.NOT_READ)),
            own_reaction=Subquery(own.values("kind")[:1]),
        )

    def reactions_in_all(self) -> dict[str, int]:
        """How many pieces there are, and how often members found one useful, used it, or have not read it."""
        kind = EvidenceReaction.Kind
        return self.aggregate(
            pieces=Count("pk", distinct=True),
            useful=Count("reactions", filter=Q(reactions__kind=kind.USEFUL)),
            used=Count("reactions", filter=Q(reactions__kind=kind.USED)),
            not_read=Count("reactions", filter=Q(reactions__kind=kind.NOT_READ)),
        )


class AttachedEvidence(models.Model):
    """Evidence on a case: the bottom line in 60 words at most, and why it matters here. Stays with the site."""

    case = models.ForeignKey(Case, on_delete=models.PROTECT, related_name="attached_evidence")
    evidence = models.ForeignKey(Evidence, on_delete=models.PROTECT, related_name="attachments")
    question = models.ForeignKey(
        Question, null=True, blank=True, on_delete=models.PROTECT, related_name="attached_evidence"
    )
    bottom_line = models.TextField(blank=True)
    why_here = models.TextField(blank=True)
    told_at = models.ForeignKey(
        Meeting, null=True, blank=True, on_delete=models.PROTECT, related_name="evidence_told"
    )  # the meeting where the broker told it
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
    def site_id(self) -> int:
        """The site of the case."""
        return self.case.site_id


class EvidenceReaction(models.Model):
    """What a member made of a piece of evidence."""

    class Kind(models.TextChoices):
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
