"""The verbs of the audit log: each app's own, each with a sentence, each written somewhere."""

import ast
from collections import Counter
from importlib import import_module
from pathlib import Path

import pytest
from django.db import models

from kit.audit_verbs import AuditVerb, KitVerb, verb_of
from kit.models import AuditEvent

VERB_AT = {"record": 0, "record_subjects": 0, "changing": 1}  # its place among the arguments
NAMED_BY_THE_CALLER = {
    "self.reading_verb",
    "verb",
}  # of a QuerySet, which has it as an attribute; in `changing` itself
ROOT = Path(__file__).resolve().parents[2]
CODE = [
    path
    for app in ROOT.glob("*/apps.py")
    for path in app.parent.rglob("*.py")
    if app.parent.name not in ("tests", "copsite")
]


def every_verb() -> list[AuditVerb]:
    """All verbs of all apps, also of an app that nothing has imported yet."""
    for path in CODE:
        if path.name == "audit_verbs.py":
            import_module(".".join(path.relative_to(ROOT).with_suffix("").parts))
    return [verb for verbs in AuditVerb.__subclasses__() for verb in verbs]


def verbs_recorded(tree: ast.AST) -> list[str]:
    """The verb of each call of `record`, `record_subjects` and `changing`, and each `reading_verb`, as it is written."""
    readings = [
        ast.unparse(node.value)
        for node in ast.walk(tree)
        if isinstance(node, ast.Assign) and getattr(node.targets[0], "id", "") == "reading_verb"
    ]
    return readings + [
        verb
        for node in ast.walk(tree)
        if isinstance(node, ast.Call) and (at := VERB_AT.get(getattr(node.func, "id", ""))) is not None
        and (verb := ast.unparse(node.args[at])) not in NAMED_BY_THE_CALLER
    ]  # fmt: skip


def all_recorded() -> list[str]:
    return [verb for path in CODE for verb in verbs_recorded(ast.parse(path.read_text()))]


def test_each_verb_has_a_sentence_about_its_subject():
    for verb in every_verb():
        assert str(verb.label).count("{subject}") == 1, verb
        assert verb.about("a row") == str(verb.label).replace("{subject}", "a row")


def test_each_verb_fits_its_column_and_is_stored_for_one_thing_only():
    stored = Counter(verb.value for verb in every_verb())
    room = AuditEvent._meta.get_field("verb").max_length

    assert [value for value, times in stored.items() if times > 1] == []
    assert [value for value in stored if len(value) > room] == []


def test_a_stored_value_leads_back_to_its_verb():
    for verb in every_verb():
        assert verb_of(verb.value) is verb
    assert verb_of("juggle") is None


def test_every_place_that_writes_to_the_audit_log_names_a_listed_verb():
    listed = {f"{type(verb).__name__}.{verb.name}" for verb in every_verb()}

    assert set(all_recorded()) - listed == set()


def test_every_listed_verb_is_written_somewhere():
    listed = {f"{type(verb).__name__}.{verb.name}" for verb in every_verb()}

    assert listed - set(all_recorded()) == set()


def test_a_free_string_would_be_found():
    assert verbs_recorded(ast.parse('record("read", case, by=user)')) == ["'read'"]
    assert verbs_recorded(ast.parse('class Rows:\n    reading_verb = "read"')) == ["'read'"]


def test_a_verb_compares_and_is_stored_as_its_value():
    assert KitVerb.STRIKE == "strike"
    assert issubclass(AuditVerb, models.TextChoices)
    with pytest.raises(ValueError):
        KitVerb("juggle")
