"""Permanently removing a passage, such as a name typed by mistake, from texts, all their versions and all drafts."""

import re
import unicodedata
from collections.abc import Iterable

from django.db import models, transaction

from kit.audit import record
from kit.audit_verbs import KitVerb
from kit.errors import RefusedError
from kit.fold import APOSTROPHES, HYPHENS
from kit.models import Draft, Revision, subject_of
from kit.privacy.register import about

LEFT = "…"  # what replaces the passage
ANY_OF = {sign: f"[{re.escape(signs)}]" for signs in (APOSTROPHES, HYPHENS) for sign in signs}
INVISIBLE = re.compile("[\u00ad\u200b-\u200f\u2060\ufeff]*")  # what pasted text has inside its words


@transaction.atomic
def strike(
    passage: str,
    *,
    texts: Iterable[tuple[models.Model, list[str]]],
    subject: models.Model,
    by,
    subjects: Iterable[str] = (),
) -> int:
    """Permanently remove `passage` from `texts`, pairs of a row and the names of its text fields, and return
    from how many places.

    It is removed from every revision and every draft of those rows too, and of the rows named in `subjects`,
    whoever wrote them. An ellipsis is put in its place; capitals, spaces and the kind of apostrophe make no
    difference. Who did it is recorded at `subject`, but not what was removed.
    """
    pattern, texts = strikable(passage), list(texts)
    places = sum(_strike_fields(pattern, row, names) for row, names in texts)
    versions = {subject_of(row) for row, _ in texts} | set(subjects)
    for kept in (Revision, Draft):
        places += sum(_strike_fields(pattern, version, ["text"]) for version in about(kept, versions))
    if places:
        record(KitVerb.STRIKE, subject, by=by)
    return places


def pattern_of(passage: str) -> re.Pattern[str]:
    """Return the pattern that finds `passage` in a text, in capitals or not, with any spaces between its words.

    Every apostrophe is the same, every hyphen too, and an accent may be a sign of its own, however they were typed.
    """
    words = (INVISIBLE.pattern.join(map(_any_form, word)) for word in _words_of(passage))
    return re.compile(r"\s+".join(words), re.IGNORECASE)


def strikable(passage: str) -> re.Pattern:
    """Return the pattern that finds `passage`. Raise RefusedError if it is too short to be meant."""
    if len(" ".join(_words_of(passage))) < 2:
        raise RefusedError("Enter the text to remove. It must be at least two letters long.")
    return pattern_of(passage)


def _words_of(passage: str) -> list[str]:
    """Return the words of `passage` without what is invisible, each letter with its accent as one sign."""
    return unicodedata.normalize("NFC", INVISIBLE.sub("", passage)).split()


def _any_form(letter: str) -> str:
    """Return the pattern for one letter in every form in which people type it."""
    apart = unicodedata.normalize("NFD", letter)
    return ANY_OF.get(letter) or (re.escape(letter) if apart == letter else f"(?:{letter}|{apart})")


def without(pattern: re.Pattern, value) -> tuple:
    """Return `value` without the pattern, and from how many places it went. Lists and objects of JSON are gone through."""
    if isinstance(value, str):
        return pattern.subn(LEFT, value)
    if isinstance(value, list):
        each_without = [without(pattern, each) for each in value]
        return [left for left, _ in each_without], sum(found for _, found in each_without)
    if isinstance(value, dict):
        pairs = {without(pattern, key)[0]: without(pattern, each) for key, each in value.items()}
        in_keys = sum(without(pattern, key)[1] for key in value)
        return {key: left for key, (left, _) in pairs.items()}, in_keys + sum(
            found for _, found in pairs.values()
        )
    return value, 0


def _strike_fields(pattern: re.Pattern, row: models.Model, names: list[str]) -> int:
    """Remove the pattern from the fields of one row, and return from how many places."""
    changed, places = {}, 0
    for name in names:
        changed[name], found = without(pattern, getattr(row, name))
        places += found
    if places:
        type(row)._base_manager.filter(pk=row.pk).update(**changed)
        for name, text in changed.items():
            setattr(row, name, text)
    return places
