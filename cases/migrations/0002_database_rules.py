"""The gate, held by the database itself (cases/database_rules.py)."""

from django.db import migrations

from cases import database_rules


class Migration(migrations.Migration):
    dependencies = [
        ("cases", "0001_initial"),
        ("members", "0002_places"),
    ]

    operations = [
        migrations.RunPython(
            lambda apps, schema_editor: database_rules.install(schema_editor),
            lambda apps, schema_editor: database_rules.remove(schema_editor),
        )
    ]
