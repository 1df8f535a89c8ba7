"""The words of what somebody typed into a search box."""

import re

MOST_TERMS = 12


def terms_of(query: str) -> list[str]:
    """The words of what somebody typed, twelve at most; punctuation and marks of query languages are dropped."""
    return [term[:60] for term in re.findall(r"\w+", query.lower())][:MOST_TERMS]
