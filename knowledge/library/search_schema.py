"""The full-text index of the library's search, created in a migration for the database in use.

SQLite has an FTS5 table over library_indexedtext, kept up to date by three triggers. PostgreSQL has a stored,
generated, weighted tsvector with a GIN index. A later migration that rebuilds library_indexedtext on SQLite drops the
triggers: call `install` again after it.
"""

SQLITE = [
    """CREATE VIRTUAL TABLE IF NOT EXISTS library_search USING fts5(
        title, words, content='library_indexedtext', content_rowid='id',
        tokenize='porter unicode61 remove_diacritics 2', prefix='2 3')""",
    """CREATE TRIGGER IF NOT EXISTS library_search_added AFTER INSERT ON library_indexedtext BEGIN
        INSERT INTO library_search(rowid, title, words) VALUES (new.id, new.title, new.words); END""",
    """CREATE TRIGGER IF NOT EXISTS library_search_removed AFTER DELETE ON library_indexedtext BEGIN
        INSERT INTO library_search(library_search, rowid, title, words)
        VALUES ('delete', old.id, old.title, old.words); END""",
    """CREATE TRIGGER IF NOT EXISTS library_search_changed AFTER UPDATE ON library_indexedtext BEGIN
        INSERT INTO library_search(library_search, rowid, title, words)
        VALUES ('delete', old.id, old.title, old.words);
        INSERT INTO library_search(rowid, title, words) VALUES (new.id, new.title, new.words); END""",
    "INSERT INTO library_search(library_search) VALUES ('rebuild')",
]
SQLITE_UNDONE = [
    "DROP TRIGGER IF EXISTS library_search_added",
    "DROP TRIGGER IF EXISTS library_search_removed",
    "DROP TRIGGER IF EXISTS library_search_changed",
    "DROP TABLE IF EXISTS library_search",
]
POSTGRESQL = [
    """ALTER TABLE library_indexedtext ADD COLUMN IF NOT EXISTS search tsvector GENERATED ALWAYS AS (
        setweight(to_tsvector('english', title), 'A') || setweight(to_tsvector('english', words), 'B')) STORED""",
    "CREATE INDEX IF NOT EXISTS library_search ON library_indexedtext USING gin (search)",
]
POSTGRESQL_UNDONE = ["ALTER TABLE library_indexedtext DROP COLUMN IF EXISTS search"]


def install(schema_editor) -> None:
    """Create the full-text index, and fill it from the existing rows."""
    _run(schema_editor, sqlite=SQLITE, postgresql=POSTGRESQL)


def remove(schema_editor) -> None:
    """Drop the full-text index."""
    _run(schema_editor, sqlite=SQLITE_UNDONE, postgresql=POSTGRESQL_UNDONE)


def _run(schema_editor, **statements) -> None:
    """Execute the statements for the database in use."""
    for statement in statements[schema_editor.connection.vendor]:
        schema_editor.execute(statement)
