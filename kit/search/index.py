"""Keep the words of rows: read those of new and changed rows, and forget them in the database as soon as a row changes."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from typing import Any

from django.db import connection, models, transaction
from django.db.models import Exists, OuterRef, QuerySet

from kit.models import SearchWord
from kit.search.words import weights_of

READ = ""  # the word of a row that was read
AT_ONCE = 50  # rows that are read for a search
IN_TURN = 500


@dataclass(frozen=True, eq=False)
class Source:
    """What can be searched: the rows of a model, the title and the other words of a row, and what these depend on.

    `key` names it in the index. `depends_on` lists tables whose changes change the words of its rows, each with SQL for
    the ids of these rows, in which ROW stands for the changed row of that table. Without columns it says what happens to
    rows that are added or deleted, with columns ("cases_theme:name") to those in which one of these changes.
    """

    key: str
    model: type[models.Model]
    title: Callable[[Any], str]
    words: Callable[[Any], str]
    columns: tuple[str, ...]  # of the row itself: changing another one changes none of its words
    depends_on: dict[str, str] = field(default_factory=dict)
    with_related: Callable[[QuerySet], QuerySet] = lambda rows: rows

    @property
    def rows(self) -> QuerySet:
        """Every row that there is."""
        return QuerySet(self.model).order_by("pk")

    @property
    def unread(self) -> QuerySet:
        """The rows whose words are not in the index."""
        read = SearchWord.objects.filter(kind=self.key, row=OuterRef("pk"), word=READ)
        return self.rows.filter(~Exists(read))


@dataclass(frozen=True)
class Forgetting:
    """A trigger that deletes words from the index when a row of `table` changes. It is kept as `Rule` is."""

    name: str
    table: str
    moment: str  # INSERT, UPDATE or DELETE, with OF and the columns
    kind: str
    ids: str  # SQL for the ids of the rows whose words are deleted

    @property
    def _forgets(self) -> str:
        return f"DELETE FROM kit_searchword WHERE kind = '{self.kind}' AND row IN ({self.ids});"

    def for_postgresql(self) -> list[str]:
        """Return the statements that create the trigger on PostgreSQL."""
        return [
            f"CREATE OR REPLACE FUNCTION {self.name}() RETURNS trigger AS $$ BEGIN {self._forgets} RETURN NULL; END; "
            "$$ LANGUAGE plpgsql",
            f"DROP TRIGGER IF EXISTS {self.name} ON {self.table}",
            f"CREATE TRIGGER {self.name} AFTER {self.moment} ON {self.table} FOR EACH ROW EXECUTE FUNCTION {self.name}()",
        ]

    def for_sqlite(self) -> list[str]:
        """Return the statements that create the trigger on SQLite."""
        return [
            f"DROP TRIGGER IF EXISTS {self.name}",
            f"CREATE TRIGGER {self.name} AFTER {self.moment} ON {self.table} FOR EACH ROW BEGIN {self._forgets} END",
        ]


def forgettings(source: Source) -> list[Forgetting]:
    """Return the triggers that keep the index of `source` free of words that its rows no longer have."""
    table, name = source.model._meta.db_table, f"search_{source.key}"
    own = f"UPDATE OF {', '.join(source.columns)}"
    triggers = [
        Forgetting(f"{name}_changed", table, own, source.key, "OLD.id"),
        Forgetting(f"{name}_gone", table, "DELETE", source.key, "OLD.id"),
    ]
    for other, ids in source.depends_on.items():
        other_table, _, columns = other.partition(":")
        moments = [f"UPDATE OF {columns}"] if columns else ["INSERT", "DELETE"]
        for moment in moments:
            verb = moment.split()[0].lower()
            row = "NEW" if verb == "insert" else "OLD"
            triggers.append(
                Forgetting(
                    f"{name}_{other_table}_{verb}", other_table, moment, source.key, ids.replace("ROW", row)
                )
            )
    return triggers


def read_unread(sources: Iterable[Source], *, most: int = AT_ONCE) -> int:
    """Read the words of at most `most` new or changed rows of each source, and return how many rows there were.

    Asking whether there are any takes one query for all sources.
    """
    sources = list(sources)
    return sum(_read(source, most) for source in _with_unread(sources))


def _with_unread(sources: list[Source]) -> list[Source]:
    """Return the sources that have rows whose words are not in the index."""
    asked = [source.unread.order_by().values("pk").query.sql_with_params() for source in sources]
    columns = ", ".join(f"EXISTS ({sql})" for sql, _ in asked)
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT {columns}", [each for _, params in asked for each in params])
        found = cursor.fetchone()
    return [source for source, has_some in zip(sources, found, strict=True) if has_some]


@transaction.atomic
def _read(source: Source, most: int) -> int:
    """Read the words of some unread rows. Rows that are being written are left for the next time.

    A row stays locked until its words are in the index, so that a change cannot pass between reading and keeping them.
    """
    unread = source.unread.select_for_update(skip_locked=True, of=("self",)).values_list("pk", flat=True)
    found = source.with_related(source.rows.filter(pk__in=list(unread[:most])))
    words = [each for row in found for each in _words_of(source, row)]
    SearchWord.objects.bulk_create(words, batch_size=5_000, ignore_conflicts=True)
    return len(found)


def _words_of(source: Source, row) -> list[SearchWord]:
    """Return what the index keeps of a row."""
    weights = weights_of(source.title(row), source.words(row))
    kept = [
        SearchWord(kind=source.key, row=row.pk, word=word, stem=stem, weight=weight)
        for (word, stem), weight in weights.items()
    ]
    return [*kept, SearchWord(kind=source.key, row=row.pk, word=READ, stem=READ)]
