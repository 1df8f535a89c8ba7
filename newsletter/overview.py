"""An issue as the people who make it see it: entries under their headings, with what each one lacks."""

from dataclasses import dataclass, field
from datetime import date
from itertools import pairwise

from cases.clearance.models import Audience, ClearedText
from kit.privacy.identifiers import Suspicion
from newsletter.awaited import Awaited, day_of_all
from newsletter.editions import EntryContent, entry_content, texts_of_write_ups
from newsletter.marks import finders_of_entries
from newsletter.models import Entry, NewsletterIssue, SiteUpdate
from newsletter.readiness import Reading, readings_of


@dataclass
class Row:
    """One entry with its words as readers would see them."""

    entry: Entry
    content: EntryContent
    lacking: list[str] = field(default_factory=list)
    readers: list[str] = field(default_factory=list)
    above: int | None = None  # the entry of its kind that is shown before it
    below: int | None = None  # the one that is shown after it
    newer_update: str = ""  # the site's update, if the edited entry does not have it
    mark: str = ""  # of what is shown: changes when the words or the audience change
    needs_a_look: bool = False  # by the reader, before they can approve it
    is_public_already: bool = False  # one reader is enough
    awaited: list[Awaited] = field(default_factory=list)  # presenters who have not agreed yet
    suspicions: list[Suspicion] = field(
        default_factory=list
    )  # what may identify somebody, where it needs a look

    @property
    def can_be_narrowed(self) -> bool:
        """Return True if the entry is for more people than members."""
        return self.entry.audience != Audience.PROGRAMME


@dataclass
class Overview:
    """All entries of an issue: its head, what it keeps by heading, and what was left out."""

    head: Row | None
    sections: list[tuple[str, list[Row]]]
    left_out: list[Entry]

    @property
    def rows(self) -> list[Row]:
        """Return every kept entry, the head first."""
        return [*([self.head] if self.head else []), *(row for _, rows in self.sections for row in rows)]

    @property
    def public_already(self) -> list[Row]:
        """Return the entries that the reader can approve with one press: they say only what is public already."""
        return [row for row in self.rows if row.is_public_already and row.needs_a_look]

    @property
    def lacking(self) -> list[Row]:
        """Return the entries that lack something."""
        return [row for row in self.rows if row.lacking]

    @property
    def to_check(self) -> list[Row]:
        """Return the entries that lack something other than the answers of presenters."""
        return [row for row in self.rows if len(row.lacking) > len(row.awaited)]

    @property
    def awaited(self) -> list[Row]:
        """Return the entries that wait for the answer of a presenter."""
        return [row for row in self.rows if row.awaited]

    @property
    def day_of_all(self) -> date | None:
        """Return the first day on which all of these can go out if nobody says no; None if somebody has to answer."""
        return day_of_all(each for row in self.awaited for each in row.awaited)

    def for_audiences(self, audiences: list[str]) -> "Overview":
        """Return the same overview with the entries for these audiences only."""
        sections = [
            (label, kept)
            for label, rows in self.sections
            if (kept := [row for row in rows if row.entry.audience in audiences])
        ]
        head = self.head if self.head and self.head.entry.audience in audiences else None
        return Overview(head, sections, self.left_out)

    def read_in(self, audience: str) -> None:
        """Show each write-up that nobody edited with the text for the readers of `audience`."""
        texts = texts_of_write_ups(
            [row.entry for row in self.rows], among=ClearedText.objects.fullest_in(audience)
        )
        for row in self.rows:
            if text := texts.get(row.entry.pk):
                row.content = entry_content(row.entry, content=text.content)


def overview_of(issue: NewsletterIssue, *, counting=None, frozen: bool = False) -> Overview:
    """Return the issue as its makers see it, as if the user `counting` had approved every entry they may.

    With `frozen`, the words are those that were sent for checking instead of the present ones.
    """
    written: dict[int | None, SiteUpdate] = {
        update.site_id: update for update in SiteUpdate.objects.filter(issue=issue)
    }
    readings = readings_of(issue)
    rows = [_row(reading, written=written, counting=counting, frozen=frozen) for reading in readings]
    if counting is not None:
        _mark(rows, {reading.entry.pk for reading in readings if reading.needs_a_look_by(counting)})
    sections = []
    for kind in Entry.Kind:
        below = [row for row in rows if row.entry.kind == kind]
        for before, row in pairwise(below):
            row.above, before.below = before.entry.pk, row.entry.pk
        if below and kind != Entry.Kind.HEAD:
            sections.append((str(kind.label), below))
    return Overview(
        head=next((row for row in rows if row.entry.kind == Entry.Kind.HEAD), None),
        sections=sections,
        left_out=list(issue.entries.filter(left_out_at__isnull=False)),
    )


def _mark(rows: list[Row], to_look_at: set[int]) -> None:
    """Add to the rows of these entries that they need a look, and what to look at."""
    looked_at = [row for row in rows if row.entry.pk in to_look_at]
    finders = finders_of_entries([row.entry for row in looked_at])
    for row in looked_at:
        row.needs_a_look = True
        if row.is_public_already:  # the authors of a publication are no secret
            continue
        row.suspicions = finders[row.entry.pk].find(f"{row.content.title}\n{row.content.words}")


def _row(reading: Reading, *, written: dict[int | None, SiteUpdate], counting, frozen: bool) -> Row:
    """Return the entry of `reading` with what the page shows about it."""
    entry = reading.entry
    if frozen and reading.text is not None:
        content, mark = reading.text.content, reading.text.sha256
    else:
        content = entry.made_from.content if entry.made_from and entry.is_its_own_text else entry.content
        mark = entry.fingerprint
    update = written.get(entry.site_id) if entry.kind == Entry.Kind.SITE_UPDATE else None
    return Row(
        entry=entry,
        content=entry_content(entry, content=content),
        lacking=reading.lacking(counting=counting),
        readers=reading.readers,
        newer_update=update.words if update and update.words not in entry.words else "",
        mark=mark,
        awaited=reading.awaited,
        is_public_already=frozen and reading.text is not None and reading.text.is_public_already,
    )
