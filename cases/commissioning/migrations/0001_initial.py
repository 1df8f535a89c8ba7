import django.db.models.deletion
import django.utils.timezone
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    initial = True

    dependencies = [
        ("cases", "0001_initial"),
        ("clearance", "0001_initial"),
        ("sites_app", "0001_initial"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name="CommissionerIssue",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "theme",
                    models.CharField(
                        choices=[
                            ("secret_caseload", "Secret caseload"),
                            ("capacity", "Not enough hours"),
                            ("excluded_from_pathway", "Excluded from a service"),
                            ("gap_between_services", "A gap between services"),
                            ("threshold", "Does not meet the threshold"),
                            ("discharge_without_plan", "Discharged without a plan"),
                            ("out_of_hours", "No service out of hours"),
                            ("information_sharing", "Information sharing"),
                            ("housing_supply", "Housing"),
                            ("short_contracts", "Contracts too short"),
                        ],
                        max_length=24,
                    ),
                ),
                ("words", models.TextField()),
                ("raised_at", models.DateTimeField(default=django.utils.timezone.now)),
                (
                    "case",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="issues", to="cases.case"
                    ),
                ),
                (
                    "merged_into",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="merged_issues",
                        to="commissioning.commissionerissue",
                    ),
                ),
                (
                    "raised_by",
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
                        related_name="issues",
                        to="sites_app.site",
                    ),
                ),
            ],
            options={
                "ordering": ["-raised_at", "-pk"],
            },
        ),
        migrations.CreateModel(
            name="IssueReply",
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
                            ("will_change", "We will change this"),
                            ("looking_into_it", "We are looking into it"),
                            ("cannot", "We cannot change this, because …"),
                            ("not_ours", "This is the responsibility of …"),
                        ],
                        max_length=16,
                    ),
                ),
                ("words", models.TextField()),
                ("due_on", models.DateField(blank=True, null=True)),
                ("first_due_on", models.DateField(blank=True, null=True)),
                ("whose", models.CharField(blank=True, max_length=120)),
                ("kept_on", models.DateField(blank=True, null=True)),
                ("replied_at", models.DateTimeField(default=django.utils.timezone.now)),
                (
                    "by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="issue_replies",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "issue",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="replies",
                        to="commissioning.commissionerissue",
                    ),
                ),
            ],
            options={
                "ordering": ["-replied_at", "-pk"],
            },
        ),
        migrations.CreateModel(
            name="IssueWording",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "cleared_text",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="issue_wording",
                        to="clearance.clearedtext",
                    ),
                ),
                (
                    "issue",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="wordings",
                        to="commissioning.commissionerissue",
                    ),
                ),
            ],
            options={
                "ordering": ["-pk"],
            },
        ),
        migrations.CreateModel(
            name="ThemeFigures",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("first_on", models.DateField()),
                ("until", models.DateField()),
                ("figures", models.JSONField()),
                ("published_at", models.DateTimeField(default=django.utils.timezone.now)),
                (
                    "programme",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="%(class)s",
                        to="sites_app.programme",
                    ),
                ),
            ],
            options={
                "ordering": ["-first_on"],
                "abstract": False,
            },
        ),
        migrations.AddConstraint(
            model_name="commissionerissue",
            constraint=models.CheckConstraint(
                condition=models.Q(("merged_into", models.F("pk")), _negated=True),
                name="an_issue_is_not_merged_into_itself",
            ),
        ),
        migrations.AddConstraint(
            model_name="issuereply",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("kind", "not_ours"), _negated=True),
                    models.Q(("whose", ""), _negated=True),
                    _connector="OR",
                ),
                name="a_reply_not_ours_says_whose",
            ),
        ),
        migrations.AddConstraint(
            model_name="themefigures",
            constraint=models.UniqueConstraint(
                fields=("programme", "first_on"), name="themefigures_are_published_once_a_period"
            ),
        ),
        migrations.AddConstraint(
            model_name="themefigures",
            constraint=models.CheckConstraint(
                condition=models.Q(("until__gt", models.F("first_on"))),
                name="themefigures_end_after_they_begin",
            ),
        ),
    ]
