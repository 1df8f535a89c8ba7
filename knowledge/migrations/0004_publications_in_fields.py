"""Publications in fields: what was kept of each as two lines is taken over."""

from django.conf import settings
from django.db import migrations, models

from knowledge.lines import publication_of
from knowledge.publications import as_kept

TAKEN_OVER = ("form", "container", "volume", "number", "pages", "publisher", "place")


def take_over(apps, schema_editor) -> None:
    """Read the lines of authors and of where it came out into fields. The lines themselves stay as they are."""
    evidence = apps.get_model("knowledge", "Evidence")
    for row in evidence.objects.iterator():
        found = publication_of(authors=row.authors, year=row.year, title=row.title, source=row.source)
        row.creators = as_kept(found.creators)
        row.title_key, row.author_key = found.keys
        for name in TAKEN_OVER:
            setattr(row, name, getattr(found, name))
        row.save(update_fields=["creators", "title_key", "author_key", *TAKEN_OVER])


class Migration(migrations.Migration):
    dependencies = [
        ("cases", "0004_vocabularies_in_the_browser"),
        ("knowledge", "0003_taken_at"),
        ("sites_app", "0003_programme_events"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.AddField(
            model_name="evidence",
            name="abstract",
            field=models.TextField(blank=True),
        ),
        migrations.AddField(
            model_name="evidence",
            name="author_key",
            field=models.CharField(blank=True, editable=False, max_length=120),
        ),
        migrations.AddField(
            model_name="evidence",
            name="conflict",
            field=models.TextField(blank=True),
        ),
        migrations.AddField(
            model_name="evidence",
            name="container",
            field=models.CharField(blank=True, max_length=300),
        ),
        migrations.AddField(
            model_name="evidence",
            name="creators",
            field=models.JSONField(blank=True, default=dict),
        ),
        migrations.AddField(
            model_name="evidence",
            name="day",
            field=models.PositiveSmallIntegerField(blank=True, null=True),
        ),
        migrations.AddField(
            model_name="evidence",
            name="design",
            field=models.CharField(
                blank=True,
                choices=[
                    ("review", "Review of studies"),
                    ("trial", "Trial with a comparison"),
                    ("cohort", "People followed over time"),
                    ("survey", "Survey or records"),
                    ("qualitative", "Interviews or observation"),
                    ("case_study", "Case study"),
                    ("evaluation", "Evaluation of a service"),
                    ("mixed", "Several of these"),
                ],
                max_length=12,
            ),
        ),
        migrations.AddField(
            model_name="evidence",
            name="edition",
            field=models.CharField(blank=True, max_length=60),
        ),
        migrations.AddField(
            model_name="evidence",
            name="form",
            field=models.CharField(
                choices=[
                    ("article-journal", "Article in a journal"),
                    ("book", "Book"),
                    ("chapter", "Chapter in a book"),
                    ("report", "Report"),
                    ("legislation", "Act or regulations"),
                    ("legal_case", "Judgment of a court"),
                    ("webpage", "Web page"),
                    ("post-weblog", "Blog post"),
                    ("article-newspaper", "Article in a newspaper"),
                    ("article-magazine", "Article in a magazine"),
                    ("thesis", "Thesis"),
                    ("paper-conference", "Conference paper"),
                    ("speech", "Talk"),
                    ("motion_picture", "Film or video"),
                    ("broadcast", "Broadcast or podcast"),
                    ("dataset", "Data"),
                    ("manuscript", "Not published"),
                    ("document", "Something else"),
                ],
                default="document",
                max_length=24,
            ),
        ),
        migrations.AddField(
            model_name="evidence",
            name="is_open_access",
            field=models.BooleanField(blank=True, null=True),
        ),
        migrations.AddField(
            model_name="evidence",
            name="isbn",
            field=models.CharField(blank=True, max_length=20),
        ),
        migrations.AddField(
            model_name="evidence",
            name="language",
            field=models.CharField(blank=True, max_length=40),
        ),
        migrations.AddField(
            model_name="evidence",
            name="month",
            field=models.PositiveSmallIntegerField(blank=True, null=True),
        ),
        migrations.AddField(
            model_name="evidence",
            name="number",
            field=models.CharField(blank=True, max_length=60),
        ),
        migrations.AddField(
            model_name="evidence",
            name="pages",
            field=models.CharField(blank=True, max_length=60),
        ),
        migrations.AddField(
            model_name="evidence",
            name="place",
            field=models.CharField(blank=True, max_length=120),
        ),
        migrations.AddField(
            model_name="evidence",
            name="pmid",
            field=models.CharField(blank=True, max_length=12),
        ),
        migrations.AddField(
            model_name="evidence",
            name="publisher",
            field=models.CharField(blank=True, max_length=300),
        ),
        migrations.AddField(
            model_name="evidence",
            name="read_on",
            field=models.DateField(blank=True, null=True),
        ),
        migrations.AddField(
            model_name="evidence",
            name="title_key",
            field=models.CharField(blank=True, editable=False, max_length=120),
        ),
        migrations.AddField(
            model_name="evidence",
            name="volume",
            field=models.CharField(blank=True, max_length=40),
        ),
        migrations.AlterField(
            model_name="evidence",
            name="kind",
            field=models.CharField(
                choices=[
                    ("research", "Research"),
                    ("policy", "Policy"),
                    ("law", "Law"),
                    ("guidance", "Guidance"),
                    ("grey", "Report"),
                    ("lived", "Lived experience"),
                    ("practice", "Practice example"),
                ],
                max_length=12,
            ),
        ),
        migrations.AddIndex(
            model_name="evidence",
            index=models.Index(fields=["programme", "title_key"], name="evidence_of_this_title"),
        ),
        migrations.AddIndex(
            model_name="evidence",
            index=models.Index(fields=["programme", "author_key", "year"], name="evidence_by_this_author"),
        ),
        migrations.RunPython(take_over, migrations.RunPython.noop),
    ]
