"""An issue that two people approved for everyone has a public page, is found by visitors, and is gone once withdrawn."""

from datetime import timedelta
from xml.etree import ElementTree

import pytest
import time_machine
from django.utils import timezone

from cases.clearance import actions as clearance_actions
from cases.clearance.models import ClearedText
from cases.commissioning import actions
from cases.commissioning.models import CommissionerIssue, IssueReply, PromiseOutcome
from tests.cases.pages import count_queries, words_of
from tests.factories.cases import CommissionerIssueFactory, IssueReplyFactory
from tests.reading import one_line

PUBLIC = "/issues/"
FEED = "/issues/feed/"
ATOM = "{http://www.w3.org/2005/Atom}"


def withdraw(issue, people, *, because="privacy"):
    text = ClearedText.objects.for_everyone().get(issue_wording__issue=issue)
    clearance_actions.withdraw(text, because=because, by=people.facilitator)


def test_anyone_reads_an_issue_for_everyone_with_its_answers_and_no_name(people, share, client):
    issue = share("People lose support", audience="public")
    actions.reply(issue, kind=IssueReply.Kind.CANNOT, words="No money this year.", by=people.commissioner)

    listed = words_of(client.get(PUBLIC))
    page = words_of(client.get(issue.get_public_url()))

    assert "People lose support" in listed
    assert "After two letters." in page
    assert "“No money this year.”" in page
    for words in ("canary", people.commissioner.name, people.site.place, issue.case.reference):
        assert words not in page + listed


def test_an_issue_for_commissioners_has_no_public_page(people, share, client):
    issue = share("People lose support")

    assert client.get(issue.get_public_url()).status_code == 404
    assert "People lose support" not in words_of(client.get(PUBLIC)) + words_of(client.get(FEED))


def test_of_a_reply_from_before_it_was_for_everyone_only_what_will_happen_is_public(people, share, client):
    with time_machine.travel(timezone.now() - timedelta(days=9)):
        issue = share("Full words")
        due = timezone.localdate() + timedelta(days=60)
        actions.reply(
            issue, kind=IssueReply.Kind.WILL_CHANGE, words="To you alone.", due_on=due, by=people.commissioner
        )
    text = ClearedText.objects.published().get(issue_wording__issue=issue)
    shorter = actions.send_issue_for_checking(
        issue, title="Short", words="Fewer words.", audience="public", by=people.facilitator
    )
    for audience, of in (("public", None), ("public", shorter)):
        clearance_actions.agree(
            issue.case, member=people.members.presenter, audience=audience, by=people.facilitator, text=of
        )
    for by in (people.member, people.team):
        clearance_actions.approve(shorter, sha256=shorter.sha256, by=by)
    clearance_actions.publish(shorter, by=people.facilitator, keeping=[text.pk])

    page = " ".join(words_of(client.get(issue.get_public_url())).split())

    assert "We will change this. Promised for" in page
    assert "To you alone." not in page + words_of(client.get(FEED))
    assert "Full words" not in page


def test_the_list_begins_with_those_longest_without_an_answer(people, share, client):
    with time_machine.travel(timezone.now() - timedelta(days=40)):
        share("Oldest", audience="public")
    IssueReplyFactory(issue=share("Answered", audience="public"), by=people.commissioner)
    share("Newest", audience="public")

    context = client.get(PUBLIC).context

    assert [row.text.title for row in context["longest"]] == ["Oldest", "Newest"]
    assert [row.text.title for row in context["rows"]][-1] == "Oldest"


def test_a_withdrawn_issue_leaves_a_tombstone_and_is_found_nowhere(people, share, client):
    issue = share("People lose support", audience="public")
    assert "People lose support" in words_of(client.get("/library/?q=support"))
    assert "People lose support" in words_of(client.get("/search/?q=support"))

    withdraw(issue, people)

    gone = client.get(issue.get_public_url())
    assert gone.status_code == 410
    assert "to protect somebody’s privacy" in words_of(gone)
    for address in (PUBLIC, FEED, "/library/?q=support", "/search/?q=support"):
        assert "People lose support" not in words_of(client.get(address))


def test_visitors_find_an_issue_for_everyone_and_are_led_to_its_public_page(people, share, client):
    issue = share("People lose support", audience="public")
    actions.reply(issue, kind=IssueReply.Kind.CANNOT, words="No money.", by=people.commissioner)

    for address in ("/library/?q=support", "/search/?q=support"):
        page = words_of(client.get(address))
        assert f'href="{issue.get_public_url()}"' in page
        assert people.commissioner.name not in page


@pytest.mark.parametrize("role", ["superuser", "stranger"])
def test_whoever_has_no_place_in_the_programme_is_led_to_the_public_page(people, share, client, role):
    issue = share("People lose support", audience="public")
    client.force_login(people.user(role))

    assert client.get(issue.get_absolute_url()).url == issue.get_public_url()


def test_an_issue_merged_into_another_for_everyone_leads_there(people, share, client):
    issue = share("People lose support", audience="public")
    other = share("Two letters and out", audience="public")
    actions.merge(other, into=issue, by=people.team)

    assert client.get(other.get_public_url()).url == issue.get_public_url()
    assert "Two letters and out" not in words_of(client.get(PUBLIC)) + words_of(client.get(FEED))


def test_the_feed_holds_the_words_and_answers_and_names_what_was_withdrawn(people, share, client):
    kept, gone = share("A & B <stay>", audience="public"), share("Gone", audience="public")
    actions.reply(kept, kind=IssueReply.Kind.CANNOT, words="No\x0b money.", by=people.commissioner)
    withdraw(gone, people)

    response = client.get(FEED)

    [entry] = ElementTree.fromstring(response.content).findall(f"{ATOM}entry")
    assert response["Content-Type"].startswith("application/atom+xml")
    assert entry.findtext(f"{ATOM}title") == "A & B <stay>"
    assert "After two letters." in entry.findtext(f"{ATOM}summary")
    assert "No money." in entry.findtext(f"{ATOM}summary")
    assert f'<at:deleted-entry ref="http://testserver{gone.get_public_url()}"' in words_of(response)


def test_a_feed_reader_hears_of_a_withdrawal_though_nothing_newer_came(people, share, client):
    share("Stays", audience="public")
    gone = share("Gone", audience="public")
    known = client.get(FEED)["ETag"]
    assert client.get(FEED, headers={"if-none-match": known}).status_code == 304

    withdraw(gone, people)

    assert client.get(FEED, headers={"if-none-match": known}).status_code == 200
    assert "Last-Modified" not in client.get(FEED).headers


def test_the_public_list_and_the_feed_ask_no_more_for_more_issues(people, share, client):
    def add_and_count(number):
        for title in range(number):
            IssueReplyFactory(issue=share(f"Issue {title}", audience="public"), by=people.commissioner)
        return count_queries(client, PUBLIC), count_queries(client, FEED)

    assert add_and_count(1) == add_and_count(2)


def test_only_issues_with_a_wording_for_everyone_are_for_everyone(people, share):
    public = share("Public", audience="public")
    share("For commissioners")
    CommissionerIssueFactory(case=public.case)

    assert list(CommissionerIssue.objects.for_everyone()) == [public]


def test_everyone_sees_what_became_of_a_promise_as_each_side_says(people, share, client):
    issue = share("People lose support", audience="public")
    today = timezone.localdate()
    promise = IssueReplyFactory(
        issue=issue,
        by=people.commissioner,
        kind="will_change",
        words="From May",
        due_on=today - timedelta(days=1),
    )
    said = {"on": today, "by": people.commissioner}
    actions.say_outcome(promise, outcome="partly", words="Fridays only", **said)

    shown = one_line(client.get(issue.get_public_url()).content.decode())
    assert "Done in part." in shown
    assert "Partly kept" in shown
    assert "Fridays only" in shown

    actions.say_outcome(promise, outcome="not_kept", on=today, site=people.site, by=people.facilitator)
    shown = one_line(client.get(issue.get_public_url()).content.decode())
    assert "Views differ on whether this was done." in shown
    assert "The site that raised it says: not kept." in shown
    feed = client.get(FEED).content.decode()
    assert "Views differ on whether this was done." in feed
    assert "<svg" not in feed


def test_what_a_commissioner_wrote_before_it_was_public_stays_with_those_who_raised_it(people, share, client):
    issue = share("People lose support", audience="public")
    reply = IssueReplyFactory(issue=issue, by=people.commissioner, kind="will_change")
    said = actions.say_outcome(
        reply, outcome="not_kept", words="Our board said no", on=timezone.localdate(), by=people.commissioner
    )
    PromiseOutcome.objects.filter(pk=said.pk).update(at=timezone.now() - timedelta(days=9))

    shown = one_line(client.get(issue.get_public_url()).content.decode())

    assert "Not kept" in shown
    assert "Our board said no" not in shown
