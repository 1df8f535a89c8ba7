"""What is typed into the forms of the permission table where a first guess is not valid, who presses where not all may,
and what has to be so before, for the press to do something.
"""

from collections.abc import Callable
from datetime import date, timedelta
from typing import NamedTuple

import time_machine
from django.utils import timezone

from cases.actions import cases as case_actions
from cases.clearance import actions as clearance_actions
from cases.commissioning import actions as issue_actions
from cases.models import Case, Theme
from kit import vocabulary
from kit.editing.drafts import keep_draft
from kit.editing.typed import Page
from kit.models import subject_of
from knowledge.actions import evidence as evidence_actions
from meetings import actions as meeting_actions
from meetings.models import Attendance, Meeting
from members import actions as member_actions
from members.actions.kept_words import keep_word
from members.models import KeptWord, Member
from newsletter import actions as newsletter_actions
from newsletter.actions import bouncing
from pages.privacy.register import WordsOf
from pages.privacy.striking import look_for
from tests.cases.checking import ANSWERS, presenters_agree
from tests.factories.cases import CaseFactory
from tests.factories.meetings import VisitFactory
from tests.factories.members import PASSWORD, MemberFactory
from tests.newsletter.checking import texts_of
from tests.permissions import addresses
from tests.permissions.versions import ROWS, opened_with
from tests.ticked import LOOKED


def nothing(world) -> dict:
    return {}


class Typed(NamedTuple):
    """The values of some fields (None: left out; a name and bytes: a file), who presses, if not the first who may, what is done `before`, and the
    arguments of the address, if not those of the table.
    """

    values: Callable = nothing
    by: str = ""
    before: Callable = nothing
    at: Callable | None = None


def always(**values) -> Typed:
    return Typed(lambda world: values)


def on_the_case(world) -> dict:
    """A marked word in a text of the case, and the page on which it is typed."""
    page = Page(world.users["facilitator"].pk, "/cases/", subject_of(world.case))
    return {"of": page.signed(), "passage": "Wayne", "kind": "person", "reason": "not_a_person"}


def word_kept(world) -> None:
    """The word is kept at the site."""
    keep_word(
        world.case.site,
        word="Wayne",
        kind="person",
        reason=KeptWord.Reason.OTHER,
        by=world.user("facilitator"),
    )


def approved(world):
    """A text that only has to be published."""
    text = world.being_checked
    clearance_actions.agree(
        text.case, member=world.presenter, audience=text.audience, by=world.user("presenter"), text=text
    )
    clearance_actions.approve(text, sha256=text.sha256, by=world.user("member"))
    return text


def counted_together(world) -> None:
    """The issue is merged into another one."""
    issue_actions.merge(world.issue, into=world.raw_issue, by=world.user("team"))


def kept(world) -> None:
    """The promise was kept."""
    issue_actions.keep_promise(world.reply, on=date(2026, 3, 1), by=world.user("commissioner"))


def site_said(world) -> None:
    """The site said what became of the promise."""
    issue_actions.say_outcome(
        world.broken, outcome="kept", on=date(2026, 3, 1), site=world.site, by=world.user("facilitator")
    )


def reported(world) -> None:
    """The evidence was reported at the meeting of February."""
    evidence_actions.report_evidence(world.attached, at=world.held, by=world.user("broker"))


def retired(world) -> None:
    """The theme is not offered any more."""
    vocabulary.retire(world.theme, by=world.user("team"))


def recorded(world) -> None:
    """Somebody came to the meeting of March, and there are minutes."""
    marks = {world.member: (Attendance.Mark.PRESENT, ""), world.presenter: (Attendance.Mark.PRESENT, "")}
    meeting_actions.record_attendance(world.march, marks=marks, by=world.user("facilitator"))
    meeting_actions.write_minutes(world.march, text="We met", by=world.user("facilitator"))


def at_the_next(world) -> None:
    """The minutes of March, which the meeting after it can approve, since it is over."""
    recorded(world)
    Meeting.objects.filter(pk=world.upcoming.pk).update(starts_at=world.march.starts_at.replace(day=19))


def left_typing(world) -> None:
    """A facilitator who was here before left a next step half typed."""
    with time_machine.travel(timezone.now() - timedelta(hours=1)):
        keep_draft(
            world.march, f"what_{in_march(world)}_1", text="Ask", key="their-key", by=world.user("presenter")
        )


def changed_since(world) -> None:
    """The text to put back is an earlier one."""
    case_actions.edit(
        world.case, by=world.user("facilitator"), base_version=world.case.version, presentation="Written anew"
    )


def struck(words: str, reach: WordsOf, world) -> dict:
    """What the page sends that shows every place where `words` stand, all of them ticked."""
    found = look_for(words, reach=reach, by=world.user("facilitator"))
    return {"words": words, "seen": found.seen, "remove": list(found.contexts)}


def in_march(world) -> int:
    return world.march.discussions.get().pk


def offered_too(world) -> None:
    """Another case that can be chosen for a meeting."""
    world.other = CaseFactory(site=world.site, title="Another", presenter=world.presenter)


def cannot_be_mailed(world) -> None:
    Member.objects.filter(pk=world.presenter.pk).update(agreed_to_contact_at=None)


def joined_later(world) -> None:
    """Whoever stood in became a member on the day after."""
    world.later = MemberFactory(
        site=world.site,
        discipline=world.discipline,
        user=None,
        name="Sam Standin",
        joined_on=date(2026, 2, 11),
    )


def asked_to_subscribe(world) -> None:
    world.asking = newsletter_actions.subscribe(world.programme, email="asking@example.org")


def withdrawn(world) -> None:
    """The invitation was withdrawn, so that there can be another."""
    member_actions.revoke_invitation(world.invitation, by=world.user("facilitator"))


def published(world) -> None:
    """There is news since the newsletter was assembled."""
    clearance_actions.publish(approved(world), by=world.user("facilitator"))


def told_by_both(world) -> None:
    newsletter_actions.write_site_update(
        world.letter, site=world.site_b, words="Here too", by=world.user("facilitator_elsewhere")
    )
    world.second_entry = world.letter.entries.get(kind="site_update", site=world.site_b)


def for_everyone(world) -> None:
    newsletter_actions.edit_entry(
        world.entry, headline="March", words="In March", audience="public", by=world.user("broker")
    )


def left_out(world) -> None:
    newsletter_actions.leave_out(world.entry, by=world.user("broker"))


def sent_for_checking(world) -> None:
    newsletter_actions.send_newsletter_for_checking(world.letter, by=world.user("broker"))


def seen(world) -> list[str]:
    """What the page of a newsletter sends along: each entry with the hash of its text."""
    return [f"{entry.pk}:{entry.cleared_text.sha256}" for entry in world.letter.entries.kept()]


def checked(world) -> None:
    """A newsletter that only has to be approved."""
    sent_for_checking(world)
    presenters_agree(texts_of(world.letter))
    everything = set(world.letter.entries.values_list("pk", flat=True))
    newsletter_actions.approve_entries(world.letter, by=world.user("member"), checked=everything)


def ready_to_send(world) -> None:
    checked(world)
    newsletter_actions.approve(world.letter, by=world.user("team"))


VALID = {
    "minutes_share": Typed(before=recorded, at=addresses.of("march")),
    "minutes_approve": Typed(lambda w: {"at": w.upcoming.pk}, before=at_the_next, at=addresses.of("march")),
    "meeting_room open": Typed(
        lambda w: {f"note_{in_march(w)}": "She came along", f"what_{in_march(w)}_1": "Ring her",
            f"owner_{in_march(w)}_1": w.member.pk, "question": "What helps?"}
    ),
    "room_send": Typed(lambda w: {"field": f"note_{in_march(w)}", "text": "Rain", "key": "a-key"}),
    "room_take_over": Typed(before=left_typing, at=lambda w: [w.march.pk, w.users["presenter"].pk]),
    "room_put_back": Typed(before=changed_since),
    "agenda_edit": always(title_1="Tea", minutes_1="20", minutes_2="", title_2="", guest="Gail Guest", up=None),
    "meeting_close": Typed(before=recorded),
    "certificate has an account": always(words="To ask second"),
    "members:member_import": always(file=("list.csv", b"Name,Role\nUna Uploaded,Nurse\n"), joined_on="2 March 2026"),
    "meetings:visit_remove": Typed(
        at=lambda w: [w.march.pk, VisitFactory(meeting=w.march, name="Val Visitor").pk]
    ),
    "cases:case_choose": Typed(
        lambda w: {"case": w.other.pk, "template_by": "24 March 2026"}, before=offered_too
    ),
    "cases:presenter_told": Typed(
        before=cannot_be_mailed, at=lambda w: [w.upcoming.pk, w.offered.pk, w.presenter.pk]
    ),
    "cases:own_service_say": Typed(lambda w: {"works_with": "yes"}),
    "clearance:text_publish": Typed(before=approved),
    "newsletter:subscription_confirm": Typed(before=asked_to_subscribe, at=lambda w: [w.asking.question_token]),
    "newsletter:subscriber_lift": Typed(lambda w: {"because": "works"}, before=lambda w: bouncing.note_bounce(w.subscriber.email, what="hard", mail="1")),
    "newsletter:subscription_change": always(paused_until="1 May 2026"),
    "newsletter:entry_take_back_in": Typed(before=left_out),
    "newsletter:entry_move": Typed(
        lambda w: {"above": w.entry.pk}, before=told_by_both, at=lambda w: [w.second_entry.pk]
    ),
    "newsletter:entry_narrow": Typed(before=for_everyone),
    "newsletter:entry_edit": always(words="Another spring."),
    "newsletter:issue_send_for_checking": always(looked="on"),
    "newsletter:issue_assemble": Typed(before=published),
    "newsletter:entry_add": always(headline="Another spring.", words="It is spring.", audience="programme"),
    "newsletter:issue_date_anew": Typed(before=published),
    "newsletter:entries_approve": Typed(
        lambda w: {"checked": w.entry.pk, "seen": seen(w)}, before=sent_for_checking, by="team"
    ),
    "members:member_invite": Typed(before=withdrawn),
    "sites:site_edit": always(place="Ashford"),
    "newsletter:issue_approve": Typed(before=checked),
    "newsletter:issue_send": Typed(before=ready_to_send),
    "newsletter:letters_decide": always(do="stop"),
    "room_strike": Typed(
        lambda w: struck("What was said then", WordsOf.meeting(w.held, cases=Case.objects.all()), w)
    ),
    "case_strike": Typed(lambda w: struck("Notes of the room", WordsOf.case(w.case), w)),
    "word_move": always(to="3"),
    "sites:organisation_edit": always(name="Another name"),
    "sites:expense_add": always(amount_pence="12.50"),
    "sites:site_add": always(code="CP9", place="Newtown"),
    "members:proposal_decide": always(decision="no", sector="", discipline=""),
    "members:member_import_mapping": always(
        sheet="0", heading_row="0", name="1", discipline="0", first_name="", last_name="", email="", organisation="", joined_on="",
        is_expert_by_experience="", is_professionally_qualified="", agrees_to_contact="",
    ),
    "members:invitation_accept": Typed(
        lambda w: {"name": "Ines Invited", "password": PASSWORD, "again": PASSWORD}, by="anonymous"
    ),
    "meetings:meeting_schedule": always(held_already=None, day="2 April 2026"),
    "meetings:meeting_edit": always(held_already=None, place="Outside"),
    "meetings:series_schedule": always(until="", set="set"),
    "meetings:stand_in_joined": Typed(lambda w: {"member": w.later.pk}, before=joined_later),
    "meetings:coming": always(stand_in_name=""),
    "meetings:reply": always(coming="yes"),
    "notices:settings": always(summary="weekly", paused_until="1 April 2026"),
    "notices:setting": always(how="weekly"),
    "invitations:invitation_reply": always(coming="yes", agrees="on"),
    "invitations:invitation_detail": always(coming="yes", agrees="on"),
    "invitations:guest_invite": Typed(lambda w: {"user": w.users["adviser"].pk, "purpose": "listen", "about": ""}),
    "invitations:visit_decide": always(decision="yes", other=""),
    "invitations:visit_offer": Typed(lambda w: {"meeting": w.upcoming.pk, "purpose": "listen", "agrees": "on"}),
    "case_edit presented": Typed(
        lambda w: {"presenters": w.presenter.pk, "needs": w.need.pk, "themes": w.theme.pk, "learning": "More"}
    ),
    "commissioning:issue_reply": always(kind="cannot", words="We ask the provider.", **LOOKED),
    "commissioning:promise_keep": always(outcome="kept", on="1 March 2026", **LOOKED),
    "commissioning:promise_site_says": always(outcome="not_kept", on="1 March 2026"),
    "commissioning:site_sees_too": always(times="3", on="1 March 2026"),
    "commissioning:site_sees_too added before": always(times="3", on="1 March 2026"),
    "commissioning:addition_send_for_checking": always(words="Letters come back here too.", **ANSWERS),
    "commissioning:addition_send_for_checking approved before": always(words="Letters are returned.", **ANSWERS),
    "commissioning:promise_site_take_back": Typed(before=site_said),
    "clearance:text_check waiting": Typed(
        lambda w: {
            "sha256": w.being_checked.sha256, "together": "no", "hurt": "no", "trouble": "no", "looked": "on",
            "verdict": "approve",
        },
        by="member",
    ),
    "clearance:text_answer": Typed(lambda w: {"member": w.presenter.pk, "sha256": w.being_checked.sha256, "answer": "yes"}),
    "clearance:text_message": always(words="Say which winter."),
    "clearance:text_ask": Typed(lambda w: {"checker": w.users["team"].pk}),
    "clearance:text_pass_on": Typed(lambda w: {"to": w.users["team"].pk}, by="member"),
    "clearance:text_say_no": Typed(lambda w: {"reason": "away"}, by="member"),
    "clearance:text_withdraw": always(because="mistake"),
    "clearance:found_settle": always(because="not_a_person"),
    "knowledge:evidence_add": always(year="2012", pmid="", published_on=""),
    "cases:notes_edit": always(notes="More of what was said"),
    "next_steps:feedback_correct": always(words="It was calmer", reason="Misheard"),
    "library:write_up": always(draft_title="Another title"),
    "library:write_up_send_for_checking": always(show=None, **ANSWERS),
    "commissioning:issue_send_for_checking": always(**ANSWERS),
    "commissioning:issue_send_for_checking approved before": always(title="Another title", words="People wait for weeks.", **ANSWERS),
    "knowledge:question_send_for_checking": always(title="Another title", words="What helps?", answer="A call does.", second_checker="", **ANSWERS),
    "knowledge:attached_edit": always(bottom_line="Ring first"),
    "members:my_details": always(name="Another Name"),
    "members:ground_rules_edit": always(text="Be kind, and listen."),
    "members:job_change": Typed(lambda w: {"organisation": "Another Service", "since": "1 March 2026", "reason": "As told"}),
    "newsletter:site_update_write": always(words="It is spring.", case=""),
    "knowledge:attached_react": Typed(lambda w: {"kind": "useful"}, by="member"),
    "knowledge:question_answer": always(answer="Three studies say so."),
    "sites:expense_edit": always(amount_pence="12.51"),
    "sites:event_edit": always(title="Another title"),
    "events:event_people": always(kinds="knowledge_broker"),
    "events:event_invite": Typed(lambda w: {"user": w.users["member"].pk, "name": "", "email": "", "about": ""}),
    "events:paper_add": always(title="Notes of the trainer", link="https://example.org/notes", **LOOKED),
    "events:event_text": always(agenda="What we learn", notes=""),
    "events:event_attendance": Typed(lambda w: {"day_1": w.came_to_event.pk}),
    "next_steps:look_again": always(outcome="held_steady", words="She sleeps now"),
    "next_steps:step_edit": always(what="Ring at noon"),
    "knowledge:evidence_edit": always(title="Another title", year="2012", pmid="", published_on=""),
    "knowledge:question_edit": always(words="Does it help them?"),
    "commissioning:issue_edit": always(words="Another one"),
    "commissioning:issue_separate": Typed(before=counted_together),
    "commissioning:reply_edit": always(kind="cannot", words="We ask the provider.", decided_by="", **LOOKED),
    "commissioning:reply_move_date": always(due_on="1 June 2030", reason="The contract starts later.", **LOOKED),
    "commissioning:reply_name_responsible": always(name="Zoe Hart", email="zoe@example.org", organisation="The board", **LOOKED),
    "commissioning:promise_reopen": Typed(before=kept),
    "knowledge:attached_unreport": Typed(before=reported),
    "marks_keep": Typed(on_the_case, by="facilitator"),
    "marks_unkeep": Typed(on_the_case, by="facilitator", before=word_kept),
    "word_add": always(name="fuel poverty"),
    "word_edit": always(name="Another word"),
    **{f"version_bring_back {kind}": Typed(opened_with(kind)) for kind in ROWS},
    "word_merge": Typed(lambda w: {"into": Theme.objects.offered().exclude(pk=w.theme.pk)[0].pk}),
    "word_offer": Typed(before=retired),
}  # fmt: skip

# What another screen rightly does once more. Of one screen it is one.
ONE_SCREEN = {
    "meeting_room open": "each adds what was typed on it",
    "cases:case_offer": "each is another case",
    "newsletter:entry_add": "each is another entry",
    "members:links_end": "each ends the links that were sent until then",
}

# What changes nothing whoever presses it, and why. It is pressed all the same.
CHANGES_NOTHING = {
    "sites:event_remove with people": "it is cancelled instead, so that they hear of it",
    "newsletter:subscribe_again": "they get the newsletter already",
    "newsletter:come_back": "they get the newsletter already",
    "meeting_room closed": "nothing is saved in the room of a closed meeting",
    "meeting_close closed": "it is closed already",
    "room_send": "it keeps a draft, and drafts are not counted",
    "typed_keep": "it keeps a draft, and drafts are not counted",
    "marks": "it reads what is typed, and keeps nothing",
    "members:stay_signed_in": "it keeps the session open, and that is not counted",
    "next_steps:feedback_give answered": "it has its answer",
    "sites:organisation_remove a host": "it hosts a site, so it stays",
    "members:member_remove attended": "something is recorded of them, so they stay",
    "cases:case_withdraw presented": "it was presented, so it stays",
    "cases:case_withdraw on an agenda": "it is on an agenda",
    "commissioning:issue_remove approved": "others read it, so it stays",
    "knowledge:evidence_remove attached": "it is attached to a case, so it stays",
    "knowledge:question_remove answered": "it has its answer, so it stays",
    "members:second_step": "it leads on to the pages of the second step",
    "clearance:text_check sent back": "it waits for nobody any more",
    "clearance:text_check published": "it waits for nobody any more",
}

# Where twenty presses would show nothing that fewer do not: each takes seconds, or changes nothing.
FEWER = {"case_strike": 6, "room_strike": 6, "members:member_import": 6} | dict.fromkeys(CHANGES_NOTHING, 4)
