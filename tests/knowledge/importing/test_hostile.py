"""Files that are meant to hurt, and those that are damaged: refused in words, soon and in little memory."""

import json
import random
import tracemalloc

import pytest

from knowledge.importing.bounds import MOST_BYTES, MOST_NAMES, MOST_OF_A_RECORD, MOST_RECORDS
from knowledge.importing.reading import read
from tests.knowledge.importing.mutations import SEEDS, mutated
from tests.measuring import seconds_of

BOMB = '<!DOCTYPE a [<!ENTITY b "bb">' + "".join(f'<!ENTITY b{n} "&b;&b;&b;&b;">' for n in range(9)) + "]>"
RECORD = "<xml><records><record><titles><title>{}</title></titles></record></records></xml>"
RIS = "TY  - JOUR\nTI  - One\n{}\nER  - \n"
HOSTILE = {
    "an entity that is a file": (
        '<!DOCTYPE a [<!ENTITY b SYSTEM "file:///etc/passwd">]>' + RECORD.format("&b;"),
        "DTD or entities",
    ),
    "a bomb of entities": (BOMB + RECORD.format("&b8;"), "DTD or entities"),
    "deep elements": ("<xml><records><record>" + "<a>" * 500_000, "More than 40 elements"),
    "deep brackets": ("[" * 2_000_000, "More than 40 brackets"),
    "deep objects": ('{"title":' * 500_000, "More than 40 brackets"),
    "deep braces": ("@book{a, title=" + "{" * 100_000 + "}" * 100_001, "More than 40 brackets"),
    "a bomb of strings": (
        '@string{a0 = "ha"}\n'
        + "".join(f"@string{{a{n} = a{n - 1} # a{n - 1} # a{n - 1}}}\n" for n in range(1, 60))
        + "@book{a, title = a59}",
        "stands for more than",
    ),
    "a number of many digits": ('[{"title": "One", "volume": ' + "9" * 100_000 + "}]", "too long"),
    "a long record": (
        RIS.format("AB  - " + "x" * (MOST_OF_A_RECORD + 1)),
        f"longer than {MOST_OF_A_RECORD:,}",
    ),
    "a long field": (RIS.format("AB  - " + "x" * 300_000), "longer than 250,000"),
    "very many authors": (RIS.format("AU  - A, B\n" * (MOST_NAMES + 1)), f"more than {MOST_NAMES:,} people"),
    "a NUL": (RIS.format("AB  - a\0b"), "NUL"),
    "commands that nobody knows": (
        "@book{a, title={" + "".join(f"\\ab{'c' * (n % 30)} " for n in range(9000)) + "}}",
        "",
    ),
    "many parts": ("@book{a, title={a}" + ' # "a"' * 50_000 + "}", "more than 1,000 parts"),
}
NO_REFERENCES = {
    "too large": (b"a" * (MOST_BYTES + 1), "larger than 25 MB"),
    "too many records": (b"TY  - JOUR\nTI  - a\nER  - \n" * (MOST_RECORDS + 1), "more than 20,000 records"),
    "NULs": (b"\0" * 1_000_000, "not text"),
    "chance": (random.Random(1).randbytes(1_000_000), "not text"),
    "a PDF": (b"%PDF-1.7\n" + random.Random(1).randbytes(10_000), "a PDF"),
    "a zipped file": (b"PK\x03\x04" + random.Random(1).randbytes(10_000), "Word or Excel"),
    "nothing": (b"", "nothing in this file"),
    "one long line": (b"a" * 5_000_000, "No references were found"),
}


@pytest.mark.parametrize("name", HOSTILE)
def test_a_hostile_record_is_refused_in_words_within_a_second(name):
    text, reason = HOSTILE[name]

    assert seconds_of(lambda: read(text.encode()), enough=1) < 1

    found = read(text.encode())
    assert reason in found.records[0].problem
    assert bool(found.records[0].item) == (not reason)
    assert found.records[0].place.startswith("record 1, line ")


@pytest.mark.parametrize("name", NO_REFERENCES)
def test_what_holds_no_references_is_refused_in_words_within_a_second(name):
    data, reason = NO_REFERENCES[name]

    assert seconds_of(lambda: read(data), enough=1) < 1

    found = read(data)
    assert (found.records, reason in found.problem) == ([], True), found.problem


def test_a_file_of_the_greatest_size_takes_less_than_200_megabytes():
    data = ("TY  - JOUR\nTI  - 😀 " + "x" * 400_000 + "\nER  - \n").encode() * (MOST_BYTES // 500_000)

    tracemalloc.start()
    try:
        read(data)
        most = tracemalloc.get_traced_memory()[1]
    finally:
        tracemalloc.stop()

    assert most + len(data) < 200_000_000


@pytest.mark.parametrize("seed", SEEDS)
def test_a_damaged_file_is_read_or_refused_and_never_fails(seed):
    chance = random.Random(13)
    for _ in range(60):
        data = mutated(SEEDS[seed], chance)

        found = read(data)

        assert found.records or found.problem, data
        assert all((record.item is None) == bool(record.problem) for record in found.records), data
        json.dumps(
            [record.item for record in found.records], ensure_ascii=False
        ).encode()  # no half characters
