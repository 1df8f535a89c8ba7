"""Looking inside uploaded files for what acts by itself: scripts, files within, parts from elsewhere.

Pure, and run in a process of its own by `kit.apart`: a file that is made to be slow is ended there.
"""

import io
import re
import zipfile
from collections.abc import Iterator
from xml.etree import ElementTree

import pikepdf

from kit.apart import answer

MOST_BYTES_UNPACKED = 60_000_000
MOST_PARTS = 3_000
MOST_OBJECTS = 500_000
ACTING_KEYS = {
    "/JS",
    "/JavaScript",
    "/EF",
    "/EmbeddedFiles",
    "/XFA",
    "/RichMediaContent",
    "/RichMediaSettings",
}
ACTIONS = {
    "/JavaScript",
    "/Launch",
    "/ImportData",
    "/SubmitForm",
    "/GoToE",
    "/Rendition",
    "/RichMediaExecute",
}
KINDS = {"/EmbeddedFile", "/Sound", "/Movie", "/3D", "/RichMedia", "/FileAttachment"}
EMBEDDED_PARTS = ("vbaproject.bin", ".ocx", "activex", "oleobject", "/embeddings/")
ENDINGS_OF_PARTS = (
    ".xml",
    ".rels",
    ".vml",
    ".png",
    ".jpg",
    ".jpeg",
    ".gif",
    ".bmp",
    ".tif",
    ".tiff",
    ".emf",
    ".wmf",
    ".svg",
    ".webp",
    ".jpe",
    ".jfif",
    ".wdp",
    ".odttf",
    ".ttf",
    ".psmdcp",
    "/",
)  # of a document without files of other programs: texts, pictures and fonts
FIELD = "\0"  # where a field begins, among what all fields of a part say
BY_ITSELF = re.compile(
    FIELD + r"\s{0,9}(?:DDE(?:AUTO)?|INCLUDETEXT|INCLUDEPICTURE|IMPORT|LINK)\b", re.I
)  # they load something
WITHIN = "/afchunk"  # the end of the type of a part that is a document of another kind
LINK = "/hyperlink"  # the end of the type of a part from elsewhere that only opens where somebody follows it

PDF_ACTS = (
    "This PDF has a script, a form that sends itself or a file inside it. Print it to a new PDF, and add that"
)
PDF_BROKEN = "We cannot read this PDF. Print it to a new PDF, and add that"
PDF_LOCKED = "This PDF has a password. Save it without one, or add a link"
WORD_ACTS = "This Word document has macros or other files inside it. Save it as a PDF, and add that"
WORD_LOADS = "This Word document loads parts from elsewhere. Save it as a PDF, and add that"
WORD_BROKEN = "We cannot read this Word document. Save it as a PDF, and add that"


def why_unsafe(data: bytes) -> str:
    """Return the sentence why a PDF or Word document is refused, or ""."""
    return why_pdf_unsafe(data) if data.startswith(b"%PDF-") else why_word_unsafe(data)


def why_pdf_unsafe(data: bytes) -> str:
    """Return why a PDF is refused, or "". Every object is looked at, those in compressed streams too."""
    try:
        with pikepdf.open(io.BytesIO(data)) as pdf:
            if not len(pdf.pages):
                return PDF_BROKEN
            return PDF_ACTS if any(acts(each) for each in dictionaries(pdf)) else ""
    except pikepdf.PasswordError:
        return PDF_LOCKED
    except (pikepdf.PdfError, ValueError, RuntimeError, RecursionError):
        return PDF_BROKEN


def dictionaries(pdf: pikepdf.Pdf) -> Iterator[pikepdf.Object]:
    """Yield every dictionary of `pdf`, those inside other objects too. Raise ValueError if there are too many."""
    waiting, seen = [pdf.trailer, *pdf.objects], 0
    while waiting:
        found, seen = waiting.pop(), seen + 1
        if seen > MOST_OBJECTS:
            raise ValueError("Too many objects")
        if isinstance(found, pikepdf.Array):
            waiting += [each for each in found if isinstance(each, pikepdf.Object) and not each.is_indirect]
        elif isinstance(found, pikepdf.Dictionary | pikepdf.Stream):
            yield found
            inner = [found.get(key) for key in found.keys()]  # noqa: SIM118  (not a dict of Python)
            waiting += [each for each in inner if isinstance(each, pikepdf.Object) and not each.is_indirect]


def acts(found: pikepdf.Object) -> bool:
    """Return whether a dictionary of a PDF is a script, an action that does something, or a file within; and whether
    opening the PDF, or a page of it, does more than showing a place in it.
    """
    if "/AA" in found or acts_on_opening(found.get("/OpenAction")):
        return True
    kinds = {str(found.get(key, "")) for key in ("/Type", "/Subtype")}
    return bool(ACTING_KEYS & set(found.keys()) or str(found.get("/S", "")) in ACTIONS or kinds & KINDS)


def acts_on_opening(action: pikepdf.Object | None) -> bool:
    """Return whether what a PDF does when it is opened is anything except going to a page."""
    if not isinstance(action, pikepdf.Dictionary):
        return False  # a page
    return str(action.get("/S", "")) not in ("", "/GoTo") or "/Next" in action


def why_word_unsafe(data: bytes) -> str:
    """Return why a Word document is refused, or ""."""
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            parts = archive.infolist()
            if len(parts) > MOST_PARTS or sum(part.file_size for part in parts) > MOST_BYTES_UNPACKED:
                return WORD_BROKEN
            names = [part.filename.lower() for part in parts]
            if any(each in name for name in names for each in EMBEDDED_PARTS):
                return WORD_ACTS
            if not all(name.endswith(ENDINGS_OF_PARTS) for name in names):
                return WORD_ACTS
            texts = [part for part in parts if part.filename.lower().endswith(".xml")]
            if any(BY_ITSELF.search(fields_of(archive.read(part))) for part in texts):
                return WORD_LOADS
            relations = [archive.read(part) for part in parts if part.filename.lower().endswith(".rels")]
            return WORD_LOADS if any(loads_parts(each) for each in relations) else ""
    except (
        zipfile.BadZipFile,
        ElementTree.ParseError,
        ValueError,
        NotImplementedError,
        RuntimeError,
        OSError,
    ):
        return WORD_BROKEN


def loads_parts(relations: bytes) -> bool:
    """Return whether a part of a Word document loads something: a template or a picture from elsewhere, or a document of
    another kind. Links that people follow are none of these.
    """
    if b"<!DOCTYPE" in relations:
        raise ValueError("A document type of its own")
    return any(
        each.get("Type", "").lower().endswith(WITHIN)
        or (each.get("TargetMode", "").lower() == "external" and not each.get("Type", "").endswith(LINK))
        for each in ElementTree.fromstring(relations).iter()
    )


def fields_of(text: bytes) -> str:
    """Return what the fields of a part of a Word document say, such as "PAGE" or "TOC", each after the sign FIELD."""
    said = [FIELD]
    for _, each in ElementTree.iterparse(io.BytesIO(text)):
        if each.tag.endswith("}instrText"):
            said.append(each.text or "")
        elif each.tag.endswith("}fldChar"):
            said.append(FIELD)
        said += [FIELD + value for name, value in each.attrib.items() if name.endswith("}instr")]
        each.clear()
    return "".join(said)


if __name__ == "__main__":
    answer(why_unsafe)
