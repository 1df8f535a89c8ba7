"""The mail of an issue: built once for each edition, then addressed to each reader by replacing a few bytes.

Building the MIME message again for every reader takes ten times as long as all the rest of sending it.
"""

import secrets
from dataclasses import astuple, dataclass
from datetime import timedelta
from email import policy
from email.message import EmailMessage

from django.conf import settings
from django.core.mail.message import sanitize_address
from django.template.loader import render_to_string

from kit.mail import address_of, headers_of_every_mail, mail_domain
from newsletter.editions import edition_of
from newsletter.models.issues import Edition, NewsletterIssue
from newsletter.models.subscribers import Subscriber

BUILT_FOR = timedelta(seconds=5)  # an entry may be withdrawn while a long sweep goes on


class MailNotBuiltError(Exception):
    """A template broke one of the places where the mail is addressed."""


@dataclass(frozen=True)
class AddressedMail:
    """A mail ready to be sent, with the methods that Django's mail backends call on a message.

    Its bytes are built already.
    """

    sender: str
    reader: str
    raw: bytes
    encoding: str = "utf-8"

    @property
    def from_email(self) -> str:
        """Return the sender's address."""
        return self.sender

    @property
    def to(self) -> list[str]:
        """Return the reader's address, as a list."""
        return [self.reader]

    def recipients(self) -> list[str]:
        """Return the reader's address, as a list."""
        return [self.reader]

    def message(self) -> "AddressedMail":
        """Return the mail itself: its bytes are built already."""
        return self

    def as_bytes(self, linesep: str = "\r\n", **_) -> bytes:
        """Return the mail as bytes, with `linesep` at the end of each line."""
        return self.raw if linesep == "\r\n" else self.raw.replace(b"\r\n", linesep.encode())


@dataclass(frozen=True)
class Places:
    """The marks of the places to fill in a built mail: the reader, the link to unsubscribe, the number of the mail.

    They are drawn by lot for each mail that is built, so that no word of an entry is one, whatever people type. They
    are short enough for a line of their own, so that no encoding splits them.
    """

    reader: str
    leave: str
    number: str

    @classmethod
    def drawn(cls) -> "Places":
        """Return marks that nobody knew before."""
        lot = secrets.token_hex(10)
        return cls(f"r{lot}@example.invalid", f"l{lot}", f"n{lot}")


@dataclass(frozen=True)
class BuiltMail:
    """A built mail with three places to fill: the reader, the link to unsubscribe, and the number of the mail."""

    raw: bytes
    places: Places

    def addressed(self, subscriber: Subscriber, *, number: str) -> AddressedMail:
        """Return the mail for one subscriber.

        Its number stays the same at every attempt, so that mail programs show it once.
        """
        reader = sanitize_address(subscriber.email, "utf-8")
        leave = address_of("newsletter:unsubscribe", subscriber.token)
        places = self.places
        raw = (
            self.raw.replace(places.reader.encode(), reader.encode())
            .replace(f"<{places.leave}>".encode(), f"<{leave}>".encode())
            .replace(places.leave.encode(), _quoted_printable(leave))
            .replace(places.number.encode(), number.encode())
        )
        return AddressedMail(settings.DEFAULT_FROM_EMAIL, reader, raw)


def build(issue: NewsletterIssue, *, edition: str) -> BuiltMail:
    """Build the mail of one edition, as HTML and as plain text, with the headers for one-click unsubscribing (RFC
    8058).

    Raise MailNotBuiltError if the places to fill did not come through the encoding whole.
    """
    places = Places.drawn()
    context = {
        "edition": edition_of(issue, edition=edition, is_letter=True),
        "issue": issue,
        "is_members": edition == Edition.MEMBERS,
        "is_commissioners": edition == Edition.COMMISSIONERS,
        "address": settings.SITE_ADDRESS + issue.get_absolute_url(),
        "leave": places.leave,
        "editor": issue.editor,
        "site_address": settings.SITE_ADDRESS,
    }
    subject = " ".join(render_to_string("newsletter/email/issue.subject.txt", context).split())
    message = _with_headers(issue, places, subject=subject)
    message.set_content(render_to_string("newsletter/email/issue.body.txt", context), cte="quoted-printable")
    message.add_alternative(
        render_to_string("newsletter/email/issue.body.html", context),
        subtype="html",
        cte="quoted-printable",
    )
    raw = message.as_bytes()
    found = [raw.count(place.encode()) for place in astuple(places)]
    if found != [1, 3, 1]:
        raise MailNotBuiltError(
            f"Expected one reader, three links to leave by and one number; found {found}."
        )
    return BuiltMail(raw, places)


def _with_headers(issue: NewsletterIssue, places: Places, *, subject: str) -> EmailMessage:
    """Return a mail without a body, with the headers of `issue`."""
    message = EmailMessage(policy=policy.SMTP.clone(max_line_length=76))
    message["Subject"] = subject
    message["From"] = settings.DEFAULT_FROM_EMAIL
    message["To"] = places.reader
    message["Message-ID"] = f"<{places.number}@{mail_domain()}>"
    message["List-Unsubscribe"] = f"<{places.leave}>"
    message["List-Unsubscribe-Post"] = "List-Unsubscribe=One-Click"
    message["List-Id"] = (
        f"{issue.programme.name} newsletter <{issue.programme.slug}.newsletter.{mail_domain()}>"
    )
    for name, value in headers_of_every_mail(_editor_addresses(issue)).items():
        message[name] = value
    return message


def _quoted_printable(link: str) -> bytes:
    """Return a link as it stands inside an encoded body, whose lines hold 76 characters at most."""
    encoded = link.replace("=", "=3D")
    lines = [encoded[start : start + 57] for start in range(0, len(encoded), 57)]
    return "=\r\n".join(lines).encode()


def _editor_addresses(issue: NewsletterIssue) -> tuple[str, ...]:
    return (issue.editor.email,) if issue.editor else ()
