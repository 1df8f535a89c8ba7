"""What a form was opened with, so that a save from a page that was opened earlier overwrites and undoes nothing.

Every form sent by POST carries a digest of each of its fields as they were on the page (`{% csrf_token %}` prints them).
When it is sent, three things are compared: what the field was opened with, what was sent, and what is saved by now.
"""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from dataclasses import field as dataclass_field
from datetime import UTC, datetime
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.db import models
from django.utils import timezone
from django.utils.crypto import salted_hmac
from django.utils.datastructures import MultiValueDict

from kit.bounds import number_in, refuse_beyond_bounds
from kit.models import AuditEvent, Revision, subject_of

NAME = "opened"  # of the hidden field
LONGEST = 50_000  # of its value: some hundred fields
SUGGESTION = "-"  # stands for the digest of a field that is taken as it is sent
CHANGED = "changed_meanwhile"  # the code of the error
CHANGED_MEANWHILE = (
    "This was changed while you had the page open. Both texts are here. "
    "Put together what should be saved, and save again."
)


@dataclass(frozen=True)
class Base:
    """What a form was opened with: when, and a digest of each field."""

    at: datetime
    digests: dict[str, str]

    def __str__(self) -> str:
        return " ".join([f"{int(self.at.timestamp())}", *(f"{k}:{v}" for k, v in self.digests.items())])

    @classmethod
    def read(cls, text: str) -> "Base | None":
        """Return what `text` says, or None where it is not one."""
        began, *pairs = text[:LONGEST].split(" ")
        seconds = number_in(began, digits=11)
        if seconds is None:
            return None
        return cls(
            datetime.fromtimestamp(seconds, tz=UTC),
            {name: value for name, _, value in (pair.rpartition(":") for pair in pairs)},
        )


@dataclass(frozen=True)
class Compared:
    """A field, or what else is compared: its name in the page, and what is saved of it.

    Something else than a field knows itself what was `sent`, and how to keep what is saved.
    """

    name: str
    saved: list[str]
    field: str | None = None  # its name in the form
    sent: list[str] = dataclass_field(default_factory=list)
    keep_saved: Callable[[], object] | None = None

    def digest(self, values: list[str]) -> str:
        """Return a digest of what is in it, from which nobody can tell what that is."""
        ordered = values if self.field is None else sorted(each for each in values if each)
        said = "\0".join([self.name, *ordered])
        return salted_hmac("kit.editing.opened", said, algorithm="sha256").hexdigest()[:12]


class Opened:
    """A mixin for forms that know what they were opened with.

    A field that the person left alone keeps what somebody else saved in it meanwhile. A field that both changed is an
    error, which shows both texts; saving again then saves what is in the field. A form without the hidden field is taken
    as it is.
    """

    data: Any  # of Django's forms

    # fields that begin with a suggestion, such as today, and not with what is saved: they are always sent as they are
    suggested: frozenset[str] = frozenset()
    read: Sequence[models.Model] = ()  # rows with texts of the form, besides those that its verb gets
    has_base = True  # False where a form has versions of its own

    # what was done meanwhile to what the form is about, if it is refused for that
    changes: list[AuditEvent | Revision] = []  # replaced, never changed
    # what this person typed here before and did not save: a kit.editing.typed.FormDraft
    draft: Any = None
    # what was sent before, where the page is shown again and nothing was saved
    carried_from: MultiValueDict | None = None
    _changed_by_both: Sequence["Compared"] = ()
    _told: frozenset[str] = frozenset()  # fields of which the person has been told what is saved

    @property
    def is_kept(self) -> bool:
        """Whether what is typed in it and not saved is kept: not where a password is among it."""
        return self.has_base and not any(map(_is_secret, self.fields.values()))  # type: ignore[attr-defined]

    @property
    def has_conflict(self) -> bool:
        """Whether a field is refused because somebody else saved another text in it meanwhile."""
        return any(
            error.code == CHANGED
            for errors in self.errors.as_data().values()  # type: ignore[attr-defined]
            for error in errors
        )

    @property
    def label(self) -> str:
        """The name of this form among the forms of its page."""
        name = type(self).__name__
        return f"{name}-{self.prefix}" if self.prefix else name  # type: ignore[attr-defined]

    def based_fields(self) -> dict[str, forms.Field]:
        """Return the fields that have a base: what people type or choose."""
        return {
            name: field
            for name, field in self.fields.items()  # type: ignore[attr-defined]
            if not field.disabled and _is_based(field)
        }

    def get_initial_for_field(self, field: forms.Field, field_name: str):
        """Return what is shown in a field at first: what was typed and not saved, or what is saved.

        A field that was left alone while something was typed in others shows what is saved now.
        """
        saved = super().get_initial_for_field(field, field_name)  # type: ignore[misc]
        name = self.add_prefix(field_name)  # type: ignore[attr-defined]
        if self.draft is None or not _is_based(field) or self._was_left_alone(name, field):
            return saved
        return self._drafted(field, name, saved)

    def _was_left_alone(self, html_name: str, field: forms.Field) -> bool:
        """Whether the draft has in a field what its form was opened with."""
        values = _values_of(field, self._drafted(field, html_name, None))
        before = base.digests.get(html_name) if (base := self.sent_base) else None
        return before == Compared(html_name, [], field=html_name).digest(values)

    def _drafted(self, field: forms.Field, html_name: str, saved):
        values = self.draft.answers.getlist(html_name)
        if isinstance(field, forms.BooleanField):
            return bool(values)
        if isinstance(field.widget, forms.CheckboxSelectMultiple | forms.SelectMultiple):
            return values
        return values[-1] if values else saved

    def saved_values(self, name: str, field: forms.Field) -> list[str]:
        """Return what is saved of a field, as a browser would send it."""
        return as_sent(field, super().get_initial_for_field(field, name))  # type: ignore[misc]

    @property
    def opened(self) -> str:
        """The value of the hidden field: the label of the form, and its base.

        A form that is shown again keeps the base that was sent, except for fields of which the person was told.
        """
        sent = self.sent_base
        digests = {each.name: each.digest(each.saved) for each in self._compared()}
        digests |= {self.add_prefix(name): SUGGESTION for name in self.suggested if name in self.fields}  # type: ignore
        if sent:
            told = self._told | self._left_alone_in_draft()
            digests |= {
                name: value for name, value in sent.digests.items() if name in digests and name not in told
            }
        return f"{self.label} {Base(sent.at if sent else timezone.now(), digests)}"

    def _left_alone_in_draft(self) -> set[str]:
        """Return the names of the fields that show what is saved now, although there is a draft."""
        if self.draft is None:
            return set()
        fields = {self.add_prefix(name): field for name, field in self.based_fields().items()}  # type: ignore[attr-defined]
        return {name for name, field in fields.items() if self._was_left_alone(name, field)}

    @property
    def opened_at(self) -> datetime:
        """When the page was opened from which this form was sent; now, if it does not say."""
        return base.at if (base := self.sent_base) else timezone.now()

    @property
    def sent_base(self) -> Base | None:
        """The base that was sent with this form, or None."""
        if self.carried_from is None and not self.is_bound:  # type: ignore[attr-defined]
            return None
        for value in _all_of(self.data if self.carried_from is None else self.carried_from, NAME):
            label, _, base = value.partition(" ")
            if label == self.label:
                return Base.read(base)
        return None

    def wholes(self) -> list["Compared"]:
        """Return what is compared besides the fields, such as lines with their order."""
        return []

    def _compared(self) -> list["Compared"]:
        """Return everything that is compared, with what is saved of it."""
        return [
            *(
                Compared(self.add_prefix(name), self.saved_values(name, field), field=name)  # type: ignore[attr-defined]
                for name, field in self.based_fields().items()
            ),
            *self.wholes(),
        ]

    def _within_bounds(self) -> None:
        self._changed_by_both = self._keep_what_was_left_alone() if self.has_base else []

    def _clean_form(self) -> None:
        for each in self._changed_by_both:
            self.add_error(each.field, ValidationError(CHANGED_MEANWHILE, code=CHANGED))  # type: ignore[attr-defined]
        super()._clean_form()  # type: ignore[misc]

    def _keep_what_was_left_alone(self) -> list["Compared"]:
        """Put what is saved now into the fields that the person left alone, and return those that both changed."""
        base, changed_by_both = self.sent_base, []
        for each in self._compared() if base else ():
            before, now = base.digests.get(each.name), each.digest(each.saved)  # type: ignore[union-attr]
            if before in (None, SUGGESTION, now):
                continue
            sent = each.digest(self._sent_values(each.field) if each.field else each.sent)
            if sent not in (before, now):
                changed_by_both.append(each)
                if each.field:
                    self[each.field].theirs = shown(self.fields[each.field], each.saved)  # type: ignore
            elif sent == before:
                each.keep_saved() if each.keep_saved else self._put(each.name, each.saved)
            self._told |= {each.name}
        return changed_by_both

    def _sent_values(self, name: str) -> list[str]:
        return _values_of(self.fields[name], self[name].data)  # type: ignore

    def show_theirs(self, name: str, saved: str) -> None:
        """Refuse the field `name`, because somebody else saved another text there just now."""
        self.fields[name].initial = saved  # type: ignore[attr-defined]
        self.initial.pop(name, None)  # type: ignore[attr-defined]
        self[name].theirs = saved  # type: ignore[index]
        self._told |= {self.add_prefix(name)}  # type: ignore[attr-defined]
        self.add_error(name, ValidationError(CHANGED_MEANWHILE, code=CHANGED))  # type: ignore[attr-defined]

    def show_as_saved(self, name: str, saved: str) -> None:
        """Show what was saved in the field `name` just now, of which this person knows."""
        self.fields[name].initial = saved  # type: ignore[attr-defined]
        self.initial.pop(name, None)  # type: ignore[attr-defined]
        self._told |= {self.add_prefix(name)}  # type: ignore[attr-defined]
        self._put(self.add_prefix(name), [saved])  # type: ignore[attr-defined]

    def _put(self, html_name: str, values: list[str]) -> None:
        data = self.data.copy()
        if not isinstance(data, MultiValueDict):
            data = MultiValueDict({key: [value] for key, value in data.items()})
        data.pop(html_name, None)
        if values:
            data.setlist(html_name, values)
        self.data = data


def changes_to(rows: Iterable, *, since: datetime) -> list[AuditEvent | Revision]:
    """Return what was done since then to those of `rows` that are rows, the last act of each person, the newest first.

    Reading is left out.
    """
    subjects = {subject_of(row) for row in rows if isinstance(row, models.Model)}
    events = AuditEvent.objects.filter(subject__in=subjects, at__gt=since, by__isnull=False)
    kept = Revision.objects.filter(subject__in=subjects, at__gt=since, by__isnull=False).select_related("by")
    done: list[AuditEvent | Revision] = [*events.exclude(verb__startswith="read").select_related("by"), *kept]
    last = {act.by_id: act for act in sorted(done, key=lambda act: act.at)}
    return sorted(last.values(), key=lambda event: event.at, reverse=True)


def _is_based(field: forms.Field) -> bool:
    return not (field.widget.is_hidden or _is_secret(field) or isinstance(field, forms.FileField))


def _is_secret(field: forms.Field) -> bool:
    return isinstance(field.widget, forms.PasswordInput)


def _all_of(data, name: str) -> list[str]:
    return data.getlist(name) if hasattr(data, "getlist") else [data[name]] if name in data else []


def as_sent(field: forms.Field, value) -> list[str]:
    """Return `value` as a browser sends it for `field`; empty where nothing is in the field."""
    if isinstance(field, forms.BooleanField):
        return ["on"] if value else []
    value = field.prepare_value(value)
    if value is None or value == "":
        return []
    values = value if isinstance(value, list | tuple | set) or hasattr(value, "iterator") else [value]
    return [_text(each, field) for each in values]


def _values_of(field: forms.Field, sent) -> list[str]:
    """Return what was `sent` for `field` as a browser sends it when it is saved, so that the two compare."""
    try:
        refuse_beyond_bounds(field, sent)
        sent = sent if isinstance(field, forms.ModelChoiceField) else field.to_python(sent)
    except ValidationError:
        pass
    return as_sent(field, sent)


def _text(value, field: forms.Field) -> str:
    text = str(value).replace("\r\n", "\n").replace("\r", "\n")
    return text.strip() if getattr(field, "strip", True) else text


def shown(field: forms.Field, values: list[str]) -> str:
    """Return what is in a field, in words: the labels of what is chosen, or the text."""
    if isinstance(field, forms.BooleanField):
        return "Ticked" if values else "Not ticked"
    choices = getattr(field, "choices", None)
    if choices is None:
        return "\n".join(values)
    labels = {str(getattr(key, "value", key)): str(label) for key, label in _flat(choices)}
    return "\n".join(labels.get(value, value) for value in values)


def _flat(choices):
    for key, label in choices:
        if isinstance(label, list | tuple):
            yield from label
        else:
            yield key, label
