"""Who may do what with members, roles, programmes and sites."""

import rules

from members.predicates import (
    facilitates,
    facilitates_in_programme,
    is_adviser,
    is_in_members_audience,
    is_in_programme,
    is_on_the_team,
    opens_site,
    reads_site,
    runs_site,
)


@rules.predicate
def is_the_member(user, member) -> bool:
    """Return whether the Member row is the user's own, even after they left."""
    return user.is_authenticated and member is not None and member.user_id == user.pk


@rules.predicate
def has_no_account(user, member) -> bool:
    """Return whether the member has no account, so that others write for them."""
    return member is not None and member.user_id is None


# Who may do what with people (the table "Who sees what")
rules.add_perm("members.see_members", reads_site)  # names and roles
rules.add_perm("members.see_attendance", runs_site)  # how often each one came, addresses, consent
rules.add_perm("members.see_history", runs_site)  # who did what
rules.add_perm("members.see_totals", opens_site)
rules.add_perm("members.add_member", runs_site)
rules.add_perm("members.edit_member", runs_site)
rules.add_perm("members.remove_member", runs_site)  # added by mistake
rules.add_perm("members.merge_members", runs_site)  # two records of one person
rules.add_perm("members.merge_accounts", is_on_the_team)  # where each has an account of its own
rules.add_perm("members.import_members", runs_site)
rules.add_perm("members.export_members", runs_site)
rules.add_perm("members.invite_member", runs_site)
rules.add_perm("members.want_seat", runs_site)
rules.add_perm("members.override_mark", runs_site)
rules.add_perm("members.record_agreement", runs_site)
rules.add_perm("members.see_certificate", is_the_member | runs_site)
rules.add_perm("members.write_own_words", is_the_member | (facilitates & has_no_account))
rules.add_perm("members.end_links", is_the_member | runs_site)
rules.add_perm("members.appoint_facilitator", is_on_the_team)
rules.add_perm("members.see_ground_rules", is_in_members_audience)
rules.add_perm("members.set_ground_rules", is_on_the_team)
rules.add_perm("members.keep_word", reads_site)  # whoever can write about its cases
rules.add_perm("members.see_disciplines", is_on_the_team | facilitates_in_programme)
rules.add_perm("members.add_discipline", is_on_the_team)
rules.add_perm("members.invite_to_role", is_on_the_team)
rules.add_perm("members.end_role", is_on_the_team)
rules.add_perm("members.revoke_invitation", runs_site)  # an invitation to a role belongs to no site

# Who may do what with programmes and sites
rules.add_perm("sites_app.see_programme", is_in_programme)
rules.add_perm("sites_app.edit_programme", is_on_the_team)
rules.add_perm("sites_app.see_overview", is_on_the_team)  # all its sites in numbers, by site
rules.add_perm("sites_app.edit_words", is_on_the_team)  # the lists of themes, needs, sectors
rules.add_perm("sites_app.add_event", is_on_the_team)
rules.add_perm("sites_app.edit_event", is_on_the_team)  # asked of the date
rules.add_perm("sites_app.remove_event", is_on_the_team)
rules.add_perm("sites_app.see_organisations", is_on_the_team | facilitates_in_programme)
rules.add_perm("sites_app.add_organisation", is_on_the_team | facilitates_in_programme)
# asked of the programme on whose page it is done
rules.add_perm("sites_app.edit_organisation", is_on_the_team | facilitates_in_programme)
rules.add_perm("sites_app.remove_organisation", is_on_the_team | facilitates_in_programme)
rules.add_perm("sites_app.add_site", is_on_the_team)
rules.add_perm("sites_app.see_site", opens_site)
rules.add_perm("sites_app.edit_site", is_on_the_team)
rules.add_perm("sites_app.record_state", is_on_the_team)
rules.add_perm("sites_app.see_history", runs_site)  # who did what
rules.add_perm("sites_app.see_budget", runs_site | is_adviser)
rules.add_perm("sites_app.see_expenses", runs_site)
rules.add_perm("sites_app.add_expense", runs_site)
rules.add_perm("sites_app.edit_expense", runs_site)  # asked of the expense
rules.add_perm("sites_app.remove_expense", runs_site)
