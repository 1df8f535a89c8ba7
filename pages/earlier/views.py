"""The page of earlier versions of a text, and the verb that brings one back. The texts are in pages/earlier/texts.py."""

from dataclasses import dataclass
from typing import Any

import rules
from django.contrib import messages
from django.core.paginator import Paginator
from django.http import Http404
from django.shortcuts import get_object_or_404, redirect, render

from kit.editing.earlier import KeptText, Version
from kit.http import page_view, require_perm, verb_view
from pages.earlier.texts import BY_SLUG

PAGE = 20
WRITERS = "Only people who can change this text can see its earlier versions."


@dataclass
class Shown:
    """A version on the page: of which text of which row it is."""

    text: KeptText
    row: Any
    version: Version


@page_view
def text_versions(request, kind, pk):
    """Show the earlier versions of a text, and what is different now."""
    text, row = _text(request, kind, pk)
    if not text.is_shown_to_readers:
        require_perm(request.user, text.permission, text.asked_of(row), WRITERS)
    parts = [(text, row), *text.parts(row, request.user)]
    found = [Shown(each, its, version) for each, its in parts for version in each.versions_of(its)]
    found.sort(key=lambda shown: (shown.version.at, shown.version.pk), reverse=True)
    context = {
        "text": text,
        "row": row,
        "title": text.title(row),
        "url": text.url(row),
        "site": text.site(row),
        "has_parts": len(parts) > 1,
        "page": Paginator(found, PAGE).get_page(request.GET.get("page")),
        "can_bring_back": rules.has_perm(text.permission, request.user, text.asked_of(row)),
    }
    return render(request, "pages/text_versions.html", context)


@verb_view
def version_bring_back(request, kind, pk, version_pk):
    """Make an earlier version the text again."""
    text, row = _text(request, kind, pk)
    require_perm(request.user, text.permission, text.asked_of(row))
    version = next((each for each in text.versions_of(row) if each.pk == version_pk), None)
    if version is None:
        raise Http404
    said = {name: request.POST.get(name, "") for name in ("base", "reason")}
    text.bring_back(row, version, by=request.user, **said)
    messages.success(request, "Brought back. The text that it replaced is kept: you can bring that back too.")
    return redirect("text_versions", kind, pk)


def _text(request, kind: str, pk: int) -> tuple[KeptText, Any]:
    """Return the text and its row, or raise Http404 if this person may not know of it."""
    text = BY_SLUG.get(kind)
    if text is None:
        raise Http404
    return text, get_object_or_404(text.rows(request.user), pk=pk)
