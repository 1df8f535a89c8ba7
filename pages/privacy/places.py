"""Where a passage stands: the places that hold it, in words, with the sentence around each."""

from dataclasses import dataclass, field

from django.db import models

from cases.clearance.models import ClearedText, SendBack, TextMessage
from kit import words
from kit.models import AuditEvent, Draft, RemovedRow, Revision
from kit.privacy.register import column_named, model_of, strings_of
from kit.privacy.striking import Occurrence, Passage
from knowledge.library.models import IndexedText
from members.models import MemberUpload, OwnWords
from newsletter.models import Entry, SiteUpdate
from pages.privacy.register import WordsOf

# Where those who may remove words are told that they stand, and are not shown them.
NOT_SHOWN = (AuditEvent, RemovedRow, MemberUpload, OwnWords, Entry, SiteUpdate)

# What each model is called on the page.
PLACES = {
    "kit.auditevent": "Note in the audit log",
    "kit.removedrow": "Removed",
    "sites_app.site": "Room of the site",
    "sites_app.sitestate": "Reason for the state of the site",
    "sites_app.expense": "Note on an expense",
    "sites_app.programmeevent": "Agenda or notes of an event",
    "members.member": "Reason for leaving",
    "members.absence": "Reason for leaving",
    "members.markoverride": "Reason for an override status",
    "members.membercorrection": "Reason for a correction of a member",
    "members.invitation": "Why somebody was named for an invitation",
    "members.memberupload": "Uploaded member list",
    "members.ownwords": "What a member learned",
    "meetings.meeting": "Meeting",
    "meetings.calendarchange": "Mail about a meeting",
    "meetings.attendance": "Name of a stand-in",
    "meetings.attendancecorrection": "Reason for a correction of attendance",
    "invitations.dateinvitation": "Invitation of a guest",
    "invitations.invitationchange": "Mail about a meeting",
    "meetings.visit": "Name of a visitor",
    "meetings.agendaitem": "Agenda",
    "meetings.reply": "Name of a stand-in",
    "meetings.minutescorrection": "Reason for a correction of the minutes",
    "cases.case": "The case",
    "cases.discussion": "Notes of a meeting",
    "cases.caseminutes": "Minutes about the case",
    "cases.caseminutescorrection": "Reason for a correction of the minutes",
    "next_steps.nextstep": "Next step",
    "next_steps.feedback": "Feedback on a next step",
    "next_steps.feedbackcorrection": "Feedback before it was corrected",
    "next_steps.laterlook": "Some months later",
    "clearance.clearedtext": "as sent for checking",
    "clearance.sendback": "Note with which a text was sent back",
    "clearance.textmessage": "Message about a text that was sent for checking",
    "clearance.publication": "Note on a withdrawal",
    "commissioning.commissionerissue": "Issue for commissioners",
    "commissioning.issuereply": "Reply of a commissioner",
    "commissioning.moveddate": "Why a commissioner moved a date",
    "commissioning.promiseoutcome": "What became of a promise",
    "knowledge.question": "Question",
    "knowledge.evidence": "Evidence",
    "knowledge.attachedevidence": "Evidence on the case",
    "library.indexedtext": "Search index",
    "library.indexedtag": "Search index",
    "library.learningobject": "Draft of the write-up",
    "library.pdf": "PDF of the write-up",
    "newsletter.siteupdate": "News from the site",
    "newsletter.entry": "Newsletter",
}
SEVERAL = {
    "Meeting",
    "The case",
    "Question",
    "Evidence",
    "Evidence on the case",
    "Draft of the write-up",
    "Newsletter",
}


@dataclass
class Place:
    """A row that holds the passage: what it is, in which columns, where, and whether its sentences may be shown."""

    row: models.Model
    names: list[str]
    label: str
    found: list[Occurrence] = field(default_factory=list)
    is_shown: bool = True


def places_of(reach: WordsOf, passage: Passage, *, reader) -> list[Place]:
    """Return every place in `reach` that holds the passage. `reader` is shown sentences of what they may read."""
    return [place for row, names in reach.rows() if (place := _place(row, names, passage, reader))]


def _place(row: models.Model, names: list[str], passage: Passage, reader) -> Place | None:
    """Return the place that `row` is, or None if it does not hold the passage."""
    found = {
        name: [each for text in strings_of(row, name) for each in passage.occurrences(text)] for name in names
    }
    holding = [name for name, each in found.items() if each]
    if not holding:
        return None
    all_found = [each for name in holding for each in found[name]]
    return Place(row, holding, label_of(row, holding), all_found, _may_show(row, reader))


def _may_show(row: models.Model, reader) -> bool:
    """Return whether the sentences of `row` are shown to `reader`: not those of other people's drafts, nor of rows that
    only some of those who run a site read."""
    if isinstance(row, Draft):
        return row.user_id == reader.pk
    if isinstance(row, Revision):
        return not issubclass(model_of(row.subject), NOT_SHOWN)
    if isinstance(
        row, ClearedText | SendBack | TextMessage | IndexedText
    ):  # without a site, it is the newsletter's desk's
        text = row if isinstance(row, ClearedText) else row.cleared_text
        return text.site_id is not None
    return not isinstance(row, NOT_SHOWN)


def label_of(row: models.Model, names: list[str]) -> str:
    """Return what `row` is, in words, with the names of its columns where it has several: "The case: learning"."""
    if isinstance(row, Revision):
        of = words.lower_first(PLACES.get(model_of(row.subject)._meta.label_lower, "a text"))
        return f"Earlier version, {of}, {words.day(row.at)}"
    if isinstance(row, Draft):
        return f"Draft that is not saved yet, {words.day(row.updated_at)}"
    if isinstance(row, RemovedRow):
        of = words.lower_first(PLACES.get(model_of(row.row)._meta.label_lower, "a text"))
        return f"Removed on {words.day(row.removed_at)}, {of}"
    name = PLACES[row._meta.label_lower]
    if isinstance(row, ClearedText):
        return f"{row.get_kind_display()}, {name}, {words.day(row.sent_for_checking_at)}"
    columns = words.listed(str(column_named(row, each).verbose_name).removeprefix("draft ") for each in names)
    return f"{name}: {columns}" if len(names) > 1 or name in SEVERAL else name
