"""`manage.py retention`: delete what each programme has kept for long enough."""

from django.core.management.base import BaseCommand

from pages.privacy.retention import tidy
from sites_app.models import Programme


class Command(BaseCommand):
    """Deletes what is older than the periods of its programme."""

    help = (
        "Delete work notes, drafts, uploaded lists and rows of mail that are older than their programme keeps them. With "
        "--dry-run it only says what it would delete."
    )

    def add_arguments(self, parser):
        parser.add_argument("--dry-run", action="store_true", help="delete nothing")

    def handle(self, *args, **options):
        for programme in Programme.objects.order_by("pk"):
            self.stdout.write(f"{programme}:")
            for what, number in tidy(programme, dry_run=options["dry_run"]).items():
                self.stdout.write(f"{number:6} {what}")
        self.stdout.write("Nothing was deleted." if options["dry_run"] else "Done.")
