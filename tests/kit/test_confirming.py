"""Confirming who one is: before publishing for everyone, exports and changes of roles, a while after signing in."""

from datetime import timedelta

import pytest
import time_machine
from django.urls import URLPattern, URLResolver, get_resolver, reverse
from django.utils import timezone

from cases.clearance.models import Audience
from kit.http import page_view
from members.models import Role
from tests.cases.checking import agree, approve, send_for_checking
from tests.factories.cases import CaseFactory
from tests.factories.members import PASSWORD, UserFactory

AGAIN = "/accounts/reauthenticate/"
GRAVE = ("export", "csv", "role_", "facilitation_", "issue_send", "address_change", "second_step_")
LATER = timedelta(minutes=16)
ASKED_INSIDE = {  # asked by the view, of some rows
    "clearance:text_publish": "only for everyone",
    "next_steps:programme_what_helps_csv": "only where every number is in it",
}
NOT_ASKED = {
    "knowledge:evidence_export": "of publications, which anybody can look up",
    "members:role_list": "shows roles, and changes none",
    "members:role_take_back": "of a member's work, such as nurse, which lets them do nothing more",
    "commissioning:issue_send_for_checking": "goes to other checkers, not out",
    "commissioning:addition_send_for_checking": "goes to other checkers, not out",
    "newsletter:issue_send_for_checking": "goes to other checkers, not out",
}


def named(patterns, space=""):
    for pattern in patterns:
        if isinstance(pattern, URLResolver):
            inner = f"{pattern.namespace}:" if pattern.namespace else space
            yield from named(pattern.url_patterns, inner)
        elif isinstance(pattern, URLPattern) and pattern.name:
            yield space + pattern.name, pattern.callback


def test_every_export_and_change_of_roles_asks_again():
    views = {name: view for name, view in named(get_resolver().url_patterns) if not name.startswith("admin:")}
    grave = {name for name in views if any(part in name for part in GRAVE)}

    asking = {name for name in grave if getattr(views[name], "asks_for_confirmation", False)}

    assert grave - asking - ASKED_INSIDE.keys() - NOT_ASKED.keys() == set()
    assert ASKED_INSIDE.keys() | NOT_ASKED.keys() <= views.keys()
    assert len(asking) >= 8


def test_an_address_that_forgot_to_ask_would_be_noticed():
    assert not hasattr(page_view(lambda request: None), "asks_for_confirmation")


def later(client):
    """The answer that a client gets a while after it signed in."""
    return time_machine.travel(timezone.now() + LATER)


def test_members_are_exported_just_after_signing_in_and_later_only_after_the_password(signed_in, people):
    client = signed_in("facilitator")
    export = reverse("member_export", args=[people.site.slug])
    assert client.get(export).status_code == 200

    with later(client):
        asked = client.get(export)
        assert asked.url.startswith(AGAIN)
        wrong = client.post(asked.url, {"password": "not this one"})
        assert wrong.status_code == 422
        confirmed = client.post(asked.url, {"password": PASSWORD})
        assert confirmed.url == export
        assert client.get(export).status_code == 200


def test_what_was_typed_goes_on_after_the_password(signed_in, people):
    client = signed_in("team")
    role = Role.objects.get(user=people.adviser)

    with later(client):
        day = timezone.localdate()
        asked = client.post(reverse("members:role_end", args=[role.pk]), {"on": f"{day:%d/%m/%Y}"})
        assert asked.url.startswith(AGAIN)
        role.refresh_from_db()
        assert role.until is None

        client.post(asked.url, {"password": PASSWORD})

        role.refresh_from_db()
        assert role.until == day


@pytest.mark.parametrize(("audience", "asks"), [(Audience.PUBLIC, True), (Audience.COMMISSIONERS, False)])
def test_publishing_asks_again_for_everyone_only(signed_in, people, audience, asks):
    case = CaseFactory(site=people.site, presenter=people.members.presenter, presented=True)
    text = send_for_checking(case, by=people.facilitator, audience=audience)
    agree(case, people)
    approve(text, people.member)
    approve(text, people.team)
    client = signed_in("facilitator")

    with later(client):
        answer = client.post(reverse("clearance:text_publish", args=[text.pk]))

    assert answer.url.startswith(AGAIN) == asks


def test_who_has_no_way_to_confirm_is_not_asked(client, people):
    user = UserFactory()
    user.set_unusable_password()
    user.save()
    Role.objects.create(
        user=user, programme=people.programme, kind=Role.Kind.PROGRAMME_TEAM, since=timezone.localdate()
    )
    client.force_login(user)

    with later(client):
        assert client.get(reverse("member_export", args=[people.site.slug])).status_code == 200


def test_a_visitor_is_sent_to_sign_in(client, people):
    assert client.get(reverse("member_export", args=[people.site.slug])).url.startswith("/accounts/login/")
