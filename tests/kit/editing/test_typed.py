"""What was typed and not saved: kept once, for one person, in words that can be removed."""

import pytest
from django import forms
from django.http import QueryDict
from django.template import RequestContext, Template

from kit.editing import typed
from kit.editing.typed import FormDraft, Page, Typed
from kit.forms import Form
from kit.models import Draft
from tests.factories.members import UserFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def ruth():
    return UserFactory()


def sent(user, **answers) -> Typed:
    page = Page(user.pk, "/a/page/", "cases.case:1")
    data = QueryDict(mutable=True)
    data.update({"typed_on": page.signed(), "opened": "Plan 1 words:abc", "once": "x", **answers})
    return Typed.read(data)


def test_what_is_kept_is_what_was_typed(ruth):
    draft = typed.keep(sent(ruth, words="One\ntwo", place=""), key="1")

    kept = FormDraft.of(draft)
    assert (kept.opened, dict(kept.answers.lists())) == (
        "Plan 1 words:abc",
        {"words": ["One\ntwo"], "place": [""]},
    )
    assert (draft.user, draft.subject) == (ruth, "cases.case:1")


def test_a_form_has_one_draft(ruth):
    for number, words in enumerate(["One", "Two", "Three"]):
        typed.keep(sent(ruth, words=words), key=str(number))

    assert FormDraft.of(Draft.objects.get()).answers["words"] == "Three"


class SecretForm(Form):
    """A form with a text and a password."""

    words = forms.CharField(max_length=99, widget=forms.Textarea)
    password = forms.CharField(max_length=99, widget=forms.PasswordInput)


class WordsForm(Form):
    """A form with a text."""

    words = forms.CharField(max_length=99, widget=forms.Textarea)


@pytest.mark.parametrize(("form", "is_kept"), [(WordsForm, True), (SecretForm, False)])
def test_nothing_of_a_form_with_a_password_is_kept(rf, ruth, form, is_kept):
    request = rf.get("/a/page/")
    request.user, request.session = ruth, {}

    html = Template("{% csrf_token %}").render(RequestContext(request, {"form": form()}))

    assert 'name="opened"' in html
    assert ('name="typed_on"' in html) is is_kept


@pytest.mark.parametrize("words", ["", "x" * 200_001, "a\0b"])
def test_nothing_and_too_much_is_not_kept(ruth, words):
    assert typed.keep(sent(ruth, words=words), key="1") is None
    assert not Draft.objects.exists()


def test_nothing_is_kept_for_an_account_that_is_closed(ruth):
    what = sent(ruth, words="One")
    ruth.is_active = False
    ruth.save()

    assert typed.keep(what, key="1") is None


def test_of_very_many_drafts_the_oldest_go(ruth, monkeypatch):
    monkeypatch.setattr(typed, "MOST_DRAFTS", 2)
    for label in ("A", "B", "C"):
        what = sent(ruth, words=label)
        what.label = label
        typed.keep(what, key=label)

    assert sorted(FormDraft.of(draft).answers["words"] for draft in Draft.objects.all()) == ["B", "C"]


@pytest.mark.parametrize("value", ["", "forged", "W10:1:2", "\ud800"])
def test_a_page_that_was_not_signed_is_none(value):
    assert Page.read(value) is None
