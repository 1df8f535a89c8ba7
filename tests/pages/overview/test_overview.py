"""The programme team's overview: what each number counts, as at any day, and where it leads."""

import csv
import io
import re
from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from cases.actions import cases as case_actions
from cases.commissioning import actions as issue_actions
from cases.commissioning.models import IssueReply
from cases.next_steps.models import Feedback
from kit.words import day
from meetings.models import Meeting
from pages.overview.counting import overview_of
from pages.overview.row import in_order, total_of
from sites_app.models import SiteState
from tests.factories.cases import (
    CaseFactory,
    CommissionerIssueFactory,
    FeedbackFactory,
    IssueReplyFactory,
    NextStepFactory,
)
from tests.factories.knowledge import QuestionFactory
from tests.factories.meetings import AttendanceFactory, MeetingFactory
from tests.factories.members import MemberFactory
from tests.factories.sites import ExpenseFactory, SiteFactory
from tests.pages.test_queries import once_more, publish, queries
from tests.paper import opened, words_in

pytestmark = pytest.mark.django_db


def ago(days: int):
    return timezone.localdate() - timedelta(days=days)


def at(days: int):
    return timezone.now() - timedelta(days=days)


def address(people, suffix="", **query):
    return reverse(f"programme_overview{suffix}", args=[people.programme.slug], query=query or None)


def row_of(site, as_at=None):
    overview = overview_of(site.programme, as_at=as_at or timezone.localdate())
    return next(row for row in overview.rows if row.site == site)


def rows_in(answer) -> dict[str, dict[str, str]]:
    assert answer.status_code == 200
    lines = csv.DictReader(io.StringIO(answer.content.decode("utf-8-sig")))
    return {line["Site"]: line for line in lines}


@pytest.fixture
def site(people):
    """Two meetings were held, thirty days and ten days ago, and one is planned."""
    for number, days in enumerate((30, 10, -5), start=1):
        MeetingFactory(site=people.site, number=number, starts_at=at(days))
    return people.site


def meeting(site, number) -> Meeting:
    return site.meetings.get(number=number)


def presented(site, number):
    case = CaseFactory(site=site)
    case_actions.discuss(case, at=meeting(site, number), by=None)
    return case


def test_meetings_are_those_held_by_the_day_and_the_next_is_the_one_that_followed(site):
    MeetingFactory(site=site, number=9, starts_at=at(3), cancelled_at=at(4), cancelled_because="Snow")

    now, then = row_of(site), row_of(site, ago(20))

    assert (now.numbers.held, now.last, now.next) == (2, meeting(site, 2), meeting(site, 3))
    assert (then.numbers.held, then.last, then.next) == (1, meeting(site, 1), meeting(site, 2))
    assert (now.share_held, then.share_held) == (33, 17)


def test_members_are_confirmed_as_in_figure_1_and_never_signed_in_without_an_account(site):
    before = row_of(site).numbers
    for user in ({"user": None}, {}):
        member = MemberFactory(site=site, joined_on=ago(60), **user)
        for number in (1, 2):
            AttendanceFactory(meeting=meeting(site, number), member=member)
    MemberFactory(site=site, user=None, joined_on=ago(60), left_on=ago(5), left_because="Moved")

    now, then = row_of(site).numbers, row_of(site, ago(20)).numbers

    assert now.confirmed - before.confirmed == 2
    assert now.here - before.here == 2
    assert now.never_signed_in - before.never_signed_in == 1
    assert then.never_signed_in >= 3  # the one who had not left, and those whose account was made since
    assert row_of(site).size_in_words == "below 6"


def test_steps_await_feedback_until_it_was_given_or_the_case_is_over(site):
    first = presented(site, 1).discussions.get()
    steps = [NextStepFactory(discussion=first) for _ in range(3)]
    feedback = FeedbackFactory(next_step=steps[0])
    Feedback.objects.filter(pk=feedback.pk).update(at=at(9))
    FeedbackFactory(next_step=steps[1], outcome=Feedback.Outcome.NOT_YET)
    over = presented(site, 2).discussions.get()
    NextStepFactory(discussion=over)
    FeedbackFactory(next_step=NextStepFactory(discussion=over), outcome="no_longer_possible")

    now, between, then = (row_of(site, ago(days)).numbers for days in (0, 8, 20))

    assert (now.suggested, now.awaiting, now.share) == (5, 2, 40)
    assert (between.suggested, between.awaiting, between.share) == (5, 4, 20)
    assert (then.suggested, then.awaiting, then.share) == (3, 3, 0)
    assert row_of(site, ago(40)).numbers.share is None


def test_cases_questions_and_money_are_counted_by_their_days(site):
    case = presented(site, 1)
    presented(site, 2)
    presented(site, 3)
    QuestionFactory(case=case, site=site, asked_at=at(25), answer="Yes", answered_at=at(15))
    QuestionFactory(case=case, site=site, asked_at=at(5))
    ExpenseFactory(site=site, spent_on=ago(25), amount_pence=500_00)
    ExpenseFactory(site=site, spent_on=ago(5), amount_pence=7000_00)

    now, then = row_of(site), row_of(site, ago(20))

    assert (now.numbers.cases, now.numbers.questions, now.numbers.spent) == (2, 1, 7500_00)
    assert (then.numbers.cases, then.numbers.questions, then.numbers.spent) == (1, 1, 500_00)
    assert (now.is_over_budget, then.is_over_budget) == (True, False)


def test_an_issue_waits_for_a_reply_and_is_overdue_after_the_day_of_a_promise(site, people):
    issue = CommissionerIssueFactory(case=presented(site, 1))
    assert row_of(site).numbers.waiting == 0  # commissioners cannot read it yet

    text = issue_actions.send_issue_for_checking(
        issue, title="Letters", words="Two letters", by=people.facilitator
    )
    publish(text, site)
    assert (row_of(site).numbers.waiting, row_of(site, ago(1)).numbers.waiting) == (1, 0)

    reply = IssueReplyFactory(
        issue=issue, by=people.commissioner, kind=IssueReply.Kind.WILL_CHANGE, due_on=ago(1)
    )
    assert (row_of(site).numbers.waiting, row_of(site).numbers.overdue) == (0, 1)

    IssueReply.objects.filter(pk=reply.pk).update(kept_on=ago(0))
    assert row_of(site).numbers.overdue == 0


def test_a_site_that_began_later_is_not_in_the_overview_of_a_day_before(people):
    later = SiteFactory(programme=people.programme, code="CP9", running=False)
    SiteState.objects.create(site=later, state=SiteState.State.SETTING_UP, since=ago(3))

    overview = overview_of(people.programme, as_at=ago(4))

    assert [row.site.code for row in overview.rows] == ["CP2", "CP4"]
    assert overview.began_later == ["CP9"]
    assert row_of(later).status == f"Setting up since {day(ago(3))}"


def test_the_numbers_of_all_sites_add_up(site, people):
    ExpenseFactory(site=site, amount_pence=100)
    ExpenseFactory(site=people.neighbour, amount_pence=200)

    rows = overview_of(people.programme, as_at=timezone.localdate()).rows

    assert total_of(rows).spent == 300
    assert total_of(rows).held == 2


def test_a_heading_sorts_the_rows_and_sorts_them_the_other_way_when_pressed_again(signed_in, site, people):
    ExpenseFactory(site=site, amount_pence=100)
    client = signed_in("team")

    def shown(sort):
        answer = client.get(address(people, sort=sort))
        head = next(head for head in answer.context["heads"] if head.name == "spent")
        return [row.site.code for row, _ in answer.context["lines"]], head.sorted, head.url

    assert shown("spent")[:2] == (["CP2", "CP4"], "ascending")
    assert "sort=-spent" in shown("spent")[2]
    assert shown("-spent")[:2] == (["CP4", "CP2"], "descending")
    assert shown("-site")[:2] == (["CP4", "CP2"], "none")
    assert shown("nonsense")[:2] == (["CP2", "CP4"], "none")


def test_a_site_without_a_meeting_comes_last_whichever_way_it_is_sorted(site, people):
    rows = overview_of(people.programme, as_at=timezone.localdate()).rows

    assert [row.site for row in in_order(rows, "last")] == [site, people.neighbour]
    assert [row.site for row in in_order(rows, "-last")] == [site, people.neighbour]


def test_every_number_leads_to_a_page_that_the_team_can_open(signed_in, site, people):
    presented(site, 1)
    client = signed_in("team")
    page = client.get(address(people)).content.decode()

    leads = set(re.findall(r'<td role="cell"[^>]*><a[^>]*href="([^"]+)"', page))

    assert len(leads) > 15
    for url in leads:
        assert client.get(url.replace("&amp;", "&")).status_code == 200, url


def test_lists_show_only_the_rows_of_the_number_that_led_there(signed_in, site, people):
    mine = QuestionFactory(case=presented(site, 1), site=site)
    other = QuestionFactory(site=people.neighbour, case=CaseFactory(site=people.neighbour, presented=True))
    MemberFactory(site=site, user=None, name="Ken Without")
    client = signed_in("team")

    questions = client.get(reverse("question_list", query={"site": site.slug})).content.decode()
    members = client.get(reverse("member_list", args=[site.slug], query={"show": "no-account"}))

    assert mine.get_absolute_url() in questions
    assert other.get_absolute_url() not in questions
    assert [member.name for member in members.context["page"]] == ["Ken Without"]
    assert client.get(reverse("question_list", query={"site": "no-such-site"})).status_code == 404


@pytest.mark.parametrize(
    ("typed", "sentence"),
    [
        ("1 January 1999", "began on"),
        ("1 January 2099", "or a day before it"),
        ("soon", "Enter the date like"),
    ],
)
def test_a_day_without_an_overview_gets_a_sentence_on_the_page_and_leads_there_from_files(
    signed_in, people, typed, sentence
):
    client = signed_in("team")
    page = client.get(address(people, as_at=typed))

    assert page.status_code == 422
    assert sentence in page.content.decode()
    assert f'value="{typed}"' in page.content.decode()
    for suffix in ("_csv", "_pdf"):
        assert client.get(address(people, suffix, as_at=typed)).url == address(people, as_at=typed)


def test_the_file_has_the_same_numbers(signed_in, site, people):
    presented(site, 1)
    ExpenseFactory(site=site, spent_on=ago(0), amount_pence=12_50)

    rows = rows_in(signed_in("team").get(address(people, "_csv", as_at=ago(0).isoformat(), sort="-spent")))

    assert list(rows) == ["CP4", "CP2"]
    assert {name: rows["CP4"][name] for name in ("Meetings held", "Cases", "Spent", "Budget")} == {
        "Meetings held": "2",
        "Cases": "1",
        "Spent": "12.50",
        "Budget": "6950.00",
    }
    assert rows["CP4"]["Last meeting"] == meeting(site, 2).day.isoformat()


def test_twelve_sites_fit_on_one_sheet_of_paper(signed_in, site, people):
    for number in range(10):
        SiteFactory(
            programme=people.programme, code=f"CP1{number}", place=f"A Place with a Longer Name {number}"
        )

    answer = signed_in("team").get(address(people, "_pdf"))

    paper = opened(answer)
    assert len(paper.pages) == 1
    width, height = (float(paper.pages[0].mediabox[place]) for place in (2, 3))
    assert width > height
    assert "Overview of all sites" in words_in(answer)


def test_more_sites_and_rows_need_no_more_queries(client, people):
    once_more(people.site, people.members.member, people.commissioner)
    client.force_login(people.team)
    url = address(people)

    before = queries(client, url)
    once_more(people.site, people.members.member, people.commissioner)
    once_more(people.neighbour, MemberFactory(site=people.neighbour), people.commissioner)

    assert queries(client, url) == before <= 20


def test_only_the_team_of_the_programme_reads_it_and_is_led_there(signed_in, people):
    for role, status in {
        "team": 200,
        "broker": 403,
        "adviser": 403,
        "facilitator": 403,
        "stranger": 404,
    }.items():
        assert signed_in(role).get(address(people)).status_code == status
    assert address(people) in signed_in("team").get(people.programme.get_absolute_url()).content.decode()
    assert (
        address(people) not in signed_in("broker").get(people.programme.get_absolute_url()).content.decode()
    )
