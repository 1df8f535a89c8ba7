"""Permanently removing a passage, such as a name typed by mistake, from texts, all their versions and all drafts."""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import cached_property
from hashlib import sha256

from django.db import models, transaction

from kit.audit import record
from kit.audit_verbs import KitVerb
from kit.errors import RefusedError
from kit.fold import CONTROLS, Folded, fold, folded
from kit.models import ASIDE, Draft, Revision, subject_of
from kit.privacy.register import about

LEFT = "…"  # what replaces the passage
AROUND = 60  # characters before and after the passage, cut at spaces
FEWEST_DIGITS = 5  # of a passage that is a number: then signs and spaces between them make no difference
WITHOUT_CONTROLS = dict.fromkeys(map(ord, CONTROLS))
DIGITS = frozenset("0123456789")
SIGNS_OF_NUMBERS = frozenset(" +()-./")
BETWEEN_WORDS, BETWEEN_DIGITS = "[ -]{1,3}", "[ ()./-]{0,3}"
WORD_BEGINS, WORD_ENDS = r"(?<![^\W_])", r"(?![^\W_])"


@dataclass(frozen=True)
class Occurrence:
    """Where a passage stands in a text: from `start` to `end`, as it is typed there, with the words around it."""

    start: int
    end: int
    before: str
    passage: str
    after: str

    @property
    def key(self) -> str:
        """A short digest of the passage and the words around it: the same wherever the sentence is repeated."""
        return sha256(f"{self.before}\0{self.passage}\0{self.after}".encode()).hexdigest()[:16]


@dataclass(frozen=True)
class Passage:
    """Words to remove, in every form in which people type them (`kit.fold`), with accents or without.

    Only whole words are meant, such as "Ann" in "Ann's" and "Mary-Ann"; with `inside`, parts of longer words too. Where an
    occurrence has one of the keys in `kept`, it stays.
    """

    words: str
    inside: bool = False
    kept: frozenset[str] = frozenset()

    def __post_init__(self):
        if len(self._folded) < 2 or not any(map(str.isalnum, self._folded)):
            raise RefusedError("Enter the text to remove. It must be at least two letters long.")

    @cached_property
    def _folded(self) -> str:
        return fold(self.words, accents=False).strip(" -")

    @property
    def _words(self) -> list[str]:
        return [word for word in self._folded.replace("-", " ").split(" ") if word]

    @cached_property
    def _pattern(self) -> re.Pattern[str]:
        """The pattern that finds the passage in a folded text."""
        digits = [sign for sign in self._folded if sign in DIGITS]
        if len(digits) >= FEWEST_DIGITS and set(self._folded) - set(digits) <= SIGNS_OF_NUMBERS:
            core = BETWEEN_DIGITS.join(digits)
        else:
            core = BETWEEN_WORDS.join(map(re.escape, self._words))
        if self.inside:
            return re.compile(core)
        begins = WORD_BEGINS if self._folded[0].isalnum() else ""
        ends = WORD_ENDS if self._folded[-1].isalnum() else ""
        return re.compile(begins + core + ends)

    def _cannot_be_in(self, text: str) -> bool:
        """Return whether a look at `text` is enough to know that the passage is not in it."""
        first = self._words[0] if self._words[0].isalpha() else ""
        return text.isascii() and first.isascii() and first not in text.lower().translate(WITHOUT_CONTROLS)

    def occurrences(self, text: str) -> Iterator[Occurrence]:
        """Yield where the passage stands in `text` and is to be removed."""
        if self._cannot_be_in(text):
            return
        found = folded(text, accents=False)
        for match in self._pattern.finditer(found.text):
            occurrence = _occurrence(text, found, match)
            if occurrence.key not in self.kept:
                yield occurrence

    def taken_out_of(self, text: str) -> tuple[str, int]:
        """Return `text` with an ellipsis for each occurrence, and how many there were."""
        parts, after, number = [], 0, 0
        for each in self.occurrences(text):
            parts += [text[after : each.start], LEFT]
            after, number = each.end, number + 1
        return "".join([*parts, text[after:]]), number


def _occurrence(text: str, found: Folded, match: re.Match) -> Occurrence:
    start, end = found.span(*match.span())
    before, after = text[:start], text[end:]
    if len(before) > AROUND:
        before = "…" + before[-AROUND:].partition(" ")[2]
    if len(after) > AROUND:
        after = after[:AROUND].rpartition(" ")[0] + "…"
    return Occurrence(start, end, before, text[start:end], after)


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
