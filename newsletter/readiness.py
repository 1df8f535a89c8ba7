"""The checking of each entry of an issue: who approved it, and what it still lacks."""

from dataclasses import dataclass

from cases.clearance import decision
from cases.clearance.decision import Facts, Lack, Missing
from cases.clearance.models import ClearedText
from kit.words import count
from newsletter.awaited import Awaited
from newsletter.models import Entry, NewsletterIssue

PUT_TOGETHER = (Entry.Kind.HEAD, Entry.Kind.SITE_UPDATE, Entry.Kind.ACROSS, Entry.Kind.CORRECTION)


@dataclass
class Reading:
    """A kept entry with the text that is checked for it. No property or method makes a query."""

    entry: Entry
    facts: Facts | None  # of its text; None before the newsletter is sent for checking

    @property
    def text(self) -> ClearedText | None:
        """Return what readers would see, or None before it is sent for checking."""
        return self.entry.cleared_text

    @property
    def is_out(self) -> bool:
        """Return True if its text is published already, as a write-up's is."""
        return self.text is not None and self.text.is_published

    @property
    def readers(self) -> list[str]:
        """Return the names of those whose approval counts."""
        return [approval.name for approval in self.facts.approvals_that_count] if self.facts else []

    def can_be_approved_by(self, user) -> bool:
        """Return True if `user` neither wrote nor presented it, and has not approved it yet."""
        return self.facts is not None and decision.may_approve(self.facts, user.pk)

    @property
    def is_put_together(self) -> bool:
        """Return True if nobody typed a word of it: what records count, meetings held and to come, what was withdrawn, the month
        as the title.
        """
        if self.facts is None or self.facts.author_ids:
            return False
        kind, source = self.entry.kind, self.entry.source
        return kind in PUT_TOGETHER or source.startswith(
            ("meetings.meeting:", "sites_app.site:", "newsletter.newsletterissue:")
        )

    def needs_a_look_by(self, user) -> bool:
        """Return True if `user` can approve it once they have looked at it: somebody typed a word of it."""
        return self.can_be_approved_by(user) and not self.is_put_together

    def lacking(self, counting=None) -> list[str]:
        """Return what this entry lacks before it can be published, as sentences.

        With `counting`, return it as if that user had approved everything they may.
        """
        text, facts = self.text, self.facts
        if why := self._why_not_at_all():
            return [why]
        if text is None or facts is None or text.is_published:
            return []
        return [
            self._sentence(each, text)
            for each in decision.missing(self._facts_counting(counting, text, facts))
        ]

    def _why_not_at_all(self) -> str:
        """Return why it cannot go out as it is, whoever approves it or agrees to it, or ""."""
        entry, text = self.entry, self.text
        if entry.made_from and not entry.made_from.is_published:
            return "The text it is about was withdrawn. Remove this entry."
        if entry.source_gone_at and not entry.is_edited:
            return "The meeting it is about was cancelled. Remove this entry."
        if text is None or self.facts is None:
            return "It has not been sent for checking yet."
        sent_back = None if text.is_published else getattr(text, "send_back", None)
        return f"{sent_back.by.name} sent it back: {sent_back.reason}" if sent_back else ""

    @property
    def awaited(self) -> list[Awaited]:
        """Return the presenters of its case without whose answer it cannot go out."""
        text, facts = self.text, self.facts
        if self._why_not_at_all() or text is None or facts is None or text.is_published:
            return []
        place = text.site.place if text.site else ""
        missing = [each.presenter for each in decision.missing(facts) if each.presenter is not None]
        return [Awaited(presenter, place) for presenter in missing]

    @property
    def waits_for_presenters_alone(self) -> bool:
        """Return True if nothing but the answers of presenters is missing."""
        return bool(self.awaited) and len(self.awaited) == len(self.lacking())

    def _facts_counting(self, user, text: ClearedText, facts: Facts) -> Facts:
        """Return the facts as if `user` had approved the text, or as they are without a user."""
        if user is None:
            return facts
        return decision.as_if_approved_by(facts, user.pk, is_from_the_site=text.is_from_the_site(user))

    def _sentence(self, missing: Missing, text: ClearedText) -> str:
        """Return what is missing as a sentence about this entry."""
        if missing.lack is Lack.APPROVERS:
            return f"Needs {count(missing.count, 'more reader', 'more readers')}."
        if missing.lack is Lack.SITE and text.site is not None:
            return f"Needs a reader from {text.site.place}: they know what people there would recognise."
        return missing.sentence


def readings_of(issue: NewsletterIssue) -> list[Reading]:
    """Return the kept entries of `issue` in order, with everything that `lacking` reads, in two queries."""
    entries = list(
        issue.entries.kept().select_related(
            "issue__programme",
            "site__host",
            "made_from__publication",
            "made_from__learning_object_version",
            "cleared_text__publication",
            "cleared_text__send_back__by",
            "cleared_text__site",
            "cleared_text__case",
        )
    )
    texts = ClearedText.objects.with_clearance_facts().in_bulk(
        [entry.cleared_text_id for entry in entries if entry.cleared_text_id]
    )
    return [
        Reading(entry, texts[entry.cleared_text_id].facts if entry.cleared_text_id else None)
        for entry in entries
    ]
