"""Whose words are in a text: everybody who typed a part of it somewhere about its case, and not only who pressed save.

The places are every model with a foreign key towards the case, whichever app it belongs to, and the versions of their
texts. A new one is among them by itself.
"""

import re
from collections.abc import Iterable, Iterator
from functools import cache
from typing import Any

from django.db import models
from django.db.models import Q

from cases.models import Case
from kit.fold import fold
from kit.models import Revision, subject_of
from kit.privacy.register import Path, columns_of, owned_models, paths_to, strings_in
from kit.removal import removed_from, rows_kept
from members.models import Member, User

WORD = re.compile(r"\w+")
RUN = 4  # so many words in the same order are somebody's own
SHORTEST = 2  # a text that is shorter than a run counts as a whole, from two words on
Runs = frozenset[tuple[str, ...]]
NOBODY_TYPES = {"clearance", "kit"}  # apps of copies that never change, and of versions


def whose_words(content: Any, *, case: Case | None, sources: Iterable[models.Model] = ()) -> set[int]:
    """Return the ids of the users whose words about `case`, or in one of the rows `sources`, are in `content`: text, or a
    list or dictionary of it.

    Words are somebody's if they typed four of them in that order, or all of a shorter text, before anybody else did.
    """
    sent = Words(content)
    rows = [*(rows_about(case) if case is not None else []), *sources]
    versions = _versions_of(rows)
    found: set[int] = set()
    for row in rows:
        found |= _writers(row, versions.get(subject_of(row), {}), sent)
    return found


def _versions_of(rows: list[models.Model]) -> dict[str, dict[str, list[Revision]]]:
    """Return the versions of the texts of `rows`, oldest first, by the name of their row and by section."""
    found: dict[str, dict[str, list[Revision]]] = {}
    names = [subject_of(row) for row in rows]
    for start in range(0, len(names), 500):
        kept = Revision.objects.filter(subject__in=names[start : start + 500])
        for version in kept.order_by("version", "pk"):
            found.setdefault(version.subject, {}).setdefault(version.section, []).append(version)
    return found


class Words:
    """The words of a text that is sent for checking, to be asked which other texts they come from."""

    def __init__(self, content: Any):
        self._lines = [words_in(text) for text in strings_in(content)]
        self._runs = {length: _runs(self._lines, length) for length in range(SHORTEST, RUN + 1)}

    def come_from(self, text: str) -> Runs:
        """Return the runs of words of `text` that are among them."""
        words = words_in(text)
        length = min(RUN, len(words))
        return _runs([words], length) & self._runs.get(length, frozenset())


def _writers(row: models.Model, versions: dict[str, list[Revision]], sent: Words) -> set[int]:
    """Return the users who typed what `sent` has from `row`, whose texts have these `versions`."""
    found: set[int] = set()
    for column in columns_of(type(row)):
        if column.name in versions:
            continue
        if any(sent.come_from(text) for text in strings_in(getattr(row, column.attname))):
            found |= _named_on(row)
    for each in versions.values():
        found |= _first_writers(each, sent)
    return found


def _first_writers(versions: list[Revision], sent: Words) -> set[int]:
    """Return who typed the words first that `sent` has from these versions of one text, oldest first."""
    seen: set[tuple[str, ...]] = set()
    found = set()
    for version in versions:
        new = sent.come_from(version.text) - seen
        if new and version.by_id is not None:
            found.add(version.by_id)
        seen |= new
    return found


def _named_on(row: models.Model) -> set[int]:
    """Return the users whom the columns of `row` name as who did something: by, added_by, given_by."""
    model = type(row)
    users = {getattr(row, f"{name}_id") for name in _doers(model, User)}
    members = {getattr(row, f"{name}_id") for name in _doers(model, Member)} - {None}
    if members:
        users |= set(Member.objects.filter(pk__in=members).values_list("user", flat=True))
    return users - {None}


@cache
def _doers(model: type[models.Model], kind: type[models.Model]) -> tuple[str, ...]:
    """Return the foreign keys of `model` to users or members that say who did something."""
    direct = (path.lookup for path in paths_to(model, kind) if "__" not in path.lookup)
    return tuple(name for name in direct if name == "by" or name.endswith("_by"))


def rows_about(case: Case) -> Iterator[models.Model]:
    """Yield every row with text that somebody typed about `case`, also those that were removed since."""
    for model, paths in models_about_cases().items():
        is_about = Q()
        for path in paths:
            is_about |= Q(**{path.lookup: case.pk})
        yield from model._base_manager.filter(is_about).order_by("pk")
    for removed in removed_from([subject_of(case)]):
        yield from rows_kept(removed)


@cache
def models_about_cases() -> dict[type[models.Model], tuple[Path, ...]]:
    """Return the models with text whose rows are about a case, each with the ways that lead to it."""
    return {
        model: paths_to(model, Case)
        for model in owned_models([Case])
        if paths_to(model, Case) and columns_of(model) and model._meta.app_label not in NOBODY_TYPES
    }


def words_in(text: str) -> list[str]:
    """Return the words of `text` in lower case, without punctuation."""
    return WORD.findall(fold(text))


def _runs(lines: Iterable[list[str]], length: int) -> Runs:
    if length < SHORTEST:
        return frozenset()
    return frozenset(
        tuple(words[at : at + length]) for words in lines for at in range(len(words) - length + 1)
    )
