"""`manage.py build_newsletter --programme P --month 2012-11`: assemble the issue of a month now, and print what
changed.
"""

from datetime import date

from django.core.management.base import BaseCommand, CommandError

from kit.errors import RefusedError
from newsletter import actions
from sites_app.models import Programme


class Command(BaseCommand):
    """Assemble the newsletter of a month."""

    help = (
        "Makes the newsletter of a month from what happened at every site. Again changes only what changed."
    )

    def add_arguments(self, parser):
        """Add --programme and --month."""
        parser.add_argument("--programme", help="its slug; may be left out where there is only one")
        parser.add_argument("--month", required=True, help="such as 2012-11")

    def handle(self, *args, programme=None, month, **options):
        """Assemble the issue and print each change: + added, ~ changed, - deleted, ! marked."""
        try:
            assembly = actions.compare(self._programme(programme), month=self._month(month))
        except RefusedError as refusal:
            raise CommandError(refusal.sentence) from refusal
        issue = assembly.issue
        self.stdout.write(
            f"{issue.programme.name}, {issue.name}: {'new' if assembly.is_new else 'was there'}"
        )
        for word, entries in [
            ("+", assembly.added),
            ("~", assembly.changed),
            ("-", assembly.gone),
            ("!", assembly.marked),
        ]:
            for entry in entries:
                self.stdout.write(f"{word} {entry}")
        if issue.approved_at:
            self.stdout.write("It is approved, so it stays as it is.")
        elif not assembly.changed_anything:
            self.stdout.write("Nothing changed.")

    def _programme(self, slug: str | None) -> Programme:
        """Return the programme with this slug, or the only one there is."""
        if slug:
            found = Programme.objects.filter(slug=slug).first()
            if found is None:
                known = ", ".join(Programme.objects.values_list("slug", flat=True)) or "none yet"
                raise CommandError(f"There is no programme {slug}. Choose one of: {known}.")
            return found
        programmes = list(Programme.objects.all()[:2])
        if len(programmes) != 1:
            raise CommandError("Say which programme with --programme and its slug.")
        return programmes[0]

    def _month(self, text: str) -> date:
        """Return the first day of the month in `text`."""
        try:
            return date.fromisoformat(f"{text}-01")
        except ValueError:
            raise CommandError("Write the month like this: --month 2012-11") from None
