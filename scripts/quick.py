"""`make quick`: the tests that a change touches, on SQLite, in under two minutes.

The change is what is not committed yet and every commit since the branch left main; on main itself, the last commit.
Tests are taken by how near they stand to a changed file: those that changed, those in the folder of the changed app,
and those that import a changed file, with as few files between as possible. Where that would take longer than there is
time for, the nearest run, and the last lines say how many others did not. Chromium and PostgreSQL are for `make test`.
"""

import ast
import json
import os
import re
import subprocess
import sys
from collections import defaultdict
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
DURATIONS = ROOT / "var" / "test" / "durations.json"  # written by `make test`
SECONDS = 75  # of tests, by two processes; starting them takes its time as well
SECONDS_A_FILE, SECONDS_IF_LONG = 2, 60  # where no run of the whole suite has said
ALWAYS = "tests/test_architecture.py"
FARTHEST = 3  # imports between a test and a changed file
PYTEST = [sys.executable, "-m", "pytest", "-q", "-n", "auto", "--dist", "worksteal"]
PYTEST += ["-m", "not browser and not worker"]
NOT_HERE = re.compile(r"tests/browser/")


def main() -> int:
    os.chdir(ROOT)
    changed = changed_files()
    tests = nearest_first(changed)
    chosen = within_time(tests)
    left_out = len(tests) - len(chosen)
    print(f"{counted(len(changed), 'changed file')}, {counted(len(chosen), 'file')} of tests", flush=True)
    code = subprocess.run([*PYTEST, *chosen, *sys.argv[1:]]).returncode
    if left_out:
        print(f"{counted(left_out, 'file')} of tests were left out for time: make test runs all")
    if any(name.startswith("static/") for name in changed):
        print("Scripts and styles are seen by Chromium only: make test runs all")
    return code


def counted(number: int, noun: str) -> str:
    """Return a number with its noun: 1 test, 2 tests."""
    return f"{number} {noun}{'' if number == 1 else 's'}"


def git(*words: str) -> list[str]:
    """Return the lines that a git command prints."""
    return subprocess.run(["git", *words], capture_output=True, text=True).stdout.splitlines()


def changed_files() -> list[str]:
    """Return the files that differ from where this branch left main, including those that git does not track yet."""
    head = git("rev-parse", "HEAD")
    base = git("merge-base", "HEAD", "main") or git("merge-base", "HEAD", "origin/main")
    new = git("ls-files", "--others", "--exclude-standard")
    if base == head:
        base = ["HEAD"] if new or git("diff", "--name-only", "HEAD") else ["HEAD~1"]
    return sorted({*git("diff", "--name-only", base[0]), *new}) if base else new


def nearest_first(changed: list[str]) -> list[str]:
    """Return the test files that concern the changed files, the nearest first."""
    distances = distances_from(changed)
    folders = {folder for name in changed if (folder := folder_of_tests(name))}
    nearness = {}
    for path in sorted(Path("tests").rglob("test_*.py")):
        name = str(path)
        distance = distances.get(name, FARTHEST + 1)
        if str(path.parent) in folders:
            distance = min(distance, 1 if any(is_named_after(path, each) for each in changed) else 1.5)
        if distance <= FARTHEST and not NOT_HERE.match(name):
            nearness[name] = distance
    nearness.setdefault(ALWAYS, 0)
    return sorted(nearness, key=lambda name: (nearness[name], name))


def folder_of_tests(name: str) -> str:
    """Return where the tests of a changed file are: tests/cases for cases/actions/cases.py and
    templates/cases/case.html.
    """
    parts = Path(name.removeprefix("templates/")).parent.parts
    for length in range(len(parts), 0, -1):
        folder = Path("tests", *parts[:length])
        if parts[0] != "tests" and folder.is_dir():
            return str(folder)
    return ""


def is_named_after(test: Path, changed: str) -> bool:
    """Return whether a test's name has the name of a changed file in it: test_actions_cases.py and actions/cases.py."""
    return Path(changed).stem.strip("_") in test.stem


def distances_from(changed: list[str]) -> dict[str, int]:
    """Return, for each file that depends on a changed one, how many imports are between them. A template is
    named in quotes.
    """
    users = who_uses_what()
    distances = dict.fromkeys(changed, 0)
    ring = list(changed)
    for distance in range(1, FARTHEST + 1):
        ring = [user for name in ring for user in users[name] if user not in distances]
        distances.update(dict.fromkeys(ring, distance))
    return distances


def who_uses_what() -> dict[str, set[str]]:
    """Return, for each Python file and each template, the Python files and templates that name it."""
    users = defaultdict(set)
    names = git("ls-files", "--cached", "--others", "--exclude-standard", "*.py", "templates/*")
    known = set(names)
    for name in names:
        text = Path(name).read_text() if Path(name).exists() else ""
        for used in used_by(name, text) & known:
            users[used].add(name)
    return users


def used_by(name: str, text: str) -> set[str]:
    """Return the files that the text of a file names: modules that it imports, templates that it renders or
    includes.
    """
    found = {f"templates/{each}" for each in re.findall(r"[\"']([\w/]+\.(?:html|txt))[\"']", text)}
    if not name.endswith(".py"):
        return found
    for node in ast.walk(ast.parse(text)):
        if isinstance(node, ast.ImportFrom) and node.module:
            modules = [node.module, *(f"{node.module}.{each.name}" for each in node.names)]
        elif isinstance(node, ast.Import):
            modules = [each.name for each in node.names]
        else:
            continue
        for path in (module.replace(".", "/") for module in modules):
            found |= {f"{path}.py", f"{path}/__init__.py"}
    return found


def within_time(tests: list[str]) -> list[str]:
    """Return as many of `tests` as there is time for, the first ones first."""
    seconds = json.loads(DURATIONS.read_text()) if DURATIONS.exists() else {}
    budget, chosen = 2 * SECONDS, []
    for name in tests:
        usual = SECONDS_IF_LONG if "mark.long" in Path(name).read_text() else SECONDS_A_FILE
        if seconds.get(name, usual) <= budget:
            budget -= seconds.get(name, usual)
            chosen.append(name)
    return chosen


if __name__ == "__main__":
    sys.exit(main())
