"""Read the mail that came back to the sender's address: from a pipe, files, a maildir, or a mailbox by IMAP."""

import imaplib
import sys
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import unquote, urlsplit

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError

from kit.bounces import MOST_BYTES, read_mail

MOST_MAILS = 500  # in one run; the next run goes on
SECONDS = 30  # without an answer of the mailbox


class Command(BaseCommand):
    """Reads reports of mail that could not be delivered, and marks that mail as failed, and the answers of calendars. Other
    mail says nothing, and is marked as read too: the mailbox has to be one that no person reads."""

    help = __doc__

    def add_arguments(self, parser):
        """Add where the mail is."""
        parser.add_argument(
            "paths", nargs="*", type=Path, help="files or maildirs; none: one mail from a pipe"
        )
        parser.add_argument(
            "--imap", action="store_true", help="the mailbox of IMAP_URL: what is unread there"
        )

    def handle(self, *, paths, imap, **options):
        """Read the mail, and say how many of it were new."""
        if imap and not settings.IMAP_URL:
            raise CommandError("Set IMAP_URL first: imaps://user:password@host/INBOX")
        mails = of_mailbox(settings.IMAP_URL) if imap else of_paths(paths) if paths else of_pipe()
        new = sum(read_mail(raw) for raw in mails)
        self.stdout.write(f"Reports and answers that were new: {new}")


def of_pipe() -> Iterator[bytes]:
    """Return the one mail that is piped in."""
    yield sys.stdin.buffer.read(MOST_BYTES)


def of_paths(paths: list[Path]) -> Iterator[bytes]:
    """Return the mails in files, and the new ones in maildirs, which are moved among those that were seen."""
    for path in paths:
        if not path.is_dir():
            yield _start_of(path)
            continue
        for file in sorted((path / "new").glob("*"))[:MOST_MAILS]:
            yield _start_of(file)
            (path / "cur").mkdir(exist_ok=True)
            file.rename(path / "cur" / f"{file.name}:2,S")


def _start_of(path: Path) -> bytes:
    with path.open("rb") as file:
        return file.read(MOST_BYTES)


def of_mailbox(url: str) -> Iterator[bytes]:
    """Return the unread mails of the mailbox at `url`, and mark each as read once it was dealt with."""
    parts = urlsplit(url)
    if parts.scheme != "imaps":
        raise CommandError("IMAP_URL must begin with imaps://")
    with imaplib.IMAP4_SSL(parts.hostname or "", parts.port or 993, timeout=SECONDS) as box:
        box.login(unquote(parts.username or ""), unquote(parts.password or ""))
        box.select(unquote(parts.path.lstrip("/")) or "INBOX")
        numbers = box.search(None, "UNSEEN")[1][0].split()[:MOST_MAILS]
        for number in numbers:
            yield _fetched(box, number)
            box.store(number, "+FLAGS", r"\Seen")


def _fetched(box: imaplib.IMAP4, number: bytes) -> bytes:
    answer = box.fetch(number.decode(), f"(BODY.PEEK[]<0.{MOST_BYTES}>)")[1]
    return next((part[1] for part in answer if isinstance(part, tuple)), b"")
