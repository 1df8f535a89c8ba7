"""`manage.py membership_matrix`: figure 1 from attendance rows, as at any date."""

from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone

from kit.days.reading import read_day
from meetings.matrix import membership_matrix
from meetings.matrix_text import as_csv, as_json, as_table
from sites_app.models import Programme

FORMATS = {"csv": as_csv, "table": as_table, "json": as_json}
USUAL = "little-miracles"


class Command(BaseCommand):
    """Prints figure 1: sectors, disciplines and marks at each site."""

    help = "Print membership by sector, role and site, from attendance (figure 1)."

    def add_arguments(self, parser):
        parser.add_argument(
            "--programme", help=f"its slug; may be left out where it is {USUAL} or the only one"
        )
        parser.add_argument("--as-at", help="the day, such as 2012-12-31; today by default")
        parser.add_argument("--format", choices=FORMATS, default="table")

    def handle(self, *args, **options):
        programme = self.programme(options["programme"])
        try:
            as_at = read_day(options["as_at"]) if options["as_at"] else timezone.localdate()
        except ValueError:
            raise CommandError("Write the day like this: --as-at 2012-12-31") from None
        text = FORMATS[options["format"]](membership_matrix(programme, as_at=as_at))
        self.stdout.write(text, ending="")

    def programme(self, slug: str | None) -> Programme:
        """Return the programme with that slug; without one the usual one, or the only one."""
        slugs = list(Programme.objects.values_list("slug", flat=True))
        if slug is None:
            slug = slugs[0] if len(slugs) == 1 else USUAL
        if slug not in slugs:
            known = ", ".join(sorted(slugs)) or "none yet"
            raise CommandError(f"There is no programme {slug}. Name one with --programme: {known}")
        return Programme.objects.get(slug=slug)
