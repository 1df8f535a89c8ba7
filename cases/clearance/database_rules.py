"""The rules of the clearance as database triggers for SQLite and PostgreSQL, created in a migration.

They refuse changing or deleting a text that was sent for checking, approved or published, and publishing a text that
was not approved by enough people who neither wrote nor presented it, was approved by nobody from its site where that is
needed, or lacks a presenter's agreement. cases/clearance/decision.py has the same rule in Python, and a test compares
the two.

A later migration that rebuilds one of these tables on SQLite drops its triggers: call `install` again after it.
"""

APPROVALS = """
    SELECT COUNT(DISTINCT c.by_id) FROM clearance_clearance c
    JOIN clearance_clearedtext t ON t.id = c.cleared_text_id
    WHERE c.cleared_text_id = NEW.cleared_text_id AND c.sha256 = t.sha256 AND c.audience = t.audience
      AND NOT EXISTS (SELECT 1 FROM clearance_authorship a WHERE a.cleared_text_id = t.id AND a.user_id = c.by_id)
      AND NOT EXISTS (
        SELECT 1 FROM cases_presenter p JOIN members_member m ON m.id = p.member_id
        WHERE p.case_id = t.case_id AND m.user_id = c.by_id)
"""
NOT_APPROVED = f"""
    ({APPROVALS}) < (
      SELECT CASE WHEN t.audience = 'public' THEN 2 ELSE 1 END FROM clearance_clearedtext t WHERE t.id = NEW.cleared_text_id)
    OR EXISTS (
      SELECT 1 FROM clearance_clearedtext t
      WHERE t.id = NEW.cleared_text_id AND t.site_id IS NOT NULL AND t.audience IN ('commissioners', 'public'))
      AND ({APPROVALS} AND c.is_from_the_site) = 0
    OR EXISTS (
      SELECT 1 FROM clearance_clearedtext t JOIN cases_presenter p ON p.case_id = t.case_id
      WHERE t.id = NEW.cleared_text_id AND NOT EXISTS (
        SELECT 1 FROM clearance_sharingagreement y WHERE y.case_id = t.case_id AND y.member_id = p.member_id
          AND y.audience = t.audience AND y.withdrawn_at IS NULL))
    OR EXISTS (SELECT 1 FROM clearance_sendback s WHERE s.cleared_text_id = NEW.cleared_text_id)
    OR EXISTS (SELECT 1 FROM clearance_clearedtext r WHERE r.replaces_id = NEW.cleared_text_id)
"""
PUBLICATION_CHANGED = """
    NEW.cleared_text_id <> OLD.cleared_text_id OR NEW.published_at <> OLD.published_at
    OR OLD.withdrawn_at IS NOT NULL AND (NEW.withdrawn_at IS NULL OR NEW.withdrawn_at <> OLD.withdrawn_at)
"""

# name, table, moment, condition (None: always), what the error says
RULES = [
    ("a_cleared_text_never_changes", "clearance_clearedtext", "UPDATE", None, "a cleared text never changes"),
    ("a_clearance_never_changes", "clearance_clearance", "UPDATE", None, "a clearance never changes"),
    ("an_authorship_never_changes", "clearance_authorship", "UPDATE", None, "an authorship never changes"),
    (
        "only_a_cleared_text_is_published",
        "clearance_publication",
        "INSERT",
        NOT_APPROVED,
        "this text is not approved",
    ),
    (
        "a_publication_keeps_its_text",
        "clearance_publication",
        "UPDATE",
        PUBLICATION_CHANGED,
        "a publication keeps its text",
    ),
    ("a_sending_back_never_changes", "clearance_sendback", "UPDATE", None, "a sending back never changes"),
    # Deleting is refused by PostgreSQL alone, which empties a test database by TRUNCATE. SQLite can only DELETE, and
    # its tests have to; there the models refuse.
    ("a_cleared_text_stays", "clearance_clearedtext", "DELETE", None, "a cleared text is never deleted"),
    ("a_clearance_stays", "clearance_clearance", "DELETE", None, "a clearance is never deleted"),
    ("an_authorship_stays", "clearance_authorship", "DELETE", None, "an authorship is never deleted"),
    ("a_sending_back_stays", "clearance_sendback", "DELETE", None, "a sending back is never deleted"),
    ("a_publication_stays", "clearance_publication", "DELETE", None, "a publication is never deleted"),
]


def install(schema_editor) -> None:
    """Create the triggers, replacing existing ones."""
    for statement in statements(schema_editor.connection.vendor):
        schema_editor.execute(statement)


def remove(schema_editor) -> None:
    """Drop the triggers."""
    postgresql = schema_editor.connection.vendor == "postgresql"
    for name, table, *_ in RULES:
        schema_editor.execute(f"DROP TRIGGER IF EXISTS {name}{f' ON {table}' if postgresql else ''}")
        if postgresql:
            schema_editor.execute(f"DROP FUNCTION IF EXISTS {name}()")


def statements(vendor: str) -> list[str]:
    """Return the SQL that creates every trigger, for the database `vendor` ("sqlite" or "postgresql")."""
    made = []
    for name, table, moment, condition, message in RULES:
        if vendor == "postgresql":
            refuse = f"RAISE EXCEPTION '{message}' USING ERRCODE = '23514';"
            body = f"IF {condition} THEN {refuse} END IF;" if condition else refuse
            made += [
                f"CREATE OR REPLACE FUNCTION {name}() RETURNS trigger AS $$ BEGIN {body} RETURN NEW; END; $$ LANGUAGE plpgsql",
                f"DROP TRIGGER IF EXISTS {name} ON {table}",
                f"CREATE TRIGGER {name} BEFORE {moment} ON {table} FOR EACH ROW EXECUTE FUNCTION {name}()",
            ]
        elif moment != "DELETE":
            where = f"WHERE {condition}" if condition else ""
            made += [
                f"DROP TRIGGER IF EXISTS {name}",
                f"CREATE TRIGGER {name} BEFORE {moment} ON {table} FOR EACH ROW "
                f"BEGIN SELECT RAISE(ABORT, '{message}') {where}; END",
            ]
    return made
