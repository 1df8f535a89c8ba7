"""The full-text index of the library (knowledge/library/search_schema.py)."""

from django.db import migrations

from knowledge.library import search_schema


class Migration(migrations.Migration):
    dependencies = [
        ("library", "0001_initial"),
    ]

    operations = [
        migrations.RunPython(
            lambda apps, schema_editor: search_schema.install(schema_editor),
            lambda apps, schema_editor: search_schema.remove(schema_editor),
        )
    ]
