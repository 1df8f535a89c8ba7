"""The register of a case's words: every row and column that can hold them, from the models' foreign keys.

What is not here is left out with a reason (HOLDS_NO_WORDS). A new column of text is in the register by itself.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property

from django.db import models
from django.db.models import Q

from cases.models import Case, CaseMinutes
from cases.next_steps.models import Feedback
from kit.models import RemovedRow
from kit.privacy.register import (
    Owners,
    about,
    belongs_to,
    columns_of,
    key_of,
    names_its_row,
    owned_models,
    subjects_of,
)
from knowledge.models import Evidence
from meetings.models import Meeting
from sites_app.models import Programme, Site

OWNERS: list[type[models.Model]] = [Case, Meeting, Site, Programme]  # as in the settings, the nearest first

NAME = "The name of a person, an agency, a role or a place in its list, and no text about a case."
ADDRESS = "An address for mail."
KEY = "The key, kind or name of a row or a field, which Copsite fills in."
SECRET = "A random value or a hash, which Copsite makes."
ANSWER = "What a mail server or a worker said about an attempt, without the mail."
OF_ALL = "A text of the whole programme, which everybody in it reads and no case is written about."
A_LIST = "A list of words to choose from, which the programme team edits."
AGREED = "Why an address gets the newsletter, and no text about a case."
FIGURES = "Numbers, by words of a list."

HOLDS_NO_WORDS = {
    "kit.auditevent.verb": KEY,
    "kit.auditevent.subject": KEY,
    "kit.auditevent.link_of": KEY,
    "kit.revision.subject": KEY,
    "kit.revision.section": KEY,
    "kit.draft.subject": KEY,
    "kit.draft.section": KEY,
    "kit.draft.key": SECRET,
    "kit.savedkey.key": SECRET,
    "kit.savedkey.subject": KEY,
    "kit.savedkey.section": KEY,
    "kit.sectionhold.subject": KEY,
    "kit.sectionhold.section": KEY,
    "kit.presence.subject": KEY,
    "kit.presence.place": KEY,
    "kit.removedrow.subject": KEY,
    "kit.removedrow.row": KEY,
    "kit.removedrow.rows": KEY,  # without the texts, which are in "words"
    "cases.case.case_management": KEY,
    "commissioning.commissionerissue.theme": KEY,
    "sites_app.programme.name": NAME,
    "sites_app.programme.slug": KEY,
    "sites_app.programme.aims": OF_ALL,
    "sites_app.programme.licence": OF_ALL,
    "sites_app.programmeevent.title": OF_ALL,
    "sites_app.programmeevent.place": OF_ALL,
    "sites_app.programmeevent.link": OF_ALL,
    "sites_app.programmeevent.cancelled_because": OF_ALL,
    "events.eventpaper.title": OF_ALL,
    "events.eventpaper.link": OF_ALL,
    "sites_app.site.code": NAME,
    "sites_app.site.slug": KEY,
    "sites_app.site.place": NAME,
    "members.discipline.name": NAME,
    "members.groundrules.text": OF_ALL,
    "members.keptword.digest": SECRET,
    "members.member.name": NAME,
    "members.member.email": ADDRESS,
    "members.earlieraddress.email": ADDRESS,
    "members.invitation.name": NAME,
    "members.invitation.email": ADDRESS,
    "members.pastname.name": NAME,
    "members.memberupload.columns": KEY,
    "members.memberupload.disciplines": NAME,
    "members.memberupload.decided": KEY,
    "members.memberupload.last_error": ANSWER,
    "members.disciplineproposal.name": NAME,
    "members.invitationmail.last_error": ANSWER,
    "meetings.attendancecorrection.mark_before": KEY,
    "meetings.attendancecorrection.mark_after": KEY,
    "meetings.calendarmail.last_error": ANSWER,
    "invitations.dateinvitation.name": NAME,
    "invitations.dateinvitation.email": ADDRESS,
    "invitations.invitationreminder.last_error": ANSWER,
    "meetings.minutesmail.last_error": ANSWER,
    "meetings.reminder.last_error": ANSWER,
    "clearance.agreementmail.last_error": ANSWER,
    "cases.bringrequest.last_error": ANSWER,
    "cases.presenternotice.last_error": ANSWER,
    "next_steps.stepsmail.last_error": ANSWER,
    "next_steps.weeklymail.last_error": ANSWER,
    "clearance.clearance.sha256": SECRET,
    "clearance.clearedtext.sha256": SECRET,
    "clearance.rereading.subject": KEY,
    "clearance.rereading.content": SECRET,
    "clearance.rereading.read_with": SECRET,
    "newsletter.delivery.claim": SECRET,
    "clearance.rereading.last_error": ANSWER,
    "clearance.foundpassage.digest": SECRET,
    "library.shownnumber.value": FIGURES,
    "library.shownnumber.label": FIGURES,
    "library.pdf.last_error": ANSWER,
    "library.pdf.sha256": SECRET,
    "next_steps.whathelpsfigures.figures": FIGURES,
    "commissioning.themefigures.figures": FIGURES,
    "newsletter.subscriber.email": ADDRESS,
    "newsletter.subscriber.address_key": SECRET,
    "newsletter.subscriber.consent": AGREED,
    "newsletter.entry.source": KEY,
    "newsletter.confirmationmail.last_error": ANSWER,
    "newsletter.unsubscribedmail.last_error": ANSWER,
    "newsletter.delivery.last_error": ANSWER,
    "newsletter.withdrawnmail.last_error": ANSWER,
}

# Models without a way to a case, a meeting, a site or a programme.
NO_WAY = {
    "sites_app.sector": NAME,
    "sites_app.organisation": NAME,
    "members.user": NAME,
    "cases.theme": A_LIST,
    "cases.need": A_LIST,
    "cases.casemanagement": A_LIST,
    "commissioning.issuetheme": A_LIST,
    "members.accountmail": ADDRESS,
    "members.addresschange": ADDRESS,
    "invitations.invitationmail": ADDRESS,
    "notices.noticemail": ANSWER,
    "notices.addresschoice": ADDRESS,
    "notices.told": KEY,
    "kit.refusedaddress": ADDRESS,
    "newsletter.bounce": SECRET,
    "newsletter.suppression": SECRET,
    "kit.searchword": "The database deletes these as soon as the words that they are of change or go.",
    "kit.press": "Digests of what was sent, and the address of the page that followed.",
    "auth.group": "Not used.",
    "auth.permission": KEY,
    "contenttypes.contenttype": KEY,
    "account.emailaddress": ADDRESS,
    "account.emailconfirmation": SECRET,
    "mfa.authenticator": SECRET,
    "members.session": "Messages until the next page shows them, and who is signed in. Signed, and gone with the session.",
    "admin.logentry": "Models with words of a case are not in the admin.",
}


def register() -> dict[type[models.Model], list[models.Field]]:
    """Return every model with columns that can hold words of a case, with these columns."""
    found = {model: word_columns(model) for model in owned_models(OWNERS)}
    return {model: columns for model, columns in found.items() if columns}


def word_columns(model: type[models.Model]) -> list[models.Field]:
    """Return the columns of `model` that can hold words of a case."""
    return [column for column in columns_of(model) if key_of(column) not in HOLDS_NO_WORDS]


@dataclass(frozen=True)
class WordsOf:
    """The rows that can hold words of some cases: theirs, those of their meetings, their sites and programmes.

    Rows of another case are never among them, and of the programme's evidence only what is attached to the cases.
    """

    cases: frozenset[int]
    meetings: frozenset[int]
    sites: frozenset[int]
    programmes: frozenset[int]

    @classmethod
    def case(cls, case: Case) -> "WordsOf":
        """Return the rows of one case."""
        return cls._of([case], set())

    @classmethod
    def meeting(cls, meeting: Meeting, *, cases: models.QuerySet) -> "WordsOf":
        """Return the rows of a meeting and of those of `cases` that were on its agenda, in its minutes, or heard of."""
        heard = Feedback.objects.for_meeting(meeting).values("next_step__discussion__case")
        written = Q(discussions__meeting=meeting) | Q(minutes_parts__meeting=meeting) | Q(pk__in=heard)
        return cls._of(list(cases.filter(written).distinct()), {meeting.pk}, site=meeting.site)

    @classmethod
    def _of(cls, cases: list[Case], meetings: set[int], *, site: Site | None = None) -> "WordsOf":
        pks = frozenset(case.pk for case in cases)
        sites = {case.site for case in cases} | ({site} if site else set())
        return cls(
            cases=pks,
            meetings=frozenset(meetings | _meetings_of(pks)),
            sites=frozenset(each.pk for each in sites),
            programmes=frozenset(each.programme_id for each in sites),
        )

    @classmethod
    def programme(cls, programme: Programme) -> "WordsOf":
        """Return all rows of a programme."""
        of_sites = {"site__programme": programme}
        return cls(
            cases=frozenset(Case._base_manager.filter(**of_sites).values_list("pk", flat=True)),
            meetings=frozenset(Meeting.objects.filter(**of_sites).values_list("pk", flat=True)),
            sites=frozenset(programme.sites.values_list("pk", flat=True)),
            programmes=frozenset({programme.pk}),
        )

    @staticmethod
    def owned() -> list[type[models.Model]]:
        """Return the models whose rows lead to an owner by foreign keys."""
        return [model for model in owned_models(OWNERS) if not names_its_row(model)]

    @property
    def owners(self) -> Owners:
        """The owners in the order in which a row is asked for them."""
        return list(zip(OWNERS, [self.cases, self.meetings, self.sites, self.programmes], strict=True))

    def rows_of(self, model: type[models.Model]) -> models.QuerySet:
        """Return the rows of `model`, which has a way to an owner by foreign keys."""
        if model is Evidence:
            return Evidence._base_manager.filter(attachments__case__in=self.cases).distinct()
        condition = belongs_to(model, self.owners)
        return (
            model._base_manager.none()
            if condition is None
            else model._base_manager.filter(condition).distinct()
        )

    @cached_property
    def subjects(self) -> set[str]:
        """The names of all rows, as their versions, drafts and audit events have them, and of those that were removed."""
        rows = subjects_of((model, self.rows_of(model)) for model in self.owned())
        removed = {name for each in about(RemovedRow, rows) for name in each.names}
        return rows | removed

    def rows(self) -> Iterator[tuple[models.Model, list[str]]]:
        """Yield each row that can hold words, with the names of its columns."""
        for model, columns in register().items():
            names = [column.name for column in columns]
            found = about(model, self.subjects) if names_its_row(model) else self.rows_of(model).iterator()
            for row in found:
                yield row, names


def _meetings_of(cases: frozenset[int]) -> set[int]:
    """Return the ids of the meetings that these cases were at: on the agenda, in the minutes, or heard of again."""
    found = set(Meeting.objects.filter(discussions__case__in=cases).values_list("pk", flat=True))
    found |= set(CaseMinutes.objects.filter(case__in=cases).values_list("meeting", flat=True))
    heard = Feedback.objects.filter(next_step__discussion__case__in=cases, meeting__isnull=False)
    return found | set(heard.values_list("meeting", flat=True))
