"""Texts in values of JSON."""

from collections.abc import Iterator


def texts_in(value: object) -> Iterator[str]:
    """Yield each text in a value of JSON, however deep, in its order; keys are none."""
    if isinstance(value, str):
        yield value
    elif isinstance(value, dict | list):
        for each in value.values() if isinstance(value, dict) else value:
            yield from texts_in(each)
