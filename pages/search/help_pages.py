"""The pages of help as the search finds them. They are the same for everybody, and no row of a table."""

import re
from dataclasses import dataclass
from functools import cache, cached_property
from html import unescape

from django.template.loader import get_template

from kit.search.words import Term, words_of

PAGES = {  # the name of the address: the heading and the template
    "confidentiality": ("Confidentiality", "pages/confidentiality.html"),
    "accessibility": ("Accessibility", "pages/accessibility.html"),
}
TAGS = re.compile(r"\{%[^%{]*%\}|\{\{[^{}]*\}\}|<[^<>]*>")


@dataclass(frozen=True)
class HelpPage:
    """A page of help: the name of its address, its heading and what it says."""

    name: str
    heading: str
    text: str

    @cached_property
    def words(self) -> set[tuple[str, str]]:
        """Every word on the page, with its stem."""
        return {(word.text, word.stem) for word in words_of(f"{self.heading} {self.text}")}

    def has(self, terms: list[Term]) -> bool:
        """Return whether the page says all `terms`."""
        words = self.words
        return all(any(term.fits(*word) for word in words) for term in terms)


@cache
def help_pages() -> tuple[HelpPage, ...]:
    """Return every page of help."""
    return tuple(HelpPage(name, heading, _text(template)) for name, (heading, template) in PAGES.items())


def _text(template: str) -> str:
    """Return what stands in the main part of a template, without tags."""
    source = get_template(template).template.source  # type: ignore[attr-defined]  # a Django template
    _, _, main = source.partition("{% block main %}")
    return unescape(" ".join(TAGS.sub(" ", main).split()))
