"""Every form comes through crispy, with the template pack of the house."""

import importlib
import pkgutil
import re

import pytest
from crispy_forms.helper import FormHelper
from django import forms
from django.conf import settings
from django.template import Context, Template

from kit.admin import BoundedModelForm
from kit.forms import Form, Group, LaidOut

TEMPLATES = sorted((settings.BASE_DIR / "templates").rglob("*.html"))


def print_form(form, tag="{% crispy form %}", **context) -> str:
    return Template(tag).render(Context({"form": form, "csrf_token": "token", **context}))


def form_classes() -> list[type]:
    """Every form class of our apps."""
    for app in settings.OUR_APPS:
        package = importlib.import_module(app)
        for module in pkgutil.walk_packages(package.__path__, f"{app}."):
            if not re.search(r"\.(migrations|management)\b", module.name):
                importlib.import_module(module.name)
    found, waiting = set(), [forms.BaseForm]
    while waiting:
        below = waiting.pop().__subclasses__()
        waiting += below
        found |= {form for form in below if form.__module__.partition(".")[0] in settings.OUR_APPS}
    return sorted(found, key=lambda form: (form.__module__, form.__name__))


class StepForm(Form):
    """A form as ours are."""

    button = "Write these steps"
    leave = "Not today"
    note = "It comes back by itself."

    what = forms.CharField(label="What", help_text="Small and concrete")
    base = forms.IntegerField(widget=forms.HiddenInput, required=False)


class TwoParts(StepForm):
    """A form with an order of its own."""

    def layout(self) -> list:
        return ["base", "who", "what"]

    who = forms.CharField(label="Who")


OTHERWISE = re.compile(
    r"as_field_group|form\.as_(?:p|div|table|ul)\b|\{\{ *\w*form *\}\}|for field in \w*form(?:\.visible_fields|\.hidden_fields)? "
)


def test_no_template_prints_fields_but_through_crispy():
    pack = settings.BASE_DIR / "templates" / "copsite"
    pages = [path for path in TEMPLATES if pack not in path.parents]

    assert [str(path) for path in pages if OTHERWISE.search(path.read_text())] == []
    assert len(pages) > 100
    assert OTHERWISE.search("{% for field in form.visible_fields %}")
    assert OTHERWISE.search("{{ form.as_p }}")


def test_no_page_takes_a_form_but_through_form_for_and_accepted():
    by_hand = re.compile(r"except RefusedError|request\.POST or None|request\.POST if |422 if ")
    apps = [settings.BASE_DIR / app.replace(".", "/") for app in settings.OUR_APPS if app != "kit"]
    pages = {
        path
        for app in apps
        for path in app.rglob("*.py")
        if "render(" in path.read_text() or "views" in path.parts
    }

    assert [str(path) for path in sorted(pages) if by_hand.search(path.read_text())] == []
    assert len(pages) > 40


def test_every_form_of_ours_has_a_helper():
    ours = [form for form in form_classes() if form is not BoundedModelForm]  # that of the admin
    without = [form.__qualname__ for form in ours if not issubclass(form, LaidOut)]

    assert without == []
    assert len(form_classes()) > 50


def test_a_helper_prints_the_whole_form_in_order():
    html = print_form(StepForm(), leave_url="/home/")

    parts = [
        '<form method="post" novalidate>', "csrfmiddlewaretoken", 'name="base"', "<label", "_helptext",
        'name="what"', "It comes back by itself.", "Write these steps</button>", '<a href="/home/">Not today</a>', "</form>",
    ]  # fmt: skip
    places = [html.index(part) for part in parts]
    assert places == sorted(places)


def test_the_link_that_leaves_is_printed_where_the_page_says_where_it_leads():
    assert "Not today" not in print_form(StepForm())


def test_fields_alone_have_no_form_element_no_token_and_no_button():
    html = print_form(StepForm(), "{% crispy form form.fields_helper %}")

    assert 'name="what"' in html
    assert not any(part in html for part in ("<form", "csrfmiddlewaretoken", "<button"))


def test_a_layout_decides_the_order():
    html = print_form(TwoParts())

    assert html.index('name="who"') < html.index('name="what"')


def test_a_group_stands_under_its_heading_and_its_line():
    class Grouped(TwoParts):
        def layout(self) -> list:
            return ["what", Group("The people", "who", note="By their roles."), "base"]

    html = print_form(Grouped())

    places = [
        html.index(part) for part in ('name="what"', "<h2>The people</h2>", "By their roles.", 'name="who"')
    ]
    assert places == sorted(places)


def test_a_layout_that_names_no_field_of_the_form_is_an_error():
    class Wrong(StepForm):
        def layout(self) -> list:
            return ["nothing"]

    with pytest.raises(Exception, match="nothing"):
        print_form(Wrong())


def test_a_form_with_a_file_says_how_it_is_sent():
    class WithFile(Form):
        file = forms.FileField()

    assert 'enctype="multipart/form-data"' in print_form(WithFile())


def test_the_error_summary_is_printed_by_crispy_and_links_into_the_field():
    html = print_form(StepForm({}), "{{ form|as_crispy_errors }}")

    assert 'role="alert"' in html
    assert '<a href="#id_what">' in html
    assert print_form(StepForm(), "{{ form|as_crispy_errors }}").strip() == ""


def test_each_form_has_one_helper_and_keeps_it():
    form = StepForm()

    assert isinstance(form.helper, FormHelper)
    assert form.helper is form.helper
    assert form.helper is not StepForm().helper
