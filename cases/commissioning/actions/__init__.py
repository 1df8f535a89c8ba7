"""The actions on issues for commissioners: raising, checking and merging them, replies, and what becomes of promises."""

from cases.commissioning.actions.additions import (
    add_site,
    audiences_of_line,
    is_for_other_sites,
    send_line_for_checking,
    take_replacement_of_line,
    why_not_site,
    withdraw_addition,
)
from cases.commissioning.actions.issues import (
    edit_issue,
    merge,
    publish_due_figures,
    raise_issue,
    remove_issue,
    send_issue_for_checking,
    separate,
    take_replacement,
)
from cases.commissioning.actions.outcomes import (
    keep_promise,
    reopen_promise,
    say_outcome,
    take_back_outcome,
)
from cases.commissioning.actions.referring import name_responsible
from cases.commissioning.actions.replies import (
    edit_reply,
    move_date,
    remove_reply,
    reply,
)

__all__ = [
    "add_site",
    "audiences_of_line",
    "edit_issue",
    "edit_reply",
    "is_for_other_sites",
    "keep_promise",
    "merge",
    "move_date",
    "name_responsible",
    "publish_due_figures",
    "raise_issue",
    "remove_issue",
    "remove_reply",
    "reopen_promise",
    "reply",
    "say_outcome",
    "send_issue_for_checking",
    "send_line_for_checking",
    "separate",
    "take_back_outcome",
    "take_replacement",
    "take_replacement_of_line",
    "why_not_site",
    "withdraw_addition",
]
