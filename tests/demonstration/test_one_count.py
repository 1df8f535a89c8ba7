"""The same question has the same answer on every page: the numbers that pages of the demonstration say of a site."""

import csv
import io
import re
from collections import Counter, defaultdict

import pytest
from django.test import Client
from django.urls import reverse

from members.models import Role
from sites_app.models import Programme, Site
from tests.reading import one_line

COUNTED_AS_CONFIRMED = "XF"


@pytest.fixture
def said(demonstration, db):
    """What each page says, by the question: {question: {site: {page: number}}}."""
    found = defaultdict(lambda: defaultdict(dict))
    for programme in Programme.objects.all():
        _ask(programme, found)
    return found


def _ask(programme: Programme, found) -> None:
    client = Client()
    role = (
        Role.objects.filter(programme=programme, kind=Role.Kind.PROGRAMME_TEAM).select_related("user").first()
    )
    client.force_login(role.user)

    def page(name: str, *args) -> str:
        response = client.get(reverse(name, args=args))
        assert response.status_code == 200, (name, args)
        return one_line(response.content.decode("utf-8-sig"))

    sites = list(programme.sites.order_by("code"))
    confirmed, steps, meetings = found["confirmed"], found["next steps"], found["meetings held"]
    figure = re.search(r"<tfoot.*?</tfoot>", page("meetings:membership", programme.slug))[0]
    in_order = re.findall(r'columnheader">([A-Z]+\d+)<small>', page("meetings:membership", programme.slug))
    for code, total in zip(in_order, re.findall(r'<td role="cell">(\d+)</td>', figure), strict=True):
        confirmed[code, programme.slug]["figure 1"] = int(total)
    rows = list(csv.DictReader(io.StringIO(_file(client, programme))))
    for code in in_order:
        letters = Counter("".join(row[code] or "" for row in rows))
        confirmed[code, programme.slug]["figure 1 as a file"] = sum(
            letters[each] for each in COUNTED_AS_CONFIRMED
        )
    own, listed = page("programme_detail", programme.slug), page("site_list")
    for site in sites:
        key = site.code, programme.slug
        panel = re.search(rf"<h3>.{{0,80}}{re.escape(str(site))}.*?</article>", own)[0]
        confirmed[key]["programme"] = int(re.search(r"(\d+) confirmed member", panel)[1])
        row = re.search(rf"{re.escape(site.get_absolute_url())}.*?Members confirmed\">(\d+)<", listed)
        confirmed[key]["sites"] = int(row[1])
        its = page("site_detail", site.slug)
        confirmed[key]["site"] = int(re.search(r"(\d+) confirmed", its)[1])
        if members := re.search(r"(\d+) confirmed", page("member_list", site.slug)):
            confirmed[key]["members"] = int(members[1])
        meetings[key] = {
            "programme": _held(panel), "site": _held(re.search(r'<h2 id="progress">(.*?)</h2>', its)[1])
        }  # fmt: skip
        helps = page("next_steps:site_what_helps", site.slug)
        for where, text in {"site": its, "what helps": helps}.items():
            if tally := re.search(r"Of (\d+) next steps? suggested, (\d+) had feedback; (\d+) helped", text):
                steps[key][where] = tuple(map(int, tally.groups()))[:2]
        if tally := re.search(r"(\d+) of (\d+) next steps? (?:has|have) feedback", panel):
            steps[key]["programme"] = int(tally[2]), int(tally[1])


def _file(client: Client, programme: Programme) -> str:
    address = reverse("meetings:membership_csv", args=[programme.slug])
    return client.get(address).content.decode("utf-8-sig")


def _held(text: str) -> str:
    return re.search(r"[\w-]+(?: of [\w-]+)? meetings? held", text)[0]


def test_every_page_says_the_same_number(said):
    for question, sites in said.items():
        assert {site: pages for site, pages in sites.items() if len(set(pages.values())) > 1} == {}, question
    assert len(said["confirmed"]) == Site.objects.count()
    assert all(len(pages) >= 5 for pages in said["confirmed"].values())
    assert any(len(pages) == 3 for pages in said["next steps"].values())


def test_the_first_programme_had_54_confirmed_members_and_facilitators(said):
    first = Programme.objects.exclude(ended_on=None).get()

    assert (
        sum(pages["programme"] for (_, slug), pages in said["confirmed"].items() if slug == first.slug) == 54
    )


def test_what_has_ended_is_told_in_the_past(demonstration, db):
    first = Programme.objects.exclude(ended_on=None).get()
    client = Client()
    client.force_login(Role.objects.filter(programme=first, kind=Role.Kind.PROGRAMME_TEAM).first().user)

    for address in [first.get_absolute_url(), *(site.get_absolute_url() for site in first.sites.all())]:
        page = one_line(client.get(address).content.decode())
        main = page[page.index("<main") :]
        assert "Ran from" in main
        assert re.findall(r"[Rr]unning since|[Ss]ince \d+ \w+ 20", main) == [], address
