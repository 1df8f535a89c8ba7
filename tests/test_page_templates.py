"""What every page's template does with forms and people, read from the templates: no page is asked for."""

import re
from pathlib import Path

import pytest
from django.apps import apps
from django.conf import settings

TEMPLATES = Path(__file__).resolve().parent.parent / "templates"
PAGES = {
    path.relative_to(TEMPLATES).as_posix(): path.read_text() for path in sorted(TEMPLATES.rglob("*.html"))
}
EXTENDS = re.compile(r'{% extends "([^"]+)" %}')
PRINTED = re.compile(r"{{\s*([\w.]+)\.\w+\|as_crispy_field|{% crispy ([\w.]+)")
SUMMARISED = re.compile(r"{{\s*([\w.]+)\|as_crispy_errors")
SENT = {"bound", "answered"}  # what a page with many forms calls the one that was sent

# Pages that print fields under another name than that of their form.
OTHERWISE = {"pages/minutes/minutes_edit.html": {"part"}}  # the parts of `form`


def with_ancestors(name: str) -> str:
    """The template, and those that it extends."""
    text = PAGES.get(name, "")
    above = EXTENDS.search(text)
    return text + (with_ancestors(above[1]) if above else "")


def names_in(pattern: re.Pattern, text: str) -> set[str]:
    """The last part of each name that is found: keep_form for reply.keep_form."""
    return {next(filter(None, found.groups())).rpartition(".")[2] for found in pattern.finditer(text)}


def test_every_page_with_a_form_lists_its_errors_at_the_top():
    lacking = {}
    for name, text in PAGES.items():
        if EXTENDS.search(text):
            printed, listed = names_in(PRINTED, text), names_in(SUMMARISED, with_ancestors(name))
            if left := printed - listed - OTHERWISE.get(name, set()):
                lacking[name] = left if not listed & SENT else set()

    assert {name: left for name, left in lacking.items() if left} == {}


def may_be_nobody() -> set[str]:
    """The names of columns that point at an account everywhere they are, and can be empty somewhere."""
    return {
        field.name
        for model in apps.get_models()
        for field in model._meta.concrete_fields
        if field.name.endswith("_by")
        and field.null
        and field.is_relation
        and field.related_model._meta.label == settings.AUTH_USER_MODEL
    }


# Never empty where it is printed, and why.
KNOWN_THERE = {
    ("newsletter/issue_edit.html", "issue.approved_by"): "it says who approved what is approved",
    ("newsletter/issue_edit.html", "issue.sent_for_checking_by"): "it says who sent what was sent",
}


@pytest.mark.parametrize("column", sorted(may_be_nobody()))
def test_no_page_prints_a_name_that_may_be_nobodys_without_asking_if_it_is_there(column):
    printed = re.compile(rf"{{{{\s*([\w.]*\b{column})\.name\b(?!\|default)")
    unasked = {
        (name, found[1])
        for name, text in PAGES.items()
        for found in printed.finditer(text)
        if f"if {found[1]} %" not in text
    }

    assert unasked - KNOWN_THERE.keys() == set()
