"""Every address of Copsite with real rows of the world: what the permission table asks for, and what the canaries crawl."""

from urllib.parse import urlencode

from django.contrib import admin
from django.urls import URLPattern, URLResolver, get_resolver, reverse

from cases.next_steps.links import token_of as my_steps_token
from meetings.replying import token_of


def names() -> set[str]:
    """The name of every URL pattern there is, with its namespace; one without a name is named by its pattern."""
    return set(_walk(get_resolver().url_patterns, "", ""))


def _walk(patterns, namespace, prefix):
    for pattern in patterns:
        path = f"{prefix}{pattern.pattern}"
        if isinstance(pattern, URLResolver):
            inner = f"{namespace}{pattern.namespace}:" if pattern.namespace else namespace
            yield from _walk(pattern.url_patterns, inner, path)
        elif isinstance(pattern, URLPattern):
            yield f"{namespace}{pattern.name}" if pattern.name else path


def of_site(world):
    return [world.site.slug]


def of_programme(world):
    return [world.programme.slug]


def row(name, *more):
    """The key of the row of the world called `name`; `more` are further rows, as a URL needs them."""
    return lambda world: [getattr(world, each).pk for each in (name, *more)]


def month_of(issue):
    return lambda world: [world.programme.slug, getattr(world, issue).month]


def text_of(write_up):
    return lambda world: [world.write_ups[write_up].versions.get().cleared_text.pk]


def write_up(name):
    return lambda world: [world.write_ups[name].pk]


def case_of(write_up):
    return lambda world: [world.write_ups[write_up].case_id]


def nothing(world):
    return []


# The name of a URL, what it is asked for ("" where there is only one thing), and its arguments.
ADDRESSES = [
    ("home", "", nothing),
    ("healthz", "", nothing),
    ("confidentiality", "", nothing),
    ("accessibility", "", nothing),
    ("site_detail", "", of_site),
    ("programme_detail", "", of_programme),
    ("meeting_detail", "held", row("held")),
    ("meeting_detail", "to come", row("upcoming")),
    ("minutes_edit", "", row("held")),
    ("minutes_versions", "", row("held")),
    ("minutes_share", "", row("held")),
    ("minutes_approve", "", row("held")),
    ("minutes_pdf", "", row("held")),
    ("meeting_pack", "", row("upcoming")),
    ("pack_pdf", "", row("upcoming")),
    ("meeting_room", "open", row("march")),
    ("meeting_room", "closed", row("held")),
    ("room_here", "", row("march")),
    ("room_send", "", row("march")),
    ("room_strike", "", row("held")),
    ("room_take_over", "", lambda world: [world.march.pk, world.users["facilitator_elsewhere"].pk]),
    ("room_versions", "", row("march")),
    ("room_versions", "closed", row("held")),
    ("room_put_back", "", lambda world: [world.march.pk, world.typed.pk]),
    ("room_leave_out", "", lambda world: [world.march.pk, world.set_aside.pk]),
    ("room_key", "", nothing),
    ("agenda_edit", "", row("upcoming")),
    ("meeting_cancel", "", row("upcoming")),
    ("meeting_close", "", row("march")),
    ("case_detail", "presented", row("case")),
    ("case_detail", "not presented", row("offered")),
    ("certificate", "has an account", row("member")),
    ("certificate", "has none", row("without_account")),
    ("certificate_pdf", "", row("member")),
    # sites
    ("site_list", "", nothing),
    ("sites:site_edit", "", of_site),
    ("sites:site_state_record", "", of_site),
    ("sites:expense_list", "", of_site),
    ("sites:expense_add", "", of_site),
    ("sites:programme_edit", "", of_programme),
    ("sites:programme_end", "", of_programme),
    ("sites:event_add", "", of_programme),
    ("organisation_list", "", of_programme),
    ("sites:organisation_add", "", of_programme),
    ("sites:site_add", "", of_programme),
    # members
    ("members:my_details", "", nothing),
    ("member_list", "", of_site),
    ("member_export", "", of_site),
    ("members:member_add", "", of_site),
    ("members:member_import", "", of_site),
    ("members:member_import_report", "", lambda world: [world.site.slug, world.upload.pk]),
    ("members:member_import_mapping", "", lambda world: [world.site.slug, world.upload.pk]),
    ("members:member_import_confirm", "", lambda world: [world.site.slug, world.upload.pk]),
    ("members:facilitation_add", "", of_site),
    ("members:seat_list", "", of_site),
    ("members:seat_remove", "", lambda world: [world.site.slug, world.seat.pk]),
    ("members:agreement_record", "", of_site),
    ("members:member_edit", "", row("member")),
    ("members:member_edit", "came back", row("without_account")),
    ("members:job_change", "", row("without_account")),
    ("members:member_leave", "", row("without_account")),
    ("members:member_come_back", "", row("left")),
    ("members:mark_override", "", row("without_account")),
    ("members:member_invite", "", lambda world: [world.invitation.member_id]),
    ("members:facilitation_end", "", row("facilitation")),
    ("members:invitation_accept", "", lambda world: [world.invitation.token]),
    ("members:invitation_send_again", "", row("invitation")),
    ("members:invitation_revoke", "", row("invitation")),
    ("members:discipline_list", "", of_programme),
    ("members:discipline_edit", "", row("discipline")),
    ("members:ground_rules", "", of_programme),
    ("members:ground_rules_edit", "", of_programme),
    ("members:role_list", "", of_programme),
    ("members:role_invite", "", of_programme),
    ("members:role_end", "", row("role")),
    # meetings
    ("meetings:meeting_list", "", of_site),
    ("meetings:meeting_schedule", "", of_site),
    ("meetings:series_schedule", "", of_site),
    ("meetings:meeting_edit", "", row("upcoming")),
    ("meetings:attendance_record", "", row("march")),
    ("meetings:stand_in_joined", "", row("held", "attendance")),
    ("meetings:visit_add", "", row("march")),
    ("meetings:visit_remove", "", row("held", "visit")),
    ("meetings:coming", "", row("upcoming")),
    ("meetings:reply", "", lambda world: [token_of(world.upcoming, world.member)]),
    ("meetings:my_calendar", "", nothing),
    ("meetings:site_calendar", "", of_site),
    ("meetings:calendar_feed", "person", lambda world: [world.users["member"].calendar_feed.token]),
    ("meetings:calendar_feed", "site", lambda world: [world.site.calendar_feed.token]),
    ("meetings:membership", "", of_programme),
    ("meetings:membership_csv", "", of_programme),
    # cases
    ("case_list", "", nothing),
    ("cases:case_offer", "", nothing),
    ("case_edit", "presented", row("case")),
    ("case_edit", "not presented", row("offered")),
    ("cases:case_revisions", "presented", row("case")),
    ("cases:case_revisions", "not presented", row("offered")),
    ("cases:revision_restore", "", lambda world: [world.case.pk, world.revision.pk]),
    ("cases:case_discuss", "", row("case")),
    ("cases:case_choose", "", row("upcoming")),
    ("cases:case_ask_for", "", lambda world: [world.upcoming.pk, world.member.pk]),
    ("cases:presenter_told", "", lambda world: [world.upcoming.pk, world.offered.pk, world.member.pk]),
    ("cases:step_out", "", row("case")),
    ("clearance:sharing_agreement", "", row("case")),
    ("cases:works_with_edit", "", row("case")),
    ("cases:own_service_say", "", row("case")),
    ("commissioning:issue_raise", "", row("case")),
    ("cases:notes_edit", "", row("discussion")),
    ("next_steps:next_step_add", "", row("discussion")),
    ("cases:agenda_take_off", "", row("to_present")),
    ("next_steps:feedback_give", "", row("step")),
    ("next_steps:feedback_give", "answered", lambda world: [world.answer.next_step_id]),
    ("next_steps:feedback_correct", "", row("answer")),
    ("next_steps:step_hand_over", "", row("step")),
    ("next_steps:next_step_list", "", of_site),
    ("next_steps:my_steps", "", lambda world: [my_steps_token(world.member)]),
    ("next_steps:site_what_helps", "", of_site),
    ("next_steps:site_what_helps_csv", "", of_site),
    ("next_steps:programme_what_helps", "", of_programme),
    ("next_steps:programme_what_helps_csv", "", of_programme),
    ("commissioning:commissioning", "", nothing),
    ("commissioning:issue_detail", "cleared", row("issue")),
    ("commissioning:issue_detail", "not cleared", row("raw_issue")),
    ("commissioning:issue_send_for_checking", "", row("raw_issue")),
    ("commissioning:issue_reply", "", row("issue")),
    ("commissioning:issue_merge", "", row("issue")),
    ("commissioning:promise_keep", "", row("reply")),
    ("clearance:text_list", "", nothing),
    ("clearance:text_check", "waiting", row("being_checked")),
    ("clearance:text_check", "sent back", row("sent_back")),
    ("clearance:text_check", "published", row("public_text")),
    ("clearance:text_publish", "", row("being_checked")),
    ("clearance:text_withdraw", "", row("public_text")),
    # knowledge
    ("knowledge:evidence_list", "", nothing),
    ("knowledge:evidence_add", "", nothing),
    ("knowledge:evidence_detail", "", row("evidence")),
    ("knowledge:evidence_file", "", row("evidence")),
    ("knowledge:evidence_choose_case", "", lambda world: [world.evidence.pk, {"case": world.case.pk}]),
    ("knowledge:attached_edit", "", row("attached")),
    ("knowledge:attached_tell", "", row("attached")),
    ("knowledge:attached_react", "", row("attached")),
    ("question_list", "", nothing),
    ("knowledge:question_detail", "open", row("question")),
    ("knowledge:question_detail", "released", row("answered")),
    ("knowledge:question_take", "", row("question")),
    ("knowledge:question_answer", "", row("question")),
    ("knowledge:question_send_for_checking", "", row("answered")),
    ("knowledge:evidence_attach", "", row("case")),
    ("knowledge:question_ask", "", row("case")),
    ("knowledge:question_ask_at_meeting", "", row("held")),
    ("library:write_up", "", case_of("only_draft")),
    ("library:write_up_start", "", row("case")),
    ("library:write_up_send_for_checking", "", case_of("only_draft")),
    ("library:library", "", nothing),
    *(
        (f"library:{page}", words, write_up(name))
        for page in ("learning_object_detail", "learning_object_pdf", "pdf_status")
        for words, name in [
            ("public", "for_public"),
            ("commissioners", "for_commissioners"),
            ("programme", "for_programme"),
            ("withdrawn", "withdrawn"),
            ("in the gate", "being_checked"),
        ]
    ),
    # newsletter
    ("newsletter:issue_list", "", nothing),
    ("newsletter:subscribe", "", nothing),
    ("newsletter:subscription_confirm", "", lambda world: [world.subscriber.token]),
    ("newsletter:unsubscribe", "", lambda world: [world.subscriber.token]),
    ("newsletter:entry_edit", "", row("entry")),
    ("newsletter:entry_leave_out", "", row("entry")),
    ("newsletter:entry_take_back_in", "", row("entry")),
    ("newsletter:entry_narrow", "", row("entry")),
    ("newsletter:entry_move", "", row("entry")),
    ("newsletter:issue_detail", "sent", month_of("sent_issue")),
    ("newsletter:issue_detail", "in the making", month_of("letter")),
    ("newsletter:issue_edit", "", month_of("letter")),
    ("newsletter:issue_assemble", "", month_of("letter")),
    ("newsletter:issue_send_for_checking", "", month_of("letter")),
    ("newsletter:entries_approve", "", month_of("letter")),
    ("newsletter:issue_approve", "", month_of("letter")),
    ("newsletter:issue_send", "", month_of("letter")),
    (
        "newsletter:site_update_write",
        "",
        lambda world: [world.programme.slug, world.letter.month, world.site.slug],
    ),
    # demonstration
    ("demonstration:sign_in", "", nothing),
    ("demonstration:mail_list", "", nothing),
    ("demonstration:mail_detail", "", lambda world: [world.letter_name]),
    ("demonstration:mail_html", "", lambda world: [world.letter_name]),
]


SIGNING_IN = [
    "account_login",
    "account_logout",
    "account_inactive",
    "account_reauthenticate",
    "account_change_password",
    "account_set_password",
    "account_reset_password",
    "account_reset_password_done",
    "account_reset_password_from_key",
    "account_reset_password_from_key_done",
    "mfa_index",
    "mfa_authenticate",
    "mfa_reauthenticate",
    "mfa_activate_totp",
    "mfa_deactivate_totp",
    "mfa_view_recovery_codes",
    "mfa_generate_recovery_codes",
    "mfa_download_recovery_codes",
    "mfa_list_webauthn",
    "mfa_add_webauthn",
    "mfa_login_webauthn",
    "mfa_reauthenticate_webauthn",
    "mfa_edit_webauthn",
    "mfa_remove_webauthn",
]
ARGUMENTS = {
    "account_reset_password_from_key": ["1", "a-key"],
    "mfa_edit_webauthn": [1],
    "mfa_remove_webauthn": [1],
    "admin:view_on_site": [1, 1],
    "admin:app_list": ["cases"],
}


def in_the_admin() -> list[str]:
    """Every address of Django's admin, by name; those of one row have a number in them."""
    return sorted(name for name in names() if name.startswith("admin"))


def of_the_admin(name: str) -> str:
    """The address of a page of the admin; a page of one row is asked for the first row of that kind."""
    if name.startswith("admin/"):
        return "/" + name.replace("<path:object_id>", "1").replace("(?P<url>.*)$", "nothing/")
    for model in admin.site._registry:
        of_model = f"admin:{model._meta.app_label}_{model._meta.model_name}_"
        if name in (f"{of_model}history", f"{of_model}delete", f"{of_model}change"):
            return reverse(name, args=[model._base_manager.order_by("pk").first().pk])
    return reverse(name, args=ARGUMENTS.get(name, []))


def of_signing_in(name: str) -> str:
    return reverse(name, args=ARGUMENTS.get(name, []))


def url_of(name: str, arguments, world) -> str:
    """The address with its arguments; a dictionary last among them is the query string."""
    found = arguments(world)
    query = f"?{urlencode(found.pop())}" if found and isinstance(found[-1], dict) else ""
    return reverse(name, args=found) + query
