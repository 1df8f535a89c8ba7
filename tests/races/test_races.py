"""Twenty presses at one moment: no fault, and the effect of one. On PostgreSQL, where writers overlap."""

import pytest
from django.urls import reverse

from cases.clearance import actions as clearance_actions
from cases.clearance.models import ClearedText, Publication, SendBack
from cases.models import Presenter, SteppedOut
from newsletter import actions as newsletter_actions
from pages.privacy.register import WordsOf
from tests.permissions.table import TABLE, may_press
from tests.races.pressing import (
    Outcome,
    once,
    press_at,
    press_of,
    presser_of,
    together,
)
from tests.races.typed import CHANGES_NOTHING, FEWER, ONE_SCREEN, VALID, Typed, approved, published, struck

pytestmark = [pytest.mark.long, pytest.mark.sql]
PRESSES = 20
ROWS = [row for row in TABLE if presser_of(row)]


def title(row) -> str:
    return f"{row.name} {row.what}".strip()


def test_what_is_typed_is_for_rows_of_the_table():
    assert VALID.keys() | ONE_SCREEN.keys() | CHANGES_NOTHING.keys() | FEWER.keys() <= {
        title(row) for row in ROWS
    }
    assert len(ROWS) > 100


def pressed(world, row, *, on_other_screens: bool, by: str = "") -> tuple[Outcome, Outcome]:
    """What comes of one press of the button of `row`, and of twenty at one moment."""
    typed = VALID.get(title(row), Typed())
    press = press_of(world, row, typed._replace(by=by or typed.by))
    presses = [press.again(on_another_screen=on_other_screens) for _ in range(FEWER.get(title(row), PRESSES))]

    alone = once(press.again(on_another_screen=on_other_screens))
    at_once = together(presses)

    assert alone.faults == at_once.faults == []
    assert max(at_once.codes) < 500
    if (
        "kit_draft added" not in alone.done
    ):  # what was typed into a press that was refused is kept for its owner
        at_once.done.pop("kit_draft added", None)
    assert at_once.done == alone.done
    assert (alone.done == {}) == (title(row) in CHANGES_NOTHING)
    return alone, at_once


@pytest.mark.parametrize("row", ROWS, ids=title)
def test_twenty_presses_of_one_button_have_the_effect_of_one(copied, row):
    """On twenty screens of one person; or of one screen, where each press of another rightly is one more."""
    pressed(copied, row, on_other_screens=title(row) not in ONE_SCREEN)


@pytest.mark.parametrize("on_other_screens", [True, False])
@pytest.mark.parametrize("row", [row for row in ROWS if may_press(row, "anonymous")], ids=title)
def test_twenty_presses_of_a_visitor_are_answered_as_one(copied, row, on_other_screens):
    alone, at_once = pressed(copied, row, on_other_screens=on_other_screens, by="anonymous")

    assert set(at_once.codes) == set(alone.codes)


@pytest.mark.parametrize("on_other_screens", [True, False])
def test_whoever_forgot_their_password_gets_one_mail(copied, on_other_screens):
    press = press_at(copied, "anonymous", reverse("account_reset_password"), {"email": "member@example.org"})

    at_once = together([press.again(on_another_screen=on_other_screens) for _ in range(PRESSES)])

    assert at_once.faults == []
    assert at_once.done == {"members_accountmail added": 1}
    assert set(at_once.codes) <= {302, 429}


# --- Two buttons at one moment, of which only one can have its way


def ten_each(*presses):
    made = together([each for press in presses for each in screens(press, PRESSES // 2)])
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


def test_a_newsletter_is_edited_followed_and_struck_without_waiting_in_a_circle(copied):
    """The three lock the newsletter before the case of a text in it."""
    published(copied)
    newsletter_actions.assemble(copied.programme, month=copied.letter.month)
    newsletter_actions.send_newsletter_for_checking(copied.letter, by=copied.user("broker"))
    entry = copied.letter.entries.get(made_from=copied.being_checked)
    words = {"headline": "Told by us", "words": "In our own words", "audience": "programme"}
    passage = struck("zqxbeing_checked story", WordsOf.case(entry.made_from.case), copied)

    made = together(
        [
            *screens(press_at(copied, "broker", reverse("newsletter:entry_edit", args=[entry.pk]), words), 8),
            *screens(
                press_at(
                    copied, "facilitator", reverse("case_strike", args=[entry.made_from.case_id]), passage
                ),
                4,
            ),
            *[Follow()] * 4,
        ]
    )

    assert made.faults == []
    assert max(made.codes) < 500
    entry.refresh_from_db()
    assert "zqxbeing_checked story" not in f"{entry.words} {entry.cleared_text.body}"


class Follow:
    """What the worker does each minute, as if it was a press."""

    status_code = 200

    def __call__(self):
        newsletter_actions.follow_newer_texts()
        return self


def screens(press, number: int) -> list:
    return [press.again(on_another_screen=True) for _ in range(number)]
