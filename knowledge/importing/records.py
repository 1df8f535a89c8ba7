"""What reading a file of references gives back."""

from dataclasses import dataclass, field


@dataclass
class ReadRecord:
    """What one record of a file became: an item of CSL-JSON as a plain dictionary, or None and the `problem` in words.

    `place` says where the record begins, as "record 3, line 41". `warnings` are sentences about what was guessed.
    """

    place: str
    item: dict | None = None
    problem: str = ""
    warnings: list[str] = field(default_factory=list)


@dataclass
class ReadFile:
    """What a file of references holds, record by record, in the order of the file.

    `format` is one of "ris", "bibtex", "pubmed", "csl-json" and "endnote-xml", or "" where it is none of them. `problem`
    says in words why the file, or the rest of it, could not be read.
    """

    format: str = ""
    encoding: str = ""
    records: list[ReadRecord] = field(default_factory=list)
    problem: str = ""
    warnings: list[str] = field(default_factory=list)


@dataclass
class RawRecord:
    """One record as a parser found it: the number of the line where it begins, and its fields as an unfinished item.

    `problem` says why it can't be read.
    """

    line: int
    raw: dict = field(default_factory=dict)
    problem: str = ""
    warnings: list[str] = field(default_factory=list)
