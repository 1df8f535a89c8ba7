"""Views of what was found in published texts since they were checked: one list for the programme team."""

from dataclasses import dataclass

from django.contrib import messages
from django.core.paginator import Paginator
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.text import capfirst

from cases.clearance import rereading
from cases.clearance.forms import SettleForm
from cases.clearance.models import FoundPassage, Rereading
from cases.clearance.published import Found, Published
from kit.forms import accepted, form_for, status_of
from kit.http import form_view, page_view, require_perm
from members.models import KeptWord
from members.models.kept_words import digest_of

PER_PAGE = 10  # texts are read again to show them


@dataclass(frozen=True)
class Row:
    """A passage of the list: what it is about, the page where that is withdrawn or changed, and the words around it."""

    passage: FoundPassage
    title: str
    url: str
    found: Found | None
    form: SettleForm
    kept: KeptWord | None = None  # who kept it at the site since, and why


@page_view
def found_list(request):
    """Show what was found in published texts since they were checked, the oldest first."""
    require_perm(request.user, "clearance.list_found")
    return _page(request)


@form_view
def found_settle(request, pk):
    """Record that a passage is fine, and why."""
    passages = FoundPassage.objects.visible_to(request.user).select_related("rereading__cleared_text")
    passage = get_object_or_404(passages, pk=pk)
    require_perm(request.user, "clearance.settle_found", passage)
    if request.method != "POST":
        return redirect("clearance:found_list")
    form = form_for(request, SettleForm, auto_id=f"id_{pk}_%s")
    if accepted(form, rereading.settle, passage, by=request.user):
        messages.success(request, "Kept as it is. This passage does not come back.")
        return redirect("clearance:found_list")
    return _page(request, {pk: form}, status=status_of(form))


def _page(request, forms: dict[int, SettleForm] | None = None, status: int = 200):
    passages = FoundPassage.objects.open().visible_to(request.user)
    passages = passages.select_related(
        "rereading__cleared_text__publication", "rereading__site", "rereading__programme"
    )
    page = Paginator(passages, PER_PAGE).get_page(request.GET.get("page"))
    rows = _rows(list(page.object_list), forms or {})
    return render(request, "clearance/found_list.html", {"page": page, "rows": rows}, status=status)


def _rows(passages: list[FoundPassage], forms: dict[int, SettleForm]) -> list[Row]:
    finders = rereading.Finders() if passages else None
    there = {row: rereading.published_row(row) for row in {each.rereading for each in passages}}
    found = {
        row: read.passages(finders.of(row.programme_id, row.site_id)) if read and finders else {}
        for row, read in there.items()
    }
    kept = _kept(passages, found)
    return [
        Row(
            each,
            *_place(each, there[each.rereading]),
            found[each.rereading].get(each.digest),
            forms.get(each.pk) or SettleForm(auto_id=f"id_{each.pk}_%s"),
            kept.get(each),
        )
        for each in passages
    ]


def _kept(
    passages: list[FoundPassage], found: dict[Rereading, dict[str, Found]]
) -> dict[FoundPassage, KeptWord]:
    """Return the kept word of each passage that somebody kept at the site of its text, all read in one query."""
    words = {
        each: digest_of(each.rereading.site_id, there.suspicion.passage, there.suspicion.kind)
        for each in passages
        if each.rereading.site_id and (there := found[each.rereading].get(each.digest))
    }
    kept = KeptWord.objects.filter(digest__in=words.values()).select_related("kept_by", "site")
    by_digest = {word.digest: word for word in kept} if words else {}
    return {each: by_digest[digest] for each, digest in words.items() if digest in by_digest}


def _place(passage: FoundPassage, read: Published | None) -> tuple[str, str]:
    """Return what the passage stands in, in words, and the page where that is withdrawn or changed: that of the site or
    programme where it has none of its own.
    """
    row = passage.rereading
    if row.cleared_text:
        return row.cleared_text.title, reverse("clearance:text_check", args=[row.cleared_text.pk])
    here = row.site or row.programme
    if read is None:
        return str(here), here.get_absolute_url()
    address = getattr(read.row, "get_absolute_url", here.get_absolute_url)
    return capfirst(str(read.row._meta.verbose_name)), address()
