"""What is approved and published, held by the database itself (cases/clearance/database_rules.py)."""

from django.db import migrations

from cases.clearance import database_rules


class Migration(migrations.Migration):
    dependencies = [
        ("clearance", "0001_initial"),
        ("cases", "0001_initial"),
        ("members", "0002_people"),
    ]

    operations = [
        migrations.RunPython(
            lambda apps, schema_editor: database_rules.install(schema_editor),
            lambda apps, schema_editor: database_rules.remove(schema_editor),
        )
    ]
