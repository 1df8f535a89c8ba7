"""Two people save one text at one moment: one is saved, and the other is shown both. The walk over every form."""

import threading
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass

import pytest
from django.db import transaction
from django.test import Client

from kit.editing.opened import CHANGED_MEANWHILE, Opened
from kit.models import Draft
from tests.permissions.asking import clients_of
from tests.permissions.forms_on_pages import PageForm
from tests.permissions.test_hostile import SENDERS
from tests.permissions.test_stale import (
    NOT_ONE_TEXT,
    as_shown,
    changed_texts,
    post,
    posted_forms,
    same_form,
    saved,
    with_text,
)
from tests.races.pressing import restore, state, together

pytestmark = [pytest.mark.long, pytest.mark.sql]
TEXTS = ["Written by the first of two", "Written by the second of two"]


@dataclass
class Save:
    """A save of a form by one person, with what came of it."""

    client: Client
    page: str
    form: PageForm
    sent: list[tuple[str, str]]
    said: str = ""
    status_code: int = 0

    def __call__(self):
        answer = post(self.client, self.page, self.form, self.sent)
        self.status_code, self.said = answer.status_code, answer.content.decode()
        return self


@pytest.fixture
def both_compare_before_either_saves(monkeypatch) -> Callable[[], None]:
    """Let each thread wait where its form is compared with what is saved, until the other one is there too."""
    meet, been = [threading.Barrier(2)], threading.local()
    compare = Opened._keep_what_was_left_alone

    def waiting(form):
        found = compare(form)
        if (
            getattr(been, "at", None) is not meet[0]
            and threading.current_thread() is not threading.main_thread()
        ):
            been.at = meet[0]
            with suppress(threading.BrokenBarrierError):
                meet[0].wait(timeout=5)
        return found

    monkeypatch.setattr(Opened, "_keep_what_was_left_alone", waiting)

    def again():
        meet[0] = threading.Barrier(2)

    return again


def is_saved_alone(client, page: str, form: PageForm, field: str) -> bool:
    """Whether a text in this field is saved and shown by its form; it is undone."""
    with transaction.atomic():
        done = post(client, page, form, with_text(as_shown(form), field, TEXTS[0]))
        is_saved = done.status_code == 302 and saved(client, page, form, field) == TEXTS[0]
        transaction.set_rollback(True)
    return is_saved


def test_of_two_saves_at_one_moment_one_is_saved_and_the_other_is_shown_both(
    copied, both_compare_before_either_saves
):
    copied.letter_name = "no-mail-was-sent"
    clients, problems, tried = clients_of(copied, SENDERS), [], set()
    before = state()

    for name, role, page, form in posted_forms(copied):
        if name in NOT_ONE_TEXT:
            continue
        for field in changed_texts(form):
            form = same_form(clients[role], page, form)
            if not is_saved_alone(clients[role], page, form, field):
                continue
            tried.add(name)
            both_compare_before_either_saves()
            saves = [
                Save(deepcopied(clients[role]), page, form, with_text(as_shown(form), field, text))
                for text in TEXTS
            ]
            together(saves)
            Draft.objects.all().delete()
            problems += [
                (name, field, *each) for each in problems_of(saves, saved(clients[role], page, form, field))
            ]
            restore(before)

    assert problems == [], "\n" + "\n".join(map(str, problems))
    assert len(tried) > 14, sorted(tried)


def deepcopied(client: Client) -> Client:
    other = Client(raise_request_exception=False)
    other.cookies.update(client.cookies)
    return other


def problems_of(saves: list[Save], now: str | None) -> list[tuple]:
    codes = [save.status_code for save in saves]
    if sorted(codes) != [302, 422]:
        return [("answers", codes, now)]
    refused, taken = saves[codes.index(422)], TEXTS[codes.index(302)]
    if now != taken:
        return [("overwritten", now)]
    if CHANGED_MEANWHILE not in refused.said or not all(text in refused.said for text in TEXTS):
        return [("both are not shown", now)]
    return []
