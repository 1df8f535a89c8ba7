"""`manage.py erase_person`: take one person out, so that only facts without their name stay."""

from django.core.management.base import BaseCommand, CommandError
from django.db import transaction

from kit.errors import RefusedError
from pages.privacy.people import Person, erase


class Command(BaseCommand):
    """Erases one person."""

    help = (
        "Close the account and the memberships of the person with this e-mail address, delete what is only theirs, and "
        "take their name out of what stays. With --dry-run it only says what it would do."
    )

    def add_arguments(self, parser):
        parser.add_argument("email")
        parser.add_argument("--name", default="", help="which of several people who share the address")
        parser.add_argument("--dry-run", action="store_true", help="change nothing")

    def handle(self, *args, **options):
        try:
            with transaction.atomic():
                done = erase(Person.known_as(options["email"], name=options["name"]))
                transaction.set_rollback(options["dry_run"])
        except RefusedError as refusal:
            raise CommandError(refusal.sentence) from None
        for what, number in done.items():
            self.stdout.write(f"{number:6} {what}")
        self.stdout.write("Nothing was changed." if options["dry_run"] else "Done.")
        self.stdout.write(
            "Their name may stand inside texts: permanently remove it at each case and meeting."
        )
