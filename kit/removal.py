"""Removing a row and bringing it back: the row leaves its table and is kept aside, so that no query has to leave it out.

A model that people can remove rows of is a `Removable`. Its app's action asks whether this row can go, and calls
`set_aside`. For ten minutes whoever removed it can undo that. After a while `forget` deletes what was kept.
"""

from collections.abc import Iterable
from datetime import date, time, timedelta
from functools import partial
from typing import Any

import rules
from django.contrib.admin.utils import NestedObjects
from django.core import serializers
from django.core.serializers.base import DeserializationError, DeserializedObject
from django.core.serializers.json import DjangoJSONEncoder
from django.db import IntegrityError, connection, models, router, transaction
from django.utils import timezone

from kit import signed_links
from kit.audit import record
from kit.audit_verbs import KitVerb
from kit.errors import RefusedError
from kit.kept import KeptRow
from kit.locking import lock_row
from kit.models import Draft, RemovedRow, Revision, subject_of
from kit.privacy.register import columns_of, keys_to, model_of
from kit.refusals import sentence_of
from kit.words import figures, listed

UNDO_FOR = timedelta(minutes=10)
SALT = "undo a removal"
TOO_LATE = "More than ten minutes have passed, so this cannot be undone. Add it again."
NOT_AS_IT_WAS = "This cannot be brought back, because something that it belongs to has changed. Add it again."


class Removable(models.Model):
    """A row that people can remove, and bring back for ten minutes.

    It leaves its table, except where it is put away there, because what stays for good refers to it.
    """

    noun: str  # with its article, such as "a next step"
    remove_perm: str  # asked of the row, when it is removed and when that is undone
    is_back = "It is back as it was."  # said when that was undone

    class Meta:
        abstract = True

    @property
    def owner_row(self) -> models.Model:
        """The row that this belongs to, such as its case. Its words belong there too, and its page shows what is left."""
        raise NotImplementedError(f"{type(self).__name__} does not say what its rows belong to.")

    def put_away(self) -> bool:
        """Hide the row where it stands, if other rows that stay for good refer to it, and return whether that was done."""
        return False

    def take_out(self) -> None:
        """Show a row again that was put away."""

    def empty(self) -> None:
        """Delete the words of a row that was put away, once they were kept for long enough."""

    def row_asked_about(self, owner: models.Model) -> models.Model:
        """The row that `remove_perm` is asked of: this one, or what it was removed from."""
        return self


@transaction.atomic
def set_aside(row: Removable, *, by, of: models.Model | None = None) -> RemovedRow:
    """Take `row` and its parts out of their tables, keep them aside, and return the RemovedRow.

    `of` is what it is removed from, where the row does not say. Raise RefusedError if rows that are not its parts refer
    to it, or if one of its parts stays for good.
    """
    owner = of or row.owner_row
    lock_row(owner)
    lock_row(row)
    name = subject_of(row)
    rows: list[dict] = []
    words: list = []
    if not row.put_away():
        rows, words = _as_kept(_with_parts(row))
        row.delete()
    removed = RemovedRow.objects.create(
        subject=subject_of(owner), row=name, rows=rows, words=words, removed_by=by
    )
    record(KitVerb.REMOVE, owner, by=by, note=row.noun)
    return removed


def _with_parts(row: Removable) -> list[models.Model]:
    """Return `row` and everything that is deleted with it, the row first."""
    found = NestedObjects(using=router.db_for_write(type(row)), origin=[row])
    found.collect([row])
    if found.protected:
        raise RefusedError(
            f"This cannot be removed. Remove what depends on it first: {_number_of(found.protected)}."
        )
    parts: list[Any] = [each for several in found.model_objs.values() for each in several if each != row]
    for part in parts:
        if isinstance(part, KeptRow):
            raise RefusedError(f"This cannot be removed. {part.refusal}")
    return [row, *(part for part in parts if not part._meta.auto_created)]


def _number_of(rows: Iterable[models.Model]) -> str:
    """Return how many rows there are of each kind, in words: "2 questions and 1 meeting"."""
    kinds: dict[Any, int] = {}
    for row in rows:
        kinds[row._meta] = kinds.get(row._meta, 0) + 1
    return listed(
        figures(number, str(meta.verbose_name), str(meta.verbose_name_plural))
        for meta, number in kinds.items()
    )


def _as_kept(rows: list[models.Model]) -> tuple[list[dict], list]:
    """Return `rows` as JSON without their texts, and the texts, so that removing words never touches a name or a key."""
    kept = serializers.serialize("python", rows)
    words: list = []
    for each in kept:
        for virtual in (field for field in model_of(each["model"])._meta.local_fields if not field.concrete):
            each["fields"].pop(virtual.name, None)  # a second way to a row by a column that is kept anyway
        for column in columns_of(model_of(each["model"])):
            if column.name in each["fields"] and not isinstance(column, models.FileField):
                words.append(each["fields"][column.name])
                each["fields"][column.name] = len(words) - 1
    return _plain(kept), _plain(words)


def _plain(value):
    """Return `value` with days and times as text, so that it can be stored as JSON."""
    if isinstance(value, dict):
        return {key: _plain(each) for key, each in value.items()}
    if isinstance(value, list | tuple):
        return [_plain(each) for each in value]
    if isinstance(value, date | time):
        return value.isoformat()  # with its microseconds, which Django's own encoder leaves out
    return value if isinstance(value, str | int | float | bool | None) else DjangoJSONEncoder().default(value)


def kept_objects(removed: RemovedRow) -> list[DeserializedObject]:
    """Return the row that was removed and its parts, the row first, not saved. Raise RefusedError if they cannot be read.

    Of a row that was put away there are none.
    """
    rows = [{**each, "fields": dict(each["fields"])} for each in removed.rows]
    for each in rows:
        for column in columns_of(model_of(each["model"])):
            if column.name in each["fields"] and not isinstance(column, models.FileField):
                each["fields"][column.name] = removed.words[each["fields"][column.name]]
    try:
        return list(serializers.deserialize("python", rows))
    except DeserializationError:
        raise RefusedError(NOT_AS_IT_WAS) from None


def token_of(removed: RemovedRow) -> str:
    """Return the signed token with which this removal is undone."""
    return signed_links.sign(removed.pk, int(removed.removed_at.timestamp()), salt=SALT)


def removed_by_token(token: str, *, by) -> RemovedRow | None:
    """Return the removal that `token` is for, or None if it was undone already, or if `by` may not remove such a row."""
    signed = signed_links.read(token, salt=SALT)
    removed = RemovedRow.objects.filter(pk=signed[0]).first() if signed else None
    return removed if removed is not None and _may_undo(removed, by) else None


def row_removed(removed: RemovedRow) -> Any:
    """Return the row that was removed, not saved, or None if its model is not what it was."""
    if removed.rows:
        return next(iter(rows_kept(removed)), None)
    return model_of(removed.row)._base_manager.filter(pk=removed.row.partition(":")[2]).first()


def _may_undo(removed: RemovedRow, by) -> bool:
    """Return whether `by` may remove such a row, and so bring it back. Nobody may where its owner is gone."""
    row = row_removed(removed)
    if row is None:
        return False
    try:
        return rules.has_perm(row.remove_perm, by, row.row_asked_about(owner_of(removed)))
    except models.ObjectDoesNotExist:
        return False


def owner_of(removed: RemovedRow) -> models.Model:
    """Return the row that `removed` belonged to."""
    return model_of(removed.subject)._base_manager.get(pk=removed.subject.partition(":")[2])


def can_be_undone(removed: RemovedRow) -> bool:
    """Return whether the ten minutes are not over."""
    return timezone.now() - removed.removed_at < UNDO_FOR


@transaction.atomic
def undo(removed: RemovedRow, *, by) -> Removable:
    """Bring the row and its parts back as they were, and return the row.

    Raise RefusedError after ten minutes, and if something changed so that it cannot be there any more: what it belongs
    to is gone, there is another like it, or `by` may not remove it now.
    """
    if not can_be_undone(removed):
        raise RefusedError(TOO_LATE)
    found = kept_objects(removed)
    row = row_removed(removed)
    if not _may_undo(removed, by):
        raise RefusedError(NOT_AS_IT_WAS)
    owner = owner_of(removed)
    lock_row(owner)
    lock_row(removed)
    try:
        with transaction.atomic():
            row.take_out()
            for each in found:
                each.save()
            connection.check_constraints({each.object._meta.db_table for each in found})
    except IntegrityError as error:
        raise RefusedError(sentence_of(error) or NOT_AS_IT_WAS) from None
    removed.delete()
    record(KitVerb.UNDO_REMOVAL, owner, by=by, note=row.noun)
    return type(row)._base_manager.get(pk=row.pk)


def removed_from(subjects: Iterable[str]) -> models.QuerySet[RemovedRow]:
    """Return what was removed from the rows named in `subjects`."""
    return RemovedRow.objects.filter(subject__in=list(subjects))


def concerning(rows: Iterable[models.Model]) -> list[tuple[RemovedRow, models.Model, str]]:
    """Return what was removed and leads to one of `rows` by a foreign key: the removal, the row kept, and the key."""
    return [
        (removed, kept, key.name)
        for row in rows
        for key in keys_to(type(row))
        for removed in RemovedRow.objects.filter(rows__icontains=key.model._meta.label_lower)
        for kept in rows_kept(removed)
        if isinstance(kept, key.model) and getattr(kept, key.attname) == row.pk
    ]


def rows_kept(removed: RemovedRow) -> list[models.Model]:
    """Return the row that was removed and its parts, not saved; none if its model is not what it was."""
    try:
        return [each.object for each in kept_objects(removed)]
    except RefusedError:
        return []


@transaction.atomic
def forget(removals: Iterable[RemovedRow]) -> int:
    """Delete for good what was removed, with the versions and drafts of its texts and its files. Return how many there were.

    Repeating deletes nothing more.
    """
    number = 0
    for removed in list(removals):
        for row in rows_kept(removed):
            _delete_files(row)
        if not removed.rows and (put_away := row_removed(removed)) is not None:
            put_away.empty()
        Revision.objects.filter(subject__in=removed.names).delete()
        Draft.objects.filter(subject__in=removed.names).delete()
        removed.delete()
        number += 1
    return number


def _delete_files(row: models.Model) -> None:
    """Delete the files of `row` once the transaction has ended well."""
    for field in row._meta.local_concrete_fields:
        if isinstance(field, models.FileField) and (file := getattr(row, field.name)):
            transaction.on_commit(partial(file.storage.delete, file.name), robust=True)
