"""Twenty presses at one moment: no fault, and the effect of one. On PostgreSQL, where writers overlap."""

import os

import pytest
import time_machine
from django.core.management import call_command
from django.db import connection
from django.test import override_settings
from django.urls import reverse

from cases.clearance import actions as clearance_actions
from cases.clearance.models import ClearedText, Publication, SendBack
from cases.models import Presenter, SteppedOut
from tests.filled import _create, _drop, a_copy, use_database
from tests.permissions.table import TABLE
from tests.permissions.world import NOW, build
from tests.races.pressing import once, press_at, press_of, presser_of, together
from tests.races.typed import MAKES_NOTHING, ONE_SCREEN, VALID, Typed

pytestmark = [pytest.mark.long, pytest.mark.sql]
PRESSES = 20
ROWS = [row for row in TABLE if presser_of(row)]


@pytest.fixture(scope="module")
def raced(django_db_setup, django_db_blocker, tmp_path_factory):
    """The world and the name of the database that it stands in, for copies to press buttons in."""
    if connection.vendor != "postgresql":
        pytest.skip("SQLite has one writer at a time")
    folder = tmp_path_factory.mktemp("races")
    files = override_settings(
        MEDIA_ROOT=folder / "media", EMAIL_BACKEND="kit.mail.KeepingBackend", EMAIL_FILE_PATH=folder / "mail"
    )
    name = f"test_races_{os.getpid()}"
    with django_db_blocker.unblock(), files:
        _create(name)
        with use_database(name):
            call_command("migrate", verbosity=0)
            world = build()
        yield world, name
        _drop(name)


@pytest.fixture
def copied(raced):
    """The world in a database of its own, which the test really changes, on the morning of NOW."""
    world, name = raced
    with a_copy(of=name), time_machine.travel(NOW):
        yield world


def title(row) -> str:
    return f"{row.name} {row.what}".strip()


def test_what_is_typed_is_for_rows_of_the_table():
    assert VALID.keys() | ONE_SCREEN.keys() | MAKES_NOTHING <= {title(row) for row in ROWS}
    assert len(ROWS) > 100


@pytest.mark.parametrize("row", ROWS, ids=title)
def test_twenty_presses_of_one_button_have_the_effect_of_one(copied, row):
    """On twenty screens of one person; or of one screen, where each press of another rightly is one more."""
    typed = VALID.get(title(row), Typed())
    press = press_of(copied, row, typed.values(copied), by=typed.by)
    apart = title(row) not in ONE_SCREEN

    alone = once(press.again(on_another_screen=apart))
    at_once = together([press.again(on_another_screen=apart) for _ in range(PRESSES)])

    assert alone.faults == at_once.faults == []
    assert max(at_once.codes) < 500
    assert at_once.made == alone.made
    assert (alone.made == {}) == (title(row) in MAKES_NOTHING)


# --- Two buttons at one moment, of which only one can have its way


def approved(world) -> ClearedText:
    """A text that only has to be published."""
    text = world.being_checked
    clearance_actions.agree(
        text.case, member=world.presenter, audience=text.audience, by=world.user("presenter")
    )
    clearance_actions.approve(text, sha256=text.sha256, by=world.user("member"))
    return text


def ten_each(*presses):
    made = together([press.again(on_another_screen=True) for press in presses for _ in range(PRESSES // 2)])
    assert made.faults == []
    assert max(made.codes) < 500


def test_a_text_is_not_both_published_and_sent_back(copied):
    text = approved(copied)
    back = {"sha256": text.sha256, "verdict": "back", "reason": "The nurse gave it away."}

    ten_each(
        press_at(copied, "facilitator", reverse("clearance:text_publish", args=[text.pk]), {}),
        press_at(copied, "broker", reverse("clearance:text_check", args=[text.pk]), back),
    )

    published = Publication.objects.filter(cleared_text=text).count()
    assert published + SendBack.objects.filter(cleared_text=text).count() == 1


def test_nobody_both_steps_out_and_presents(copied):
    case, member = copied.case, copied.member
    named = {"presenters": member.pk, "needs": copied.need.pk, "themes": copied.theme.pk}
    for text in ClearedText.objects.being_checked().filter(case=case):
        clearance_actions.send_back(text, reason="Later.", by=copied.user("broker"))
    for text in ClearedText.objects.published().filter(case=case):
        clearance_actions.withdraw(text, because="mistake", by=copied.user("facilitator"))

    ten_each(
        press_at(copied, "member", reverse("cases:step_out", args=[case.pk]), {}),
        press_at(copied, "facilitator", reverse("case_edit", args=[case.pk]), named),
    )

    presents = Presenter.objects.filter(case=case, member=member).count()
    assert presents + SteppedOut.objects.filter(case=case, member=member).count() == 1


def test_nothing_stays_published_without_the_yes_that_was_taken_back(copied):
    text = approved(copied)
    page = reverse("clearance:sharing_agreement", args=[text.case_id])
    no = {"member": copied.presenter.pk, "audience": "nobody"}

    ten_each(
        press_at(copied, "facilitator", reverse("clearance:text_publish", args=[text.pk]), {}),
        press_at(copied, "presenter", page, no),
    )

    assert not ClearedText.objects.published().filter(pk=text.pk).exists()
    assert not text.read_facts().presenters[0].has_agreed
