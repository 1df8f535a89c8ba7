"""Words and marks that every template uses: icons, dates, times, money."""

from datetime import date, datetime

import nh3
import rules
from django import template
from django.templatetags.static import static
from django.utils import timezone
from django.utils.html import format_html
from django.utils.safestring import mark_safe
from markdown_it import MarkdownIt

register = template.Library()
LINES = MarkdownIt("zero", {"breaks": True}).enable(["list", "newline"])


def _local(value: date | datetime) -> date | datetime:
    return timezone.localtime(value) if isinstance(value, datetime) and timezone.is_aware(value) else value


@register.simple_tag
def icon(name: str, label: str = "", css: str = "") -> str:
    """An icon of the sprite. With `label` it speaks for itself; without, a word must stand beside it."""
    speak = format_html('role="img" aria-label="{}"', label) if label else mark_safe('aria-hidden="true"')
    return format_html(
        '<svg class="icon{}" {}><use href="{}#{}"></use></svg>',
        f" {css}" if css else "",
        speak,
        static("icons.svg"),
        name,
    )


@register.filter
def day(value) -> str:
    """5 November 2012."""
    value = _local(value) if value else None
    return f"{value.day} {value:%B %Y}" if value else ""


@register.filter
def short_day(value) -> str:
    """5 Nov."""
    value = _local(value) if value else None
    return f"{value.day} {value:%b}" if value else ""


@register.filter
def weekday(value) -> str:
    """Thursday 5 November."""
    value = _local(value) if value else None
    return f"{value:%A} {value.day} {value:%B}" if value else ""


@register.filter
def clock(value) -> str:
    """2:00pm."""
    value = _local(value) if value else None
    return f"{value.hour % 12 or 12}:{value:%M}{'am' if value.hour < 12 else 'pm'}" if value else ""


@register.filter
def when(value) -> str:
    """5 November 2012, 2:00pm."""
    return f"{day(value)}, {clock(value)}" if value else ""


@register.filter
def pounds(pence) -> str:
    """Pence as pounds: 695000 -> £6,950 and 1250 -> £12.50."""
    if pence is None or pence == "":
        return ""
    pence = int(pence)
    sign, pence = ("-" if pence < 0 else ""), abs(pence)
    return f"{sign}£{pence // 100:,}" + (f".{pence % 100:02d}" if pence % 100 else "")


@register.filter
def in_days(value) -> str:
    """How far away a day is, in words: today, tomorrow, in 3 days, 2 days ago."""
    if not value:
        return ""
    value = _local(value)
    days = ((value.date() if isinstance(value, datetime) else value) - timezone.localdate()).days
    if days in (0, 1, -1):
        return {0: "today", 1: "tomorrow", -1: "yesterday"}[days]
    return f"in {days} days" if days > 0 else f"{-days} days ago"


@register.simple_tag(takes_context=True)
def may(context, perm: str, row=None) -> bool:
    """Whether this person has `perm` on `row`, by the same rules that the view asks: {% may "cases.edit_case" case as can %}.

    Works in partials included `only`. Django's own `perms` and `user.has_perm` say yes to every superuser.
    """
    request = context.get("request") or getattr(context, "request", None)
    return request is not None and rules.has_perm(perm, request.user, row)


@register.filter
def as_written(text: str) -> str:
    """Plain text as it was typed: paragraphs, lines, and lists where lines begin with a dash; no HTML of the writer's."""
    return mark_safe(nh3.clean(LINES.render(text or ""), tags={"p", "br", "ul", "ol", "li"}, attributes={}))


@register.filter
def minus(value, other) -> int:
    """What is left: 695000|minus:412800 -> 282200."""
    return int(value) - int(other)
