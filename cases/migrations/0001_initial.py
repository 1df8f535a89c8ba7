import django.db.models.deletion
import django.utils.timezone
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    initial = True

    dependencies = [
        ("meetings", "0001_initial"),
        ("members", "0002_people"),
        ("sites_app", "0001_initial"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name="Need",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("name", models.CharField(max_length=60, unique=True)),
                ("slug", models.SlugField(max_length=60, unique=True)),
            ],
            options={
                "ordering": ["name"],
            },
        ),
        migrations.CreateModel(
            name="Theme",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("name", models.CharField(max_length=60, unique=True)),
                ("slug", models.SlugField(max_length=60, unique=True)),
            ],
            options={
                "ordering": ["name"],
            },
        ),
        migrations.CreateModel(
            name="BringRequest",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("claimed_until", models.DateTimeField(blank=True, null=True)),
                ("attempts", models.PositiveSmallIntegerField(default=0)),
                ("last_error", models.CharField(blank=True, max_length=200)),
                ("made_at", models.DateTimeField(default=django.utils.timezone.now)),
                ("sent_at", models.DateTimeField(blank=True, null=True)),
                ("failed_at", models.DateTimeField(blank=True, null=True)),
                (
                    "asked_by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "member",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="bring_requests",
                        to="members.member",
                    ),
                ),
            ],
            options={
                "ordering": ["pk"],
            },
        ),
        migrations.CreateModel(
            name="Case",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("number", models.PositiveSmallIntegerField()),
                ("title", models.CharField(max_length=120)),
                (
                    "kind",
                    models.CharField(
                        choices=[("challenging", "A difficult case"), ("innovative", "Good practice")],
                        default="challenging",
                        max_length=12,
                    ),
                ),
                ("is_live", models.BooleanField(default=True)),
                (
                    "case_management",
                    models.CharField(
                        choices=[
                            ("none", "None"),
                            ("cpa", "Care Programme Approach (CPA)"),
                            ("mappa", "Public protection arrangements (MAPPA)"),
                        ],
                        default="none",
                        max_length=6,
                    ),
                ),
                ("shared_goal", models.CharField(blank=True, max_length=300)),
                ("presentation", models.TextField(blank=True)),
                ("learning", models.TextField(blank=True)),
                ("version", models.PositiveIntegerField(default=1)),
                ("offered_at", models.DateTimeField(default=django.utils.timezone.now)),
                (
                    "offered_by",
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
                        on_delete=django.db.models.deletion.PROTECT, related_name="cases", to="sites_app.site"
                    ),
                ),
                (
                    "worked_with_by",
                    models.ManyToManyField(blank=True, related_name="works_with", to="members.discipline"),
                ),
                ("needs", models.ManyToManyField(blank=True, related_name="cases", to="cases.need")),
            ],
            options={
                "ordering": ["site", "-number"],
            },
        ),
        migrations.CreateModel(
            name="CaseMinutes",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("text", models.TextField(blank=True)),
                (
                    "case",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="minutes_parts",
                        to="cases.case",
                    ),
                ),
                (
                    "meeting",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="case_minutes",
                        to="meetings.meeting",
                    ),
                ),
            ],
            options={
                "ordering": ["meeting__starts_at", "case__number", "pk"],
            },
        ),
        migrations.CreateModel(
            name="CaseMinutesCorrection",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("reason", models.CharField(max_length=200)),
                ("at", models.DateTimeField(default=django.utils.timezone.now)),
                (
                    "by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "part",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="corrections",
                        to="cases.caseminutes",
                    ),
                ),
            ],
            options={
                "ordering": ["at", "pk"],
            },
        ),
        migrations.CreateModel(
            name="Discussion",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("notes", models.TextField(blank=True)),
                ("template_by", models.DateField(blank=True, null=True)),
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
                    "case",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="discussions",
                        to="cases.case",
                    ),
                ),
                (
                    "meeting",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="discussions",
                        to="meetings.meeting",
                    ),
                ),
            ],
            options={
                "ordering": ["meeting__starts_at"],
            },
        ),
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
        ),
        migrations.CreateModel(
            name="Presenter",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "case",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="presenter_rows",
                        to="cases.case",
                    ),
                ),
                (
                    "member",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="presenter_rows",
                        to="members.member",
                    ),
                ),
            ],
        ),
        migrations.AddField(
            model_name="case",
            name="presenters",
            field=models.ManyToManyField(
                related_name="presented_cases", through="cases.Presenter", to="members.member"
            ),
        ),
        migrations.CreateModel(
            name="PresenterNotice",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("claimed_until", models.DateTimeField(blank=True, null=True)),
                ("attempts", models.PositiveSmallIntegerField(default=0)),
                ("last_error", models.CharField(blank=True, max_length=200)),
                ("made_at", models.DateTimeField(default=django.utils.timezone.now)),
                ("sent_at", models.DateTimeField(blank=True, null=True)),
                ("failed_at", models.DateTimeField(blank=True, null=True)),
                ("number", models.PositiveSmallIntegerField()),
                (
                    "about",
                    models.CharField(
                        choices=[
                            ("picked", "Their case has been chosen for this meeting"),
                            ("moved", "The meeting, or the date to complete it by, has changed"),
                            ("off", "Their case is no longer at this meeting"),
                            ("called_off", "This meeting is cancelled"),
                            ("fill_in", "The case is not complete yet"),
                        ],
                        max_length=10,
                    ),
                ),
                ("starts_at", models.DateTimeField()),
                ("template_by", models.DateField()),
                (
                    "case",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="notices", to="cases.case"
                    ),
                ),
                (
                    "meeting",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="presenter_notices",
                        to="meetings.meeting",
                    ),
                ),
                (
                    "member",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="presenter_notices",
                        to="members.member",
                    ),
                ),
                (
                    "told_by",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
            options={
                "ordering": ["pk"],
            },
        ),
        migrations.CreateModel(
            name="SteppedOut",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("at", models.DateTimeField(auto_now_add=True)),
                (
                    "case",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="stepped_out",
                        to="cases.case",
                    ),
                ),
                (
                    "member",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="stepped_out_of",
                        to="members.member",
                    ),
                ),
            ],
        ),
        migrations.AddField(
            model_name="case",
            name="themes",
            field=models.ManyToManyField(blank=True, related_name="cases", to="cases.theme"),
        ),
        migrations.AddConstraint(
            model_name="caseminutes",
            constraint=models.UniqueConstraint(
                fields=("meeting", "case"), name="minutes_have_one_part_a_case"
            ),
        ),
        migrations.AddConstraint(
            model_name="caseminutescorrection",
            constraint=models.CheckConstraint(
                condition=models.Q(("reason", ""), _negated=True),
                name="a_correction_of_a_part_of_the_minutes_says_why",
            ),
        ),
        migrations.AddConstraint(
            model_name="discussion",
            constraint=models.UniqueConstraint(
                fields=("case", "meeting"), name="a_case_is_on_an_agenda_once"
            ),
        ),
        migrations.AddConstraint(
            model_name="namedpresenter",
            constraint=models.UniqueConstraint(
                fields=("case", "member"), name="a_member_is_named_for_a_case_once"
            ),
        ),
        migrations.AddConstraint(
            model_name="presenter",
            constraint=models.UniqueConstraint(
                fields=("case", "member"), name="a_member_presents_a_case_once"
            ),
        ),
        migrations.AddConstraint(
            model_name="presenternotice",
            constraint=models.UniqueConstraint(
                fields=("case", "meeting", "member", "number"), name="a_presenter_is_told_each_thing_once"
            ),
        ),
        migrations.AddConstraint(
            model_name="presenternotice",
            constraint=models.CheckConstraint(
                condition=models.Q(("told_by__isnull", True), ("sent_at__isnull", False), _connector="OR"),
                name="what_is_said_in_person_is_not_mailed",
            ),
        ),
        migrations.AddConstraint(
            model_name="steppedout",
            constraint=models.UniqueConstraint(
                fields=("case", "member"), name="a_member_steps_out_of_a_case_once"
            ),
        ),
        migrations.AddConstraint(
            model_name="case",
            constraint=models.UniqueConstraint(
                fields=("site", "number"), name="a_site_numbers_its_cases_once"
            ),
        ),
    ]
