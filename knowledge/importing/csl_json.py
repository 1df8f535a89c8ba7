"""CSL-JSON: an array of items, an object that has them in `items`, or one item. Items before a cut are read."""

import json
import re
from collections.abc import Iterator

from knowledge.importing.bounds import DEEPEST, MOST_OF_A_RECORD
from knowledge.importing.finishing import READ_AS
from knowledge.importing.records import RawRecord
from knowledge.importing.tagged import LINE_END

SPACE = re.compile(r"[ \t\r\n\ufeff]*")
ITEMS = re.compile(r"\"(?:items|references)\"\s{0,20}:\s{0,20}\[")
MARK = re.compile(r"[\[{}\]\"]")
IN_STRING = re.compile(r"[\"\\]")
BEFORE_ITEMS = 2_000  # characters in which "items" is looked for
MOST_MARKS = 200_000  # brackets and strings in which the end of one item is looked for
TOO_MANY = -2
TOO_LONG = f"It is longer than {MOST_OF_A_RECORD:,} characters, which is the most that is read of one record."
AND_AFTER = " What comes after it could not be read."
CUT_OFF = "The file is cut off in it: it has no end."
NO_LIST = "From here on it is no list of items, so it could not be read."
NO_END = "The list has no end here: the file may be cut off."
KEYS = {
    key.lower(): key for key in [*READ_AS, "type", "author", "editor", "translator", "issued", "accessed"]
}
DECODER = json.JSONDecoder(strict=False)


class Places:
    """The number of the line at a place of a text, counted onwards from the last that was asked for."""

    def __init__(self, text: str) -> None:
        self.text, self.at, self.line = text, 0, 1

    def line_of(self, at: int) -> int:
        """The line of the character at `at`, which is after the one asked for before."""
        self.line += sum(1 for _ in LINE_END.finditer(self.text, self.at, at))
        self.at = max(at, self.at)
        return self.line


def read_csl_json(text: str) -> Iterator[RawRecord]:
    """Each item in `text`, also where several lists or items come one after the other."""
    at, is_wrapped = _first(text)
    places, is_list, is_cut = Places(text), is_wrapped, False
    while (at := _after_space(text, at)) < len(text):
        sign = text[at]
        if sign in ",[]" and (sign == "," or is_list == (sign == "]")):
            is_list, at = is_list if sign == "," else sign == "[", at + 1
            if is_wrapped and sign == "]":
                return
        elif not is_list and sign != "{":
            yield RawRecord(places.line_of(at), problem=NO_LIST)
            return
        else:
            record, at = _item(text, at, places)
            is_cut = record.problem.endswith((CUT_OFF, AND_AFTER))
            yield record
    if is_list and not is_cut:
        yield RawRecord(places.line_of(len(text)), problem=NO_END)


def _after_space(text: str, at: int) -> int:
    found = SPACE.match(text, at)
    return found.end() if found else at


def _first(text: str) -> tuple[int, bool]:
    """Where the first list or item begins, and whether that is within an object that has the list in `items`."""
    start = _after_space(text, 0)
    if text[start : start + 1] == "{" and (found := ITEMS.search(text, start, start + BEFORE_ITEMS)):
        return found.end(), True
    return start, False


def _item(text: str, at: int, places: Places) -> tuple[RawRecord, int]:
    """The item at `at`, and where the next may begin."""
    record = RawRecord(places.line_of(at))
    end, depth = _end_of(text, at)
    if depth > DEEPEST:
        record.problem = (
            f"More than {DEEPEST} brackets are open inside each other in it, so it can’t be read."
        )
    elif end == TOO_MANY or end - at > MOST_OF_A_RECORD:
        record.problem = TOO_LONG
    elif end < 0:
        record.problem = CUT_OFF
    else:
        _decode(text[at:end], record)
    if end < 0 and record.problem != CUT_OFF:
        record.problem += AND_AFTER
    return record, end if end > 0 else len(text)


def _decode(text: str, record: RawRecord) -> None:
    try:
        value = DECODER.decode(text)
    except json.JSONDecodeError as error:
        line = record.line + sum(1 for _ in LINE_END.finditer(text, 0, error.pos))
        record.problem = f"It is not valid JSON: line {line} can’t be read."
        return
    except ValueError:  # a number of thousands of digits
        record.problem = "A number in it is too long to be read."
        return
    if isinstance(value, dict):
        record.raw = _with_known_keys(value)
    else:
        record.problem = "It is no item of CSL-JSON, which would be in braces."


def _end_of(text: str, at: int) -> tuple[int, int]:
    """Where the value that begins at `at` ends, or -1 if it doesn't; and how deep its brackets are inside each other."""
    if text[at] not in "{[":
        ends = [found for found in (text.find(",", at), text.find("]", at)) if found > at]
        return (min(ends) if ends else -1), 0
    depth = deepest = 0
    for _ in range(MOST_MARKS):
        mark = MARK.search(text, at)
        if not mark:
            return -1, deepest
        at = mark.end()
        if mark[0] == '"':
            at = _end_of_string(text, at)
            if at < 0:
                return -1, deepest
        else:
            depth += 1 if mark[0] in "{[" else -1
            deepest = max(depth, deepest)
            if depth == 0:
                return at, deepest
    return TOO_MANY, deepest


def _end_of_string(text: str, at: int) -> int:
    while mark := IN_STRING.search(text, at):
        if mark[0] == '"':
            return mark.end()
        at = mark.end() + 1
    return -1


def _with_known_keys(value: dict) -> dict:
    """The keys that an item has, however their letters are written: some programs write "doi" and "url"."""
    known = {
        KEYS[key.lower()]: each
        for key, each in value.items()
        if key.lower() in KEYS and key not in KEYS.values()
    }
    return known | {key: each for key, each in value.items() if key in KEYS.values()}
