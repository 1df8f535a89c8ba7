"""Who may do what with invitations to a date."""

import rules

from members.predicates import commissions, is_on_the_team, reads_site, runs_site, standing_of


@rules.predicate
def is_the_guest(user, invitation) -> bool:
    """Return whether the invitation is the user's own."""
    return invitation is not None and invitation.user_id is not None and invitation.user_id == user.pk


@rules.predicate
def commissions_in(user, programme) -> bool:
    """Return whether the user commissions for a site of the programme."""
    return programme is not None and programme.pk in standing_of(user).commissioner


# permission: about a site, a meeting or an invitation                        who
rules.add_perm("invitations.invite_guest", runs_site)
rules.add_perm("invitations.answer_offer", runs_site)  # a visit that was proposed
rules.add_perm("invitations.offer_visit", commissions)  # "I could come"
rules.add_perm("invitations.answer_invitation", is_the_guest)
rules.add_perm("invitations.see_visits", reads_site)  # who came, how often, what for
rules.add_perm("invitations.see_visits_of_all", is_on_the_team)  # of a programme
rules.add_perm("invitations.see_own_visits", is_on_the_team | commissions_in)
