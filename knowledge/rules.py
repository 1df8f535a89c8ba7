"""Who may do what with evidence and questions. Which rows somebody sees is decided by the QuerySets."""

import rules

from members.predicates import (
    facilitates,
    is_broker,
    is_in_members_audience,
    is_member,
    is_of_site,
    is_on_the_team,
    standing_of,
)


@rules.predicate
def is_broker_anywhere(user, row):
    """Return True if no row is given and `user` is a knowledge broker of some programme."""
    return row is None and bool(standing_of(user).broker)


@rules.predicate
def is_in_some_members_audience(user, row):
    """Return True if no row is given and `user` reads what is for members in some programme."""
    return row is None and bool(standing_of(user).member_programmes)


@rules.predicate
def asked_it(user, question):
    """Return True if `user` asked the question, and is of the site still."""
    return question is not None and question.asked_by_id == user.pk and is_of_site(user, question)


@rules.predicate
def took_it(user, question):
    """Return True if `user` is the broker who took the question on."""
    return question is not None and question.taken_by_id == user.pk


# Everyone in a programme except its commissioners, who read evidence with write-ups.
reads_evidence = is_in_members_audience | is_in_some_members_audience

# Who may do what; the comment names the row that is asked about.
rules.add_perm("knowledge.read_evidence", reads_evidence)  # a programme, or None: any
rules.add_perm("knowledge.add_evidence", is_broker | is_broker_anywhere)  # a programme, or None: any
rules.add_perm("knowledge.edit_evidence", is_broker)  # the publication
rules.add_perm("knowledge.remove_evidence", is_broker)  # the publication
rules.add_perm("knowledge.attach_evidence", is_broker)  # a case, or the evidence
rules.add_perm("knowledge.remove_attached", is_broker)  # attached evidence
rules.add_perm("knowledge.edit_attached", is_broker)  # attached evidence
rules.add_perm("knowledge.report_evidence", is_broker | facilitates)  # attached evidence
rules.add_perm("knowledge.react_to_evidence", is_member)  # attached evidence: saved under their own seat
rules.add_perm("knowledge.ask_question", is_of_site | is_broker)  # a site, case or meeting
rules.add_perm("knowledge.read_questions", reads_evidence)  # None
rules.add_perm("knowledge.take_question", is_broker | is_broker_anywhere)  # a question, or None: any
rules.add_perm("knowledge.hand_back_question", is_broker & took_it)  # a question
rules.add_perm("knowledge.pass_on_question", is_on_the_team)  # when a broker's role ends; the role
rules.add_perm("knowledge.edit_question", facilitates | asked_it)  # a question
rules.add_perm("knowledge.remove_question", facilitates | asked_it)  # a question
rules.add_perm("knowledge.answer_question", is_broker)  # a question
rules.add_perm("knowledge.send_question_for_checking", is_broker)  # a question
