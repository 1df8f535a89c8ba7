"""The glossary names only things that the code has."""

import re
from importlib import import_module
from pathlib import Path

import pytest

GLOSSARY = Path(__file__).resolve().parent.parent / "docs" / "glossary.md"
LINES = [line for line in GLOSSARY.read_text().splitlines() if line.startswith("| ")][1:]
ROWS = [[cell.strip() for cell in line.strip("|").split("|")] for line in LINES]


def named(path: str):
    """Return what the dotted `path` names: a module, or something in one."""
    parts = path.split(".")
    for length in range(len(parts), 0, -1):
        try:
            found = import_module(".".join(parts[:length]))
        except ModuleNotFoundError:
            continue
        for name in parts[length:]:
            found = getattr(found, name)
        return found
    raise ModuleNotFoundError(path)


@pytest.mark.parametrize(("term", "code", "meaning"), ROWS, ids=[row[0] for row in ROWS])
def test_every_term_is_named_so_in_the_code(term, code, meaning):
    names = re.findall(r"`([\w.]+)`", code)

    assert names
    assert all(named(name) is not None for name in names)
    assert meaning.endswith(".")


def test_no_term_is_listed_twice():
    terms = [row[0] for row in ROWS]

    assert len(terms) >= 40
    assert len(terms) == len(set(terms))


def test_a_name_that_is_gone_would_be_found():
    with pytest.raises(AttributeError):
        named("cases.models.Patient")
    with pytest.raises(ModuleNotFoundError):
        named("patients.models")
