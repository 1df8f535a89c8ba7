"""`manage.py demo`: load the demonstration's two programmes, once."""

from django.core.management.base import BaseCommand

from demonstration.loading import SLUGS, is_loaded, load
from kit.words import percentage


class Command(BaseCommand):
    """Loads the demonstration's programmes that are not loaded yet."""

    help = "Load the demonstration: Little Miracles 2012-13 and the running programme Common Ground. Repeating adds nothing."

    def handle(self, *args, **options):
        for slug in SLUGS:
            if is_loaded(slug):
                self.stdout.write(f"{slug} is loaded already.")
                continue
            happened = load(slug, progress=self.progress)
            self.stdout.write(f"\r{slug}: {happened} things happened.{' ' * 60}")

    def progress(self, done: int, total: int, what: str) -> None:
        """Draw a bar of 30 characters on a terminal; elsewhere say every tenth part on a line of its own."""
        if self.stdout.isatty():
            bar = "#" * (30 * done // total)
            self.stdout.write(f"\r[{bar:<30}] {percentage(done, total):3}%  {what[:40]:<40}", ending="")
            self.stdout.flush()
        elif done * 10 // total != (done - 1) * 10 // total:
            self.stdout.write(f"{percentage(done, total)}% {what}")
