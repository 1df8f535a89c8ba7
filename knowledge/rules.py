"""Who may do what with evidence, questions and write-ups. Which rows anyone sees is asked of the QuerySets."""

import rules

from cases.models import Case
from knowledge.models import AttachedEvidence, Question
from meetings.models import Meeting
from sites_app.models import Programme, Site


def _site_id(row) -> int | None:
    """The site that a site, a case, a meeting, a question, attached evidence or a write-up belongs to."""
    if isinstance(row, Site):
        return row.pk
    if isinstance(row, AttachedEvidence):
        return row.case.site_id
    return row.site_id


def _programme_id(row) -> int:
    if isinstance(row, Programme):
        return row.pk
    if isinstance(row, Site | Case | Meeting | Question | AttachedEvidence):
        site = (
            row if isinstance(row, Site) else row.case.site if isinstance(row, AttachedEvidence) else row.site
        )
        return site.programme_id
    return row.programme_id


@rules.predicate
def is_broker_there(user, row):
    """A knowledge broker of the programme that `row` belongs to; of any programme, where no row is named."""
    if not user.is_authenticated:
        return False
    return bool(user.standing.broker) if row is None else _programme_id(row) in user.standing.broker


@rules.predicate
def is_member_there(user, row):
    """A member of the site that `row` belongs to, its facilitator among them."""
    if not user.is_authenticated:
        return False
    return _site_id(row) in user.standing.member_of | user.standing.facilitates


@rules.predicate
def has_a_seat_there(user, row):
    """A member with a row of their own at that site: what they say is kept under it."""
    return user.is_authenticated and _site_id(row) in user.standing.member_of


@rules.predicate
def facilitates_there(user, row):
    """The facilitator of the site that `row` belongs to, today."""
    return user.is_authenticated and _site_id(row) in user.standing.facilitates


@rules.predicate
def reads_evidence_library(user, row):
    """Everyone of a programme but its commissioners, who read evidence beside write-ups."""
    if not user.is_authenticated:
        return False
    programmes = user.standing.member_programmes
    return bool(programmes) if row is None else _programme_id(row) in programmes


# The table, as a facilitator could read it.
rules.add_perm("knowledge.read_evidence", reads_evidence_library)  # a programme, or None: any
rules.add_perm("knowledge.add_evidence", is_broker_there)  # a programme, or None: any
rules.add_perm("knowledge.attach_evidence", is_broker_there)  # a case
rules.add_perm("knowledge.edit_attached", is_broker_there)  # attached evidence
rules.add_perm("knowledge.tell_evidence", is_broker_there | facilitates_there)  # attached evidence
rules.add_perm("knowledge.react_to_evidence", has_a_seat_there)  # attached evidence
rules.add_perm("knowledge.ask_question", is_member_there | is_broker_there)  # a site, case or meeting
rules.add_perm("knowledge.read_questions", reads_evidence_library)  # None
rules.add_perm("knowledge.take_question", is_broker_there)  # a question
rules.add_perm("knowledge.answer_question", is_broker_there)  # a question
rules.add_perm("knowledge.send_question_for_checking", is_broker_there)  # a question
