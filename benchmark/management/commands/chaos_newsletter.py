"""`manage.py chaos_newsletter`: whether every letter arrives, and once, while what sends them is killed."""

import os

from django.core.management.base import BaseCommand, CommandError
from django.db import connection

from benchmark.chaos import run
from benchmark.workers import CeleryWorkers, EmbeddedWorkers


class Command(BaseCommand):
    """Makes a database of its own beside that of DATABASE_URL, and takes it away. It is for measuring, and installed nowhere
    else. With REDIS_URL a Celery worker sends; without, web, worker and beat in one tree of processes, as `make run` has them.
    """

    help = "Send a newsletter while what sends it is killed at random, in a database made for it. The last line has the figures."

    def add_arguments(self, parser):
        """Add how many people, how many kills, and what the mail server does."""
        parser.add_argument("--recipients", type=int, default=3_000)
        parser.add_argument("--kills", type=int, default=100)
        parser.add_argument("--seed", type=int, default=1, help="another number kills at other moments")
        parser.add_argument(
            "--events", action="store_true", help="the mail server tells what it took, as providers do"
        )
        parser.add_argument(
            "--drops", type=float, default=0.0, help="the share of letters after which it hangs up"
        )

    def handle(self, *, recipients, kills, seed, events, drops, **options):
        """Do it, and say what was counted. CommandError where a letter was lost, or more copies arrived than may."""
        if recipients < 1 or kills < 0:
            raise CommandError("It takes at least one recipient.")
        workers = CeleryWorkers if os.environ.get("REDIS_URL") else EmbeddedWorkers
        usual = connection.settings_dict["NAME"]
        connection.creation.create_test_db(verbosity=0, autoclobber=True, serialize=False)
        try:
            figures = run(
                recipients=recipients, kills=kills, seed=seed, with_events=events, drops=drops,
                workers=workers, say=self.stdout.write,
            )  # fmt: skip
        finally:
            connection.creation.destroy_test_db(usual, verbosity=0)
        self.stdout.write(figures.line)
        if not figures.holds(with_events=events):
            raise CommandError("Not every letter is accounted for.")
