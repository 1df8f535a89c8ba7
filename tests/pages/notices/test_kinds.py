"""One table: each kind of notice appears for exactly those whom it is for, and is gone once it is done, or after some days."""

from datetime import date, timedelta

import pytest
import time_machine
from django.utils import timezone

from pages.notices.kinds import KINDS
from pages.notices.waiting import waiting_for, waiting_for_everyone
from tests.pages.notices.makers import MAKERS, sent

pytestmark = pytest.mark.django_db


def test_every_kind_has_a_row():
    assert {maker.__name__ for maker in MAKERS} == KINDS.keys()


def those_told(w, kind):
    """The people of the site and of its programme for whom there is a notice of this kind."""
    found = [each for each in waiting_for_everyone(timezone.now()) if each.kind == kind]
    roles = {user.pk for user in (w.team, w.broker, w.commissioner)}
    return {
        each.user_id
        for each in found
        if each.site_id == w.site.pk or (each.site_id is None and each.user_id in roles)
    }


@pytest.mark.parametrize("maker", MAKERS, ids=lambda maker: maker.__name__)
def test_a_notice_is_for_exactly_those_whom_it_waits_for_until_it_is_done(w, maker):
    kind = KINDS[maker.__name__]
    made = maker(w)

    whom = next(made)

    assert those_told(w, kind) == {user.pk for user in whom}
    assert [kind for each in waiting_for(whom.pop()) if each.kind == kind]
    next(made, None)
    if kind.is_news:
        with time_machine.travel(timezone.now() + timedelta(days=15)):
            assert those_told(w, kind) == set()
    else:
        assert those_told(w, kind) == set()


def waiting_at(site):
    """What waits for somebody at the site; the world of this folder may stand beside it."""
    return [each for each in waiting_for_everyone(timezone.now()) if each.site_id == site.pk]


def test_nothing_waits_in_a_programme_that_has_ended(w):
    sent(w)
    assert waiting_at(w.site)

    w.programme.ended_on = date.today()
    w.programme.save()

    assert waiting_at(w.site) == []
