"""Put one word into every column of the register, and look for it in the whole database and all files."""

from contextlib import contextmanager
from pathlib import Path

from django.db import IntegrityError, connection, models, transaction

from cases.clearance.database_rules import RULES
from kit.database_rules import install, remove
from kit.privacy.register import key_of
from pages.privacy.register import WordsOf
from tests.permissions.planting import words_of_pdf

WORD = "qzxwvkj"


@contextmanager
def rules_lifted():
    """Let the rows change that the database never lets change, as long as words are planted."""
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute("SET LOCAL session_replication_role = replica")
            yield
            cursor.execute("SET LOCAL session_replication_role = origin")
    else:
        remove(RULES, connection)
        yield
        install(RULES, connection)


def plant(reach: WordsOf) -> set[str]:
    """Put WORD into every column of every row of `reach` that takes it, and return the columns that hold it now."""
    planted = set()
    with rules_lifted():
        for row, names in list(reach.rows()):
            for name in names:
                column = row._meta.get_field(name)
                if not isinstance(column, models.FileField) and _put(row, column):
                    planted.add(key_of(column))
    return planted


def _put(row, column) -> bool:
    present = getattr(row, column.attname)
    try:
        with transaction.atomic():
            models.QuerySet(type(row)).filter(pk=row.pk).update(**{column.attname: _with(present, column)})
    except IntegrityError:  # there must be nothing, such as a reason of what was not withdrawn
        return False
    return True


def _with(present, column):
    if isinstance(column, models.JSONField):
        return _in_json(present)
    if column.name == "body":
        return present.replace('"title":"', f'"title":"{WORD} ', 1)
    if isinstance(column, models.URLField):
        return f"https://example.org/{WORD}"
    return f"{WORD} {present}"[: column.max_length]


def _in_json(value):
    if isinstance(value, dict):
        return {key: _in_json(each) for key, each in value.items()} or {"1": WORD}
    if isinstance(value, list):
        return [_in_json(each) for each in value] or [WORD]
    return f"{WORD} {value}" if isinstance(value, str) else value


def tables_with(word: str) -> set[str]:
    """The tables of the whole database that hold `word`, those of the full-text search among them."""
    found = set()
    with connection.cursor() as cursor:
        for table in connection.introspection.table_names(cursor) + _hidden_tables(cursor):
            cursor.execute(f'SELECT * FROM "{table}"')
            if any(_holds(value, word) for row in cursor.fetchall() for value in row):
                found.add(table)
    return found


def _hidden_tables(cursor) -> list[str]:
    """The tables in which SQLite keeps the full-text index."""
    if connection.vendor != "sqlite":
        return []
    cursor.execute("SELECT name FROM sqlite_master WHERE name LIKE 'library_search_%' AND type = 'table'")
    return [name for (name,) in cursor.fetchall()]


def _holds(value, word: str) -> bool:
    """Whether `value` has the word. In the index the first letters may stand in the term before."""
    if isinstance(value, bytes | memoryview):
        return word[3:].encode() in bytes(value).lower()
    return word in str(value).lower()


def files_with(word: str, folder: Path) -> set[Path]:
    """The files below `folder` that say `word`."""
    return {file for file in folder.rglob("*") if file.is_file() and word in _said(file.read_bytes()).lower()}


def _said(data: bytes) -> str:
    return words_of_pdf(data) if data.startswith(b"%PDF-1.7") else data.decode("latin-1")
