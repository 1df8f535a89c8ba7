"""The triggers of the pages: words of rows that change or go are forgotten, and changes for visitors noted."""

from kit.public_changes import noting
from kit.search.index import forgettings
from pages.public_tables import COLUMNS, PUBLIC_TABLES
from pages.search.sources import SOURCES

TRIGGERS = [
    *(trigger for source in SOURCES for trigger in forgettings(source)),
    *noting(PUBLIC_TABLES, columns=COLUMNS),
]
