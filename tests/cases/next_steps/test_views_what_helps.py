"""The pages of what helps: who reads every number, who reads those that can stand, for which months, and as CSV."""

import re
from datetime import UTC, datetime

import pytest
import time_machine

from cases.clearance import actions as clearance_actions
from cases.clearance.models import Audience
from cases.models import Theme
from cases.next_steps.actions.figures import publish_due_figures
from tests.cases.checking import agree, approve, send_for_checking
from tests.cases.next_steps.test_what_helps import agreed, discussed
from tests.factories.sites import SiteFactory
from tests.reading import one_line


@pytest.fixture(autouse=True)
def today():
    with time_machine.travel(datetime(2026, 3, 20, 10, 0, tzinfo=UTC)):
        yield


def at_site(people):
    return f"/sites/{people.site.slug}/what-helps/"


def in_programme(people):
    return f"/programmes/{people.programme.slug}/what-helps/"


def publish(*, on=datetime(2026, 5, 1, 9, 0, tzinfo=UTC)):
    with time_machine.travel(on):
        publish_due_figures()


def rows_of(answer):
    return [line.split(",") for line in answer.content.decode("utf-8-sig").splitlines()]


def test_members_of_a_site_read_its_figures(sign_in, people):
    agreed(discussed(people.site), "helped", "held_steady", "no_change", "")

    page = sign_in(people.member).get(at_site(people)).content.decode()

    assert "Of 4 next steps suggested, 3 had feedback; 2 helped or held steady." in page
    assert re.search(r"Held steady</span>\s*</dt><dd>1</dd>", page)
    assert "By theme" in page
    assert "By site" not in page


def test_a_page_draws_each_number(sign_in, people):
    agreed(discussed(people.site), "helped", "")

    page = sign_in(people.member).get(at_site(people)).content.decode()

    assert '<rect class="good" y="0" width="50%"' in one_line(page)
    assert '<td class="n" role="cell" data-label="Suggested">2</td>' in page


def test_a_step_with_several_themes_is_explained(sign_in, people):
    agreed(discussed(people.site, themes=Theme.objects.all()[:2]), "helped")

    page = sign_in(people.member).get(at_site(people)).content.decode()

    assert "so the rows add up to more than 1." in page


def test_a_site_is_not_read_by_members_elsewhere_nor_in_totals(sign_in, people):
    assert sign_in(people.elsewhere).get(at_site(people)).status_code == 404
    assert sign_in(people.commissioner).get(at_site(people)).status_code == 403
    assert sign_in(people.adviser).get(at_site(people)).status_code == 403


@pytest.mark.parametrize("reader", ["broker", "team"])
def test_who_reads_every_site_reads_every_number_of_the_programme(sign_in, people, reader):
    agreed(discussed(people.site), "helped")

    page = sign_in(getattr(people, reader)).get(in_programme(people)).content.decode()

    assert "Of 1 next step suggested, 1 had feedback; 1 helped or held steady." in page
    assert "By site" in page


OUTSIDE = ["commissioner", "adviser", "elsewhere", "member", "facilitator"]


@pytest.mark.parametrize("reader", OUTSIDE)
def test_who_reads_one_site_or_none_reads_what_is_published_of_the_programme(sign_in, people, reader):
    agreed(discussed(people.site), *["helped"] * 5, *["worse"] * 5)
    agreed(discussed(people.neighbour), *["helped"] * 5, *["worse"] * 2)
    publish()

    page = sign_in(getattr(people, reader)).get(in_programme(people)).content.decode()

    assert "Of 17 next steps suggested, 17 had feedback. That is January to March 2026." in page
    assert "Show these months" not in page
    assert ">2<" not in page


@pytest.mark.parametrize("reader", OUTSIDE)
def test_readers_outside_cannot_choose_months_to_subtract(sign_in, people, reader):
    agreed(discussed(people.site, month=1), *["helped"] * 5)
    agreed(discussed(people.site, month=2), *["helped"] * 6)
    publish()

    for query in ("from=2026-02", "from=2026-01&to=2026-01", "to=2026-01"):
        page = sign_in(getattr(people, reader)).get(f"{in_programme(people)}?{query}").content.decode()

        assert "Of 11 next steps suggested" in page


def test_an_earlier_period_can_be_chosen(sign_in, people):
    agreed(discussed(people.site, month=2), *["helped"] * 5)
    agreed(discussed(people.site, month=5), *["helped"] * 6)
    publish(on=datetime(2026, 8, 1, tzinfo=UTC))
    browser = sign_in(people.commissioner)

    assert "That is April to June 2026" in browser.get(in_programme(people)).content.decode()
    earlier = browser.get(f"{in_programme(people)}?period=2026-01")
    assert "Of 5 next steps suggested" in earlier.content.decode()
    assert "what-helps.csv?period=2026-01" in earlier.content.decode()
    answer = browser.get(f"{in_programme(people)[:-1]}.csv?period=2026-01")
    assert answer["Content-Disposition"].endswith('-from-2026-01.csv"')
    assert rows_of(answer)[1] == ["all", "", "5", "5", "5"]


def test_a_period_that_is_none_is_explained(sign_in, people):
    agreed(discussed(people.site), *["helped"] * 5)
    publish()

    answer = sign_in(people.commissioner).get(f"{in_programme(people)}?period=1812-01")

    assert answer.status_code == 422
    assert "Choose a period from the list" in answer.content.decode()


def test_too_few_to_show_says_so(sign_in, people):
    agreed(discussed(people.site), "helped")
    publish()

    page = sign_in(people.commissioner).get(in_programme(people)).content.decode()

    assert "Not enough to show yet" in page


def test_the_public_reads_a_programme_that_has_published_for_everyone(client, sign_in, people, case):
    agreed(discussed(people.site), *["helped"] * 6)
    publish()
    assert client.get(in_programme(people)).status_code == 302
    assert client.get(f"{in_programme(people)[:-1]}.csv").status_code == 302

    text = send_for_checking(case, by=people.facilitator, audience=Audience.PUBLIC)
    agree(case, people)
    approve(text, people.member)
    approve(text, people.team)
    clearance_actions.publish(text, by=people.facilitator)

    page = client.get(in_programme(people))
    assert page.status_code == 200
    assert "Of 6 next steps suggested, 6 had feedback; 6 helped or held steady." in page.content.decode()
    assert sign_in(people.stranger).get(in_programme(people)).status_code == 200


def test_a_stranger_to_a_programme_finds_nothing(client, sign_in, people):
    assert sign_in(people.stranger).get(in_programme(people)).status_code == 404
    assert sign_in(people.stranger).get("/programmes/no-such/what-helps/").status_code == 404


def test_the_months_of_the_programme_can_be_chosen(sign_in, people):
    people.programme.started_on = datetime(2026, 1, 5).date()
    people.programme.save()
    agreed(discussed(people.site, month=1), "helped")
    agreed(discussed(people.site, month=2), "worse", "")
    browser = sign_in(people.member)

    page = browser.get(f"{at_site(people)}?from=2026-02&to=2026-02").content.decode()

    assert (
        "Of 2 next steps suggested, 1 had feedback; 0 helped or held steady. That is in February 2026."
        in page
    )
    assert f'href="{at_site(people)}">The whole programme</a>' in page
    assert "what-helps.csv?from=2026-02&amp;to=2026-02" in page


@pytest.mark.parametrize(
    ("query", "words"),
    [
        ("from=2026-03&to=2026-02", "Choose a month that is not before the start"),
        ("from=1812-01", "Choose a month from the list"),
        ("to=soon", "Choose a month from the list"),
    ],
)
def test_months_that_are_none_are_explained(sign_in, people, query, words):
    for page in (at_site(people), in_programme(people)):
        answer = sign_in(people.team).get(f"{page}?{query}")

        assert answer.status_code == 422
        assert words in answer.content.decode()


def test_figures_as_csv_say_the_same(sign_in, people):
    agreed(discussed(people.site), "helped", "worse", "")

    answer = sign_in(people.member).get(f"{at_site(people)[:-1]}.csv?from=2026-02&to=2026-03")

    assert answer["Content-Disposition"].endswith(f'what-helps-{people.site.slug}-2026-02-to-2026-03.csv"')
    assert rows_of(answer)[:3] == [
        ["counted by", "which", "suggested", "had feedback", "helped or held steady"],
        ["all", "", "3", "2", "1"],
        ["theme", "No theme", "3", "2", "1"],
    ]


def test_a_number_that_cannot_be_shown_is_blank_in_the_csv(sign_in, people):
    agreed(discussed(people.site), *["helped"] * 8, *["worse"] * 2, *[""] * 5)
    publish()

    answer = sign_in(people.commissioner).get(f"{in_programme(people)[:-1]}.csv")

    assert rows_of(answer)[1] == ["all", "", "15", "", "8"]


def test_the_number_of_queries_does_not_grow(sign_in, people, django_assert_max_num_queries):
    browser = sign_in(people.team)
    for _ in range(4):
        site = SiteFactory(programme=people.programme)
        agreed(discussed(site), "helped", "")
    with django_assert_max_num_queries(14):
        browser.get(in_programme(people))
