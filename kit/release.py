"""Which release of Copsite runs here: what its pages are made with."""

import hashlib
from functools import cache
from pathlib import Path

from django.conf import settings

MADE_WITH = ("*.html", "*.py", "*.css", "*.js", "*.svg", "*.txt")
OUTSIDE = {"node_modules", "var", "tests", "staticfiles", "docs"}


@cache
def release() -> str:
    """Return a digest of our code, templates and static files: the same in every process that has the same ones."""
    digest = hashlib.sha256()
    for path in sorted(_files()):
        digest.update(str(path.relative_to(settings.BASE_DIR)).encode())
        digest.update(path.read_bytes())
    return digest.hexdigest()[:16]


def _files() -> list[Path]:
    folders = [
        folder
        for folder in settings.BASE_DIR.iterdir()
        if folder.is_dir() and folder.name not in OUTSIDE and not folder.name.startswith(".")
    ]
    return [
        path
        for folder in folders
        for pattern in MADE_WITH
        for path in folder.rglob(pattern)
        if path.is_file()
    ]
