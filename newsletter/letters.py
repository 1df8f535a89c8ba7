"""The letter as it is mailed: built once an issue and edition, then addressed to each reader by replacing a few bytes.

Building the MIME message anew for every reader costs ten times more than everything else about sending it.
"""

from dataclasses import dataclass
from email import policy
from email.message import EmailMessage
from email.utils import format_datetime, parseaddr

from django.conf import settings
from django.core.mail.message import sanitize_address
from django.template.loader import render_to_string
from django.utils import timezone

from kit.mail import address_of
from newsletter.editions import letter_of
from newsletter.models.issues import Edition, NewsletterIssue
from newsletter.models.subscribers import Subscriber

# Each stands on a short line of its own, so that no encoding breaks it in two.
READER, LEAVE, NUMBER = "copsite-reader@example.invalid", "copsite-leave-link", "copsite-letter-number"


class LetterNotBuilt(Exception):
    """A template broke the places where a letter is addressed."""


@dataclass(frozen=True)
class Addressed:
    """A letter ready to go, in the shape that Django's mail backends take: bytes that nobody has to build."""

    sender: str
    reader: str
    raw: bytes
    encoding: str = "utf-8"

    @property
    def from_email(self) -> str:
        return self.sender

    @property
    def to(self) -> list[str]:
        return [self.reader]

    def recipients(self) -> list[str]:
        return [self.reader]

    def message(self) -> "Addressed":
        return self

    def as_bytes(self, linesep: str = "\r\n", **_) -> bytes:
        return self.raw if linesep == "\r\n" else self.raw.replace(b"\r\n", linesep.encode())


@dataclass(frozen=True)
class Envelope:
    """A built letter with three places left open: the reader, the link to leave by, the number of the letter."""

    raw: bytes

    def addressed(self, subscriber: Subscriber, *, number: str) -> Addressed:
        """The letter to one subscriber. Its number stays the same on every try, so that mail programs show it once."""
        reader = sanitize_address(subscriber.email, "utf-8")
        leave = address_of("newsletter:unsubscribe", subscriber.token)
        raw = (
            self.raw.replace(READER.encode(), reader.encode())
            .replace(f"<{LEAVE}>".encode(), f"<{leave}>".encode())
            .replace(LEAVE.encode(), _quoted_printable(leave))
            .replace(NUMBER.encode(), number.encode())
        )
        return Addressed(settings.DEFAULT_FROM_EMAIL, reader, raw)


def build(issue: NewsletterIssue, *, edition: str) -> Envelope:
    """The letter of one edition, as HTML and as text, with the headers that let mail programs offer to leave
    (RFC 8058). Raises LetterNotBuilt where the places to fill did not come through whole."""
    context = {
        "letter": letter_of(issue, edition=edition),
        "issue": issue,
        "is_members": edition == Edition.MEMBERS,
        "address": settings.SITE_ADDRESS + issue.get_absolute_url(),
        "leave": LEAVE,
        "site_address": settings.SITE_ADDRESS,
    }
    message = EmailMessage(policy=policy.SMTP.clone(max_line_length=76))
    message["Subject"] = " ".join(render_to_string("newsletter/email/issue.subject.txt", context).split())
    message["From"] = settings.DEFAULT_FROM_EMAIL
    message["To"] = READER
    message["Date"] = format_datetime(timezone.now())
    message["Message-ID"] = f"<{NUMBER}@{_domain()}>"
    message["List-Unsubscribe"] = f"<{LEAVE}>"
    message["List-Unsubscribe-Post"] = "List-Unsubscribe=One-Click"
    message["List-Id"] = f"{issue.programme.name} newsletter <{issue.programme.slug}.newsletter.{_domain()}>"
    message["Auto-Submitted"] = "auto-generated"
    message.set_content(render_to_string("newsletter/email/issue.body.txt", context), cte="quoted-printable")
    message.add_alternative(
        render_to_string("newsletter/email/issue.body.html", context),
        subtype="html",
        cte="quoted-printable",
    )
    raw = message.as_bytes()
    found = [raw.count(place.encode()) for place in (READER, LEAVE, NUMBER)]
    if found != [1, 3, 1]:
        raise LetterNotBuilt(f"Expected one reader, three links to leave by and one number; found {found}.")
    return Envelope(raw)


def _quoted_printable(link: str) -> bytes:
    """A link inside an encoded body, whose lines hold 76 characters at most."""
    encoded = link.replace("=", "=3D")
    lines = [encoded[start : start + 57] for start in range(0, len(encoded), 57)]
    return "=\r\n".join(lines).encode()


def _domain() -> str:
    """The domain that our letters come from."""
    return parseaddr(settings.DEFAULT_FROM_EMAIL)[1].rpartition("@")[2] or "localhost"
