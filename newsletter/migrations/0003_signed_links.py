"""Links are signed, so no token is stored."""

from django.db import migrations, models

import kit.signed_links


def number(apps, schema_editor):
    for subscriber in apps.get_model("newsletter", "Subscriber").objects.all():
        subscriber.link_number = kit.signed_links.new_number()
        subscriber.save(update_fields=["link_number"])


class Migration(migrations.Migration):
    dependencies = [
        ("newsletter", "0002_update_about_a_case"),
    ]

    operations = [
        migrations.RemoveField(model_name="subscriber", name="token"),
        migrations.AddField(
            model_name="subscriber", name="link_number", field=models.BigIntegerField(null=True)
        ),
        migrations.RunPython(number, migrations.RunPython.noop),
        migrations.AlterField(
            model_name="subscriber",
            name="link_number",
            field=models.BigIntegerField(default=kit.signed_links.new_number, editable=False, unique=True),
        ),
    ]
