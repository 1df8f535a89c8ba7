from contextlib import suppress
from dataclasses import dataclass, field
from datetime import date, timedelta
from functools import cached_property

import pytest
import time_machine
from django.db.models import Prefetch, Q
from django.utils import timezone

from kit.dates import end_of_day, month_of, start_of_day
from kit.prepared import Prepared
from kit.stand_ins import Unprepared
from members.models import Role, User
from members.standing import Standing
from sites_app.models import Programme
from tests.factories.members import RoleFactory

FIRST = date(2026, 3, 2)
WEEK = timedelta(days=7)


def held(user: int, day: date):
    return Role.objects.on(day).filter(user=user).order_by("pk").values_list("pk", "since", "until")


@pytest.fixture
def roles(db):
    return [RoleFactory(since=FIRST), RoleFactory(since=FIRST, until=date(2026, 4, 1))]


def test_it_answers_as_the_queryset_does_for_every_value(roles, django_assert_num_queries):
    prepared = Prepared(held)

    for role in roles:
        for day in (date(2026, 3, 1), FIRST, date(2026, 3, 31), date(2026, 4, 1)):
            with django_assert_num_queries(1):
                rows = prepared.read(user=role.user_id, day=day)
            assert rows == list(held(role.user_id, day))


def test_its_sql_is_worked_out_once_for_each_shape(roles, monkeypatch):
    monkeypatch.setattr(Prepared, "is_strict", False)
    asked = []

    def build(users):
        asked.append(users)
        return User.objects.filter(pk__in=users).order_by("pk")

    prepared = Prepared(build)
    users = [role.user for role in roles]

    assert prepared.read(users=users) == users
    assert prepared.read(users=[users[1]]) == [users[1]]
    assert prepared.read(users={user.pk for user in users}) == users
    assert prepared.read(users=[]) == []
    assert prepared.read(users=()) == []
    assert len(asked) == 2


def test_it_gives_rows_with_what_they_are_read_with(roles, django_assert_num_queries):
    prepared = Prepared(
        lambda user: (
            User.objects.filter(Q(pk=user.pk) | Q(name="%s 100%"))
            .defer("email")
            .prefetch_related(Prefetch("roles", queryset=Role.objects.select_related("programme")))
        )
    )

    for role in roles:
        _ = role.user.standing  # read once, whatever is asked
        with django_assert_num_queries(2):
            (user,) = prepared.read(user=role.user)
            programmes = [each.programme for each in user.roles.all()]
        assert (user, programmes) == (role.user, [role.programme])
        assert user.get_deferred_fields() == {"email"}


def moments(day: date, moment, user):
    """Days and moments of the clock and of values, each so many days or hours off."""
    today, now = timezone.localdate(), timezone.now()
    at = [now, now - WEEK, start_of_day(), end_of_day(today + WEEK), moment - WEEK, start_of_day(day), moment]
    days = [today, today - WEEK, day, day + WEEK, timezone.localdate(moment)]
    sent = [Q(roles__since=each) for each in days] + [Q(date_joined=each) for each in at]
    found = Q(pk=user)
    for each in sent:
        found |= each
    return User.objects.filter(found).order_by("pk")


@pytest.mark.parametrize("today", ["2026-01-05T23:30Z", "2026-07-05T23:30Z"])
def test_days_and_moments_are_those_of_the_values_and_of_the_clock(roles, today):
    prepared = Prepared(moments)
    with time_machine.travel("2026-03-29T01:30Z", tick=False):
        prepared.read(day=FIRST, moment=timezone.now(), user=0)

    with time_machine.travel(today, tick=False):
        values = {"day": date(2026, 10, 25), "moment": timezone.now() - timedelta(hours=5), "user": 7}
        (shape,) = prepared._kept.values()
        leaves = {(name,): value for name, value in values.items()}
        asked = shape._sql(shape.compiler.connection.ops, leaves)

        assert asked == moments(**values).query.sql_with_params()


@dataclass
class Reader:
    """Somebody of whom a query may know the programmes alone."""

    programmes: set[int]
    name: str = field(default="")
    prepared_parts = ("programmes",)

    @cached_property
    def others(self) -> set[int]:
        return {pk + 1 for pk in self.programmes}


REFUSED = {
    "looks into a set": lambda user, ids: User.objects.filter(pk__in=ids if 3 in ids else [3]),
    "takes from a set": lambda user, ids: User.objects.filter(pk__in=ids - {3}),
    "asks the database": lambda user, ids: User.objects.filter(pk__in=list(User.objects.filter(pk__in=ids))),
    "asks for a name": lambda user, ids: User.objects.filter(name=user.name, pk__in=ids),
    "has a day of its own": lambda user, ids: User.objects.filter(pk__in=ids, roles__since=FIRST),
    "has a moment of its own": lambda user, ids: User.objects.filter(date_joined=start_of_day(FIRST)),
    "is another one next month": lambda user, ids: Role.objects.filter(since__gte=month_of()),
    "writes an id into a text": lambda user, ids: User.objects.filter(name=f"user:{user.pk}"),
    "prefetches by a value": lambda user, ids: Programme.objects.prefetch_related(
        Prefetch("roles", queryset=Role.objects.filter(user=user))
    ),
    "asks for more than its parts": lambda user, ids, reader: User.objects.filter(pk__in=reader.others),
    "asks for what is none of its parts": lambda user, ids, reader: User.objects.filter(
        name=reader.name, pk__in=ids
    ),
    "compares a set": lambda user, ids: User.objects.filter(pk__in=ids if ids == {1} else [3]),
}


@pytest.mark.parametrize("why", REFUSED)
def test_what_would_keep_a_value_of_one_reader_is_refused(roles, why):
    values = {"user": roles[0].user, "ids": {1, 2}}
    if "parts" in why:
        values["reader"] = Reader({1})

    with pytest.raises(Unprepared):
        Prepared(REFUSED[why]).read(**values)


def test_where_nobody_tests_it_is_asked_as_it_is_built(roles, monkeypatch, caplog):
    monkeypatch.setattr(Prepared, "is_strict", False)
    user = roles[0].user

    assert Prepared(REFUSED["takes from a set"]).read(user=user, ids={user.pk, 3}) == [user]
    assert "could not be prepared" in caplog.text


def test_a_set_of_a_person_has_the_ids_of_that_person():
    prepared = Prepared(
        lambda standing: Programme.objects.filter(pk__in=standing.broker | standing.programme_team | {7})
    )
    parts = {frozenset({1, 2}): frozenset({3}), frozenset({4}): frozenset({5, 6})}

    for broker, team in parts.items():
        values = {"standing": Standing(broker=broker, programme_team=team)}
        with suppress(RuntimeError):  # no database here
            prepared.read(**values)
        (shape,) = prepared._kept.values()
        leaves = {("standing", "broker"): broker, ("standing", "programme_team"): team}
        assert set(shape._sql(shape.compiler.connection.ops, leaves)[1]) == {*broker, *team, 7}
