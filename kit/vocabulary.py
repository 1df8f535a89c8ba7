"""Lists of words to choose from, which people edit in the browser: add, put into other words, order, retire, merge.

A retired word stays on what has it, and is not offered any more. A merged one is retired, and what had it has the other.
"""

from typing import Any, ClassVar, Self

from django.db import models, transaction
from django.db.models import Max, Q
from django.utils import timezone
from django.utils.text import slugify

from kit.audit import record
from kit.audit_verbs import KitVerb
from kit.editing.history import change
from kit.errors import RefusedError
from kit.fold import fold
from kit.locking import lock_row
from kit.privacy.register import column_named, keys_to


class WordQuerySet(models.QuerySet):
    """A QuerySet of the words of a list."""

    def offered(self, and_those_of=()) -> Self:
        """Return the words that are offered, and those with ids in `and_those_of`, which something has already."""
        return self.filter(Q(retired_at=None) | Q(pk__in=and_those_of))

    def last_position(self) -> int:
        """Return the position of the last word, or 0 for an empty list."""
        return self.aggregate(last=Max("position"))["last"] or 0


class Word(models.Model):
    """An abstract model: a word of a list, in its place. Subclasses add `name`, and a `slug` or `key` where they need one."""

    name: Any
    slug_field = ""  # the field that is made from the name when a word is added, and never changes

    position = models.PositiveSmallIntegerField(default=0)
    retired_at = models.DateTimeField(null=True, blank=True)
    merged_into = models.ForeignKey("self", null=True, blank=True, on_delete=models.PROTECT, related_name="+")

    objects: ClassVar[Any] = WordQuerySet.as_manager()

    class Meta:
        abstract = True
        ordering = ["position", "name"]

    def __str__(self) -> str:
        return self.name

    @property
    def is_fixed(self) -> bool:
        """Whether it can't be retired or merged, because Copsite itself chooses it."""
        return False

    def give_to(self, other: "Word") -> None:
        """Give everything that has this word the `other` one, where a foreign key does not say so."""


@transaction.atomic
def add_word(model: type[Word], *, name: str, by, **fields) -> Word:
    """Add the word `name` at the end of its list, and return it. A retired word of that name is offered again."""
    name = _name(name)
    same = _same(model, name)
    if same is not None:
        return offer_again(same, by=by)
    if model.slug_field:
        fields[model.slug_field] = _free_slug(model, name)
    position = _all(model).last_position() + 1
    word, is_new = _all(model).get_or_create(name=name, defaults={"position": position, **fields})
    if is_new:
        record(KitVerb.ADD_WORD, word, by=by)
    return word


def _all(model: type[Word]) -> Any:
    """Return the words of a list."""
    return model._default_manager


def _name(name: str) -> str:
    name = " ".join(name.split())
    if not name:
        raise RefusedError("Enter the word.")
    return name


def _same(model: type[Word], name: str, *, excluding: Word | None = None) -> Word | None:
    """Return the word that says the same as `name`, in capitals or not, if there is one."""
    words = _all(model).exclude(pk=excluding.pk) if excluding else _all(model).all()
    return next((word for word in words if fold(word.name) == fold(name)), None)


def _free_slug(model: type[Word], name: str) -> str:
    """Return a slug of `name` that no word of the list has."""
    longest = column_named(model, model.slug_field).max_length or 50
    first = slugify(name)[:longest].strip("-") or "word"
    taken = set(_all(model).values_list(model.slug_field, flat=True))
    numbered = (f"{first[: longest - 4]}-{number}" for number in range(2, 1000))
    return next(slug for slug in (first, *numbered) if slug not in taken)


@transaction.atomic
def reword(word: Word, *, name: str, by) -> Word:
    """Put a word into other words, on everything that has it. The earlier words are kept. Repeating changes nothing.

    Texts that were sent for checking keep what they said. Raise RefusedError if the list has another of that name.
    """
    name = _name(name)
    lock_row(word)
    if _same(type(word), name, excluding=word) is not None:
        raise RefusedError(f"“{name}” is on the list already. Merge the two, or choose another name.")
    if change(word, sections=["name"], by=by, name=name):
        record(KitVerb.REWORD, word, by=by)
    return word


@transaction.atomic
def retire(word: Word, *, by) -> Word:
    """Offer a word no more. It stays on what has it. Repeating changes nothing."""
    lock_row(word)
    if word.is_fixed:
        raise RefusedError("This one is always offered. You can change its name.")
    if word.retired_at is None:
        word.retired_at = timezone.now()
        word.save(update_fields=["retired_at"])
        record(KitVerb.RETIRE_WORD, word, by=by)
    return word


@transaction.atomic
def offer_again(word: Any, *, by) -> Any:
    """Offer a retired or merged word again. What was given to another one stays there. Repeating changes nothing."""
    lock_row(word)
    if word.retired_at is not None:
        word.retired_at = word.merged_into = None
        word.save(update_fields=["retired_at", "merged_into"])
        record(KitVerb.OFFER_WORD, word, by=by)
    return word


@transaction.atomic
def move(word: Word, *, to: int | None, by) -> Word:
    """Move a word to the place `to` in its list (1 is first), where there is one; the others move along.

    Repeating changes nothing.
    """
    list(_all(type(word)).order_by("pk").select_for_update(no_key=True).values_list("pk"))
    words = list(_all(type(word)).offered())  # in the order that they have once nobody else moves one
    if word not in words:
        raise RefusedError("This word is not offered, so it has no place in the list.")
    at = words.index(word) + 1
    if to is not None and 1 <= to <= len(words) and to != at:
        words.insert(to - 1, words.pop(at - 1))
        for position, each in enumerate(words, start=1):
            _all(type(word)).filter(pk=each.pk).update(position=position)
        record(KitVerb.MOVE_WORD, word, by=by)
    word.refresh_from_db()
    return word


@transaction.atomic
def merge(word: Any, *, into: Any, by) -> Any:
    """Merge a word into another of its list: what had it has the other, and it is offered no more. Return the other.

    Texts that were sent for checking and published figures keep what they said. Repeating changes nothing. Raise
    RefusedError for a word with itself, and for another that is not offered.
    """
    for each in sorted((word, into), key=lambda each: each.pk):
        lock_row(each)
    if word.pk == into.pk:
        raise RefusedError("Choose another word to merge this one into.")
    if word.is_fixed:
        raise RefusedError("This one is always offered. You can change its name.")
    if into.retired_at is not None:
        raise RefusedError(f"“{into}” is not offered any more. Choose another one.")
    if word.merged_into_id == into.pk:
        return into
    for key in keys_to(type(word)):
        if key.model is not type(word):
            _give(key, word, into)
    _all(type(word)).filter(merged_into=word).update(merged_into=into)
    word.give_to(into)
    word.retired_at, word.merged_into = word.retired_at or timezone.now(), into
    word.save(update_fields=["retired_at", "merged_into"])
    record(KitVerb.MERGE_WORD, word, by=by)
    return into


def _give(key: models.ForeignKey, word: Word, into: Word) -> None:
    """Let every row that leads to `word` by `key` lead to `into`. Where a table of pairs has that pair, it goes."""
    rows = key.model._base_manager.filter(**{key.name: word})
    if not key.model._meta.auto_created:
        rows.update(**{key.name: into})
        return
    others = [
        field.attname for field in key.model._meta.local_concrete_fields if field.is_relation and field != key
    ]
    for row in rows:
        pair = {name: getattr(row, name) for name in others}
        if key.model._base_manager.filter(**{key.name: into}, **pair).exists():
            row.delete()
        else:
            key.model._base_manager.filter(pk=row.pk).update(**{key.name: into})
