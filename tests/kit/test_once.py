"""A form is done once, however often its button is pressed, and each press is answered by the page the first led to."""

import re
import threading
from datetime import timedelta

import pytest
from django.db import connection
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from cases.clearance.links import token_of
from cases.models import Case
from kit import once
from kit.models import Press
from kit.tasks import prune_drafts
from newsletter.models import Subscriber
from tests.factories.cases import CaseFactory
from tests.factories.members import PASSWORD, UserFactory

TITLE = "The weekend that starts on Thursday"
KEY = re.compile(r'name="once" value="([\w-]+)"')


@pytest.fixture
def form(signed_in, people):
    """The address of a form as the facilitator has it, and what is typed in it, with its key."""
    client, url = signed_in("facilitator"), f"/cases/offer/?site={people.site.slug}"
    presenter = people.site.members.first()
    typed = {"title": TITLE, "kind": "challenging", "presenters": [presenter.pk], "case_management": "none"}
    return client, url, typed | {"once": KEY.search(client.get(url).content.decode())[1]}


def made(title=None) -> int:
    return Case.objects.filter(title=title or TITLE).count()


def test_two_presses_make_one_row_and_lead_to_the_same_page(form):
    client, url, typed = form

    answers = [client.post(url, typed) for _ in range(3)]

    assert {(answer.status_code, answer.headers.get("Location")) for answer in answers} == {
        (302, answers[0].headers["Location"])
    }
    assert made() == 1
    assert Press.objects.count() == 1


def test_what_was_changed_before_the_second_press_is_another_press(form):
    client, url, typed = form

    client.post(url, typed)
    client.post(url, typed | {"title": "A quiet month"})

    assert (made(), made("A quiet month")) == (1, 1)


def test_the_same_answers_on_a_new_page_are_another_press(form, people):
    client, url, typed = form
    client.post(url, typed)

    client.post(url, typed | {"once": KEY.search(client.get(url).content.decode())[1]})

    assert made() == 2


def test_a_press_that_was_refused_may_be_pressed_again(form):
    client, url, typed = form

    assert client.post(url, typed | {"title": ""}).status_code == 422
    assert Press.objects.count() == 0
    assert client.post(url, typed).status_code == 302


def test_a_refusal_in_words_is_said_at_every_press(signed_in, people):
    client = signed_in("facilitator")
    page = f"/sites/{people.site.slug}/"

    for _ in range(2):
        client.post("/cases/999/", {"once": "k"}, HTTP_REFERER=f"http://testserver{page}")

    assert Press.objects.count() == 0


def test_a_key_of_somebody_else_is_no_key_of_mine(form, people):
    client, url, typed = form
    client.post(url, typed)
    Press.objects.update(user=UserFactory())

    client.post(url, typed)

    assert made() == 2


def test_a_press_that_was_broken_off_is_done_by_the_next(form, people):
    client, url, typed = form
    request = client.post(url, typed | {"title": ""}).wsgi_request
    request.POST = request.POST.copy()
    request.POST["title"] = TITLE
    Press.objects.create(
        user=people.user("facilitator"), key=typed["once"], digest=once.digest_of(request),
        began_at=timezone.now() - once.TAKES_AT_MOST - timedelta(seconds=1),
    )  # fmt: skip

    assert client.post(url, typed).status_code == 302
    assert made() == 1


def test_a_press_that_takes_too_long_is_answered_in_words(form, people, monkeypatch):
    client, url, typed = form
    client.post(url, typed)
    Press.objects.update(ended_at=None, began_at=timezone.now())
    monkeypatch.setattr(once, "WAITS", 1)

    answer = client.post(url, typed)

    assert answer.status_code == 409
    assert once.STILL_SAVING in answer.content.decode()


def test_presses_are_forgotten_after_an_hour(form):
    client, url, typed = form
    client.post(url, typed)
    prune_drafts()
    assert Press.objects.count() == 1

    Press.objects.update(began_at=timezone.now() - timedelta(hours=2))
    prune_drafts()

    assert Press.objects.count() == 0


def test_what_was_typed_is_not_kept_with_a_press(form):
    client, url, typed = form
    client.post(url, typed)

    press = Press.objects.values("digest", "led_to", "key").get()

    assert "weekend" not in str(press)
    assert len(press["digest"]) == 64


@pytest.mark.parametrize("key", ["", "x" * 65, "a\0b"])
def test_a_key_that_no_page_has_is_no_key(form, key):
    client, url, typed = form

    assert client.post(url, typed | {"once": key}).status_code == 302
    assert Press.objects.count() == 0


@pytest.mark.django_db(transaction=True)
def test_twenty_presses_at_one_moment_make_one_case(form):
    client, url, typed = form
    cookies, answers = client.cookies.output(header="", sep=";"), []

    def press():
        each = Client(HTTP_COOKIE=cookies.strip())
        answers.append(each.post(url, typed))
        connection.close()

    presses = [threading.Thread(target=press) for _ in range(20)]
    for thread in presses:
        thread.start()
    for thread in presses:
        thread.join()

    assert {answer.status_code for answer in answers} == {302}, answers[0].content.decode()[:2000]
    assert len({answer.headers["Location"] for answer in answers}) == 1
    assert made() == 1


# --- Visitors, who are not signed in


def test_a_visitor_who_presses_twice_is_led_to_the_same_page_and_makes_one_row(client, people):
    url = reverse("newsletter:subscribe")
    typed = {"programme": people.programme.slug, "email": "outsider@example.org"}
    typed["once"] = KEY.search(client.get(url).content.decode())[1]

    answers = {client.post(url, typed).headers["Location"] for _ in range(2)}

    assert len(answers) == 1
    assert list(Press.objects.values_list("user", flat=True)) == [None]
    assert Subscriber.objects.filter(email="outsider@example.org").count() == 1


def test_signing_in_leaves_no_press_since_each_answer_brings_the_session(people):
    user = people.user("member")
    user.set_password(PASSWORD)
    user.save()
    typed = {"login": user.email, "password": PASSWORD, "once": "a-key"}

    clients = [Client(), Client()]
    answers = [client.post(reverse("account_login"), typed) for client in clients]

    assert [answer.status_code for answer in answers] == [302, 302]
    assert all("_auth_user_id" in client.session for client in clients)
    assert Press.objects.count() == 0


def test_no_press_keeps_the_token_in_the_address_that_it_was_sent_to(client, people):
    """A presenter's link leads back to itself; of that only the fact is kept."""
    case = CaseFactory(site=people.site, presenter=people.site.members.first())
    url = reverse("clearance:agreement_by_link", args=[token_of(case.named_presenters.get())])

    answers = [client.post(url, {"what": "all", "once": "a-key"}).headers["Location"] for _ in range(2)]

    assert answers == [url, url]
    assert Press.objects.get().led_to == once.SAME_PAGE
