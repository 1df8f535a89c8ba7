import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("invitations", "0001_initial"),
        ("meetings", "0001_initial"),
        ("sites_app", "0003_programme_events"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.AddField(
            model_name="dateinvitation",
            name="event",
            field=models.ForeignKey(
                blank=True,
                null=True,
                on_delete=django.db.models.deletion.CASCADE,
                related_name="invitations",
                to="sites_app.programmeevent",
            ),
        ),
        migrations.AddField(
            model_name="invitationchange",
            name="days",
            field=models.PositiveSmallIntegerField(default=1),
        ),
        migrations.AlterField(
            model_name="dateinvitation",
            name="meeting",
            field=models.ForeignKey(
                blank=True,
                null=True,
                on_delete=django.db.models.deletion.CASCADE,
                related_name="invitations",
                to="meetings.meeting",
            ),
        ),
        migrations.AddConstraint(
            model_name="dateinvitation",
            constraint=models.UniqueConstraint(
                fields=("event", "user"), name="an_account_is_invited_to_a_programme_date_once"
            ),
        ),
        migrations.AddConstraint(
            model_name="dateinvitation",
            constraint=models.UniqueConstraint(
                condition=models.Q(("email__gt", "")),
                fields=("event", "email"),
                name="an_address_is_invited_to_a_programme_date_once",
            ),
        ),
        migrations.AddConstraint(
            model_name="dateinvitation",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("event__isnull", True), ("meeting__isnull", False)),
                    models.Q(("event__isnull", False), ("meeting__isnull", True)),
                    _connector="OR",
                ),
                name="an_invitation_is_to_one_date",
            ),
        ),
    ]
