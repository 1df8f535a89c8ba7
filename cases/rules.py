"""Who may do what with cases. The permissions are at the end."""

import rules

from members.predicates import facilitates, has_seat, is_member, is_of_site, is_on_the_team, reads_some_site


def _brings(user, case) -> bool:
    return any(has_seat(user, presenter.member_id) for presenter in case.presenter_rows.all())


@rules.predicate
def presents_before_the_meeting(user, case):
    """Return whether the user presents the case, and it has not been presented yet."""
    return case is not None and _brings(user, case) and not case.is_presented


@rules.predicate
def presents_in_the_room(user, discussion):
    """Return whether the user presents the case, from the day of the meeting until it is closed."""
    return discussion is not None and discussion.meeting.is_open_today and _brings(user, discussion.case)


@rules.predicate
def presents_at_an_open_meeting(user, case):
    """Return whether the user presents the case, and it is on the agenda of a meeting that has come and is not closed
    yet."""
    return case is not None and _brings(user, case) and case.is_in_an_open_room


@rules.predicate
def brings_the_case(user, case):
    """Return whether the user presents the case, before or after the meeting."""
    return case is not None and _brings(user, case)


@rules.predicate
def is_a_member_who_does_not_present(user, case):
    """Return whether the user is a current member of the case's site who does not present it."""
    return is_member(user, case) and not _brings(user, case)


# Who may do what
rules.add_perm("cases.list_cases", reads_some_site)
rules.add_perm("cases.offer_case", is_of_site)  # asked of a site
rules.add_perm("cases.edit_case", facilitates | presents_before_the_meeting | presents_at_an_open_meeting)
# asked of a discussion; facilitators open the room
rules.add_perm("cases.write_in_the_room", presents_in_the_room)
rules.add_perm("cases.withdraw_case", facilitates | brings_the_case)  # before it is presented
rules.add_perm("cases.discuss_case", facilitates)  # put on an agenda, take off again
rules.add_perm("cases.write_notes", facilitates)  # asked of a case
rules.add_perm("cases.strike_words", facilitates | is_on_the_team)  # remove them for good
rules.add_perm("cases.see_readers", facilitates | is_on_the_team | brings_the_case)  # who read it, and when
rules.add_perm("cases.see_history", facilitates | is_on_the_team)  # who did what, without words
rules.add_perm("cases.step_out_of_case", is_a_member_who_does_not_present)
rules.add_perm("cases.say_who_works_with", facilitates | brings_the_case)  # for all roles
rules.add_perm("cases.say_own_service", is_of_site)
