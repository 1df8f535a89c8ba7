"""Where one is signed in: the list of sessions, and ending one."""

import re
from datetime import timedelta

import pytest
import time_machine
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from kit.models import AuditEvent
from members.audit_verbs import MemberVerb
from members.models import Session
from members.models.sessions import COUNTED_EVERY
from members.signing_in import browser_of
from tests.factories.members import PASSWORD, UserFactory
from tests.members.test_sessions import PAGE, is_signed_in, sign_in

pytestmark = pytest.mark.django_db

FIREFOX = "Mozilla/5.0 (Windows NT 10.0; Win64; x64; rv:130.0) Gecko/20100101 Firefox/130.0"
SAFARI = "Mozilla/5.0 (iPhone; CPU iPhone OS 17_5 like Mac OS X) AppleWebKit/605.1.15 Version/17.5 Mobile/15E148 Safari/604.1"
CHROME = "Mozilla/5.0 (X11; Linux x86_64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/126.0 Safari/537.36"
EDGE = f"{CHROME} Edg/126.0".replace("X11; Linux x86_64", "Windows NT 10.0; Win64; x64")


@pytest.fixture
def ruth():
    return UserFactory(email="ruth@example.org", name="Ruth Adeyemi")


def test_the_list_says_where_one_is_signed_in_and_which_is_this(ruth):
    here, phone = Client(headers={"user-agent": FIREFOX}), Client(headers={"user-agent": SAFARI})
    sign_in(phone, ruth, remember="on")
    sign_in(here, ruth, shared="on")
    sign_in(Client(), UserFactory())

    page = here.get(reverse("members:session_list")).content.decode()

    rows = [
        " ".join(re.sub(r"<[^>]{1,300}>", " ", row).split())
        for row in re.findall(r"<li><div class=.*?</li>", page, re.DOTALL)
    ]
    assert len(rows) == 2
    assert rows[0].startswith("Firefox on a Windows computer (this one) A shared computer. Signed in ")
    assert rows[1].startswith("Safari on an iPhone Signed in ")
    assert "last used" in rows[1]
    assert "Sign out there" not in rows[0]


def test_the_keys_of_sessions_are_on_no_page(ruth):
    here, phone = Client(), Client()
    for client in (here, phone):
        sign_in(client, ruth)

    page = here.get(reverse("members:session_list")).content.decode()

    assert [row.pk for row in Session.objects.all() if row.pk in page] == []
    assert Session.objects.get(pk=phone.session.session_key).number in page


def test_one_session_is_ended_and_no_other(ruth):
    here, phone, laptop = Client(), Client(), Client()
    for client in (here, phone, laptop):
        sign_in(client, ruth)
    row = Session.objects.get(pk=phone.session.session_key)

    answer = here.post(reverse("members:session_end", args=[row.number]), follow=True)

    assert "You have been signed out there" in answer.content.decode()
    assert [is_signed_in(client) for client in (here, phone, laptop)] == [True, False, True]
    assert AuditEvent.objects.filter(verb=MemberVerb.END_SESSION).count() == 1
    assert here.post(reverse("members:session_end", args=[row.number])).status_code == 404


def test_nobody_ends_the_session_of_somebody_else(client, ruth):
    sign_in(client, ruth)
    row = Session.objects.get()
    other = Client()
    sign_in(other, UserFactory())

    assert other.post(reverse("members:session_end", args=[row.number])).status_code == 404
    assert is_signed_in(client)


def test_sessions_that_are_over_are_not_listed(ruth):
    over, before_the_new_password, here = Client(), Client(), Client()
    for client in (over, before_the_new_password, here):
        sign_in(client, ruth)
    Session.objects.filter(pk=over.session.session_key).update(expire_date=timezone.now())
    new = {"password1": "three words apart", "password2": "three words apart"}
    here.post(reverse("account_change_password"), {"oldpassword": PASSWORD, **new})

    ruth.refresh_from_db()

    assert [row.pk for row in Session.objects.of(ruth)] == [here.session.session_key]


def test_a_new_password_does_not_begin_the_12_hours_anew(client, ruth):
    sign_in(client, ruth)
    began = Session.objects.get().started_at
    with time_machine.travel(timezone.now() + timedelta(hours=2), tick=False):
        new = {"password1": "three words apart", "password2": "three words apart"}
        client.post(reverse("account_change_password"), {"oldpassword": PASSWORD, **new})

    assert Session.objects.get().started_at == began


def test_using_a_page_writes_its_row_at_most_three_times_a_minute(client, ruth):
    sign_in(client, ruth)
    used = Session.objects.get().used_at

    with time_machine.travel(used + COUNTED_EVERY / 2, tick=False):
        client.get(PAGE)
    assert Session.objects.get().used_at == used
    with time_machine.travel(used + 2 * COUNTED_EVERY, tick=False):
        client.get(PAGE)
    assert Session.objects.get().used_at == used + 2 * COUNTED_EVERY


@pytest.mark.parametrize(
    ("agent", "words"),
    [
        (FIREFOX, "Firefox on a Windows computer"),
        (SAFARI, "Safari on an iPhone"),
        (CHROME, "Chrome on a Linux computer"),
        (EDGE, "Edge on a Windows computer"),
        ("curl/8.0", "A browser"),
        ("", "A browser"),
        ("<script>" * 1000, "A browser"),
    ],
)
def test_a_browser_is_told_in_words(rf, agent, words):
    assert browser_of(rf.get("/", headers={"user-agent": agent})) == words
