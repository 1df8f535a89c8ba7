"""The full-text index of the library (knowledge/search_schema.py)."""

from django.db import migrations

from knowledge import search_schema


class Migration(migrations.Migration):
    dependencies = [
        ("knowledge", "0002_index_and_small_words"),
    ]

    operations = [
        migrations.RunPython(
            lambda apps, schema_editor: search_schema.install(schema_editor),
            lambda apps, schema_editor: search_schema.remove(schema_editor),
        )
    ]
