"""Template filters for write-ups, their PDFs and lists of them."""

import nh3
from django import template
from django.utils.safestring import mark_safe
from markdown_it import MarkdownIt

from kit.words import figures
from knowledge.library import layout

register = template.Library()
PLAIN = MarkdownIt("zero").enable(["emphasis", "list", "blockquote"])
TAGS = {"p", "em", "strong", "ul", "ol", "li", "blockquote"}


@register.filter
def prose(text: str) -> str:
    """Return plain text as HTML paragraphs, lists, quotations and emphasis.

    HTML and links of the writer are not kept.
    """
    return mark_safe(nh3.clean(PLAIN.render(text or ""), tags=TAGS, attributes={}))


register.filter("steps_in_words", layout.steps_in_words)
register.filter("sections", layout.sections_of)


@register.filter
def step_table(steps: list[dict] | None) -> layout.StepTable:
    """Return the steps of a write-up as a table of three columns."""
    return layout.step_table(steps or [])


@register.filter
def minutes_to_read(content: dict) -> str:
    """6 minutes to read."""
    return figures(layout.minutes_to_read(content), "minute to read", "minutes to read")


@register.filter
def place(site: str) -> str:
    """Return the place of a site: Dunsmere for CP4 Dunsmere."""
    return site.partition(" ")[2] or site
