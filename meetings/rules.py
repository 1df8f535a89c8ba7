"""Who may do what with meetings."""

import rules

from members.predicates import facilitates, is_member, reads_site, runs_site, standing_of


def readable_columns(user, programme) -> frozenset[int]:
    """Return the sites of `programme` whose column of figure 1 `user` may read: all for brokers and the team,
    else their own.
    """
    standing = standing_of(user)
    return standing.reading_sites & standing.sites_of(frozenset({programme.pk}))


@rules.predicate
def reads_a_column(user, programme) -> bool:
    """Return whether the user may read figure 1 of that programme for at least one site. Others see the totals."""
    return programme is not None and bool(readable_columns(user, programme))


# permission: about a site or a meeting                                                     who
rules.add_perm("meetings.list_meetings", reads_site)  # all who read the site
rules.add_perm("meetings.read_meeting", reads_site)  # with agenda, minutes and who came, by name and role
rules.add_perm("meetings.read_attendance", runs_site)  # apologies, absences, corrections
rules.add_perm("meetings.say_coming", is_member)
rules.add_perm("meetings.schedule_meeting", runs_site)
rules.add_perm("meetings.edit_meeting", runs_site)
rules.add_perm("meetings.cancel_meeting", runs_site)
rules.add_perm("meetings.record_attendance", runs_site)
rules.add_perm("meetings.add_visit", runs_site)
rules.add_perm("meetings.close_meeting", runs_site)
rules.add_perm("meetings.edit_agenda", facilitates)
rules.add_perm("meetings.write_minutes", facilitates)
rules.add_perm("meetings.share_minutes", facilitates)
rules.add_perm("meetings.see_history", runs_site)  # who did what, without words
rules.add_perm("meetings.see_readers", runs_site)  # who read the minutes, and when
rules.add_perm("meetings.approve_minutes", facilitates)
rules.add_perm("meetings.open_room", facilitates)  # with its cases, as they are typed
rules.add_perm("meetings.print_pack", runs_site)  # its sign-in sheet is the member list
# about a programme
rules.add_perm("meetings.download_matrix", reads_a_column)  # the columns that they may read
