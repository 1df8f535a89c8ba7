"""Reading what comes back to the sender's address: reports that a mail could not be delivered (RFC 3464), and what apps read.

A report counts only if it returns a Message-ID with our signature. Everything else is ignored: it is input from outside.
"""

import email
import re
from collections.abc import Callable
from dataclasses import dataclass
from email.message import Message
from itertools import islice

from django.db import transaction
from django.utils import timezone

from kit.mail import name_in
from kit.queues import CAME_BACK, Queued, kinds_of_mail, note_refused

MOST_BYTES = 1_000_000  # of one mail; the rest is not read
MOST_PARTS = 100
FAILED = re.compile(r"[45]\.\d{1,3}\.\d{1,3}")


@dataclass(frozen=True)
class Failure:
    """One mail that could not be delivered: its Message-ID, the addresses that it failed for, and the status (RFC 3463): 5.1.1
    is for good, 4.2.2 only this time.
    """

    message_id: str
    addresses: frozenset[str]
    status: str

    @property
    def is_for_good(self) -> bool:
        """Whether the next mail would fail as well."""
        return self.status.startswith("5.")


HEARERS: list[Callable[[Queued, Failure], None]] = []
READERS: list[Callable[[Message], bool]] = []


def hears_of_failures(hearer: Callable[[Queued, Failure], None]) -> Callable[[Queued, Failure], None]:
    """Have `hearer` called with the row of each mail that came back from its reader's address. Decorates a function."""
    HEARERS.append(hearer)
    return hearer


def reads_mail(reader: Callable[[Message], bool]) -> Callable[[Message], bool]:
    """Have `reader` read mail that comes in. It returns whether the mail said anything new. Decorates a function."""
    READERS.append(reader)
    return reader


def read_mail(raw: bytes) -> bool:
    """Record what the mail `raw` says, and return whether it said anything new. Other mail is ignored.

    An app says in its `incoming` module what else than reports it reads.
    """
    if (failure := failure_in(raw)) is not None:
        return _record(failure)
    message = _parsed(raw)
    return message is not None and any(reader(message) for reader in READERS)


def _parsed(raw: bytes) -> Message | None:
    """Return the start of the mail `raw`, parsed, or None if that is not possible."""
    try:
        message = email.message_from_bytes(raw[:MOST_BYTES])
        parts_of(message)
    except (RecursionError, ValueError, LookupError):
        return None
    return message


def parts_of(message: Message) -> list[Message]:
    """Return the first parts of `message`, itself the first."""
    return list(islice(message.walk(), MOST_PARTS))


def failure_in(raw: bytes) -> Failure | None:
    """Return the failure that the mail `raw` reports, or None if it reports none: a mail that is only late has not failed."""
    message = _parsed(raw)
    if message is None or message.get_content_type() != "multipart/report":
        return None
    parts = parts_of(message)
    failed = [part for part in parts if _failed(part)]
    message_id = next((found for part in parts if (found := _original_id(part))), "")
    if not failed or not message_id:
        return None
    named = (part.get(name, "") for part in failed for name in ("Final-Recipient", "Original-Recipient"))
    addresses = frozenset(str(each).rpartition(";")[2].strip().strip("<>").lower() for each in named)
    return Failure(message_id, addresses - {""}, _status(failed[0]))


def _status(part: Message) -> str:
    found = FAILED.match(str(part.get("Status", "")).strip())
    return found[0] if found else ""


def _failed(part: Message) -> bool:
    """Return whether `part` is the paragraph of a report about one address that nobody tries any more."""
    action = str(part.get("Action", "")).strip().lower()
    return "Final-Recipient" in part and action == "failed" and bool(_status(part))


def _original_id(part: Message) -> str:
    """Return the Message-ID of the mail that a report returns, whole or its headers alone."""
    payload = part.get_payload()
    if part.get_content_type() == "message/rfc822" and isinstance(payload, list):
        returned = payload[0] if payload else None
        return str(returned.get("Message-ID", "")) if isinstance(returned, Message) else ""
    if part.get_content_type() == "text/rfc822-headers" and isinstance(payload, str):
        return str(email.message_from_string(payload).get("Message-ID", ""))
    return ""


@transaction.atomic
def _record(failure: Failure) -> bool:
    """Mark the row as failed, and note its address if the report names it. Repeating changes nothing."""
    row = _row_of(failure.message_id)
    if row is None or row.failed_at is not None:
        return False
    why = f"{CAME_BACK} ({failure.status})."
    row.failed_at, row.last_error = timezone.now(), why
    row.save(update_fields=["failed_at", "last_error"])
    if row.reader_email.lower() in failure.addresses:  # it may have been corrected since
        if failure.is_for_good:
            note_refused(row.reader_email, why)
        for hearer in HEARERS:
            hearer(row, failure)
    return True


def _row_of(message_id: str) -> Queued | None:
    label, pk = name_in(message_id) or ("", 0)
    kind = next((kind for kind in kinds_of_mail() if kind._meta.label_lower == label), None)
    return kind.objects.handed_over().filter(pk=pk).first() if kind else None
