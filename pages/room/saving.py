"""Saving what was written in the room, through the actions of each app."""

from uuid import uuid4

from django.db import transaction

from cases.actions.cases import add_note, write_section
from cases.commissioning.actions import raise_issue
from cases.locking import locked
from cases.models import Case
from cases.next_steps.actions.steps import add_next_step, give_feedback
from kit.editing.drafts import discard_drafts
from kit.editing.history import leave_out
from kit.editing.sections import Saved, hold_of, save_section, states_of
from kit.models import ASIDE, Revision
from knowledge.actions.evidence import ask
from meetings.actions import reaffirm_ground_rules
from meetings.models import Meeting
from meetings.views.room import save_roll
from pages.room.fields import EXCEPTIONS, SECTION_KINDS
from pages.room.form import RoomForm
from pages.room.sections import WithSections


def save_text(case: Case, section: str, *, text: str, base_version: int, key: str, by, follows=()) -> Saved:
    """Save the text of `section` of `case`, written from `base_version`. See kit.editing.sections.save_section."""

    def write(row, words):
        """Save the text, as save_section calls it."""
        write_section(row, section=section, text=words, by=by)

    return save_section(
        case, section, text=text, base_version=base_version, key=key, by=by, follows=follows, write=write
    )


@transaction.atomic
def put_back(case: Case, revision: Revision, *, by) -> Saved:
    """Make the text of `revision` the text of its section of `case` again. The text that it replaces stays a version.

    A text that was set aside is settled by this. Where somebody else is writing the section, nothing changes and the
    result is "held".
    """
    case = locked(case)
    section = revision.section.removesuffix(ASIDE)
    hold = hold_of(case, section)
    if hold is not None and hold.is_of_another(by):
        return Saved("held", 0, getattr(case, section), str(hold.holder))
    version = states_of([case], [section])[case, section].version
    if revision.text == getattr(case, section):  # it was put back already
        saved = Saved("saved", version, revision.text)
    else:
        saved = save_text(case, section, text=revision.text, base_version=version, key=uuid4().hex, by=by)
    leave_out(revision, by=by)
    return saved


@transaction.atomic
def save_all(meeting: Meeting, form: RoomForm, *, by) -> dict[str, tuple[str, str]]:
    """Save everything that a valid `form` holds, or nothing if an action refuses.

    Return, by the name of a section's field, this person's text and the newer one for each section that somebody else
    saved in the meantime. This person's text is set aside, and the newer one is kept.
    """
    submitted = form.submitted
    save_roll(meeting, form, by=by)
    if "everyone_keeps" in form.data:
        ticked = form.cleaned_data[EXCEPTIONS.name()]
        exceptions = [member for member in form.not_agreed if str(member.pk) in ticked]
        reaffirm_ground_rules(meeting, exceptions=exceptions, by=by)
    for step, outcome, said, month in submitted.answers:
        give_feedback(step, outcome=outcome, words=said, meeting=meeting, ask_again_in=month, by=by)
    for discussion, words in submitted.notes:
        add_note(discussion, words=words, by=by)
    submitted.agreed = [add_next_step(discussion, by=by, **step) for discussion, step in submitted.steps]
    for case, theme, words in submitted.issues:
        raise_issue(case, theme=theme, words=words, by=by)
    for case, words in submitted.questions:
        ask(meeting.site, words=words, case=case, meeting=meeting, by=by)
    conflicts = save_sections(form, submitted.sections, by=by)
    discard_drafts(meeting, [name for name in form.fields if name in form.data], by=by)
    return conflicts


@transaction.atomic
def save_sections(form: WithSections, changed, *, by) -> dict[str, tuple[str, str]]:
    """Save the `changed` sections: case, section, text and the version it was written from. Returns as save_all does."""
    conflicts = {}
    discussions = {discussion.case_id: discussion.pk for discussion in form.discussions}
    for case, section, text, base in changed:
        saved = save_text(case, section, text=text, base_version=base, key=uuid4().hex, by=by)
        if saved.is_set_aside:
            name = SECTION_KINDS[section].name(discussion=discussions[case.pk])
            conflicts[name] = (text, saved.text)
    for case in {discussion.case for discussion in form.discussions}:
        discard_drafts(case, Case.TEXT_SECTIONS, by=by)
    return conflicts
