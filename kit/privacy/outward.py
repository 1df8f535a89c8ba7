"""The door: every text that somebody outside a site can see leaves through it.

There are three ways out, and no fourth: as part of a cleared text, as a reason from a fixed list, or in a column of a
type of this module. `refuse_to_let_out` is the one function that all of them ask. Columns ask it whenever they are
written, so that no form, import, task or shell leads round it; a test looks that whatever readers outside are shown is
such a column (tests/permissions/test_outward.py).
"""

import hashlib
from collections.abc import Sequence
from typing import Protocol

from django import forms
from django.db import models
from django.template.loader import render_to_string
from django.utils import timezone

from kit.errors import RefusedError
from kit.forms import LaidOut
from kit.in_json import texts_in
from kit.lines import Tidied
from kit.privacy.fields import CaseLine, CaseProse
from kit.privacy.identifiers import Suspicion, refused_passages
from kit.privacy.marks import LOOKED_FOR, MarksFinder, in_parts, loud_marks

HAVE_READ = "I have read it for who might be recognised"
ONLY_PEOPLE = f"Copsite looks for {LOOKED_FOR}. Only people can judge who could be recognised by the rest."
CHECK_MARKS = "Check the marks below. Change the text, or tick to say you have checked them"
NOT_READ = "Read the text for who might be recognised, then tick to say that you have"
LONGEST = 50_000  # characters of a text without a bound of its own


def refuse_to_let_out(text: str) -> None:
    """Raise RefusedError if `text` has something in it that identifies somebody for certain, such as a phone number."""
    if sentences := refused_passages(text):
        raise RefusedError(" ".join(sentences))


class OutwardProse(CaseProse):
    """A longer text for readers outside the site. Its form marks suspected identifiers."""


class OutwardLine(CaseLine):
    """One line of text for readers outside the site. Its form marks suspected identifiers."""


class OutwardName(CaseLine):
    """A name of a place, a service, a role or a publication's authors, for readers outside the site. It is a name, so
    it is not marked as one; what identifies somebody for certain is refused.
    """

    def widget_attrs(self, widget):
        return {}


class OutwardNames(CaseProse):
    """Names for readers outside the site, one on each line: of authors, of organisations. They are names, so they are not
    marked as such; what identifies somebody for certain is refused.
    """

    def widget_attrs(self, widget):
        return {"rows": self.rows}


class _Outward:
    """A mixin of model fields whose text readers outside the site can see."""

    kept_as: str  # Django's own field
    form_class: type[forms.CharField]

    def get_db_prep_save(self, value, connection):
        """Return the value for the database. Raise RefusedError if it may not leave the site."""
        if isinstance(value, str):
            refuse_to_let_out(value)
        return super().get_db_prep_save(value, connection)  # type: ignore[misc]

    def formfield(self, **kwargs):
        """Return the field of this module for a form."""
        kwargs.pop("widget", None)  # the admin's own
        return super().formfield(**{"form_class": self.form_class, **kwargs})  # type: ignore[misc]

    def deconstruct(self):
        """Return it as Django's own field for migrations: the table is the same."""
        name, _, args, kwargs = super().deconstruct()  # type: ignore[misc]
        return name, f"django.db.models.{self.kept_as}", args, kwargs


class OutwardTextField(_Outward, models.TextField):
    """A longer text that readers outside the site can see."""

    kept_as, form_class = "TextField", OutwardProse

    def formfield(self, **kwargs):
        """Return the field for a form, with its usual bound where the column has none."""
        return super().formfield(**{"max_length": self.max_length or LONGEST, **kwargs})


class OutwardCharField(Tidied, _Outward, models.CharField):
    """One line of text that readers outside the site can see."""

    kept_as, form_class = "CharField", OutwardLine


class OutwardNameField(Tidied, _Outward, models.CharField):
    """A name of a place, a service or a role that readers outside the site can see."""

    kept_as, form_class = "CharField", OutwardName


class OutwardNamesField(_Outward, models.JSONField):
    """Names in lists and by keys, as JSON, that readers outside the site can see: of those who made a publication. They are
    typed in fields of a form's own.
    """

    kept_as = "JSONField"

    def get_db_prep_save(self, value, connection):
        """Return the value for the database. Raise RefusedError if a text in it may not leave the site."""
        for text in texts_in(value):
            refuse_to_let_out(text)
        return super().get_db_prep_save(value, connection)


def outward_columns(model: type[models.Model]) -> list[models.Field]:
    """Return the columns of `model` that readers outside the site can see."""
    return [field for field in model._meta.local_concrete_fields if isinstance(field, _Outward)]


class Finder(MarksFinder, Protocol):
    """Finds passages that may identify somebody: `NameFinder`, or the finder of a site."""

    def find(self, text: str) -> list[Suspicion]:
        """Return the passages of `text` that may identify somebody, in order."""
        ...


class Marked(Protocol):
    """A passage that somebody should look at: `Mark`, `Suspicion`, or a mark of a text that is checked."""

    @property
    def passage(self) -> str:
        """The passage as it stands in the text."""
        ...

    @property
    def kept(self) -> str:
        """The reason for which it is kept, or "" where it is open."""
        ...


class CheckedMarks(forms.CheckboxInput):
    """A box that says that the text was read with these marks open. It is empty again when the marks are others."""

    marks = ""

    def get_context(self, name, value, attrs):
        """Return the context, with the marks as the value that the box sends."""
        return super().get_context(name, value, {**(attrs or {}), "value": self.marks})

    def value_from_datadict(self, data, files, name):
        """Return whether the box was ticked for these marks."""
        return bool(self.marks) and data.get(name) == self.marks


class Marks:
    """The marks of a form in its layout, before the box that says that it was read."""

    def render(self, form, context, template_pack="copsite", **kwargs) -> str:
        """Return the HTML. Called by crispy as it renders the layout."""
        return render_to_string("components/_marks.html", in_parts(form.marks)) if form.is_bound else ""


class LeavesTheSite(LaidOut):
    """A mixin of forms with texts that readers outside the site will see, put before `Form` or `ModelForm`.

    Suspected identifiers in its outward fields are marked with the known names of `finder`. A text is accepted once the
    writer has ticked that they read it for who might be recognised, with exactly these marks open. The box is always
    there: that nothing was found says little.
    """

    fields: dict[str, forms.Field]
    data: dict

    def __init__(self, *args, finder: Finder, **kwargs):
        super().__init__(*args, **kwargs)
        self.finder = finder
        self.marks: list[Marked] = []
        box = CheckedMarks()
        box.marks = digest_of_open([])
        self.fields["looked"] = forms.BooleanField(
            label=HAVE_READ, initial=False, required=False, widget=box, help_text=ONLY_PEOPLE
        )

    def layout(self) -> list:
        """Return the fields of the form, then the marks and the box."""
        return [*(name for name in super().layout() if name != "looked"), Marks(), "looked"]

    def based_fields(self) -> dict[str, forms.Field]:
        """Return the fields that have a base. The box is about the text as it is sent, so it has none."""
        return {name: field for name, field in super().based_fields().items() if name != "looked"}  # type: ignore[misc]

    def clean(self):
        """Refuse a text until the writer says that they read it, with the marks that are open."""
        cleaned = super().clean()  # type: ignore[misc]
        cleaned.pop("looked", None)
        texts = [text for text in self._outward_texts(cleaned) if text]
        self.show_marks([*self.marks_in(texts), *self.marks_beyond(cleaned)])
        still_open = self._open_marks()
        box = self.fields["looked"].widget
        if self.must_be_read(texts) and not box.value_from_datadict(self.data, {}, self.add_prefix("looked")):  # type: ignore[attr-defined]
            self.add_error("looked", CHECK_MARKS if still_open else NOT_READ)
        return cleaned

    def show_marks(self, marks: Sequence[Marked]) -> None:
        """Take these as the marks that the page shows, so that the box is about those of them that are open."""
        self.marks = list(marks)
        self.fields["looked"].widget.marks = self.digest_of(self._open_marks())

    def must_be_read(self, texts: list[str]) -> bool:
        """Return whether the writer has to say that they read these `texts` and the marks."""
        return bool(texts or self._open_marks())

    def _open_marks(self) -> list[Marked]:
        return [mark for mark in self.marks if not mark.kept]

    def marks_in(self, texts: list[str]) -> Sequence[Marked]:
        """Return the marks of the texts that leave the site, in order."""
        return loud_marks("\n".join(texts), self.finder, today=timezone.localdate())

    def _outward_texts(self, cleaned: dict) -> list[str]:
        """Return what was typed into the outward fields, in their order, also where it changed nothing else or is refused."""
        marked = [
            name for name, field in self.fields.items() if isinstance(field, OutwardProse | OutwardLine)
        ]
        return [str(cleaned.get(name) or "") if name in cleaned else self._refused(name) for name in marked]

    def _refused(self, name: str) -> str:
        """Return what was typed into a field that refuses it, unless it is longer than the field."""
        text = str(self[name].value() or "")  # type: ignore[index]
        return text if len(text) <= (getattr(self.fields[name], "max_length", None) or LONGEST) else ""

    def marks_beyond(self, cleaned: dict) -> list[Suspicion]:
        """Return marks in what is no text of the form, such as a file."""
        return []

    def digest_of(self, marks: Sequence[Marked]) -> str:
        """Return what the box sends for these marks."""
        return digest_of_open(marks)


def digest_of_open(marks: Sequence[Marked]) -> str:
    """Return what stands for these marks in a form: the same passages have the same."""
    passages = "\n".join(sorted({mark.passage.lower() for mark in marks}))
    return hashlib.sha256(passages.encode()).hexdigest()[:20]
