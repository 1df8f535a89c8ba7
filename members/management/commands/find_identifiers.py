"""`manage.py find_identifiers`: what in a text may identify somebody, for trying texts without the pages."""

import json
import sys
from dataclasses import asdict
from io import TextIOWrapper
from pathlib import Path

from django.core.management.base import BaseCommand, CommandError

from kit.fold import fold
from kit.privacy.identifiers import Flag, find
from members.known_names import IdentifierFinder
from sites_app.models import Site


class Command(BaseCommand):
    """Prints the passages of texts that may identify somebody."""

    help = "Find what may identify somebody in texts: FILE..., or - for what is typed or piped in. Changes nothing."

    def add_arguments(self, parser):
        parser.add_argument("files", nargs="*", default=["-"], metavar="FILE")
        parser.add_argument(
            "--site", help="the code of a site whose members, host and place are known names: cp4"
        )
        parser.add_argument("--format", choices=["text", "json"], default="text")

    def handle(self, *args, files, site, **options):
        names = _known_names(site) if site else ()
        texts = {name: _read(name) for name in files or ["-"]}
        found = {name: find(text, names) for name, text in texts.items()}
        if options["format"] == "json":
            lists = {name: [asdict(flag) for flag in flags] for name, flags in found.items()}
            self.stdout.write(json.dumps(lists if len(lists) > 1 else next(iter(lists.values())), indent=2))
            return
        for name, flags in found.items():
            if len(found) > 1:
                self.stdout.write(f"{name}:")
            for flag in flags:
                self.stdout.write(_line(flag, texts[name]))


def _known_names(code: str) -> tuple[str, ...]:
    sites = [site for site in Site.objects.all() if fold(site.code) == fold(code)]
    if not sites:
        raise CommandError(f"There is no site with the code {code}.")
    return tuple(name for site in sites for name in IdentifierFinder(site).names)


def _read(name: str) -> str:
    """Return the text of a file, or of what is piped in, with its line ends as they are: flags count characters."""
    try:
        return _piped() if name == "-" else Path(name).read_bytes().decode()
    except (OSError, ValueError) as error:
        raise CommandError(f"{name} can't be read: {error}.") from error


def _piped() -> str:
    if isinstance(sys.stdin, TextIOWrapper):
        sys.stdin.reconfigure(encoding="utf-8", newline="")
    return sys.stdin.read()


def _line(flag: Flag, text: str) -> str:
    passage = " ".join(text[flag.start : flag.end].split())
    return (
        f"{flag.start}-{flag.end} {flag.kind} ({flag.certainty}): {passage}. {flag.reason} {flag.suggestion}"
    )
