"""The fields for days and times: shown back in full before they count, and the same ones in every form."""

import re
from datetime import date, time
from importlib import import_module
from pathlib import Path

import pytest
import time_machine
from django import forms
from django.conf import settings
from django.contrib import admin
from django.db import models
from django.urls import get_resolver

from kit.days.fields import ClockField, DayField, ReadsBack, moment_of
from kit.days.reading import Leaning, moment
from kit.forms import Form

ROOT = Path(settings.BASE_DIR)


class Planned(Form):
    day = DayField(leaning=Leaning.COMING)
    at = ClockField()


@pytest.fixture(autouse=True)
def on_a_sunday_in_november():
    with time_machine.travel("2026-11-29 09:00+00:00", tick=False):
        yield


def test_what_was_typed_short_is_shown_in_full_before_it_counts():
    form = Planned({"day": "23 Feb", "at": "half past two"})

    assert form.errors == {
        "day": [
            "You typed “23 Feb”. That is Tuesday 23 February 2027. Press the button again if this is right."
        ],
        "at": ["You typed “half past two”. That is 2:30pm. Press the button again if this is right."],
    }
    assert form.only_reads_back
    shown = {name: form[name].value() for name in form.fields}
    assert shown == {"day": "23 February 2027", "at": "2:30pm"}
    again = Planned(shown)
    assert again.is_valid()
    assert again.cleaned_data == {"day": date(2027, 2, 23), "at": time(14, 30)}


def test_what_was_written_in_full_counts_at_once():
    assert Planned({"day": "Tuesday 23 February 2027", "at": "14.30"}).is_valid()


def test_what_cannot_be_read_stays_as_it_was_typed():
    form = Planned({"day": "31 April", "at": "2pm"})

    assert form.errors == {"day": ["There is no 31 April. Enter another day."]}
    assert form["day"].value() == "31 April"
    assert not form.only_reads_back


def test_a_day_that_is_refused_is_shown_in_full_too():
    class InTheFuture(Planned):
        def clean_day(self):
            raise forms.ValidationError("Not that day")

    form = InTheFuture({"day": "23 Feb", "at": "2pm"})

    assert form.errors == {"day": ["Not that day"]}
    assert form["day"].value() == "23 February 2027"


def test_a_far_too_long_text_is_refused_before_it_is_read():
    assert not Planned({"day": "1 " * 25_000, "at": "2 " * 25_000}).is_valid()


def test_the_calendar_is_a_button_that_only_a_script_shows():
    shown = str(Planned()["day"])

    assert 'class="btn btn-outline-primary day-button needs-script" type="button"' in shown
    assert shown.count("name=") == 1  # nothing of the calendar is sent


# --- Every form


def all_forms() -> list[type[forms.BaseForm]]:
    """Return every form class of ours, of all modules that the pages load."""
    assert get_resolver().url_patterns
    for app in settings.OUR_APPS:
        for path in (ROOT / app.replace(".", "/")).rglob("*form*.py"):
            import_module(".".join(path.relative_to(ROOT).with_suffix("").parts).removesuffix(".__init__"))
    found, waiting = set(), [forms.BaseForm]
    while waiting:
        each = waiting.pop()
        found.add(each)
        waiting += each.__subclasses__()
    return [
        each
        for each in found
        if each.__module__.split(".")[0] in {app.split(".")[0] for app in settings.OUR_APPS}
    ]


TYPED = (DayField, ClockField)


def test_every_form_with_a_day_or_a_time_shows_it_back_and_every_day_says_which_year_is_meant():
    with_days = {
        each: {name: field for name, field in each.base_fields.items() if isinstance(field, TYPED)}
        for each in all_forms()
        if hasattr(each, "base_fields")
    }
    with_days = {form: fields for form, fields in with_days.items() if fields}

    assert len(with_days) > 15
    assert [form.__name__ for form in with_days if not issubclass(form, ReadsBack)] == []
    assert [
        f"{form.__name__}.{name}"
        for form, fields in with_days.items()
        for name, field in fields.items()
        if isinstance(field, DayField) and field.leaning is None
    ] == []


DJANGOS_OWN = (forms.DateField, forms.TimeField, forms.DateTimeField, forms.SplitDateTimeField)
READ_BY_HAND = [
    "kit/days/reading.py",
    "kit/queries.py",
    "kit/stand_ins.py",
]  # the others read what a database wrote, or is asked
PARSED_BY_HAND = re.compile(
    r"\bstrptime\(|\bforms\.(?:Split)?(?:Date|Time)\w*Field|\bDateInput|\bparse_date|dateparser\.parse"
)


def test_no_form_of_ours_has_another_field_for_a_day_or_a_time():
    others = [
        f"{form.__name__}.{name}"
        for form in all_forms()
        for name, field in getattr(form, "base_fields", {}).items()
        if isinstance(field, DJANGOS_OWN)
    ]
    by_hand = sorted(
        str(path.relative_to(ROOT))
        for app in {each.split(".")[0] for each in settings.OUR_APPS}
        for path in (ROOT / app).rglob("*.py")
        if PARSED_BY_HAND.search(path.read_text())
    )

    assert others == []
    assert by_hand == READ_BY_HAND


def test_no_date_is_typed_in_the_admin(rf, django_user_model):
    request = rf.get("/")
    request.user = django_user_model(is_superuser=True)
    typed = [
        f"{model.__name__}.{field.name}"
        for model, pages in admin.site._registry.items()
        if model._meta.app_config.name in settings.OUR_APPS
        for field in model._meta.fields
        if isinstance(field, models.DateField) and field.name in pages.get_form(request).base_fields
    ]

    assert typed == []


# --- Clocks that go forward and back


@pytest.mark.parametrize(
    ("day", "at", "sentence"),
    [
        (date(2027, 3, 28), time(1, 30), "There is no 1:30am on Sunday 28 March 2027: the clocks go forward. Enter another time."),
        (date(2026, 10, 25), time(1, 30), "1:30am on Sunday 25 October 2026 comes twice: the clocks go back. Enter another time."),
    ],
)  # fmt: skip
def test_an_hour_that_there_is_not_or_twice_is_refused(day, at, sentence):
    form = Planned({"day": f"{day:%d/%m/%Y}", "at": "1:30am"})
    assert form.is_valid()

    assert moment_of(form, day=day, at=at, error_on="at") is None
    assert form.errors == {"at": [sentence]}


def test_every_other_hour_is_one_moment():
    for day, at in [
        (date(2027, 3, 28), time(0, 59)),
        (date(2027, 3, 28), time(2)),
        (date(2026, 10, 25), time(2)),
    ]:
        found = moment(day, at)
        assert (found.date(), found.time()) == (day, at)


COMBINED = re.compile(r"datetime\.combine\(")
PURE = {  # no day of these is typed, or the form asks for each moment
    "cases/clearance/days.py", "kit/dates.py", "kit/days/reading.py", "kit/stand_ins.py", "meetings/series.py",
}  # fmt: skip


def test_no_day_and_time_that_were_typed_are_put_together_without_asking_whether_there_is_such_a_moment():
    found = {
        str(path.relative_to(ROOT))
        for app in {each.split(".")[0] for each in settings.OUR_APPS}
        for path in (ROOT / app).rglob("*.py")
        if COMBINED.search(path.read_text())
    }

    assert found == PURE
