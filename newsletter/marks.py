"""What may identify somebody in an entry, apart from what every entry says: the place of its site, days of meetings."""

from dataclasses import dataclass

from cases.commissioning.models import BEFORE_A_DAY as OF_REPLIES
from kit.fold import fold
from kit.privacy.identifiers import Flag, IdentifierKind, Suspicion
from kit.privacy.outward import Finder
from members.known_names import IdentifierFinder, finders_of
from newsletter.models import Entry
from newsletter.site_news import HELD
from newsletter.sources import KEPT
from sites_app.known_names import people_of

BEFORE_A_DAY = (HELD, KEPT, *OF_REPLIES)


@dataclass(frozen=True)
class EntryFinder:
    """Finds identifiers in an entry about `place`, which is "" for an entry of no site."""

    inner: Finder
    place: str

    def find(self, text: str) -> list[Suspicion]:
        """Return the passages of `text` that may identify somebody, in order."""
        return [each for each in self.inner.find(text) if not self._is_a_fact(each, text)]

    def flags(self, text: str) -> list[Flag]:
        """Return the same passages as marks are made of, and those that are quiet."""
        return [each for each in self.inner.flags(text) if not self._is_a_fact(each, text)]

    def kept_flag(self, flag: Flag, text: str) -> str:
        """Return the reason for which a flag of `text` is kept, or ""."""
        return self.inner.kept_flag(flag, text)

    def _is_a_fact(self, found: Flag | Suspicion, text: str) -> bool:
        if found.kind == IdentifierKind.EXACT_DATE:
            return text[: found.start].endswith(BEFORE_A_DAY)
        return fold(text[found.start : found.end]) == fold(self.place)


def finder_of(entry: Entry) -> EntryFinder:
    """Return the finder for one entry: with the names known at its site, or those of the programme's members."""
    if entry.site is None:
        return EntryFinder(people_of(entry.issue.programme), "")
    return EntryFinder(IdentifierFinder(entry.site), entry.site.place)


def finders_of_entries(entries: list[Entry]) -> dict[int, EntryFinder]:
    """Return the finder for each of `entries` of one issue, by the entry's id, read in two queries."""
    sites = finders_of({entry.site for entry in entries if entry.site is not None})
    elsewhere = EntryFinder(people_of(*{entry.issue.programme for entry in entries}), "")
    return {
        entry.pk: elsewhere if entry.site is None else EntryFinder(sites[entry.site.pk], entry.site.place)
        for entry in entries
    }
