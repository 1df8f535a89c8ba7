"""A published text can be taken down while its correction is being checked."""

from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("clearance", "0005_struck_words"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.RemoveConstraint(
            model_name="publication",
            name="a_withdrawn_text_says_why",
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
                    ("corrected", "It is being corrected."),
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
                            ["privacy", "agreement", "mistake", "out_of_date", "newer", "corrected", "site"],
                        ),
                    ),
                    _connector="OR",
                ),
                name="a_withdrawn_text_says_why",
            ),
        ),
    ]
