"""Tasks are sent by name, so that nothing below imports them: each of the names is that of a task."""

import ast
from pathlib import Path

from django.conf import settings

from copsite.celery import app

ROOT = Path(settings.BASE_DIR)
SENDING = {"send_task", "send_task_on_commit"}


def names_sent() -> dict[str, str]:
    """Return the names of tasks that our code sends, each with the file that does."""
    found = {}
    for name in settings.OUR_APPS:
        for path in (ROOT / name.replace(".", "/")).rglob("*.py"):
            for node in ast.walk(ast.parse(path.read_text())):
                if isinstance(node, ast.Call) and node.args and isinstance(node.args[0], ast.Constant):
                    called = getattr(node.func, "id", getattr(node.func, "attr", ""))
                    if called in SENDING:
                        found[node.args[0].value] = str(path.relative_to(ROOT))
    return found


def test_every_task_that_is_sent_by_name_exists():
    app.loader.import_default_modules()
    sent = names_sent()

    assert sent
    assert {name: path for name, path in sent.items() if name not in app.tasks} == {}


def test_every_task_of_the_schedule_exists():
    app.loader.import_default_modules()

    assert {entry["task"] for entry in settings.CELERY_BEAT_SCHEDULE.values()} <= set(app.tasks)
