"""Sentences that people see are not keys: no code compares a heading, label or title with words."""

import ast
from pathlib import Path

import pytest
from django.apps import apps
from django.conf import settings

ROOT = Path(__file__).resolve().parent.parent
APPS = [Path(app.path) for app in apps.get_app_configs() if app.name in settings.OUR_APPS]
SHOWN = {"heading", "headline", "label", "title", "sentence", "words", "text", "why", "what"}


def sources() -> list[Path]:
    """Our own Python files, without migrations."""
    found = {path for app in APPS for path in app.rglob("*.py")}
    return sorted(path for path in found if "migrations" not in path.parts)


def is_shown(node: ast.AST) -> bool:
    """Whether an expression is something that people read, by its name: row.label, part["heading"], get_kind_display()."""
    if isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute):
        return node.func.attr.startswith("get_") and node.func.attr.endswith("_display")
    if isinstance(node, ast.Subscript) and isinstance(node.slice, ast.Constant):
        return node.slice.value in SHOWN
    return isinstance(node, ast.Attribute) and node.attr in SHOWN


def is_words(node: ast.AST) -> bool:
    """Whether an expression is a text in the code, or a tuple of them, that says something."""
    if isinstance(node, ast.Tuple):
        return any(map(is_words, node.elts))
    return (
        isinstance(node, ast.Constant) and isinstance(node.value, str) and bool(node.value.strip(" .,:-#?!…"))
    )


def comparisons(code: str) -> list[int]:
    """The lines on which words that people see are compared with words in the code, or looked up by them."""
    found = []
    for node in ast.walk(ast.parse(code)):
        if isinstance(node, ast.Compare):
            sides = [node.left, *node.comparators]
            is_one = any(map(is_shown, sides)) and any(map(is_words, sides))
        elif isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute):
            begins = node.func.attr in ("startswith", "endswith", "removeprefix", "index")
            is_one = begins and is_shown(node.func.value) and any(map(is_words, node.args))
        else:
            is_one = False
        if is_one:
            found.append(node.lineno)
    return found


def test_no_code_tells_things_apart_by_what_people_read():
    found = [
        f"{path.relative_to(ROOT)}:{line}" for path in sources() for line in comparisons(path.read_text())
    ]

    assert found == []


@pytest.mark.parametrize(
    "code",
    [
        'part["heading"] == "What was tried"',
        'row.label.startswith("Publish")',
        'told.words.startswith(("Done on ", "We will change this."))',
        'item.title == "The case"',
        'reply.get_kind_display() == "We will change this"',
    ],
)
def test_what_it_looks_for_is_found(code):
    assert comparisons(code) == [1]


@pytest.mark.parametrize("code", ['part["key"] == "tried"', 'row.label == ""', 'text.endswith((".", "?"))'])
def test_keys_and_marks_are_left_alone(code):
    assert comparisons(code) == []
