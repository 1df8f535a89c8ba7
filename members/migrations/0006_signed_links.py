"""Links are signed, so no token is stored. Old links no longer work: send invitations again."""

from django.db import migrations, models

import kit.signed_links


def number(apps, schema_editor):
    for invitation in apps.get_model("members", "Invitation").objects.all():
        invitation.link_number = kit.signed_links.new_number()
        invitation.save(update_fields=["link_number"])


class Migration(migrations.Migration):
    dependencies = [
        ("members", "0005_second_step"),
    ]

    operations = [
        migrations.RemoveField(model_name="invitation", name="token"),
        migrations.AddField(
            model_name="invitation", name="link_number", field=models.BigIntegerField(null=True)
        ),
        migrations.RunPython(number, migrations.RunPython.noop),
        migrations.AlterField(
            model_name="invitation",
            name="link_number",
            field=models.BigIntegerField(default=kit.signed_links.new_number, editable=False, unique=True),
        ),
        migrations.AddField(
            model_name="member",
            name="links_ended_at",
            field=models.DateTimeField(blank=True, null=True),
        ),
    ]
