from datetime import date

import pytest

from kit.prepared import Prepared
from members.models import Role, User
from tests.factories.members import RoleFactory

FIRST = date(2026, 3, 2)


def held(user: int, day: date):
    return Role.objects.on(day).filter(user=user).order_by("pk").values_list("pk", "since", "until")


@pytest.fixture
def roles(db):
    return [RoleFactory(since=FIRST), RoleFactory(since=FIRST, until=date(2026, 4, 1))]


def test_it_answers_as_the_queryset_does_for_every_value(roles, django_assert_num_queries):
    prepared = Prepared(held, user=int, day=date)

    for role in roles:
        for day in (date(2026, 3, 1), FIRST, date(2026, 3, 31), date(2026, 4, 1)):
            with django_assert_num_queries(1):
                rows = prepared.read(user=role.user_id, day=day)
            assert rows == list(held(role.user_id, day))


def test_its_sql_is_worked_out_once(roles):
    asked = []

    def build(user: int):
        asked.append(user)
        return User.objects.filter(pk=user).values_list("pk")

    prepared = Prepared(build, user=int)

    assert [prepared.read(user=role.user_id) for role in roles] == [[(role.user_id,)] for role in roles]
    assert len(asked) == 1


def test_a_value_that_the_query_makes_nothing_of_is_refused(roles):
    prepared = Prepared(lambda user, day: User.objects.filter(pk=user).values_list("pk"), user=int, day=date)

    with pytest.raises(ValueError, match="nothing of day"):
        prepared.read(user=1, day=FIRST)
