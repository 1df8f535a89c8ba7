"""What the database holds about presenters: who was named keeps their say, and nobody presents what they stepped out of."""

from kit.database_rules import Rule, kept_for_good

CASE = "cases_case WHERE id = NEW.case_id"
STEPPED_OUT = (
    "EXISTS (SELECT 1 FROM cases_steppedout s WHERE s.case_id = NEW.case_id AND s.member_id = NEW.member_id)"
)
PRESENTS = (
    "EXISTS (SELECT 1 FROM cases_presenter p WHERE p.case_id = NEW.case_id AND p.member_id = NEW.member_id)"
)
# The two members are one person: everything of the first goes to the second (pages/merging).
IS_MERGED = (
    "EXISTS (SELECT 1 FROM members_membermerge x WHERE x.was = OLD.member_id AND x.into_id = NEW.member_id)"
)
IS_TWICE = """EXISTS (
    SELECT 1 FROM members_membermerge x JOIN cases_namedpresenter n ON n.member_id = x.into_id AND n.case_id = OLD.case_id
    WHERE x.was = OLD.member_id)"""
NAMED_CHANGED = (
    f"NEW.id <> OLD.id OR NEW.case_id <> OLD.case_id OR NEW.named_at <> OLD.named_at OR NOT {IS_MERGED}"
)
ROW_CHANGED = f"NEW.case_id <> OLD.case_id OR NEW.member_id <> OLD.member_id AND NOT {IS_MERGED}"
NOT_NAMED = """NOT EXISTS (
    SELECT 1 FROM cases_namedpresenter n WHERE n.case_id = NEW.case_id AND n.member_id = NEW.member_id)"""

RULES = [
    *kept_for_good(
        "cases_namedpresenter", noun="a named presenter", refused=NAMED_CHANGED, stays=f"NOT {IS_TWICE}"
    ),
    Rule(
        "a_presenter_was_named_for_good", "cases_presenter", "INSERT", NOT_NAMED,
        "a presenter is named for good first",
    ),
    Rule(
        "a_presenter_has_not_stepped_out", "cases_presenter", "INSERT", STEPPED_OUT,
        "a presenter has not stepped out of the case", lock=CASE,
    ),
    Rule(
        "who_presents_does_not_step_out", "cases_steppedout", "INSERT", PRESENTS,
        "a presenter does not step out of the case", lock=CASE,
    ),
    Rule(
        "a_presenter_is_another_row", "cases_presenter", "UPDATE",
        ROW_CHANGED, "a presenter row never changes",
    ),
    Rule(
        "a_stepping_out_is_another_row", "cases_steppedout", "UPDATE",
        ROW_CHANGED, "a stepping out never changes",
    ),
]  # fmt: skip
