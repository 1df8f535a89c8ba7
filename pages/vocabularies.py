"""The pages where the programme team edits the lists of words: themes, needs, themes of issues, case management, sectors."""

from dataclasses import dataclass
from typing import Any

from django import forms
from django.contrib import messages
from django.http import Http404
from django.shortcuts import get_object_or_404, redirect, render

from cases.commissioning.models import IssueTheme
from cases.models import CaseManagement, Need, Theme
from kit import vocabulary
from kit.bounds import number_in
from kit.forms import Form, accepted, form_for, status_of
from kit.http import form_view, page_view, require_perm, verb_view
from kit.privacy.outward import OutwardName
from kit.privacy.register import column_named
from kit.vocabulary import Word
from sites_app.models import Programme, Sector
from sites_app.views import get_programme

TEAM = "Only the programme team can change these lists. Tell them which word is missing."


@dataclass(frozen=True)
class WordList:
    """One of the lists: its key in addresses, its heading, what it is for, and its model."""

    key: str
    heading: str
    what: str
    model: type[Word]

    @property
    def words(self) -> list[Any]:
        """The words that are offered, in their order."""
        return list(self.model.objects.offered())

    @property
    def retired(self) -> list[Any]:
        """The words that are not offered any more."""
        return list(self.model.objects.exclude(retired_at=None).select_related("merged_into"))


LISTS = {
    each.key: each
    for each in [
        WordList("themes", "Themes", "What cases and write-ups are about.", Theme),
        WordList("needs", "Needs", "Areas of life in which somebody needs support.", Need),
        WordList("issue-themes", "Themes of issues", "What issues for commissioners are about.", IssueTheme),
        WordList("case-management", "Case management", "What else a person can be under.", CaseManagement),
        WordList(
            "sectors", "Sectors", "Where members come from, in the order of the membership table.", Sector
        ),
    ]
}


class WordForm(Form):
    """A word of a list."""

    button = "Add"

    name = OutwardName(label="Word", error_messages={"required": "Enter the word"})

    def __init__(self, *args, model: type[Word], **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["name"].max_length = column_named(model, "name").max_length


class WordEditForm(WordForm):
    """A word of a list in other words."""

    button = "Save"
    leave = "Cancel"


class WordMergeForm(Form):
    """The word into which another one is merged."""

    button = "Merge"
    leave = "Cancel"
    is_grave = True

    into = forms.ModelChoiceField(
        None, label="Merge into", empty_label="Choose a word", error_messages={"required": "Choose a word"}
    )

    def __init__(self, *args, word: Word, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["into"].queryset = type(word).objects.offered().exclude(pk=word.pk)


def _programme(request, slug) -> Programme:
    """Return the programme, if this person may edit its lists of words."""
    programme = get_programme(request, slug)
    require_perm(request.user, "sites_app.edit_words", programme, TEAM)
    return programme


def _list(kind: str) -> WordList:
    """Return the list with this key, or raise 404."""
    if kind not in LISTS:
        raise Http404
    return LISTS[kind]


def _word(kind: str, pk: int) -> Any:
    """Return a word of a list, or raise 404."""
    return get_object_or_404(_list(kind).model, pk=pk)


@page_view
def word_lists(request, slug):
    """Show all lists of words."""
    programme = _programme(request, slug)
    return render(request, "pages/words/word_lists.html", {"programme": programme, "lists": LISTS.values()})


@form_view
def word_add(request, slug, kind):
    """Add a word to a list."""
    programme, words = _programme(request, slug), _list(kind)
    form = form_for(request, WordForm, model=words.model)
    if word := accepted(form, vocabulary.add_word, words.model, by=request.user):
        messages.success(request, f"“{word}” is on the list.")
        return redirect("word_lists", programme.slug)
    context = {"programme": programme, "list": words, "form": form}
    return render(request, "pages/words/word_add.html", context, status=status_of(form))


@form_view
def word_edit(request, slug, kind, pk):
    """Put a word into other words, and lead to retiring and merging it."""
    programme, words, word = _programme(request, slug), _list(kind), _word(kind, pk)
    form = form_for(request, WordEditForm, model=words.model, initial={"name": word.name})
    if accepted(form, vocabulary.reword, word, by=request.user):
        messages.success(request, f"“{word}” has been saved.")
        return redirect("word_lists", programme.slug)
    context = {"programme": programme, "list": words, "word": word, "form": form}
    return render(request, "pages/words/word_edit.html", context, status=status_of(form))


@form_view
def word_merge(request, slug, kind, pk):
    """Merge a word into another of its list."""
    programme, words, word = _programme(request, slug), _list(kind), _word(kind, pk)
    form = form_for(request, WordMergeForm, word=word)
    if into := accepted(form, vocabulary.merge, word, by=request.user):
        messages.success(request, f"What had “{word}” has “{into}” now.")
        return redirect("word_lists", programme.slug)
    context = {"programme": programme, "list": words, "word": word, "form": form}
    return render(request, "pages/words/word_merge.html", context, status=status_of(form))


@verb_view
def word_retire(request, slug, kind, pk):
    """Offer a word no more."""
    programme = _programme(request, slug)
    word = vocabulary.retire(_word(kind, pk), by=request.user)
    messages.success(request, f"“{word}” is not offered any more. It stays on what has it.")
    return redirect("word_lists", programme.slug)


@verb_view
def word_offer(request, slug, kind, pk):
    """Offer a retired word again."""
    programme = _programme(request, slug)
    word = vocabulary.offer_again(_word(kind, pk), by=request.user)
    messages.success(request, f"“{word}” is offered again.")
    return redirect("word_lists", programme.slug)


@verb_view
def word_move(request, slug, kind, pk):
    """Move a word to another place in its list."""
    programme = _programme(request, slug)
    vocabulary.move(_word(kind, pk), to=number_in(request.POST.get("to")), by=request.user)
    return redirect("word_lists", programme.slug)
