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
def reads_all_sites(user, programme) -> bool:
    """Brokers knowledge for that programme, or is on its team."""
    return user.is_authenticated and programme.pk in user.standing.broker | user.standing.programme_team


@rules.predicate
def reads_a_site(user, programme) -> bool:
    """Reads the confidential pages of at least one site of that programme."""
    if not user.is_authenticated:
        return False
    return bool(user.standing.reading_sites & user.standing.sites_of(frozenset({programme.pk})))


runs_the_site = facilitates | is_programme_team

# permission: about a site or a meeting                                                     who
rules.add_perm("meetings.list_meetings", reads_the_site)  # all who read the site
rules.add_perm("meetings.read_meeting", reads_the_site)  # with agenda, minutes and who came, by name and role
rules.add_perm("meetings.read_attendance", runs_the_site)  # who was sorry, who gave no word, corrections
rules.add_perm("meetings.schedule_meeting", runs_the_site)
rules.add_perm("meetings.edit_meeting", runs_the_site)
rules.add_perm("meetings.cancel_meeting", runs_the_site)
rules.add_perm("meetings.record_attendance", runs_the_site)
rules.add_perm("meetings.add_visit", runs_the_site)
rules.add_perm("meetings.close_meeting", runs_the_site)
rules.add_perm("meetings.edit_agenda", facilitates)
rules.add_perm("meetings.write_minutes", facilitates)
rules.add_perm("meetings.print_pack", runs_the_site)  # its sign-in sheet is the member list
# about a programme
rules.add_perm("meetings.read_whole_matrix", reads_all_sites)
rules.add_perm("meetings.download_matrix", reads_a_site)  # the columns that they may read
