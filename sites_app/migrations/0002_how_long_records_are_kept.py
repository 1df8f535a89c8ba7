"""How long a programme keeps its records."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("sites_app", "0001_initial"),
    ]

    operations = [
        migrations.AddField(
            model_name="programme",
            name="keep_drafts_days",
            field=models.PositiveSmallIntegerField(default=14),
        ),
        migrations.AddField(
            model_name="programme",
            name="keep_mail_days",
            field=models.PositiveSmallIntegerField(default=180),
        ),
        migrations.AddField(
            model_name="programme",
            name="keep_notes_months",
            field=models.PositiveSmallIntegerField(default=24),
        ),
        migrations.AddField(
            model_name="programme",
            name="keep_uploads_days",
            field=models.PositiveSmallIntegerField(default=1),
        ),
    ]
