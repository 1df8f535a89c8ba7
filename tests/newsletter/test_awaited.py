"""An entry about a case waits for its presenters: the page says for whom, until when, and what can be done."""

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

import pytest
import time_machine
from django.urls import reverse
from django.utils import timezone

from cases.clearance import showing
from cases.clearance.decision import PresenterFacts
from kit.errors import RefusedError
from members.models import Member
from newsletter import actions
from newsletter.awaited import Awaited, day_of_all
from tests.newsletter.checking import check_and_approve, everything
from tests.newsletter.test_views import page, words_of
from tests.reading import one_line

NOW = datetime(2026, 12, 1, 12, tzinfo=UTC)
UNASKED = PresenterFacts(11, 3, "Bev Sutton", said_yes=True, at=NOW)
SHOWN = replace(UNASKED, until=datetime(2026, 12, 5, tzinfo=UTC))
OPENED = replace(SHOWN, opened_at=NOW)
LATER = replace(OPENED, until=datetime(2026, 12, 7, tzinfo=UTC))
AGREE = "Ask them to read it and agree."


@pytest.mark.parametrize(
    ("presenter", "what_to_do"),
    [
        (UNASKED, "The facilitator of Dunsmere shows it to them and enters their answer."),
        (
            SHOWN,
            "Ask them to open it by Friday 4 December. If they do, and do not say no, it can go out on Saturday 5 December.",
        ),
        (OPENED, "If they do not say no, it can go out on Saturday 5 December. They can also agree now."),
        (replace(OPENED, said_yes=False), AGREE),
        (replace(SHOWN, at=datetime(2026, 12, 6, tzinfo=UTC)), AGREE),
        (replace(OPENED, said_no=True), "Change it so that they can agree, or remove it."),
    ],
)
def test_each_presenter_has_one_way_to_go_on(presenter, what_to_do):
    assert Awaited(presenter, "Dunsmere").what_to_do == what_to_do
    assert not presenter.has_agreed


def test_the_day_on_which_all_can_go_out_is_the_last_of_theirs_if_nobody_has_to_do_something():
    assert day_of_all([]) is None
    assert day_of_all([Awaited(OPENED, ""), Awaited(LATER, "")]) == date(2026, 12, 7)
    assert day_of_all([Awaited(OPENED, ""), Awaited(SHOWN, "")]) is None
    assert day_of_all([Awaited(replace(OPENED, said_no=True), "")]) is None


# --- On the page


@pytest.fixture
def reply(people, issue, month):
    """An entry about a case, whose presenter agreed to its readers; everybody else has approved everything."""
    actions.send_newsletter_for_checking(issue, by=people.user("broker"))
    for role in ("broker2", "team"):
        actions.approve_entries(issue, by=people.user(role), checked=everything(issue))
    return issue.entries.get(kind="reply")


@pytest.fixture
def presenter(month):
    return month.reply.issue.case.presenters.get()


def panel(client) -> str:
    """What the page says about presenters, or ""."""
    return one_line(
        words_of(client.get(page("issue_approve"))).partition('id="awaited-h"')[2].partition("</section>")[0]
    )


def test_the_page_says_who_has_not_answered_and_what_to_do(people, reply, presenter, signed_in):
    for role in ("broker", "team"):
        said = panel(signed_in(role))

        assert "1 entry waits for presenters" in said
        assert reply.headline in said
        assert f"{presenter.name} has not agreed to this text yet, and has not opened it." in said
        assert "If they do, and do not say no, it can go out on Friday 13 March." in said
        assert reverse("newsletter:entry_leave_out", args=[reply.pk]) in said
    assert "Everything has been checked" in words_of(signed_in("team").get(page("issue_edit")))


def test_a_newsletter_goes_out_in_the_second_week_where_presenters_opened_it_and_said_nothing(
    people, issue, reply, presenter, signed_in
):
    showing.note_opened(reply.cleared_text, by=presenter.user)

    assert "this entry can go out on Friday 13 March 2026" in panel(signed_in("team"))
    with pytest.raises(RefusedError, match=r"They can say no until .* Or remove it from this newsletter\."):
        check_and_approve(issue, by=people.user("team"))
    with time_machine.travel(timezone.now() + timedelta(days=8)):
        assert panel(signed_in("team")) == ""
        assert check_and_approve(issue, by=people.user("team")).approved_at


def test_a_newsletter_goes_out_at_once_without_the_entry_that_waits(people, issue, reply, signed_in):
    client = signed_in("team")
    client.post(page("entry_leave_out", reply.pk), {"back": "approve"})

    assert panel(client) == ""
    assert check_and_approve(issue, by=people.user("team")).approved_at


def test_who_narrows_an_entry_about_a_case_is_told_that_its_presenters_are_asked_again(
    people, issue, signed_in
):
    entry = issue.entries.get(kind="reply")
    actions.edit_entry(
        entry, headline=entry.headline, words=entry.words, audience="commissioners", by=people.user("broker")
    )
    actions.send_newsletter_for_checking(issue, by=people.user("broker"))

    done = signed_in("team").post(page("entry_narrow", entry.pk), {"back": "approve"}, follow=True)

    assert "The presenters of its case are asked about this text" in words_of(done)


# --- On the home page of the presenters


def test_presenters_find_an_entry_of_the_newsletter_on_their_home_page(reply, presenter, client, people):
    client.force_login(presenter.user)
    address = reverse("clearance:text_answer", args=[reply.cleared_text_id])

    assert address in words_of(client.get("/"))
    assert client.get(address).status_code == 200
    actions.leave_out(reply, by=people.user("broker"))
    assert address not in words_of(client.get("/"))


def test_facilitators_find_an_entry_to_show_on_their_home_page(issue, presenter, client, people):
    Member.objects.filter(pk=presenter.pk).update(user=None)
    actions.send_newsletter_for_checking(issue, by=people.user("broker"))
    client.force_login(people.user("facilitator"))

    reply = issue.entries.get(kind="reply")
    assert f"Show it to {presenter.name}: {reply.headline}" in words_of(client.get("/"))
