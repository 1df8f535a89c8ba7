"""`make test` after set-up: the whole suite, three times over, and each time as it is meant to run.

1. On SQLite: everything but the browser and the worker.
2. On PostgreSQL with Redis: everything but the browser, PDFs and newsletters through a real, separate worker.
3. In headless Chromium, on PostgreSQL with Redis.

Stops at the first that fails, so that the last thing on screen is the summary that matters.
Further words go to pytest: `make test ARGS="-k matrix"`.
"""

import os
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
SERVICES = [sys.executable, "scripts/services.py", "run", "--"]
PYTEST = [sys.executable, "-m", "pytest", "-n", "auto"]
NOTHING_COLLECTED = 5

RUNS = [
    ("1 of 3: on SQLite", [*PYTEST, "-m", "not browser and not worker"]),
    ("2 of 3: on PostgreSQL with Redis and a real worker", [*SERVICES, *PYTEST, "-m", "not browser"]),
    ("3 of 3: in Chromium, on PostgreSQL with Redis", [*SERVICES, *PYTEST, "-m", "browser"]),
]


def main() -> int:
    os.chdir(ROOT)
    chosen = sys.argv[1:]
    environment = {
        name: value for name, value in os.environ.items() if name not in ("DATABASE_URL", "REDIS_URL")
    }
    for title, command in RUNS:
        print(f"\n=== {title}", flush=True)
        code = subprocess.run([*command, *chosen], env=environment).returncode
        if code and not (chosen and code == NOTHING_COLLECTED):
            return code if code > 0 else 128 - code  # ended by a signal
    return 0


if __name__ == "__main__":
    sys.exit(main())
