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
            name="IndexedText",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("title", models.CharField(max_length=300)),
                ("words", models.TextField()),
                ("minutes", models.PositiveSmallIntegerField(default=1)),
                (
                    "cleared_text",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="indexed_text",
                        to="clearance.clearedtext",
                    ),
                ),
            ],
            options={
                "ordering": ["-pk"],
            },
        ),
        migrations.CreateModel(
            name="LearningObject",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("draft_title", models.CharField(blank=True, max_length=120)),
                ("draft_standfirst", models.CharField(blank=True, max_length=300)),
                ("draft_story", models.TextField(blank=True)),
                ("draft_tried", models.TextField(blank=True)),
                ("draft_again", models.TextField(blank=True)),
                ("draft_stood_in_the_way", models.TextField(blank=True)),
                ("draft_steps", models.JSONField(blank=True, default=dict)),
                ("draft_bottom_lines", models.JSONField(blank=True, default=dict)),
                (
                    "audience",
                    models.CharField(
                        choices=[
                            ("site", "this site only"),
                            ("programme", "members of every site"),
                            ("commissioners", "members and commissioners"),
                            ("public", "everyone"),
                        ],
                        default="programme",
                        max_length=14,
                    ),
                ),
                ("started_at", models.DateTimeField(default=django.utils.timezone.now)),
                (
                    "tells_place",
                    models.CharField(
                        choices=[("site", "The site"), ("programme", "The programme alone")],
                        default="site",
                        max_length=9,
                    ),
                ),
                (
                    "tells_days",
                    models.CharField(
                        choices=[("month", "The month"), ("season", "The season"), ("year", "The year")],
                        default="month",
                        max_length=6,
                    ),
                ),
                (
                    "case",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="learning_object",
                        to="cases.case",
                    ),
                ),
                ("needs_left_out", models.ManyToManyField(blank=True, related_name="+", to="cases.need")),
                (
                    "site",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="learning_objects",
                        to="sites_app.site",
                    ),
                ),
                (
                    "started_by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
            options={
                "ordering": ["-started_at", "-pk"],
            },
        ),
        migrations.CreateModel(
            name="LearningObjectVersion",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("number", models.PositiveSmallIntegerField()),
                (
                    "cleared_text",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="learning_object_version",
                        to="clearance.clearedtext",
                    ),
                ),
                (
                    "learning_object",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="versions",
                        to="library.learningobject",
                    ),
                ),
            ],
            options={
                "ordering": ["-number"],
            },
        ),
        migrations.CreateModel(
            name="Pdf",
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
                ("asked_at", models.DateTimeField(default=django.utils.timezone.now)),
                ("made_at", models.DateTimeField(blank=True, null=True)),
                ("file", models.FileField(blank=True, upload_to="pdf")),
                ("sha256", models.CharField(blank=True, max_length=64)),
                ("pages", models.PositiveSmallIntegerField(blank=True, null=True)),
                (
                    "version",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="pdf",
                        to="library.learningobjectversion",
                    ),
                ),
            ],
            options={
                "ordering": ["asked_at"],
            },
        ),
        migrations.CreateModel(
            name="IndexedTag",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "facet",
                    models.CharField(
                        choices=[
                            ("what", "Type"),
                            ("outcome", "Outcome"),
                            ("kind", "Kind of case"),
                            ("need", "Needs"),
                            ("theme", "Themes"),
                            ("site", "Site"),
                        ],
                        max_length=8,
                    ),
                ),
                ("value", models.CharField(max_length=80)),
                ("label", models.CharField(max_length=120)),
                (
                    "text",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="tags",
                        to="library.indexedtext",
                    ),
                ),
            ],
            options={
                "ordering": ["facet", "label"],
                "indexes": [models.Index(fields=["facet", "value"], name="tags_by_facet")],
                "constraints": [
                    models.UniqueConstraint(fields=("text", "facet", "value"), name="a_text_has_a_tag_once")
                ],
            },
        ),
        migrations.AddConstraint(
            model_name="learningobjectversion",
            constraint=models.UniqueConstraint(
                fields=("learning_object", "number"), name="a_learning_object_has_each_version_once"
            ),
        ),
    ]
