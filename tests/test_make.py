"""`make test` and `make quick`: every part runs, what failed is named, and a change finds its tests."""

import importlib.util
import sys
from itertools import combinations
from pathlib import Path

import pytest
from _pytest.mark.expression import Expression

ROOT = Path(__file__).resolve().parent.parent
WRITES_A_REPORT = """
import sys
path = next(word for word in sys.argv if word.startswith("--junitxml=")).partition("=")[2]
open(path, "w").write(sys.argv[1])
sys.exit(int(sys.argv[2]))
"""
MARKS = ["browser", "worker", "sql", "walk", "strict", "page"]
GOOD = '<testsuite><testcase classname="tests.kit.test_words" name="test_days" time="2.5" /></testsuite>'
BAD = """<testsuite>
  <testcase classname="tests.kit.test_words" name="test_days" time="1" />
  <testcase classname="tests.kit.test_words" name="test_lists" time="1"><skipped message="not here" /></testcase>
  <testcase classname="tests.cases.test_rules" name="test_who[team]" time="1">
    <failure message="AssertionError: assert 1 == 2&#10;more">long words</failure>
  </testcase>
</testsuite>"""


def script(name: str):
    """A script of the folder scripts/ as a module."""
    spec = importlib.util.spec_from_file_location(f"script_{name}", ROOT / "scripts" / f"{name}.py")
    module = importlib.util.module_from_spec(spec)
    sys.modules[spec.name] = module
    spec.loader.exec_module(module)
    return module


@pytest.mark.parametrize(
    "marks", [set(each) for size in range(7) for each in combinations(MARKS, size)], ids=sorted
)
def test_every_test_runs_in_some_part_and_in_chromium_only_there(marks):
    parts = [
        title
        for title, command in script("test").PARTS
        if Expression.compile(command[-1]).evaluate(lambda name: name in marks)
    ]

    cannot_be = (
        ({"worker"} <= marks and "sql" not in marks)
        or {"walk", "worker"} <= marks
        or {"walk", "strict"} <= marks
        or {"page", "strict"} <= marks
    )
    assert parts or cannot_be  # tests/conftest.py refuses such
    assert "browser" not in marks or len(parts) == 1


@pytest.fixture
def run(monkeypatch, tmp_path, capsys):
    """`run([(title, report, code), ...])`: `make test` with such parts; returns its code and what it said."""
    test = script("test")
    monkeypatch.setattr(test, "REPORTS", tmp_path)
    monkeypatch.setattr(test, "DURATIONS", tmp_path / "durations.json")
    monkeypatch.setattr(sys, "argv", ["test.py"])

    def run(parts):
        commands = [
            (title, [sys.executable, "-c", WRITES_A_REPORT, report, str(code)])
            for title, report, code in parts
        ]
        monkeypatch.setattr(test, "PARTS", commands)
        code = test.main()
        return code, capsys.readouterr().out

    return run


def test_every_part_runs_whatever_the_first_says(run):
    code, said = run([("on SQLite", BAD, 1), ("on PostgreSQL", GOOD, 0)])

    summary = said.partition("=== What came of it\n")[2].splitlines()
    assert code == 1
    assert summary[0].startswith("1 of 2: on SQLite: 1 passed, 1 failed, 1 skipped, in 0 min")
    assert "FAILED tests/cases/test_rules.py::test_who[team]" in summary[1]
    assert summary[2].strip() == "AssertionError: assert 1 == 2"
    assert summary[3].startswith("2 of 2: on PostgreSQL: 1 passed, 0 failed, in 0 min")
    assert summary[4] == "2 passed, 1 failed, 1 skipped"


def test_where_all_passed_the_last_line_says_so(run):
    code, said = run([("on SQLite", GOOD, 0), ("on PostgreSQL", GOOD, 0)])

    assert (code, said.splitlines()[-1]) == (0, "2 passed, 0 failed")


def test_a_part_that_ends_early_has_failed(run):
    code, said = run([("on SQLite", GOOD, 3), ("on PostgreSQL", GOOD, 0)])

    assert code == 1
    assert "it ended with code 3" in said
    assert said.splitlines()[-1] == "2 passed, 1 failed"


@pytest.mark.parametrize(
    ("changed", "first"),
    [
        ("meetings/agenda.py", "tests/meetings/test_agenda.py"),
        ("templates/pages/site.html", "tests/pages/test_site.py"),
        ("tests/meetings/test_series.py", "tests/meetings/test_series.py"),
    ],
)
def test_a_change_finds_its_own_tests_first(changed, first):
    quick = script("quick")

    tests = [name for name in quick.nearest_first([changed]) if name != quick.ALWAYS]

    assert tests[0] == first
    assert not any(name.startswith("tests/browser/") for name in tests)


def test_the_nearest_tests_run_where_there_is_no_time_for_all(monkeypatch):
    quick = script("quick")
    monkeypatch.setattr(quick, "SECONDS", 2)
    monkeypatch.setattr(quick, "DURATIONS", ROOT / "none")
    tests = quick.nearest_first(["members/models/accounts.py"])

    assert quick.within_time(tests) == tests[:2]
