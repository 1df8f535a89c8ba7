"""The triggers that keep what the library shows to whom, and how much of it there is (knowledge/library/models/shown.py).

When a text is published or withdrawn, or becomes a text of another write-up or question, what is shown of that thing is worked out anew. When
something is shown or no longer shown, or a shown text gets or loses a tag, the numbers change by one. All of it is in the
transaction of the change, whichever way this is made.
"""

from dataclasses import dataclass

KINDS = "('learning_object', 'question')"
POINTERS = {"library_learningobjectversion": "learning_object_id", "knowledge_questionrelease": "question_id"}
REACH = "CASE {}.audience WHEN 'programme' THEN 0 WHEN 'commissioners' THEN 1 ELSE 2 END"
LOCK = "PERFORM pg_advisory_xact_lock(hashtext('library_shownnumber'))"  # one at a time, so that none waits for another


def _fuller(pointer: str, key: str) -> str:
    """Return the condition that another published text of the same thing comes to the readers of r.reach, and is for fewer."""
    return f"""
        SELECT 1 FROM {pointer} mine
        JOIN {pointer} theirs ON theirs.{key} = mine.{key} AND theirs.cleared_text_id <> mine.cleared_text_id
        JOIN clearance_clearedtext other ON other.id = theirs.cleared_text_id
        JOIN clearance_publication q ON q.cleared_text_id = other.id AND q.withdrawn_at IS NULL
        WHERE mine.cleared_text_id = t.id AND {REACH.format("other")} >= r.reach AND {REACH.format("other")} < {REACH.format("t")}"""


SHOWN = f"""
    SELECT t.id, r.reach, t.programme_id, p.published_at
    FROM clearance_clearedtext t
    JOIN clearance_publication p ON p.cleared_text_id = t.id AND p.withdrawn_at IS NULL
    JOIN (SELECT 0 AS reach UNION ALL SELECT 1 UNION ALL SELECT 2) r ON r.reach <= {REACH.format("t")}
    WHERE t.kind IN {KINDS}
      {"".join(f"AND NOT EXISTS ({_fuller(*each)})" for each in POINTERS.items())}"""
KEEP = "INSERT INTO library_showntext (text_id, reach, programme_id, published_at)"
NUMBERS = """
    SELECT s.programme_id, s.reach, tag.facet, tag.value, tag.label, 1 AS one
    FROM library_showntext s
    JOIN library_indexedtext i ON i.cleared_text_id = s.text_id
    JOIN library_indexedtag tag ON tag.text_id = i.id
    UNION ALL
    SELECT s.programme_id, s.reach, '', '', '', 1
    FROM library_showntext s
    JOIN library_indexedtext i ON i.cleared_text_id = s.text_id"""
COUNT = "INSERT INTO library_shownnumber (programme_id, reach, facet, value, label, number)"
FILL = [
    "DELETE FROM library_shownnumber",
    "DELETE FROM library_showntext",
    f"{KEEP} {SHOWN}",
    "DELETE FROM library_shownnumber",  # what triggers counted meanwhile, where there are any
    f"{COUNT} SELECT n.programme_id, n.reach, n.facet, n.value, n.label, COUNT(*) FROM ({NUMBERS}) n "
    "GROUP BY n.programme_id, n.reach, n.facet, n.value, n.label",
]  # everything anew, for a database that had texts before it had these tables


def _same_thing(text: str) -> str:
    """Return SQL for the ids of all texts of the thing of which `text` is one."""
    found = [
        f"SELECT theirs.cleared_text_id FROM {pointer} mine JOIN {pointer} theirs ON theirs.{key} = mine.{key} "
        f"WHERE mine.cleared_text_id = {text}"
        for pointer, key in POINTERS.items()
    ]
    return " UNION ".join([*found, f"SELECT {text}"])


def _anew(texts: str) -> list[str]:
    """Return the statements that work out anew what is shown of `texts`, which are all texts of their thing."""
    return [
        f"DELETE FROM library_showntext WHERE text_id IN ({texts})",
        f"{KEEP} {SHOWN} AND t.id IN ({texts})",
    ]


def _by(change: str, columns: str, rows: str) -> list[str]:
    """Return the statements that change the numbers by +1 or -1, in the order of their keys. Nothing is kept of a tag that no text has."""
    changed = (
        f"{COUNT} SELECT {columns}, {change} FROM {rows} ORDER BY 1, 2, 3, 4, 5 "
        "ON CONFLICT (programme_id, reach, facet, value, label) DO UPDATE "
        f"SET number = library_shownnumber.number + ({change})"
    )
    return [changed] if change == "1" else [changed, "DELETE FROM library_shownnumber WHERE number = 0"]


def _of_shown(row: str, change: str) -> list[str]:
    """Return the statements for a shown text that comes or goes."""
    indexed = f"library_indexedtext i WHERE i.cleared_text_id = {row}.text_id"
    tagged = f"library_indexedtag tag JOIN library_indexedtext i ON i.id = tag.text_id WHERE i.cleared_text_id = {row}.text_id"
    key = f"{row}.programme_id, {row}.reach"
    return [
        *_by(change, f"{key}, '', '', ''", indexed),
        *_by(change, f"{key}, tag.facet, tag.value, tag.label", tagged),
    ]


def _of_tag(row: str, change: str) -> list[str]:
    """Return the statement for a tag that a text gets or loses."""
    shown = f"library_showntext s JOIN library_indexedtext i ON i.cleared_text_id = s.text_id WHERE i.id = {row}.text_id"
    return _by(change, f"s.programme_id, s.reach, {row}.facet, {row}.value, {row}.label", shown)


def _of_indexed(row: str, change: str) -> list[str]:
    """Return the statement for a text that is indexed, or no longer."""
    shown = f"library_showntext s WHERE s.text_id = {row}.cleared_text_id"
    return _by(change, "s.programme_id, s.reach, '', '', ''", shown)


@dataclass(frozen=True)
class Keeping:
    """A trigger that keeps rows beside those that changed. It is kept as `Rule` is."""

    name: str
    table: str
    moment: str  # INSERT, DELETE, or UPDATE, perhaps with OF and the columns
    statements: tuple[str, ...]
    concerns: str  # SQL that finds a row if the change is one of what is shown

    def for_postgresql(self) -> list[str]:
        """Return the statements that create the trigger on PostgreSQL."""
        body = "; ".join([LOCK, *self.statements])
        return [
            f"CREATE OR REPLACE FUNCTION {self.name}() RETURNS trigger AS $$ BEGIN IF EXISTS ({self.concerns}) THEN {body}; END IF; "
            "RETURN NULL; END; $$ LANGUAGE plpgsql",
            f"DROP TRIGGER IF EXISTS {self.name} ON {self.table}",
            f"CREATE TRIGGER {self.name} AFTER {self.moment} ON {self.table} FOR EACH ROW EXECUTE FUNCTION {self.name}()",
        ]

    def for_sqlite(self) -> list[str]:
        """Return the statements that create the trigger on SQLite."""
        return [
            f"DROP TRIGGER IF EXISTS {self.name}",
            f"CREATE TRIGGER {self.name} AFTER {self.moment} ON {self.table} FOR EACH ROW WHEN EXISTS ({self.concerns}) "
            f"BEGIN {'; '.join(self.statements)}; END",
        ]


IS_SHOWN = f"SELECT 1 FROM clearance_clearedtext t WHERE t.kind IN {KINDS} AND t.id IN ({{}})"


def _published(moment: str, row: str) -> Keeping:
    texts = _same_thing(f"{row}.cleared_text_id")
    concerns = IS_SHOWN.format(f"{row}.cleared_text_id")
    name = f"shown_when_published_{moment.split()[0].lower()}"
    return Keeping(name, "clearance_publication", moment, tuple(_anew(texts)), concerns)


def _pointed(pointer: str, key: str, moment: str) -> Keeping:
    rows = {"INSERT": ["NEW"], "UPDATE": ["OLD", "NEW"], "DELETE": ["OLD"]}[moment]
    statements = []
    for row in rows:
        of_thing = f"SELECT p.cleared_text_id FROM {pointer} p WHERE p.{key} = {row}.{key}"
        statements += [*_anew(_same_thing(f"{row}.cleared_text_id")), *_anew(of_thing)]
    texts = ", ".join(f"{row}.cleared_text_id" for row in rows)
    published = f"SELECT 1 FROM clearance_publication p WHERE p.cleared_text_id IN ({texts})"
    return Keeping(f"shown_when_{pointer}_{moment.lower()}", pointer, moment, tuple(statements), published)


def _counted(table: str, of, moment: str) -> Keeping:
    changes = {"INSERT": [("NEW", "1")], "UPDATE": [("OLD", "-1"), ("NEW", "1")], "DELETE": [("OLD", "-1")]}[
        moment
    ]
    statements = tuple(statement for change in changes for statement in of(*change))
    rows = [row for row, _ in changes]
    concerns = SHOWN_OF[table].format(", ".join(f"{row}.{KEYS[table]}" for row in rows))
    return Keeping(f"numbers_of_{table}_{moment.lower()}", table, moment, statements, concerns)


KEYS = {
    "library_showntext": "text_id",
    "library_indexedtext": "cleared_text_id",
    "library_indexedtag": "text_id",
}
SHOWN_OF = {
    "library_showntext": "SELECT 1 FROM clearance_clearedtext t WHERE t.id IN ({})",
    "library_indexedtext": "SELECT 1 FROM library_showntext s WHERE s.text_id IN ({})",
    "library_indexedtag": "SELECT 1 FROM library_showntext s JOIN library_indexedtext i ON i.cleared_text_id = s.text_id WHERE i.id IN ({})",
}
MOMENTS = ("INSERT", "UPDATE", "DELETE")
TRIGGERS = [
    _published("INSERT", "NEW"),
    _published("UPDATE OF withdrawn_at, published_at", "NEW"),
    _published("DELETE", "OLD"),
    *(_pointed(*pointer, moment) for pointer in POINTERS.items() for moment in MOMENTS),
    *(_counted("library_showntext", _of_shown, moment) for moment in MOMENTS),
    *(_counted("library_indexedtag", _of_tag, moment) for moment in MOMENTS),
    *(_counted("library_indexedtext", _of_indexed, moment) for moment in ("INSERT", "DELETE")),
]
