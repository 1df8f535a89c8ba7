"""Members are added in as many queries for many as for one, with everything that a new member has."""

from datetime import date

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from kit.models import AuditEvent, subject_of
from members import actions
from members.actions import NewMember
from sites_app.actions import add_organisations
from sites_app.models import Organisation
from tests.factories.members import DisciplineFactory

pytestmark = pytest.mark.django_db


def newcomers(people, number: int) -> list[NewMember]:
    names = [f"Trust {each % 3}" for each in range(number)]
    at = add_organisations(names, by=None)
    role = DisciplineFactory(programme=people.programme)
    return [
        NewMember(
            name=f"Person {each} of {number}",
            email=f"p{each}@example.org",
            discipline=role,
            joined_on=date(2026, 6, 1),
            organisation=at[name],
            agrees_to_contact=True,
        )
        for each, name in enumerate(names)
    ]


def test_many_are_added_in_as_many_queries_as_few(people):
    counts = []
    for number in (2, 40):
        rows = newcomers(people, number)
        with CaptureQueriesContext(connection) as queries:
            actions.add_members(people.site, rows, by=people.users["facilitator"])
        counts.append(len(queries))

    assert counts[0] == counts[1]


def test_each_of_many_has_what_a_member_has_who_is_added_alone(people):
    by = people.users["facilitator"]
    newcomer, other = newcomers(people, 2)

    member = actions.add_members(people.site, [newcomer], by=by)[0]
    alone = actions.add_member(
        people.site, name="Una Alone", discipline=other.discipline, joined_on=other.joined_on,
        organisation=other.organisation, email=other.email, agrees_to_contact=True, by=by,
    )  # fmt: skip

    for each in (member, alone):
        each.refresh_from_db()
        assert each.can_be_mailed
        assert each.added_by == by
        assert each.employments.get().since == date(2026, 6, 1)
        assert AuditEvent.objects.get(subject=subject_of(each)).by == by


def test_organisations_that_differ_only_in_writing_are_one(people):
    kiln = Organisation.objects.create(name="Kiln Street Housing")

    found = add_organisations(["KILN street housing", "O’Hara Trust", "O'Hara Trust"], by=None)

    assert found["KILN street housing"] == kiln
    assert found["O’Hara Trust"] == found["O'Hara Trust"]
    assert add_organisations(["O'HARA TRUST"], by=None)["O'HARA TRUST"] == found["O’Hara Trust"]
