"""A document as a Word file: real headings, lists and tables, a title, a language, and no name in its properties."""

import io
from datetime import datetime

from kit.in_xml import for_xml
from pages.needs.blocks import Block, Document

LANGUAGE = "en-GB"
STYLE_OF_TABLES = "Light Grid"


def word_file(document: Document, *, author: str, made_at: datetime) -> bytes:
    """Return `document` as a DOCX file. `author` is the programme, not a person."""
    import docx  # takes a while, and is only needed for a Word file

    made = docx.Document()
    facts = made.core_properties
    facts.title, facts.author, facts.language = for_xml(document.title), for_xml(author), LANGUAGE
    facts.comments, facts.keywords = "", "needs assessment"
    facts.created = facts.modified = made_at.replace(tzinfo=None)
    _say_language(made)
    made.add_heading(for_xml(document.title), level=1)
    made.add_paragraph(for_xml(document.under), style="Subtitle")
    for block in document.blocks:
        _add(made, block)
    out = io.BytesIO()
    made.save(out)
    return out.getvalue()


def _say_language(made) -> None:
    """Have every run be read in British English."""
    [language] = made.styles.element.xpath("w:docDefaults/w:rPrDefault/w:rPr/w:lang")
    for name in ("val", "eastAsia"):
        language.set(_name(name), LANGUAGE)


def _add(made, block: Block) -> None:
    if block.kind == "heading":
        made.add_heading(for_xml(block.text), level=block.level)
    elif block.kind == "paragraph":
        for text in filter(None, block.text.split("\n")):
            made.add_paragraph(for_xml(text), style="Quote" if block.is_quoted else None)
    elif block.kind == "bullets":
        for item in block.items:
            made.add_paragraph(for_xml(item), style="List Bullet")
    else:
        _add_table(made, block)


def _add_table(made, block) -> None:
    """Add a table with its caption before it, whose first row is its heading on every page."""
    caption = made.add_paragraph(for_xml(block.caption), style="Caption")
    caption.paragraph_format.keep_with_next = True
    table = made.add_table(rows=1, cols=len(block.head), style=STYLE_OF_TABLES)
    _fill(table.rows[0], block.head)
    heading = table.rows[0]._tr.get_or_add_trPr()
    heading.append(heading.makeelement(_name("tblHeader"), {_name("val"): "true"}))
    described = table._tbl.tblPr
    described.append(described.makeelement(_name("tblCaption"), {_name("val"): for_xml(block.caption)}))
    for row in block.rows:
        _fill(table.add_row(), row)
    made.add_paragraph()


def _fill(row, cells) -> None:
    for cell, text in zip(row.cells, cells, strict=True):
        cell.text = for_xml(text)


def _name(tag: str) -> str:
    """Return the name of a tag or an attribute of Word."""
    return f"{{http://schemas.openxmlformats.org/wordprocessingml/2006/main}}{tag}"
