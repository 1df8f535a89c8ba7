"""The names of the fields of a page that has many of a kind: made from the ids of rows, and read back."""

import re

PLACEHOLDER = re.compile(r"\{(\w{1,30})\}")


class FieldNames:
    """The names of one kind of field, such as "what_{discussion}_{row}". Each placeholder stands for a whole number."""

    def __init__(self, pattern: str):
        self.pattern = pattern
        self.kind = pattern.split("_{")[0]  # what all of these names begin with
        self._expression = re.compile(PLACEHOLDER.sub(r"(?P<\1>[1-9][0-9]{0,8})", pattern))

    def name(self, **numbers: int | str) -> str:
        """Return the name of the field with these numbers: "what_12_1" for discussion 12 and row 1."""
        return self.pattern.format(**numbers)

    def read(self, name: str) -> dict[str, int] | None:
        """Return the numbers in `name`, or None where it names no field of this kind."""
        if not name.startswith(self.kind):
            return None
        match = self._expression.fullmatch(name)
        return {key: int(number) for key, number in match.groupdict().items()} if match else None
