"""What stood in a sent issue and was withdrawn since: which text, in which issue, and in which of its editions."""

from dataclasses import dataclass
from datetime import timedelta
from functools import cached_property

from django.db.models import Max, Q, QuerySet

from cases.clearance.models import OUTWARD, Audience, ClearedText, Publication, WithdrawalReason
from newsletter.editions import AUDIENCE_OF
from newsletter.models import Edition, Entry, NewsletterIssue

JUST_BEFORE = timedelta(days=1)  # too late for the issue that was approved then


@dataclass(frozen=True)
class Withdrawn:
    """A text that was withdrawn, and the last sent issue in which it, or an earlier version of it, stood."""

    publication: Publication
    entry: Entry

    @property
    def text(self) -> ClearedText:
        """Return the text."""
        return self.publication.cleared_text

    @property
    def issue(self) -> NewsletterIssue:
        """Return the issue."""
        return self.entry.issue

    @cached_property
    def editions(self) -> frozenset[str]:
        """The editions whose readers had its words."""
        return frozenset(edition for edition in AUDIENCE_OF if self._was_in(edition))

    def _was_in(self, edition: str) -> bool:
        """Return whether readers of `edition` had this text, or an earlier version that it replaced.

        They had the fullest of the texts that were published for them as the issue was sent.
        """
        readers, sent_at = OUTWARD.index(Audience(AUDIENCE_OF[edition])), self.issue.sent_at
        if OUTWARD.index(Audience(self.entry.audience)) < readers:
            return False
        is_of_some_sites = self.entry.kind == Entry.Kind.REPLY and self.entry.audience != Audience.PUBLIC
        if edition == Edition.COMMISSIONERS and is_of_some_sites:  # see EntryQuerySet.of_edition
            return False
        assert sent_at is not None  # only sent issues are asked about
        theirs = [
            each
            for each in self._line
            if each.published_at <= sent_at
            and (each.withdrawn_at is None or each.withdrawn_at >= sent_at)
            and OUTWARD.index(Audience(each.cleared_text.audience)) >= readers
        ]
        if not theirs:
            return False
        had = min(theirs, key=lambda each: OUTWARD.index(Audience(each.cleared_text.audience)))
        return had.pk == self.publication.pk or had.withdrawn_because == WithdrawalReason.NEWER

    @cached_property
    def _line(self) -> list[Publication]:
        """The publications of all texts of the same thing."""
        line = Publication.objects.filter(cleared_text__in=self.text.in_line()).select_related("cleared_text")
        return list(line.order_by("pk"))


def withdrawn_texts() -> QuerySet[Publication]:
    """Return the publications that were withdrawn, except those with a newer text in their place."""
    withdrawn = Publication.objects.filter(withdrawn_at__isnull=False)
    return withdrawn.exclude(withdrawn_because=WithdrawalReason.NEWER).select_related("cleared_text")


def sent_with(publication: Publication) -> QuerySet[Entry]:
    """Return the entries of sent issues that were or repeated the text, or another text of the same thing, the last
    issue first.
    """
    line = publication.cleared_text.in_line().values("pk")
    entries = Entry.objects.kept().filter(Q(cleared_text__in=line) | Q(made_from__in=line))
    return (
        entries.filter(issue__sent_at__isnull=False).select_related("issue").order_by("-issue__month", "pk")
    )


def withdrawn_of(pk: int | str) -> Withdrawn | None:
    """Return what the publication `pk` was in a sent issue; None if it was in none, or is not withdrawn."""
    publication = withdrawn_texts().filter(pk=pk).first()
    entry = sent_with(publication).first() if publication else None
    return Withdrawn(publication, entry) if publication and entry else None


def withdrawn_before(issue: NewsletterIssue) -> list[Withdrawn]:
    """Return what stood in issues before `issue`, was withdrawn since, and is told in no other issue, once a thing.

    What was withdrawn before the last of these was approved is told there.
    """
    last = NewsletterIssue.objects.filter(
        programme=issue.programme_id, month__lt=issue.month, approved_at__isnull=False
    ).aggregate(at=Max("approved_at"))["at"]
    if last is None:
        return []
    told = Entry.objects.filter(kind=Entry.Kind.CORRECTION, issue__programme=issue.programme_id)
    told_elsewhere = {
        source.partition(":")[2] for source in told.exclude(issue=issue).values_list("source", flat=True)
    }
    found: dict[object, Withdrawn] = {}
    since = withdrawn_texts().filter(
        cleared_text__programme=issue.programme_id, withdrawn_at__gte=last - JUST_BEFORE
    )
    for publication in since.order_by("pk"):
        before = sent_with(publication).filter(issue__month__lt=issue.month).first()
        if before is None or str(publication.pk) in told_elsewhere:
            continue
        each = Withdrawn(publication, before)
        thing = publication.cleared_text.line or publication.pk
        if each.editions and (thing not in found or Edition.PUBLIC in each.editions):
            found[thing] = each
    return list(found.values())
