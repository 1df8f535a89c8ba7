"""Marks without script: every form in which words about people are typed lists them on the page that refuses it."""

import pytest

from tests.permissions.asking import clients_of
from tests.permissions.test_hostile import SENDERS, send
from tests.permissions.test_stale import posted_forms

pytestmark = [pytest.mark.long, pytest.mark.walk]
NAMED = "Kevin Zqxw rang from 07700 900123."  # the number is refused wherever it is typed
LISTED = "“Kevin Zqxw”</mark>"


def test_every_form_with_words_about_people_lists_their_marks_where_it_is_refused(world):
    clients, lacking, tried = clients_of(world, SENDERS), {}, set()

    for name, role, page, form in posted_forms(world):
        marked = {each.name for each in form.controls if each.is_marked}
        if not marked:
            continue
        sent = [(key, NAMED if key in marked else value) for key, value in form.as_filled()]
        answer = send(clients[role], form, sent, page=page)
        tried.add(name)
        if answer.status_code != 422 or LISTED not in answer.whole.decode():
            lacking[name] = (page, answer.status_code)

    assert lacking == {}, lacking
    assert len(tried) > 25
