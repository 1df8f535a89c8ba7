import django.db.models.deletion
import django.utils.timezone
from django.conf import settings
from django.db import migrations, models

import kit.signed_links


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
            name="NewsletterIssue",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("month", models.DateField()),
                ("number", models.PositiveSmallIntegerField()),
                ("assembled_at", models.DateTimeField(default=django.utils.timezone.now)),
                ("sent_for_checking_at", models.DateTimeField(blank=True, null=True)),
                ("approved_at", models.DateTimeField(blank=True, null=True)),
                ("sent_at", models.DateTimeField(blank=True, null=True)),
                (
                    "approved_by",
                    models.ForeignKey(
                        blank=True,
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
                        related_name="newsletter_issues",
                        to="sites_app.programme",
                    ),
                ),
                (
                    "sent_by",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "sent_for_checking_by",
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
                "ordering": ["-month"],
            },
        ),
        migrations.CreateModel(
            name="Entry",
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
                            ("head", "Title"),
                            ("site_update", "From the sites"),
                            ("learning_object", "New write-ups"),
                            ("evidence", "Evidence"),
                            ("reply", "Replies from commissioners"),
                            ("diary", "Dates"),
                        ],
                        max_length=16,
                    ),
                ),
                ("source", models.CharField(max_length=120)),
                ("position", models.PositiveSmallIntegerField(default=0)),
                ("headline", models.CharField(blank=True, max_length=160)),
                ("words", models.TextField(blank=True)),
                ("link", models.CharField(blank=True, max_length=300)),
                ("is_promise", models.BooleanField(default=False)),
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
                ("edited_at", models.DateTimeField(blank=True, null=True)),
                ("left_out_at", models.DateTimeField(blank=True, null=True)),
                ("source_gone_at", models.DateTimeField(blank=True, null=True)),
                (
                    "cleared_text",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="newsletter_entries",
                        to="clearance.clearedtext",
                    ),
                ),
                (
                    "edited_by",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "made_from",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="newsletter_entries_about",
                        to="clearance.clearedtext",
                    ),
                ),
                (
                    "site",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="newsletter_entries",
                        to="sites_app.site",
                    ),
                ),
                (
                    "issue",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="entries",
                        to="newsletter.newsletterissue",
                    ),
                ),
            ],
            options={
                "verbose_name_plural": "entries",
                "ordering": ["position", "pk"],
            },
        ),
        migrations.CreateModel(
            name="SiteUpdate",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("words", models.TextField()),
                ("written_at", models.DateTimeField(default=django.utils.timezone.now)),
                (
                    "case",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="newsletter_updates",
                        to="cases.case",
                    ),
                ),
                (
                    "issue",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="site_updates",
                        to="newsletter.newsletterissue",
                    ),
                ),
                (
                    "site",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="newsletter_updates",
                        to="sites_app.site",
                    ),
                ),
                (
                    "written_by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
            options={
                "ordering": ["site__code"],
            },
        ),
        migrations.CreateModel(
            name="Subscriber",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "link_number",
                    models.BigIntegerField(default=kit.signed_links.new_number, editable=False, unique=True),
                ),
                ("email", models.EmailField(max_length=254)),
                (
                    "edition",
                    models.CharField(
                        choices=[("members", "Members’ edition"), ("public", "Public edition")],
                        default="public",
                        max_length=8,
                    ),
                ),
                ("asked_at", models.DateTimeField(default=django.utils.timezone.now)),
                ("confirmed_at", models.DateTimeField(blank=True, null=True)),
                ("unsubscribed_at", models.DateTimeField(blank=True, null=True)),
                (
                    "programme",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="subscribers",
                        to="sites_app.programme",
                    ),
                ),
            ],
            options={
                "ordering": ["email"],
            },
        ),
        migrations.CreateModel(
            name="Delivery",
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
                    "edition",
                    models.CharField(
                        choices=[("members", "Members’ edition"), ("public", "Public edition")], max_length=8
                    ),
                ),
                (
                    "issue",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="deliveries",
                        to="newsletter.newsletterissue",
                    ),
                ),
                (
                    "subscriber",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="deliveries",
                        to="newsletter.subscriber",
                    ),
                ),
            ],
            options={
                "verbose_name_plural": "deliveries",
                "ordering": ["pk"],
            },
        ),
        migrations.CreateModel(
            name="ConfirmationMail",
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
                    "subscriber",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="confirmation_mails",
                        to="newsletter.subscriber",
                    ),
                ),
            ],
            options={
                "ordering": ["pk"],
            },
        ),
        migrations.CreateModel(
            name="UnsubscribedMail",
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
                    "subscriber",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="unsubscribed_mails",
                        to="newsletter.subscriber",
                    ),
                ),
            ],
            options={
                "ordering": ["pk"],
            },
        ),
        migrations.AddConstraint(
            model_name="newsletterissue",
            constraint=models.UniqueConstraint(
                fields=("programme", "month"), name="a_programme_has_one_issue_a_month"
            ),
        ),
        migrations.AddConstraint(
            model_name="newsletterissue",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("approved_at__isnull", True), ("approved_by__isnull", True)),
                    models.Q(("approved_at__isnull", False), ("approved_by__isnull", False)),
                    _connector="OR",
                ),
                name="an_approved_issue_says_by_whom",
            ),
        ),
        migrations.AddConstraint(
            model_name="newsletterissue",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("sent_at__isnull", True), ("approved_at__isnull", False), _connector="OR"
                ),
                name="only_an_approved_issue_is_sent",
            ),
        ),
        migrations.AddConstraint(
            model_name="entry",
            constraint=models.UniqueConstraint(
                fields=("issue", "kind", "source"), name="an_issue_takes_each_source_once"
            ),
        ),
        migrations.AddConstraint(
            model_name="siteupdate",
            constraint=models.UniqueConstraint(
                fields=("issue", "site"), name="a_site_writes_one_update_an_issue"
            ),
        ),
        migrations.AddConstraint(
            model_name="subscriber",
            constraint=models.UniqueConstraint(
                fields=("programme", "email"), name="an_address_subscribes_to_a_programme_once"
            ),
        ),
        migrations.AddConstraint(
            model_name="delivery",
            constraint=models.UniqueConstraint(
                fields=("issue", "subscriber"), name="a_subscriber_gets_an_issue_once"
            ),
        ),
        migrations.CreateModel(
            name="UpdateAnswers",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "their_worker",
                    models.CharField(
                        choices=[("no", "No"), ("maybe", "Maybe"), ("yes", "Yes")], max_length=5
                    ),
                ),
                (
                    "the_ward",
                    models.CharField(
                        choices=[("no", "No"), ("maybe", "Maybe"), ("yes", "Yes")], max_length=5
                    ),
                ),
                (
                    "the_police",
                    models.CharField(
                        choices=[("no", "No"), ("maybe", "Maybe"), ("yes", "Yes")], max_length=5
                    ),
                ),
                (
                    "a_neighbour",
                    models.CharField(
                        choices=[("no", "No"), ("maybe", "Maybe"), ("yes", "Yes")], max_length=5
                    ),
                ),
                (
                    "a_journalist",
                    models.CharField(
                        choices=[("no", "No"), ("maybe", "Maybe"), ("yes", "Yes")], max_length=5
                    ),
                ),
                (
                    "their_family",
                    models.CharField(
                        choices=[("no", "No"), ("maybe", "Maybe"), ("yes", "Yes")], max_length=5
                    ),
                ),
                (
                    "person",
                    models.CharField(
                        choices=[
                            ("agreed", "They were asked, and agreed"),
                            ("told", "They were told"),
                            ("later", "Not yet, because we ask them before it is published"),
                            ("unwell", "Not yet, because they are not well enough to be asked"),
                            ("unsafe", "Not yet, because asking could upset or endanger them"),
                            ("not_found", "They cannot be found"),
                            ("died", "They have died"),
                            ("nobody", "It does not tell of one person"),
                        ],
                        max_length=9,
                    ),
                ),
                (
                    "update",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="answers",
                        to="newsletter.siteupdate",
                    ),
                ),
            ],
            options={
                "abstract": False,
            },
        ),
    ]
