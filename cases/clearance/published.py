"""Everything that readers outside a site can read: published texts, and the rows with outward columns."""

import hashlib
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace

from django.apps import apps
from django.db import models

from cases.clearance.marked_text import FACTS, UNREAD
from cases.clearance.models import ClearedText
from cases.clearance.models.rereading import digest_of
from cases.clearance.models.texts import strings_in
from kit.in_json import texts_in
from kit.models import subject_of
from kit.privacy.identifiers import Suspicion, find_refused, suspicion_of
from kit.privacy.names import NameFinder
from kit.privacy.outward import OutwardNameField, OutwardNamesField, outward_columns
from members.predicates import programme_of

AROUND = 60  # characters of the text shown before and after a passage
NOT_WORDS = {"key", "link"}
NOT_READ_FOR_NAMES = {*FACTS, *UNREAD, *NOT_WORDS}
NAMES = (OutwardNameField, OutwardNamesField)


@dataclass(frozen=True)
class Found:
    """A passage of something published, with the words around it."""

    suspicion: Suspicion
    before: str
    after: str

    @property
    def is_left(self) -> bool:
        """Return whether it is left out of the list because it is kept at the site: what is only suspected there, and no
        name that is known.
        """
        return bool(self.suspicion.kept) and not self.suspicion.is_known


@dataclass(frozen=True)
class Published:
    """Something that readers outside can read: `prose` is read for names and everything, `facts` for what is certain."""

    row: models.Model
    prose: str
    facts: str

    @property
    def subject(self) -> str:
        """Return its name in the queue."""
        return subject_of(self.row)

    @property
    def content(self) -> str:
        """Return a digest of its words."""
        return hashlib.sha256(f"{self.prose}\0{self.facts}".encode()).hexdigest()

    def passages(self, finder: NameFinder) -> dict[str, Found]:
        """Return the passages that may identify somebody, by their digests, also those that are kept at the site.

        Words that are a known name in one place, and are suspected in another, are there once, as the name.
        """
        suspected = [(each, self.prose) for each in finder.find(self.prose)]
        certain = [(suspicion_of(flag, self.facts), self.facts) for flag in find_refused(self.facts)]
        found = {
            self._digest(each): Found(each, *_around(each, text))
            for each, text in reversed(suspected + certain)  # of several the first
        }
        guesses = {
            self._digest(replace(each.suspicion, is_known=False))
            for each in found.values()
            if each.suspicion.is_known
        }
        return {digest: each for digest, each in found.items() if digest not in guesses}

    def _digest(self, found: Suspicion) -> str:
        return digest_of(self.subject, found.passage, found.kind, is_known=found.is_known)

    def certain(self) -> set[str]:
        """Return the digests of the passages that nothing may keep, such as phone numbers."""
        texts = [(flag, text) for text in (self.prose, self.facts) for flag in find_refused(text)]
        return {digest_of(self.subject, text[flag.start : flag.end], flag.kind) for flag, text in texts}


def _around(found: Suspicion, text: str) -> tuple[str, str]:
    """Return the words before and after a passage, whole words only."""
    before, after = text[: found.start], text[found.end :]
    if len(before) > AROUND:
        before = f"… {before[-AROUND:].partition(' ')[2]}"
    if len(after) > AROUND:
        after = f"{after[:AROUND].rpartition(' ')[0]} …"
    return before, after


def published(row: models.Model) -> Published:
    """Return what readers outside can read of a cleared text, or of a row with outward columns."""
    if isinstance(row, ClearedText):
        prose = "\n\n".join(strings_in(row.content, unread=NOT_READ_FOR_NAMES))
        return Published(row, prose, "\n".join(strings_in(row.content, unread=NOT_WORDS)))
    names: list[str] = []
    prose_of: list[str] = []
    for column in outward_columns(type(row)):
        words = "\n".join(texts_in(getattr(row, column.name)))
        (names if isinstance(column, NAMES) else prose_of).append(words)
    return Published(row, "\n\n".join(filter(None, prose_of)), "\n".join(filter(None, names)))


def models_with_outward_columns() -> list[type[models.Model]]:
    """Return the models of which readers outside can see a column that is more than a name."""
    return [
        model
        for model in apps.get_models()
        if any(not isinstance(column, NAMES) for column in outward_columns(model))
    ]


def rows_outside_texts() -> Iterator[Published]:
    """Yield every row of a programme with words that readers outside can see and that are no cleared text."""
    for model in models_with_outward_columns():
        yield from _of_a_programme(model._base_manager.order_by("pk"))


def _of_a_programme(rows: Iterable[models.Model]) -> Iterator[Published]:
    for row in rows:
        if programme_of(row) is not None:
            yield published(row)
