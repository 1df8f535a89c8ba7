"""Files as databases and reference managers export them: how many records each has, and what is in them.

`expected.json` says for each file of `files` its format, its encoding and its records: for one that is read some of its
fields (null for one that must not be there), for one that is refused the beginning of the reason. Names are "Family, Given,
Suffix, particle" and "=Body", dates are "2012-03-01".
"""

import json
from pathlib import Path

import pytest

from knowledge.importing.reading import read

HERE = Path(__file__).parent
FILES = HERE / "files"
EXPECTED = json.loads((HERE / "expected.json").read_text())
ENCODINGS = {
    "utf-8-sig": "UTF-8",
    "utf-16": "UTF-16",
    "utf-16-le": "UTF-16",
    "utf-16-be": "UTF-16",
}


def name_of(name: dict) -> str:
    if "literal" in name:
        return f"={name['literal']}"
    parts = ("family", "given", "suffix", "non-dropping-particle")
    return ", ".join(name[part] for part in parts if part in name)


def in_short(value):
    """Names and dates of an item as `expected.json` writes them."""
    if isinstance(value, list):
        return [name_of(name) for name in value]
    if isinstance(value, dict) and "date-parts" in value:
        year, *rest = value["date-parts"][0]
        return "-".join([str(year), *(f"{part:02}" for part in rest)])
    return f"={value['literal']}" if isinstance(value, dict) else value


def seen(record, expected: dict) -> dict:
    """What of a record `expected` speaks about."""
    item = {key: in_short(value) for key, value in (record.item or {}).items()}
    others = {
        "problem": expected.get("problem", "")
        if expected.get("problem", "") in record.problem
        else record.problem,
        "line": int(record.place.rpartition(" ")[2]),
        "warning": expected.get("warning")
        if expected.get("warning", "") in " ".join(record.warnings)
        else record.warnings,
    }
    return {key: others[key] if key in others else item.get(key) for key in {*expected, "problem"}}


def records_of(found, expected: dict) -> list[dict]:
    assert len(found.records) == len(expected["records"])
    return [seen(*pair) for pair in zip(found.records, expected["records"], strict=True)]


@pytest.mark.parametrize("name", sorted(EXPECTED))
def test_an_export_is_read_as_it_was_meant(name):
    expected = EXPECTED[name]

    found = read((FILES / name).read_bytes(), name)

    assert records_of(found, expected) == [{"problem": "", **record} for record in expected["records"]]
    assert (found.format, found.encoding) == (expected["format"], expected["encoding"])
    assert expected.get("problem", "") in found.problem
    assert bool(found.problem) == bool(expected.get("problem"))


@pytest.mark.parametrize("encoding", ENCODINGS)
@pytest.mark.parametrize("name", ["zotero.ris", "zotero.bib", "zotero.json", "endnote.xml", "pubmed.nbib"])
def test_an_export_is_read_alike_in_any_unicode(name, encoding):
    text = (FILES / name).read_text(encoding="utf-8")

    found = read(text.encode(encoding))

    assert [record.item for record in found.records] == [
        record.item for record in read(text.encode()).records
    ]
    assert found.encoding == ENCODINGS[encoding]


@pytest.mark.parametrize("end", ["\r", "\r\n", "\r\r\n"])
@pytest.mark.parametrize(
    "name", ["zotero.ris", "zotero.bib", "zotero.json", "endnote.xml", "pubmed_group.nbib"]
)
def test_an_export_is_read_alike_with_any_line_ends(name, end):
    text = (FILES / name).read_text(encoding="utf-8")

    found = read(text.replace("\n", end).encode())

    assert [record.item for record in found.records] == [
        record.item for record in read(text.encode()).records
    ]


def test_every_file_is_expected_and_there_are_eighty():
    assert {path.name for path in FILES.iterdir()} - {".gitattributes"} == set(EXPECTED)
    assert len(EXPECTED) >= 80
