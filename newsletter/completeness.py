"""What an issue still lacks to be worth reading: which site, which promise, which question, which piece of evidence."""

from dataclasses import dataclass

from django.db.models import Exists, OuterRef
from django.urls import reverse
from django.utils import timezone

from cases.clearance.models import ClearedText
from cases.commissioning.models import IssueReply
from kit.dates import month_bounds
from kit.words import figures, listed
from knowledge.models import Evidence, Question
from newsletter.models import Entry, NewsletterIssue


@dataclass(frozen=True)
class Lacking:
    """Something that is missing, as a sentence without a word of a case, and the page where somebody can add it."""

    sentence: str
    url: str = ""
    what: str = ""  # the words of the link


def lacking_of(issue: NewsletterIssue) -> list[Lacking]:
    """Return what is missing in an issue that is not approved yet, the most useful first. It takes five queries."""
    return [*_title(issue), *_sites(issue), *_promises(issue), *_questions(issue), *_evidence(issue)]


def _title(issue: NewsletterIssue) -> list[Lacking]:
    head = issue.entries.filter(kind=Entry.Kind.HEAD, edited_at=None).first()
    edit = reverse("newsletter:entry_edit", args=[head.pk]) if head else ""
    return [Lacking("It has no title of its own.", edit, "Give it a title")] if head else []


def _sites(issue: NewsletterIssue) -> list[Lacking]:
    sites = [site.place for site in issue.sites_without_update()]
    return (
        [Lacking(f"No words yet from {listed(sites)}. Their facilitators have a task for it.")]
        if sites
        else []
    )


def _promises(issue: NewsletterIssue) -> list[Lacking]:
    """Return the promises of commissioners that are overdue, of which nobody said what became of them."""
    overdue = IssueReply.objects.overdue(timezone.localdate()).filter(
        issue__site__programme=issue.programme_id
    )
    return [
        Lacking(
            f"A promise to {place} was due, and nobody has said if it was kept.",
            reverse("commissioning:issue_detail", args=[pk]),
            "Open the issue",
        )
        for pk, place in overdue.order_by("due_on", "pk").values_list("issue", "issue__site__place")
    ]


def _questions(issue: NewsletterIssue) -> list[Lacking]:
    """Return the questions that were answered in the month, and that other sites cannot read."""
    begins, ends = month_bounds(issue.month)
    released = ClearedText.objects.published().filter(question_release__question=OuterRef("pk"))
    kept_in = Question.objects.filter(
        ~Exists(released), site__programme=issue.programme_id, answered_at__gte=begins, answered_at__lt=ends
    )
    return [
        Lacking(
            f"An answer for {place} is not shared with other sites.",
            reverse("knowledge:question_detail", args=[pk]),
            "Open the question",
        )
        for pk, place in kept_in.order_by("answered_at", "pk").values_list("pk", "site__place")
    ]


def _evidence(issue: NewsletterIssue) -> list[Lacking]:
    """Return the evidence in the issue of which nobody wrote what it found."""
    told = (
        issue.entries.kept().filter(kind=Entry.Kind.EVIDENCE, edited_at=None).values_list("source", flat=True)
    )
    keys = [source.partition(":")[2] for source in told]
    bare = list(Evidence.objects.filter(pk__in=keys, summary="").values_list("pk", flat=True)) if keys else []
    if not bare:
        return []
    pieces = figures(len(bare), "piece of evidence does", "pieces of evidence do")
    return [
        Lacking(
            f"{pieces} not say what was found.", reverse("knowledge:evidence_edit", args=[bare[0]]), "Add it"
        )
    ]
