"""A form that was opened earlier overwrites and undoes nothing: the walk over every form of the product."""

from collections.abc import Iterator
from datetime import timedelta
from itertools import pairwise

import pytest
import time_machine
from django.core.cache import cache
from django.db import transaction

from kit.editing.opened import CHANGED_MEANWHILE, NAME, Base, Opened
from kit.models import Draft
from tests.permissions.asking import clients_of
from tests.permissions.forms_on_pages import TICKED, PageForm, forms_in, urlencoded
from tests.permissions.test_hostile import SENDERS, forms_of
from tests.permissions.test_once import filled, guess
from tests.permissions.world import NOW

pytestmark = [pytest.mark.long, pytest.mark.walk]
URLENCODED = "application/x-www-form-urlencoded"
ENTERED = {"textarea", "text", "email", "url", "number", "tel", "date", "time", "select", "radio", "checkbox"}

# Forms without a base, each with its reason.
WITHOUT = {
    "case_strike": "words that are to be removed are kept nowhere; it changes nothing that it shows",
    "room_strike": "words that are to be removed are kept nowhere; it changes nothing that it shows",
    "version_bring_back": "it says itself what the text was, and changes nothing else that is shown",
    "meeting_room": "each section and each mark is saved as one types, with its version (tests/kit/editing, tests/pages)",
    "newsletter:subscribe": "on the front page, for people without an account: it changes nothing that is shown",
    "account_login": "what is entered is nowhere shown",
    "account_reset_password": "what is entered is nowhere shown",
}
# Forms in which two people do not write one text, each with its reason.
NOT_ONE_TEXT = {
    "members:member_leave": "leaving is an act: the second is refused, and told on which day and why they left",
}
# Fields about what is sent with them, which have nothing saved to compare with, each with its reason.
ABOUT_WHAT_IS_SENT = {
    TICKED: "whoever sends the text has read it, with exactly the marks that are open in it"
}
# Fields that are compared as one: the lines of an agenda with their order.
AS_A_WHOLE = {"agenda_edit"}


def posted_forms(world) -> Iterator[tuple[str, str, str, PageForm]]:
    """Every form that people enter something in and send by POST: its name, as whom, on which page, and the form."""
    for (name, _), (role, page, form) in forms_of(world).on_pages.items():
        if form.method == "post" and any(each.kind in ENTERED for each in form.controls):
            yield name, role, page, form


def opened_of(form: PageForm) -> str:
    return next((each.value for each in form.controls if each.name == NAME), "")


def base_of(form: PageForm) -> Base | None:
    return Base.read(opened_of(form).partition(" ")[2])


def same_form(client, page: str, form: PageForm) -> PageForm:
    """The form as it is on the page now."""
    shown = forms_in(client.get(page).content.decode(), at=page)
    alike = [each for each in shown if (each.method, each.action) == (form.method, form.action)]
    return next((each for each in alike if each.key == form.key), None) or (alike or [form])[0]


def post(client, page: str, form: PageForm, sent):
    cache.clear()
    return client.post(
        form.action, urlencoded(sent), content_type=URLENCODED, HTTP_REFERER=f"http://testserver{page}"
    )


def test_every_form_says_what_each_of_its_fields_was_opened_with(world):
    lacking = {}

    for name, _, _, form in posted_forms(world):
        entered = {each.name for each in form.controls if each.kind in ENTERED}
        entered -= {each for each in entered if each.endswith("-clear")}  # to take a file away
        entered -= ABOUT_WHAT_IS_SENT.keys()
        base = base_of(form)
        if name not in WITHOUT and (base is None or not (name in AS_A_WHOLE or entered <= set(base.digests))):
            lacking[name] = entered

    assert lacking == {}, lacking
    assert len(list(posted_forms(world))) > 60
    assert set(WITHOUT) | set(NOT_ONE_TEXT) <= {name for name, *_ in posted_forms(world)}


def test_what_a_form_was_opened_with_is_the_same_the_next_day(world):
    clients, differing = clients_of(world, SENDERS), {}

    for name, role, page, form in posted_forms(world):
        if (base := base_of(form)) is None or "token" in page:
            continue
        with transaction.atomic():
            today = base_of(same_form(clients[role], page, form))
            with time_machine.travel(NOW + timedelta(hours=20)):
                clients[role].force_login(world.user(role)) if world.users[role] else None
                tomorrow = base_of(same_form(clients[role], page, form))
            transaction.set_rollback(True)
        if today.digests != tomorrow.digests:
            differing[name] = {k for k in base.digests if today.digests[k] != tomorrow.digests.get(k)}

    assert differing == {}, differing


def test_a_form_that_nobody_changed_meanwhile_is_taken_as_it_was_sent(world, monkeypatch):
    clients, kept, seen = clients_of(world, SENDERS), {}, []
    keep = Opened._keep_what_was_left_alone

    def noting(form):
        found = keep(form)
        seen.append(form._told | {each.name for each in found})
        return found

    monkeypatch.setattr(Opened, "_keep_what_was_left_alone", noting)
    for name, role, page, form in posted_forms(world):
        if base_of(form) is None:
            continue
        with transaction.atomic():
            seen.clear()
            sent = [pair for pair in filled(form) if name not in AS_A_WHOLE or pair not in form.buttons]
            post(clients[role], page, form, sent)
            if not seen or any(seen):
                kept[name] = list(seen)
            transaction.set_rollback(True)

    assert kept == {}, kept


def changed_texts(form: PageForm) -> list[str]:
    """The fields with a text in them, which two people can change."""
    base = base_of(form)
    lines = ("textarea", "text")
    return [
        each.name
        for each in form.controls
        if each.kind in lines
        and base
        and each.name in base.digests
        and not each.name.endswith(("_on", "_at"))
    ]


def as_shown(form: PageForm) -> list[tuple[str, str]]:
    """What a browser sends for the form as it stands, with something in the empty fields; no box is ticked."""
    chosen = {each.name for each in form.controls if each.kind == "radio" and each.is_chosen}
    typed = {each.name for each in form.typed}
    sent = [(each.name, each.value) for each in form.controls if each.kind == "radio" and each.is_chosen]
    sent += [(name, value) for name, value in form.as_filled() if name not in chosen]
    return [(name, value or (guess(name) if name in typed else "")) for name, value in sent if name != "once"]


def with_text(sent, name: str, text: str):
    return [(each, text if each == name else value) for each, value in sent]


def test_of_two_people_who_change_one_text_the_second_is_shown_both_and_overwrites_nothing(world):
    clients, problems, tried = clients_of(world, SENDERS), [], set()

    for name, role, page, form in posted_forms(world):
        client = clients[role]
        for field in changed_texts(form) if name not in NOT_ONE_TEXT else ():
            with transaction.atomic():
                form = same_form(client, page, form)
                first = as_shown(form)
                done = post(client, page, form, with_text(first, field, "Written by the first of two"))
                if (
                    done.status_code == 302
                    and saved(client, page, form, field) == "Written by the first of two"
                ):
                    tried.add(name)
                    answer = post(client, page, form, with_text(first, field, "Written by the second of two"))
                    shown = answer.content.decode()
                    both = "Written by the first of two" in shown and "Written by the second of two" in shown
                    if answer.status_code != 422 or not both or CHANGED_MEANWHILE not in shown:
                        problems.append((name, field, answer.status_code))
                    if saved(client, page, form, field) != "Written by the second of two":
                        problems.append((name, field, "not kept for the second"))
                    Draft.objects.all().delete()  # what the second typed is their own: nobody else sees it
                    if saved(client, page, form, field) != "Written by the first of two":
                        problems.append((name, field, "overwritten"))
                transaction.set_rollback(True)

    assert problems == [], problems
    assert len(tried) > 14, sorted(tried)


def saved(client, page: str, form: PageForm, field: str) -> str | None:
    """What is in the field of the form as the page shows it now; None if the form is not there any more."""
    answer = client.get(page)
    shown = forms_in(answer.content.decode(), at=page) if answer.status_code == 200 else []
    fields = [
        each for one in shown if one.action == form.action for each in one.controls if each.name == field
    ]
    return fields[0].value if fields else None


def test_an_older_page_undoes_nothing_in_the_fields_that_its_reader_left_alone(world):
    clients, problems, tried = clients_of(world, SENDERS), [], set()

    for name, role, page, form in posted_forms(world):
        client, fields = clients[role], changed_texts(form)
        for field, other in pairwise(fields):
            with transaction.atomic():
                form = same_form(client, page, form)
                first = as_shown(form)
                done = post(client, page, form, with_text(first, field, "Changed in the first tab"))
                shown = dict(form.as_filled())
                untouched = shown[other] == saved(client, page, form, other)
                left_alone = shown[field] == dict(first)[field]  # what stood empty was filled in
                is_changed = saved(client, page, form, field) == "Changed in the first tab"
                if done.status_code == 302 and untouched and left_alone and is_changed:
                    tried.add(name)
                    answer = post(client, page, form, with_text(first, other, "Changed in the second tab"))
                    if answer.status_code >= 400 and CHANGED_MEANWHILE in answer.content.decode():
                        problems.append((name, field, other))
                    if saved(client, page, form, field) != "Changed in the first tab":
                        problems.append((name, field, "undone"))
                    Draft.objects.all().delete()
                    if saved(client, page, form, field) != "Changed in the first tab":
                        problems.append((name, field, "undone in what is saved"))
                transaction.set_rollback(True)

    assert problems == [], problems
    assert len(tried) > 5, sorted(tried)
