"""Names, places and addresses are kept without what nobody sees."""

import copy
import unicodedata

import pytest
from django import forms
from django.apps import apps
from django.db import models
from django.utils.datastructures import MultiValueDict
from hypothesis import given
from hypothesis import strategies as st

from kit.forms import Form
from kit.lines import AddressField, Tidied, tidy_address, tidy_line, tidy_text
from members.models import Member, User
from sites_app.models import Organisation
from tests.factories.members import MemberFactory, UserFactory
from tests.factories.sites import OrganisationFactory
from tests.kit.test_form_layout import form_classes

A_NAME = {"name", "place", "code", "usual_room", "stand_in_name", "organisation", "licence", "job_title"}
OURS = {"kit", "sites_app", "members", "meetings", "cases", "knowledge", "newsletter"}


@pytest.mark.parametrize(
    ("typed", "kept"),
    [
        ("Ann Shaw", "Ann Shaw"),
        ("\u200b\u00a0Ann\u200b\u00a0\u00a0Shaw\u202c\ufeff ", "Ann Shaw"),
        ("Ann\tShaw\r\n", "Ann Shaw"),
        ("An\u00adne O’Brien", "Anne O’Brien"),
        ("Joe\u0301 Martin", "Joé Martin"),
        ("Joe\u200b\u0301 Martin", "Joé Martin"),
        ("Ann\u200d\u200dShaw\u200c", "AnnShaw"),
        ("a\ufe0f\ufe0f\ufe0fb", "ab"),
        ("علی\u200cرضا", "علی\u200cرضا"),
        ("क्\u200dष", "क्\u200dष"),
        ("Team 👩\u200d⚕\ufe0f", "Team 👩\u200d⚕\ufe0f"),
        ("\u2800\u3164", ""),
    ],
)
def test_a_line_is_kept_without_what_is_invisible(typed, kept):
    assert tidy_line(typed) == kept


@given(st.text(alphabet=st.characters() | st.sampled_from("\u200b\u200c\u200d\ufe0f\u00a0\u0301e👩علی")))
def test_tidying_twice_is_tidying_once(text):
    assert tidy_line(tidy_line(text)) == tidy_line(text)
    assert tidy_address(tidy_address(text)) == tidy_address(text)


@given(st.text())
def test_no_letter_is_lost(text):
    letters = [
        each for each in unicodedata.normalize("NFC", text) if unicodedata.category(each) in ("Ll", "Lu")
    ]

    assert [each for each in tidy_line(text) if unicodedata.category(each) in ("Ll", "Lu")] == letters


@pytest.mark.parametrize(
    "typed",
    [
        "ann@example.org", " Ann@Example.ORG ", "Ann Shaw <ann@example.org>", '"Shaw, Ann" <ann@example.org>;',
        "<ann@example.org>", "mailto:ann@example.org?subject=Hello", "ann@\u200bexample.org", "\u00a0ann@example.org\u200b",
        "Ann <mailto:ann@example.org>", "'ann@example.org'", "ann@example.org,",
    ],
)  # fmt: skip
def test_an_address_is_understood_however_it_is_pasted(typed):
    assert tidy_address(typed) == "ann@example.org"


@pytest.mark.parametrize(
    "typed", ["a@example.org <b@example.org> <c@example.org>", "ann", "ann shaw@example.org"]
)
def test_what_is_not_one_address_stays_to_be_corrected(typed):
    assert tidy_address(typed) == typed


def test_a_longer_text_loses_nothing_but_invisible_ends():
    assert (
        tidy_text("\u200b 👩\u200d⚕\ufe0f said\u00a0so:\n\n“No\u200b”. \u00a0\u200b")
        == "👩\u200d⚕\ufe0f said\u00a0so:\n\n“No\u200b”."
    )


def fields_of_lines():
    """Every field of a form in which text is typed, with the form it is on."""
    return [
        pytest.param(field, id=f"{form.__qualname__}.{name}")
        for form in form_classes()
        for name, field in getattr(form, "base_fields", {}).items()
        if isinstance(field, forms.CharField) and getattr(field, "strip", True)
    ]


@pytest.mark.parametrize("field", fields_of_lines())
def test_no_field_of_a_form_keeps_invisible_ends(field):
    if isinstance(field.widget, forms.PasswordInput | forms.HiddenInput):
        pytest.skip("Nobody reads it.")
    read = []
    field = copy.deepcopy(field)
    field.validators = [read.append]
    field.run_validators = lambda value: read.append(value)
    typed = "Ann <ann@example.org>" if isinstance(field, forms.EmailField) else "Ann"
    form = type("OneField", (Form,), {"field": field})(
        MultiValueDict({"field": [f"\u200b\u00a0{typed}\u00a0\u200b"]})
    )

    form.is_valid()

    wanted = "ann@example.org" if isinstance(field, forms.EmailField) else "Ann"
    assert [str(each).replace("http://", "").replace("https://", "") for each in read] == [wanted]


def columns():
    return [
        field
        for model in apps.get_models()
        if model._meta.app_config.name.partition(".")[0] in OURS
        for field in model._meta.local_concrete_fields
    ]


def test_every_column_for_an_address_tidies_it():
    unlike = [
        str(each)
        for each in columns()
        if isinstance(each, models.EmailField) and not isinstance(each, AddressField)
    ]

    assert unlike == []


def test_every_column_for_a_name_or_a_place_tidies_it():
    named = [
        each
        for each in columns()
        if isinstance(each, models.CharField)
        and not each.choices
        and each.name in A_NAME
        and str(each) != "kit.Presence.place"  # the name of a field on a page
    ]
    assert len(named) > 15
    assert [str(each) for each in named if not isinstance(each, Tidied)] == []


def test_a_column_tidies_whoever_writes_and_looks(db):
    member = MemberFactory(name="Ann\u200b Shaw\u00a0", email="Ann <ANN@example.org>")
    Member.objects.filter(pk=member.pk).update(email="\u200bann@example.org")
    UserFactory(email="Bo@Example.org", name="Bo\u200b")
    Organisation.objects.bulk_create(
        [OrganisationFactory.build(name="\u00a0NHS\u200b Trust ", sector=OrganisationFactory().sector)]
    )

    assert (member.name, member.email) == ("Ann Shaw", "ann@example.org")
    assert Member.objects.get(name="Ann Shaw\u200b", email="ANN@example.org").email == "ann@example.org"
    assert User.objects.get(email="BO@example.org").name == "Bo"
    assert Organisation.objects.filter(name="NHS Trust").count() == 1
