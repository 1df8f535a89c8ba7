"""Who may check, approve, publish and withdraw texts that are shared outside a site."""

import rules

from cases.clearance.models import ClearedText
from members.predicates import (
    facilitates,
    has_seat,
    is_broker,
    is_of_site,
    is_on_some_team,
    is_on_the_team,
    reads_some_site,
)


@rules.predicate
def is_the_presenter(user, presenter):
    """Return whether the user is this person, who was named as a presenter."""
    return presenter is not None and has_seat(user, presenter.member_id)


@rules.predicate
def speaks_for_presenter(user, presenter):
    """Return whether the user facilitates the site of this person, who has no account that opens or has left."""
    if not facilitates(user, presenter):
        return False
    member = presenter.member
    return member.user is None or not member.user.is_active or member.left_on is not None


@rules.predicate
def shows_it_to_presenter(user, presenter):
    """Return whether the user facilitates the site of this person, who cannot open a text or is sent no mail about it."""
    if not facilitates(user, presenter):
        return False
    member = presenter.member
    is_mailed = bool(member.email) and member.agreed_to_contact_at is not None
    return not is_mailed or presenter.case.stepped_out.filter(member=member).exists()


@rules.predicate
def is_about_a_question(user, text):
    """Return whether the text is an anonymous version of a question."""
    return text is not None and text.kind == ClearedText.Kind.QUESTION


checks_texts = is_of_site | is_broker | is_on_the_team

# Who may do what
rules.add_perm("clearance.list_texts", reads_some_site)
rules.add_perm(
    "clearance.give_agreement", is_the_presenter | speaks_for_presenter
)  # asked of a NamedPresenter
rules.add_perm(
    "clearance.answer_to_text", is_the_presenter | speaks_for_presenter | shows_it_to_presenter
)  # asked of a NamedPresenter
rules.add_perm("clearance.approve_text", checks_texts)  # the decision excludes one's own texts
rules.add_perm("clearance.send_back_text", checks_texts)
rules.add_perm("clearance.answer_check_request", checks_texts)  # the action asks whether they are asked
rules.add_perm("clearance.ask_to_check", facilitates | is_broker | is_on_the_team)
rules.add_perm(
    "clearance.write_message", checks_texts
)  # writers, checkers, presenters: all who open the text
rules.add_perm("clearance.publish_text", facilitates | (is_broker & is_about_a_question))
rules.add_perm("clearance.withdraw_text", facilitates | is_on_the_team)
rules.add_perm("clearance.list_found", is_on_some_team)  # what was found in published texts
rules.add_perm("clearance.settle_found", is_on_the_team)  # asked of the passage
