"""How every form field is drawn: label, hint, error, input, tied together for those who hear the page."""

from html.parser import HTMLParser

import pytest
from crispy_forms.templatetags.crispy_forms_filters import as_crispy_errors, as_crispy_field
from crispy_forms.utils import render_crispy_form
from django import forms

from kit.forms import Form


class Tags(HTMLParser):
    """The tags of a piece of HTML, as (name, attributes)."""

    def __init__(self, html: str):
        super().__init__()
        self.found: list[tuple[str, dict]] = []
        self.feed(html)

    def handle_starttag(self, tag, attrs):
        self.found.append((tag, dict(attrs)))

    def one(self, tag: str, **wanted) -> dict:
        """The attributes of the only such tag."""
        (attrs,) = [found for name, found in self.found if name == tag and wanted.items() <= found.items()]
        return attrs


class CaseForm(Form):
    title = forms.CharField(help_text="What it is about, not who.")
    kind = forms.ChoiceField(
        widget=forms.RadioSelect, choices=[("a", "Challenging"), ("b", "Worked")], help_text="One"
    )
    ready = forms.BooleanField(label="I have read it twice", help_text="Aloud helps")
    note = forms.CharField(widget=forms.Textarea(attrs={"class": "tall"}), required=False)
    drawing = forms.FileField(required=False, help_text="PNG")
    secret = forms.CharField(widget=forms.HiddenInput, required=False)


@pytest.fixture
def empty():
    return CaseForm({})


def test_label_hint_error_and_input_stand_in_this_order(empty):
    html = as_crispy_field(empty["title"])

    places = [html.index(part) for part in ("<label", "_helptext", "_error", "<input")]
    assert places == sorted(places)


def test_the_input_is_described_by_its_hint_and_its_error_once(empty):
    field = Tags(as_crispy_field(empty["title"])).one("input")

    assert field["aria-describedby"] == "id_title_helptext id_title_error"
    assert field["aria-invalid"] == "true"
    assert field["class"] == "form-control"


def test_a_field_without_error_is_not_marked():
    field = Tags(as_crispy_field(CaseForm()["title"])).one("input")

    assert "aria-invalid" not in field
    assert field["aria-describedby"] == "id_title_helptext"


def test_radios_stand_in_a_fieldset_that_their_hint_describes(empty):
    tags = Tags(as_crispy_field(empty["kind"]))

    assert tags.one("fieldset")["aria-describedby"] == "id_kind_helptext id_kind_error"
    assert [attrs["class"] for tag, attrs in tags.found if tag == "input"] == ["form-check-input"] * 2
    assert tags.one("label", **{"for": "id_kind_1"})


def test_one_checkbox_has_its_label_after_it(empty):
    html = as_crispy_field(empty["ready"])

    assert html.index("<input") < html.index("<label")
    assert "<legend" not in html


def test_a_class_of_the_form_is_added_not_lost():
    assert Tags(as_crispy_field(CaseForm()["note"])).one("textarea")["class"] == "form-control tall"


def test_a_file_field_keeps_its_label():
    tags = Tags(as_crispy_field(CaseForm()["drawing"]))

    assert tags.one("label")["for"] == tags.one("input")["id"]


def test_what_may_be_left_empty_says_so():
    assert "(optional)" in as_crispy_field(CaseForm()["note"])
    assert "(optional)" not in as_crispy_field(CaseForm()["title"])


def test_the_summary_says_that_there_is_a_problem_and_links_to_the_fields(empty):
    html = as_crispy_errors(empty)

    assert "There is a problem" in html
    links = [attrs["href"] for tag, attrs in Tags(html).found if tag == "a"]
    assert links == ["#id_title", "#id_kind", "#id_ready"]
    assert "This is still empty: Title" in html


def test_one_thing_is_one_thing():
    form = CaseForm({"title": "Letters", "kind": "a"})

    assert "There is a problem" in as_crispy_errors(form)


def test_a_form_without_errors_has_no_summary():
    assert as_crispy_errors(CaseForm()).strip() == ""


def test_what_was_typed_is_escaped():
    form = CaseForm({"title": "<script>go()</script>", "note": "</textarea><b>"})

    html = as_crispy_errors(form) + render_crispy_form(form)

    assert "<script>" not in html
    assert "</textarea><b>" not in html
