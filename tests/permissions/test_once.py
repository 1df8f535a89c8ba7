"""Two presses of any button on any page have the effect of one."""

import pytest
from django.apps import apps
from django.conf import settings
from django.core.cache import cache
from django.db import transaction

from kit.models import Press
from tests.permissions.asking import clients_of
from tests.permissions.forms_on_pages import urlencoded
from tests.permissions.test_hostile import SENDERS, forms_of

pytestmark = [pytest.mark.long, pytest.mark.walk]
URLENCODED = "application/x-www-form-urlencoded"
ASKED_SINCE = ("/me/second-step/", "/accounts/login/")  # for the second press, by what the first one did
WITHOUT = {"newsletter:unsubscribe"}  # mail programs press it, without a page


def counts() -> dict[str, int]:
    """How many rows each model has."""
    return {
        model._meta.label: model._base_manager.count() for model in apps.get_models() if model is not Press
    }


def filled(form) -> list[tuple[str, str]]:
    """What is sent for `form`, with something in every empty field that people type in."""
    typed = {each.name for each in form.typed}
    ticks = [
        (each.name, each.value) for each in form.controls if each.kind == "checkbox" and not each.is_chosen
    ]
    return [
        (name, value or (guess(name) if name in typed else "")) for name, value in form.as_filled()
    ] + ticks


def guess(name: str) -> str:
    for part, value in {
        "email": "new@example.org",
        "link": "https://example.org/a",
        "doi": "10.1234/abc",
    }.items():
        if part in name:
            return value
    if name == "ends":
        return "3pm"
    is_day = name in ("on", "day", "joined_on", "starts_on", "date") or name.endswith(("_on", "_at"))
    is_time = name in ("time", "at", "begins_at", "clock")
    return (
        "5 March 2026" if is_day else "2pm" if is_time else "7" if "number" in name else "Something to keep"
    )


def press(client, page, form, sent):
    cache.clear()
    return client.post(
        form.action, urlencoded(sent), content_type=URLENCODED, HTTP_REFERER=f"http://testserver{page}"
    )


def test_every_form_of_ours_has_a_key(world):
    posted = {key[0]: form for key, (_, _, form) in forms_of(world).on_pages.items() if form.method == "post"}

    without = {
        name for name, form in posted.items() if [each.name for each in form.controls].count("once") != 1
    }

    assert without <= WITHOUT
    assert len(posted) > 60


def test_no_template_writes_the_token_of_a_form_by_itself():
    by_hand = [
        str(path.relative_to(settings.BASE_DIR))
        for path in (settings.BASE_DIR / "templates").rglob("*.html")
        if "csrfmiddlewaretoken" in path.read_text()
    ]

    assert by_hand == []


def test_a_second_press_of_any_form_makes_nothing_more(world):
    clients, again, creating = clients_of(world, SENDERS), [], []

    for (name, _), (role, page, form) in forms_of(world).on_pages.items():
        if form.method != "post" or role == "anonymous" or name.startswith(("account_", "mfa_")):
            continue
        sent = filled(form)
        with transaction.atomic():
            before = counts()
            first = press(clients[role], page, form, sent)
            after = counts()
            second = press(clients[role], page, form, sent)
            if counts() != after:
                again.append(name)
            if first.status_code == 302 and not second.url.startswith(ASKED_SINCE):
                assert (second.status_code, second.url) == (302, first.url), name
            if after != before:
                creating.append(name)
            transaction.set_rollback(True)

    assert again == []
    assert len(set(creating)) > 25, sorted(set(creating))
