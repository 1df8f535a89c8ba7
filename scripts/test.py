"""`make test` after set-up: the whole suite, three times over, and each time as it is meant to run.

1. On SQLite: everything except the browser, the worker and what PostgreSQL alone refuses.
2. On PostgreSQL with Redis: everything that asks the database, except the browser, the tests of single pages, and the walks
   over every address whose answers do not depend on it; PDFs and newsletters through a real, separate worker.
3. In headless Chromium, on PostgreSQL with Redis.

All three run, whatever the first says; the end names what failed in each (docs/decisions/0016-what-runs-where.md).
Further words go to pytest: `make test ARGS="-k matrix"`.
"""

import json
import os
import shutil
import subprocess
import sys
import time
from collections import Counter
from dataclasses import dataclass, field
from pathlib import Path
from xml.etree import ElementTree

ROOT = Path(__file__).resolve().parent.parent
REPORTS = ROOT / "var" / "test"
DURATIONS = REPORTS / "durations.json"  # of each file of tests on SQLite: `make quick` goes by them
MIGRATED = REPORTS / "migrated"  # tests/migrated.py keeps the tables there from one run to the next
SERVICES = [sys.executable, "scripts/services.py", "run", "--"]
PYTEST = [sys.executable, "-m", "pytest", "-n", "auto", "--dist", "worksteal"]
NOTHING_COLLECTED = 5
PARTS = [
    ("on SQLite", [*PYTEST, "-m", "not browser and not worker and not (strict and sql)"]),
    (
        "on PostgreSQL with Redis and a real worker",
        [*SERVICES, *PYTEST, "-m", "sql and not browser and not walk and (worker or not page)"],
    ),
    ("in Chromium, on PostgreSQL with Redis", [*SERVICES, *PYTEST, "-m", "browser"]),
]


@dataclass
class Outcome:
    """The result of one part: how many tests passed, failed and were skipped, and each failure with its first words."""

    counts: Counter = field(default_factory=Counter)
    failures: list[tuple[str, str]] = field(default_factory=list)
    seconds: dict[str, float] = field(default_factory=dict)  # by file


def main() -> int:
    os.chdir(ROOT)
    REPORTS.mkdir(parents=True, exist_ok=True)
    if len(sys.argv) == 1:
        shutil.rmtree(MIGRATED, ignore_errors=True)
    outcomes = []
    for number, (title, command) in enumerate(PARTS, start=1):
        print(f"\n=== {number} of {len(PARTS)}: {title}", flush=True)
        began = time.monotonic()
        outcome = run(command + sys.argv[1:], REPORTS / f"part-{number}.xml")
        outcomes.append((f"{number} of {len(PARTS)}: {title}", outcome, time.monotonic() - began))
    if len(sys.argv) == 1:
        DURATIONS.write_text(json.dumps(outcomes[0][1].seconds, indent=1))
    summarise(outcomes)
    return 1 if any(outcome.failures for _, outcome, _ in outcomes) else 0


def run(command: list[str], report: Path) -> Outcome:
    """Run one part of the suite, and return its outcome."""
    report.unlink(missing_ok=True)
    environment = {
        name: value for name, value in os.environ.items() if name not in ("DATABASE_URL", "REDIS_URL")
    }
    code = subprocess.run([*command, f"--junitxml={report}"], env=environment).returncode
    outcome = read(report) if report.exists() else Outcome()
    if code == NOTHING_COLLECTED and len(sys.argv) > 1:
        return outcome
    if code and not outcome.failures:
        outcome.counts["failed"] += 1
        outcome.failures.append(("the whole part", f"it ended with code {code} and says no more: see above"))
    return outcome


def read(report: Path) -> Outcome:
    """Return the outcome that a report in JUnit's format describes."""
    outcome = Outcome()
    for case in ElementTree.parse(report).iter("testcase"):
        file = case.get("classname", "").replace(".", "/") + ".py"
        outcome.seconds[file] = outcome.seconds.get(file, 0) + float(case.get("time", 0))
        broken = [found for kind in ("failure", "error") for found in case.iter(kind)]
        outcome.counts[
            "failed" if broken else "skipped" if case.find("skipped") is not None else "passed"
        ] += 1
        if broken:
            words = (broken[0].get("message") or "").strip().partition("\n")[0]
            outcome.failures.append((f"{file}::{case.get('name')}", words))
    return outcome


def summarise(outcomes: list[tuple[str, Outcome, float]]) -> None:
    """Print the outcome of each part, and of all together in the last line."""
    print("\n=== What came of it")
    for title, outcome, seconds in outcomes:
        print(f"{title}: {in_words(outcome.counts)}, in {seconds // 60:.0f} min {seconds % 60:.0f} s")
        for name, words in outcome.failures:
            print(f"    FAILED {name}\n           {words[:140]}")
    print(in_words(sum((outcome.counts for _, outcome, _ in outcomes), Counter())))


def in_words(counts: Counter) -> str:
    """Return the numbers of tests as a sentence has them."""
    skipped = f", {counts['skipped']} skipped" if counts["skipped"] else ""
    return f"{counts['passed']} passed, {counts['failed']} failed{skipped}"


if __name__ == "__main__":
    try:
        sys.exit(main())
    except KeyboardInterrupt:
        sys.exit(130)
