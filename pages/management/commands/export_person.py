"""`manage.py export_person`: everything that is kept about one person, as JSON."""

import json

from django.core.management.base import BaseCommand, CommandError

from kit.errors import RefusedError
from pages.privacy.people import Person, export


class Command(BaseCommand):
    """Prints everything that is kept about one person."""

    help = "Print everything that is kept about the person with this e-mail address, as JSON."

    def add_arguments(self, parser):
        parser.add_argument("email")
        parser.add_argument("--name", default="", help="which of several people who share the address")

    def handle(self, *args, **options):
        try:
            found = export(Person.known_as(options["email"], name=options["name"]))
        except RefusedError as refusal:
            raise CommandError(refusal.sentence) from None
        self.stdout.write(json.dumps(found, indent=2, ensure_ascii=False))
