import django.db.models.deletion
import django.utils.timezone
from django.conf import settings
from django.db import migrations, models

import knowledge.models.evidence


class Migration(migrations.Migration):
    initial = True

    dependencies = [
        ("cases", "0001_initial"),
        ("clearance", "0001_initial"),
        ("meetings", "0001_initial"),
        ("members", "0002_people"),
        ("sites_app", "0001_initial"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name="Evidence",
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
                            ("research", "Research"),
                            ("policy", "Policy"),
                            ("guidance", "Guidance"),
                            ("grey", "Report"),
                        ],
                        max_length=8,
                    ),
                ),
                ("authors", models.CharField(max_length=300)),
                ("year", models.PositiveSmallIntegerField(blank=True, null=True)),
                ("title", models.CharField(max_length=300)),
                ("source", models.CharField(blank=True, max_length=300)),
                ("doi", models.CharField(blank=True, max_length=120)),
                ("link", models.URLField(blank=True, max_length=500)),
                ("file", models.FileField(blank=True, upload_to=knowledge.models.evidence.evidence_file)),
                ("summary", models.TextField(blank=True)),
                ("added_at", models.DateTimeField(default=django.utils.timezone.now)),
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
                    "programme",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="evidence",
                        to="sites_app.programme",
                    ),
                ),
            ],
            options={
                "verbose_name_plural": "evidence",
                "ordering": ["authors", "year", "pk"],
            },
        ),
        migrations.CreateModel(
            name="AttachedEvidence",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("bottom_line", models.TextField(blank=True)),
                ("why_here", models.TextField(blank=True)),
                ("attached_at", models.DateTimeField(default=django.utils.timezone.now)),
                (
                    "attached_by",
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
                        related_name="attached_evidence",
                        to="cases.case",
                    ),
                ),
                (
                    "reported_at",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="evidence_reported",
                        to="meetings.meeting",
                    ),
                ),
                (
                    "evidence",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="attachments",
                        to="knowledge.evidence",
                    ),
                ),
            ],
            options={
                "verbose_name_plural": "attached evidence",
                "ordering": ["attached_at", "pk"],
            },
        ),
        migrations.CreateModel(
            name="EvidenceReaction",
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
                        choices=[("useful", "Useful"), ("used", "Used it"), ("not_read", "Not read")],
                        max_length=8,
                    ),
                ),
                ("at", models.DateTimeField(auto_now=True)),
                (
                    "attached",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="reactions",
                        to="knowledge.attachedevidence",
                    ),
                ),
                (
                    "member",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="evidence_reactions",
                        to="members.member",
                    ),
                ),
            ],
        ),
        migrations.CreateModel(
            name="Question",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("words", models.TextField()),
                ("asked_at", models.DateTimeField(default=django.utils.timezone.now)),
                ("answer", models.TextField(blank=True)),
                ("answered_at", models.DateTimeField(blank=True, null=True)),
                (
                    "answered_by",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
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
                    "case",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="questions",
                        to="cases.case",
                    ),
                ),
                (
                    "meeting",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="questions",
                        to="meetings.meeting",
                    ),
                ),
                (
                    "site",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="questions",
                        to="sites_app.site",
                    ),
                ),
                (
                    "taken_by",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="questions_taken",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
            options={
                "ordering": ["-asked_at", "-pk"],
            },
        ),
        migrations.AddField(
            model_name="attachedevidence",
            name="question",
            field=models.ForeignKey(
                blank=True,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="attached_evidence",
                to="knowledge.question",
            ),
        ),
        migrations.CreateModel(
            name="QuestionRelease",
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
                        related_name="question_release",
                        to="clearance.clearedtext",
                    ),
                ),
                (
                    "question",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="releases",
                        to="knowledge.question",
                    ),
                ),
            ],
            options={
                "ordering": ["-pk"],
            },
        ),
        migrations.AddConstraint(
            model_name="evidence",
            constraint=models.UniqueConstraint(
                condition=models.Q(("doi", ""), _negated=True),
                fields=("programme", "doi"),
                name="a_programme_lists_a_doi_once",
            ),
        ),
        migrations.AddConstraint(
            model_name="evidencereaction",
            constraint=models.UniqueConstraint(
                fields=("attached", "member"), name="a_member_reacts_to_evidence_once"
            ),
        ),
        migrations.AddConstraint(
            model_name="question",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("answered_at__isnull", True), models.Q(("answer", ""), _negated=True), _connector="OR"
                ),
                name="an_answered_question_has_an_answer",
            ),
        ),
        migrations.AddConstraint(
            model_name="attachedevidence",
            constraint=models.UniqueConstraint(
                fields=("case", "evidence"), name="evidence_is_attached_to_a_case_once"
            ),
        ),
    ]
