"""An action that changes the row it was given has locked it first, so that two presses are one after the other."""

import ast
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent.parent
APPS = sorted(app.parent for app in ROOT.rglob("apps.py") if not {"node_modules", ".venv"} & set(app.parts))
LOCKS = {"lock_row", "locked", "lock_all", "select_for_update", "claim"}
CHANGES = {"save", "delete"}
MAKES = {"create", "get_or_create", "update_or_create", "bulk_create"}
HELD_BY_A_CONSTRAINT = {  # the database lets nobody make the row twice, and nothing else is asked before
    "cases.next_steps.actions.mails.make_due_steps_mails",
    "cases.next_steps.actions.mails.make_due_weekly_mails",
    "knowledge.library.actions.indexing.index",
    "knowledge.library.actions.write_ups.ask_for_missing_pdfs",
    "meetings.actions.reminders.make_due_reminders",
    "meetings.actions.replies.reply",
    "meetings.invitations.actions.asking.ask_brokers",
    "meetings.invitations.actions.reminding.make_due_reminders",
    "members.actions.account_mails.ask_for_new_password",
    "members.actions.accounts.make_account",
    "members.actions.addresses.keep_address",
    "members.actions.standards.agree",
    "members.actions.standards.want_seat",
    "newsletter.actions.bouncing.note_bounce",
    "newsletter.actions.subscribing.subscribe_the_programme",
    "sites_app.actions.places.add_organisation",
    "sites_app.actions.places.add_organisations",
    "sites_app.actions.places.start_programme",
}
EACH_IS_ANOTHER = {
    "members.actions.account_mails.queue_account_mail",
}
LOCKED_BY_ITS_CALLER = {
    "cases.actions.cases.write_section": "kit.editing.sections.save_section",
    "meetings.actions.attendance.save_mark": "record_attendance",
    "meetings.actions.minutes.write_part": "write_minutes and write_case_minutes",
    "meetings.actions.minutes.write_minutes": "itself, by _locked",
    "meetings.invitations.actions.asking.take_back": "withdraw, forget those who are not asked any more, and answering an offer",
    "members.actions.adding.add_members": "add_member and import_upload, which lock the site",
    "members.actions.changes.correct": "change_name, change_job, take_back_name, take_back_role and edit_member",
    "members.actions.inviting.invite_members": "import_upload, which has just added them under the lock of the site",
    "newsletter.actions.freezing.freeze": "send_newsletter_for_checking",
    "newsletter.actions.freezing.take_back_from_checking": "leave_out",
}
ONE_STAMP = {  # of a person's own row: the last one counts, and nothing is asked before
    "members.actions.accounts.put_off_second_step",
    "members.actions.accounts.sign_out_everywhere",
    "pages.notices.actions.choose_one",
}


def verbs() -> dict[str, ast.FunctionDef]:
    """Every public function in the actions of every app, by its dotted name."""
    found = {}
    for app in APPS:
        for path in [*app.glob("actions.py"), *app.glob("actions/*.py")]:
            module = ".".join(path.relative_to(ROOT).with_suffix("").parts)
            for node in ast.parse(path.read_text()).body:
                if isinstance(node, ast.FunctionDef) and not node.name.startswith("_"):
                    found[f"{module}.{node.name}"] = node
    return found


def changes_unlocked(function: ast.FunctionDef) -> bool:
    """Whether a function saves or deletes a row that it was given, and takes no lock on an earlier line."""
    given = {argument.arg for argument in [*function.args.args, *function.args.kwonlyargs]}
    locks, changes = [], []
    for node in ast.walk(function):
        if not isinstance(node, ast.Call):
            continue
        name = node.func.attr if isinstance(node.func, ast.Attribute) else getattr(node.func, "id", "")
        if name in LOCKS:
            locks.append(node.lineno)
        elif name in CHANGES and isinstance(node.func.value, ast.Name) and node.func.value.id in given:
            changes.append(node.lineno)
    return bool(changes) and min(locks, default=changes[0]) >= min(changes)


def makes_unlocked(function: ast.FunctionDef) -> bool:
    """Whether a function makes rows and takes no lock at all."""
    called = {
        node.func.attr if isinstance(node.func, ast.Attribute) else getattr(node.func, "id", "")
        for node in ast.walk(function)
        if isinstance(node, ast.Call)
    }
    return bool(called & MAKES) and not called & LOCKS


def test_every_action_that_makes_a_row_locks_where_it_belongs():
    found = {name for name, function in verbs().items() if makes_unlocked(function)}

    assert found - LOCKED_BY_ITS_CALLER.keys() - HELD_BY_A_CONSTRAINT - EACH_IS_ANOTHER == set()
    assert found >= HELD_BY_A_CONSTRAINT | EACH_IS_ANOTHER  # none of them is out of date


def test_every_action_locks_the_row_that_it_changes():
    found = {name for name, function in verbs().items() if changes_unlocked(function)}

    assert found - LOCKED_BY_ITS_CALLER.keys() - ONE_STAMP == set()
    assert found >= ONE_STAMP
    assert LOCKED_BY_ITS_CALLER.keys() <= verbs().keys()


def test_an_action_without_a_lock_would_be_noticed():
    code = "def end(role, *, on):\n    role.until = on\n    role.save()\n    lock_row(role)"

    assert changes_unlocked(ast.parse(code).body[0])
    assert not changes_unlocked(
        ast.parse(code.replace("    role.until", "    lock_row(role)\n    role.until")).body[0]
    )
