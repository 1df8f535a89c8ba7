"""The mail of an issue: built once for each edition, then addressed to each reader by replacing a few bytes.

Building the MIME message again for every reader takes ten times as long as all the rest of sending it.
"""

import re
import secrets
from dataclasses import astuple, dataclass, field
from datetime import timedelta
from email import policy
from email.message import EmailMessage
from typing import Protocol

from django.conf import settings
from django.core.mail.message import sanitize_address
from django.template.loader import render_to_string

from kit.mail import address_of, headers_of_every_mail, mail_domain
from newsletter.editions import edition_of
from newsletter.models.issues import Edition, NewsletterIssue

BUILT_FOR = timedelta(seconds=5)  # an entry may be withdrawn while a long sweep goes on
PLAIN = re.compile(  # an address that a mail can have as it is; others are looked at part by part, which takes longer
    r"[a-z0-9_+-]{1,40}(?:\.[a-z0-9_+-]{1,40}){0,5}@[a-z0-9-]{1,63}(?:\.[a-z0-9-]{1,63}){1,5}"
)


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


class Addressee(Protocol):
    """Whom a mail is for: a subscriber, or what a sweep knows of one."""

    @property
    def email(self) -> str:
        """Their address."""

    @property
    def token(self) -> str:
        """The token in their link to unsubscribe."""


@dataclass(frozen=True)
class BuiltMail:
    """A built mail with three places to fill: the reader, the link to unsubscribe, and the number of the mail.

    It is cut at these places once, so that addressing it is putting pieces together.
    """

    raw: bytes
    places: Places
    _pieces: list[bytes] = field(init=False)
    _fillings: list[str] = field(init=False)  # what stands after each piece but the last
    _leave: tuple[str, str] = field(init=False)  # what stands before and after the token in the link

    def __post_init__(self):
        pieces, fillings, start = [], [], 0
        for place, end, filling in _marks_in(self.raw, self.places):
            pieces.append(self.raw[start:place])
            fillings.append(filling)
            start = end
        before, _, after = address_of("newsletter:unsubscribe", self.places.leave).partition(
            self.places.leave
        )
        object.__setattr__(self, "_pieces", [*pieces, self.raw[start:]])
        object.__setattr__(self, "_fillings", fillings)
        object.__setattr__(self, "_leave", (before, after))

    def addressed(self, subscriber: Addressee, *, number: str) -> AddressedMail:
        """Return the mail for one subscriber. Raise ValueError where no mail can have their address.

        Its number stays the same at every attempt, so that mail programs show it once.
        """
        email = subscriber.email
        reader = email if PLAIN.fullmatch(email) else sanitize_address(email, "utf-8")
        leave = f"{self._leave[0]}{subscriber.token}{self._leave[1]}"
        filled = {
            "reader": reader.encode(),
            "link": leave.encode(),
            "encoded link": _quoted_printable(leave),
            "number": number.encode(),
        }
        parts = [b""] * (2 * len(self._fillings) + 1)
        parts[::2] = self._pieces
        parts[1::2] = [filled[each] for each in self._fillings]
        return AddressedMail(settings.DEFAULT_FROM_EMAIL, reader, b"".join(parts))


def _marks_in(raw: bytes, places: Places) -> list[tuple[int, int, str]]:
    """Return where each mark in `raw` begins and ends, and with what it is filled: the link stands whole in the headers and
    encoded in the bodies.
    """
    body, found = raw.index(b"\r\n\r\n"), []
    for name, mark in (("reader", places.reader), ("link", places.leave), ("number", places.number)):
        place = raw.find(mark.encode())
        while place >= 0:
            end = place + len(mark)
            found.append((place, end, "encoded link" if name == "link" and place > body else name))
            place = raw.find(mark.encode(), end)
    return sorted(found)


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
