"""Wherever a page lists people, organisations or sites by name, they stand in one order, whatever the database is."""

import ast
import html
import re

import pytest

from kit.words import by_name, name_key, sorted_names
from members.models import Member
from sites_app.models import Organisation
from tests.factories.members import MemberFactory
from tests.factories.sites import OrganisationFactory, SiteFactory
from tests.permissions.addresses import url_of
from tests.permissions.asking import ask, clients_of
from tests.permissions.table import TABLE
from tests.test_layout import ROOT, sources, tree_of

IN_ORDER = [
    "Ábel Kiss", "Adam Cole", "ADAM Dean", "Æthel Ward", "alice Roe", "Álvaro Gil", "Amy O'Brien", "Amy Obrien",
    "Amy O’Brient", "Ann-Marie Bell", "Ann Shaw", "Ånna Berg", "åsa Lind", "bo Lee", "Bo McDonald", "Bo Mcdougal",
    "Çelik Ay", "Cora MacNeil", "Dan van der Berg", "Dan Van Dyke", "de Souza Ana", "Éamon Ryan", "Elise Roy",
    "Élise Roye", "émile Zola", "Eva Ng", "Finn D'Arcy", "İpek Kaya", "Joé Martin", "Joe Martina", "Łukasz Nowak",
    "Ngọc Trần", "Niamh O Neill", "Nils Ödegaard", "Øyvind Aas", "Renée Dupont", "Siân Pugh", "Ümit Can", "Zoë Adams",
    "Žofie Malá",
]  # fmt: skip
LEAST = 8  # names one after the other that are taken to be a list
# Where a query is sorted by a name, and why that is enough: what people see is sorted again, or it is no list.
SORTED_BY_THE_DATABASE = {
    "cases/forms/cases.py": "the field is one of names, which sorts again",
    "cases/forms/works_with.py": "the team gives roles their places; names only part what has one place",
    "cases/next_steps/forms/steps.py": "the field is one of names, which sorts again",
    "kit/vocabulary.py": "the team gives words their places; names only part what has one place",
    "meetings/matrix.py": "the team gives roles their places; names only part what has one place",
    "meetings/models/calendar.py": "lists of replies are sorted again",
    "meetings/models/meetings.py": "lists of members and visits are sorted again",
    "members/actions/standards.py": "it finds the place of a role",
    "members/models/accounts.py": "lists of people are sorted again",
    "members/models/proposals.py": "the few roles that were proposed to the team",
    "members/models/members.py": "lists of members are sorted again",
    "newsletter/views/archive.py": "months first; names only part issues of one month",
    "pages/agenda.py": "the one or two presenters of a case",
    "newsletter/readers.py": "one person's own subscriptions",
    "pages/site_list.py": "the year of the programme first; names only part those that began on one day",
    "sites_app/models.py": "lists of organisations are sorted again; programmes stand by their year",
}


def test_the_order_is_the_same_for_names_of_every_spelling():
    assert len(IN_ORDER) == 40
    assert sorted_names(sorted(IN_ORDER)) == sorted_names(reversed(IN_ORDER))
    assert [name_key(name) for name in IN_ORDER] == sorted(name_key(name) for name in IN_ORDER)


def lists_in(page: str, names: list[str]) -> list[list[str]]:
    """The lists of names on a page: those that follow one another without one of them standing there again."""
    either = "|".join(re.escape(name) for name in sorted(names, key=len, reverse=True))
    found, lists = re.findall(either, html.unescape(page)), [[]]
    for before, name in zip([None, *found], found, strict=False):
        if name == before:
            continue
        if name in lists[-1]:
            lists.append([])
        lists[-1].append(name)
    return [each for each in lists if len(each) >= LEAST]


@pytest.fixture
def crowded(world):
    """The world with forty more members, organisations and sites, added in another order than that of their names."""
    for name in sorted(IN_ORDER, key=lambda name: name[::-1]):
        MemberFactory(
            site=world.site,
            user=None,
            name=name,
            discipline=world.member.discipline,
            joined_on=world.member.joined_on,
        )
        OrganisationFactory(name=f"{name} Trust", sector=world.site.host.sector)
    return world


@pytest.mark.long
@pytest.mark.walk
@pytest.mark.parametrize("role", ["facilitator", "team"])
def test_every_page_lists_names_in_their_order(crowded, role):
    client, wrong, listed = clients_of(crowded, [role])[role], {}, 0
    kinds = [IN_ORDER, [f"{name} Trust" for name in IN_ORDER]]
    for row in TABLE:
        response = ask(client, "GET", url_of(row.name, row.arguments, crowded))
        if response.status_code != 200 or "html" not in response.headers["Content-Type"]:
            continue
        for names in kinds:
            for found in lists_in(response.whole.decode(), names):
                listed += 1
                if found != sorted_names(found):
                    wrong[f"{row.name} {row.what}"] = found[:12]

    assert wrong == {}, sorted(wrong)
    assert listed > 10


def test_rows_of_either_database_are_in_the_same_order(db):
    site = SiteFactory()
    for name in sorted(IN_ORDER, key=lambda name: name[::-1]):
        MemberFactory(site=site, user=None, name=name)
        OrganisationFactory(name=name)

    assert [each.name for each in by_name(Member.objects.filter(site=site))] == IN_ORDER
    assert [each.name for each in by_name(Organisation.objects.filter(name__in=IN_ORDER))] == IN_ORDER


def sorts_by_a_name(node: ast.AST) -> bool:
    """Whether `node` is `order_by(… "name" …)` or `ordering = [… "name" …]`."""
    if isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute) and node.func.attr == "order_by":
        values = node.args
    elif isinstance(node, ast.Assign) and getattr(node.targets[0], "id", "") == "ordering":
        values = getattr(node.value, "elts", [])
    else:
        return False
    columns = [
        each.value.lstrip("-")
        for each in values
        if isinstance(each, ast.Constant) and isinstance(each.value, str)
    ]
    return any(column.rpartition("__")[2] == "name" for column in columns)


def test_no_list_is_sorted_by_name_in_the_database():
    found = {
        str(path.relative_to(ROOT))
        for path in sources()
        if any(sorts_by_a_name(node) for node in ast.walk(tree_of(path)))
    }

    assert found - SORTED_BY_THE_DATABASE.keys() == set()
    assert SORTED_BY_THE_DATABASE.keys() - found == set()
