"""Who may do what with people, as one table: permission x role."""

from datetime import timedelta

import pytest
import rules
from django.contrib.auth.models import AnonymousUser
from django.utils import timezone

from members.predicates import facilitates, has_seat
from tests.factories.members import InvitationFactory, MemberFactory
from tests.people import EVERYBODY

READS = {"team", "broker", "facilitator", "presenter", "member"}
RUNS = {"team", "facilitator"}
TABLE = {
    # about a site
    "members.see_members": READS,
    "members.see_totals": READS | {"adviser", "commissioner"},
    "members.see_attendance": RUNS,
    "members.add_member": RUNS,
    "members.edit_member": RUNS,
    "members.import_members": RUNS,
    "members.merge_members": RUNS,
    "members.merge_accounts": {"team"},
    "members.export_members": RUNS,
    "members.invite_member": RUNS,
    "members.want_seat": RUNS,
    "members.override_mark": RUNS,
    "members.record_agreement": RUNS,
    "members.appoint_facilitator": {"team"},
    "members.keep_word": READS,
    # about a member
    "members.see_certificate": RUNS | {"member"},
    "members.end_links": RUNS | {"member"},
    "members.write_own_words": {"member"},
    # about a programme
    "members.see_ground_rules": READS | {"adviser", "elsewhere"},
    "members.set_ground_rules": {"team"},
    "members.see_disciplines": {"team", "facilitator", "elsewhere"},
    "members.add_discipline": {"team"},
    "members.invite_to_role": {"team"},
    "members.end_role": {"team"},
    "members.see_history": {"facilitator", "team"},
    "members.remove_member": {"facilitator", "team"},
}
ABOUT_A_MEMBER = {"members.see_certificate", "members.write_own_words", "members.end_links"}
ABOUT_A_PROGRAMME = {
    "members.see_ground_rules",
    "members.set_ground_rules",
    "members.see_disciplines",
    "members.add_discipline",
    "members.invite_to_role",
    "members.end_role",
}


@pytest.mark.parametrize("perm", TABLE)
def test_who_may(people, perm):
    row = people.programme if perm in ABOUT_A_PROGRAMME else people.site
    if perm in ABOUT_A_MEMBER:
        row = people.seat("member")

    may = {role for role in EVERYBODY if rules.has_perm(perm, people.user(role), row)}

    assert may == TABLE[perm]


def test_the_facilitator_writes_the_words_of_somebody_without_an_account(people):
    row = MemberFactory(site=people.site, without_account=True)

    may = {role for role in EVERYBODY if rules.has_perm("members.write_own_words", people.user(role), row)}

    assert may == {"facilitator"}


def test_every_permission_about_people_has_a_row():
    from rules.permissions import permissions

    named = {perm for perm in permissions if perm.startswith("members.")}

    assert named - {"members.revoke_invitation"} == set(TABLE)


def test_a_facilitator_takes_back_invitations_to_their_site_only(people):
    invitation = InvitationFactory(member__site=people.site)

    may = {
        role
        for role in EVERYBODY
        if rules.has_perm("members.revoke_invitation", people.user(role), invitation)
    }

    assert may == {"team", "facilitator"}


def test_only_the_team_takes_back_invitations_to_a_role(people):
    invitation = InvitationFactory(
        member=None, programme=people.programme, role_kind="adviser", email="a@example.org", name="A"
    )

    may = {
        role
        for role in EVERYBODY
        if rules.has_perm("members.revoke_invitation", people.user(role), invitation)
    }

    assert may == {"team"}
    assert not facilitates(people.user("facilitator"), invitation)


def test_somebody_knows_their_own_seat(people):
    assert has_seat(people.user("member"), people.seat("member").pk)
    assert not has_seat(people.user("facilitator"), people.seat("member").pk)


def test_nobody_signed_out_may_do_anything(people):
    for perm in TABLE:
        assert not rules.has_perm(perm, AnonymousUser(), people.site)
        assert not rules.has_perm(perm, AnonymousUser(), None)
        assert not rules.has_perm(perm, people.user("team"), None)


@pytest.mark.parametrize("perm", sorted(set(TABLE) - ABOUT_A_MEMBER))
def test_people_of_another_programme_have_their_own_say_only(people, perm):
    stranger = people.user("stranger")
    theirs = stranger.standing.own_sites[0]
    row = theirs.programme if perm in ABOUT_A_PROGRAMME else theirs
    own = {"elsewhere", "facilitator"} & TABLE[perm]

    may = {role for role in EVERYBODY if rules.has_perm(perm, people.user(role), row)}

    assert may == ({"stranger"} if own else set())


def test_who_left_still_has_their_certificate_and_their_own_words(people):
    member = people.seat("member")
    member.left_on = timezone.localdate() - timedelta(days=1)
    member.save()

    for perm in ABOUT_A_MEMBER:
        assert rules.has_perm(perm, people.user("member"), member)
        assert not rules.has_perm(perm, people.user("elsewhere"), member)
        assert not rules.has_perm(
            perm, AnonymousUser(), MemberFactory(site=people.site, without_account=True)
        )
