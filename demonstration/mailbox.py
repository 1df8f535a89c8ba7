"""The letters that the demonstration keeps instead of sending."""

from email.message import EmailMessage
from pathlib import Path

from django.conf import settings
from django.utils.functional import cached_property

from kit.mail import read_kept


class Letter:
    """One kept message: its name (a file's, without the ending), and what a reader wants of it."""

    def __init__(self, file: Path):
        self.file = file
        self.name = file.stem

    @cached_property
    def message(self) -> EmailMessage:
        return read_kept(self.file)

    @property
    def subject(self) -> str:
        return self.message["Subject"] or "(no subject)"

    @property
    def sender(self) -> str:
        return self.message["From"] or ""

    @property
    def to(self) -> str:
        return self.message["To"] or ""

    @property
    def sent_at(self):
        """When it was written, as a datetime; None where the date can't be read."""
        header = self.message["Date"]
        return header.datetime if header else None

    @property
    def text(self) -> str:
        """The plain-text part, or nothing."""
        return self._part("plain")

    @property
    def html(self) -> str:
        """The HTML part as it was made, to be shown only on a page of its own under a policy of its own."""
        return self._part("html")

    @property
    def attachments(self) -> list[dict]:
        """Name, kind and size in bytes of each file that came along."""
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


def letters() -> list[Letter]:
    """All kept letters, newest first; none is read until somebody asks for its words."""
    folder = Path(settings.EMAIL_FILE_PATH)
    return [Letter(file) for file in sorted(folder.glob("*.eml"), reverse=True)] if folder.is_dir() else []


def letter(name: str) -> Letter | None:
    """The letter of that name, or None."""
    return next((one for one in letters() if one.name == name), None)
