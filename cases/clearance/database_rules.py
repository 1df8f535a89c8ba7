"""The rules of the clearance as database triggers for SQLite and PostgreSQL (kit/database_rules.py).

They refuse changing or deleting a text that was sent for checking, approved or published, and what a presenter said;
publishing a text that was not approved by enough people none of whose words are in it, who never presented it and did
not step out of it, was approved by nobody from its site where that is needed, or lacks the yes of somebody ever named as
its presenter: to this very text, or to its audience if they opened the text and let the days pass without a no; and
publishing what was sent back or replaced, as well as sending back or replacing what was published; and publishing two
texts of the same thing at a time, for the same audience or without somebody having chosen that the other one stays.
cases/clearance/decision.py has the same rule in Python, and a test compares the two.
"""

from collections.abc import Iterable
from typing import Any

from django.db import models

from cases.database_rules import IS_MERGED
from kit.database_rules import Rule, kept_for_good

TEXT = "clearance_clearedtext WHERE id = NEW.cleared_text_id"
CASE_OF_TEXT = f"cases_case WHERE id = (SELECT case_id FROM {TEXT})"

APPROVALS = """
    SELECT COUNT(DISTINCT c.by_id) FROM clearance_clearance c
    JOIN clearance_clearedtext t ON t.id = c.cleared_text_id
    WHERE c.cleared_text_id = NEW.cleared_text_id AND c.sha256 = t.sha256 AND c.audience = t.audience
      AND NOT EXISTS (SELECT 1 FROM clearance_authorship a WHERE a.cleared_text_id = t.id AND a.user_id = c.by_id)
      AND NOT EXISTS (
        SELECT 1 FROM cases_namedpresenter p JOIN members_member m ON m.id = p.member_id
        WHERE p.case_id = t.case_id AND m.user_id = c.by_id)
      AND NOT EXISTS (
        SELECT 1 FROM cases_steppedout o JOIN members_member m ON m.id = o.member_id
        WHERE o.case_id = t.case_id AND m.user_id = c.by_id)
"""
NOT_APPROVED = f"""
    ({APPROVALS}) < (
      SELECT CASE WHEN t.audience = 'public' AND NOT t.is_public_already THEN 2 ELSE 1 END
      FROM clearance_clearedtext t WHERE t.id = NEW.cleared_text_id)
    OR EXISTS (
      SELECT 1 FROM clearance_clearedtext t
      WHERE t.id = NEW.cleared_text_id AND t.site_id IS NOT NULL AND t.audience IN ('commissioners', 'public')
        AND NOT t.is_public_already)
      AND ({APPROVALS} AND c.is_from_the_site) = 0
"""
# What a presenter p said about the text t: of it alone, or of every text of the case for its audience.
SAID = """
    FROM clearance_sharingagreement y
    WHERE y.case_id = t.case_id AND y.member_id = p.member_id
      AND (y.cleared_text_id = t.id OR y.cleared_text_id IS NULL AND y.audience = t.audience)
"""
AGREED_TO_IT = f"""
    EXISTS (SELECT 1 {SAID} AND y.cleared_text_id = t.id AND y.said = 'yes' AND NOT EXISTS (
      SELECT 1 FROM clearance_sharingagreement later
      WHERE later.case_id = y.case_id AND later.member_id = y.member_id AND later.id > y.id AND later.said <> 'yes'
        AND (later.cleared_text_id = t.id OR later.cleared_text_id IS NULL AND later.audience = t.audience)))
"""
AGREED_BY_SILENCE = f"""
    'yes' = COALESCE((SELECT y.said {SAID} ORDER BY y.id DESC LIMIT 1), 'nothing')
    AND EXISTS (
      SELECT 1 FROM clearance_showing s
      JOIN clearance_opening o ON o.cleared_text_id = s.cleared_text_id AND o.member_id = s.member_id
      WHERE s.cleared_text_id = t.id AND s.member_id = p.member_id
        AND o.opened_at < s.until AND s.until <= NEW.published_at
        AND NOT EXISTS (SELECT 1 {SAID} AND y.said <> 'yes' AND (y.cleared_text_id = t.id OR y.said_at >= s.shown_at)))
"""
LACKS_AGREEMENT = f"""
    EXISTS (
      SELECT 1 FROM clearance_clearedtext t JOIN cases_namedpresenter p ON p.case_id = t.case_id
      WHERE t.id = NEW.cleared_text_id AND NOT ({AGREED_TO_IT}) AND NOT ({AGREED_BY_SILENCE}))
"""
NOT_BEING_CHECKED = """
    EXISTS (SELECT 1 FROM clearance_sendback s WHERE s.cleared_text_id = NEW.cleared_text_id)
    OR EXISTS (SELECT 1 FROM clearance_clearedtext r WHERE r.replaces_id = NEW.cleared_text_id)
    OR EXISTS (SELECT 1 FROM clearance_clearedtext t WHERE t.id = NEW.cleared_text_id AND t.struck_at IS NOT NULL)
"""
PUBLICATION_CHANGED = """
    NEW.cleared_text_id <> OLD.cleared_text_id OR NEW.published_at <> OLD.published_at
    OR OLD.withdrawn_at IS NOT NULL AND (NEW.withdrawn_at IS NULL OR NEW.withdrawn_at <> OLD.withdrawn_at)
"""
WAS_PUBLISHED = "EXISTS (SELECT 1 FROM clearance_publication p WHERE p.cleared_text_id = NEW.cleared_text_id)"
REPLACES_WHAT_IS_NOT_BEING_CHECKED = """
    EXISTS (SELECT 1 FROM clearance_publication p WHERE p.cleared_text_id = NEW.replaces_id)
    OR EXISTS (SELECT 1 FROM clearance_sendback s WHERE s.cleared_text_id = NEW.replaces_id)
"""
ABOUT_ANOTHER_AUDIENCE = f"NOT EXISTS (SELECT 1 FROM {TEXT} AND audience = NEW.audience)"
NEVER_NAMED = """NOT EXISTS (
    SELECT 1 FROM cases_namedpresenter p WHERE p.case_id = NEW.case_id AND p.member_id = NEW.member_id)"""
# A yes that somebody else records, where the presenter's own last word is another, and they can say so themselves.
OVERTURNS_THEIR_OWN_NO = """
    NEW.said = 'yes' AND NOT NEW.is_own_word
    AND EXISTS (SELECT 1 FROM members_member m WHERE m.id = NEW.member_id AND m.user_id IS NOT NULL)
    AND EXISTS (
      SELECT 1 FROM clearance_sharingagreement y
      WHERE y.case_id = NEW.case_id AND y.member_id = NEW.member_id AND y.audience = NEW.audience
        AND y.is_own_word AND y.said <> 'yes'
        AND NOT EXISTS (
          SELECT 1 FROM clearance_sharingagreement later
          WHERE later.case_id = y.case_id AND later.member_id = y.member_id AND later.audience = y.audience
            AND (later.cleared_text_id IS NULL OR later.cleared_text_id = y.cleared_text_id)
            AND later.is_own_word AND later.id > y.id))
"""

# What was said stays said, also where two records of the presenter are made one.
AGREEMENT_CHANGED = f"""
    NEW.id <> OLD.id OR NEW.case_id <> OLD.case_id OR NEW.audience <> OLD.audience OR NEW.said <> OLD.said
    OR COALESCE(NEW.cleared_text_id, 0) <> COALESCE(OLD.cleared_text_id, 0) OR NEW.said_at <> OLD.said_at
    OR COALESCE(NEW.recorded_by_id, 0) <> COALESCE(OLD.recorded_by_id, 0) OR NEW.is_own_word <> OLD.is_own_word
    OR NOT {IS_MERGED}
"""

# To whom a text was shown, and when they opened it, stays so, also where two records of the presenter are made one.
SHOWN_CHANGED = f"""
    NEW.id <> OLD.id OR NEW.cleared_text_id <> OLD.cleared_text_id OR NEW.shown_at <> OLD.shown_at
    OR NEW.until <> OLD.until OR NOT {IS_MERGED}
"""
OPENED_CHANGED = f"""
    NEW.id <> OLD.id OR NEW.cleared_text_id <> OLD.cleared_text_id OR NEW.opened_at <> OLD.opened_at OR NOT {IS_MERGED}
"""
DOES_NOT_PRESENT_IT = """NOT EXISTS (
    SELECT 1 FROM clearance_clearedtext t JOIN cases_namedpresenter p ON p.case_id = t.case_id
    WHERE t.id = NEW.cleared_text_id AND p.member_id = NEW.member_id)"""

# What stands where words were permanently removed: nothing else can be put there.
BLANK = '{"title":"Permanently removed"}'
NO_REASON = "Permanently removed."
# A text changes once, from its words to none, and only where it is not published (any more).
TEXT_CHANGED = f"""
    OLD.struck_at IS NOT NULL OR NEW.struck_at IS NULL OR NEW.body <> '{BLANK}'
    OR NEW.id <> OLD.id OR NEW.sha256 <> OLD.sha256 OR NEW.kind <> OLD.kind OR NEW.audience <> OLD.audience
    OR NEW.programme_id <> OLD.programme_id OR NEW.sent_for_checking_at <> OLD.sent_for_checking_at
    OR COALESCE(NEW.site_id, 0) <> COALESCE(OLD.site_id, 0) OR COALESCE(NEW.case_id, 0) <> COALESCE(OLD.case_id, 0)
    OR COALESCE(NEW.sent_for_checking_by_id, 0) <> COALESCE(OLD.sent_for_checking_by_id, 0)
    OR COALESCE(NEW.replaces_id, 0) <> COALESCE(OLD.replaces_id, 0) OR NEW.is_public_already <> OLD.is_public_already
    OR NEW.is_for_every_site <> OLD.is_for_every_site
    OR EXISTS (SELECT 1 FROM clearance_publication p WHERE p.cleared_text_id = OLD.id AND p.withdrawn_at IS NULL)
"""
# The note with which a text was sent back goes with the words of the text.
SEND_BACK_CHANGED = f"""
    NEW.reason <> '{NO_REASON}' OR NEW.id <> OLD.id OR NEW.cleared_text_id <> OLD.cleared_text_id
    OR NEW.by_id <> OLD.by_id OR NEW.at <> OLD.at
    OR NOT EXISTS (SELECT 1 FROM clearance_clearedtext t WHERE t.id = OLD.cleared_text_id AND t.struck_at IS NOT NULL)
"""


def not_with_both(table: str) -> str:
    """Return the condition under which a row of `table` stays: the presenter's other record has none about this text."""
    return f"""NOT EXISTS (
        SELECT 1 FROM members_membermerge x
        JOIN {table} n ON n.member_id = x.into_id AND n.cleared_text_id = OLD.cleared_text_id
        WHERE x.was = OLD.member_id)"""


RULES = [
    *kept_for_good("clearance_clearedtext", noun="a cleared text", refused=TEXT_CHANGED),
    *kept_for_good("clearance_clearance", noun="a clearance"),
    *kept_for_good("clearance_authorship", noun="an authorship"),
    *kept_for_good("clearance_authoranswers", noun="an author answer"),
    *kept_for_good("clearance_sendback", noun="a sending back", refused=SEND_BACK_CHANGED),
    *kept_for_good("clearance_keptbeside", noun="a text kept beside another"),
    *kept_for_good("clearance_sharingagreement", noun="a sharing agreement", refused=AGREEMENT_CHANGED),
    *kept_for_good(
        "clearance_showing", noun="a showing", refused=SHOWN_CHANGED,
        stays=not_with_both("clearance_showing"),
    ),
    *kept_for_good(
        "clearance_opening", noun="an opening", refused=OPENED_CHANGED,
        stays=not_with_both("clearance_opening"),
    ),
    *(
        Rule(
            f"only_its_presenters_{verb}_a_text", table, "INSERT", DOES_NOT_PRESENT_IT,
            "only a presenter of the case is shown its text",
        )
        for verb, table in [("are_shown", "clearance_showing"), ("open", "clearance_opening")]
    ),
    Rule(
        "only_a_text_being_checked_is_published", "clearance_publication", "INSERT", NOT_BEING_CHECKED,
        "this text is not being checked", lock=TEXT,
    ),
    Rule(
        "only_a_cleared_text_is_published", "clearance_publication", "INSERT", NOT_APPROVED,
        "this text is not approved", lock=CASE_OF_TEXT,
    ),
    Rule(
        "only_with_the_yes_of_each_presenter", "clearance_publication", "INSERT", LACKS_AGREEMENT,
        "a presenter has not agreed to this text", lock=CASE_OF_TEXT,
    ),
    Rule(
        "a_publication_keeps_its_text", "clearance_publication", "UPDATE", PUBLICATION_CHANGED,
        "a publication keeps its text",
    ),
    Rule("a_publication_stays", "clearance_publication", "DELETE", None, "a publication is never deleted"),
    Rule(
        "what_was_published_is_not_sent_back", "clearance_sendback", "INSERT", WAS_PUBLISHED,
        "what was published is not sent back", lock=TEXT,
    ),
    Rule(
        "only_a_text_being_checked_is_replaced", "clearance_clearedtext", "INSERT",
        REPLACES_WHAT_IS_NOT_BEING_CHECKED, "only a text being checked is replaced",
        lock="clearance_clearedtext WHERE id = NEW.replaces_id",
    ),
    Rule(
        "answers_are_about_the_audience", "clearance_authoranswers", "INSERT", ABOUT_ANOTHER_AUDIENCE,
        "an author answers about the audience of the text",
    ),
    Rule(
        "only_who_was_named_agrees", "clearance_sharingagreement", "INSERT", NEVER_NAMED,
        "only a named presenter agrees to sharing", lock="cases_case WHERE id = NEW.case_id",
    ),
    Rule(
        "nobody_else_overturns_a_no", "clearance_sharingagreement", "INSERT", OVERTURNS_THEIR_OWN_NO,
        "only the presenter overturns their own no", lock="cases_case WHERE id = NEW.case_id",
    ),
]  # fmt: skip

ANOTHER_IS_PUBLISHED = (
    "another text of this is published, for the same readers or without a choice that it stays"
)


def one_published(pointers: Iterable[type[models.Model]]) -> list[Rule]:
    """Return the rules by which one text of a thing is published at a time for an audience, and a second one for another
    audience only if somebody chose so.

    `pointers` are the models that point at cleared texts one by one, and name in `line` the thing that these are texts of.
    """
    return [rule for pointer in pointers for rule in _one_published(pointer)]


def _one_published(pointer: Any) -> list[Rule]:
    table, thing = pointer._meta.db_table, getattr(pointer, pointer.line).field
    key, things = thing.column, thing.remote_field.model._meta.db_table
    another = f"""
        SELECT 1 FROM {table} other
        JOIN clearance_publication p ON p.cleared_text_id = other.cleared_text_id AND p.withdrawn_at IS NULL
        JOIN clearance_clearedtext t ON t.id = other.cleared_text_id
        JOIN clearance_clearedtext n ON n.id = NEW.cleared_text_id
        WHERE other.cleared_text_id <> NEW.cleared_text_id AND (n.audience = t.audience OR NOT EXISTS (
          SELECT 1 FROM clearance_keptbeside k
          WHERE k.text_id = n.id AND k.kept_id = t.id OR k.text_id = t.id AND k.kept_id = n.id))"""
    mine = f"SELECT mine.{key} FROM {table} mine WHERE mine.cleared_text_id = NEW.cleared_text_id"
    is_published = """EXISTS (SELECT 1 FROM clearance_publication now
        WHERE now.cleared_text_id = NEW.cleared_text_id AND now.withdrawn_at IS NULL)"""
    moved = f"{is_published} AND EXISTS ({another} AND other.{key} = NEW.{key})"
    return [
        Rule(
            f"one_text_of_a_{table}_is_published", "clearance_publication", "INSERT",
            f"NEW.withdrawn_at IS NULL AND EXISTS ({another} AND other.{key} IN ({mine}))",
            ANOTHER_IS_PUBLISHED, lock=f"{things} WHERE id IN ({mine})",
        ),
        *(
            Rule(
                f"one_published_{table}_on_{moment.lower()}", table, moment, moved,
                ANOTHER_IS_PUBLISHED, lock=f"{things} WHERE id = NEW.{key}",
            )
            for moment in ("INSERT", "UPDATE")
        ),
    ]  # fmt: skip
