"""The door: what somebody outside a site can see leaves through one type of column, and one type of field in every form."""

import importlib
import pkgutil

import pytest
from django import forms
from django.apps import apps
from django.conf import settings
from django.db import models
from django.template import Context

from kit.errors import RefusedError
from kit.forms import Form
from kit.privacy.names import NameFinder
from kit.privacy.outward import (
    LeavesTheSite,
    OutwardCharField,
    OutwardLine,
    OutwardName,
    OutwardNameField,
    OutwardNames,
    OutwardNamesField,
    OutwardProse,
    OutwardTextField,
)
from tests.ticked import LOOKED

COLUMNS = (OutwardTextField, OutwardCharField, OutwardNameField, OutwardNamesField)
FIELDS = (OutwardProse, OutwardLine, OutwardName, OutwardNames)
CERTAIN = ["Ring 01632 960 114", "someone@example.org", "She lives in ST4 2DF now", "NHS number 943 476 5919"]

# Form fields with the name of an outward column of their app that are filled with something else
SOMETHING_ELSE = {
    ("DetailsForm", "name"),  # of a person: their own
    ("InvitationForm", "name"),
    ("FacilitationForm", "name"),
    ("MemberForm", "name"),
    ("NewMemberForm", "name"),
    ("MemberEditForm", "name"),
    ("NameChangeForm", "name"),
    ("_Person", "name"),
    ("RoleInviteForm", "name"),
    ("ResponsibleForm", "name"),
    ("AddPasskeyForm", "name"),  # of a passkey
    ("RenamePasskeyForm", "name"),
    ("RaiseIssueForm", "words"),  # as put in the room, which stays with the site
    ("EditIssueForm", "words"),
}


def outward_columns() -> list[models.Field]:
    return [
        field
        for model in apps.get_models()
        for field in model._meta.local_fields
        if isinstance(field, COLUMNS)
    ]


def all_forms(base=forms.BaseForm) -> set[type[forms.BaseForm]]:
    """Every form class of ours, those of classes that are made in functions excepted."""
    for app in settings.OUR_APPS:
        package = importlib.import_module(app)
        for module in pkgutil.walk_packages(package.__path__, f"{app}."):
            if ".migrations" not in module.name and ".management" not in module.name:
                importlib.import_module(module.name)
    found, waiting = set(), [base]
    while waiting:
        for each in waiting.pop().__subclasses__():
            waiting.append(each)
            if each.__module__.split(".")[0] in {app.split(".")[0] for app in settings.OUR_APPS}:
                found.add(each)
    return found


@pytest.mark.parametrize("column", outward_columns(), ids=str)
def test_what_identifies_somebody_for_certain_is_in_no_column_for_readers_outside(db, column):
    rows = column.model._base_manager

    for words in CERTAIN:
        with pytest.raises(RefusedError):
            rows.filter(pk=-1).update(**{column.name: words})
        with pytest.raises(RefusedError):
            rows.bulk_create([column.model(**{column.name: words})])


def test_a_column_for_readers_outside_is_a_plain_one_in_migrations():
    assert {column.deconstruct()[1] for column in outward_columns()} == {
        "django.db.models.TextField",
        "django.db.models.CharField",
        "django.db.models.JSONField",
    }


@pytest.mark.parametrize(
    "column",
    [column for column in outward_columns() if not isinstance(column, OutwardNamesField)],
    ids=str,
)
def test_a_column_for_readers_outside_has_a_field_of_the_door_in_forms(column):
    assert isinstance(column.formfield(), FIELDS)


def test_every_form_writes_a_column_for_readers_outside_with_a_field_of_the_door():
    outward = {(column.model._meta.app_label, column.name) for column in outward_columns()}
    labels = {config.name: config.label for config in apps.get_app_configs()}

    through_another_field = {
        (form.__name__, name)
        for form in all_forms()
        for name, field in form.base_fields.items()
        if (_label_of(form.__module__, labels), name) in outward
        and isinstance(field, forms.CharField)
        and not isinstance(field, FIELDS)
    }

    assert through_another_field - SOMETHING_ELSE == set()


def _label_of(module: str, labels: dict[str, str]) -> str:
    """The label of the app that a module is in: of the deepest one."""
    return next(
        (labels[name] for name in sorted(labels, reverse=True) if f"{module}.".startswith(f"{name}.")), ""
    )


def test_every_form_with_a_text_for_readers_outside_marks_it():
    unmarked = {
        form.__name__
        for form in all_forms()
        if any(isinstance(field, OutwardProse | OutwardLine) for field in form.base_fields.values())
        and not issubclass(form, LeavesTheSite)
    }

    assert unmarked == set()


class NoteForm(LeavesTheSite, Form):
    words = OutwardProse()


def note(words: str, **data) -> NoteForm:
    return NoteForm({"words": words, **data}, finder=NameFinder(["Siân Prosser"]))


def test_marks_are_ticked_before_the_text_is_accepted():
    form = note("Siân rang Mr Hollis.")

    assert not form.is_valid()
    assert [mark.passage for mark in form.marks] == ["Siân", "Mr Hollis"]
    assert "“Mr Hollis”" in str(form.helper.render_layout(form, Context()))
    assert note("Siân rang Mr Hollis.", looked=form.fields["looked"].widget.marks).is_valid()


def test_a_tick_holds_for_the_marks_that_were_shown_and_for_no_others():
    shown = note("Siân rang.")
    shown.is_valid()

    changed = note("Siân rang Mr Hollis.", looked=shown.fields["looked"].widget.marks)

    assert not changed.is_valid()
    assert not changed["looked"].value()


def test_a_text_without_marks_is_read_for_who_might_be_recognised_all_the_same():
    words = "A nurse rang a neighbour."
    form = note(words, **LOOKED)

    assert not note(words).is_valid()
    assert form.is_valid()
    assert form.cleaned_data == {"words": words}


def test_the_box_is_there_before_anything_is_typed():
    form = NoteForm(finder=NameFinder())

    page = str(form.helper.render_layout(form, Context()))

    assert (
        '<label class="form-check-label" for="id_looked">I have read it for who might be recognised</label>'
        in page
    )
    assert "(optional)" not in page


def test_nothing_is_asked_where_nothing_is_said():
    class MaybeForm(LeavesTheSite, Form):
        words = OutwardProse(required=False)

    assert MaybeForm({"words": ""}, finder=NameFinder()).is_valid()


def test_what_was_looked_for_is_said_with_marks_and_without():
    for words in ("A nurse rang.", "Siân rang."):
        form = note(words)
        form.is_valid()
        page = " ".join(str(form.helper.render_layout(form, Context())).split())
        assert "We looked for names, places, dates, numbers and addresses. Only people can judge" in page


def test_what_identifies_somebody_for_certain_stays_on_the_page_that_refuses_it():
    form = note("Ring 01632 960 114", looked="anything")

    assert not form.is_valid()
    assert form["words"].value() == "Ring 01632 960 114"
