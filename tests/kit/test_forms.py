from datetime import date, time

import pytest
import time_machine
from django import forms

from kit.days.fields import ClockField, DayField
from kit.days.reading import read_day, understand_clock
from kit.forms import NameField, PoundsField, ProseField
from tests.factories.members import MemberFactory
from tests.factories.sites import SiteFactory


@pytest.mark.parametrize(
    "typed",
    [
        "5 November 2012",
        "5 nov 2012",
        "Monday 5 November 2012",
        "5th November, 2012",
        "5/11/2012",
        "5.11.12",
        "2012-11-05",
    ],
)
def test_a_day_is_read_as_people_write_it(typed):
    assert read_day(typed) == date(2012, 11, 5)


@pytest.mark.parametrize(
    "typed", ["", "soon", "31 February 2012", "11/31/2012", "5 Novembre", "5 2012", "32/1/2012"]
)
def test_what_is_no_day_is_not_guessed(typed):
    with pytest.raises(ValueError):
        read_day(typed)


@pytest.mark.parametrize(
    ("typed", "means"),
    [
        ("2:00pm", time(14)),
        ("2pm", time(14)),
        ("14:00", time(14)),
        ("14.30", time(14, 30)),
        ("12am", time(0)),
        ("12pm", time(12)),
    ],
)
def test_a_time_is_read_as_people_write_it(typed, means):
    assert understand_clock(typed).value == means


@pytest.mark.parametrize("typed", ["", "2", "25:00", "13pm", "0am", "noonish", "10:75"])
def test_what_is_no_time_is_not_guessed(typed):
    with pytest.raises(ValueError):
        understand_clock(typed)


@pytest.mark.parametrize(
    ("typed", "pence"),
    [("12.50", 1250), ("£12.5", 1250), ("6,950", 695000), ("6950.00", 695000), ("0.05", 5)],
)
def test_pounds_are_kept_in_pence(typed, pence):
    assert PoundsField().clean(typed) == pence


@pytest.mark.parametrize("typed", ["12.505", "-3", "12,50", "about 12", "1e3"])
def test_what_is_no_amount_is_refused_in_words(typed):
    with pytest.raises(forms.ValidationError) as refused:
        PoundsField().clean(typed)

    assert refused.value.messages == ["Enter the amount in pounds, like 12.50"]


class Everything(forms.Form):
    day = DayField()
    clock = ClockField()
    amount = PoundsField()
    prose = ProseField(max_length=20)


def test_what_was_typed_stays_in_the_form_after_an_error():
    form = Everything({"day": "soon", "clock": "later", "amount": "lots", "prose": "x" * 30})

    assert not form.is_valid()
    assert [form[name].value() for name in form.fields] == ["soon", "later", "lots", "x" * 30]
    assert form.errors["prose"] == ["This is longer than 20 characters. Shorten it and save again."]


def test_values_are_shown_as_people_write_them():
    form = Everything(initial={"day": date(2012, 11, 5), "clock": time(14), "amount": 1250})

    assert [form[name].value() for name in ["day", "clock", "amount"]] == [
        "5 November 2012",
        "2:00pm",
        "12.50",
    ]


def test_prose_has_no_maxlength_in_the_page_since_browsers_cut_without_a_word():
    assert "maxlength" not in str(Everything()["prose"])


@pytest.mark.parametrize("empty_label", [None, "Somebody new"])
def test_choices_by_name_are_in_the_same_order_on_every_database(db, empty_label):
    site = SiteFactory()
    for name in ("Zoë", "emma", "Émile", "Ana"):
        MemberFactory(site=site, name=name)

    field = NameField(site.members.all(), empty_label=empty_label, required=empty_label is not None)

    names = [label for _, label in field.choices]
    assert names == ([empty_label] if empty_label else []) + ["Ana", "Émile", "emma", "Zoë"]


def test_a_day_is_shown_by_a_day_of_the_coming_month():
    class Asked(forms.Form):
        on = DayField(hint="If you know it.")

    with time_machine.travel("2012-12-31 12:00+00:00"):
        assert str(Asked()["on"].help_text) == "If you know it. For example, 5 January 2013"
        assert Asked({"on": "soon"}).errors["on"] == ["Enter the date like this: 5 January 2013"]
