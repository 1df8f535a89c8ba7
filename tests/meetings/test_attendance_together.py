"""Two people, or one person's two quick keystrokes, mark the same member at the same moment."""

from concurrent.futures import ThreadPoolExecutor
from threading import Barrier

import pytest
from django.db import connection

from meetings import actions
from meetings.models import Meeting
from tests.factories.meetings import MeetingFactory
from tests.factories.members import MemberFactory

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.mark.skipif(
    connection.vendor == "sqlite", reason="SQLite has one writer at a time: nothing to race for"
)
def test_marks_of_one_member_at_one_moment_come_one_after_the_other(people):
    meeting = MeetingFactory(site=people.site, held=True, number=1)
    members = [MemberFactory(site=people.site) for _ in range(8)]
    together = Barrier(2)

    def mark(said: str) -> None:
        try:
            for member in members:
                together.wait(timeout=20)
                actions.record_attendance(
                    Meeting.objects.get(pk=meeting.pk), marks={member: (said, "")}, by=None
                )
        finally:
            connection.close()

    with ThreadPoolExecutor(2) as pool:
        for done in [pool.submit(mark, said) for said in ("present", "apologies")]:
            done.result()

    assert meeting.attendances.count() == len(members)
