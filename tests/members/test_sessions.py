"""Sessions: how long one lasts, on a shared computer above all, and the list of where one is signed in."""

import re
from datetime import timedelta
from pathlib import Path

import pytest
import time_machine
from allauth.mfa.models import Authenticator
from django.conf import settings
from django.test import Client
from django.urls import get_resolver, reverse
from django.utils import timezone

from kit.audit_verbs import verb_of
from kit.models import AuditEvent, Draft
from members.audit_verbs import MemberVerb
from members.models import Session
from pages.room.autosave import owner_tag
from pages.room.fields import NOTE
from tests.factories.cases import CaseFactory, DiscussionFactory
from tests.factories.meetings import MeetingFactory
from tests.factories.members import PASSWORD, UserFactory

pytestmark = pytest.mark.django_db

ROOT = Path(__file__).resolve().parent.parent.parent
LOGIN = "/accounts/login/"
PAGE = "/me/"


@pytest.fixture
def ruth():
    return UserFactory(email="ruth@example.org", name="Ruth Adeyemi")


def sign_in(client, user, **more):
    return client.post(LOGIN, {"login": user.email, "password": PASSWORD, **more})


def is_signed_in(client) -> bool:
    return client.get(PAGE).status_code == 200


def lasts(client, pause) -> bool:
    """Whether the session is still there after a pause in which nothing was done."""
    with time_machine.travel(timezone.now() + pause, tick=False):
        return is_signed_in(client)


@pytest.mark.parametrize(
    ("ticked", "idle"),
    [
        ({}, timedelta(hours=4)),
        ({"remember": "on"}, timedelta(days=7)),
        ({"shared": "on"}, timedelta(minutes=15)),
        ({"shared": "on", "remember": "on"}, timedelta(minutes=15)),
    ],
)
def test_a_session_that_is_left_alone_ends(ruth, ticked, idle):
    longer, shorter = Client(), Client()
    for client in (longer, shorter):
        sign_in(client, ruth, **ticked)

    assert lasts(shorter, idle - timedelta(minutes=1))
    assert not lasts(longer, idle + timedelta(minutes=1))


def test_the_minutes_of_a_shared_computer_are_a_setting(client, ruth, settings):
    limits = {**settings.SESSION_LIMITS, "shared": (timedelta(minutes=5), timedelta(hours=12))}
    settings.SESSION_LIMITS = limits
    sign_in(client, ruth, shared="on")

    assert "signed out after 5 minutes without activity" in client.get(PAGE).content.decode()
    assert not lasts(client, timedelta(minutes=6))


@pytest.mark.parametrize("remember", [{}, {"remember": "on"}])
def test_a_shared_computer_forgets_the_session_when_the_browser_closes(client, ruth, remember):
    sign_in(client, ruth, shared="on", **remember)

    cookie = client.cookies[settings.SESSION_COOKIE_NAME]
    assert (cookie["max-age"], cookie["expires"]) == ("", "")


def test_what_one_does_begins_the_time_anew_and_nothing_beyond_12_hours(client, ruth):
    sign_in(client, ruth, shared="on")
    start = timezone.now()

    for minutes in range(10, 12 * 60, 10):
        with time_machine.travel(start + timedelta(minutes=minutes), tick=False):
            assert is_signed_in(client)
    with time_machine.travel(start + timedelta(hours=12, minutes=1), tick=False):
        assert not is_signed_in(client)


def test_who_did_not_tick_it_before_but_now_is_not_kept(ruth):
    """What was ticked in a sign-in that was given up is not taken for the next one."""
    client = Client()
    Authenticator.objects.create(user=ruth, type=Authenticator.Type.WEBAUTHN, data={"name": "Phone"})
    assert sign_in(client, ruth, shared="on").url.startswith("/accounts/2fa/")
    client.post("/accounts/logout/")
    other = UserFactory()

    sign_in(client, other)

    assert is_signed_in(client)
    assert not client.session.get("shared_computer")
    assert lasts(client, timedelta(hours=3))


def test_the_choice_is_kept_through_the_second_step(client, ruth):
    from allauth.mfa.recovery_codes.internal.auth import RecoveryCodes  # as the person would have set it up
    from allauth.mfa.totp.internal.auth import TOTP, generate_totp_secret

    TOTP.activate(ruth, generate_totp_secret())
    code = RecoveryCodes.activate(ruth).get_unused_codes()[0]
    assert sign_in(client, ruth, shared="on", next="/library/").url.startswith("/accounts/2fa/authenticate/")

    answer = client.post("/accounts/2fa/authenticate/", {"code": code})

    assert answer.url == "/library/"
    assert "This is a shared computer" in client.get(PAGE).content.decode()
    assert not lasts(client, timedelta(minutes=16))


def test_a_page_says_it_only_where_the_computer_is_shared(client, ruth):
    sign_in(client, ruth)
    assert "Stay signed in" not in client.get(PAGE).content.decode()
    client.post("/accounts/logout/")
    sign_in(client, ruth, shared="on")

    page = client.get(PAGE).content.decode()

    assert "You will be signed out after 15 minutes without activity" in page
    assert "Stay signed in" in page


def test_staying_signed_in_begins_the_time_anew_with_and_without_script(client, ruth):
    sign_in(client, ruth, shared="on")
    with time_machine.travel(timezone.now() + timedelta(minutes=14), tick=False):
        answer = client.post(reverse("members:stay_signed_in"), headers={"accept": "application/json"})
        assert answer.json() == {"seconds": 15 * 60}
    with time_machine.travel(timezone.now() + timedelta(minutes=28), tick=False):
        answer = client.post(
            reverse("members:stay_signed_in"), headers={"referer": "http://testserver/library/"}
        )
        assert answer.url == "http://testserver/library/"
    assert lasts(client, timedelta(minutes=42))


def test_nobody_is_sent_elsewhere_by_staying(client, ruth):
    client.force_login(ruth)

    answer = client.post(
        reverse("members:stay_signed_in"), headers={"referer": "https://elsewhere.example.com/"}
    )

    assert answer.url == "/"


def test_after_a_time_out_people_are_told_why_and_come_back_to_the_page(client, ruth):
    sign_in(client, ruth, shared="on")
    with time_machine.travel(timezone.now() + timedelta(minutes=16), tick=False):
        asked = client.get("/me/address/?again=yes")
        page = client.get(asked.url)
        assert "because nothing was done for a while" in page.content.decode()
        back = sign_in(client, ruth, next=page.context["redirect_field_value"])

    assert back.url == "/me/address/?again=yes"


def test_a_session_that_was_used_to_its_end_says_so(client, ruth):
    sign_in(client, ruth)
    Session.objects.update(
        started_at=timezone.now() - timedelta(hours=13), used_at=timezone.now() - timedelta(hours=2),
        expire_date=timezone.now() - timedelta(hours=1),
    )  # fmt: skip

    answer = client.get(PAGE, follow=True)

    assert "it was a while since you signed in" in answer.content.decode()


def test_the_session_that_is_over_says_whose_it_was(client, ruth):
    """What was refused can be kept for that person, and nobody else."""
    sign_in(client, ruth, shared="on")
    with time_machine.travel(timezone.now() + timedelta(minutes=16), tick=False):
        request = client.post("/me/", {"name": "Typed"}).wsgi_request
        assert request.session.ended_for == ruth.pk
        assert not request.user.is_authenticated
        assert client.post("/me/", {"name": "Typed"}).wsgi_request.session.ended_for is None
    assert Client().get(PAGE).wsgi_request.session.ended_for is None


# --- The meeting room


@pytest.fixture
def in_the_room(client, people):
    """Ruth in the meeting room, on a shared computer."""
    meeting = MeetingFactory(site=people.site)
    discussion = DiscussionFactory(case=CaseFactory(site=people.site), meeting=meeting)
    sign_in(client, people.facilitator, shared="on")
    field = NOTE.name(discussion=discussion.pk)
    return (
        client,
        meeting,
        {"field": field, "text": "Half a note", "key": "a-key", "owner": owner_tag(people.facilitator)},
    )


def test_looking_who_is_in_the_room_is_nothing_that_one_did_and_typing_is(in_the_room):
    client, meeting, note = in_the_room
    start = timezone.now()
    for minutes in range(1, 15):
        with time_machine.travel(start + timedelta(minutes=minutes), tick=False):
            assert client.post(reverse("room_here", args=[meeting.pk])).status_code == 200
            assert client.get(reverse("room_key")).status_code == 200
    left_alone, here = Client(), reverse("room_here", args=[meeting.pk])
    left_alone.cookies = client.cookies.copy()
    with time_machine.travel(start + timedelta(minutes=14, seconds=30), tick=False):
        assert client.post(reverse("room_send", args=[meeting.pk]), note).json()["state"] == "draft"

    with time_machine.travel(start + timedelta(minutes=29), tick=False):
        assert client.post(here).status_code == 200
    with time_machine.travel(start + timedelta(minutes=30), tick=False):
        assert client.post(here).status_code == 401


def test_what_was_typed_in_the_room_is_there_after_the_time_out(in_the_room, people):
    client, meeting, note = in_the_room
    room, send = reverse("meeting_room", args=[meeting.pk]), reverse("room_send", args=[meeting.pk])
    client.post(send, note)
    with time_machine.travel(timezone.now() + timedelta(minutes=16), tick=False):
        late = {**note, "text": "Half a note, and more", "key": "another-key"}
        assert client.post(send, late).status_code == 401
        asked = client.get(room)
        assert asked.url == f"{LOGIN}?next={room}"

        back = sign_in(client, people.facilitator, shared="on", next=room)
        assert "Half a note" in client.get(back.url).content.decode()
        client.post(send, late)  # as the script does, with the text that waited on the computer

        assert "Half a note, and more" in client.get(room).content.decode()
    assert Draft.objects.get().text == "Half a note, and more"


ASKED_AGAIN = re.compile(r'hx-get="\{% url "([\w:]{1,60})"[^>]{0,300}hx-trigger="every', re.DOTALL)


def test_every_address_that_a_page_asks_by_itself_is_no_activity():
    """htmx asks some again and again; scripts of ours only these. A new one has to be named here, and be by_itself."""
    templates = "\n".join(path.read_text() for path in (ROOT / "templates").rglob("*.html"))
    asked = set(ASKED_AGAIN.findall(templates))
    assert templates.count('hx-trigger="every') == len(asked) > 0
    timed = {
        path.name for path in (ROOT / "static" / "js").glob("*.js") if "setInterval(" in path.read_text()
    }
    assert timed == {
        "room.js",
        "room-status.js",
        "time-out.js",
    }  # of these only room.js and time-out.js ask the server
    asked |= {"room_here", "room_key"}

    views = {
        name: found[0][0] and get_resolver().resolve(path).func for name, found, path in addresses(asked)
    }

    assert [name for name, view in views.items() if not getattr(view, "is_by_itself", False)] == []


def addresses(names):
    """Each name with an address of it, whatever its arguments are."""
    for name in names:
        spaces, _, short = name.rpartition(":")
        resolver = get_resolver()
        prefix = ""
        if spaces:
            prefix, resolver = resolver.namespace_dict[spaces]
        found = resolver.reverse_dict.getlist(short)
        pattern, arguments = found[0][0][0]
        filled = {each: "2026-11" if each == "month" else 1 for each in arguments}
        yield name, found, "/" + str(prefix) + pattern % filled


# --- What is logged


def test_signing_in_is_in_the_audit_log_with_the_ways(client, ruth):
    sign_in(client, ruth)

    event = AuditEvent.objects.get(verb=MemberVerb.SIGN_IN)
    assert (event.by, event.note) == (ruth, "password")
    assert verb_of(event.verb) is MemberVerb.SIGN_IN


@pytest.mark.parametrize("login", ["ruth@example.org", "nobody@example.org"])
def test_a_wrong_try_is_logged_without_what_was_typed(client, ruth, caplog, login):
    client.post(LOGIN, {"login": login, "password": "not this one"})

    said = [record.getMessage() for record in caplog.records if record.name == "members.adapter"]
    whom = f"account {ruth.pk}" if login == ruth.email else "no account"
    assert said == [f"Wrong password for {whom} from 127.0.0.1"]


def test_a_wrong_code_is_logged(client, ruth, caplog):
    from allauth.mfa.totp.internal.auth import (  # as the person would have set it up
        TOTP,
        generate_totp_secret,
    )

    TOTP.activate(ruth, generate_totp_secret())
    sign_in(client, ruth)

    client.post("/accounts/2fa/authenticate/", {"code": "000000"})

    assert f"Wrong code for account {ruth.pk}" in caplog.text


# --- Any other form


HIDDEN = re.compile(r'<input type="hidden" name="(\w{1,40})" value="([^"]{0,4000})"')


def test_what_was_typed_in_a_form_is_in_it_again_after_the_time_out(ruth):
    """The browser's session is over when the form is sent; its person signs in again and finds what they typed."""
    client = Client()
    sign_in(client, ruth, shared="on")
    form = client.get(PAGE).content.decode().partition("<main")[2].partition("</form>")[0]
    typed = {
        **dict(HIDDEN.findall(form)),
        "name": "Ruth A. Adeyemi",
        "job_title": "District nurse",
        "colour_mode": "",
    }

    with time_machine.travel(timezone.now() + timedelta(minutes=16), tick=False):
        refused = client.post(PAGE, typed)
        assert refused.url == f"{LOGIN}?next={PAGE}"
        asked = client.get(refused.url).content.decode()
        assert (asked.count("What you wrote is kept"), asked.count("You were signed out")) == (1, 1)
        back = sign_in(client, ruth, shared="on", next=PAGE)
        page = client.get(back.url).content.decode()
        other = Client()
        sign_in(other, UserFactory())

        assert 'value="Ruth A. Adeyemi"' in page
        assert 'value="District nurse"' in page
        assert "District nurse" not in other.get(PAGE).content.decode()
    ruth.refresh_from_db()
    assert ruth.name == "Ruth Adeyemi"
