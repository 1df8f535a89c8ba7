"""Which uploaded files are accepted: PDF and Word, recognised by their content and not by their name.

What acts by itself in one is refused (knowledge/upload_contents.py), and what the virus scanner finds, where there is one.
"""

import zipfile

from django.core.files.uploadedfile import UploadedFile

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
    beginning = file.read(1024)
    file.seek(0)
    if beginning.startswith(b"%PDF-"):
        return PDF
    if not beginning.startswith(b"PK\x03\x04"):
        return ""
    try:
        with zipfile.ZipFile(file) as archive:
            names = set(archive.namelist())
    except zipfile.BadZipFile:
        return ""
    finally:
        file.seek(0)
    has_macros = any(name.lower().endswith("vbaproject.bin") for name in names)
    return WORD if "word/document.xml" in names and not has_macros else ""


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
