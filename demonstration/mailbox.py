"""The mail that the demonstration stores instead of sending."""

from email.message import EmailMessage
from pathlib import Path

from django.conf import settings
from django.utils.functional import cached_property

from kit.mail import read_kept


class SentMessage:
    """One stored mail. Its name is that of the file, without the ending."""

    def __init__(self, file: Path):
        self.file = file
        self.name = file.stem

    @cached_property
    def message(self) -> EmailMessage:
        """Return the mail, parsed."""
        return read_kept(self.file)

    @property
    def subject(self) -> str:
        """Return the subject."""
        return self.message["Subject"] or "(no subject)"

    @property
    def sender(self) -> str:
        """Return whom it is from."""
        return self.message["From"] or ""

    @property
    def to(self) -> str:
        """Return whom it is to."""
        return self.message["To"] or ""

    @property
    def sent_at(self):
        """Return when it was written, as a datetime, or None if the date cannot be read."""
        header = self.message["Date"]
        return header.datetime if header else None

    @property
    def text(self) -> str:
        """Return the plain-text part, or ""."""
        return self._part("plain")

    @property
    def html(self) -> str:
        """Return the HTML part unchanged. It may be shown only on a page of its own with a policy of its own."""
        return self._part("html")

    @property
    def attachments(self) -> list[dict]:
        """Return the name, kind and size in bytes of each attached file."""
        return [
            {
                "name": part.get_filename() or "without a name",
                "kind": part.get_content_type(),
                "size": len(part.get_payload(decode=True) or b""),
            }
            for part in self.message.iter_attachments()
        ]

    def _part(self, kind: str) -> str:
        part = self.message.get_body(preferencelist=(kind,))
        return part.get_content() if part else ""


def sent_messages() -> list[SentMessage]:
    """Return all stored mails, newest first. A file is read only when its content is asked for."""
    folder = Path(settings.EMAIL_FILE_PATH)
    return (
        [SentMessage(file) for file in sorted(folder.glob("*.eml"), reverse=True)] if folder.is_dir() else []
    )


def sent_message(name: str) -> SentMessage | None:
    """Return the mail of that name, or None."""
    return next((one for one in sent_messages() if one.name == name), None)
