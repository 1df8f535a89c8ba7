"""What all forms share: fields for money, prose and names, a crispy layout, and how a view handles a form.

How forms look is in templates/copsite, the template pack; how each field looks, in templates/django/forms.
"""

import re
from collections.abc import Callable

from crispy_forms.helper import FormHelper
from crispy_forms.layout import Layout
from django import forms
from django.db import IntegrityError
from django.template.loader import render_to_string
from django.utils.functional import cached_property

from kit import words
from kit.bounds import Bounded
from kit.choosing import Finds
from kit.days.fields import ReadsBack
from kit.editing.opened import Opened, changes_to
from kit.editing.typed import restore
from kit.errors import RefusedError
from kit.leading import way_back
from kit.lines import tidy_text
from kit.locking import OvertakenError, as_read
from kit.refusals import sentence_of

POUNDS = re.compile(r"£?\s{0,9}(\d(?:,\d{3}){2}|\d{1,3},\d{3}|\d{1,7})(?:\.(\d{1,2}))?")


class PoundsField(forms.Field):
    """An amount of money, typed in pounds and stored in pence."""

    widget = forms.TextInput(attrs={"class": "w-n10", "inputmode": "decimal"})
    default_error_messages = {"invalid": "Enter the amount in pounds, like 12.50"}

    def to_python(self, value):
        if value in self.empty_values:
            return None
        match = POUNDS.fullmatch(str(value).strip())
        if not match:
            raise forms.ValidationError(self.error_messages["invalid"], code="invalid")
        return int(match.group(1).replace(",", "")) * 100 + int((match.group(2) or "0").ljust(2, "0"))

    def prepare_value(self, value):
        return f"{value / 100:.2f}" if isinstance(value, int) else value


class ProseField(forms.CharField):
    """A longer text. One that is too long is refused with an error, and stays on screen."""

    widget = forms.Textarea

    def __init__(self, *, rows: int = 4, max_length: int = 50_000, **kwargs):
        self.rows = rows
        super().__init__(max_length=max_length, **kwargs)
        self.error_messages["max_length"] = (
            f"This is longer than {max_length:,} characters. Shorten it and save again."
        )

    def to_python(self, value):
        text = super().to_python(value)
        return tidy_text(text) if self.strip and isinstance(text, str) else text

    def widget_attrs(self, widget):
        # no maxlength in the page: browsers would cut pasted text silently
        return {"rows": self.rows}


class ManyField(forms.ModelMultipleChoiceField):
    """Several rows, chosen with checkboxes. A number that no database can hold is an invalid choice, as in the
    field for one row.
    """

    widget = forms.CheckboxSelectMultiple

    def _check_values(self, value):
        try:
            return super()._check_values(value)  # type: ignore[misc]  # private, so the stubs leave it out
        except OverflowError:
            raise forms.ValidationError(
                self.error_messages["invalid_choice"], code="invalid_choice", params={"value": "this one"}
            ) from None


class InOrderOfNames(forms.models.ModelChoiceIterator):
    """The choices of a field whose rows have names, in the same order on every database."""

    def __iter__(self):
        if self.field.empty_label is not None:
            yield "", self.field.empty_label
        for row in words.by_name(self.queryset.all()):
            yield self.choice(row)


class NameField(forms.ModelChoiceField):
    """One row, chosen from a list sorted by name."""

    iterator = InOrderOfNames


class NamesField(ManyField):
    """Several rows, chosen with checkboxes from a list sorted by name."""

    iterator = InOrderOfNames


class Buttons:
    """The end of a form in its layout: the button, and the link to cancel.

    The link is shown only where the page passes its address as `leave_url`.
    """

    def __init__(self, words: str, *, leave: str = "", note: str = "", is_grave: bool = False):
        self.facts = {"words": words, "leave": leave, "note": note, "is_grave": is_grave}

    def render(self, form, context, template_pack="copsite", **kwargs) -> str:
        """Return the HTML. Called by crispy as it renders the layout."""
        request = context.get("request")
        leave_url = request and context.get("leave_url") and way_back(request)
        facts = {**self.facts, "leave_url": leave_url or context.get("leave_url")}
        return render_to_string(f"{template_pack}/layout/buttons.html", facts)


class Group(Layout):
    """A group of fields in a layout, under a heading and a line that says what they are for."""

    def __init__(self, heading: str, *fields: str, note: str = ""):
        super().__init__(*fields)
        self.heading, self.note = heading, note

    def render(self, form, context, template_pack="copsite", **kwargs) -> str:
        """Return the HTML. Called by crispy as it renders the layout."""
        fields = self.get_rendered_fields(form, context, template_pack, **kwargs)
        facts = {"heading": self.heading, "note": self.note, "fields": fields}
        return render_to_string(f"{template_pack}/layout/group.html", facts)


class LaidOut(Bounded):
    """A mixin that gives a form its bounds and its crispy helpers. Each form sets its own `button` and `leave`,
    and `layout` where it is more than the fields one after the other.

    `{% crispy form %}` prints the whole form element. `{% crispy form form.fields_helper %}` prints the
    fields only, for a page that has the form element and the buttons. `{{ form.day|as_crispy_field }}`
    prints one field.
    """

    hidden_fields: Callable[[], list[forms.BoundField]]  # both of Django's forms
    visible_fields: Callable[[], list[forms.BoundField]]

    button = "Save"  # the text of its button
    leave = ""  # the text of the link that leaves the page without saving
    note = ""  # a line between the fields and the button
    is_grave = False  # it cannot be undone, so the button is red
    is_filter = False  # it chooses what a list shows: none of its fields is called optional

    def layout(self) -> list:
        """Return the fields in their order, and in groups where there are any."""
        return [field.name for field in (*self.hidden_fields(), *self.visible_fields())]

    @cached_property
    def helper(self) -> FormHelper:
        """Return the helper for the whole form: its element, its token, its fields and its buttons."""
        helper = FormHelper()
        end = Buttons(self.button, leave=self.leave, note=self.note, is_grave=self.is_grave)
        helper.layout = Layout(*self.layout(), end)
        return helper

    @cached_property
    def fields_helper(self) -> FormHelper:
        """Return the helper for the fields alone."""
        helper = FormHelper()
        helper.form_tag = False
        helper.layout = Layout(*self.layout())
        return helper


class Form(Finds, ReadsBack, LaidOut, forms.Form):
    """The base class of the project's forms."""


def form_for(request, form_class: type[forms.BaseForm], **kwargs) -> forms.BaseForm:
    """Return a `form_class`, bound to what was sent if the request is a POST. Otherwise it shows what this person typed
    in it before and did not save, if there is anything.
    """
    if request.method == "POST":
        return form_class(request.POST, request.FILES, **kwargs)
    form = form_class(**kwargs)
    restore(form, request)
    return form


def accepted(form: forms.BaseForm, verb, *rows, error_on: str | None = None, **extra):
    """Call `verb(*rows, **data, **extra)` if the form is bound and valid, and return its result.

    `data` is `form.facts` where the form has them, else its cleaned data. Return None if the form is not
    bound or not valid, or if the verb raises RefusedError: its sentence becomes an error of the field
    `error_on`, or of the whole form, so that what was typed stays on screen. What the database refuses is an
    error of the whole form. The view then answers with `status_of(form)`.

    The verb acts on `rows`, and on those in `form.read`, as the form was compared with: if one was saved before the verb has its lock, OvertakenError
    is raised, and the view reads everything again (`kit.http.reading_again`).
    """
    if not form.is_bound:
        return None
    with as_read([*rows, *extra.values(), *getattr(form, "read", ())]):
        return _accepted(form, verb, *rows, error_on=error_on, **extra)


def _accepted(form: forms.BaseForm, verb, *rows, error_on: str | None, **extra):
    if not form.is_valid():
        if isinstance(form, Opened) and form.has_conflict:
            form.changes = changes_to([*rows, *extra.values()], since=form.opened_at)
        return None
    facts = form.facts if hasattr(form, "facts") else form.cleaned_data
    try:
        return verb(*rows, **facts, **extra)
    except OvertakenError:
        raise
    except RefusedError as refusal:
        form.add_error(error_on, refusal.sentence)
    except IntegrityError as error:
        if not (sentence := sentence_of(error)):
            raise
        form.add_error(None, sentence)
    return None


def status_of(form: forms.BaseForm) -> int:
    """Return the HTTP status of a page that shows `form`: 422 if it has errors, else 200."""
    return 422 if form.errors else 200
