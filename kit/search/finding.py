"""Find rows by their words, and words that were typed wrongly. Who may read a row is part of the same query."""

from collections.abc import Iterable, Mapping
from contextlib import suppress
from dataclasses import dataclass
from functools import reduce
from operator import and_, or_

from django.core.exceptions import EmptyResultSet
from django.db import connection
from django.db.models import Count, IntegerField, OuterRef, Q, QuerySet, Subquery, Sum, Value
from django.db.models.expressions import Combinable
from django.db.models.functions import Coalesce, Length
from rapidfuzz.distance import OSA

from kit.models import SearchWord
from kit.search.index import Source, read_unread
from kit.search.words import TRADE, Term, terms_of, with_word

HIGHEST = chr(0x10FFFF)
SHORTEST_MENDED = 4  # letters of a word that may have been typed wrongly
TWO_ERRORS_FROM = 8  # letters on


def matching(rows: QuerySet, source: Source, terms: list[Term], *, any_of: bool = False) -> QuerySet:
    """Return those of `rows` that have all `terms`, or `any_of` them, with a `rank`: the higher, the better.

    The rank is the weights of their words together, so that a word in the title counts eight times.
    """
    if not terms:
        return rows.annotate(rank=Value(0))
    return _with_all(rows, source, terms, any_of=any_of).annotate(rank=_rank(source, terms))


def _with_all(rows: QuerySet, source: Source, terms: list[Term], *, any_of: bool = False) -> QuerySet:
    return rows.filter(reduce(or_ if any_of else and_, [_has(source, term) for term in terms]))


def _has(source: Source, term: Term) -> Q:
    """Return the condition for rows that have what `term` asks for."""
    found = Q(pk__in=_rows_with(source, _begins(term.beginning))) if term.beginning else Q(pk__in=[])
    for option in term.options:
        all_of = Q()
        for stem in option:
            all_of &= Q(pk__in=_rows_with(source, Q(stem=stem)))
        found |= all_of
    return found


def _rows_with(source: Source, condition: Q) -> QuerySet:
    return SearchWord.objects.filter(condition, kind=source.key).values("row")


def _begins(beginning: str) -> Q:
    """Return the condition for words that begin so, in the form for which the database uses its index."""
    if connection.vendor == "postgresql":
        return Q(word__startswith=beginning)
    return Q(word__gte=beginning, word__lt=beginning + HIGHEST)


def _asked(terms: list[Term]) -> Q:
    """Return the condition for words that belong to one of `terms`."""
    condition = Q(stem__in={stem for term in terms for stem in term.stems})
    for term in terms:
        if term.beginning:
            condition |= _begins(term.beginning)
    return condition


def _rank(source: Source, terms: list[Term]) -> Combinable:
    """Return the weights of the words of a row that belong to `terms`: of those by their stem, and of those that begin so and
    have another stem. Asked apart, each is found by an index; together, every word of the row would be looked at.
    """
    stems = {stem for term in terms for stem in term.stems}
    beginnings = [_begins(term.beginning) for term in terms if term.beginning]
    total = _weights(source, Q(stem__in=stems))
    return total + _weights(source, reduce(or_, beginnings) & ~Q(stem__in=stems)) if beginnings else total


def _weights(source: Source, condition: Q) -> Coalesce:
    words = SearchWord.objects.filter(condition, kind=source.key, row=OuterRef("pk"))
    total = words.order_by().values("row").annotate(total=Sum("weight")).values("total")
    return Coalesce(Subquery(total, output_field=IntegerField()), 0)


@dataclass(frozen=True)
class Mended:
    """The terms to search for, and those words that were put in the place of others: (typed, instead)."""

    terms: list[Term]
    changes: tuple[tuple[str, str], ...] = ()

    @property
    def words(self) -> str:
        """What is searched for, as words."""
        return " ".join(term.typed for term in self.terms)


def asked_for(
    query: str, readable: Mapping[Source, QuerySet], *, besides: Iterable[tuple[str, str]] = ()
) -> Mended:
    """Return the terms of `query`, mended as by `mended`, once the new and changed rows of each source have been read."""
    terms = terms_of(query)
    if terms:
        read_unread(readable)
    return mended(terms, readable, besides=besides)


def mended(
    terms: list[Term], readable: Mapping[Source, QuerySet], *, besides: Iterable[tuple[str, str]] = ()
) -> Mended:
    """Return `terms` with each word that stands nowhere in what the reader may read replaced by the nearest one there.

    `readable` says which rows of each source the reader may read, and `besides` which words with their stems they may
    read elsewhere. Words of other rows make no difference.
    """
    if not terms or _a_row_has_all(terms, readable):
        return Mended(terms)
    besides = set(besides)
    own = _words_in(readable).annotate(letters=Length("word"))
    known = besides | set(own.filter(_asked(terms)).values_list("word", "stem").distinct())
    unknown = [term for term in terms if _is_mendable(term) and not any(term.fits(*word) for word in known)]
    if not unknown:
        return Mended(terms)
    there = list(own.filter(_might_be(unknown)).values_list("word").annotate(times=Count("pk")))
    there += [(word, 1) for word, _ in besides]
    instead = {term: near for term in unknown if (near := _nearest(term.typed, there))}
    return Mended(
        [with_word(term, instead[term]) if term in instead else term for term in terms],
        tuple((term.typed, near) for term, near in instead.items()),
    )


def _a_row_has_all(terms: list[Term], readable: Mapping[Source, QuerySet]) -> bool:
    """Return whether a row has all `terms`, so that none of them stands nowhere. One query, which ends at the first row."""
    conditions: list[str] = []
    parameters: list = []
    for source, rows in readable.items():
        with suppress(EmptyResultSet):
            found = _with_all(rows.order_by(), source, terms).values("pk")[:1]
            sql, values = found.query.sql_with_params()
            conditions.append(f"EXISTS ({sql})")
            parameters += values
    if not conditions:
        return False
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT 1 WHERE {' OR '.join(conditions)}", parameters)
        return cursor.fetchone() is not None


def _words_in(readable: Mapping[Source, QuerySet]) -> QuerySet:
    """Return the words of the rows that the reader may read."""
    where = Q(pk__in=[])
    for source, rows in readable.items():
        where |= Q(kind=source.key, row__in=rows.order_by().values("pk"))
    return SearchWord.objects.filter(where)


def _is_mendable(term: Term) -> bool:
    return len(term.typed) >= SHORTEST_MENDED and term.typed.isalpha()


def _most_errors(word: str) -> int:
    return 1 if len(word) < TWO_ERRORS_FROM else 2


def _might_be(terms: list[Term]) -> Q:
    """Return the condition for words of about the length of one of `terms` that begin with its first or second letter."""
    condition = Q(pk__in=[])
    for term in terms:
        near = _begins(term.typed[0]) | _begins(term.typed[1])
        condition |= near & Q(
            letters__gte=len(term.typed) - _most_errors(term.typed),
            letters__lte=len(term.typed) + _most_errors(term.typed),
        )
    return condition


def _nearest(typed: str, there: list[tuple[str, int]]) -> str | None:
    """Return the word with the fewest typing errors between it and `typed`: of those the most frequent, then the first."""
    found = [
        (errors, -times, word)
        for word, times in there
        if not word.startswith(TRADE)
        and (errors := OSA.distance(typed, word, score_cutoff=_most_errors(typed))) <= _most_errors(typed)
    ]
    return min(found)[2] if found else None
