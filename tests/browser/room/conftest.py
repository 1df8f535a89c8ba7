"""A meeting room in Chromium: Ruth runs it, Amina runs it with her, and a case is on the table."""

from datetime import timedelta

import pytest
from django.utils import timezone

from cases.models import Case
from members.models import User
from tests.factories.cases import CaseFactory, DiscussionFactory
from tests.factories.meetings import AgendaItemFactory, MeetingFactory
from tests.factories.members import FacilitationFactory, GroundRulesFactory, MemberFactory
from tests.factories.sites import SiteFactory


@pytest.fixture
def site():
    return SiteFactory(code="CP4", place="Dunsmere")


@pytest.fixture
def facilitator(site):
    """`facilitator("Amina Begum")`: somebody more who runs the room."""

    def facilitator(name):
        member = MemberFactory(site=site, name=name, user__name=name)
        FacilitationFactory(member=member)
        return User.objects.get(pk=member.user_id)

    return facilitator


@pytest.fixture
def ruth(facilitator):
    return facilitator("Ruth Adeyemi")


@pytest.fixture
def meeting(site, ruth):
    meeting = MeetingFactory(site=site, number=1, starts_at=timezone.now() - timedelta(minutes=12))
    GroundRulesFactory(programme=site.programme, since=meeting.day)
    AgendaItemFactory(meeting=meeting, position=1, title="Ground rules, check-in", minutes_long=10)
    AgendaItemFactory(meeting=meeting, position=2, title="The case", minutes_long=40)
    MemberFactory(site=site, name="Tom Hallett")
    return meeting


@pytest.fixture
def case(site, meeting):
    case = CaseFactory(site=site, title="The letters behind the door", presentation="", learning="")
    DiscussionFactory(case=case, meeting=meeting, notes="")
    return case


@pytest.fixture
def path(meeting):
    return f"/meetings/{meeting.pk}/room/"


@pytest.fixture
def room(page, sign_in, ruth, path, case):
    sign_in(page, ruth)
    page.goto(path)
    yield page
    page.goto("about:blank")  # asks the server for nothing more


@pytest.fixture
def amina(browser, browser_context_args, sign_in, facilitator, path, case):
    context = browser.new_context(**browser_context_args)
    page = context.new_page()
    sign_in(page, facilitator("Amina Begum"))
    page.goto(path)
    yield page
    context.close()


@pytest.fixture
def text_of(case):
    """`text_of("learning")`: what the server has of a section of the case."""
    return lambda section="presentation": getattr(Case.objects.get(pk=case.pk), section)
