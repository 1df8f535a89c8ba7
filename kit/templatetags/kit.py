"""Filters and tags that every template has without loading them. How things are written is in kit/words.py."""

from typing import Any

import nh3
import rules
from django import template
from django.template.defaulttags import CsrfTokenNode
from django.template.loader import render_to_string
from django.templatetags.static import static
from django.utils.html import format_html
from django.utils.safestring import mark_safe
from markdown_it import MarkdownIt

from kit import once, periods, words
from kit.days.bank_holidays import remark
from kit.editing import opened, typed
from kit.editing.opened import Opened
from kit.privacy import marked_forms
from kit.privacy.fields import has_marks
from kit.privacy.marks import in_parts as marks_in_parts

register = template.Library()
HIDDEN = '<input type="hidden" name="{}" value="{}" autocomplete="off">'


class TokenNode(CsrfTokenNode):
    """The hidden fields that each form sent by POST has: the token against forgery, the key of kit.once, and what the
    form of the page was opened with.
    """

    def __init__(self, form):
        super().__init__()
        self.form = form

    def render(self, context):
        token = super().render(context)
        if not token:
            return token
        key = format_html(HIDDEN, once.NAME, once.new_key())
        form = self.form.resolve(context, ignore_failures=True)
        if not isinstance(form, Opened) or not (form.has_base or has_marks(form)):
            return token + key
        request = context.get("request") or getattr(context, "request", None)
        page = typed.page_of(request, lambda: context.flatten().values()) if request else None
        return token + key + self._opened(form, request, page) + self._marked(form, request, page)

    def _opened(self, form, request, page):
        if not form.has_base:
            return ""
        base = format_html(HIDDEN, opened.NAME, form.opened)
        if request is None or page is None or not form.is_kept:
            return base
        typed.restore(form, request)
        base = format_html(HIDDEN, opened.NAME, form.opened)
        whose = format_html(HIDDEN, typed.NAME, page.signed())
        request.shows_draft = bool(form.draft) or getattr(request, "shows_draft", False)
        return base + whose + render_to_string("components/_draft.html", {"form": form, "draft": form.draft})

    def _marked(self, form, request, page):
        """Return what the page's script asks for marks with, where text about people is typed in the form; and the marks
        of what was sent, for a page without script.
        """
        if request is None or not has_marks(form):
            return ""
        page = page or typed.PAGE_OF_NOBODY
        asks = format_html('<span hidden data-marks-of="{}"></span>', page.signed())
        if not marked_forms.has_list(form):
            return asks
        marks = marks_in_parts(marked_forms.marks_in(form, page, request.user))
        return asks + format_html(
            '<div class="without-script">{}</div>', render_to_string("components/_marks.html", marks)
        )


@register.tag
def csrf_token(parser, token) -> TokenNode:
    """Return the hidden fields of a form. It stands for Django's tag of this name in every template.

    `{% csrf_token keep_form %}` is of another form than `form`, and `{% csrf_token None %}` of none.
    """
    named = token.split_contents()[1:] or ["form"]
    return TokenNode(parser.compile_filter(named[0]))


LINES = MarkdownIt("zero", {"breaks": True}).enable(["list", "newline"])


@register.simple_tag
def icon(name: str, label: str = "", css: str = "") -> str:
    """Return an icon of the sprite. With `label` it has a text alternative; without, a word must be next to it."""
    speak = format_html('role="img" aria-label="{}"', label) if label else mark_safe('aria-hidden="true"')
    return format_html(
        '<svg class="icon{}" {}><use href="{}#{}"></use></svg>',
        f" {css}" if css else "",
        speak,
        static("icons.svg"),
        name,
    )


@register.inclusion_tag("components/_breadcrumb.html")
def breadcrumb(here: str, *steps: str) -> dict[str, Any]:
    """Return the way back, nearest last: the words for this page, then an address and its words for each step above it.

    {% breadcrumb "Notes" cases_url "Cases" case.get_absolute_url case.reference %}
    """
    return {"here": here, "steps": list(zip(steps[::2], steps[1::2], strict=True))}


@register.inclusion_tag("components/_empty.html")
def empty(title: str, text: str, url: str = "", action: str = "", level: int = 2) -> dict[str, Any]:
    """Return what stands in place of an empty list: what would be here, and with `url` a button to begin.

    {% empty "No evidence yet" "Add a publication to get started." add_url "Add the first publication" %}
    """
    return {"title": title, "text": text, "url": url, "action": action, "level": level}


@register.inclusion_tag("components/_marks.html")
def marks_list(marks) -> dict[str, Any]:
    """Return the marks of a text, or suspicions in it: what is open, what is kept, and what was looked for."""
    return marks_in_parts(marks)


@register.inclusion_tag("components/_alert.html")
def alert(level: str, text: str, title: str = "") -> dict[str, Any]:
    """Return what a verb did, or why not. `level`: success, info, warning or error; `title` is bold and comes first."""
    return {"level": level, "text": text, "title": title}


for words_filter in (
    words.day,
    words.since,
    words.short_day,
    words.day_of_month,
    words.weekday,
    words.full_day,
    words.month,
    words.month_name,
    words.clock,
    words.when,
    words.in_days,
    words.spelled,
    words.lower_first,
    words.times,
):
    register.filter(words_filter)
register.filter("period", periods.in_words)
register.filter("bank_holiday", remark)


@register.filter
def listed(rows, attribute: str = "") -> str:
    """Return rows as a list in a sentence, each as itself or as one of its attributes: {{
    members|listed:"first_name" }}.
    """
    return words.listed(getattr(row, attribute) if attribute else row for row in rows)


@register.filter
def count(number: int, forms: str) -> str:
    """Return a number in words with what it counts: {{ 2|count:"person has,people have" }}."""
    return words.count(number, *forms.split(","))


@register.filter
def figures(number: int, forms: str) -> str:
    """Return a number in figures with what it counts: {{ 2|figures:"member,members" }}."""
    return words.figures(number, *forms.split(","))


@register.filter
def pounds(pence) -> str:
    """Return pence as pounds, or "" where there is no amount."""
    return "" if pence in (None, "") else words.pounds(int(pence))


@register.simple_tag(takes_context=True)
def may(context, perm: str, row=None) -> bool:
    """Return whether this person has `perm` on `row`, by the same rules as the view: {% may "cases.edit_case"
    case as can %}.

    It works in partials that are included with `only`. Django's own `perms` and `user.has_perm` return True
    for every superuser.
    """
    request = context.get("request") or getattr(context, "request", None)
    return request is not None and rules.has_perm(perm, request.user, row)


@register.filter
def as_written(text: str) -> str:
    """Return plain text as HTML with its paragraphs and lines, and lists where lines begin with a dash. HTML in
    the text is escaped.
    """
    return mark_safe(nh3.clean(LINES.render(text or ""), tags={"p", "br", "ul", "ol", "li"}, attributes={}))


@register.filter
def minus(value, other) -> int:
    """Return the difference: 695000|minus:412800 -> 282200."""
    return int(value) - int(other)
