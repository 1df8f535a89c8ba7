"""What the database knows of its own tables, by which it chooses how to answer."""

from django.db import connection

ROWS_LOOKED_AT = 1000  # of each index


def renew_statistics() -> None:
    """Have SQLite look at some rows of each index. PostgreSQL does so by itself. Repeating does no harm.

    `PRAGMA optimize` looks at the tables that its own connection has asked about, which in a worker are others than in the pages.
    """
    if connection.vendor == "sqlite":
        with connection.cursor() as cursor:
            cursor.execute(f"PRAGMA analysis_limit={ROWS_LOOKED_AT}")
            cursor.execute("ANALYZE")
