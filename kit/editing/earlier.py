"""The longer texts of a row that people change in a form: their earlier versions, and how one is brought back.

Each kind of such a row is a `KeptText`. The page of earlier versions (pages/earlier) has one table of them all.
"""

from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from datetime import datetime
from functools import cached_property, wraps
from typing import Any

from django.db import models, transaction
from django.utils.crypto import constant_time_compare, salted_hmac

from kit.audit import record
from kit.audit_verbs import KitVerb
from kit.editing.differences import Piece, differences
from kit.editing.history import worth_reading
from kit.errors import RefusedError
from kit.locking import as_read
from kit.models import Revision

CHANGED = "This text was changed while you had the page open. Look at the newest version, then decide again."


@dataclass
class Version:
    """One saved version of a text, and what the text is now."""

    pk: int
    section: str
    number: int
    text: str
    at: datetime
    by: Any = None
    label: str = ""
    now: str = ""
    can_come_back: bool = False
    asks_why: bool = False
    is_whole_day: bool = False  # only the day is known

    @property
    def is_current(self) -> bool:
        """Whether it says what the text says now."""
        return self.text == self.now

    @property
    def differences(self) -> list[Piece]:
        """This version and the text as it is now, in one."""
        return differences(self.text, self.now)

    @property
    def base(self) -> str:
        """A digest of what the text is now, by which a form says what it was opened with."""
        return base_of(self.now)


def base_of(text: str) -> str:
    """Return a digest of `text`, from which nobody can tell what it says."""
    return salted_hmac("kit.editing.earlier", text, algorithm="sha256").hexdigest()[:16]


def kept_versions(row: models.Model, sections: Iterable[str]) -> list[Version]:
    """Return the versions of these texts of `row` that are worth reading, newest first."""
    kept: dict[str, list[Revision]] = {section: [] for section in sections}
    found = Revision.objects.of(row).filter(section__in=kept).select_related("by")
    for revision in found.order_by("section", "version"):
        kept[revision.section].append(revision)
    return [
        Version(each.pk, each.section, each.version, each.text, each.at, each.by)
        for revisions in kept.values()
        for each in worth_reading(revisions)
    ]


@dataclass(frozen=True)
class KeptText:
    """A kind of row with longer texts that a form changes, all of whose versions are kept.

    `rows` returns those that a person knows of, `title` and `url` what a page calls one and where it is. `permission` is
    that of whoever changes it, asked of what `asked_of` returns. `put_back` is the action that changes the texts:
    `put_back(row, by=..., **texts)`.
    """

    slug: str  # in the address of the page
    model: type[models.Model]
    labels: dict[str, str]  # of its texts, by the names of their columns
    rows: Callable[[Any], models.QuerySet]
    title: Callable[[Any], str]
    url: Callable[[Any], str]
    permission: str
    put_back: Callable[..., Any]
    asked_of: Callable[[Any], Any] = lambda row: row
    site: Callable[[Any], Any] = lambda row: None  # whose members read it, if it stays with one
    is_shown_to_readers: bool = False  # all who know of it see its versions, and not only those who change it
    only_shown: dict[str, str] = field(
        default_factory=dict
    )  # texts whose versions are seen, and come back by hand
    versions: Callable[[Any, Iterable[str]], list[Version]] = kept_versions
    now: Callable[[Any, str], str] = getattr
    parts: Callable[[Any, Any], Iterable[tuple["KeptText", Any]]] = lambda row, user: ()  # on the same page
    asks_why: Callable[[Any], bool] = lambda row: False  # whether `put_back` takes a reason, too
    reads: Callable[[Any], Iterable[models.Model]] = lambda row: ()  # rows with the text, if they are others
    holder: type[models.Model] | None = None  # the model that has the texts, if it is another one

    @property
    def columns(self) -> set[str]:
        """The columns that have the texts, such as "cases.case.learning"."""
        return {f"{(self.holder or self.model)._meta.label_lower}.{name}" for name in self.labels}

    @cached_property
    def all_labels(self) -> dict[str, str]:
        """The labels of all texts of which there are versions."""
        return self.labels | self.only_shown

    def versions_of(self, row) -> list[Version]:
        """Return every version of the texts of `row` that is worth reading, newest first."""
        found, asks_why = self.versions(row, self.all_labels), self.asks_why(row)
        now = {name: self.now(row, name) for name in {each.section for each in found}}
        for each in found:
            each.asks_why = asks_why
            each.label, each.now = self.all_labels[each.section], now[each.section]
            each.can_come_back = each.section in self.labels and not each.is_current
        return found

    def bring_back(self, row, version: Version, *, base: str, by, reason: str = "") -> None:
        """Make `version` the text again, by the action that changes it: the text that it replaces is kept as ever.

        `base` is that of the page on which it was chosen. Repeating changes nothing. Raise RefusedError if the text was
        changed since then.
        """
        if version.section not in self.labels:
            raise RefusedError("This text is made from several. Copy from it what you need.")
        read = [
            row,
            *self.reads(row),
        ]  # before what the text is now: what is saved between the two is noticed by one
        version.now = self.now(row, version.section)
        if version.is_current:
            return
        if not constant_time_compare(base, version.base):
            raise RefusedError(CHANGED)
        with as_read(read), transaction.atomic():
            why = {"reason": reason} if version.asks_why else {}
            self.put_back(row, by=by, **{version.section: version.text}, **why)
            record(KitVerb.BRING_BACK, row, by=by, note=f"version {version.number}")


def with_the_rest(action: Callable[..., Any], *names: str) -> Callable[..., Any]:
    """Return a verb that changes some of the columns `names` of a row by `action`, which takes all of them.

    What else `action` takes, such as themes, it leaves as it is when it is not said.
    """

    @wraps(action)
    def put_back(row, *, by, **texts):
        return action(row, by=by, **{name: getattr(row, name) for name in names} | texts)

    return put_back
