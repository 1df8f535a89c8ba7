"""A real installation starts with all it needs, and otherwise stops and says in words what is missing."""

import os
import re
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parent.parent
COMPLETE = {
    "DJANGO_SETTINGS_MODULE": "copsite.settings.production",
    "DJANGO_SECRET_KEY": "".join(chr(97 + number % 26) + str(number) for number in range(40)),
    "ALLOWED_HOSTS": "copsite.example.org",
    "SITE_ADDRESS": "https://copsite.example.org",
    "DATABASE_URL": "postgres://copsite:word@localhost/copsite",
    "REDIS_URL": "redis://localhost:6379/0",
    "EMAIL_URL": "smtp://localhost:25",
    "DEFAULT_FROM_EMAIL": "letters@copsite.example.org",
}
NEEDED = [name for name in COMPLETE if name != "DJANGO_SETTINGS_MODULE"]


def check(environment: dict) -> subprocess.CompletedProcess:
    """`manage.py check --deploy` with nothing in the environment but this."""
    command = [sys.executable, "manage.py", "check", "--deploy", "--fail-level", "WARNING"]
    kept = {name: os.environ[name] for name in ("PATH", "HOME") if name in os.environ}
    return subprocess.run(command, cwd=ROOT, env={**kept, **environment}, capture_output=True, text=True)


def test_complete_settings_pass_the_deployment_check():
    outcome = check(COMPLETE)

    assert outcome.returncode == 0, outcome.stderr


@pytest.mark.parametrize("missing", NEEDED)
def test_a_missing_variable_stops_the_start_and_is_named(missing):
    outcome = check({name: value for name, value in COMPLETE.items() if name != missing})

    assert outcome.returncode != 0
    assert f"{missing} is not set" in outcome.stderr
    assert ".env.example" in outcome.stderr


def test_production_refuses_to_be_a_demonstration():
    outcome = check({**COMPLETE, "DEMONSTRATION": "True"})

    assert outcome.returncode != 0
    assert "DEMONSTRATION is on" in outcome.stderr


def test_a_short_secret_is_refused():
    outcome = check({**COMPLETE, "DJANGO_SECRET_KEY": "short"})

    assert outcome.returncode != 0
    assert "DJANGO_SECRET_KEY is too short" in outcome.stderr


def test_the_example_lists_every_variable_that_is_read():
    reading = re.compile(
        r"""(?:env\.\w+|required|environ\.get|setdefault)\(\s*["']([A-Z0-9_]+)["']|environ\[["']([A-Z0-9_]+)"""
    )
    read = {
        name
        for folder in ("copsite", "scripts")
        for path in (ROOT / folder).rglob("*.py")
        for names in reading.findall(path.read_text())
        for name in names
        if name
    }
    listed = set(
        re.findall(r"^(?:# )?([A-Z0-9_]+)=", (ROOT / ".env.example").read_text(), flags=re.MULTILINE)
    )

    assert set(NEEDED) <= read
    assert read - listed == set()
