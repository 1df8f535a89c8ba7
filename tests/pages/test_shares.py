"""The share of next steps that came back is a figure that the site, the programme and its team can see."""

import re

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from members.models import Role
from tests.cases.next_steps.test_what_helps import agreed
from tests.factories.cases import CaseFactory, DiscussionFactory
from tests.factories.members import MemberFactory, RoleFactory
from tests.factories.sites import ProgrammeFactory, SiteFactory


@pytest.fixture
def site(db):
    """A site with four steps, of which three came back and two helped; and one more site with none."""
    site = SiteFactory(programme=ProgrammeFactory())
    SiteFactory(programme=site.programme)
    agreed(DiscussionFactory(case=CaseFactory(site=site)), "helped", "held_steady", "worse", "")
    return site


def page(client, user, where) -> str:
    """The words of a page, each run of spaces as one."""
    client.force_login(user)
    text = re.sub(r"<[^>]+>", "", client.get(where).content.decode())
    return re.sub(r"\s+", " ", text)


def someone(site, kind, **fields):
    return RoleFactory(programme=site.programme, kind=kind, **fields).user


def test_a_site_sees_its_share(client, site):
    words = page(client, MemberFactory(site=site).user, site.get_absolute_url())

    assert (
        "75% of next steps have feedback. Of 4 next steps suggested, 3 had feedback; 2 helped or held steady."
        in words
    )


@pytest.mark.parametrize("kind", [Role.Kind.COMMISSIONER, Role.Kind.ADVISER])
def test_who_does_not_read_the_site_sees_no_small_number_of_a_site_or_programme(client, site, kind):
    somebody = someone(site, kind, **({"sites": [site]} if kind == Role.Kind.COMMISSIONER else {}))

    for where in (site.get_absolute_url(), site.programme.get_absolute_url(), reverse("home")):
        assert "have feedback" not in page(client, somebody, where)


def test_the_team_sees_the_share_of_the_programme_and_of_each_site(client, site):
    words = page(client, someone(site, Role.Kind.PROGRAMME_TEAM), site.programme.get_absolute_url())

    assert "75% of next steps have feedback. Of 4 next steps suggested" in words
    assert "3 of 4 next steps have feedback (75%)." in words


def test_a_member_sees_the_share_of_their_own_site_and_of_no_other(client, site):
    own = MemberFactory(site=site).user
    elsewhere = MemberFactory(site=site.programme.sites.exclude(pk=site.pk).get()).user

    assert "3 of 4 next steps have feedback (75%)." in page(client, own, site.programme.get_absolute_url())
    assert "have feedback" not in page(client, elsewhere, site.programme.get_absolute_url())


def test_the_team_sees_it_on_its_home_beside_the_sites(client, site):
    words = page(client, someone(site, Role.Kind.PROGRAMME_TEAM), reverse("home"))

    assert ". 3 of 4 steps have feedback (75%)" in words


def test_no_query_more_for_one_site_more(client, site):
    team = someone(site, Role.Kind.PROGRAMME_TEAM)
    client.force_login(team)
    counts = []
    for _ in range(2):
        for where in (reverse("home"), site.programme.get_absolute_url()):
            client.get(where)
        with CaptureQueriesContext(connection) as queries:
            for where in (reverse("home"), site.programme.get_absolute_url()):
                client.get(where)
        counts.append(len(queries))
        another = SiteFactory(programme=site.programme)
        agreed(DiscussionFactory(case=CaseFactory(site=another)), "helped", "")

    assert counts[0] == counts[1]
