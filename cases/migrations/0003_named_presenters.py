"""Everybody ever named as a presenter."""

import django.db.models.deletion
import django.utils.timezone
from django.db import migrations, models


def name_the_present_ones(apps, schema_editor):
    named = apps.get_model("cases", "NamedPresenter").objects
    for case, member in apps.get_model("cases", "Presenter").objects.values_list("case", "member"):
        named.get_or_create(case_id=case, member_id=member)


class Migration(migrations.Migration):
    dependencies = [
        ("cases", "0002_vocabularies"),
        ("members", "0002_people"),
    ]

    operations = [
        migrations.CreateModel(
            name="NamedPresenter",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("named_at", models.DateTimeField(default=django.utils.timezone.now)),
                (
                    "case",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="named_presenters",
                        to="cases.case",
                    ),
                ),
                (
                    "member",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="named_as_presenter",
                        to="members.member",
                    ),
                ),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(
                        fields=("case", "member"), name="a_member_is_named_for_a_case_once"
                    )
                ],
            },
        ),
        migrations.RunPython(name_the_present_ones, migrations.RunPython.noop),
    ]
