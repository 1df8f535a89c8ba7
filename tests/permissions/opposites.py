"""What changes and what takes away each thing that people add: an address of the table, or why there is none.

Every address of the table that takes a POST is in one of the three lists below. A new one that is in none fails.
"""

from typing import NamedTuple


class Opposite(NamedTuple):
    """The address that changes what was added, and the one that takes it away; a sentence says why there is none."""

    change: str
    take_away: str


NO_WORDS = "There are no words to change, only that it was done."
STAYS = "It is a fact that others rely on, so it stays; what is wrong in it is corrected."
A_NEW_ONE = "A newer one takes its place, and the earlier ones are kept."
IN_ITS_PLACE = "It is added and changed in the same place."
EMPTIED = "It is saved empty."
BY_EACH = "Each of them has its own pages."

OPPOSITES = {
    # sites
    "sites:expense_add": Opposite("sites:expense_edit", "sites:expense_remove"),
    "sites:event_add": Opposite("sites:event_edit", "sites:event_remove"),
    "events:event_invite": Opposite("events:event_invite", "invitations:guest_withdraw"),
    "events:paper_add": Opposite("It is removed and added again.", "events:paper_remove"),
    "events:event_people": Opposite(IN_ITS_PLACE, IN_ITS_PLACE),
    "events:event_text": Opposite(IN_ITS_PLACE, EMPTIED),
    "events:event_cancel": Opposite(STAYS, "People were told by mail, so a new date is added."),
    "events:event_attendance": Opposite(IN_ITS_PLACE, IN_ITS_PLACE),
    "sites:organisation_add": Opposite("sites:organisation_edit", "sites:organisation_remove"),
    "sites:site_add": Opposite("sites:site_edit", "sites:site_state_record"),
    "sites:site_state_record": Opposite(A_NEW_ONE, A_NEW_ONE),
    "sites:programme_end": Opposite(STAYS, STAYS),
    "typed_keep": Opposite(IN_ITS_PLACE, "typed_discard"),
    "marks_keep": Opposite("marks_keep", "marks_unkeep"),
    "word_add": Opposite("word_edit", "word_retire"),
    "word_retire": Opposite(NO_WORDS, "word_offer"),
    "word_merge": Opposite(
        "word_edit", "What had the word has the other, and nobody knows which had it before."
    ),
    # members
    "members:member_add": Opposite("members:member_edit", "members:member_remove"),
    "members:member_import": Opposite(BY_EACH, BY_EACH),
    "members:member_import_confirm": Opposite("members:member_edit", "members:member_remove"),
    "members:facilitation_add": Opposite(NO_WORDS, "members:facilitation_end"),
    "members:seat_list": Opposite(NO_WORDS, "members:seat_remove"),
    "members:agreement_record": Opposite(NO_WORDS, STAYS),
    "member_merge_with": Opposite(
        "members:member_edit", "What each of the two records held is not known any more once they are one."
    ),
    "members:job_change": Opposite("members:member_edit", "members:role_take_back"),
    "members:name_change": Opposite("members:member_edit", "members:name_take_back"),
    "members:member_leave": Opposite("members:member_come_back", "members:member_come_back"),
    "members:member_come_back": Opposite("members:member_leave", "members:member_leave"),
    "members:mark_override": Opposite(A_NEW_ONE, A_NEW_ONE),
    "members:member_invite": Opposite("members:invitation_send_again", "members:invitation_revoke"),
    "members:invitation_accept": Opposite("members:my_details", STAYS),
    "members:role_invite": Opposite("members:invitation_send_again", "members:role_end"),
    "members:discipline_list": Opposite("members:discipline_edit", STAYS),
    "members:ground_rules_edit": Opposite(A_NEW_ONE, A_NEW_ONE),
    "members:address_change": Opposite(A_NEW_ONE, A_NEW_ONE),
    # meetings
    "meetings:meeting_schedule": Opposite("meetings:meeting_edit", "meeting_cancel"),
    "meetings:series_schedule": Opposite("meetings:meeting_edit", "meeting_cancel"),
    "meetings:attendance_record": Opposite(IN_ITS_PLACE, IN_ITS_PLACE),
    "meetings:stand_in_joined": Opposite(IN_ITS_PLACE, IN_ITS_PLACE),
    "meetings:visit_add": Opposite("It is removed and added again.", "meetings:visit_remove"),
    "meetings:coming": Opposite(IN_ITS_PLACE, IN_ITS_PLACE),
    "meetings:reply": Opposite(IN_ITS_PLACE, IN_ITS_PLACE),
    "invitations:guest_invite": Opposite("invitations:guest_invite", "invitations:guest_withdraw"),
    "invitations:visit_offer": Opposite("invitations:visit_offer", "invitations:invitation_detail"),
    "invitations:visit_decide": Opposite(A_NEW_ONE, "invitations:guest_withdraw"),
    "invitations:invitation_detail": Opposite(IN_ITS_PLACE, IN_ITS_PLACE),
    "invitations:invitation_reply": Opposite(IN_ITS_PLACE, IN_ITS_PLACE),
    "meetings:my_calendar": Opposite(A_NEW_ONE, IN_ITS_PLACE),
    "meetings:site_calendar": Opposite(A_NEW_ONE, IN_ITS_PLACE),
    "meeting_cancel": Opposite(STAYS, "People were told by mail, so the meeting is scheduled anew."),
    "meeting_close": Opposite(STAYS, "People were told by mail; what was left out is added on its pages."),
    "agenda_edit": Opposite(IN_ITS_PLACE, IN_ITS_PLACE),
    "minutes_edit": Opposite(IN_ITS_PLACE, EMPTIED),
    "minutes_share": Opposite(NO_WORDS, "They have been read; the words are corrected."),
    "minutes_approve": Opposite("minutes_edit", STAYS),
    "meeting_room": Opposite(IN_ITS_PLACE, EMPTIED),
    "room_send": Opposite(IN_ITS_PLACE, EMPTIED),
    "certificate": Opposite(IN_ITS_PLACE, EMPTIED),
    # cases
    "cases:case_offer": Opposite("case_edit", "cases:case_withdraw"),
    "cases:case_discuss": Opposite("cases:case_discuss", "cases:agenda_take_off"),
    "cases:case_choose": Opposite("cases:case_choose", "cases:agenda_take_off"),
    "cases:case_ask_for": Opposite(NO_WORDS, "It is mailed at once."),
    "cases:presenter_told": Opposite(NO_WORDS, STAYS),
    "cases:step_out": Opposite(NO_WORDS, "Nobody reads a case again after saying that they know the person."),
    "cases:works_with_edit": Opposite(IN_ITS_PLACE, IN_ITS_PLACE),
    "cases:own_service_say": Opposite(IN_ITS_PLACE, IN_ITS_PLACE),
    "cases:notes_edit": Opposite(IN_ITS_PLACE, EMPTIED),
    "next_steps:next_step_add": Opposite("next_steps:step_edit", "next_steps:step_remove"),
    "next_steps:feedback_give": Opposite("next_steps:feedback_correct", STAYS),
    "next_steps:look_again": Opposite(IN_ITS_PLACE, "next_steps:look_remove"),
    "next_steps:my_steps": Opposite("next_steps:feedback_correct", STAYS),
    "commissioning:issue_raise": Opposite("commissioning:issue_edit", "commissioning:issue_remove"),
    "commissioning:issue_reply": Opposite("commissioning:reply_edit", "commissioning:reply_remove"),
    "commissioning:reply_move_date": Opposite(
        "commissioning:reply_move_date", "Both dates are shown from then on, so it can only be moved again."
    ),
    "commissioning:reply_name_responsible": Opposite(
        "commissioning:reply_name_responsible", "members:invitation_revoke"
    ),
    "commissioning:promise_keep": Opposite("commissioning:promise_keep", "commissioning:promise_reopen"),
    "commissioning:promise_site_says": Opposite(
        "commissioning:promise_site_says", "commissioning:promise_site_take_back"
    ),
    "commissioning:site_sees_too": Opposite("commissioning:site_sees_too", "commissioning:site_sees_not"),
    "commissioning:addition_send_for_checking": Opposite(
        "commissioning:addition_send_for_checking", "clearance:text_withdraw"
    ),
    "commissioning:issue_merge": Opposite("commissioning:issue_merge", "commissioning:issue_separate"),
    "commissioning:issue_send_for_checking": Opposite(
        "commissioning:issue_send_for_checking", "clearance:text_withdraw"
    ),
    "clearance:sharing_agreement": Opposite("clearance:sharing_agreement", "clearance:agreement_by_link"),
    "clearance:text_answer": Opposite(IN_ITS_PLACE, IN_ITS_PLACE),
    "clearance:text_message": Opposite("Another message corrects it.", STAYS),
    "clearance:text_ask": Opposite("clearance:text_ask", "clearance:text_say_no"),
    "clearance:text_pass_on": Opposite("clearance:text_ask", "clearance:text_pass_on"),
    "clearance:text_say_no": Opposite(STAYS, "clearance:text_ask"),
    "clearance:found_settle": Opposite(STAYS, "clearance:text_withdraw"),
    "clearance:text_check": Opposite(STAYS, "clearance:text_withdraw"),
    "clearance:text_publish": Opposite(NO_WORDS, "clearance:text_withdraw"),
    "clearance:text_withdraw": Opposite(STAYS, "The words are sent for checking again."),
    # knowledge
    "knowledge:evidence_add": Opposite("knowledge:evidence_edit", "knowledge:evidence_remove"),
    "knowledge:evidence_attach": Opposite("knowledge:attached_edit", "knowledge:attached_remove"),
    "knowledge:attached_report": Opposite("knowledge:attached_report", "knowledge:attached_unreport"),
    "knowledge:attached_react": Opposite("knowledge:attached_react", "Another answer takes its place."),
    "knowledge:question_ask": Opposite("knowledge:question_edit", "knowledge:question_remove"),
    "knowledge:question_ask_at_meeting": Opposite("knowledge:question_edit", "knowledge:question_remove"),
    "knowledge:question_take": Opposite(NO_WORDS, "knowledge:question_hand_back"),
    "knowledge:question_answer": Opposite("knowledge:question_answer", STAYS),
    "knowledge:question_send_for_checking": Opposite(
        "knowledge:question_send_for_checking", "clearance:text_withdraw"
    ),
    "library:write_up_start": Opposite(
        "library:write_up", "A draft stays empty until somebody writes in it."
    ),
    "library:write_up": Opposite(IN_ITS_PLACE, EMPTIED),
    "library:write_up_send_for_checking": Opposite(
        "library:write_up_send_for_checking", "clearance:text_withdraw"
    ),
    # newsletter
    "newsletter:subscribe": Opposite("newsletter:subscribe", "newsletter:unsubscribe"),
    "newsletter:subscription_confirm": Opposite(
        "newsletter:subscription_change", "newsletter:subscriber_erase"
    ),
    "newsletter:subscriber_lift": Opposite(NO_WORDS, "It is held back again once mail comes back."),
    "newsletter:come_back": Opposite("newsletter:subscription_change", "newsletter:unsubscribe"),
    "newsletter:say_no": Opposite(NO_WORDS, "newsletter:subscribe_again"),
    "newsletter:subscribe_again": Opposite(NO_WORDS, "newsletter:unsubscribe"),
    "newsletter:entry_add": Opposite("newsletter:entry_edit", "newsletter:entry_leave_out"),
    "newsletter:issue_date_anew": Opposite("newsletter:entry_edit", "newsletter:entry_leave_out"),
    "newsletter:issue_assemble": Opposite("newsletter:entry_edit", "newsletter:entry_leave_out"),
    "newsletter:issue_send_for_checking": Opposite("newsletter:entry_edit", "newsletter:entry_leave_out"),
    "newsletter:entries_approve": Opposite(STAYS, "newsletter:entry_leave_out"),
    "newsletter:issue_approve": Opposite(STAYS, "newsletter:entry_leave_out"),
    "newsletter:issue_send": Opposite(STAYS, "It has gone by mail."),
    "newsletter:letters_decide": Opposite("newsletter:letters_decide", "newsletter:letters_decide"),
    "newsletter:site_update_write": Opposite(IN_ITS_PLACE, EMPTIED),
}

# What changes something that is there, or takes it away, itself.
CHANGES = {
    "typed_discard", "marks_unkeep",
    "removal_undo", "room_strike", "case_strike", "room_put_back", "room_leave_out", "version_bring_back",
    "word_edit", "word_move", "word_offer",
    "sites:site_edit", "sites:expense_edit", "sites:expense_remove", "sites:event_edit", "sites:event_remove", "events:paper_remove",
    "sites:organisation_edit", "sites:organisation_remove", "sites:programme_edit",
    "notices:settings", "notices:setting", "members:my_details", "members:seat_remove", "members:member_edit", "members:member_remove",
    "members:name_take_back", "members:role_take_back",
    "members:facilitation_end", "members:links_end", "members:invitation_send_again", "members:invitation_revoke",
    "members:discipline_edit", "members:proposal_decide", "members:role_end", "meetings:meeting_edit", "meetings:visit_remove", "invitations:guest_withdraw",
    "case_edit", "cases:case_withdraw", "cases:agenda_take_off", "clearance:agreement_by_link",
    "next_steps:feedback_correct", "next_steps:step_hand_over", "next_steps:step_edit", "next_steps:step_remove",
    "next_steps:look_remove",
    "commissioning:issue_edit", "commissioning:issue_remove", "commissioning:issue_separate",
    "commissioning:reply_edit", "commissioning:reply_remove", "commissioning:promise_reopen", "commissioning:promise_site_take_back",
    "commissioning:site_sees_not",
    "knowledge:evidence_edit", "knowledge:evidence_remove", "knowledge:attached_edit", "knowledge:attached_unreport",
    "knowledge:attached_remove", "knowledge:question_edit", "knowledge:question_remove",
    "knowledge:question_hand_back", "newsletter:unsubscribe", "newsletter:subscription_change", "newsletter:subscriber_erase", "newsletter:entry_edit",
    "newsletter:entry_leave_out", "newsletter:entry_take_back_in", "newsletter:entry_narrow",
    "newsletter:entry_move",
}  # fmt: skip

# What neither adds nor changes anything that people see.
STEPS_ON_THE_WAY = {
    "marks", "room_here", "room_take_over", "members:address_confirm", "members:second_step", "members:sign_out_everywhere",
    "members:session_end", "members:stay_signed_in", "members:member_import_report", "members:member_import_mapping", "demonstration:sign_in",
}  # fmt: skip
