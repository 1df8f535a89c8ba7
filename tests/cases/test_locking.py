"""Every verb that writes about a case takes the lock of the case before it asks or writes anything."""

import ast
import importlib
from pathlib import Path

import pytest
from django.apps import apps
from django.db import transaction
from django.db.models import Model

from cases.actions import cases as case_actions
from cases.locking import lock_row
from cases.models import Case
from kit.locking import GoneError

ROOT = Path(__file__).resolve().parent.parent.parent
DOMAINS = ["cases", "knowledge"]
LOCKS = {"locked", "lock_row", "lock_all"}
WRITES = {
    "save", "create", "get_or_create", "update_or_create", "bulk_create", "update", "delete", "record",
    "keep_revisions",
}  # fmt: skip
WITHOUT = {
    "cases.actions.cases.write_section": "kit.editing.sections.save_section has locked the case",
    "knowledge.library.actions.write_ups.make_pdf": "makes a file of a text that never changes; the row is claimed",
    "knowledge.library.actions.indexing.forget": "is called by strike, which has locked the case",
    "knowledge.library.actions.write_ups.take_replacement": "is called by strike, which has locked the case",
    "knowledge.actions.evidence.take_replacement": "is called by strike, which has locked the case",
    "cases.commissioning.actions.issues.take_replacement": "is called by strike, which has locked the case",
    "cases.commissioning.actions.additions.take_replacement_of_line": "is called by strike, which has locked the text",
    "knowledge.library.actions.indexing.index": "copies a text that never changes into the index",
}


def of_cases() -> set[str]:
    """The names of the models whose rows are about a case: the case itself, and all with a foreign key towards one."""
    found = {Case}
    while True:
        more = {
            model
            for model in apps.get_models()
            for field in model._meta.concrete_fields
            if field.related_model in found
        }
        if more <= found:
            return {model.__name__ for model in found}
        found |= more


def functions() -> dict[str, ast.FunctionDef]:
    """Every function of the actions of these domains, by its dotted name."""
    found = {}
    for domain in DOMAINS:
        for path in sorted((ROOT / domain).rglob("*.py")):
            if path.stem == "actions" or path.parent.name == "actions":
                module = ".".join(path.relative_to(ROOT).with_suffix("").parts)
                for node in ast.parse(path.read_text()).body:
                    if isinstance(node, ast.FunctionDef):
                        found[f"{module}.{node.name}"] = node
    return found


def calls(function: ast.FunctionDef) -> list[tuple[int, str]]:
    """The line and the last name of everything that a function calls."""
    found = []
    for node in ast.walk(function):
        if isinstance(node, ast.Call):
            name = node.func.attr if isinstance(node.func, ast.Attribute) else getattr(node.func, "id", "")
            found.append((node.lineno, name))
    return sorted(found)


def is_about_a_case(function: ast.FunctionDef, models: set[str]) -> bool:
    arguments = [*function.args.args, *function.args.kwonlyargs]
    named = {
        name.id
        for argument in arguments
        if argument.annotation is not None
        for name in ast.walk(argument.annotation)
        if isinstance(name, ast.Name)
    }
    return bool(named & models)


def named_otherwise(function: str) -> set[str]:
    """The names that stand for something else than a model in the module of a function."""
    module = vars(importlib.import_module(function.rpartition(".")[0]))
    return {
        name for name, value in module.items() if isinstance(value, type) and not issubclass(value, Model)
    }


def takes_the_lock(function: ast.FunctionDef, lockers: set[str]) -> bool:
    """Whether a function takes the lock, itself or by a verb that does, and writes nothing before it."""
    locks = [line for line, name in calls(function) if name in LOCKS | lockers]
    writes = [line for line, name in calls(function) if name in WRITES and name not in lockers]
    return bool(locks) and (not writes or min(locks) < min(writes))


def lockers(found: dict[str, ast.FunctionDef]) -> set[str]:
    """The names of the functions that take the lock, themselves or by others."""
    names: set[str] = set()
    while True:
        more = {function.name for function in found.values() if takes_the_lock(function, names)}
        if more <= names:
            return names
        names |= more


def writers(found: dict[str, ast.FunctionDef]) -> set[str]:
    """The names of the functions that write, themselves or by others."""
    names = set(WRITES)
    while True:
        more = {f.name for f in found.values() if any(called in names for _, called in calls(f))}
        if more <= names:
            return names
        names |= more


def verbs_without_the_lock() -> set[str]:
    found = functions()
    models, names = of_cases(), lockers(found)
    return {
        name
        for name, function in found.items()
        if not function.name.startswith("_")
        and is_about_a_case(function, models - named_otherwise(name))
        and function.name in writers(found)
        and function.name not in names
    }


def test_every_verb_that_writes_about_a_case_locks_it_first():
    models = of_cases()
    verbs = [
        name
        for name, function in functions().items()
        if is_about_a_case(function, models - named_otherwise(name))
    ]

    assert len(verbs) > 30
    assert verbs_without_the_lock() - WITHOUT.keys() == set()


def test_those_without_the_lock_are_still_there():
    assert WITHOUT.keys() <= functions().keys()


def test_a_verb_without_the_lock_would_be_noticed():
    code = "def publish(text: ClearedText):\n    Publication.objects.create(text=text)\n    locked(text.case)"
    function = ast.parse(code).body[0]

    assert is_about_a_case(function, of_cases())
    assert not takes_the_lock(function, set())


def test_a_row_that_somebody_removed_meanwhile_is_refused_in_words(case, people):
    discussion = case.discussions.get()
    type(discussion).objects.get(pk=discussion.pk).delete()

    with pytest.raises(GoneError, match="Somebody else has just removed this"):
        case_actions.write_notes(discussion, notes="Too late", by=people.facilitator)


def test_a_row_is_read_anew_under_the_lock(case):
    discussion = case.discussions.select_related("meeting").get()
    type(discussion).objects.filter(pk=discussion.pk).update(notes="Newer")

    with transaction.atomic():
        lock_row(discussion, case=case)

    assert isinstance(discussion, Model)
    assert discussion.notes == "Newer"
    assert "meeting" in discussion._state.fields_cache
