"""Who may do what with meetings. Which rows somebody knows of is `visible_to`; whether the state allows it, actions."""

import rules


def site_of(row):
    """The site that a row belongs to: a site itself, a meeting, or a row of a meeting."""
    if hasattr(row, "meeting"):
        row = row.meeting
    return getattr(row, "site_id", None) or row.pk


@rules.predicate
def facilitates(user, row) -> bool:
    """Facilitates that site today."""
    return user.is_authenticated and site_of(row) in user.standing.facilitates


@rules.predicate
def is_programme_team(user, row) -> bool:
    """Is on the programme team of that site's programme."""
    return user.is_authenticated and site_of(row) in user.standing.team_sites


@rules.predicate
def reads_the_site(user, row) -> bool:
    """Reads the confidential pages of that site: its members, facilitators, brokers, the programme team."""
    return user.is_authenticated and site_of(row) in user.standing.reading_sites


@rules.predicate
def is_member(user, row) -> bool:
    """Is a member of that site, and so is asked if they come."""
    return user.is_authenticated and site_of(row) in user.standing.member_of


def may_read_columns(user, programme) -> frozenset[int]:
    """The sites of `programme` whose column of figure 1 `user` may read: all for brokers and the team, else their own."""
    if not user.is_authenticated:
        return frozenset()
    return user.standing.reading_sites & user.standing.sites_of(frozenset({programme.pk}))


@rules.predicate
def reads_a_column(user, programme) -> bool:
    """Reads figure 1 of that programme for at least one site. Others see the totals."""
    return bool(may_read_columns(user, programme))


runs_the_site = facilitates | is_programme_team

# permission: about a site or a meeting                                                     who
rules.add_perm("meetings.list_meetings", reads_the_site)  # all who read the site
rules.add_perm("meetings.read_meeting", reads_the_site)  # with agenda, minutes and who came, by name and role
rules.add_perm("meetings.read_attendance", runs_the_site)  # who was sorry, who gave no word, corrections
rules.add_perm("meetings.say_coming", is_member)
rules.add_perm("meetings.schedule_meeting", runs_the_site)
rules.add_perm("meetings.edit_meeting", runs_the_site)
rules.add_perm("meetings.cancel_meeting", runs_the_site)
rules.add_perm("meetings.record_attendance", runs_the_site)
rules.add_perm("meetings.add_visit", runs_the_site)
rules.add_perm("meetings.close_meeting", runs_the_site)
rules.add_perm("meetings.edit_agenda", facilitates)
rules.add_perm("meetings.write_minutes", facilitates)
rules.add_perm("meetings.share_minutes", facilitates)
rules.add_perm("meetings.approve_minutes", facilitates)
rules.add_perm("meetings.open_room", facilitates)  # with its cases, as they are typed
rules.add_perm("meetings.print_pack", runs_the_site)  # its sign-in sheet is the member list
# about a programme
rules.add_perm("meetings.download_matrix", reads_a_column)  # the columns that they may read
