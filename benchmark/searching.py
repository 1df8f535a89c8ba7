"""The words of the search index, for all rows at once."""

from collections import Counter
from collections.abc import Iterator
from functools import lru_cache
from itertools import chain, islice
from typing import Any

from django.db import connection

from kit.models import SearchWord
from kit.search.index import READ, Source
from kit.search.words import is_common, words_of
from pages.search.sources import SOURCES

ROWS, AT_ONCE = 1_000, 20_000
Weighed = Counter[tuple[str, str]]


def read_all() -> int:
    """Keep the words of every row that can be searched, and return how many words there are.

    It is what `kit.search.index.read_unread` keeps, without asking the database about each row.
    """
    words = chain.from_iterable(_words_of(source) for source in SOURCES)
    number = 0
    while some := list(islice(words, AT_ONCE)):
        number += len(some)
        _insert(some)
    return number


def weights_of(title: str, words: str) -> Weighed:
    """Return what kit.search.words.weights_of does: it reads each sentence once, however many texts have it."""
    found: Weighed = Counter()
    for line in filter(None, words.split("\n")):
        for sentence in line.split(". "):
            found.update(_counted(sentence))
    weighed = Counter({each: min(times, 7) for each, times in found.items() if not is_common(each[0])})
    weighed.update({each: 8 * times for each, times in _counted(title).items()})
    return weighed


@lru_cache(maxsize=200_000)
def _counted(sentence: str) -> Weighed:
    return Counter((word.text, word.stem) for word in words_of(sentence))


def _words_of(source: Source) -> Iterator[tuple[Any, ...]]:
    last = 0
    while rows := list(source.with_related(source.rows.filter(pk__gt=last))[:ROWS]):
        last = rows[-1].pk
        for row in rows:
            yield source.key, row.pk, READ, READ, 0
            for (word, stem), weight in weights_of(source.title(row), source.words(row)).items():
                yield source.key, row.pk, word, stem, weight


def _insert(words: list[tuple[Any, ...]]) -> None:
    table = connection.ops.quote_name(SearchWord._meta.db_table)
    names = '(kind, "row", word, stem, weight)'
    with connection.cursor() as cursor:
        if connection.vendor == "sqlite":
            cursor.executemany(f"INSERT OR IGNORE INTO {table} {names} VALUES (%s, %s, %s, %s, %s)", words)
            return
        columns = [list(column) for column in zip(*words, strict=True)]
        cursor.execute(
            f"INSERT INTO {table} {names} SELECT * FROM unnest(%s::varchar[], %s::bigint[], %s::varchar[], %s::varchar[], "
            "%s::smallint[]) ON CONFLICT DO NOTHING",
            columns,
        )
