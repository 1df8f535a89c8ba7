"""A case is looked at again three and six months after it was presented."""

from datetime import date, timedelta

import pytest
from django.utils import timezone

from cases.next_steps.actions.looks import look_again, remove_look
from cases.next_steps.looking_again import due_on, looks_at
from cases.next_steps.models import LaterLook
from kit.dates import day_months_after
from kit.errors import RefusedError
from kit.models import AuditEvent, Revision
from kit.removal import undo
from pages.agenda import agenda_of
from tests.cases.pages import url
from tests.factories.cases import (
    CaseFactory,
    DiscussionFactory,
    FeedbackFactory,
    LaterLookFactory,
    NextStepFactory,
)
from tests.factories.meetings import AgendaItemFactory, MeetingFactory
from tests.reading import one_line


def presented(people, *, days: int, **fields):
    """A case of the site that was presented so many days ago."""
    case = CaseFactory(site=people.site, presenter=people.members.presenter, **fields)
    then = MeetingFactory(site=people.site, starts_at=timezone.now() - timedelta(days=days))
    DiscussionFactory(case=case, meeting=then)
    return case


@pytest.fixture
def coming(people):
    """The next meeting, in a week."""
    return MeetingFactory(site=people.site, starts_at=timezone.now() + timedelta(days=7))


def asked(meeting, user) -> list[tuple]:
    return [(look.case, int(look.after), look.said) for look in looks_at(meeting, user)]


def say(case, people, months=3, outcome="better", words="She still opens her post.", by=None):
    return look_again(case, months=months, outcome=outcome, words=words, by=by or people.facilitator)


@pytest.mark.parametrize(
    ("day", "months"),
    [
        (date(2026, 2, 27), None), (date(2026, 2, 28), 3), (date(2026, 5, 29), 3), (date(2026, 5, 30), 6),
        (date(2026, 11, 29), 6), (date(2026, 11, 30), None),
    ],
)  # fmt: skip
def test_the_look_at_three_months_is_asked_for_until_six_and_that_one_until_a_year(day, months):
    assert due_on(day, presented_on=date(2025, 11, 30)) == months


def test_a_month_without_such_a_day_ends_with_its_last():
    assert day_months_after(date(2025, 11, 30), 3) == date(2026, 2, 28)
    assert day_months_after(date(2025, 12, 31), 6) == date(2026, 6, 30)


def test_a_case_comes_up_at_the_first_meeting_after_three_months_until_it_was_said(people, coming):
    case = presented(people, days=100)

    assert asked(coming, people.member) == [(case, 3, None)]
    say(case, people)
    assert asked(coming, people.member) == []


def test_it_comes_up_again_at_six_months(people, coming):
    case = presented(people, days=200)
    LaterLookFactory(case=case)

    assert asked(coming, people.member) == [(case, 6, None)]


@pytest.mark.parametrize("days", [30, 400])
def test_a_case_of_last_month_or_last_year_does_not_come_up(people, coming, days):
    presented(people, days=days)

    assert asked(coming, people.member) == []


def test_a_case_that_was_withdrawn_never_comes_up(people, coming):
    presented(people, days=100, withdrawn_at=timezone.now())

    assert asked(coming, people.facilitator) == []


def test_no_case_comes_up_once_no_longer_possible_was_said(people, coming):
    case = presented(people, days=100)
    FeedbackFactory(
        next_step=NextStepFactory(discussion=case.discussions.get()), outcome="no_longer_possible"
    )

    assert asked(coming, people.member) == []


def test_no_case_comes_up_at_a_site_that_ended(people, coming):
    presented(people, days=100)
    people.site.states.create(state="ended", since=timezone.now().date(), reason="Its time")

    assert asked(coming, people.member) == []


def test_nobody_is_asked_about_a_case_that_they_may_not_read(people, coming):
    case = presented(people, days=100)
    case.stepped_out.create(member=people.members.member)

    assert asked(coming, people.member) == []
    assert asked(coming, people.elsewhere) == []


def test_what_is_said_on_the_day_stays_on_the_agenda_of_that_meeting(people):
    case = presented(people, days=100)
    today = MeetingFactory(site=people.site, starts_at=timezone.now())
    AgendaItemFactory(meeting=today, about="feedback", title="")

    say(case, people, outcome="held_steady")

    shown = agenda_of(today, people.member).shown("feedback")
    assert [(part.reference, part.text) for part in shown] == [
        (case.reference, "Three months later: held steady")
    ]


def test_it_is_refused_before_three_months_have_passed(people):
    case = presented(people, days=30)

    with pytest.raises(RefusedError, match="It is too early"):
        say(case, people)
    assert not LaterLook.objects.exists()


def test_it_is_changed_and_the_earlier_words_are_kept(people):
    case = presented(people, days=100)
    look = say(case, people)

    assert say(case, people) == look
    say(case, people, outcome="worse", words="Not since May.")

    look.refresh_from_db()
    assert (look.outcome, look.words) == ("worse", "Not since May.")
    kept = Revision.objects.of(look, "words").values_list("text", flat=True)
    assert list(kept.order_by("version")) == ["She still opens her post.", "Not since May."]
    assert AuditEvent.objects.filter(verb="say how it is some months later").count() == 2


def test_it_is_taken_away_and_brought_back(people, coming):
    case = presented(people, days=100)
    removed = remove_look(say(case, people), by=people.facilitator)
    assert asked(coming, people.member) == [(case, 3, None)]

    undo(removed, by=people.facilitator)

    assert LaterLook.objects.get().words == "She still opens her post."


def test_the_page_of_the_case_asks_and_shows_what_was_said(client, people, coming):
    case = presented(people, days=100)
    client.force_login(people.presenter)
    page = client.get(case.get_absolute_url())
    form = url("next_steps:look_again", case.pk, 3)
    assert f'href="{form}"' in page.content.decode()

    client.post(form, {"outcome": "held_steady", "words": "She rings twice a week."})

    shown = one_line(client.get(case.get_absolute_url()).content.decode())
    assert "Three months later" in shown
    assert "“She rings twice a week.”" in shown
    assert "better, held steady or worse?" not in shown


@pytest.mark.parametrize("ended", ["site", "programme"])
def test_the_page_of_the_case_asks_no_more_once_it_ended(client, people, coming, ended):
    case = presented(people, days=100)
    client.force_login(people.facilitator)
    asks = "better, held steady or worse?"
    assert asks in one_line(client.get(case.get_absolute_url()).content.decode())

    if ended == "site":
        people.site.states.create(state="ended", since=timezone.localdate(), reason="Its time")
    else:
        type(people.programme).objects.filter(pk=people.programme.pk).update(ended_on=timezone.localdate())

    assert asks not in one_line(client.get(case.get_absolute_url()).content.decode())


@pytest.mark.parametrize(("days", "is_told"), [(85, True), (100, False)])
def test_the_form_says_from_when_only_until_that_day(client, people, days, is_told):
    case = presented(people, days=days)
    client.force_login(people.facilitator)

    page = client.get(url("next_steps:look_again", case.pk, 3)).content.decode()

    assert ("You can say this from" in page) is is_told


def test_the_room_asks_beside_the_steps_and_leads_back_there(client, people):
    case = presented(people, days=100)
    today = MeetingFactory(site=people.site, starts_at=timezone.now())
    client.force_login(people.facilitator)
    room = url("meeting_room", today.pk)
    form = f"{url('next_steps:look_again', case.pk, 3)}?back={room}%23feedback"
    assert f'href="{form}"' in client.get(room).content.decode()

    answer = client.post(form, {"outcome": "better", "words": ""})

    assert answer.url == f"{room}#feedback"
    assert "Better" in one_line(client.get(room).content.decode())


def test_other_months_are_not_there(client, people):
    client.force_login(people.facilitator)
    case = presented(people, days=200)

    assert client.get(url("next_steps:look_again", case.pk, 3).replace("/3/", "/4/")).status_code == 404
