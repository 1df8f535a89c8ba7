"""Writing an e-mail from templates, and the demonstration's backend that stores what is sent."""

import email
import email.policy
import textwrap
import time
import uuid
from collections.abc import Callable
from dataclasses import dataclass, replace
from email.message import EmailMessage as ParsedMessage
from email.utils import format_datetime, parseaddr
from pathlib import Path
from urllib.parse import urlsplit

from django.conf import settings
from django.core.mail import EmailMultiAlternatives
from django.core.mail.backends.base import BaseEmailBackend
from django.db import models
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import timezone
from django.utils.crypto import constant_time_compare

from kit.bounds import number_in
from kit.mail_blocks import blocks_of
from kit.signed_links import signature_of


def address_of(name: str, *args) -> str:
    """Return the absolute address of the page with the URL name `name`, for a mail."""
    return settings.SITE_ADDRESS + reverse(name, args=args)


@dataclass(frozen=True)
class Foot:
    """What stands below every mail: why somebody gets it, what to do to change that, and who reads replies."""

    why: str  # ends the sentence "You get this e-mail because"
    change: str  # one or two sentences
    replies_to: tuple[str, ...] = ()  # addresses
    replies_read_by: str = ""  # such as "Carol Whitcombe, the facilitator"; "": nobody
    for_whom: str = ""  # whom of several people who share a mailbox
    setting: str = (
        ""  # a sentence that leads to the one setting of this mail; "": it has none, or `change` leads there
    )


@dataclass
class Settings:
    """What people chose about mail: asked of the row of each mail. An app further up says what they chose."""

    sentence: Callable[[models.Model], str] = lambda row: ""  # for its foot
    is_wanted: Callable[[models.Model], bool] = lambda row: True


SETTINGS = Settings()


def headers_of_every_mail(replies_to: tuple[str, ...] = ()) -> dict[str, str]:
    """Return the headers that every mail has: no program answers it, and people's answers go to `replies_to`."""
    headers = {
        "Date": format_datetime(timezone.now()),
        "Auto-Submitted": "auto-generated",
        "X-Auto-Response-Suppress": "All",
    }
    return headers | ({"Reply-To": ", ".join(replies_to)} if replies_to else {})


def render_message(
    template: str, context: dict, *, to: str, row: models.Model, foot: Foot | None = None
) -> EmailMultiAlternatives:
    """Return a message to `to`, rendered from `<template>.subject.txt` and `<template>.body.txt`, as text and as HTML.

    The HTML part is made from the text. `row` is the row of the mail: the setting that its foot leads to is read from it.
    Without a `foot`, it is that of the member in `context["member"]`.

    Mail holds references, counts and links, never the text of a case, a next step or minutes: inboxes are shared.
    """
    foot = foot or context["member"].mail_foot
    foot = replace(foot, setting=SETTINGS.sentence(row))
    context = {"site_address": settings.SITE_ADDRESS, **context}
    subject = " ".join(render_to_string(f"{template}.subject.txt", context).split())
    if foot.for_whom:
        subject = f"For {foot.for_whom}: {subject}"
    body = render_to_string(f"{template}.body.txt", context).strip()
    below = render_to_string("kit/email/foot.txt", {"foot": foot}).strip()
    message = EmailMultiAlternatives(
        subject,
        f"{body}\n\n-- \n{_wrapped(below)}\n",
        to=[to],
        headers=headers_of_every_mail(foot.replies_to),
    )
    html = {"subject": subject, "blocks": blocks_of(body), "foot": below}
    message.attach_alternative(render_to_string("kit/email/letter.html", html), "text/html")
    return message


def _wrapped(text: str) -> str:
    return textwrap.fill(text, width=76, break_long_words=False, break_on_hyphens=False)


def mail_domain() -> str:
    """Return the domain that mail comes from: that of the sender's address, never the name of a machine."""
    of_sender = parseaddr(settings.DEFAULT_FROM_EMAIL)[1].partition("@")[2]
    return of_sender or str(urlsplit(settings.SITE_ADDRESS).hostname)


def mail_number(row: models.Model) -> str:
    """Return the signed number of the mail of `row`, the same at every attempt, so that mail programs show it once and
    a report that it could not be delivered leads back to the row.
    """
    return number_of(row._meta.label_lower, row.pk)


def number_of(label: str, pk: int) -> str:
    """Return the number of the mail of the row `pk` of the model `label`, in lower case: see `mail_number`."""
    name = f"{label}.{pk}"
    return f"{name}.{_signature(name)}"


def message_id(row: models.Model) -> str:
    """Return the Message-ID of the mail of `row`."""
    return f"<{mail_number(row)}@{mail_domain()}>"


def name_in(number: str) -> tuple[str, int] | None:
    """Return the model and the id of the row in a Message-ID of ours, or None if its signature is not valid."""
    name, _, signature = number.strip().strip("<>").partition("@")[0].rpartition(".")
    if not constant_time_compare(signature, _signature(name)):
        return None
    label, _, pk = name.rpartition(".")
    found = number_in(pk)
    return None if found is None else (label, found)


def _signature(name: str) -> str:
    return signature_of(name, salt="kit.mail.message_id")[:20]


class KeepingBackend(BaseEmailBackend):
    """A mail backend that stores each message as an .eml file in EMAIL_FILE_PATH instead of sending it. For the
    demonstration only.
    """

    def send_messages(self, messages) -> int:
        """Write each of `messages` to a file, and return how many there were."""
        folder = Path(settings.EMAIL_FILE_PATH)
        folder.mkdir(parents=True, exist_ok=True)
        for message in messages:
            name = f"{time.time_ns():020d}-{uuid.uuid4().hex[:8]}.eml"
            (folder / name).write_bytes(message.message().as_bytes(linesep="\r\n"))
        return len(messages)


def read_kept(file: Path) -> ParsedMessage:
    """Return the message stored in `file`, parsed."""
    return email.message_from_bytes(file.read_bytes(), policy=email.policy.default)
