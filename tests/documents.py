"""PDF and Word files to upload."""

import io
import zipfile
from collections.abc import Callable

import pikepdf

RELATIONS = (
    '<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">{}</Relationships>'
)
OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"


def pdf(change: Callable[[pikepdf.Pdf], None] = lambda made: None, **saving) -> bytes:
    """A PDF of one empty page; `change` may add to it before it is saved."""
    out = io.BytesIO()
    with pikepdf.new() as made:
        made.add_blank_page()
        change(made)
        made.save(out, **{"compress_streams": False, **saving})
    return out.getvalue()


def says(words: str) -> Callable[[pikepdf.Pdf], None]:
    """Write `words` on the page of a PDF."""

    def say(made: pikepdf.Pdf) -> None:
        made.pages[0].Contents = made.make_stream(f"BT ({words}) Tj ET".encode())

    return say


def word(parts: dict[str, str | bytes] | None = None) -> bytes:
    """A Word document with further `parts`, or with others of the same names."""
    usual = dict.fromkeys(("[Content_Types].xml", "word/document.xml"), "<x/>")
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        for name, text in {**usual, **(parts or {})}.items():
            archive.writestr(name, text)
    return out.getvalue()


def relation(kind: str, target: str, *, mode: str = "External") -> dict[str, str]:
    """The part of a Word document that says it loads `target` as its `kind`."""
    one = f'<Relationship Id="r1" Type="{OFFICE}/{kind}" Target="{target}" TargetMode="{mode}"/>'
    return {"word/_rels/settings.xml.rels": RELATIONS.format(one)}
