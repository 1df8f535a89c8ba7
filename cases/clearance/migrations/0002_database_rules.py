"""Nothing any more: `migrate` creates the triggers after all migrations (kit/database_rules.py)."""

from django.db import migrations


class Migration(migrations.Migration):
    dependencies = [
        ("clearance", "0001_initial"),
        ("cases", "0001_initial"),
        ("members", "0002_people"),
    ]

    operations: list = []
