"""No pattern of ours takes longer than its text is long: five times the text takes five times as long."""

import ast
import contextlib
import functools
import importlib
import re
from pathlib import Path

import pytest
from django.core.exceptions import ValidationError

from cases.clearance.marked_text import Rendered, _walk
from kit.days.fields import ClockField, DayField
from kit.editing.field_names import FieldNames
from kit.fold import fold
from kit.forms import PoundsField
from kit.privacy.identifiers import find_identifiers, refused_passages
from kit.privacy.striking import Passage
from kit.search.words import passage, terms_of, weights_of
from knowledge.citations.doi import read_doi
from members.headings import guess_columns, guess_heading_row, plain
from members.known_names import IdentifierFinder
from pages.room.fields import field_named
from tests.measuring import slow_texts
from tests.test_layout import ROOT, name_of, sources, tree_of

pytestmark = pytest.mark.long
LENGTH = 100_000
PIECES = [
    "a", "a.", "Aa ", "A. ", "A ", "a@", "a@a.", "@", ".", "-", "'", "1", "0", "12 ", "01 ", "1/", "1,", "£1,", " ", "\n",
    "\t", "\r\n", "the only a ", "the only in ", "Mr A ", "Mr Mr ", "Mr A-", "1 Aa ", "12 January ", "1st ", "monday ",
    "day", "day ", "aday 1 ", "10.1234/", "doi:", "https://doi.org/", "A1 1A", "AB12", "+44 0", "0-", "000 000 0000 ", "{a",
    "what_1_", "é", "ß", "𝔞", "🙂", "\u200b", "e\u0301", "aA1 .-@'", "Kevin", "kevin ", "in the ",
    "st ", "12 elm ", "xq", "the 2009 a ", "ab cd ef-", "(Aa and ", "Aa, ", "abcdefghijklmnop ", "a b ", "1/1, ", "o'",
    "\u0301\u0323", "\u0301", "\u0323\u0301\u05b0", "\ufdfa", "\u3316", "\u2800", "\u0661", "1\ufe0f\u20e3", "\u202e",
]  # fmt: skip
TEXTS = [piece * (LENGTH // len(piece)) + "!" for piece in PIECES]

# Where a pattern is made of what somebody asks for, and the test below that runs it.
MADE_WHEN_ASKED = {
    "kit.editing.field_names": "names of fields",
    "kit.privacy.striking": "what is struck out",
}
FUNCTIONS_OF_RE = {"search", "match", "fullmatch", "sub", "subn", "split", "findall", "finditer"}


@functools.cache
def patterns() -> dict[str, re.Pattern]:
    """Every pattern that a module of ours keeps, by where it stands."""
    found = {}
    for path in sources():
        if "re" in {
            alias.name
            for node in ast.walk(tree_of(path))
            if isinstance(node, ast.Import)
            for alias in node.names
        }:
            module = importlib.import_module(name_of(path))
            for name, value in vars(module).items():
                found |= {f"{module.__name__}.{name}{at}": each for at, each in patterns_in(value)}
    return found


def patterns_in(value, at: str = ""):
    """The patterns in `value`, in lists and dictionaries too, each with where in it."""
    if isinstance(value, re.Pattern):
        yield at, value
    elif isinstance(value, dict):
        for key, each in value.items():
            yield from patterns_in(each, f"{at}[{key!r}]")
    elif isinstance(value, list | tuple | set | frozenset):
        for number, each in enumerate(value):
            yield from patterns_in(each, f"{at}[{number}]")


def calls_of_re():
    """Every call of a function of `re`: the module, the line, the function, and whether it is inside a function."""
    for path in sources():
        inside = {
            id(node)
            for function in ast.walk(tree_of(path))
            if isinstance(function, ast.FunctionDef | ast.Lambda)
            for node in ast.walk(function)
        }
        for node in ast.walk(tree_of(path)):
            called = node.func if isinstance(node, ast.Call) else None
            if isinstance(called, ast.Attribute) and getattr(called.value, "id", "") == "re":
                yield name_of(path), node.lineno, called.attr, id(node) in inside


@pytest.mark.parametrize("where", sorted(patterns()))
def test_every_pattern_is_linear(where):
    pattern = patterns()[where]

    def read(text):
        for match in pattern.finditer(text):
            match.span()
        pattern.fullmatch(text)

    assert slow_texts(read, TEXTS) == [], pattern.pattern


def test_every_pattern_stands_where_this_test_finds_it():
    elsewhere = [
        f"{module}:{line} re.{function}"
        for module, line, function, is_inside in calls_of_re()
        if function in FUNCTIONS_OF_RE or (function == "compile" and is_inside)
    ]

    assert [each for each in elsewhere if each.split(":")[0] not in MADE_WHEN_ASKED] == []
    assert {each.split(":")[0] for each in elsewhere} == set(MADE_WHEN_ASKED)
    assert all(each.endswith("re.compile") for each in elsewhere)
    assert len(patterns()) > 15


def test_a_quadratic_pattern_would_be_found():
    quadratic = re.compile(r"(?:[A-Z][a-z]+\s)+Street")

    assert slow_texts(quadratic.search, ["Aa " * (LENGTH // 6)]) != []


NAMES = ("Aa", "A. A.", "a.a", "Aa Aa Aa", *(f"Person{number} Surname{number}" for number in range(200)))
READERS = {
    "folding": lambda text: fold(text, accents=False),
    "identifiers": find_identifiers,
    "names known here": lambda text: find_identifiers(text, names=NAMES),
    "refused passages": refused_passages,
    "a text to check": lambda text: _walk({"text": text}, Rendered(), IdentifierFinder(None)),
    "what is struck out": lambda text: [
        Passage(each, inside=True).taken_out_of(text) for each in ("a." * 90, "1" * 90)
    ],
    "terms of a search": terms_of,
    "passages of a search": lambda text: passage(text, terms_of("aa monday 1 the a&e")),
    "words that can be searched for": lambda text: weights_of(text, text),
    "names of fields": field_named,
    "numbers in names": FieldNames("what_{discussion}_{row}").read,
    "headings": lambda text: guess_columns([text]) and guess_heading_row([[text]]),
    "words compared": plain,
}
REFUSING = {
    "days": DayField().clean,
    "times": ClockField().clean,
    "amounts": PoundsField().clean,
    "DOIs": read_doi,
}


@pytest.mark.parametrize("name", READERS)
def test_what_reads_a_text_is_linear(name):
    assert slow_texts(READERS[name], TEXTS) == []


@pytest.mark.parametrize("name", REFUSING)
def test_what_refuses_a_text_is_linear(name):
    def read(text):
        with contextlib.suppress(ValidationError, ValueError):
            REFUSING[name](text)

    assert slow_texts(read, TEXTS) == []


LITERAL = re.compile(r"(?<=[(,=!&|] )/(?![/*])[^/\n]+/[a-z]*|(?<=\()/(?![/*])[^/\n]+/[a-z]*")
REPEATS = re.compile(r"(?<!\\)[*+]|\{\d+,\}")


def test_no_pattern_of_a_script_repeats_more_than_one_thing():
    found = {
        f"{path.name}: {pattern}"
        for path in sorted(Path(ROOT, "static", "js").glob("*.js"))
        for pattern in LITERAL.findall(path.read_text())
    }

    assert [each for each in sorted(found) if len(REPEATS.findall(each.split(": ")[1])) > 1] == []
    assert len(found) >= 3
    assert not any("new RegExp" in path.read_text() for path in Path(ROOT, "static", "js").glob("*.js"))
