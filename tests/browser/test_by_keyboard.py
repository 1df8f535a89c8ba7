"""The core of the work with the keyboard alone: Tab, Enter, Space, arrows and letters; and the focus always shows."""

import pytest

from tests.browser import table
from tests.browser.journeys import KeyboardVisitor, days_pass

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def at(page, sign_in):
    """`at(user)`: the keyboard of this person, signed in."""

    def visitor(user):
        sign_in(page, user)
        return KeyboardVisitor(page)

    return visitor


def test_a_case_is_offered_heard_tried_and_answered_by_keyboard(at):
    here = table.lay()
    first = here.meeting(in_days=3)

    case = table.offer_a_case(at(here.user("Bev")), by="Bev Sutton", site=here.site)
    table.put_on_agenda(at(here.user("Ruth")), case, first)
    days_pass(first, days=28)
    here.meeting(in_days=2)
    table.record_who_came(at(here.user("Ruth")), first)
    [ring, _] = table.agree_on_steps(at(here.user("Ruth")), case, first)
    table.say_how_it_went(at(here.user("Bev")), ring)
