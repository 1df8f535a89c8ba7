"""Where each entry of an issue stands in the gate: who read it, and what it still lacks. The gate itself has the last word."""

from dataclasses import dataclass

from django.db.models import prefetch_related_objects

from cases.clearance.models import Audience, ClearedText
from cases.clearance.models.texts import APPROVERS_NEEDED, NEEDS_SOMEBODY_FROM_THE_SITE
from kit.words import count
from newsletter.models import Entry, Issue


@dataclass
class Reading:
    """A kept entry with its text in the gate. `lacking` and `can_be_approved_by` ask no query."""

    entry: Entry

    @property
    def text(self) -> ClearedText | None:
        """What readers would see; None before it is put forward."""
        return self.entry.cleared_text

    @property
    def is_out(self) -> bool:
        """Whether its text is published already, as a write-up's is."""
        return self.text is not None and self.text.is_published

    @property
    def readers(self) -> list[str]:
        """Who cleared it, by name."""
        return [clearance.by.name for clearance in self.text.clearances.all()] if self.text else []

    def can_be_approved_by(self, user) -> bool:
        """Whether `user` neither wrote nor presented it, and has not cleared it yet."""
        text = self.text
        if text is None or self.is_out or getattr(text, "send_back", None) is not None:
            return False
        if any(authorship.user_id == user.pk for authorship in text.authorships.all()):
            return False
        if any(clearance.by_id == user.pk for clearance in text.clearances.all()):
            return False
        presenters = text.case.presenter_rows.all() if text.case_id else []
        return not any(row.member.user_id == user.pk for row in presenters)

    def lacking(self, counting=None) -> list[str]:
        """What stands between this entry and its readers, as sentences; empty when nothing.

        With `counting`, as if that person had cleared everything that they may.
        """
        entry, text = self.entry, self.text
        if entry.made_from_id and not entry.made_from.is_published:
            return ["What it tells of was withdrawn. Leave it out."]
        if entry.source_gone_at and not entry.is_edited:
            return ["What it tells of was called off. Leave it out."]
        if text is None:
            return ["It has not been put forward yet."]
        if text.is_published:
            return []
        if (sent_back := getattr(text, "send_back", None)) is not None:
            return [f"{sent_back.by.name} sent it back: {sent_back.reason}"]
        return [*self._lacking_readers(text, counting), *self._lacking_agreements(text)]

    def _lacking_readers(self, text: ClearedText, counting) -> list[str]:
        clearances = list(text.clearances.all())
        readers, from_the_site = len(clearances), any(each.is_from_the_site for each in clearances)
        if counting is not None and self.can_be_approved_by(counting):
            here = counting.standing.member_of | counting.standing.facilitates
            readers, from_the_site = readers + 1, from_the_site or text.site_id in here
        still = APPROVERS_NEEDED[Audience(text.audience)] - readers
        sentences = []
        if still > 0:
            sentences.append(f"Needs {count(still, 'more reader', 'more readers')}.")
        if text.site_id and text.audience in NEEDS_SOMEBODY_FROM_THE_SITE and not from_the_site:
            sentences.append(
                f"Needs a reader from {text.site.place}: they know what people there would recognise."
            )
        return sentences

    def _lacking_agreements(self, text: ClearedText) -> list[str]:
        if text.case_id is None:
            return []
        said = {
            agreement.member_id
            for agreement in text.case.sharing_agreements.all()
            if agreement.audience == text.audience and agreement.withdrawn_at is None
        }
        return [
            f"{row.member.name} has not said yes to this audience."
            for row in text.case.presenter_rows.all()
            if row.member_id not in said
        ]


def readings_of(issue: Issue) -> list[Reading]:
    """The kept entries of `issue` in order, with everything that `lacking` asks, in a fixed number of queries."""
    entries = list(
        issue.entries.kept().select_related(
            "issue__programme",
            "site",
            "made_from__publication",
            "cleared_text__publication",
            "cleared_text__send_back__by",
            "cleared_text__site",
            "cleared_text__case",
        )
    )
    prefetch_related_objects(
        entries,
        "cleared_text__clearances__by",
        "cleared_text__authorships",
        "cleared_text__case__presenter_rows__member",
        "cleared_text__case__sharing_agreements",
    )
    return [Reading(entry) for entry in entries]
