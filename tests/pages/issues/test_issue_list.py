"""The list of issues for commissioners: what each reader sees of an issue, filtered, sorted, searched and counted."""

from datetime import timedelta

import pytest
import time_machine
from django.utils import timezone

from cases.commissioning.models import CommissionerIssue, IssueReply
from tests.cases.pages import count_queries, url, words_of
from tests.factories.cases import CaseFactory, CommissionerIssueFactory, IssueReplyFactory

LIST = "/commissioning/"


def titles(response) -> list[str]:
    return [row.text.title for row in response.context["rows"]]


def merged_from(site, into: CommissionerIssue) -> CommissionerIssue:
    """An issue of another site that was merged into this one."""
    return CommissionerIssueFactory(case=CaseFactory(site=site, presented=True), merged_into=into)


def ago(days: int):
    return time_machine.travel(timezone.now() - timedelta(days=days))


def test_a_row_says_the_theme_the_site_how_often_it_was_raised_and_since_when_it_waits(
    people, share, sign_in
):
    issue = share("People lose support")
    merged_from(people.neighbour, issue)

    response = sign_in(people.commissioner).get(LIST)

    [row] = response.context["rows"]
    page = " ".join(words_of(response).split())
    assert (row.sites_named, row.sites_besides) == ([people.site], 1)
    assert f"{people.site} and one other" in page
    assert "2 times at 2 sites since" in page
    assert "needs your reply" in page
    assert "waiting since" in page
    assert "canary" not in page


def test_a_site_is_named_to_those_who_read_it_or_commission_for_it(people, share, sign_in):
    share("People lose support")

    def named_to(person):
        response = sign_in(person).get(LIST)
        return [row.sites_named for row in response.context["rows"]], "site" in response.context[
            "filters"
        ].fields

    assert named_to(people.team) == ([[people.site]], False)
    assert named_to(people.adviser) == ([[]], False)
    assert sign_in(people.adviser).get(f"{LIST}?site={people.site.slug}").context["page"].paginator.count == 1


def test_what_was_promised_for_a_day_that_has_passed_is_overdue(people, share, sign_in):
    yesterday = timezone.localdate() - timedelta(days=1)
    late, kept, dated = share("Late"), share("Kept"), share("Dated")
    promise = {"kind": IssueReply.Kind.WILL_CHANGE, "by": people.commissioner}
    IssueReplyFactory(issue=late, due_on=yesterday, **promise)
    IssueReplyFactory(issue=kept, due_on=yesterday, kept_on=yesterday, **promise)
    IssueReplyFactory(issue=dated, due_on=timezone.localdate(), **promise)
    client = sign_in(people.member)

    states = {row.text.title: row.state for row in client.get(LIST).context["rows"]}

    assert states == {"Late": "overdue", "Kept": "changed", "Dated": "will_change"}
    assert titles(client.get(f"{LIST}?show=overdue")) == ["Late"]
    assert "was due on" in words_of(client.get(f"{LIST}?show=overdue"))


def test_the_list_is_filtered_searched_and_sorted(people, share, sign_in):
    with ago(30):
        share("Old and quiet", theme="capacity")
    often = share("Raised often", words="Nobody rings on Fridays.")
    merged_from(people.neighbour, often)
    with ago(10):
        answered = share("Answered")
    IssueReplyFactory(issue=answered, kind=IssueReply.Kind.CANNOT, by=people.commissioner)
    client = sign_in(people.commissioner)

    assert titles(client.get(LIST)) == ["Old and quiet", "Raised often", "Answered"]
    assert titles(client.get(f"{LIST}?sort=newest")) == ["Raised often", "Answered", "Old and quiet"]
    assert titles(client.get(f"{LIST}?sort=most"))[0] == "Raised often"
    assert titles(client.get(f"{LIST}?theme=capacity")) == ["Old and quiet"]
    assert titles(client.get(f"{LIST}?show=waiting")) == ["Old and quiet", "Raised often"]
    assert titles(client.get(f"{LIST}?q=ringing")) == ["Raised often"]
    refused = client.get(f"{LIST}?theme=nonsense&q=fridays")
    assert refused.status_code == 422
    assert "Choose one from the list" in words_of(refused)
    assert titles(refused) == ["Raised often"]


def test_the_site_of_an_address_filters_for_whoever_may_know_several(people, share, sign_in):
    share("Here")
    there = CommissionerIssueFactory(case=CaseFactory(site=people.neighbour, presented=True))
    issue = share("At both")
    there.merged_into = issue
    there.save()
    client = sign_in(people.team)

    assert sorted(titles(client.get(f"{LIST}?site={people.site.slug}"))) == ["At both", "Here"]
    assert titles(client.get(f"{LIST}?site={people.neighbour.slug}")) == ["At both"]


def test_the_headline_counts_the_concerns_that_led_to_a_change(people, share, sign_in):
    for title in ("One", "Two"):
        share(title)
    today = timezone.localdate()
    IssueReplyFactory(
        issue=share("Three"),
        kind=IssueReply.Kind.WILL_CHANGE,
        due_on=today,
        kept_on=today,
        by=people.commissioner,
    )

    page = words_of(sign_in(people.commissioner).get(LIST))

    assert "Of 3 concerns, 1 led to a change" in page
    assert "<svg viewBox" in page


def test_a_commissioner_elsewhere_counts_none_of_them(people, share, sign_in):
    share("People lose support")

    page = words_of(sign_in(people.commissioner_elsewhere).get(LIST))

    assert "People lose support" not in page
    assert "led to a change" not in page
    assert "Nothing has been published yet." in page


def test_pages_and_their_queries_do_not_grow_with_issues(people, share, sign_in):
    client = sign_in(people.commissioner)

    def add_and_count(number):
        for title in range(number):
            merged_from(people.neighbour, share(f"Issue {title}"))
        return count_queries(client, LIST)

    assert add_and_count(2) == add_and_count(3) <= 20


def test_the_second_page_keeps_what_was_asked_for(people, share, sign_in, monkeypatch):
    monkeypatch.setattr("pages.issues.views.PER_PAGE", 1)
    share("One")
    share("Two")

    page = words_of(sign_in(people.team).get(f"{LIST}?show=waiting&sort=newest"))

    assert "?show=waiting&amp;sort=newest&amp;page=2" in page


@pytest.mark.parametrize("role", ["superuser", "stranger2"])
def test_somebody_without_a_place_has_no_list(people, sign_in, role, client):
    if role == "superuser":
        assert sign_in(people.superuser).get(url("issue_list")).status_code == 403
    else:
        assert client.get(url("issue_list")).status_code == 302
