"""Who may do what with next steps and feedback."""

import rules

from members.predicates import facilitates, facilitates_site, place_of, reads_site
from sites_app import rules as places


@rules.predicate
def owns_step(user, step):
    """Said they would try it."""
    return step is not None and step.owner_id in place_of(user).member_ids


@rules.predicate
def facilitates_step(user, step):
    """Facilitates the site where the step was agreed."""
    return step is not None and step.discussion.case.site_id in place_of(user).facilitates


@rules.predicate
def owns_step_of_answer(user, feedback):
    """Said they would try the step that this answer is about."""
    return feedback is not None and owns_step(user, feedback.next_step)


@rules.predicate
def facilitates_answer(user, feedback):
    """Facilitates the site where the answer was given."""
    return feedback is not None and facilitates_step(user, feedback.next_step)


@rules.predicate
def has_published_for_everyone(user, programme):
    """The programme has published something for everyone, so that it is no secret."""
    return programme is not None and programme.cleared_texts.for_everyone().exists()


# Who may do what
rules.add_perm("next_steps.add_next_step", facilitates)  # asked of a case
rules.add_perm("next_steps.give_feedback", owns_step | facilitates_step)  # asked of a next step
rules.add_perm("next_steps.correct_feedback", owns_step_of_answer | facilitates_answer)  # asked of an answer
rules.add_perm("next_steps.hand_over_step", facilitates_step)
rules.add_perm("next_steps.list_next_steps", reads_site)  # asked of a site
rules.add_perm(
    "next_steps.follow_up_steps", facilitates_site
)  # answer for others, hand over; asked of a site
rules.add_perm("next_steps.see_what_helps_here", places.reads_site)  # the figures of one site
rules.add_perm("next_steps.see_what_helps", places.is_in_members_audience)  # those of a programme
rules.add_perm(
    "next_steps.see_what_helps_rolled_up", places.has_place_in_programme | has_published_for_everyone
)  # without small numbers
