"""The verbs of members, roles, disciplines and ground rules."""

from datetime import date, timedelta

import pytest
from django.utils import timezone

from kit.errors import RefusedError
from members import actions
from members.models import Employment, Invitation, Member, Role, User
from tests.factories.members import (
    DisciplineFactory,
    FacilitationFactory,
    GroundRulesFactory,
    InvitationFactory,
    MemberFactory,
    RoleFactory,
    UserFactory,
)
from tests.factories.sites import OrganisationFactory, ProgrammeFactory, SectorFactory, SiteFactory

pytestmark = pytest.mark.django_db
TODAY = timezone.localdate()


def add(site, **fields) -> Member:
    discipline = fields.pop("discipline", None) or DisciplineFactory(programme=site.programme)
    return actions.add_member(
        site, **{"name": "Bev Sutton", "discipline": discipline, "joined_on": TODAY, "by": None, **fields}
    )


def test_somebody_without_an_address_is_a_full_member():
    member = add(SiteFactory())

    assert list(Member.objects.current()) == [member]
    assert not member.can_be_mailed


def test_the_same_person_is_added_once():
    site = SiteFactory()
    first = add(site, email="bev@example.org")

    assert add(site, name="bev  sutton", email="BEV@example.org") == first
    assert add(site, name="Bev Sutton") == first
    assert site.members.count() == 1


def test_two_people_of_one_name_differ_in_their_address():
    site = SiteFactory()
    add(site, email="bev@example.org")
    add(site, email="other.bev@example.org")

    assert site.members.count() == 2


def test_two_who_share_a_mailbox_are_both_members():
    site = SiteFactory()
    bev = add(site, email="team@example.org")

    joe = add(site, name="Joe Bright", email="Joe <TEAM@example.org>")

    assert list(site.members.filter(email="team@example.org")) == [bev, joe]
    actions.leave(joe, on=TODAY, because="A new job", by=None)
    assert actions.come_back(joe, on=TODAY, by=None).left_on is None


def test_only_a_second_account_on_a_shared_mailbox_is_refused():
    site = SiteFactory()
    bev = add(site, email="team@example.org", agrees_to_contact=True)
    joe = add(site, name="Joe Bright", email="team@example.org", agrees_to_contact=True)
    user = UserFactory()
    actions.invite_member(bev, by=user)

    with pytest.raises(RefusedError, match=r"an address has one account.*enter an address of their own"):
        actions.invite_member(joe, by=user)
    Invitation.objects.all().delete()
    bev.user = UserFactory(email="team@example.org")
    bev.save()
    with pytest.raises(RefusedError, match=r"^Bev Sutton signs in with team@"):
        actions.invite_member(joe, by=user)
    joe.email = "joe@example.org"
    joe.save()
    assert actions.invite_member(joe, by=user).email == "joe@example.org"


@pytest.mark.parametrize(
    "name", ["BEV SUTTON", "Sutton, Bev", "Bev\u200b Sutton", "Bev-Sutton", "Dr Bev Sutton"]
)
def test_a_name_written_otherwise_is_the_same_member_unless_they_are_said_to_be_another(name):
    site = SiteFactory()
    first = add(site)

    assert add(site, name=name) == first
    assert add(site, name=name, is_another=True) != first


def test_somebody_who_left_can_come_back():
    site = SiteFactory()
    first = add(site, joined_on=TODAY - timedelta(days=50))
    actions.leave(first, on=TODAY, because="Moved away", by=None)

    assert add(site) != first


def test_consent_is_a_dated_fact_and_blank_is_a_no():
    site = SiteFactory()

    assert add(site).agreed_to_contact_at is None
    assert add(site, name="Joe Bright", agrees_to_contact=True).agreed_to_contact_at is not None


def test_a_role_of_another_programme_is_refused():
    with pytest.raises(RefusedError, match="another programme"):
        add(SiteFactory(), discipline=DisciplineFactory())


def test_a_member_without_a_name_is_refused():
    with pytest.raises(RefusedError, match="name"):
        add(SiteFactory(), name="  ")


def test_details_change_and_an_invitation_to_an_old_address_ends():
    invitation = InvitationFactory()
    member = invitation.member

    actions.edit_member(
        member, name="Invited  Person", discipline=member.discipline, email="", joined_on=member.joined_on,
        is_expert_by_experience=True, is_professionally_qualified=False, agrees_to_contact=False, by=UserFactory(),
    )  # fmt: skip

    member.refresh_from_db()
    invitation.refresh_from_db()
    assert (member.name, member.is_expert_by_experience, member.agreed_to_contact_at) == (
        "Invited Person",
        True,
        None,
    )
    assert not invitation.is_open


def test_keeping_a_consent_keeps_its_day():
    member = MemberFactory(agreed_to_contact_at=timezone.now() - timedelta(days=9))
    before = member.agreed_to_contact_at

    actions.edit_member(
        member, name=member.name, discipline=member.discipline, email=member.email, joined_on=member.joined_on,
        is_expert_by_experience=False, is_professionally_qualified=False, agrees_to_contact=True, by=UserFactory(),
    )  # fmt: skip

    assert Member.objects.get(pk=member.pk).agreed_to_contact_at == before


def test_a_new_job_ends_the_one_before():
    member = MemberFactory()
    first, second = OrganisationFactory(), OrganisationFactory()
    actions.change_job(member, organisation=first, since=date(2026, 1, 1), by=None)
    actions.change_job(member, organisation=second, since=date(2026, 6, 1), by=None)
    actions.change_job(member, organisation=second, since=date(2026, 7, 1), by=None)

    jobs = [(job.organisation, job.since, job.until) for job in Employment.objects.order_by("since")]
    assert jobs == [(first, date(2026, 1, 1), date(2026, 6, 1)), (second, date(2026, 6, 1), None)]
    with pytest.raises(RefusedError, match="Choose that day or later"):
        actions.change_job(member, organisation=first, since=date(2026, 1, 1), by=None)


def test_leaving_ends_facilitation_and_takes_an_invitation_back():
    facilitation = FacilitationFactory(member__user=None, member__email="f@example.org")
    member = facilitation.member
    invitation = InvitationFactory(member=member)

    actions.leave(member, on=TODAY, because="A new job", by=None)

    facilitation.refresh_from_db()
    invitation.refresh_from_db()
    assert (member.left_on, facilitation.ended_on, invitation.is_open) == (TODAY, TODAY, False)


def test_somebody_who_left_opens_the_site_no_more():
    member = MemberFactory()
    assert member.site_id in member.user.standing.member_of

    actions.leave(member, on=TODAY, because="A new job", by=None)

    assert User.objects.get(pk=member.user_id).standing.sites == frozenset()


def test_leaving_needs_a_reason_and_a_day_after_joining():
    member = MemberFactory()

    with pytest.raises(RefusedError, match="reason"):
        actions.leave(member, on=TODAY, because=" ", by=None)
    with pytest.raises(RefusedError, match="before they joined"):
        actions.leave(member, on=date(2001, 1, 1), because="x", by=None)


def test_a_facilitator_is_appointed_once():
    member = MemberFactory()

    first = actions.appoint_facilitator(member, on=TODAY, by=None)

    assert actions.appoint_facilitator(member, on=TODAY, by=None) == first
    assert member.site_id in User.objects.get(pk=member.user_id).standing.facilitates


def test_nobody_facilitates_before_they_join_or_after_they_left():
    member = MemberFactory(left_on=TODAY - timedelta(days=1), left_because="x")

    with pytest.raises(RefusedError, match="has left"):
        actions.appoint_facilitator(member, on=TODAY, by=None)
    with pytest.raises(RefusedError, match="joined on"):
        actions.appoint_facilitator(MemberFactory(), on=date(2001, 1, 1), by=None)


def test_a_facilitation_ends_once():
    facilitation = FacilitationFactory()

    actions.end_facilitation(facilitation, on=TODAY, by=None)
    actions.end_facilitation(facilitation, on=TODAY + timedelta(days=4), by=None)

    assert facilitation.ended_on == TODAY
    with pytest.raises(RefusedError, match="before they became"):
        actions.end_facilitation(FacilitationFactory(), on=date(2001, 1, 1), by=None)


def test_a_mark_set_by_hand_says_why():
    member, team = MemberFactory(), UserFactory()
    fields = {"mark": "Y", "since": TODAY, "by": team}

    assert actions.override_mark(member, **fields, reason="On leave") == actions.override_mark(
        member, **fields, reason="On leave"
    )
    with pytest.raises(RefusedError, match="reason"):
        actions.override_mark(member, **fields, reason="")
    with pytest.raises(RefusedError, match="X for confirmed"):
        actions.override_mark(member, **{**fields, "mark": "F"}, reason="x")


def test_a_role_is_held_once_and_sites_are_added_to_it():
    programme = ProgrammeFactory()
    one, two = SiteFactory(programme=programme), SiteFactory(programme=programme)
    user = UserFactory()

    actions.give_role(user, programme=programme, kind="commissioner", sites=[one], by=None)
    role = actions.give_role(user, programme=programme, kind="commissioner", sites=[two], by=None)

    assert Role.objects.get() == role
    assert set(role.sites.all()) == {one, two}
    assert User.objects.get(pk=user.pk).standing.commissioner_sites == {one.pk, two.pk}


@pytest.mark.parametrize(
    ("fields", "sentence"),
    [
        ({"kind": "commissioner"}, "at least one site"),
        ({"kind": "king"}, "Choose their role"),
    ],
)
def test_a_role_that_cannot_be_is_refused(fields, sentence):
    with pytest.raises(RefusedError, match=sentence):
        actions.give_role(UserFactory(), programme=ProgrammeFactory(), by=None, **fields)


def test_a_commissioner_has_sites_of_the_programme():
    with pytest.raises(RefusedError, match="of this programme"):
        actions.give_role(
            UserFactory(), programme=ProgrammeFactory(), kind="commissioner", sites=[SiteFactory()], by=None
        )


def test_the_last_of_a_team_stays_until_there_is_another():
    role = RoleFactory()

    with pytest.raises(RefusedError, match="There is nobody else on the programme team"):
        actions.end_role(role, on=TODAY, by=role.user)

    RoleFactory(programme=role.programme)
    actions.end_role(role, on=TODAY, by=role.user)
    assert User.objects.get(pk=role.user_id).standing.programme_team == frozenset()


def test_roles_of_a_list_keep_their_order():
    programme, sector = ProgrammeFactory(), SectorFactory()
    names = ["Recovery Manager", "Housing Support Worker", "Alcohol Outreach Worker"]
    made = [actions.add_discipline(programme, sector=sector, name=name, by=None) for name in names]

    actions.change_discipline(made[2], name="Alcohol Worker", position=1, by=UserFactory())

    listed = list(programme.disciplines.values_list("name", "position"))
    assert listed == [("Alcohol Worker", 1), ("Recovery Manager", 2), ("Housing Support Worker", 3)]


def test_a_role_is_on_a_list_once_in_its_sector():
    programme, sector = ProgrammeFactory(), SectorFactory()
    first = actions.add_discipline(programme, sector=sector, name="Drugs Worker", by=None)

    assert actions.add_discipline(programme, sector=sector, name="drugs  worker", by=None) == first
    other = actions.add_discipline(programme, sector=SectorFactory(name="NHS"), name="Drugs Worker", by=None)
    third = actions.add_discipline(programme, sector=sector, name="Nurse", by=None)

    assert other != first
    with pytest.raises(RefusedError, match="already on the list"):
        actions.change_discipline(third, name="DRUGS WORKER", position=1, by=UserFactory())


def test_a_seat_is_wanted_once_and_then_no_more():
    site = SiteFactory()
    discipline = DisciplineFactory(programme=site.programme)

    assert actions.want_seat(site, discipline=discipline, by=None) == actions.want_seat(
        site, discipline=discipline, by=None
    )
    actions.stop_wanting_seat(site, discipline=discipline, by=None)
    actions.stop_wanting_seat(site, discipline=discipline, by=None)

    assert not site.seat_targets.exists()
    with pytest.raises(RefusedError, match="another programme"):
        actions.want_seat(site, discipline=DisciplineFactory(), by=None)


def test_ground_rules_come_in_versions():
    programme = ProgrammeFactory()
    first = actions.set_ground_rules(programme, text="No names.\n\n  Stay kind. ", by=None)

    again = actions.set_ground_rules(programme, text="No names.\nStay kind.", by=None)
    second = actions.set_ground_rules(programme, text="No names.", by=None)

    assert first.lines == ["No names.", "Stay kind."]
    assert (again, second.version) == (first, 2)
    with pytest.raises(RefusedError, match="at least one ground rule"):
        actions.set_ground_rules(programme, text=" \n ", by=None)


def test_the_first_day_somebody_agreed_stays():
    member = MemberFactory()
    ground_rules = GroundRulesFactory(programme=member.site.programme)

    actions.agree(member, ground_rules=ground_rules, on=date(2026, 6, 1), by=None)
    agreement = actions.agree(member, ground_rules=ground_rules, on=TODAY, by=None)

    assert agreement.agreed_on == date(2026, 6, 1)
    with pytest.raises(RefusedError, match="another programme"):
        actions.agree(member, ground_rules=GroundRulesFactory(), on=TODAY, by=None)


def test_who_comes_back_has_the_same_seat_and_was_away_in_between():
    member = MemberFactory(joined_on=date(2026, 1, 1))
    actions.leave(member, on=date(2026, 3, 1), because="A new job", by=None)

    for _ in range(2):
        actions.come_back(member, on=date(2026, 6, 1), by=None)
    with pytest.raises(RefusedError, match="rejoined on 1 June 2026"):
        actions.come_back(member, on=date(2026, 7, 1), by=None)

    everyone = Member.objects.filter(site=member.site)
    assert (member.left_on, member.absences.get().left_because) == (None, "A new job")
    days = [date(2026, 2, 28), date(2026, 3, 1), date(2026, 5, 31), date(2026, 6, 1)]
    assert [everyone.on(day).exists() for day in days] == [True, False, False, True]


def test_nobody_comes_back_before_they_left_or_to_a_second_seat():
    member = MemberFactory(joined_on=date(2026, 1, 1))
    actions.leave(member, on=date(2026, 3, 1), because="A new job", by=None)

    with pytest.raises(RefusedError, match="They left on 1 March 2026"):
        actions.come_back(member, on=date(2026, 2, 28), by=None)
    MemberFactory(site=member.site, name=member.name, email="")
    with pytest.raises(RefusedError, match="is already a member"):
        actions.come_back(member, on=TODAY, by=None)

    assert member.left_on == date(2026, 3, 1)


def test_who_leaves_facilitates_no_longer_whatever_end_was_written_before(people):
    facilitation = people.members.facilitator.facilitations.get()
    today = timezone.localdate()
    actions.end_facilitation(facilitation, on=today + timedelta(days=30), by=people.team)
    assert people.site.pk in people.facilitator.standing.facilitates

    actions.leave(people.members.facilitator, on=today, because="A new job", by=people.team)

    facilitation.refresh_from_db()
    assert facilitation.ended_on == today
    assert people.site.pk not in people.facilitator.standing.facilitates


def test_nobody_facilitates_a_site_that_they_left(people):
    facilitation = people.members.facilitator.facilitations.get()

    Member.objects.filter(pk=people.members.facilitator.pk).update(left_on=timezone.localdate())

    assert facilitation.ended_on is None
    assert people.site.pk not in people.facilitator.standing.facilitates
