"""Every column that can hold words of a case is in the register: it is derived from the models, and exceptions have reasons."""

import pytest
from django.apps import apps
from django.conf import settings
from django.db import models
from django.test.utils import isolate_apps

from cases.models import Case
from kit.privacy.register import columns_of, key_of, owned_models, paths_to
from meetings.models import Meeting
from pages.privacy.places import PLACES
from pages.privacy.register import HOLDS_NO_WORDS, NO_WAY, OWNERS, register
from sites_app.models import Site


def test_every_model_leads_to_a_case_or_says_why_it_does_not():
    reached = {model._meta.label_lower for model in owned_models(OWNERS)}
    with_words = {model._meta.label_lower for model in apps.get_models() if columns_of(model)}

    assert with_words - reached - set(NO_WAY) == set()
    assert set(NO_WAY) & reached == set()
    assert set(NO_WAY) - with_words == set()


def test_every_column_is_in_the_register_or_says_why_it_holds_no_words():
    of_models = {key_of(column) for model in owned_models(OWNERS) for column in columns_of(model)}
    registered = {key_of(column) for columns in register().values() for column in columns}

    assert of_models - registered == set(HOLDS_NO_WORDS)
    assert all(reason.endswith(".") for reason in [*HOLDS_NO_WORDS.values(), *NO_WAY.values()])


def test_every_place_has_a_name_on_the_page():
    named_by_their_text = {"kit.revision", "kit.draft"}

    assert set(PLACES) == {model._meta.label_lower for model in register()} - named_by_their_text


@isolate_apps("cases")
def test_a_model_that_gains_a_way_to_a_case_is_in_the_register_with_all_its_columns():
    class Memo(models.Model):  # noqa: DJ008
        case = models.ForeignKey(Case, on_delete=models.CASCADE, related_name="+")
        words = models.TextField()
        answers = models.JSONField()
        scan = models.FileField()
        mood = models.CharField(max_length=3, choices=[("up", "up")])

        class Meta:
            app_label = "cases"

    class Margin(models.Model):  # noqa: DJ008
        memo = models.ForeignKey(Memo, null=True, on_delete=models.CASCADE, related_name="+")
        words = models.CharField(max_length=20)

        class Meta:
            app_label = "cases"

    assert [column.name for column in columns_of(Memo)] == ["words", "answers", "scan"]
    assert paths_to(Memo, Case) == (("case", False),)
    assert paths_to(Margin, Case) == (("memo__case", True),)
    assert [path.lookup for path in paths_to(Margin, Site)] == ["memo__case__site"]
    assert paths_to(Margin, Meeting) == ()


@pytest.mark.parametrize("model", ["kit.revision", "kit.draft", "kit.auditevent"])
def test_what_names_its_row_in_a_column_is_in_the_register(model):
    assert apps.get_model(model) in register()


def test_the_owners_are_those_of_the_settings():
    assert [owner._meta.label for owner in OWNERS] == settings.OWNERS_OF_WORDS
