"""Who may do what with invitations to a date."""

import rules

from members.predicates import commissions, reads_site, runs_site


@rules.predicate
def is_the_guest(user, invitation) -> bool:
    """Return whether the invitation is the user's own."""
    return invitation is not None and invitation.user_id is not None and invitation.user_id == user.pk


# permission: about a site, a meeting or an invitation                        who
rules.add_perm("invitations.invite_guest", runs_site)
rules.add_perm("invitations.answer_offer", runs_site)  # a visit that was proposed
rules.add_perm("invitations.offer_visit", commissions)  # "I could come"
rules.add_perm("invitations.answer_invitation", is_the_guest)
rules.add_perm("invitations.see_visits", reads_site)  # who came, how often, what for
