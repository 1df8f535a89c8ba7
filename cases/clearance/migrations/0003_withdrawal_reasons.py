"""Texts are withdrawn for one of a list of reasons; free words about it stay inside."""

from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("clearance", "0002_database_rules"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.RemoveConstraint(
            model_name="publication",
            name="a_withdrawn_text_says_why",
        ),
        migrations.AddField(
            model_name="publication",
            name="withdrawn_note",
            field=models.TextField(blank=True),
        ),
        migrations.AlterField(
            model_name="publication",
            name="withdrawn_because",
            field=models.CharField(
                blank=True,
                choices=[
                    ("privacy", "It was withdrawn to protect somebody’s privacy."),
                    ("agreement", "The presenters of this case withdrew their agreement."),
                    ("mistake", "It contained a mistake."),
                    ("out_of_date", "It is out of date."),
                    ("newer", "A newer text has replaced it."),
                    ("site", "The site no longer shares it."),
                ],
                max_length=12,
            ),
        ),
        migrations.AddConstraint(
            model_name="publication",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(
                        ("withdrawn_at__isnull", True), ("withdrawn_because", ""), ("withdrawn_note", "")
                    ),
                    models.Q(
                        ("withdrawn_at__isnull", False),
                        (
                            "withdrawn_because__in",
                            ["privacy", "agreement", "mistake", "out_of_date", "newer", "site"],
                        ),
                    ),
                    _connector="OR",
                ),
                name="a_withdrawn_text_says_why",
            ),
        ),
    ]
