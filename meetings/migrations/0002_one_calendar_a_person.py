"""Each person has a calendar address of their own; it is signed, and not stored."""

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

import kit.signed_links


def delete_addresses(apps, schema_editor):
    """Delete the addresses that there are: those of a site belong to nobody, and none is signed."""
    apps.get_model("meetings", "CalendarFeed").objects.all().delete()


class Migration(migrations.Migration):
    dependencies = [
        ("meetings", "0001_initial"),
        ("sites_app", "0001_initial"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.RunPython(delete_addresses, migrations.RunPython.noop),
        migrations.AlterModelOptions(name="calendarfeed", options={"ordering": ["site__code", "pk"]}),
        migrations.RemoveConstraint(model_name="calendarfeed", name="a_feed_is_of_a_person_or_of_a_site"),
        migrations.RemoveField(model_name="calendarfeed", name="token"),
        migrations.AddField(
            model_name="calendarfeed",
            name="link_number",
            field=models.BigIntegerField(default=kit.signed_links.new_number, editable=False, unique=True),
        ),
        migrations.AlterField(
            model_name="calendarfeed",
            name="site",
            field=models.ForeignKey(
                blank=True,
                null=True,
                on_delete=django.db.models.deletion.CASCADE,
                related_name="calendar_feeds",
                to="sites_app.site",
            ),
        ),
        migrations.AlterField(
            model_name="calendarfeed",
            name="user",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.CASCADE,
                related_name="calendar_feeds",
                to=settings.AUTH_USER_MODEL,
            ),
        ),
        migrations.AddConstraint(
            model_name="calendarfeed",
            constraint=models.UniqueConstraint(
                fields=("user", "site"), name="a_person_has_one_calendar_address_a_site"
            ),
        ),
        migrations.AddConstraint(
            model_name="calendarfeed",
            constraint=models.UniqueConstraint(
                condition=models.Q(("site__isnull", True)),
                fields=("user",),
                name="a_person_has_one_calendar_address_for_all_their_meetings",
            ),
        ),
    ]
