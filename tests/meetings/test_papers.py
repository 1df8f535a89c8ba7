"""Minutes."""

import pytest

from kit.errors import RefusedError
from kit.models import Revision
from meetings import actions
from tests.factories.meetings import MeetingFactory


@pytest.fixture
def meeting(people):
    return MeetingFactory(site=people.site, held=True, number=1)


def test_every_text_of_the_minutes_is_kept(people, meeting):
    for text in ("We met.", "We met.", "We met, and ate."):
        actions.write_minutes(meeting, text=text, by=people.facilitator)

    meeting.refresh_from_db()
    kept = Revision.objects.of(meeting, "minutes").order_by("version").values_list("version", "text")
    assert meeting.minutes == "We met, and ate."
    assert list(kept) == [(1, "We met."), (2, "We met, and ate.")]


def test_older_minutes_never_overwrite_newer_ones(people, meeting):
    actions.write_minutes(meeting, text="Ruth's words", base_version=0, by=people.facilitator)

    with pytest.raises(actions.StaleMinutes) as refused:
        actions.write_minutes(meeting, text="Carol's words", base_version=0, by=people.facilitator)

    meeting.refresh_from_db()
    assert (refused.value.theirs, refused.value.version) == ("Ruth's words", 1)
    assert meeting.minutes == "Ruth's words"


def test_a_cancelled_meeting_has_no_minutes(people):
    meeting = MeetingFactory(site=people.site, number=1, cancelled=True)

    with pytest.raises(RefusedError, match="no minutes"):
        actions.write_minutes(meeting, text="We met.", by=people.facilitator)
