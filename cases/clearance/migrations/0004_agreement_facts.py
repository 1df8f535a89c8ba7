"""What presenters said, as facts that are only added."""

import django.db.models.deletion
import django.utils.timezone
from django.conf import settings
from django.db import migrations, models

AUDIENCES = [
    ("site", "this site only"),
    ("programme", "members of every site"),
    ("commissioners", "members and commissioners"),
    ("public", "everyone"),
]


class Migration(migrations.Migration):
    dependencies = [
        ("clearance", "0003_withdrawal_reasons"),
        ("cases", "0003_named_presenters"),
        ("members", "0002_people"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.DeleteModel(name="SharingAgreement"),
        migrations.CreateModel(
            name="SharingAgreement",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("audience", models.CharField(choices=AUDIENCES, max_length=14)),
                (
                    "said",
                    models.CharField(
                        choices=[
                            ("yes", "Agreed"),
                            ("no", "Did not agree"),
                            ("withdrawn", "Withdrew their agreement"),
                        ],
                        max_length=9,
                    ),
                ),
                ("said_at", models.DateTimeField(default=django.utils.timezone.now)),
                ("is_own_word", models.BooleanField()),
                (
                    "case",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="sharing_agreements",
                        to="cases.case",
                    ),
                ),
                (
                    "member",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="sharing_agreements",
                        to="members.member",
                    ),
                ),
                (
                    "cleared_text",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="sharing_agreements",
                        to="clearance.clearedtext",
                    ),
                ),
                (
                    "recorded_by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
            options={
                "ordering": ["pk"],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            ("recorded_by__isnull", False), ("is_own_word", True), _connector="OR"
                        ),
                        name="who_recorded_an_agreement_is_known",
                    )
                ],
            },
        ),
    ]
