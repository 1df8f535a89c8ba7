"""The `@string`s of BibTeX: names for texts, put together with `#`, up to a length."""

from knowledge.importing.bounds import MOST_OF_A_FIELD, Refused

MONTH_NAMES = "January February March April May June July August September October November December".split()
MONTHS = {name[:3].lower(): name for name in MONTH_NAMES}
MOST_STRINGS = 10_000
MOST_OF_A_STRING = 10_000  # characters
MOST_PARTS = 1_000  # of one value, with `#` between


class Strings:
    """What the `@string`s that were read so far stand for, the months of BibTeX among them."""

    def __init__(self) -> None:
        self.texts: dict[str, str | None] = dict(MONTHS)

    def define(self, key: str, value: str) -> None:
        """Remember what `key` stands for. What would be too long is remembered as that: whoever uses it is refused."""
        if len(self.texts) >= MOST_STRINGS:
            return
        try:
            text = self.value(value)
        except Refused:
            self.texts[key.lower()] = None
        else:
            self.texts[key.lower()] = text if len(text) <= MOST_OF_A_STRING else None

    def value(self, value: str) -> str:
        """Return the text of a field's value: braces or quotes taken off, names put in, parts put together.

        Raise Refused if a string in it is longer than strings may be, or all of it longer than a field.
        """
        parts = _parts(value)
        if len(parts) == 1:
            return self._part(parts[0])
        if len(parts) > MOST_PARTS:
            raise Refused(f"One of its fields is put together from more than {MOST_PARTS:,} parts.")
        whole = ""
        for part in parts:
            whole += self._part(part)
            if len(whole) > MOST_OF_A_FIELD:
                raise Refused(f"Its strings put together are longer than {MOST_OF_A_FIELD:,} characters.")
        return whole

    def _part(self, part: str) -> str:
        part = part.strip()
        if len(part) > 1 and part[0] + part[-1] in ("{}", '""'):
            return part[1:-1]
        text = self.texts.get(part.lower(), part)
        if text is None:
            raise Refused(
                f"It uses the string “{part[:40]}”, which stands for more than {MOST_OF_A_STRING:,} characters."
            )
        return text


def _parts(value: str) -> list[str]:
    """The parts of a value between the `#` that are in no braces and no quotes."""
    value = value.strip()
    if "#" not in value or (value[:1] == "{" and _closes(value) == len(value) - 1):
        return [value]
    parts, depth, quoted, start = [], 0, False, 0
    for at, character in enumerate(value):
        if character == '"' and depth == 0:
            quoted = not quoted
        elif character == "{":
            depth += 1
        elif character == "}":
            depth -= 1
        elif character == "#" and depth == 0 and not quoted:
            parts.append(value[start:at])
            start = at + 1
    return [*parts, value[start:]]


def _closes(value: str) -> int:
    """Where the brace closes that `value` begins with; -1 if it does not."""
    depth = 0
    for at, character in enumerate(value):
        depth += (character == "{") - (character == "}")
        if depth == 0:
            return at
    return -1
