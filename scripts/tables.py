"""Draws docs/tables.md from the models: a picture for each app, with its tables, their keys and their relations.

With --check nothing is written; it fails if the page differs from the models.
"""

import os
import sys
from collections.abc import Iterator
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
PAGE = ROOT / "docs" / "tables.md"
HEADING = """# The tables

Made from the models by `make tables`; `make check` fails where it is out of date. One picture for each app, from the
floor up. A line leads from a table to the one that it points at: `}o--||` says that many rows point at one, `|o--||`
that one does at the most, `}o--o{` that a table between holds the pairs. Tables of another app stand there by name.
"""


def main() -> int:
    sys.path.insert(0, str(ROOT))
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "copsite.settings.testing")
    import django

    django.setup()
    page = "\n".join([HEADING, *pictures()])
    if "--check" not in sys.argv[1:]:
        PAGE.write_text(page)
        return 0
    if PAGE.read_text() == page:
        return 0
    print("docs/tables.md does not say what the models are. Run: make tables")
    return 1


def pictures() -> Iterator[str]:
    """Return a heading and a Mermaid diagram for each of our apps that has tables."""
    from django.apps import apps
    from django.conf import settings

    for name in settings.OUR_APPS:
        models = sorted(
            apps.get_app_config(name.split(".")[-1]).get_models(), key=lambda model: model.__name__
        )
        if models:
            lines = [line for model in models for line in [*table(model), *arrows(model)]]
            yield "\n".join([f"## {name}\n", "```mermaid", "erDiagram", *lines, "```\n"])


def table(model) -> Iterator[str]:
    """Return the table of `model` with its columns: kind, name, and whether it is a key."""
    yield f"    {model.__name__} {{"
    for field in model._meta.local_fields:
        key = "PK" if field.primary_key else "FK" if field.is_relation else "UK" if field.unique else ""
        yield f"        {field.get_internal_type()} {field.column} {key}".rstrip()
    yield "    }"


def arrows(model) -> Iterator[str]:
    """Return a line for each relation of `model`."""
    for field in [*model._meta.local_fields, *model._meta.local_many_to_many]:
        if field.is_relation:
            end = "}o--o{" if field.many_to_many else "|o--||" if field.one_to_one else "}o--||"
            yield f"    {model.__name__} {end} {field.related_model.__name__} : {field.name}"


if __name__ == "__main__":
    sys.exit(main())
