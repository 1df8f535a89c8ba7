"""Who may do what with issues for commissioners and replies."""

import rules

from members.predicates import (
    commissions,
    facilitates,
    is_in_programme,
    is_of_site,
    is_on_the_team,
    standing_of,
)


@rules.predicate
def commissions_issue(user, issue):
    """Return whether the user is a commissioner of a site that raised the issue or one merged into it, or sees it too."""
    if commissions(user, issue):
        return True
    sites = standing_of(user).commissioner_sites
    return issue is not None and bool(sites) and not sites.isdisjoint(issue.sites_that_raised)


@rules.predicate
def commissions_issue_of_reply(user, reply):
    """Return whether the user is a commissioner of a site that raised the issue of this reply."""
    return reply is not None and commissions_issue(user, reply.issue)


@rules.predicate
def raised_it(user, issue):
    """Return whether the user raised the issue, and is of its site still."""
    return issue is not None and issue.raised_by_id == user.pk and is_of_site(user, issue)


@rules.predicate
def added_it(user, addition):
    """Return whether the user added their site to the issue, and is of it still."""
    return addition is not None and addition.added_by_id == user.pk and is_of_site(user, addition)


@rules.predicate
def gave_reply(user, reply):
    """Return whether the reply is the user's own."""
    return reply is not None and reply.by_id == user.pk


@rules.predicate
def has_a_place(user):
    """Return whether the user has a role or a membership in any programme."""
    return bool(standing_of(user).programmes)


# Who may do what
rules.add_perm("commissioning.raise_issue", is_of_site)  # asked of a case
rules.add_perm("commissioning.edit_issue", facilitates | raised_it)  # as it was raised; asked of the issue
rules.add_perm("commissioning.remove_issue", facilitates | raised_it)
rules.add_perm("commissioning.send_issue_for_checking", facilitates)
rules.add_perm("commissioning.add_site", is_of_site)  # asked of the site that sees an issue too
rules.add_perm("commissioning.edit_addition", facilitates | added_it)
rules.add_perm("commissioning.merge_issue", is_on_the_team)
rules.add_perm("commissioning.read_replies", is_in_programme)  # names and words; others get the public page
rules.add_perm("commissioning.reply_to_issue", commissions_issue)
rules.add_perm("commissioning.keep_promise", commissions_issue_of_reply)  # asked of a reply
rules.add_perm("commissioning.say_outcome_for_site", facilitates)  # asked of a site that raised the issue
rules.add_perm("commissioning.edit_reply", gave_reply & commissions_issue_of_reply)
rules.add_perm("commissioning.remove_reply", gave_reply & commissions_issue_of_reply)
rules.add_perm("commissioning.view_commissioning", has_a_place)
