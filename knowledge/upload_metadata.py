"""Taking out of a PDF or Word document what no page shows and what tells who made it: properties, authors of comments,
and the properties of its pictures, such as where a photograph was taken.

Pure, and run in a process of its own by `kit.apart`. The words of pages and comments stay: they are looked through as
the file is added (knowledge/upload_words.py).
"""

import base64
import io
import re
import struct
import zipfile
from collections.abc import Callable, Iterator

import pikepdf

from kit.apart import answer
from knowledge.upload_contents import dictionaries

JPEG, PNG = b"\xff\xd8", b"\x89PNG\r\n\x1a\n"
KEPT_OF_JPEG = {0xE0, 0xE2, 0xEE}  # how the picture is to be shown: its size, its colours
START_OF_SCAN, COMMENT = 0xDA, 0xFE
TOLD_BY_PNG = {b"tEXt", b"zTXt", b"iTXt", b"eXIf", b"tIME"}
OF_PDF = ("/Metadata", "/PieceInfo", "/LastModified", "/Thumb")  # of any object
PROPERTIES = re.compile(r"docProps/(?:core|app|custom)\.xml|docProps/thumbnail\..*|word/people\.xml", re.I)
ROOT = re.compile(r"<(?![?!])[^<>]*>")  # the first element of a part
SAID = r"\s{0,9}=\s{0,9}(?:\"[^\"<]{0,2000}\"|'[^'<]{0,2000}')"  # the value of an attribute
WHO = re.compile(rf"(\s\w{{1,40}}:(?:author|initials|userId|providerId)){SAID}")
WHEN = re.compile(rf"\s\w{{1,40}}:(?:date|dateUtc){SAID}")
TWO_BYTES = (b"\xff\xfe", b"\xfe\xff")  # how a part in UTF-16 begins
NOBODY = (1980, 1, 1, 0, 0, 0)  # the earliest time that an archive can say


def without_metadata(data: bytes) -> str:
    """Return a PDF or Word document without its metadata, in base64. Without any, it stays as it looks."""
    clean = _pdf(data) if data.startswith(b"%PDF-") else _word(data)
    return base64.b64encode(clean).decode()


def _pdf(data: bytes) -> bytes:
    """Return a PDF without properties, authors of its comments, and properties of its pictures."""
    out = io.BytesIO()
    with pikepdf.open(io.BytesIO(data)) as pdf:
        for found in dictionaries(pdf):
            _forget(found)
        if "/Info" in pdf.trailer:
            del pdf.trailer["/Info"]
        pdf.save(out, compress_streams=False, fix_metadata_version=False, deterministic_id=True)
    return out.getvalue()


def _forget(found: pikepdf.Object) -> None:
    """Take out of one dictionary of a PDF what tells who made it and when."""
    for key in OF_PDF:
        if key in found:
            del found[key]
    if "/Subtype" in found and "/Rect" in found:  # a comment, not a field of a form: its /T is the author
        for key in ("/T", "/M", "/CreationDate"):
            if key in found and found.get("/Subtype") != pikepdf.Name.Widget:
                del found[key]
    if isinstance(found, pikepdf.Stream) and _filters_of(found) == ["/DCTDecode"]:
        settings = found.get("/DecodeParms")
        found.write(plain_picture(found.read_raw_bytes()), filter=pikepdf.Name.DCTDecode)
        if settings is not None:
            found["/DecodeParms"] = settings


def _filters_of(stream: pikepdf.Stream) -> list[str]:
    """Return how a stream is packed, the outermost first. A photograph is nearly always a JPEG as it is."""
    packed = stream.get("/Filter")
    if packed is None:
        return []
    return [str(packed)] if isinstance(packed, pikepdf.Name) else [str(each) for each in packed]


def _word(data: bytes) -> bytes:
    """Return a Word document without properties, names of who commented or changed it, and properties of its pictures."""
    out = io.BytesIO()
    with (
        zipfile.ZipFile(io.BytesIO(data)) as archive,
        zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as made,
    ):
        for part in archive.infolist():
            plain = zipfile.ZipInfo(part.filename, NOBODY)
            plain.compress_type = zipfile.ZIP_DEFLATED
            made.writestr(plain, _part(part.filename, archive.read(part)))
    return out.getvalue()


def _part(name: str, data: bytes) -> bytes:
    """Return one part of a Word document without metadata."""
    if PROPERTIES.fullmatch(name):
        return _changed(data, _emptied) if name.lower().endswith(".xml") else b""
    if name.lower().startswith("word/") and name.lower().endswith(".xml"):
        return _changed(data, _of_nobody)
    return plain_picture(data)


def _changed(part: bytes, change: Callable[[str], str]) -> bytes:
    """Return a part as `change` has it, in its own encoding. What it leaves alone stays the same to the byte."""
    encoding = "utf-16" if part.startswith(TWO_BYTES) else "latin-1"
    return change(part.decode(encoding)).encode(encoding)


def _of_nobody(part: str) -> str:
    """Return a part without the names of who changed it or commented, and when."""
    return WHEN.sub("", WHO.sub(r'\1=""', part))


def _emptied(part: str) -> str:
    """Return a part of properties with its first element alone: a document without the part cannot be opened."""
    first = ROOT.search(part)
    if first is None:
        return ""
    return part[: first.start()] + first.group().rstrip(">").rstrip("/") + "/>"


def plain_picture(data: bytes) -> bytes:
    """Return a JPEG or PNG without what it tells besides the picture, and anything else as it is."""
    if data.startswith(JPEG):
        return b"".join(_of_jpeg(data))
    return b"".join(_of_png(data)) if data.startswith(PNG) else data


def _of_jpeg(data: bytes) -> Iterator[bytes]:
    """Yield the segments of a JPEG that make the picture. A broken one ends where it breaks."""
    yield JPEG
    at = 2
    while at + 4 <= len(data) and data[at] == 0xFF:
        kind = data[at + 1]
        if kind == START_OF_SCAN:
            break
        end = at + 2 + struct.unpack(">H", data[at + 2 : at + 4])[0]
        is_told = kind == COMMENT or (0xE0 <= kind <= 0xEF and kind not in KEPT_OF_JPEG)
        if not is_told:
            yield data[at:end]
        at = end
    yield data[at:]


def _of_png(data: bytes) -> Iterator[bytes]:
    """Yield the chunks of a PNG that make the picture."""
    yield PNG
    at = len(PNG)
    while at + 8 <= len(data):
        length, kind = struct.unpack(">I4s", data[at : at + 8])
        if kind not in TOLD_BY_PNG:
            yield data[at : at + 12 + length]
        at += 12 + length


if __name__ == "__main__":
    answer(without_metadata)
