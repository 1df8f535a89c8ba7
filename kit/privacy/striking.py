"""Permanently removing a passage, such as a name typed by mistake, from texts, all their versions and all drafts."""

from collections.abc import Iterable, Iterator

from django.db import models, transaction

from kit.audit import record
from kit.audit_verbs import KitVerb
from kit.errors import RefusedError
from kit.fold import fold, folded
from kit.models import ASIDE, Draft, Revision, subject_of
from kit.privacy.register import about

LEFT = "…"  # what replaces the passage


class Passage:
    """Words to remove, found in every form in which people type them (kit/fold.py): in capitals or not, with or without
    accents, in full-width letters, with any spaces, apostrophes and hyphens, and with invisible characters in between.

    It is found as whole words: "Ann" in "Ann's" and "Mary-Ann", and in "planning" only `inside` longer words.
    """

    def __init__(self, typed: str, *, inside: bool = False):
        self.words = fold(typed, accents=False).strip()
        self.inside = inside

    def is_in(self, text: str) -> bool:
        """Return whether `text` holds the passage."""
        return any(True for _ in self._starts_in(fold(text, accents=False)))

    def _starts_in(self, plain: str) -> Iterator[int]:
        """Yield where the passage starts in a folded text."""
        length = len(self.words)
        at = plain.find(self.words) if length else -1
        while at >= 0:
            end = at + length
            is_whole = self.inside or not (
                _is_one_word(plain[at - 1 : at + 1]) or _is_one_word(plain[end - 1 : end + 1])
            )
            if is_whole:
                yield at
            at = plain.find(self.words, end if is_whole else at + 1)

    def places_in(self, text: str) -> list[tuple[int, int]]:
        """Return where the passage stands in `text`, in characters as typed, in order and none overlapping."""
        if not self.is_in(text):
            return []
        plain = folded(text, accents=False)
        found: list[tuple[int, int]] = []
        for at in self._starts_in(plain.text):
            start, end = plain.span(at, at + len(self.words))
            if not found or start >= found[-1][1]:  # one letter as typed can be several folded
                found.append((start, end))
        return found

    def taken_out_of(self, text: str) -> tuple[str, int]:
        """Return `text` with an ellipsis for each occurrence of the passage, and how many there were."""
        kept, last = [], 0
        places = self.places_in(text)
        for start, end in places:
            kept += [text[last:start], LEFT]
            last = end
        return "".join([*kept, text[last:]]), len(places)


def _is_one_word(pair: str) -> bool:
    """Return whether two characters that stand together belong to one word."""
    return len(pair) == 2 and pair.isalnum()


@transaction.atomic
def strike(
    passage: Passage,
    *,
    texts: Iterable[tuple[models.Model, list[str]]],
    subject: models.Model,
    by,
    subjects: Iterable[str] = (),
) -> int:
    """Permanently remove `passage` from `texts`, pairs of a row and the names of its text fields, and return
    from how many places.

    It is removed from every revision and every draft of those rows too, and of the rows named in `subjects`,
    whoever wrote them. An ellipsis is put in its place; the form in which it was typed makes no difference. A text that
    lost it has a new version, so that a page opened before does not save it again. Who did it is recorded at `subject`,
    but not what was removed.
    """
    texts = list(texts)
    places = sum(_strike_fields(passage, row, names) for row, names in texts)
    subjects = {subject_of(row) for row, _ in texts} | set(subjects)
    places += _strike_versions(passage, subjects, by=by)
    places += sum(_strike_fields(passage, draft, ["text"]) for draft in about(Draft, subjects))
    if places:
        record(KitVerb.STRIKE, subject, by=by)
    return places


def _strike_versions(passage: Passage, subjects: set[str], *, by) -> int:
    """Remove the passage from all versions of the texts of these rows, and return from how many places.

    The present version is followed by another with the same text.
    """
    places = 0
    for version in about(Revision, subjects):
        if found := _strike_fields(passage, version, ["text"]):
            places += found
            _follow_if_present(version, by=by)
    return places


def _follow_if_present(version: Revision, *, by) -> None:
    """Add another version with the text of `version`, if that is the newest of its text and was not set aside."""
    of_text = Revision.objects.filter(subject=version.subject, section=version.section)
    if not version.section.endswith(ASIDE) and not of_text.filter(version__gt=version.version).exists():
        of_text.create(
            subject=version.subject, section=version.section, version=version.version + 1, text=version.text, by=by
        )  # fmt: skip


def strikable(typed: str, *, inside: bool = False) -> Passage:
    """Return the passage that was typed. Raise RefusedError if it is too short to be meant."""
    passage = Passage(typed, inside=inside)
    if len(passage.words) < 2:
        raise RefusedError("Enter the text to remove. It must be at least two letters long.")
    return passage


def without(passage: Passage, value) -> tuple:
    """Return `value` without the passage, and from how many places it went. Lists and objects of JSON are gone through."""
    if isinstance(value, str):
        return passage.taken_out_of(value)
    if isinstance(value, list):
        each_without = [without(passage, each) for each in value]
        return [left for left, _ in each_without], sum(found for _, found in each_without)
    if isinstance(value, dict):
        pairs = {without(passage, key)[0]: without(passage, each) for key, each in value.items()}
        in_keys = sum(without(passage, key)[1] for key in value)
        return {key: left for key, (left, _) in pairs.items()}, in_keys + sum(
            found for _, found in pairs.values()
        )
    return value, 0


def _strike_fields(passage: Passage, row: models.Model, names: list[str]) -> int:
    """Remove the passage from the fields of one row, and return from how many places."""
    changed, places = {}, 0
    for name in names:
        changed[name], found = without(passage, getattr(row, name))
        places += found
    if places:
        type(row)._base_manager.filter(pk=row.pk).update(**changed)
        for name, text in changed.items():
            setattr(row, name, text)
    return places
