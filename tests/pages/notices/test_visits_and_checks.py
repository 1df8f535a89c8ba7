"""What waits about visits and texts that nobody is left to check, where the table of kinds does not say it."""

import pytest
from django.utils import timezone

from meetings.invitations import actions
from members.models import Member
from pages.notices import kinds
from pages.notices.waiting import waiting_for, waiting_for_everyone
from tests.factories.meetings import MeetingFactory
from tests.pages.notices.makers import sent
from tests.pages.notices.visit_makers import offered

pytestmark = pytest.mark.django_db


def kinds_for(user):
    return {each.kind for each in waiting_for(user)}


def unchecked_at(w):
    found = waiting_for_everyone(timezone.now())
    return {each.user_id for each in found if each.kind == kinds.TEXT_UNCHECKED and each.site_id == w.site.pk}


def test_another_date_is_asked_of_the_guest_and_is_no_no(w):
    offer = offered(w)

    actions.propose_date(offer, meeting=MeetingFactory(site=w.site), by=w.lead)

    found = kinds_for(w.commissioner)
    assert kinds.VISIT_TO_ANSWER in found
    assert kinds.VISIT_DECLINED not in found


def test_a_guest_who_takes_a_visit_back_hears_no_no_from_the_group(w):
    actions.answer(offered(w), coming="no", by=w.commissioner)

    assert kinds.VISIT_DECLINED not in kinds_for(w.commissioner)


def test_brokers_who_are_asked_to_every_meeting_have_none_of_them_waiting(w):
    MeetingFactory(site=w.site)
    actions.ask_brokers()

    assert kinds.VISIT_TO_ANSWER not in kinds_for(w.broker)
    assert kinds.VISIT_UNANSWERED not in kinds_for(w.lead)


def test_a_text_waits_for_facilitator_and_team_where_nobody_from_the_site_may_check_it(w):
    text = sent(w, audience="commissioners")
    assert unchecked_at(w) == set()

    text.case.site.members.exclude(pk__in=[w.facilitator.pk, w.presenter.pk]).update(
        left_on=timezone.localdate(), left_because="moved"
    )

    assert unchecked_at(w) == {w.lead.pk, w.team.pk}
    assert Member.objects.current().filter(site=w.site).count() == 2
