"""The way to an account: invite, send again, take back, accept."""

from datetime import timedelta

import pytest
from allauth.account.models import EmailAddress
from django.core import mail
from django.utils import timezone

from kit.errors import RefusedError
from kit.tasks import send_due_mail
from members import actions
from members.models import Invitation, Member, User
from tests.factories.members import InvitationFactory, MemberFactory, RoleFactory, UserFactory
from tests.factories.sites import ProgrammeFactory, SiteFactory

pytestmark = pytest.mark.django_db
PASSWORD = "three quiet words"


def somebody(**fields):
    return MemberFactory(**{"user": None, "name": "Bev Sutton", "email": "bev@example.org", **fields})


def role_invitation(**fields) -> Invitation:
    kind = fields.pop("role_kind", "adviser")
    return InvitationFactory(
        **{"member": None, "programme": ProgrammeFactory(), "role_kind": kind, "email": "ada@example.org",
           "name": "Ada Cole", **fields}
    )  # fmt: skip


def test_an_invitation_is_mailed_with_its_link():
    member = somebody()

    invitation = actions.invite_member(member, by=UserFactory(name="Ruth Adeyemi"))

    assert mail.outbox == []
    assert (send_due_mail(), send_due_mail()) == (1, 0)
    (letter,) = mail.outbox
    assert letter.to == ["bev@example.org"]
    assert letter.subject == f"Ruth Adeyemi invites you to {member.site}"
    assert f"http://testserver/invitations/{invitation.token}/" in letter.body


def test_inviting_again_sends_nothing_new():
    member, by = somebody(), UserFactory()

    first = actions.invite_member(member, by=by)
    send_due_mail()
    second = actions.invite_member(member, by=by)
    send_due_mail()

    assert first == second
    assert len(mail.outbox) == 1


def test_a_new_address_gets_a_new_invitation_and_the_old_link_ends():
    member, by = somebody(), UserFactory()
    first = actions.invite_member(member, by=by)
    member.email = "sutton@example.org"
    member.save()

    second = actions.invite_member(member, by=by)

    first.refresh_from_db()
    assert (first.is_open, second.is_open, second.email) == (False, True, "sutton@example.org")


@pytest.mark.parametrize(
    ("fields", "sentence"),
    [
        ({"email": ""}, "no e-mail address"),
        ({"agreed_to_contact_at": None}, "not agreed to receive e-mails"),
        ({"left_on": timezone.localdate(), "left_because": "x"}, "has left"),
    ],
)
def test_who_cannot_be_invited_is_said_in_words(fields, sentence):
    with pytest.raises(RefusedError, match=sentence):
        actions.invite_member(somebody(**fields), by=UserFactory())


def test_somebody_with_an_account_is_not_invited():
    with pytest.raises(RefusedError, match="already has an account"):
        actions.invite_member(MemberFactory(), by=UserFactory())


def test_the_team_invites_a_commissioner_for_named_sites():
    site = SiteFactory()
    fields = {
        "programme": site.programme,
        "kind": "commissioner",
        "email": "Ada@Example.org",
        "name": "Ada Cole",
    }

    with pytest.raises(RefusedError, match="at least one site"):
        actions.invite_to_role(**fields, by=UserFactory())
    invitation = actions.invite_to_role(**fields, sites=[site], by=UserFactory())
    send_due_mail()

    assert (invitation.email, list(invitation.role_sites.all())) == ("ada@example.org", [site])
    assert "as: Commissioner or senior manager" in mail.outbox[0].body


def test_somebody_who_has_the_role_is_not_invited_to_it():
    role = RoleFactory()

    with pytest.raises(RefusedError, match="already has this role"):
        actions.invite_to_role(
            programme=role.programme, kind=role.kind, email=role.user.email, name="x", by=UserFactory()
        )


def test_sending_again_makes_a_new_link():
    invitation = InvitationFactory(expires_at=timezone.now() - timedelta(days=1))
    old = invitation.token

    again = actions.send_invitation_again(invitation, by=UserFactory())
    send_due_mail()

    assert again.is_open
    assert again.token != old
    assert again.token in mail.outbox[0].body


def test_sending_again_before_the_first_mail_went_out_sends_one_and_keeps_its_link():
    invitation = actions.invite_member(somebody(), by=UserFactory())

    again = actions.send_invitation_again(invitation, by=UserFactory())

    assert send_due_mail() == 1
    assert again.is_open
    assert again.token == invitation.token
    assert again.token in mail.outbox[0].body


def test_sending_again_after_a_mail_that_waited_too_long_makes_a_new_link():
    invitation = actions.invite_member(somebody(), by=UserFactory())
    Invitation.objects.update(expires_at=timezone.now() - timedelta(days=1))

    again = actions.send_invitation_again(invitation, by=UserFactory())

    assert again.is_open
    assert again.token != invitation.token
    assert send_due_mail() == 1
    assert again.token in mail.outbox[0].body


def test_an_invitation_that_is_over_before_its_mail_went_out_is_not_mailed():
    by = UserFactory()
    revoked = actions.invite_member(somebody(), by=by)
    actions.revoke_invitation(revoked, by=by)
    accepted = actions.invite_member(somebody(name="Tom Hallett", email="tom@example.org"), by=by)
    actions.accept_invitation(accepted, password=PASSWORD)
    no_longer_agrees = somebody(name="Ada Cole", email="ada@example.org")
    actions.invite_member(no_longer_agrees, by=by)
    Member.objects.filter(pk=no_longer_agrees.pk).update(agreed_to_contact_at=None)

    assert send_due_mail() == 0
    assert mail.outbox == []


@pytest.mark.parametrize(
    ("fields", "sentence"),
    [({"agreed_to_contact_at": None}, "not agreed to receive e-mails"), ({"email": ""}, "no e-mail address")],
)
def test_who_cannot_be_written_to_any_more_is_not_sent_it_again(fields, sentence):
    invitation = InvitationFactory()
    Member.objects.update(**fields)

    with pytest.raises(RefusedError, match=sentence):
        actions.send_invitation_again(invitation, by=UserFactory())


def test_what_was_taken_back_is_not_sent_again():
    invitation = InvitationFactory()
    actions.revoke_invitation(invitation, by=UserFactory())
    actions.revoke_invitation(invitation, by=UserFactory())

    with pytest.raises(RefusedError, match="withdrawn"):
        actions.send_invitation_again(invitation, by=UserFactory())


def test_somebody_new_gets_an_account_and_their_seat():
    invitation = InvitationFactory()

    user = actions.accept_invitation(invitation, password=PASSWORD)

    invitation.refresh_from_db()
    assert (user.email, user.name) == ("invited@example.org", "Invited Person")
    assert user.check_password(PASSWORD)
    assert EmailAddress.objects.get(user=user).verified
    assert invitation.accepted_by == user
    assert user.standing.member_of == {invitation.member.site_id}


def test_somebody_new_gets_the_role():
    site = SiteFactory()
    invitation = role_invitation(role_kind="commissioner", programme=site.programme)
    invitation.role_sites.add(site)

    user = actions.accept_invitation(invitation, password=PASSWORD)

    assert user.standing.commissioner_sites == {site.pk}


def test_an_existing_account_takes_the_seat_once_it_has_proved_itself():
    user = UserFactory(email="invited@example.org")
    invitation = InvitationFactory()

    with pytest.raises(RefusedError, match="You already have an account"):
        actions.accept_invitation(invitation, password=PASSWORD)
    actions.accept_invitation(invitation, user=user)

    invitation.member.refresh_from_db()
    assert invitation.member.user == user
    assert User.objects.filter(email="invited@example.org").count() == 1


def test_somebody_else_who_is_signed_in_cannot_take_it():
    with pytest.raises(RefusedError, match="this invitation is for invited"):
        actions.accept_invitation(InvitationFactory(), user=UserFactory())


def test_accepting_again_changes_nothing_for_the_same_person_and_is_refused_to_others():
    invitation = InvitationFactory()
    user = actions.accept_invitation(invitation, password=PASSWORD)

    assert actions.accept_invitation(invitation, user=user) == user
    with pytest.raises(RefusedError, match="no longer open"):
        actions.accept_invitation(invitation, password=PASSWORD)


@pytest.mark.parametrize(
    "fields",
    [{"expires_at": timezone.now() - timedelta(days=1)}, {"revoked_at": timezone.now()}],
)
def test_a_link_that_ended_makes_no_account(fields):
    with pytest.raises(RefusedError, match="no longer open"):
        actions.accept_invitation(InvitationFactory(**fields), password=PASSWORD)

    assert not User.objects.filter(email="invited@example.org").exists()


@pytest.mark.parametrize("password", [None, "", "short", "password123", "invited@example.org"])
def test_a_password_that_is_easy_to_guess_makes_no_account(password):
    with pytest.raises(RefusedError):
        actions.accept_invitation(InvitationFactory(), password=password)

    assert not User.objects.filter(email="invited@example.org").exists()


def test_a_seat_that_ended_or_is_taken_twice_is_refused():
    invitation = InvitationFactory()
    user = UserFactory(email="invited@example.org")
    MemberFactory(site=invitation.member.site, user=user, name="The same")

    with pytest.raises(RefusedError, match="are already a member of"):
        actions.accept_invitation(invitation, user=user)

    left = InvitationFactory(member__left_on=timezone.localdate(), member__left_because="x")
    with pytest.raises(RefusedError, match="no longer a member of"):
        actions.accept_invitation(left, user=user)
