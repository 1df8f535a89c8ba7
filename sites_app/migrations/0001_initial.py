import django.core.validators
import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

import sites_app.models


class Migration(migrations.Migration):
    initial = True

    dependencies = [
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name="Sector",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("name", models.CharField(max_length=80, unique=True)),
                ("position", models.PositiveSmallIntegerField(default=0)),
            ],
            options={
                "ordering": ["position", "name"],
            },
        ),
        migrations.CreateModel(
            name="Programme",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("name", models.CharField(max_length=120, unique=True)),
                ("slug", models.SlugField(max_length=60, unique=True)),
                ("aims", models.TextField(blank=True)),
                ("started_on", models.DateField()),
                ("ends_on", models.DateField(blank=True, null=True)),
                ("ended_on", models.DateField(blank=True, null=True)),
                (
                    "minimum_meetings",
                    models.PositiveSmallIntegerField(
                        default=6, validators=[django.core.validators.MinValueValidator(1)]
                    ),
                ),
                ("members_from", models.PositiveSmallIntegerField(default=6)),
                ("members_to", models.PositiveSmallIntegerField(default=10)),
                ("meeting_minutes", models.PositiveSmallIntegerField(default=120)),
                (
                    "meetings_to_be_confirmed",
                    models.PositiveSmallIntegerField(
                        default=2, validators=[django.core.validators.MinValueValidator(1)]
                    ),
                ),
                ("site_budget_pence", models.PositiveIntegerField(default=695000)),
                ("asks_second_step", models.BooleanField(default=sites_app.models.second_step_asked)),
                ("licence", models.CharField(default="CC BY-SA 4.0", max_length=60)),
                ("keep_notes_months", models.PositiveSmallIntegerField(default=24)),
                ("keep_drafts_days", models.PositiveSmallIntegerField(default=14)),
                ("keep_uploads_days", models.PositiveSmallIntegerField(default=1)),
                ("keep_mail_days", models.PositiveSmallIntegerField(default=180)),
            ],
            options={
                "ordering": ["-started_on", "name"],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            ("ended_on__isnull", True),
                            ("ended_on__gte", models.F("started_on")),
                            _connector="OR",
                        ),
                        name="a_programme_ends_after_it_starts",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("ends_on__isnull", True),
                            ("ends_on__gte", models.F("started_on")),
                            _connector="OR",
                        ),
                        name="a_programme_is_planned_to_end_after_it_starts",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("members_to__gte", models.F("members_from"))),
                        name="a_programme_wants_no_fewer_at_most_than_at_least",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="ProgrammeEvent",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "kind",
                    models.CharField(
                        choices=[
                            ("training", "Facilitators' training"),
                            ("quarterly", "Quarterly meeting"),
                            ("other", "Another date"),
                        ],
                        max_length=12,
                    ),
                ),
                ("title", models.CharField(max_length=120)),
                ("starts_at", models.DateTimeField()),
                ("days", models.PositiveSmallIntegerField(default=1)),
                ("place", models.CharField(blank=True, max_length=160)),
                (
                    "programme",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="events",
                        to="sites_app.programme",
                    ),
                ),
            ],
            options={
                "ordering": ["starts_at"],
            },
        ),
        migrations.CreateModel(
            name="Organisation",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("name", models.CharField(max_length=160, unique=True)),
                (
                    "sector",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="organisations",
                        to="sites_app.sector",
                    ),
                ),
            ],
            options={
                "ordering": ["name"],
            },
        ),
        migrations.CreateModel(
            name="Site",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("code", models.CharField(max_length=12)),
                ("slug", models.SlugField(max_length=80, unique=True)),
                ("place", models.CharField(max_length=80)),
                ("budget_pence", models.PositiveIntegerField()),
                ("usual_room", models.CharField(blank=True, max_length=160)),
                (
                    "nation",
                    models.CharField(
                        choices=[
                            ("ENG", "England"),
                            ("WLS", "Wales"),
                            ("SCT", "Scotland"),
                            ("NIR", "Northern Ireland"),
                        ],
                        default="ENG",
                        max_length=3,
                    ),
                ),
                (
                    "town_size",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("small", "A village or a small town (under 25,000 people)"),
                            ("town", "A town (25,000 to 150,000 people)"),
                            ("city", "A city (over 150,000 people)"),
                        ],
                        max_length=5,
                    ),
                ),
                (
                    "host",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="hosted_sites",
                        to="sites_app.organisation",
                    ),
                ),
                (
                    "programme",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="sites",
                        to="sites_app.programme",
                    ),
                ),
                (
                    "sprouted_from",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="sprouted_sites",
                        to="sites_app.site",
                    ),
                ),
            ],
            options={
                "ordering": ["programme", "code"],
            },
        ),
        migrations.CreateModel(
            name="Expense",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("spent_on", models.DateField()),
                (
                    "purpose",
                    models.CharField(
                        choices=[
                            ("room_hire", "Room hire"),
                            ("refreshments", "Refreshments"),
                            ("facilitator", "The facilitator's time"),
                            ("other", "Other"),
                        ],
                        max_length=16,
                    ),
                ),
                (
                    "amount_pence",
                    models.PositiveIntegerField(validators=[django.core.validators.MinValueValidator(1)]),
                ),
                ("note", models.CharField(blank=True, max_length=200)),
                ("added_at", models.DateTimeField(auto_now_add=True)),
                (
                    "added_by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "site",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="expenses",
                        to="sites_app.site",
                    ),
                ),
            ],
            options={
                "ordering": ["-spent_on", "-pk"],
            },
        ),
        migrations.CreateModel(
            name="SiteState",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "state",
                    models.CharField(
                        choices=[("setting_up", "setting up"), ("running", "running"), ("ended", "ended")],
                        max_length=12,
                    ),
                ),
                ("since", models.DateField()),
                ("reason", models.TextField(blank=True)),
                (
                    "recorded_by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "site",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="states",
                        to="sites_app.site",
                    ),
                ),
            ],
            options={
                "ordering": ["since", "pk"],
            },
        ),
        migrations.AddConstraint(
            model_name="site",
            constraint=models.UniqueConstraint(
                fields=("programme", "code"), name="a_programme_uses_a_site_code_once"
            ),
        ),
        migrations.AddConstraint(
            model_name="sitestate",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("state", "ended"), _negated=True),
                    models.Q(("reason", ""), _negated=True),
                    _connector="OR",
                ),
                name="a_site_that_ends_says_why",
            ),
        ),
    ]
