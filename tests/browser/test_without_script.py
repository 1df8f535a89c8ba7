"""The core of the work where no script runs: plain links and forms do all of it."""

import pytest

from tests.browser import table
from tests.browser.journeys import Visitor, days_pass

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def at(browser, browser_context_args, sign_in):
    """`at(user)`: a browser without script, with this person signed in."""
    context = browser.new_context(**{**browser_context_args, "java_script_enabled": False})
    page = context.new_page()

    def visitor(user):
        sign_in(page, user)
        return Visitor(page)

    yield visitor
    context.close()


def test_a_case_is_offered_heard_tried_and_answered_without_script(at):
    here = table.lay()
    first = here.meeting(in_days=3)

    case = table.offer_a_case(at(here.user("Bev")), by="Bev Sutton", site=here.site)
    table.put_on_agenda(at(here.user("Ruth")), case, first)
    days_pass(first, days=28)
    here.meeting(in_days=2)
    table.record_who_came(at(here.user("Ruth")), first)
    [ring, _] = table.agree_on_steps(at(here.user("Ruth")), case, first)
    table.say_how_it_went(at(here.user("Bev")), ring)
