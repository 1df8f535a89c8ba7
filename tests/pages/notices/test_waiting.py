"""What is read for everybody is what each person reads for themselves, from a fixed number of queries."""

import pytest
from django.utils import timezone

from members.models import User
from members.standing import read_standing, read_standings
from pages.notices.kinds import KINDS
from pages.notices.waiting import waiting_for, waiting_for_everyone

MOST_QUERIES = 34  # six for who everybody is, then one or two for each table of facts
pytestmark = pytest.mark.django_db


def everyone():
    found = {}
    for notice in waiting_for_everyone(timezone.now()):
        found.setdefault(notice.user_id, {})[notice.key] = notice
    return found


def test_everybody_stands_where_each_stands(world):
    standings = read_standings()

    for user in User.objects.all():
        own = read_standing(user)
        theirs = standings.get(user.pk)
        if not own.programmes:
            assert theirs is None
            continue
        for place in ("programme_team", "broker", "adviser", "commissioner", "commissioner_sites", "facilitates",
                      "member_of", "member_ids", "site_programmes"):  # fmt: skip
            assert getattr(theirs, place) == getattr(own, place), (user, place)


def test_what_is_read_for_everybody_is_what_each_reads(world):
    found = everyone()

    for user in User.objects.all():
        own = {notice.key: notice for notice in waiting_for(user)}
        theirs = found.get(user.pk, {})
        assert own.keys() == theirs.keys(), user
        for key, notice in own.items():
            other = theirs[key]
            assert (notice.sentence, notice.url, notice.since, notice.by, notice.timing) == (
                other.sentence, other.url, other.since, other.by, other.timing,
            ), key  # fmt: skip
            assert other.label == other.why == other.aside == ""
    assert found


def test_everybody_can_open_what_waits_for_them(world, client):
    for user in User.objects.all():
        client.force_login(user)
        for notice in waiting_for(user):
            assert client.get(notice.url, follow=True).status_code == 200, notice


def test_the_number_of_queries_does_not_grow_with_people(world, django_assert_max_num_queries):
    with django_assert_max_num_queries(MOST_QUERIES):
        list(waiting_for_everyone(timezone.now()))


def test_every_kind_says_what_it_is_about_in_words_of_its_own():
    headings = [kind.heading for kind in KINDS.values()]

    assert len(set(headings)) == len(headings)
    assert [heading for heading in headings if not heading or heading[0].islower()] == []
