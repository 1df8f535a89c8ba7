from django.db import migrations

from cases.database_rules import install


def install_again(apps, schema_editor):
    install(schema_editor)


class Migration(migrations.Migration):
    """What was withdrawn stays withdrawn, a replaced text is not published, and nothing of the gate is deleted."""

    dependencies = [("cases", "0003_vocabularies")]

    operations = [migrations.RunPython(install_again, migrations.RunPython.noop)]
