"""Rows that never change once they are written, held by the database itself: a trigger on SQLite and PostgreSQL.

A later migration that rebuilds such a table on SQLite drops its trigger: repeat the operation after it.
"""

from django.db import migrations


def rows_never_change(table: str) -> migrations.RunPython:
    """Return a migration operation after which `table` refuses every UPDATE."""

    def install(apps, schema_editor):
        for statement in _statements(table, schema_editor.connection.vendor):
            schema_editor.execute(statement)

    def remove(apps, schema_editor):
        postgresql = schema_editor.connection.vendor == "postgresql"
        schema_editor.execute(f"DROP TRIGGER IF EXISTS {table}_stays{f' ON {table}' if postgresql else ''}")

    return migrations.RunPython(install, remove)


def _statements(table: str, vendor: str) -> list[str]:
    name, message = f"{table}_stays", f"rows of {table} never change"
    if vendor == "postgresql":
        refuse = f"RAISE EXCEPTION '{message}' USING ERRCODE = '23514'"
        return [
            f"CREATE OR REPLACE FUNCTION {name}() RETURNS trigger AS $$ BEGIN {refuse}; END; $$ LANGUAGE plpgsql",
            f"CREATE TRIGGER {name} BEFORE UPDATE ON {table} FOR EACH ROW EXECUTE FUNCTION {name}()",
        ]
    return [f"CREATE TRIGGER {name} BEFORE UPDATE ON {table} BEGIN SELECT RAISE(ABORT, '{message}'); END"]
