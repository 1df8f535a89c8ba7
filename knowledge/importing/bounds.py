"""How much is read of a file: each bound is looked at before a parser sees the text, and said in the sentence that refuses it."""

MOST_BYTES = 25_000_000  # of a file
MOST_RECORDS = 20_000  # in a file
MOST_OF_A_RECORD = 500_000  # characters
MOST_OF_A_FIELD = 250_000  # characters: the names of five thousand authors are half of that
MOST_NAMES = 10_000  # of authors of one record
DEEPEST = 40  # brackets, braces or elements inside each other

MEGABYTE = 1_000_000


class Refused(ValueError):
    """What can't be read; the text of the error says why, for the person who imports."""


def check_record(text: str) -> None:
    """Raise Refused if one record's text is too long to be read, or has the character NUL in it."""
    if len(text) > MOST_OF_A_RECORD:
        raise Refused(
            f"It is longer than {MOST_OF_A_RECORD:,} characters, which is the most that is read of one record."
        )
    if "\0" in text:
        raise Refused(
            "It contains the character NUL, which no text has, so the file may be damaged. Export it again."
        )


def check_field(text: str, field: str) -> None:
    """Raise Refused if the text of `field` is too long to be read."""
    if len(text) > MOST_OF_A_FIELD:
        raise Refused(
            f"Its field “{field}” is longer than {MOST_OF_A_FIELD:,} characters, which is the most that is read of one field."
        )


def check_depth(text: str, opening: str, closing: str) -> None:
    """Raise Refused if more than DEEPEST brackets are open at once in `text`."""
    if text.count(opening) <= DEEPEST:
        return
    depth = 0
    for character in filter({opening, closing}.__contains__, text):
        depth += 1 if character == opening else -1
        if depth > DEEPEST:
            raise Refused(
                f"More than {DEEPEST} brackets are open inside each other in it, so it can’t be read."
            )
