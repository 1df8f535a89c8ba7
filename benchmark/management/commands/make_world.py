"""`manage.py make_world`: a made-up programme of any size, for the bench."""

from django.core.management.base import BaseCommand, CommandError
from django.db import connection
from django.utils import timezone

from benchmark.size import Size
from benchmark.world import make_world
from kit.errors import RefusedError


class Command(BaseCommand):
    """Fills an empty database with a made-up programme. It is for measuring, and installed nowhere else."""

    help = "Make a programme of any size in an empty database, for measuring: people, cases and all that follows from them."

    def add_arguments(self, parser):
        """Add how large it is."""
        parser.add_argument("--sites", type=int, default=60)
        parser.add_argument("--members", type=int, default=600)
        parser.add_argument("--cases", type=int, default=10_000)
        parser.add_argument(
            "--seed", type=int, default=1, help="another number makes another programme of this size"
        )

    def handle(self, *, sites, members, cases, seed, **options):
        """Make it, and say how large it became."""
        if sites < 1 or cases < 0 or members < sites * 4:
            raise CommandError("A world has at least one site, and four members for each site.")
        size = Size(sites=sites, members=members, cases=cases, now=timezone.now())
        try:
            rows = make_world(size, seed=seed, say=self.stdout.write)
        except RefusedError as refused:
            raise CommandError(str(refused)) from None
        if connection.vendor == "postgresql":
            with connection.cursor() as cursor:
                cursor.execute("ANALYZE")  # as autovacuum does by itself
        self.stdout.write(f"{sites} sites, {members} members, {cases:,} cases: {rows:,} rows")
