"""Who may do what with dates of the whole programme."""

import rules

from members.predicates import is_in_programme, is_on_the_team


@rules.predicate
def is_invited(user, event) -> bool:
    """Return whether the user is invited to the date."""
    return event is not None and event.invitations.standing().filter(user=user.pk).exists()


# permission: about a date of the programme                                     who
rules.add_perm("events.see_event", is_in_programme)  # when, where, whom it is for
rules.add_perm("events.read_papers", is_on_the_team | is_invited)  # agenda, papers, notes, who is invited
rules.add_perm("events.invite_people", is_on_the_team)
rules.add_perm("events.write_event", is_on_the_team)  # agenda and notes
rules.add_perm("events.cancel_event", is_on_the_team)
rules.add_perm("events.mark_attendance", is_on_the_team)
