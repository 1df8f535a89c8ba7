import django.db.models.deletion
import django.utils.timezone
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    initial = True

    dependencies = [
        ("cases", "0001_initial"),
        ("members", "0002_people"),
        ("sites_app", "0001_initial"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name="Authorship",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "user",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="authorships",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
        ),
        migrations.CreateModel(
            name="ClearedText",
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
                            ("learning_object", "A write-up"),
                            ("commissioner_issue", "An issue for commissioners"),
                            ("question", "An anonymous question"),
                            ("newsletter_entry", "An entry of the newsletter"),
                        ],
                        max_length=20,
                    ),
                ),
                (
                    "audience",
                    models.CharField(
                        choices=[
                            ("site", "this site only"),
                            ("programme", "members of every site"),
                            ("commissioners", "members and commissioners"),
                            ("public", "everyone"),
                        ],
                        max_length=14,
                    ),
                ),
                ("body", models.TextField()),
                ("sha256", models.CharField(max_length=64)),
                ("sent_for_checking_at", models.DateTimeField(default=django.utils.timezone.now)),
                (
                    "authors",
                    models.ManyToManyField(
                        related_name="cleared_texts_written",
                        through="clearance.Authorship",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "case",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="cleared_texts",
                        to="cases.case",
                    ),
                ),
                (
                    "programme",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="cleared_texts",
                        to="sites_app.programme",
                    ),
                ),
                (
                    "sent_for_checking_by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="texts_sent_for_checking",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "replaces",
                    models.OneToOneField(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="replaced_by",
                        to="clearance.clearedtext",
                    ),
                ),
                (
                    "site",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="cleared_texts",
                        to="sites_app.site",
                    ),
                ),
            ],
            options={
                "ordering": ["sent_for_checking_at", "pk"],
            },
        ),
        migrations.CreateModel(
            name="Clearance",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("sha256", models.CharField(max_length=64)),
                (
                    "audience",
                    models.CharField(
                        choices=[
                            ("site", "this site only"),
                            ("programme", "members of every site"),
                            ("commissioners", "members and commissioners"),
                            ("public", "everyone"),
                        ],
                        max_length=14,
                    ),
                ),
                ("is_from_the_site", models.BooleanField()),
                ("cleared_at", models.DateTimeField(default=django.utils.timezone.now)),
                (
                    "by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="clearances",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "cleared_text",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="clearances",
                        to="clearance.clearedtext",
                    ),
                ),
            ],
            options={
                "ordering": ["cleared_at", "pk"],
            },
        ),
        migrations.AddField(
            model_name="authorship",
            name="cleared_text",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT,
                related_name="authorships",
                to="clearance.clearedtext",
            ),
        ),
        migrations.CreateModel(
            name="SharingAgreement",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "audience",
                    models.CharField(
                        choices=[
                            ("site", "this site only"),
                            ("programme", "members of every site"),
                            ("commissioners", "members and commissioners"),
                            ("public", "everyone"),
                        ],
                        max_length=14,
                    ),
                ),
                ("agreed_at", models.DateTimeField(default=django.utils.timezone.now)),
                ("withdrawn_at", models.DateTimeField(blank=True, null=True)),
                (
                    "case",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
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
                "ordering": ["agreed_at", "pk"],
            },
        ),
        migrations.CreateModel(
            name="Publication",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("published_at", models.DateTimeField(default=django.utils.timezone.now)),
                ("withdrawn_at", models.DateTimeField(blank=True, null=True)),
                ("withdrawn_because", models.CharField(blank=True, max_length=300)),
                (
                    "cleared_text",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="publication",
                        to="clearance.clearedtext",
                    ),
                ),
                (
                    "published_by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "withdrawn_by",
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
                "ordering": ["-published_at"],
            },
        ),
        migrations.CreateModel(
            name="SendBack",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("reason", models.TextField()),
                ("at", models.DateTimeField(default=django.utils.timezone.now)),
                (
                    "by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="send_backs",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "cleared_text",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="send_back",
                        to="clearance.clearedtext",
                    ),
                ),
            ],
        ),
        migrations.AddConstraint(
            model_name="clearedtext",
            constraint=models.CheckConstraint(
                condition=models.Q(("audience__in", ["programme", "commissioners", "public"])),
                name="a_cleared_text_is_for_readers_outside",
            ),
        ),
        migrations.AddConstraint(
            model_name="clearedtext",
            constraint=models.CheckConstraint(
                condition=models.Q(("case__isnull", True), ("site__isnull", False), _connector="OR"),
                name="a_text_about_a_case_names_its_site",
            ),
        ),
        migrations.AddConstraint(
            model_name="clearance",
            constraint=models.UniqueConstraint(
                fields=("cleared_text", "by"), name="a_person_approves_a_text_once"
            ),
        ),
        migrations.AddConstraint(
            model_name="authorship",
            constraint=models.UniqueConstraint(
                fields=("cleared_text", "user"), name="a_person_is_an_author_of_a_text_once"
            ),
        ),
        migrations.AddConstraint(
            model_name="sharingagreement",
            constraint=models.UniqueConstraint(
                condition=models.Q(("withdrawn_at__isnull", True)),
                fields=("case", "member", "audience"),
                name="a_presenter_agrees_to_an_audience_once",
            ),
        ),
        migrations.AddConstraint(
            model_name="publication",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("withdrawn_at__isnull", True), ("withdrawn_because", "")),
                    models.Q(
                        ("withdrawn_at__isnull", False), models.Q(("withdrawn_because", ""), _negated=True)
                    ),
                    _connector="OR",
                ),
                name="a_withdrawn_text_says_why",
            ),
        ),
        migrations.AddConstraint(
            model_name="sendback",
            constraint=models.CheckConstraint(
                condition=models.Q(("reason", ""), _negated=True), name="a_text_sent_back_says_why"
            ),
        ),
    ]
