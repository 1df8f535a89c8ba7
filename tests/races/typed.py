"""What is typed into the forms of the permission table where a first guess is not valid, and who presses where not all may."""

from collections.abc import Callable
from typing import NamedTuple

from tests.factories.members import PASSWORD


class Typed(NamedTuple):
    """The values of some fields (None: left out), and who presses, if not the first who may."""

    values: Callable = lambda world: {}
    by: str = ""


def always(**values) -> Typed:
    return Typed(lambda world: values)


VALID = {
    "minutes_approve": Typed(lambda w: {"at": w.march.pk}),
    "room_send": Typed(lambda w: {"field": "opening", "text": "Rain", "key": "a-key"}),
    "room_strike": always(passage="What was said then", seen="True"),
    "case_strike": always(passage="Notes of the room", seen="True"),
    "sites:expense_add": always(amount_pence="12.50"),
    "sites:site_add": always(code="CP9", place="Newtown"),
    "members:member_import_mapping": always(
        name="0", discipline="1", first_name="", last_name="", email="", organisation="", joined_on="",
        is_expert_by_experience="", is_professionally_qualified="", agrees_to_contact="",
    ),
    "members:invitation_accept": Typed(
        lambda w: {"name": "Ines Invited", "password": PASSWORD, "again": PASSWORD}, by="anonymous"
    ),
    "meetings:meeting_schedule": always(held_already=None, day="2 April 2026"),
    "meetings:meeting_edit": always(held_already=None),
    "meetings:series_schedule": always(until=""),
    "meetings:stand_in_joined": Typed(lambda w: {"member": w.presenter.pk}),
    "case_edit presented": Typed(
        lambda w: {"presenters": w.presenter.pk, "needs": w.need.pk, "themes": w.theme.pk, "learning": "More"}
    ),
    "cases:case_choose": Typed(lambda w: {"case": w.case.pk}),
    "next_steps:feedback_give answered": always(outcome="helped", words="It was"),
    "commissioning:issue_reply": always(kind="looking_into_it", words="We ask the provider."),
    "commissioning:promise_keep": always(on="1 March 2026"),
    "clearance:text_check waiting": Typed(
        lambda w: {
            "sha256": w.being_checked.sha256, "together": "no", "hurt": "no", "trouble": "no", "looked": "on",
            "verdict": "approve",
        },
        by="member",
    ),
    "clearance:text_withdraw": always(because="mistake"),
    "knowledge:evidence_add": always(year="2012"),
    "cases:notes_edit": always(notes="More of what was said"),
    "next_steps:feedback_correct": always(words="It was calmer", reason="Misheard"),
    "library:write_up": always(draft_title="Another title"),
    "library:write_up_send_for_checking": always(show=None),
    "knowledge:attached_edit": always(bottom_line="Ring first"),
    "members:my_details": always(name="Another Name"),
    "members:ground_rules_edit": always(text="Be kind."),
    "newsletter:site_update_write": always(words="It is spring."),
    "knowledge:attached_react": Typed(lambda w: {"kind": "useful"}, by="member"),
    "knowledge:question_answer": always(answer="Three studies say so."),
}  # fmt: skip

# Each press on another screen rightly makes one more, or writes down one more save: of one screen it is one.
ONE_SCREEN = {
    "members:address_change": "each asks for a new link",
    "cases:case_offer": "each is another case",
    "sites:site_edit": "each save is written down",
    "sites:programme_edit": "each save is written down",
    "members:member_edit": "each save is written down",
    "members:member_edit came back": "each save is written down",
    "members:discipline_edit": "each save is written down",
    "members:invitation_send_again": "each sends again",
    "meetings:attendance_record": "each save is written down",
    "members:links_end": "each is written down",
    "meetings:my_calendar": "each makes a new address",
    "meetings:site_calendar": "each makes a new address",
    "newsletter:entry_edit": "each save is written down",
    "newsletter:entry_narrow": "each is one audience narrower",
}

# What makes no row in the world as it is: it changes one, is refused, or was done before. It is pressed all the same.
MAKES_NOTHING = {
    "minutes_share", "minutes_approve", "meeting_room open", "meeting_room closed", "room_send", "room_take_over",
    "room_leave_out", "room_put_back", "agenda_edit", "meeting_close", "meeting_close closed", "certificate has an account",
    "members:second_step", "members:my_details", "members:member_import", "members:member_import_report",
    "members:member_import_mapping", "members:member_invite", "meetings:series_schedule", "meetings:meeting_edit",
    "meetings:stand_in_joined", "meetings:visit_remove", "cases:case_choose", "cases:presenter_told",
    "cases:own_service_say", "next_steps:feedback_give answered", "clearance:text_check sent back",
    "clearance:text_check published", "clearance:text_publish", "newsletter:subscription_confirm",
    "newsletter:unsubscribe", "newsletter:entry_take_back_in", "newsletter:entry_move", "newsletter:issue_assemble",
    "newsletter:entries_approve", "newsletter:issue_approve", "newsletter:issue_send",
}  # fmt: skip
