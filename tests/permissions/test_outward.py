"""What somebody outside a site is shown left it through the door, or is part of a cleared text; found by looking at it."""

import pytest

from kit.privacy.outward import _Outward
from tests.permissions.confidential import (
    BEING_CHECKED,
    CIRCLES,
    OF_ONESELF,
    OF_THE_INDEX,
    OUTSIDE,
    key_of,
    text_fields,
)
from tests.permissions.crawl import crawl

pytestmark = pytest.mark.long
OUTWARD = {key_of(model, field) for model, field in text_fields() if isinstance(field, _Outward)}
TOLD_TO_A_GUEST = {  # whoever is invited to a meeting is told where it is, and who answers; no word about a case
    "meetings.meeting.place", "meetings.meeting.link", "members.member.name", "invitations.dateinvitation.name",
    "sites_app.programmeevent.link", "events.eventpaper.link",  # of the whole programme, which has no cases
}  # fmt: skip
NOT_SHOWN_IN_THE_WORLD = {
    "sites_app.sector.name",  # in figures, where five people and more are counted
    "sites_app.sitestate.reason",  # on the page of a site that has ended
    "sites_app.programmeevent.title",  # in the newsletter of the month before
    "sites_app.programmeevent.place",
    "knowledge.evidence.place",  # in references to books and reports
    "sites_app.programmeevent.cancelled_because",  # on the page of one that is cancelled
    "members.invitation.about",  # in the mail to whoever a commissioner named
}


def shown_outside(world) -> dict[str, set[str]]:
    """The columns with words that somebody outside the site was shown, and the pages where that was."""
    shown: dict[str, set[str]] = {}
    for answer in crawl(world):
        if answer.role in OUTSIDE:
            for word in answer.canaries & world.planted.where.keys() - world.planted.elsewhere:
                for key in world.planted.where[word]:
                    shown.setdefault(key, set()).add(answer.name)
    return shown


def test_whatever_somebody_outside_the_site_is_shown_left_through_the_door(world):
    of_oneself = {key for key, circle in CIRCLES.items() if circle in OF_ONESELF}

    another_way_out = {
        f"{key} on {', '.join(sorted(pages))}"
        for key, pages in shown_outside(world).items()
        if key not in OUTWARD | TOLD_TO_A_GUEST | of_oneself | BEING_CHECKED | OF_THE_INDEX
    }

    assert another_way_out == set()


def test_whatever_has_the_type_of_the_door_is_shown_to_somebody_outside(world):
    assert OUTWARD - shown_outside(world).keys() <= NOT_SHOWN_IN_THE_WORLD
