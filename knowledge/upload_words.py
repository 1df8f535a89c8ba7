"""The words of an uploaded PDF or Word document, with those that no page shows: its properties, comments and deletions,
the alternative texts of pictures, and bookmarks.

Pure, and run in a process of its own by `kit.apart`.
"""

import io
import zipfile
from collections.abc import Iterable, Iterator
from contextlib import closing
from xml.etree import ElementTree

import pikepdf
import pypdfium2

from kit.apart import answer
from knowledge.upload_contents import dictionaries

MOST_CHARACTERS = 200_000  # of one file: some forty pages
SHOWN = ("}t", "}delText")  # the ends of the names of what holds words in a part of a Word document
NOTED = (
    "/Contents",
    "/Alt",
    "/ActualText",
    "/Title",
    "/T",
)  # comments, alternative texts, bookmarks, who commented
TOLD = ("descr", "title", "alt")  # alternative texts of pictures in a part of a Word document
ENDS = ("}p", "}br", "}tab", "}tc")


def words_of(data: bytes) -> str:
    """Return the words of a PDF or Word document, as far as they can be read."""
    parts = _of_pdf(data) if data.startswith(b"%PDF-") else _of_word(data)
    return _as_far_as(parts)


def _as_far_as(parts: Iterable[str]) -> str:
    """Return `parts`, one under the other, up to the greatest length of them all."""
    taken, length = [], 0
    for part in parts:
        taken.append(part)
        length += len(part) + 1
        if length > MOST_CHARACTERS:
            break
    return "\n".join(taken)[:MOST_CHARACTERS]


def _of_pdf(data: bytes) -> Iterator[str]:
    """Yield the properties of a PDF, what is noted in it, and the words of its pages. A scan has none."""
    with pikepdf.open(io.BytesIO(data)) as pdf:
        noted = [found.get(key) for found in dictionaries(pdf) for key in NOTED]
        yield from [str(each) for each in noted if isinstance(each, pikepdf.String)]
    with closing(pypdfium2.PdfDocument(data)) as pdf:
        yield from pdf.get_metadata_dict().values()
        for page in pdf:
            yield page.get_textpage().get_text_bounded()


def _of_word(data: bytes) -> Iterator[str]:
    """Yield the properties of a Word document, and the words of its parts: pages, headers, notes and comments."""
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        names = sorted(name for name in archive.namelist() if name.lower().endswith(".xml"))
        for name in names:
            if name.startswith("docProps/"):
                yield "\n".join(each.text or "" for each in ElementTree.fromstring(archive.read(name)).iter())
            elif name.startswith("word/"):
                yield "".join(_words_in(archive.read(name)))


def _words_in(part: bytes) -> Iterator[str]:
    """Yield the words of one part, who wrote a comment in it, and what its pictures show for those who do not see them,
    with an end of line after each paragraph.
    """
    for _, each in ElementTree.iterparse(io.BytesIO(part)):
        if each.tag.endswith(SHOWN):
            yield each.text or ""
        elif each.tag.endswith(ENDS):
            yield "\n"
        yield from (f"\n{value}\n" for name, value in each.attrib.items() if _is_read(name))
        each.clear()


def _is_read(attribute: str) -> bool:
    return attribute.endswith("}author") or attribute in TOLD


if __name__ == "__main__":
    answer(words_of)
