"""Agenda and minutes."""

from datetime import timedelta

import pytest

from copsite.kit.errors import RefusedError
from copsite.kit.models import Revision
from meetings import actions
from meetings.agenda import with_clock
from tests.factories.meetings import AgendaItemFactory, MeetingFactory


@pytest.fixture
def meeting(world):
    return MeetingFactory(site=world.site, held=True, number=1)


def test_the_agenda_takes_the_order_given_and_leaves_out_empty_lines(world, meeting):
    actions.set_agenda(meeting, items=[("Tea", 5), ("  ", 10), ("The case ", 60)], by=world.facilitator)

    assert list(meeting.agenda_items.values_list("position", "title", "minutes")) == [
        (1, "Tea", 5),
        (2, "The case", 60),
    ]


def test_the_same_agenda_again_keeps_its_lines(world, meeting):
    lines = actions.set_agenda(meeting, items=[("Tea", 5)], by=world.facilitator)

    assert actions.set_agenda(meeting, items=[("Tea", 5)], by=world.facilitator) == lines


def test_an_empty_agenda_is_refused(world, meeting):
    with pytest.raises(RefusedError, match="at least one line"):
        actions.set_agenda(meeting, items=[(" ", 5)], by=world.facilitator)


def test_each_line_begins_when_the_one_before_ends(meeting):
    items = [AgendaItemFactory(meeting=meeting, minutes=minutes) for minutes in (10, 5, 20)]

    begins = [at - meeting.starts_at for at, _ in with_clock(meeting.starts_at, items)]

    assert begins == [timedelta(), timedelta(minutes=10), timedelta(minutes=15)]


def test_every_text_of_the_minutes_is_kept(world, meeting):
    for text in ("We met.", "We met.", "We met, and ate."):
        actions.write_minutes(meeting, text=text, by=world.facilitator)

    meeting.refresh_from_db()
    kept = Revision.objects.of(meeting, "minutes").order_by("version").values_list("version", "text")
    assert meeting.minutes == "We met, and ate."
    assert list(kept) == [(1, "We met."), (2, "We met, and ate.")]


def test_older_minutes_never_overwrite_newer_ones(world, meeting):
    actions.write_minutes(meeting, text="Ruth's words", base_version=0, by=world.facilitator)

    with pytest.raises(actions.StaleMinutes) as refused:
        actions.write_minutes(meeting, text="Carol's words", base_version=0, by=world.facilitator)

    meeting.refresh_from_db()
    assert (refused.value.theirs, refused.value.version) == ("Ruth's words", 1)
    assert meeting.minutes == "Ruth's words"


def test_a_cancelled_meeting_has_no_minutes(world):
    meeting = MeetingFactory(site=world.site, number=1, cancelled=True)

    with pytest.raises(RefusedError, match="no minutes"):
        actions.write_minutes(meeting, text="We met.", by=world.facilitator)
