"""What the reading pages, their PDFs and the lists of knowledge say in words."""

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
    """Plain text -> paragraphs, lists, quotations and emphasis, and nothing else: no HTML of the writer's, no links."""
    return mark_safe(nh3.clean(PLAIN.render(text or ""), tags=TAGS, attributes={}))


register.filter("steps_in_words", layout.steps_in_words)


@register.filter
def minutes_to_read(content: dict) -> str:
    """6 minutes to read."""
    return figures(layout.minutes_to_read(content), "minute to read", "minutes to read")


@register.filter
def place(site: str) -> str:
    """CP4 Dunsmere -> Dunsmere, as it stands in a sentence."""
    return site.partition(" ")[2] or site
