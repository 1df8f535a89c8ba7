"""The words of a search query."""

import re

MOST_TERMS = 12
MOST_READ = 2_000  # characters of a query
WORD = re.compile(r"\w+")


def terms_of(query: str) -> list[str]:
    """Return the words of `query`, twelve at most, without punctuation and operators of query languages."""
    return [term[:60] for term in WORD.findall(query[:MOST_READ].lower())][:MOST_TERMS]
