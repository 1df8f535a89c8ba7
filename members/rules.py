"""Who may do what with people. The predicates about sites and programmes come from the app below, for all apps above."""

import rules

from sites_app.rules import (
    facilitates_in_programme,
    facilitates_site,
    has_place_in_programme,
    is_adviser,
    is_broker,
    is_commissioner_of,
    is_in_members_audience,
    is_member_of_site,
    is_programme_team,
    opens_site,
    reads_site,
    runs_site,
)

__all__ = [
    "facilitates_in_programme",
    "facilitates_site",
    "has_no_account",
    "has_place_in_programme",
    "is_adviser",
    "is_broker",
    "is_commissioner_of",
    "is_in_members_audience",
    "is_invited_to_site",
    "is_member_of_site",
    "is_own_membership",
    "is_programme_team",
    "is_the_member",
    "opens_site",
    "reads_site",
    "runs_site",
]


@rules.predicate
def is_own_membership(user, member) -> bool:
    """This Member row is the person's own, at a site they have not left."""
    return user.is_authenticated and member is not None and member.pk in user.standing.member_ids


@rules.predicate
def is_the_member(user, member) -> bool:
    """The Member row is the person's own, also after they left."""
    return user.is_authenticated and member is not None and member.user_id == user.pk


@rules.predicate
def has_no_account(user, member) -> bool:
    """The member has no account, so that others write for them."""
    return member is not None and member.user_id is None


@rules.predicate
def is_invited_to_site(user, invitation) -> bool:
    """This invitation is to a seat at a site that the person facilitates; not one to a role."""
    return (
        user.is_authenticated
        and getattr(invitation, "member", None) is not None
        and invitation.member.site_id in user.standing.facilitates
    )


# Who may (the table "Who sees what")
rules.add_perm("members.see_members", reads_site)  # names and roles
rules.add_perm("members.see_attendance", runs_site)  # how often each one came, addresses, consent
rules.add_perm("members.see_totals", opens_site)
rules.add_perm("members.add_member", runs_site)
rules.add_perm("members.edit_member", runs_site)
rules.add_perm("members.import_members", runs_site)
rules.add_perm("members.export_members", runs_site)
rules.add_perm("members.invite_member", runs_site)
rules.add_perm("members.want_seat", runs_site)
rules.add_perm("members.override_mark", runs_site)
rules.add_perm("members.record_agreement", runs_site)
rules.add_perm("members.see_certificate", is_the_member | runs_site)
rules.add_perm("members.write_own_words", is_the_member | (facilitates_site & has_no_account))
rules.add_perm("members.appoint_facilitator", is_programme_team)
rules.add_perm("members.see_ground_rules", is_in_members_audience)
rules.add_perm("members.set_ground_rules", is_programme_team)
rules.add_perm("members.see_disciplines", is_programme_team | facilitates_in_programme)
rules.add_perm("members.add_discipline", is_programme_team)
rules.add_perm("members.invite_to_role", is_programme_team)
rules.add_perm("members.end_role", is_programme_team)
rules.add_perm("members.revoke_invitation", is_programme_team | is_invited_to_site)
