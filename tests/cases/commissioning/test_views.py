"""Issues for commissioners: raised, put in general words, read, replied to, kept, merged."""

from datetime import date, timedelta

import pytest
from django.utils import timezone

from cases.actions.cases import step_out
from cases.clearance import actions as clearance_actions
from cases.clearance.models import ClearedText
from cases.commissioning import actions as commissioning_actions
from cases.commissioning.models import CommissionerIssue, IssueReply
from tests.cases.checking import ANSWERS
from tests.cases.pages import count_queries, url, words_of
from tests.factories.cases import CaseFactory, CommissionerIssueFactory, IssueReplyFactory
from tests.ticked import LOOKED

ROOM = "What was said in the room, canary."


@pytest.fixture
def issue(case):
    return CommissionerIssueFactory(case=case, words=ROOM)


def publish(issue, people, title="People lose support"):
    text = commissioning_actions.send_issue_for_checking(
        issue, title=title, words="After two letters.", by=people.facilitator
    )
    for row in issue.case.presenter_rows.all():
        clearance_actions.agree(
            issue.case, member=row.member, audience=text.audience, by=people.facilitator, text=text
        )
    clearance_actions.approve(text, sha256=text.sha256, by=people.member)
    clearance_actions.publish(text, by=people.facilitator)
    return issue


def test_a_member_raises_an_issue_from_a_case(people, case, sign_in):
    client = sign_in(people.member)

    assert client.get(url("commissioning:issue_raise", case.pk)).status_code == 200
    response = client.post(
        url("commissioning:issue_raise", case.pk), {"theme": "capacity", "words": "Two hours a week."}
    )

    assert response.url == case.get_absolute_url()
    assert CommissionerIssue.objects.get().raised_by == people.member
    assert client.post(url("commissioning:issue_raise", case.pk), {"words": "Typed."}).status_code == 422
    assert sign_in(people.broker).get(url("commissioning:issue_raise", case.pk)).status_code == 403
    assert sign_in(people.stranger).get(url("commissioning:issue_raise", case.pk)).status_code == 404


def test_the_facilitator_puts_an_issue_in_general_words(people, issue, sign_in):
    client = sign_in(people.facilitator)
    typed = {
        "title": "People lose support",
        "words": "After two letters.",
        "audience": "commissioners",
        "exactness": "month",
        **ANSWERS,
        **LOOKED,
    }

    page = client.get(url("commissioning:issue_send_for_checking", issue.pk))
    response = client.post(url("commissioning:issue_send_for_checking", issue.pk), typed)

    text = ClearedText.objects.get()
    assert ROOM in words_of(page)
    assert response.url == url("clearance:text_check", text.pk)
    assert text.content["words"] == "After two letters."
    refused = client.post(
        url("commissioning:issue_send_for_checking", issue.pk), typed | {"words": "Ring 01632 960 114."}
    )
    assert refused.status_code == 422
    assert "Ring 01632 960 114." in words_of(refused)
    assert (
        sign_in(people.member).get(url("commissioning:issue_send_for_checking", issue.pk)).status_code == 403
    )


@pytest.mark.parametrize("role", ["commissioner", "adviser", "elsewhere", "stranger", "superuser"])
def test_an_issue_that_is_not_approved_is_not_found_from_outside(people, issue, sign_in, role):
    client = sign_in(getattr(people, role))

    assert client.get(issue.get_absolute_url()).status_code == 404


@pytest.mark.parametrize("role", ["commissioner", "adviser"])
def test_readers_outside_get_the_general_words_alone(people, issue, sign_in, role):
    publish(issue, people)

    words = words_of(sign_in(getattr(people, role)).get(issue.get_absolute_url()))

    assert "After two letters." in words
    assert ROOM not in words
    assert issue.case.reference not in words


def test_a_commissioner_of_another_site_reads_themes_and_counts_only(people, issue, sign_in):
    publish(issue, people)
    client = sign_in(people.commissioner_elsewhere)

    page = words_of(client.get(url("issue_list")))

    assert client.get(issue.get_absolute_url()).status_code == 404
    assert "People lose support" not in page
    assert "Nothing has been published yet." in page


def test_the_oldest_issue_without_a_reply_leads_a_commissioners_page(people, issue, sign_in):
    publish(issue, people)
    newer = publish(
        CommissionerIssueFactory(case=issue.case, words="Another"), people, title="Nobody to ring"
    )
    CommissionerIssue.objects.filter(pk=issue.pk).update(raised_at=timezone.now() - timedelta(days=40))
    client = sign_in(people.commissioner)

    assert client.get(url("issue_list")).context["waiting"] == issue
    IssueReplyFactory(issue=issue, by=people.commissioner)
    assert client.get(url("issue_list")).context["waiting"] == newer
    assert ROOM not in words_of(client.get(url("issue_list")))


def test_a_commissioner_replies_and_the_site_reads_it(people, issue, sign_in):
    publish(issue, people)
    due = timezone.localdate() + timedelta(days=60)
    typed = {
        "kind": "will_change",
        "words": "Three tries, one by telephone.",
        "due_on": f"{due.day} {due:%B %Y}",
    } | LOOKED

    response = sign_in(people.commissioner).post(url("commissioning:issue_reply", issue.pk), typed)

    assert response.url == issue.get_absolute_url()
    assert IssueReply.objects.get().due_on == due
    for role in ("facilitator", "member", "team", "adviser"):
        page = words_of(sign_in(getattr(people, role)).get(issue.get_absolute_url()))
        assert "Three tries, one by telephone." in page
    case_page = words_of(sign_in(people.member).get(issue.case.get_absolute_url()))
    assert "Three tries, one by telephone." in case_page


@pytest.mark.parametrize(
    ("typed", "says"),
    [
        ({}, "Choose one of the five answers"),
        ({"kind": "will_change", "words": "Typed."}, "Enter when it will change"),
        ({"kind": "will_change", "words": "Typed.", "due_on": "some day"}, "Enter the date like this"),
        (
            {"kind": "will_change", "words": "Typed.", "due_on": "5 November 2012"},
            "Choose a date in the future",
        ),
        ({"kind": "not_ours", "words": "Typed."}, "Enter who is responsible"),
        ({"kind": "cannot", "words": ""}, "Enter your reply"),
        ({"kind": "cannot", "words": "nul \x00"}, "Null characters are not allowed"),
        ({"kind": "cannot", "words": "x" * 4001}, "longer than 4,000 characters"),
    ],
)
def test_a_reply_that_lacks_something_keeps_what_was_typed(people, issue, sign_in, typed, says):
    publish(issue, people)

    response = sign_in(people.commissioner).post(url("commissioning:issue_reply", issue.pk), typed)

    assert response.status_code == 422
    assert says in words_of(response)
    assert typed.get("words", "").replace("\x00", "") in words_of(response).replace("\x00", "")
    assert not IssueReply.objects.exists()


@pytest.mark.parametrize("role", ["facilitator", "member", "team", "adviser", "broker"])
def test_only_a_commissioner_replies(people, issue, sign_in, role):
    publish(issue, people)

    response = sign_in(getattr(people, role)).post(
        url("commissioning:issue_reply", issue.pk), {"kind": "cannot", "words": "No."}
    )

    assert response.status_code == 403


def test_a_promise_is_kept(people, issue, sign_in):
    publish(issue, people)
    promise = IssueReplyFactory(
        issue=issue, by=people.commissioner, kind="will_change", due_on=date(2030, 1, 1)
    )
    client = sign_in(people.commissioner)

    assert (
        client.post(
            url("commissioning:promise_keep", promise.pk), {"outcome": "kept", "on": "soon"}
        ).status_code
        == 422
    )
    assert (
        client.post(
            url("commissioning:promise_keep", promise.pk), {"outcome": "kept", "on": "1 January 2099"}
        ).status_code
        == 422
    )
    response = client.post(
        url("commissioning:promise_keep", promise.pk),
        {"outcome": "kept", "on": timezone.localdate().isoformat()},
    )

    promise.refresh_from_db()
    assert response.url == issue.get_absolute_url()
    assert promise.kept_on == timezone.localdate()
    assert "led to a change" in words_of(client.get(url("issue_list")))
    assert sign_in(people.team).post(url("commissioning:promise_keep", promise.pk)).status_code == 403
    assert sign_in(people.stranger).post(url("commissioning:promise_keep", promise.pk)).status_code == 404


def test_the_team_counts_issues_together_and_both_sites_read_the_reply(people, issue, sign_in):
    publish(issue, people)
    other = CommissionerIssueFactory(case=CaseFactory(site=people.neighbour, presented=True))

    response = sign_in(people.team).post(url("commissioning:issue_merge", other.pk), {"into": issue.pk})
    sign_in(people.commissioner).post(
        url("commissioning:issue_reply", issue.pk),
        {"kind": "cannot", "words": "No money this year."} | LOOKED,
    )

    assert response.url == issue.get_absolute_url()
    assert "2 times at 2 sites" in words_of(sign_in(people.commissioner).get(url("issue_list")))
    page = words_of(sign_in(people.elsewhere).get(other.get_absolute_url()))
    assert "No money this year." in page
    assert ROOM not in page
    assert sign_in(people.facilitator).get(url("commissioning:issue_merge", issue.pk)).status_code == 403


def test_the_site_sees_what_was_raised_and_is_not_out(people, issue, sign_in):
    assert list(sign_in(people.facilitator).get(url("issue_list")).context["raised_here"]) == [issue]
    assert list(sign_in(people.member).get(url("issue_list")).context["raised_here"]) == []

    publish(issue, people)

    assert list(sign_in(people.facilitator).get(url("issue_list")).context["raised_here"]) == []


def test_the_ledger_costs_the_same_for_twice_as_many_issues(people, issue, sign_in):
    client = sign_in(people.commissioner)

    def add_and_count() -> int:
        for _ in range(3):
            IssueReplyFactory(issue=publish(CommissionerIssueFactory(case=issue.case), people))
            publish(CommissionerIssueFactory(case=issue.case), people)
        return count_queries(client, url("issue_list"))

    assert add_and_count() == add_and_count() <= 20


def test_somebody_without_a_place_has_no_commissioners_page(people, sign_in):
    assert sign_in(people.superuser).get(url("issue_list")).status_code == 403


def test_the_team_is_offered_no_issue_of_a_case_that_it_may_not_read(people, issue, sign_in):
    early = CommissionerIssueFactory(
        case=CaseFactory(site=people.neighbour), words="Not presented yet, canary."
    )

    page = words_of(sign_in(people.team).get(url("commissioning:issue_merge", issue.pk)))

    assert early not in CommissionerIssue.objects.visible_to(people.team)
    assert "Not presented yet, canary." not in page


def test_who_stepped_out_of_the_case_cannot_word_its_issue_even_where_a_wording_was_approved(
    sign_in, people, issue
):
    publish(issue, people)
    page = url("commissioning:issue_send_for_checking", issue.pk)
    client = sign_in(people.facilitator)
    assert issue.words in words_of(client.get(page))

    step_out(issue.case, member=people.members.facilitator, by=people.facilitator)

    assert client.get(url("commissioning:issue_detail", issue.pk)).status_code == 200
    assert client.get(page).status_code == 404
