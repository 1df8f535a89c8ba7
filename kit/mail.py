"""Writing an e-mail from templates, and the demonstration's backend that stores what is sent."""

import email
import email.policy
import time
import uuid
from email.message import EmailMessage as ParsedMessage
from pathlib import Path

from django.conf import settings
from django.core.mail import EmailMultiAlternatives
from django.core.mail.backends.base import BaseEmailBackend
from django.template.loader import render_to_string
from django.urls import reverse


def address_of(name: str, *args) -> str:
    """Return the absolute address of the page with the URL name `name`, for a mail."""
    return settings.SITE_ADDRESS + reverse(name, args=args)


def render_message(template: str, context: dict, *, to: str) -> EmailMultiAlternatives:
    """Return a message to `to`, rendered from `<template>.subject.txt` and `<template>.body.txt`.

    Mail holds references, counts and links, never the text of a case, a next step or minutes: inboxes are shared.
    """
    context = {"site_address": settings.SITE_ADDRESS, **context}
    subject = " ".join(render_to_string(f"{template}.subject.txt", context).split())
    return EmailMultiAlternatives(subject, render_to_string(f"{template}.body.txt", context), to=[to])


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
