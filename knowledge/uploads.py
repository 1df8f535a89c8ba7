"""Which uploaded files are accepted: PDF and Word, recognised by their content and not by their name.

What acts by itself in one is refused (knowledge/upload_contents.py), and what the virus scanner finds, where there is one.
Metadata is taken out before a file is stored (knowledge/upload_metadata.py).
"""

import base64

from django.core.files.base import ContentFile
from django.core.files.uploadedfile import UploadedFile
from django.db.models import FileField
from django.db.models.fields.files import FieldFile

from kit.apart import read_apart
from kit.errors import RefusedError
from kit.scanning import refuse_infected

MOST_BYTES = 5 * 1024 * 1024
PDF = "application/pdf"
WORD = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
ENDINGS = {PDF: ".pdf", WORD: ".docx"}


def content_type_of(file) -> str:
    """Return PDF or WORD by the content of `file`, or "" for anything else. The file is left at its beginning."""
    file.seek(0)
    data = file.read(MOST_BYTES + 1)
    file.seek(0)
    if data.startswith(b"%PDF-"):
        return PDF
    if not data.startswith(b"PK\x03\x04"):
        return ""
    # the names of its parts stand in it as they are; opening it is left to the process of its own
    return WORD if b"word/document.xml" in data and b"vbaproject.bin" not in data.lower() else ""


def why_refused(file: UploadedFile) -> str:
    """Return the sentence why `file` is refused, or ""."""
    if file.size is None or file.size > MOST_BYTES:
        return "The file is larger than 5 MB. Add a link instead"
    kind = content_type_of(file)
    if not kind:
        return "The file must be a PDF or a Word document (.docx) without macros. Choose another file, or add a link"
    if not (file.name or "").lower().endswith(ENDINGS[kind]):
        return f"The file name does not match what is in the file. Rename it to end in {ENDINGS[kind]}"
    return _why_unsafe(file)


def _why_unsafe(file: UploadedFile) -> str:
    """Return why what is in `file` is refused, or "". The file is left at its beginning."""
    data = file.read()
    file.seek(0)
    try:
        refuse_infected(data)
        return read_apart("knowledge.upload_contents", data)
    except RefusedError as refusal:
        return refusal.sentence.removesuffix(".")


def words_of(file: UploadedFile) -> str:
    """Return the words of an accepted `file`, those too that no page shows; "" where they cannot be read, as in a scan.

    The file is left at its beginning.
    """
    data = file.read()
    file.seek(0)
    try:
        return read_apart("knowledge.upload_words", data)
    except RefusedError:
        return ""


def without_metadata(file) -> ContentFile:
    """Return a PDF or Word document without what tells who made it, when and where.

    Raise RefusedError for anything else, and for a file that cannot be read.
    """
    if not content_type_of(file):
        raise RefusedError(
            "The file must be a PDF or a Word document (.docx) without macros. Choose another file."
        )
    data = file.read()
    file.seek(0)
    return ContentFile(base64.b64decode(read_apart("knowledge.upload_metadata", data)))


class PlainFieldFile(FieldFile):
    """A stored file. However it comes in, it is stored without its metadata and under a name that says nothing."""

    def save(self, name, content, save=True):
        """Store `content` without its metadata. Raise RefusedError if that cannot be taken out."""
        super().save(name, without_metadata(content), save=save)


class PlainFileField(FileField):
    """A column of PDF or Word documents, which lose their metadata before they are stored."""

    attr_class = PlainFieldFile

    def deconstruct(self):
        """Return it as Django's own field for migrations: the table is the same."""
        name, _, args, kwargs = super().deconstruct()
        return name, "django.db.models.FileField", args, kwargs
