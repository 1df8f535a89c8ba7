"""`make check`: all checks of the project except its tests. Every check runs, even if another fails."""

import os
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
BIN = Path(sys.executable).parent
PRODUCTION = {  # values of the right shape, which no server will ever see
    "DJANGO_SETTINGS_MODULE": "copsite.settings.production",
    "DJANGO_SECRET_KEY": "check-" + "".join(chr(97 + number % 26) + str(number) for number in range(40)),
    "ALLOWED_HOSTS": "copsite.example.org",
    "SITE_ADDRESS": "https://copsite.example.org",
    "DATABASE_URL": "postgres://copsite:word@localhost/copsite",
    "REDIS_URL": "redis://localhost:6379/0",
    "EMAIL_URL": "smtp://localhost:25",
    "DEFAULT_FROM_EMAIL": "letters@copsite.example.org",
}
MOST_LINES = 60
CHECKS = [
    ("format", [BIN / "ruff", "format", "--check", "--output-format", "concise", "."], {}),
    ("lint", [BIN / "ruff", "check", "--output-format", "concise", "."], {}),
    ("types", [BIN / "mypy"], {}),
    ("an app imports only the apps below it", [BIN / "lint-imports"], {}),
    (
        "no migration is missing",
        [sys.executable, "manage.py", "makemigrations", "--check", "--dry-run"],
        {"DJANGO_SETTINGS_MODULE": "copsite.settings.testing"},
    ),
    (
        "production settings",
        [sys.executable, "manage.py", "check", "--deploy", "--fail-level", "WARNING"],
        PRODUCTION,
    ),
    ("the picture of the tables", [sys.executable, "scripts/tables.py", "--check"], {}),
    ("no address in a lock file", [sys.executable, "scripts/locks.py", "--check"], {}),
    (
        "pages, templates and files keep to the house rules",
        [sys.executable, "-m", "pytest", "-q", "tests/test_architecture.py", "tests/test_layout.py"],
        {},
    ),
]


def main() -> int:
    os.chdir(ROOT)
    failed = 0
    for name, command, environment in CHECKS:
        outcome = subprocess.run(
            list(map(str, command)),
            env={**os.environ, **environment},
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
        )
        good = outcome.returncode == 0
        print(f"{'ok  ' if good else 'FAIL'} {name}", flush=True)
        if not good:
            failed += 1
            lines = outcome.stdout.splitlines()
            print("\n".join(lines[:MOST_LINES] + ["..."] * (len(lines) > MOST_LINES)), "\n")
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main())
