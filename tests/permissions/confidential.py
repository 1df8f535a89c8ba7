"""Who may read each text that people type: one line for every text field of every model. A field without a line fails.

Each line names one of the circles below. A field in OPEN is no secret of a site: names of places and agencies, what
everybody in a programme reads. Nobody types what is in KEYS: addresses of rows, hashes, marks.
"""

from django.apps import apps
from django.db import models

from tests.permissions.circles import (
    ALL,
    address,
    asked_to_event,
    case_readers,
    certificate_readers,
    desk,
    desk_and_writer,
    inviter,
    issue_readers,
    members,
    named,
    openers,
    person,
    placed,
    readers,
    readers_and_guests,
    reply_readers,
    runners,
    runners_and_guest,
    team,
)

OWN_READERS = {
    "members.ownwords",
    "commissioning.issuereply",
    "commissioning.promiseoutcome",
    "knowledge.evidence",
    "sites_app.programme",
    "sites_app.programmeevent",
}


def revision(world, row) -> set:
    """Those who read the text that a revision is an earlier version of."""
    label, _, pk = row.subject.partition(":")
    subject = apps.get_model(label)._base_manager.get(pk=pk)
    if label.startswith("newsletter."):
        return desk_and_writer(world, subject)
    if label in OWN_READERS:
        of_text = circle_of(type(subject), subject._meta.get_field(row.section))
        return of_text(world, subject)
    return readers(world, subject) if label == "meetings.meeting" else case_readers(world, subject)


def own(world, row) -> set:
    """Whoever typed it, alone."""
    return {role for role, user in world.users.items() if user and user.pk == row.user_id}


def nobody(world, row) -> set:
    return set()


CIRCLES = {
    "sites_app.site.usual_room": readers,
    "sites_app.sitestate.reason": openers,
    "sites_app.expense.note": runners,
    "sites_app.programmeevent.link": asked_to_event,
    "sites_app.programmeevent.agenda": asked_to_event,
    "sites_app.programmeevent.notes": asked_to_event,
    "events.eventpaper.title": asked_to_event,
    "events.eventpaper.link": asked_to_event,
    "members.user.name": person,
    "members.user.job_title": person,
    "members.user.email": address,
    "members.user.password": nobody,
    "members.member.name": named,
    "members.member.email": address,
    "members.member.left_because": runners,
    "members.absence.left_because": runners,
    "members.markoverride.reason": readers,
    "members.pastname.name": readers,
    "members.membercorrection.reason": readers,
    "members.groundrules.text": placed,
    "members.ownwords.words": certificate_readers,
    "members.invitation.name": inviter,
    "members.invitation.email": address,
    "members.invitation.about": inviter,
    "members.disciplineproposal.name": team,
    "members.memberupload.file_name": runners,
    "members.memberupload.sheets": runners,
    "members.memberupload.rows": runners,
    "members.memberupload.not_taken": runners,
    "members.memberupload.report": runners,
    "meetings.meeting.place": readers_and_guests,
    "meetings.meeting.link": readers_and_guests,
    "invitations.dateinvitation.name": runners_and_guest,
    "invitations.dateinvitation.email": address,
    "invitations.dateinvitation.about": runners_and_guest,
    "invitations.invitationmail.email": address,
    "invitations.invitationchange.place": readers,
    "invitations.invitationchange.link": readers,
    "meetings.meeting.minutes": readers,
    "meetings.calendarchange.place": readers,
    "meetings.calendarchange.link": readers,
    "meetings.meeting.cancelled_because": readers,
    "meetings.minutescorrection.reason": readers,
    "meetings.agendaitem.title": readers,
    "meetings.attendance.stand_in_name": readers,
    "meetings.attendancecorrection.reason": runners,
    "meetings.visit.name": readers,
    "meetings.reply.stand_in_name": runners,
    "cases.case.title": case_readers,
    "cases.case.shared_goal": case_readers,
    "cases.case.presentation": case_readers,
    "cases.case.learning": case_readers,
    "cases.discussion.notes": case_readers,
    "cases.caseminutes.text": case_readers,
    "cases.caseminutescorrection.reason": case_readers,
    "next_steps.nextstep.what": case_readers,
    "next_steps.feedback.words": case_readers,
    "next_steps.feedback.stand_in_name": case_readers,
    "next_steps.laterlook.words": case_readers,
    "next_steps.feedbackcorrection.words": case_readers,
    "next_steps.feedbackcorrection.reason": case_readers,
    "clearance.textmessage.quote": case_readers,
    "clearance.textmessage.words": case_readers,
    "clearance.publication.withdrawn_note": runners,
    "commissioning.commissionerissue.words": case_readers,
    "commissioning.issuereply.words": reply_readers,
    "commissioning.issuereply.whose": reply_readers,
    "commissioning.issuereply.for_whom": issue_readers,
    "commissioning.issuereply.decided_by": issue_readers,
    "commissioning.moveddate.reason": issue_readers,
    "commissioning.promiseoutcome.words": issue_readers,
    "knowledge.question.words": case_readers,
    "knowledge.question.answer": case_readers,
    "knowledge.evidence.summary": members,
    "knowledge.evidence.conflict": members,
    "knowledge.attachedevidence.bottom_line": case_readers,
    "knowledge.attachedevidence.why_here": case_readers,
    "library.learningobject.draft_title": case_readers,
    "library.learningobject.draft_standfirst": case_readers,
    "library.learningobject.draft_story": case_readers,
    "library.learningobject.draft_tried": case_readers,
    "library.learningobject.draft_again": case_readers,
    "library.learningobject.draft_stood_in_the_way": case_readers,
    "newsletter.siteupdate.words": desk_and_writer,
    "newsletter.entry.headline": desk,
    "newsletter.entry.words": desk,
    "members.accountmail.email": address,
    "notices.addresschoice.email": address,
    "members.addresschange.email": address,
    "members.earlieraddress.email": nobody,
    "members.addresschange.old_email": address,
    "newsletter.subscriber.email": address,
    "newsletter.subscriber.consent": team,
    "kit.auditevent.note": nobody,
    "kit.refusedaddress.email": nobody,
    "kit.draft.text": own,
    "kit.revision.text": revision,
    "kit.removedrow.words": nobody,  # until it is back in its table
}

# Cleared texts never change, so their canaries are in what the world sends for checking: see WORDS in test_canaries.
BEING_CHECKED = {
    "clearance.clearedtext.body",
    "clearance.sendback.reason",
    "library.indexedtext.title",
    "library.indexedtext.words",
    "library.indexedtag.value",
    "library.indexedtag.label",
}

# Words of other columns, as the search compares them. Who finds them is tested in test_search.py.
OF_THE_INDEX = {
    "kit.searchword.word",
    "kit.searchword.stem",
    "library.shownnumber.value",  # of the tags above, with how many texts have them
    "library.shownnumber.label",
}

# No page shows these to anybody, or only where a row of a kind that the world has not stands.
SHOWN_NOWHERE = {
    "meetings.calendarchange.place",  # what a member was told before, in the letter about what changed
    "meetings.calendarchange.link",
    "invitations.invitationchange.place",
    "invitations.invitationchange.link",
    "invitations.dateinvitation.email",
    "invitations.invitationmail.email",
    "members.user.password",
    "members.accountmail.email",
    "members.addresschange.email",
    "members.earlieraddress.email",
    "members.addresschange.old_email",
    "kit.auditevent.note",
    "kit.removedrow.words",
    "kit.refusedaddress.email",
    "notices.addresschoice.email",  # its page has the first letter and what follows the @
}

OPEN = {
    "sites_app.programme": ["name", "aims", "licence"],
    "sites_app.sector": ["name"],
    "sites_app.organisation": ["name"],
    "sites_app.site": ["code", "place"],
    "sites_app.programmeevent": ["title", "place", "cancelled_because"],
    "members.discipline": ["name"],
    "cases.theme": ["name"],
    "cases.casemanagement": ["name"],
    "commissioning.issuetheme": ["name"],
    "cases.need": ["name"],
    "knowledge.evidence": [  # a citation of something published
        "authors",
        "title",
        "source",
        "creators",
        "container",
        "volume",
        "number",
        "pages",
        "edition",
        "publisher",
        "place",
        "abstract",
        "language",
    ],
}
KEYS = {
    "sites_app.programme": ["slug"],
    "sites_app.site": ["slug"],
    "members.memberupload": [
        "columns",
        "disciplines",
        "decided",
        "last_error",
    ],  # numbers of columns and rows, names of roles
    "members.keptword": ["digest"],
    "members.membercorrection": ["what"],
    "members.session": ["session_key", "session_data"],  # compressed and signed; never on a page
    "meetings.attendancecorrection": ["mark_before", "mark_after"],  # marks
    "meetings.calendarmail": ["last_error"],
    "invitations.invitationmail": ["last_error"],
    "invitations.invitationreminder": ["last_error"],
    "meetings.reminder": ["last_error"],
    "meetings.minutesmail": ["last_error"],
    "next_steps.stepsmail": ["last_error"],
    "next_steps.weeklymail": ["last_error"],
    "next_steps.whathelpsfigures": [
        "figures"
    ],  # names of themes, roles and sites with numbers that anybody may read
    "commissioning.themefigures": ["figures"],
    "cases.presenternotice": ["last_error"],
    "clearance.agreementmail": ["last_error"],
    "cases.bringrequest": ["last_error"],
    "cases.theme": ["slug"],
    "cases.case": ["case_management"],
    "cases.casemanagement": ["key"],
    "commissioning.commissionerissue": ["theme"],
    "commissioning.issuetheme": ["key"],
    "cases.need": ["slug"],
    "clearance.clearedtext": ["sha256"],
    "clearance.clearance": ["sha256"],
    "clearance.rereading": ["subject", "content", "read_with", "last_error"],
    "clearance.foundpassage": ["digest"],
    "knowledge.evidence": [
        "doi",
        "pmid",
        "isbn",
        "link",
        "file",
        "title_key",
        "author_key",
    ],  # of something published
    "library.learningobject": [
        "draft_steps",
        "draft_bottom_lines",
    ],  # keyed by row: planted through the draft itself
    "library.pdf": ["file", "sha256", "last_error"],
    "newsletter.entry": ["source", "link"],
    "newsletter.delivery": ["last_error", "claim"],
    "newsletter.subscriber": ["address_key"],
    "newsletter.bounce": ["address_key", "mail"],
    "newsletter.suppression": ["address_key"],
    "newsletter.confirmationmail": ["last_error"],
    "newsletter.unsubscribedmail": ["last_error"],
    "newsletter.withdrawnmail": ["last_error"],
    "members.invitationmail": ["last_error"],
    "notices.noticemail": ["last_error"],
    "notices.told": ["kind", "thing"],
    "members.accountmail": ["last_error"],
    "members.addresschange": ["last_error", "digest"],
    "kit.refusedaddress": ["why"],
    "kit.auditevent": ["verb", "subject", "link_of"],
    "kit.draft": ["subject", "section", "key"],
    "kit.savedkey": ["subject", "section", "key"],
    "kit.searchword": ["kind"],
    "kit.press": ["key", "digest", "led_to"],
    "kit.sectionhold": ["subject", "section"],
    "kit.presence": ["subject", "place"],
    "kit.revision": ["subject", "section"],
    "kit.removedrow": ["subject", "row", "rows"],
}
NOT_OURS = {"admin", "auth", "contenttypes", "sessions", "account", "mfa", "messages"}


def text_fields():
    """(model, field) of everything that holds text which somebody typed: no choices, and no app that is not ours."""
    for model in apps.get_models():
        if model._meta.app_label in NOT_OURS:
            continue
        for field in model._meta.local_fields:
            if isinstance(field, models.CharField | models.TextField | models.JSONField | models.FileField):
                if not field.choices:
                    yield model, field


def key_of(model, field) -> str:
    return f"{model._meta.label_lower}.{field.name}"


def is_open(model, field) -> bool:
    return field.name in OPEN.get(model._meta.label_lower, [])


def is_key(model, field) -> bool:
    return field.name in KEYS.get(model._meta.label_lower, [])


def everyone(world, row) -> set:
    return ALL


def circle_of(model, field):
    """Who may read this field: a function of the world and a row, or None for what nobody typed."""
    return everyone if is_open(model, field) else CIRCLES.get(key_of(model, field))


# Circles of a person's own name, address and secrets, which are read by whoever meets them
OF_ONESELF = {person, address, certificate_readers, inviter, own}
OUTSIDE = {
    "anonymous",
    "member_elsewhere",
    "facilitator_elsewhere",
    "adviser",
    "commissioner",
    "commissioner_elsewhere",
    "stranger",
}  # readers outside site A
