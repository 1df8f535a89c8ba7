"""What RIS and MEDLINE have in common: lines with a tag before them, cut into records, and their tags read by rispy."""

import re
from collections.abc import Iterator

from rispy import RisParser

from knowledge.importing.bounds import MOST_OF_A_RECORD

LINE_END = re.compile(r"\r\n|\r|\n")


def lines_of(text: str) -> Iterator[tuple[int, str]]:
    """Each line of `text` with its number from 1, whichever of the three line ends comes after it."""
    start = 0
    number = 1
    for number, end in enumerate(LINE_END.finditer(text), start=1):
        yield number, text[start : end.start()]
        start = end.end()
    yield (number + 1 if start else 1), text[start:]


class Lines:
    """The lines of one record, as far as they are kept: those after MOST_OF_A_RECORD characters are only counted."""

    def __init__(self, number: int) -> None:
        self.number = number
        self.lines: list[str] = []
        self.first = ""  # the beginning of the first line
        self.length = 0
        self.warnings: list[str] = []

    def add(self, line: str) -> None:
        """Keep `line` unless the record is too long already."""
        self.first = self.first or line[:100]
        self.length += len(line) + 1
        if self.length <= MOST_OF_A_RECORD:
            self.lines.append(line)

    @property
    def text(self) -> str:
        """What is kept, on lines; too long by one character if not all is."""
        text = "\n".join(self.lines)
        return text if self.length <= MOST_OF_A_RECORD else text.ljust(MOST_OF_A_RECORD + 1)


class TaggedParser(RisParser):
    """Reads the lines of one record to its values by tag, in order; a line without a tag continues the one before."""

    LISTS = frozenset({"KW"})  # where a line without a tag is a value of its own, as EndNote writes keywords

    def parse_record(self, lines: list[str]) -> dict[str, list[str]]:
        """Return the values of each tag."""
        values: dict[str, list[list[str]]] = {}
        last: list[str] = []
        last_tag = ""
        for line in lines:
            tag, content = self.parse_line(line)
            if tag is None and last_tag in self.LISTS:
                tag = last_tag
            if tag is None:
                last.append(content)
            else:
                last, last_tag = [content], tag
                values.setdefault(tag, []).append(last)
        joined = {tag: [" ".join(filter(None, each)) for each in found] for tag, found in values.items()}
        return {tag: [text for text in texts if text] for tag, texts in joined.items()}


def first(values: dict[str, list[str]], *tags: str) -> str:
    """The first value of the first of `tags` that has one, or ""."""
    return next((values[tag][0] for tag in tags if values.get(tag)), "")


def all_of(values: dict[str, list[str]], *tags: str) -> list[str]:
    """Every value of `tags`, tag by tag."""
    return [text for tag in tags for text in values.get(tag, [])]
