"""The page that an invitation opens: for somebody new, for somebody with an account, and for a link that is over."""

from datetime import timedelta

import pytest
from django.test import Client
from django.utils import timezone

from members.models import Agreement, Invitation, Role, User
from tests.factories.members import GroundRulesFactory, InvitationFactory, MemberFactory, UserFactory
from tests.factories.sites import SiteFactory
from tests.reading import one_line

pytestmark = pytest.mark.django_db

WORDS = "three words apart"
FILLED = {"name": "Tom Hallett", "password": WORDS, "again": WORDS}


@pytest.fixture
def invitation():
    site = SiteFactory(code="CG3", place="Dunsmere", programme__name="Common Ground")
    return InvitationFactory(
        member=MemberFactory(user=None, name="Thomas Hallett", email="tom@example.org", site=site),
        invited_by=UserFactory(name="Ruth Adeyemi"),
    )


def role_invitation(**more):
    site = SiteFactory(code="CG1", place="Aldermoor", programme__name="Common Ground")
    invitation = InvitationFactory(
        member=None,
        programme=site.programme,
        role_kind=Role.Kind.COMMISSIONER,
        email="graham@example.org",
        name="Graham Tullis",
        **more,
    )
    invitation.role_sites.add(site)
    return invitation


def signed_in(client) -> User | None:
    return User.objects.filter(pk=client.session.get("_auth_user_id")).first()


def test_it_says_who_invites_to_what_and_by_which_rules(client, invitation):
    GroundRulesFactory(programme=invitation.programme, text="What is said here stays here.\nNo names.")

    answer = client.get(invitation.get_absolute_url())

    page = answer.content.decode()
    for words in (
        "Join CG3 Dunsmere",
        "Ruth Adeyemi invites you",
        "Common Ground",
        "tom@example.org",
        "No names.",
    ):
        assert words in page
    assert "no-store" in answer["Cache-Control"]
    assert answer["Referrer-Policy"] == "strict-origin"  # without the path, which is a secret


def test_reading_it_changes_nothing(client, invitation):
    client.get(invitation.get_absolute_url())
    client.head(invitation.get_absolute_url())

    assert Invitation.objects.get().is_open
    assert not User.objects.filter(email="tom@example.org").exists()


def test_somebody_new_gets_an_account_and_is_at_home(client, invitation):
    rules = GroundRulesFactory(programme=invitation.programme)

    answer = client.post(invitation.get_absolute_url(), FILLED)

    assert answer.url == "/"
    user = signed_in(client)
    assert (user.email, user.name, user.check_password(WORDS)) == ("tom@example.org", "Tom Hallett", True)
    invitation.member.refresh_from_db()
    assert invitation.member.user == user
    assert [agreement.ground_rules for agreement in Agreement.objects.filter(member=invitation.member)] == [
        rules
    ]


def test_the_new_account_can_sign_in_again(client, invitation):
    client.post(invitation.get_absolute_url(), FILLED)
    elsewhere = Client()

    elsewhere.post("/accounts/login/", {"login": "Tom@Example.org", "password": WORDS})

    assert signed_in(elsewhere) == signed_in(client)


@pytest.mark.parametrize(
    ("typed", "words"),
    [
        ({}, "This is still empty"),
        ({**FILLED, "again": "three words together"}, "The two passwords are not the same"),
        ({**FILLED, "password": "short", "again": "short"}, "too short"),
        ({**FILLED, "password": "tom@example.org", "again": "tom@example.org"}, "too similar"),
        ({**FILLED, "name": "   "}, "This is still empty"),
        ({**FILLED, "name": "T" * 121}, "longer than 120 characters"),
        ({**FILLED, "name": "Tom\0"}, "Null characters"),
        ({**FILLED, "password": "a" * 201, "again": "a" * 201}, "longer than 200 characters"),
    ],
)
def test_what_can_not_be_kept_is_said_and_the_name_stays(client, invitation, typed, words):
    answer = client.post(invitation.get_absolute_url(), typed)

    assert answer.status_code == 422
    assert words in answer.content.decode()
    assert typed.get("name", "").strip("\0 ") in answer.content.decode()
    assert Invitation.objects.get().is_open
    assert not User.objects.filter(email="tom@example.org").exists()


def test_a_role_is_named_with_its_sites(client):
    page = client.get(role_invitation().get_absolute_url()).content.decode()

    assert "as: commissioner or senior manager for CG1 Aldermoor" in one_line(page)


def test_accepting_a_role_gives_it(client):
    invitation = role_invitation()

    client.post(invitation.get_absolute_url(), {**FILLED, "name": "Graham Tullis"})

    role = Role.objects.get(user=signed_in(client))
    assert (role.kind, [site.code for site in role.sites.all()]) == (Role.Kind.COMMISSIONER, ["CG1"])


def test_somebody_with_an_account_signs_in_first_and_comes_back(client, invitation):
    tom = UserFactory(email="tom@example.org", name="Tom Hallett")
    address = invitation.get_absolute_url()

    page = client.get(address).content.decode()
    posted = client.post(address, FILLED)

    assert f"/accounts/login/?next={address}" in page
    assert posted.status_code == 200
    assert Invitation.objects.get().is_open
    assert signed_in(client) is None
    tom.refresh_from_db()
    assert not tom.check_password(WORDS)


def test_somebody_with_an_account_joins_by_one_button(client, invitation):
    tom = UserFactory(email="tom@example.org", name="Tom Hallett")
    client.force_login(tom)

    answer = client.post(invitation.get_absolute_url())

    assert answer.url == "/"
    invitation.member.refresh_from_db()
    assert invitation.member.user == tom
    assert signed_in(client).name == "Tom Hallett"


def test_nobody_takes_the_seat_of_another(client, invitation):
    client.force_login(UserFactory(email="somebody.else@example.org"))

    page = client.get(invitation.get_absolute_url()).content.decode()
    client.post(invitation.get_absolute_url(), FILLED)

    assert "This is for tom@example.org" in page
    assert Invitation.objects.get().is_open


def test_accepting_twice_leads_home(client, invitation):
    client.post(invitation.get_absolute_url(), FILLED)

    assert client.get(invitation.get_absolute_url()).url == "/"
    assert client.post(invitation.get_absolute_url(), FILLED).url == "/"


@pytest.mark.parametrize(
    ("fact", "words"),
    [
        ({"expires_at": timezone.now() - timedelta(days=1)}, "This invitation has expired"),
        ({"revoked_at": timezone.now()}, "This invitation was withdrawn"),
    ],
)
def test_a_link_that_is_over_says_whom_to_ask(client, invitation, fact, words):
    Invitation.objects.update(**fact)

    shown, posted = (
        client.get(invitation.get_absolute_url()),
        client.post(invitation.get_absolute_url(), FILLED),
    )

    assert (shown.status_code, posted.status_code) == (410, 410)
    page = shown.content.decode()
    assert words in one_line(page)
    assert "Ruth Adeyemi" in one_line(page)
    assert "the facilitator of CG3 Dunsmere" in one_line(page)
    assert not User.objects.filter(email="tom@example.org").exists()


def test_a_used_link_shows_nothing_to_another_visitor(client, invitation):
    client.post(invitation.get_absolute_url(), FILLED)

    answer = Client().get(invitation.get_absolute_url())

    assert answer.status_code == 410
    assert "This invitation has been accepted" in answer.content.decode()
    assert "tom@example.org" not in answer.content.decode()


def test_a_seat_that_has_ended_is_refused_in_words(client, invitation):
    invitation.member.left_on = timezone.localdate()
    invitation.member.save()

    answer = client.post(invitation.get_absolute_url(), FILLED)

    assert answer.status_code == 422
    assert "no longer a member of" in answer.content.decode()
    assert not User.objects.filter(email="tom@example.org").exists()


@pytest.mark.parametrize("token", ["no-such-token", "x" * 60, "1"])
def test_a_made_up_link_is_not_there(client, invitation, token):
    assert client.get(f"/invitations/{token}/").status_code == 404


def test_links_can_not_be_tried_one_after_another(client, invitation):
    answers = [client.post(invitation.get_absolute_url(), {}).status_code for _ in range(21)]

    assert answers == [422] * 20 + [429]
