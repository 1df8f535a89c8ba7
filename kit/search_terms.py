"""The words of a search query."""

import re

MOST_TERMS = 12


def terms_of(query: str) -> list[str]:
    """Return the words of `query`, twelve at most, without punctuation and operators of query languages."""
    return [term[:60] for term in re.findall(r"\w+", query.lower())][:MOST_TERMS]
