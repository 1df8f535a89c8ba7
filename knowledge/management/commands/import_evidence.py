"""`manage.py import_evidence`: load lists of publications into the evidence library, or see what would become of them."""

import json
import sys
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from knowledge.actions.importing import Outcome, Record, import_records
from knowledge.importing.reading import read
from knowledge.importing.records import ReadFile
from sites_app.models import Programme


class Command(BaseCommand):
    """Imports files of references, and prints what became of each record."""

    help = (
        "Import publications from RIS, BibTeX, PubMed, CSL-JSON or EndNote XML files: FILE..., or - for what is piped in. "
        "Every record is imported, merged with a publication that is there already, or refused with a reason."
    )

    def add_arguments(self, parser):
        parser.add_argument("files", nargs="+", metavar="FILE")
        parser.add_argument("--programme", help="the short name of the programme, where there are several")
        parser.add_argument("--dry-run", action="store_true", help="change nothing")
        parser.add_argument("--format", choices=["text", "json"], default="text")

    def handle(self, *args, files, dry_run, **options):
        programme = _programme(options["programme"], is_trial=dry_run)
        told = []
        for name in files:
            found = read(_bytes(name), name)
            records = [
                Record(each.place, each.item, each.problem, remarks=each.warnings) for each in found.records
            ]
            done = list(import_records(records, programme=programme, by=None, is_trial=dry_run))
            told.append(_told(name, found, done, is_trial=dry_run))
        if options["format"] == "json":
            self.stdout.write(json.dumps(told, indent=2, ensure_ascii=False))
            return
        for file in told:
            self.stdout.write("\n".join(_lines(file)))


def _programme(slug: str | None, *, is_trial: bool) -> Programme | None:
    found = Programme.objects.filter(slug=slug) if slug else Programme.objects.all()
    programmes = list(found[:2])
    if len(programmes) == 1:
        return programmes[0]
    if slug:
        raise CommandError(f"There is no programme with the short name {slug}.")
    if is_trial:
        return None
    raise CommandError(
        "There are several programmes: say which with --programme."
        if programmes
        else "There is no programme yet. Set one up first, or use --dry-run."
    )


def _bytes(name: str) -> bytes:
    try:
        return sys.stdin.buffer.read() if name == "-" else Path(name).read_bytes()
    except OSError as error:
        raise CommandError(f"{name} can't be read: {error.strerror}.") from error


def _told(name: str, found: ReadFile, done: list[Record], *, is_trial: bool) -> dict[str, Any]:
    """Return what is printed of a file, and of each of its records."""
    counts = {outcome.value: sum(each.outcome == outcome for each in done) for outcome in Outcome}
    return {
        "file": name, "format": found.format, "encoding": found.encoding, "problem": found.problem,
        "remarks": found.warnings, "dry_run": is_trial, **counts, "records": [_told_of(each) for each in done],
    }  # fmt: skip


def _told_of(record: Record) -> dict[str, Any]:
    item, cited = record.item or {}, record.publication
    return {
        "place": record.place,
        "outcome": record.outcome.value,
        "reason": record.why,
        "remarks": record.remarks,
        "title": cited.title if cited else item.get("title", ""),
        "authors": [creator.name for creator in cited.by("author")] if cited else [],
        "year": cited.year if cited else None,
        "doi": cited.doi if cited else item.get("DOI", ""),
        "looks_like": [str(each) for each in record.looks_like],
    }


def _lines(file: dict[str, Any]) -> list[str]:
    """Return what is told of a file, as lines to read."""
    would = "would be " if file["dry_run"] else ""
    head = f"{file['file']}: {file['format'] or 'not read'}, {file['encoding'] or 'no encoding'}. "
    head += f"{file['imported']} {would}imported, {file['merged']} {would}merged, {file['refused']} refused."
    lines = [f"{head} {file['problem']}".strip(), *file["remarks"]]
    for each in file["records"]:
        said = " ".join(filter(None, [each["reason"], *each["remarks"]]))
        like = f" It looks like {'; '.join(each['looks_like'])}." if each["looks_like"] else ""
        lines.append(
            f"  {each['place']}: {each['outcome']}. {each['title'] or 'No title'}. {said}{like}".rstrip()
        )
    return lines
