"""The newsletter's actions: assemble an issue, edit it, check it, send it, and manage its subscribers."""

from newsletter.actions.assembling import assemble, assemble_due, compare
from newsletter.actions.bouncing import lift, note_refusals
from newsletter.actions.checking import approve, approve_entries, send_newsletter_for_checking
from newsletter.actions.dating import date_anew
from newsletter.actions.delivering import go_on, leave_uncertain, send_uncertain_again, stop, try_again
from newsletter.actions.editing import (
    add_entry,
    edit_entry,
    edit_issue,
    leave_out,
    move,
    narrow,
    take_back_in,
    write_site_update,
)
from newsletter.actions.following import follow_newer_texts
from newsletter.actions.sending import send
from newsletter.actions.subscribing import (
    change_subscription,
    confirm,
    erase,
    forget_unconfirmed,
    record_download,
    say_no,
    subscribe,
    subscribe_again,
    subscribe_the_programme,
    unsubscribe,
)
from newsletter.actions.telling import tell_of_withdrawn

__all__ = [
    "add_entry",
    "approve",
    "approve_entries",
    "assemble",
    "assemble_due",
    "change_subscription",
    "compare",
    "confirm",
    "date_anew",
    "edit_entry",
    "edit_issue",
    "erase",
    "follow_newer_texts",
    "forget_unconfirmed",
    "go_on",
    "leave_out",
    "leave_uncertain",
    "lift",
    "move",
    "narrow",
    "note_refusals",
    "record_download",
    "say_no",
    "send",
    "send_newsletter_for_checking",
    "send_uncertain_again",
    "stop",
    "subscribe",
    "subscribe_again",
    "subscribe_the_programme",
    "take_back_in",
    "tell_of_withdrawn",
    "try_again",
    "unsubscribe",
    "write_site_update",
]
