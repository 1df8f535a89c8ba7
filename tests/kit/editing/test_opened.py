"""What a form was opened with: what is compared, and what comes of it."""

from datetime import UTC, date, datetime

import pytest
from django import forms
from django.http import QueryDict

from kit.days.fields import DayField
from kit.editing.opened import CHANGED_MEANWHILE, Base
from kit.editing.typed import FormDraft
from kit.forms import Form, PoundsField, ProseField


class Plan(Form):
    day = DayField()
    place = forms.CharField(required=False)
    words = ProseField(required=False)
    pence = PoundsField(required=False)
    kind = forms.ChoiceField(choices=[("a", "First kind"), ("b", "Second kind")], required=False)
    is_long = forms.BooleanField(required=False)
    token = forms.CharField(widget=forms.HiddenInput, required=False)


NOW = {
    "day": date(2026, 11, 5),
    "place": "Hall",
    "words": "One\ntwo",
    "pence": 1250,
    "kind": "a",
    "is_long": True,
}
SHOWN = {
    "day": "5 November 2026", "place": "Hall", "words": "One\r\ntwo", "pence": "12.50", "kind": "a", "is_long": "on",
}  # fmt: skip


def sent(opened: str, **changes) -> QueryDict:
    data = QueryDict(mutable=True)
    data.update(
        {key: value for key, value in {**SHOWN, **changes, "opened": opened}.items() if value is not None}
    )
    return data


def plan(now=NOW, **changes) -> Plan:
    """A form that was opened with NOW and is sent with `changes`, while `now` is saved."""
    return Plan(sent(Plan(initial=NOW).opened, **changes), initial=now)


def test_a_form_is_taken_as_it_is_if_nobody_saved_anything_meanwhile():
    form = plan(place="Library", is_long=None, day="6/11/2026")

    assert form.is_valid()
    assert (form.cleaned_data["place"], form.cleaned_data["is_long"]) == ("Library", False)
    assert form.cleaned_data["day"] == date(2026, 11, 6)


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("day", date(2026, 11, 9)),
        ("place", ""),
        ("words", "Three"),
        ("pence", 7),
        ("kind", "b"),
        ("is_long", False),
    ],
)
def test_a_field_that_was_left_alone_keeps_what_was_saved_meanwhile(field, value):
    form = plan(NOW | {field: value}, **({"place": "Library"} if field != "place" else {"kind": "b"}))

    assert form.is_valid(), form.errors
    assert form.cleaned_data[field] == value


def test_a_field_that_is_written_in_another_way_is_left_alone():
    form = plan(NOW | {"day": date(2026, 11, 9), "pence": 7}, day="5/11/2026", pence="£12.50")

    assert form.is_valid()
    assert (form.cleaned_data["day"], form.cleaned_data["pence"]) == (date(2026, 11, 9), 7)


def test_a_field_that_both_changed_is_refused_with_both_texts():
    form = plan(NOW | {"words": "Theirs", "kind": "b", "place": "Library"}, words="Mine")

    assert form.errors["words"] == [CHANGED_MEANWHILE]
    assert list(form.errors) == ["words"]
    assert (form["words"].theirs, form["words"].value()) == ("Theirs", "Mine")
    assert form["place"].value() == "Library"


def test_a_field_that_both_changed_to_the_same_is_no_conflict():
    assert plan(NOW | {"words": "Ours"}, words="Ours ").is_valid()


def test_saving_again_what_was_refused_saves_what_is_in_the_field():
    newer = NOW | {"words": "Theirs"}
    refused = plan(newer, words="Mine")
    assert not refused.is_valid()

    again = Plan(sent(refused.opened, words="Both"), initial=newer)

    assert again.is_valid()
    assert again.cleaned_data["words"] == "Both"


def test_a_third_text_saved_before_the_second_try_is_shown_as_well():
    refused = plan(NOW | {"words": "Theirs"}, words="Mine")
    assert not refused.is_valid()

    again = Plan(sent(refused.opened, words="Both"), initial=NOW | {"words": "A third"})

    assert again.errors["words"] == [CHANGED_MEANWHILE]


def test_a_form_that_is_refused_for_something_else_keeps_its_base():
    refused = plan(day="never")
    assert not refused.is_valid()

    again = Plan(sent(refused.opened, words="Mine"), initial=NOW | {"words": "Theirs"})

    assert (
        Base.read(refused.opened.partition(" ")[2]).digests
        == Base.read(again.opened.partition(" ")[2]).digests
    )
    assert again.errors["words"] == [CHANGED_MEANWHILE]


def test_what_was_chosen_is_shown_in_words():
    form = Plan(sent(Plan(initial=NOW | {"kind": ""}).opened, kind="a"), initial=NOW | {"kind": "b"})

    assert not form.is_valid()
    assert form["kind"].theirs == "Second kind"


def test_a_form_without_a_base_is_taken_as_it_is():
    assert Plan(sent("", words="Mine"), initial=NOW | {"words": "Theirs"}).is_valid()


@pytest.mark.parametrize(
    "opened", ["", "Plan", "Plan x", "Plan 9" + "9" * 40, "Plan 1 :", "Other 1 words:abc", "\ud800"]
)
def test_a_base_that_is_none_is_no_fault(opened):
    assert Plan(sent(opened, words="Mine"), initial=NOW).is_valid()


def test_hidden_fields_and_passwords_have_no_base():
    class Secret(Form):
        name = forms.CharField()
        password = forms.CharField(widget=forms.PasswordInput)
        hidden = forms.CharField(widget=forms.HiddenInput)

    assert list(Secret().based_fields()) == ["name"]


def test_a_suggestion_is_taken_as_it_was_sent():
    class Suggesting(Plan):
        suggested = frozenset({"day"})

    opened = Suggesting(initial=NOW).opened
    form = Suggesting(sent(opened), initial=NOW | {"day": date(2026, 11, 6)})

    assert form.is_valid()
    assert form.cleaned_data["day"] == date(2026, 11, 5)


def test_a_draft_shows_what_is_saved_now_in_the_fields_that_were_left_alone():
    typed = sent(Plan(initial=NOW).opened, place="Library")
    form = Plan(initial=NOW | {"words": "Theirs", "is_long": False})
    form.draft = FormDraft(typed, typed["opened"], datetime(2026, 11, 5, tzinfo=UTC))
    form.carried_from = typed

    assert (form["place"].initial, form["words"].initial, form["is_long"].initial) == (
        "Library",
        "Theirs",
        False,
    )

    again = Plan(sent(form.opened, words="Theirs and mine", is_long=None), initial=NOW | {"words": "Theirs"})
    assert again.is_valid(), again.errors  # the person saw what it was
