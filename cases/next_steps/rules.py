"""Who may do what with next steps and feedback."""

import rules

from cases.rules import brings_the_case
from members.predicates import (
    facilitates,
    has_seat,
    is_broker,
    is_in_programme,
    is_on_the_team,
    reads_site,
)


@rules.predicate
def owns_step(user, step):
    """Return whether the user owns the step."""
    return step is not None and has_seat(user, step.owner_id)


@rules.predicate
def owns_step_of_answer(user, feedback):
    """Return whether the user owns the step that this feedback is about."""
    return feedback is not None and owns_step(user, feedback.next_step)


@rules.predicate
def has_published_for_everyone(user, programme):
    """Return whether the programme has published something for everyone, so that its name is public."""
    return programme is not None and programme.cleared_texts.for_everyone().exists()


# Who may do what
rules.add_perm("next_steps.add_next_step", facilitates)  # asked of a case
rules.add_perm(
    "next_steps.edit_next_step", facilitates
)  # its words and when feedback is due; asked of a step
rules.add_perm("next_steps.remove_next_step", facilitates)  # asked of a step
rules.add_perm("next_steps.give_feedback", owns_step | facilitates)  # asked of a next step
rules.add_perm("next_steps.correct_feedback", owns_step_of_answer | facilitates)  # asked of an answer
rules.add_perm("next_steps.hand_over_step", facilitates)  # asked of a next step
rules.add_perm("next_steps.look_again", facilitates | brings_the_case)  # asked of a case
rules.add_perm("next_steps.list_next_steps", reads_site)  # asked of a site
rules.add_perm("next_steps.follow_up_steps", facilitates)  # answer for others, hand over; asked of a site
rules.add_perm("next_steps.see_what_helps_here", reads_site)  # the figures of one site
rules.add_perm("next_steps.see_what_helps", is_on_the_team | is_broker)  # every number of a programme
# what is published of a programme, without small numbers
rules.add_perm("next_steps.see_what_helps_rolled_up", is_in_programme | has_published_for_everyone)
