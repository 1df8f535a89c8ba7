"""A form refuses what is too long before anything reads it: no field, validator or pattern sees it."""

import ast
import copy
import re

import pytest
from django import forms
from django.contrib import admin
from django.http import QueryDict
from django.test import RequestFactory
from django.utils.datastructures import MultiValueDict

from kit.bounds import MOST_IN_A_LINE, MOST_VALUES, Bounded, number_in
from kit.days.fields import ClockField, DayField
from kit.editing.opened import Opened
from kit.forms import Form, ManyField, PoundsField, ProseField
from kit.privacy.fields import CaseLine, CaseProse
from tests.factories.members import UserFactory
from tests.kit.test_form_layout import form_classes
from tests.test_layout import name_of, sources, tree_of

TEXTS = {"CharField", "URLField", "EmailField", "SlugField", "RegexField", "CaseLine"}
FAR_TOO_LONG = "7" * 1_000_000


def calls_of_fields():
    """Every place in our modules that makes a field: its module, line, class and the names of its arguments."""
    for path in sources():
        for node in ast.walk(tree_of(path)):
            if isinstance(node, ast.Call):
                made = node.func
                is_of_django = isinstance(made, ast.Attribute) and getattr(made.value, "id", "") == "forms"
                name = made.attr if isinstance(made, ast.Attribute) else getattr(made, "id", "")
                if is_of_django or name == "CaseLine":
                    yield name_of(path), node.lineno, name, {word.arg for word in node.keywords}


def test_every_form_asks_the_bounds_first():
    outside = [form.__qualname__ for form in form_classes() if not issubclass(form, Bounded)]
    around = [
        form.__qualname__
        for form in form_classes()
        if form._clean_fields is not Bounded._clean_fields or form._bound_items is not Bounded._bound_items
    ]
    shadowed = [
        form.__qualname__
        for form in form_classes()
        if issubclass(form, Opened) and form._within_bounds is not Opened._within_bounds
    ]

    assert outside == []
    assert around == []
    assert shadowed == []


def test_every_form_of_the_admin_asks_the_bounds_first(db):
    request = RequestFactory().get("/admin/")
    request.user = UserFactory(is_staff=True, is_superuser=True)

    forms_of_admin = []
    for pages in admin.site._registry.values():
        forms_of_admin += [pages.get_form(request), pages.get_changelist_form(request)]

    assert [form for form in forms_of_admin if not issubclass(form, Bounded)] == []
    assert len(forms_of_admin) > 8


def test_every_text_field_says_how_long_it_may_be():
    unsaid = [
        f"{module}:{line} {name}"
        for module, line, name, arguments in calls_of_fields()
        if name in TEXTS and "max_length" not in arguments and None not in arguments
    ]

    assert unsaid == []
    assert sum(name in TEXTS for _, _, name, _ in calls_of_fields()) > 40


def test_every_number_says_how_large_it_may_be():
    unsaid = [
        f"{module}:{line} {name}"
        for module, line, name, arguments in calls_of_fields()
        if name in ("IntegerField", "FloatField", "DecimalField")
        and not {"max_value", "validators"} & arguments
    ]

    assert unsaid == []


def fields_of_forms() -> list:
    """Every field of every form class, with its form and name."""
    return [
        pytest.param(field, id=f"{form.__qualname__}.{name}")
        for form in form_classes()
        for name, field in getattr(form, "base_fields", {}).items()
        if not isinstance(field, forms.BooleanField | forms.FileField)
    ]


@pytest.mark.parametrize("field", fields_of_forms())
def test_a_value_beyond_the_bound_reaches_no_field(field):
    read = []
    field = copy.deepcopy(field)
    field.clean = lambda value: read.append(value)
    form = type("OneField", (Form,), {"field": field})(MultiValueDict({"field": [FAR_TOO_LONG]}))

    assert not form.is_valid()
    assert read == []
    assert FAR_TOO_LONG not in str(form.errors)
    assert form.changed_data == []


class Typed(Form):
    line = forms.CharField(max_length=12)
    unsaid = forms.CharField()
    about_a_case = CaseLine(max_length=30)
    prose = ProseField(max_length=40)
    case = CaseProse(max_length=40)
    day = DayField()
    clock = ClockField()
    amount = PoundsField()
    number = forms.IntegerField(max_value=9)
    choice = forms.ChoiceField(choices=[("a", "A")])


RIGHT = {
    "line": "twelve signs", "unsaid": "x", "about_a_case": "a", "prose": "p", "case": "c", "day": "5 November 2012",
    "clock": "2pm", "amount": "12.50", "number": "9", "choice": "a",
}  # fmt: skip


@pytest.mark.parametrize(
    ("name", "value", "sentence"),
    [
        ("line", "x" * 13, "This is longer than 12 characters. Shorten it."),
        ("unsaid", "x" * (MOST_IN_A_LINE + 1), "This is longer than 2,000 characters. Shorten it."),
        ("about_a_case", "x" * 31, "This is longer than 30 characters. Shorten it."),
        ("prose", "x" * 41, "This is longer than 40 characters. Shorten it and save again."),
        ("day", "x" * 300, DayField().error_messages["invalid"]),
        ("clock", "x" * 300, "Enter the time like this: 2:00pm"),
        ("amount", "1" * 300, "Enter the amount in pounds, like 12.50"),
        ("number", "1" * 5_000, "Enter a whole number."),
        ("number", "10", "Ensure this value is less than or equal to 9."),
        (
            "choice",
            "z" * 300,
            f"Select a valid choice. {'z' * 40}… is not one of the available choices.",
        ),
    ],
)
def test_what_is_too_long_is_refused_in_words_and_kept(name, value, sentence):
    form = Typed(RIGHT | {name: value})

    assert {each: list(errors) for each, errors in form.errors.items()} == {name: [str(sentence)]}
    assert form[name].value() == value


def test_a_text_is_measured_as_it_is_kept():
    form = Typed(RIGHT | {"line": f"   {'x' * 12}\n ", "case": "a\r\n" * 19 + "ab"})

    assert form.is_valid(), form.errors
    assert len(form.cleaned_data["case"]) == 40


def test_more_values_than_any_list_has_are_refused():
    class Choose(Form):
        many = forms.MultipleChoiceField(choices=[("a", "A")])

    data = QueryDict(mutable=True)
    data.setlist("many", ["a"] * (MOST_VALUES + 1))

    assert Choose(data).errors["many"] == ["Choose 500 or fewer."]


def test_a_number_that_no_database_holds_is_no_choice(db):
    class Choose(Form):
        many = ManyField(None)

    for number in ("9" * 19, "9" * 20, "-" + "9" * 19, "9" * 5_000, "1e400", "1.5", "NaN"):
        form = Choose(MultiValueDict({"many": [number]}))
        form.fields["many"].queryset = UserFactory._meta.model.objects.all()
        assert list(form.errors) == ["many"], number


@pytest.mark.parametrize(
    ("text", "number"),
    [("12", 12), ("0", 0), ("9" * 18, 10**18 - 1), ("9" * 19, None), ("9" * 5_000, None), ("", None), (None, None),
     ("-1", None), ("1.5", None), ("²", None), ("x", None), (" 1", None)],
)  # fmt: skip
def test_a_number_is_read_only_as_long_as_a_column_holds(text, number):
    assert number_in(text) == number


BOUNDED_OTHERWISE = {
    "kit.days.reading": "an hour, of two figures by the pattern that it is part of",
    "kit.search.words": "asks whether one character is a figure, and reads no number",
    "pages.history": "asks whether a note of ours is the key of a row, which the database bounds",
    "kit.privacy.identifiers.anchors": "asks which signs of our own patterns are figures, and reads no number",
    "kit.privacy.identifiers.contacts": "asks whether a name has a figure in it, and reads no number",
    "kit.privacy.identifiers.numbers": "counts figures, and reads them one by one",
    "kit.privacy.identifiers.spoken": "asks which signs are figures, and reads no number",
    "kit.privacy.identifiers.tokens": "asks whether a figure stands beside a word, and reads no number",
    "kit.privacy.identifiers.weighing": "asks whether a figure stands after a word, and reads no number",
    "knowledge.citations.kinds": "asks whether a section is a figure, and reads no number",
    "knowledge.publications": "asks whether an edition is a figure, and reads no number",
    "knowledge.importing.bibtex_items": "asks whether a month and a day are figures, two at most, and reads no number",
    "knowledge.importing.dates": "years of four figures, months and days of two, by the patterns that they are parts of",
    "knowledge.importing.ris": "asks whether a text is figures, and reads no number",
    "members.headings": "asks whether a name has a figure in it, and reads no number",
}


def test_no_page_reads_a_number_but_through_its_bound():
    by_hand = re.compile(
        r"\.is(?:decimal|digit|numeric)\(|\bint\((?:request|data|sent|self\.data|pk|text|key|base)\b"
    )
    found = [
        name_of(path)
        for path in sources()
        if by_hand.search(path.read_text()) and path.parts[-2] not in ("demonstration", "templatetags")
    ]

    assert set(found) == {"kit.bounds", "kit.middleware", *BOUNDED_OTHERWISE}
