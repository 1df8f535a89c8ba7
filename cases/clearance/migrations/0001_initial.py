import django.db.models.deletion
import django.utils.timezone
from django.conf import settings
from django.db import migrations, models

import kit.signed_links


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
                ("is_public_already", models.BooleanField(default=False)),
                ("struck_at", models.DateTimeField(blank=True, null=True)),
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
                    "sent_for_checking_by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="texts_sent_for_checking",
                        to=settings.AUTH_USER_MODEL,
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
                (
                    "struck_by",
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
            name="AgreementLink",
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
                ("address_number", models.BigIntegerField()),
                ("made_at", models.DateTimeField(default=django.utils.timezone.now)),
                (
                    "named",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="agreement_link",
                        to="cases.namedpresenter",
                    ),
                ),
            ],
            options={
                "ordering": ["pk"],
            },
        ),
        migrations.CreateModel(
            name="AgreementMail",
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
                    "about",
                    models.CharField(
                        choices=[
                            ("recorded", "Somebody else recorded what they said"),
                            ("published", "A text was published under their agreement"),
                        ],
                        max_length=9,
                    ),
                ),
                (
                    "case",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="agreement_mails",
                        to="cases.case",
                    ),
                ),
                (
                    "member",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="agreement_mails",
                        to="members.member",
                    ),
                ),
                (
                    "cleared_text",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="agreement_mails",
                        to="clearance.clearedtext",
                    ),
                ),
            ],
            options={
                "ordering": ["pk"],
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
                (
                    "withdrawn_because",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("privacy", "It was withdrawn to protect somebody’s privacy."),
                            ("agreement", "The presenters of this case withdrew their agreement."),
                            ("mistake", "It contained a mistake."),
                            ("out_of_date", "It is out of date."),
                            ("newer", "A newer text has replaced it."),
                            ("corrected", "It is being corrected."),
                            ("site", "The site no longer shares it."),
                        ],
                        max_length=12,
                    ),
                ),
                ("withdrawn_note", models.TextField(blank=True)),
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
                "ordering": ["pk"],
            },
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
            model_name="clearedtext",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("is_public_already", False),
                    models.Q(("case__isnull", True), ("kind", "newsletter_entry")),
                    _connector="OR",
                ),
                name="only_entries_of_no_case_are_public_already",
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
            model_name="agreementmail",
            constraint=models.UniqueConstraint(
                fields=("member", "cleared_text"), name="a_presenter_is_told_of_a_published_text_once"
            ),
        ),
        migrations.AddConstraint(
            model_name="agreementmail",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("about", "published"), ("cleared_text__isnull", False)),
                    models.Q(("about", "recorded"), ("cleared_text__isnull", True)),
                    _connector="OR",
                ),
                name="a_mail_about_a_published_text_names_it",
            ),
        ),
        migrations.AddConstraint(
            model_name="publication",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(
                        ("withdrawn_at__isnull", True), ("withdrawn_because", ""), ("withdrawn_note", "")
                    ),
                    models.Q(
                        ("withdrawn_at__isnull", False),
                        (
                            "withdrawn_because__in",
                            ["privacy", "agreement", "mistake", "out_of_date", "newer", "corrected", "site"],
                        ),
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
        migrations.AddConstraint(
            model_name="sharingagreement",
            constraint=models.CheckConstraint(
                condition=models.Q(("recorded_by__isnull", False), ("is_own_word", True), _connector="OR"),
                name="who_recorded_an_agreement_is_known",
            ),
        ),
        migrations.CreateModel(
            name="KeptBeside",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
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
                    "kept",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="kept_beside_of",
                        to="clearance.clearedtext",
                    ),
                ),
                (
                    "text",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="kept_beside",
                        to="clearance.clearedtext",
                    ),
                ),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(
                        fields=("text", "kept"), name="a_text_is_kept_beside_another_once"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("text", models.F("kept")), _negated=True),
                        name="a_text_is_not_kept_beside_itself",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="AuthorAnswers",
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
                ("at", models.DateTimeField(default=django.utils.timezone.now)),
                (
                    "by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "cleared_text",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="author_answers",
                        to="clearance.clearedtext",
                    ),
                ),
            ],
            options={
                "ordering": ["pk"],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            ("the_police__in", ["no", "maybe"]),
                            ("the_ward__in", ["no", "maybe"]),
                            ("their_worker__in", ["no", "maybe"]),
                        ),
                        name="nobody_who_reads_it_would_know_whom_it_is_about",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("audience", "public"), _negated=True),
                            models.Q(
                                ("a_journalist__in", ["no", "maybe"]),
                                ("a_neighbour__in", ["no", "maybe"]),
                                ("their_family__in", ["no", "maybe"]),
                            ),
                            _connector="OR",
                        ),
                        name="nobody_at_all_would_know_whom_it_is_about",
                    ),
                ],
            },
        ),
    ]
