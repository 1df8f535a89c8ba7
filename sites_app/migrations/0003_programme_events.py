import uuid

import django.db.models.deletion
import django.utils.timezone
from django.conf import settings
from django.db import migrations, models


def give_uids(apps, schema_editor):
    """Give each date its own name in calendars."""
    for event in apps.get_model("sites_app", "ProgrammeEvent").objects.all():
        event.calendar_uid = uuid.uuid4()
        event.save(update_fields=["calendar_uid"])


class Migration(migrations.Migration):
    dependencies = [
        ("sites_app", "0002_words_of_sectors"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.AddField(
            model_name="programmeevent",
            name="agenda",
            field=models.TextField(blank=True),
        ),
        migrations.AddField(
            model_name="programmeevent",
            name="attendance_at",
            field=models.DateTimeField(blank=True, null=True),
        ),
        migrations.AddField(
            model_name="programmeevent",
            name="attendance_by",
            field=models.ForeignKey(
                blank=True,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to=settings.AUTH_USER_MODEL,
            ),
        ),
        migrations.AddField(
            model_name="programmeevent",
            name="calendar_sequence",
            field=models.PositiveIntegerField(default=0),
        ),
        migrations.AddField(
            model_name="programmeevent",
            name="calendar_uid",
            field=models.UUIDField(editable=False, null=True),
        ),
        migrations.RunPython(give_uids, migrations.RunPython.noop),
        migrations.AlterField(
            model_name="programmeevent",
            name="calendar_uid",
            field=models.UUIDField(default=uuid.uuid4, editable=False, unique=True),
        ),
        migrations.AddField(
            model_name="programmeevent",
            name="cancelled_at",
            field=models.DateTimeField(blank=True, null=True),
        ),
        migrations.AddField(
            model_name="programmeevent",
            name="cancelled_because",
            field=models.CharField(blank=True, max_length=200),
        ),
        migrations.AddField(
            model_name="programmeevent",
            name="cancelled_by",
            field=models.ForeignKey(
                blank=True,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to=settings.AUTH_USER_MODEL,
            ),
        ),
        migrations.AddField(
            model_name="programmeevent",
            name="link",
            field=models.URLField(blank=True),
        ),
        migrations.AddField(
            model_name="programmeevent",
            name="minutes_long",
            field=models.PositiveSmallIntegerField(default=120),
        ),
        migrations.AddField(
            model_name="programmeevent",
            name="notes",
            field=models.TextField(blank=True),
        ),
        migrations.AddField(
            model_name="programmeevent",
            name="revised_at",
            field=models.DateTimeField(default=django.utils.timezone.now),
        ),
        migrations.AlterField(
            model_name="programmeevent",
            name="kind",
            field=models.CharField(
                choices=[
                    ("training", "Facilitators' training"),
                    ("quarterly", "Quarterly meeting"),
                    ("advisory", "Advisory group"),
                    ("other", "Another date"),
                ],
                max_length=12,
            ),
        ),
        migrations.AddConstraint(
            model_name="programmeevent",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("cancelled_at__isnull", True), ("cancelled_because", "")),
                    models.Q(
                        ("cancelled_at__isnull", False), models.Q(("cancelled_because", ""), _negated=True)
                    ),
                    _connector="OR",
                ),
                name="a_cancelled_date_says_why",
            ),
        ),
    ]
