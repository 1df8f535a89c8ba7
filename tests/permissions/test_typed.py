"""Nothing typed is lost: the walk over every form of the product, for a session that has ended, and for leaving a page."""

import re
from urllib.parse import quote

import pytest
from django.db import transaction
from django.forms import PasswordInput
from django.test import Client
from django.urls import reverse

from kit.editing.opened import Opened
from kit.editing.typed import NAME, Page
from kit.models import Draft
from tests.permissions.asking import clients_of
from tests.permissions.forms_on_pages import PageForm, forms_in
from tests.permissions.test_hostile import SENDERS, forms_of
from tests.permissions.test_stale import WITHOUT, base_of, post, posted_forms, same_form

pytestmark = [pytest.mark.long, pytest.mark.walk]
UNSAVED = "and did not save it"

# Forms that are not kept, each with its reason.
NOT_KEPT = {
    "agenda_edit": "its lines move on the page; each button sends them all, and shows them again",
}

# Forms on pages that a link in a mail opens: they need no session.
BY_LINK = {
    "meetings:reply",
    "invitations:invitation_reply",
    "next_steps:my_steps",
    "clearance:agreement_by_link",
    "newsletter:subscription_change",
    "members:invitation_accept",
}


def kept_forms(world):
    """Every form of somebody with an account: its name, as whom, on which page, and the form with something typed."""
    for name, role, page, form in posted_forms(world):
        if (
            role != "anonymous"
            and name not in WITHOUT | NOT_KEPT
            and not name.startswith(("account_", "mfa_"))
        ):
            yield name, role, page, form


def whose(form: PageForm) -> str:
    return next((each.value for each in form.controls if each.name == NAME), "")


def typed_in(form: PageForm) -> dict[str, str]:
    """A text for each field that people type in."""
    return {
        each.name: f"Typed in {each.name}"
        for each in form.controls
        if each.kind in ("textarea", "text", "email", "url")
    }


def sent_with(form: PageForm, typed: dict) -> list[tuple[str, str]]:
    as_it_is = [(name, value) for name, value in form.as_filled() if name not in typed]
    return as_it_is + list(typed.items())


def shown_at(client, page: str, form: PageForm) -> tuple[dict[str, str], bool]:
    """What is in the fields of the form on its page, and whether the page says that it was not saved."""
    answer = client.get(page)
    said = answer.content.decode()
    shown = [each for each in forms_in(said, at=page) if each.action == form.action]
    return {each.name: each.value for one in shown for each in one.controls}, UNSAVED in " ".join(
        said.split()
    )


def test_every_form_says_whose_page_it_is_on(world):
    lacking = {name for name, _, _, form in kept_forms(world) if Page.read(whose(form)) is None}

    assert lacking == set()
    assert len(list(kept_forms(world))) > 50


def test_every_form_with_words_about_people_can_ask_for_marks(world):
    """The room and other forms with versions of their own too, and the pages that a link in a mail opens."""
    marked = {
        name: form
        for name, _, _, form in posted_forms(world)
        if any(each.is_marked for each in form.controls)
    }

    assert {name for name, form in marked.items() if Page.read(form.marks_of) is None} == set()
    assert {
        "meeting_room",
        "cases:notes_edit",
        "clearance:text_check",
        "next_steps:my_steps",
    } <= marked.keys()
    assert len(marked) > 25


def test_no_form_with_a_password_is_kept(world):
    secret = {
        type(form).__name__
        for form in forms_of(world).objects.values()
        if isinstance(form, Opened)
        and form.has_base
        and any(isinstance(field.widget, PasswordInput) for field in form.fields.values())
    }

    assert secret == set()


def test_what_is_sent_after_the_session_has_ended_is_there_after_signing_in_and_for_nobody_else(world):
    clients, lost, leaked, tried = clients_of(world, [*SENDERS, "adviser"]), [], [], 0

    for name, role, page, form in kept_forms(world):
        typed = typed_in(form)
        if not typed or name in BY_LINK:
            continue
        with transaction.atomic():
            form = same_form(clients[role], page, form)
            answer = post(Client(), page, form, sent_with(form, typed))
            if answer.status_code != 302 or not answer.url.startswith(f"/accounts/login/?next={quote(page)}"):
                lost.append((name, answer.status_code, answer.headers.get("Location")))
            for other in ("team", "facilitator", "adviser"):
                if other != role and set(typed.values()) & set(
                    shown_at(clients[other], page, form)[0].values()
                ):
                    leaked.append((name, other))
            shown, is_said = shown_at(clients[role], page, form)
            missing = [key for key, value in typed.items() if shown.get(key) != value]
            if missing or not is_said:
                lost.append((name, page, missing, is_said))
            tried += 1
            transaction.set_rollback(True)

    assert lost == [], lost
    assert leaked == [], leaked
    assert tried > 45


def test_what_is_typed_is_there_on_coming_back_until_it_is_saved_or_discarded(world):
    clients, lost, left = clients_of(world, SENDERS), [], []

    for name, role, page, form in kept_forms(world):
        typed, client = typed_in(form), clients[role]
        if not typed:
            continue
        with transaction.atomic():
            form = same_form(client, page, form)
            sent = [pair for pair in sent_with(form, typed) if pair[0] != "once"]
            answer = client.post(reverse("typed_keep"), {**dict(sent), "key": "a-key"})
            shown, is_said = shown_at(client, page, form)
            missing = [key for key, value in typed.items() if shown.get(key) != value]
            if answer.status_code != 200 or missing or not is_said:
                lost.append((name, answer.status_code, missing, is_said))
            label = dict(sent)["opened"].partition(" ")[0]
            gone = client.post(reverse("typed_discard"), {NAME: whose(form), "label": label})
            if (
                gone.url != page
                or shown_at(client, page, form)[1]
                or Draft.objects.filter(section__startswith="form")
            ):
                left.append((name, gone.url))
            transaction.set_rollback(True)

    assert lost == [], lost
    assert left == [], left


def test_a_form_that_is_saved_leaves_nothing_unsaved(world):
    clients, left, saved = clients_of(world, SENDERS), [], set()

    for name, role, page, form in kept_forms(world):
        client = clients[role]
        with transaction.atomic():
            form = same_form(client, page, form)
            sent = [pair for pair in sent_with(form, {}) if pair[0] != "once"]
            client.post(reverse("typed_keep"), {**dict(sent), "key": "a-key"})
            answer = post(client, page, form, sent)
            if answer.status_code == 302:
                saved.add(name)
                if Draft.objects.filter(section__startswith="form"):
                    left.append(name)
            transaction.set_rollback(True)

    assert left == [], left
    assert len(saved) > 20, saved


# --- One form, looked at closely


@pytest.fixture
def details(world):
    """The page of one's details, of the member, and its form with a name typed."""
    client = clients_of(world, ["member"])["member"]
    form = next(
        each for each in forms_in(client.get("/me/").content.decode(), at="/me/") if "name" in typed_in(each)
    )
    return client, form, sent_with(form, {"name": "Half Typed"})


def test_a_form_with_the_token_of_an_earlier_session_is_kept(world, details):
    client, form, sent = details
    strict = Client(enforce_csrf_checks=True)
    strict.force_login(world.user("member"))

    answer = post(strict, "/me/", form, sent)

    assert answer.status_code == 403
    assert re.search(r'What you wrote is kept\.\s+<a href="/me/">', answer.content.decode())
    shown, is_said = shown_at(client, "/me/", form)
    assert (shown["name"], is_said) == ("Half Typed", True)


def test_another_site_can_leave_nothing_in_somebodys_form(world, details):
    _, form, sent = details
    strict = Client(enforce_csrf_checks=True)
    strict.force_login(world.user("member"))

    post(strict, "/me/", form, [(name, value) for name, value in sent if name != NAME])
    post(strict, "/me/", form, [(name, "forged" if name == NAME else value) for name, value in sent])

    assert not Draft.objects.filter(section__startswith="form").exists()


def test_what_is_sent_from_a_page_of_somebody_else_is_refused_and_kept_for_them(world, details):
    client, form, sent = details
    other = clients_of(world, ["broker"])["broker"]

    answer = post(other, "/me/", form, sent)

    assert answer.status_code == 409
    assert "Somebody else was signed in" in answer.content.decode()
    world.users["broker"].refresh_from_db()
    assert world.users["broker"].name != "Half Typed"
    assert Draft.objects.get(section__startswith="form").user == world.users["member"]
    assert not shown_at(other, "/me/", form)[1]
    assert shown_at(client, "/me/", form)[0]["name"] == "Half Typed"


def test_what_was_typed_before_somebody_else_saved_is_no_newer_than_theirs(world):
    client = clients_of(world, ["facilitator"])["facilitator"]
    page = reverse("meetings:meeting_edit", args=[world.upcoming.pk])
    form = next(
        each for each in forms_in(client.get(page).content.decode(), at=page) if "place" in typed_in(each)
    )
    sent = [pair for pair in sent_with(form, {"place": "Half typed"}) if pair[0] != "once"]
    client.post(reverse("typed_keep"), {**dict(sent), "key": "a-key"})
    world.upcoming.place = "Somewhere else"
    world.upcoming.save(update_fields=["place"])

    again = same_form(client, page, form)
    answer = post(client, page, again, again.as_filled())

    assert base_of(again) == base_of(form)
    assert answer.status_code == 422
    assert "Somewhere else" in answer.content.decode()


def test_words_that_are_to_be_removed_are_not_kept(world):
    client = clients_of(world, ["facilitator"])["facilitator"]
    for page in (reverse("case_strike", args=[world.case.pk]), reverse("room_strike", args=[world.held.pk])):
        forms = [each for each in forms_in(client.get(page).content.decode(), at=page) if each.action == page]

        assert forms
        assert [whose(each) for each in forms] == [""] * len(forms)
