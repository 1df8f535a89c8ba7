"""Another site sees an issue too: it counts as raised there wherever it is counted, and is withdrawn again."""

from datetime import date, timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from cases.commissioning import actions
from cases.commissioning.counts import count_period, with_times_raised
from cases.commissioning.models import CommissionerIssue, IssueAddition, IssueReply
from cases.commissioning.raising import who_raised
from kit import removal
from kit.errors import RefusedError
from pages.agenda import agenda_of
from pages.home.commissioner import issues_to_answer
from pages.home.overview import HomeOverview
from pages.issues.concerns import rows_of
from pages.issues.public import unmerged_public
from pages.needs.assessment import _how_often
from pages.notices import kinds
from pages.notices.waiting import waiting_for, waiting_for_everyone
from tests.factories.cases import CaseFactory, CommissionerIssueFactory, IssueReplyFactory
from tests.factories.meetings import MeetingFactory
from tests.reading import one_line

pytestmark = pytest.mark.django_db
DAYS = timedelta(days=1)


def add(people, issue, *, times=2, **said):
    said = {"on": timezone.localdate(), "by": people.elsewhere, "site": people.neighbour} | said
    return actions.add_site(issue, times=times, **said)


def address(people, issue, name="site_sees_too"):
    return reverse(f"commissioning:{name}", args=[issue.pk, people.neighbour.pk])


def counted(issue):
    found = with_times_raised(CommissionerIssue.objects.filter(pk=issue.pk)).get()
    return found.times_raised, found.sites_raised


def test_another_site_adds_itself_and_counts_on_every_page(people, share, sign_in):
    issue = share("People lose support", audience="public")

    page = sign_in(people.elsewhere).get(issue.get_absolute_url()).content.decode()
    assert "We see this too" in page
    response = sign_in(people.elsewhere).post(
        address(people, issue), {"times": "3", "on": timezone.localdate().isoformat()}
    )

    assert response.url == issue.get_absolute_url()
    raised = "Raised 4 times at 2 sites"
    for shown in (issue.get_absolute_url(), issue.get_public_url()):
        assert raised in one_line(sign_in(people.elsewhere).get(shown).content.decode())
    assert (
        issues_to_answer(HomeOverview(people.commissioner_elsewhere))[0].raised
        == "Raised 4 times at two sites"
    )
    [row] = rows_of(unmerged_public, people.adviser, [issue.pk])
    assert _how_often(row).startswith("raised 4 times at 2 sites")
    assert (row.sites_named, row.sites_besides) == ([], 2)


def test_times_and_sites_are_counted_once_with_what_was_merged(people, share):
    issue = share("People lose support", audience="public")
    add(people, issue, times=3)
    also = CommissionerIssueFactory(case=CaseFactory(site=people.neighbour, presented=True))
    own = CommissionerIssueFactory(case=issue.case)
    for each in (also, own):
        actions.merge(each, into=issue, by=people.team)

    assert counted(issue) == (6, 2)


def test_saying_it_again_changes_it_and_withdrawing_takes_the_count_back(people, share, sign_in):
    issue = share("People lose support", audience="public")
    add(people, issue, times=2)
    add(people, issue, times=5)
    assert counted(issue) == (6, 2)

    sign_in(people.elsewhere).post(address(people, issue, "site_sees_not"))

    assert counted(issue) == (1, 1)
    removal.undo(removal.RemovedRow.objects.get(), by=people.elsewhere)
    assert counted(issue) == (6, 2)


def test_themes_count_what_sites_added_since_it_was_published(people, share):
    issue = share("People lose support", audience="public", theme="capacity")
    today = timezone.localdate()
    add(people, issue, times=12)
    for _ in range(7):
        CommissionerIssueFactory(case=issue.case, theme="capacity", merged_into=issue)

    figures = count_period(people.programme, today - DAYS, today + DAYS)

    assert figures == {"cells": [["capacity", 20]]}


def test_it_says_since_the_earliest_month_as_exactly_as_the_words_do(people, share):
    issue = share("People lose support", audience="public")
    add(people, issue, on=date(2020, 5, 3))

    [row] = rows_of(unmerged_public, people.adviser, [issue.pk])

    assert row.raised_since == "2020-05"


def test_sites_that_raised_it_and_other_programmes_and_issues_for_few_are_refused(people, share):
    issue, few = share("People lose support", audience="public"), share("For few")

    for about, said, why in [
        (issue, {"site": people.site}, "counts already"),
        (issue, {"on": timezone.localdate() + DAYS}, "today or an earlier day"),
        (issue, {"times": 51}, "from 1 to 50"),
        (few, {}, "not approved for other sites"),
    ]:
        with pytest.raises(RefusedError, match=why):
            add(people, about, **said)
    assert not IssueAddition.objects.exists()


def test_who_raised_it_when_is_told_to_those_who_read_the_site(people, share):
    issue = share("People lose support", audience="public")
    add(people, issue, on=date(2026, 1, 9))

    def told(reader):
        shown = CommissionerIssue.objects.with_wordings_readable_by(reader).get(pk=issue.pk)
        who = who_raised(shown, reader=reader)
        return [(each.site, each.when) for each in who.named if each.is_addition], who.others

    assert told(people.team) == ([(people.neighbour, "9 January 2026")], 0)
    assert told(people.commissioner_elsewhere) == ([(people.neighbour, "January 2026")], 1)
    assert told(people.facilitator) == ([], 1)


def test_replies_are_told_to_the_facilitator_and_the_next_meeting_of_the_site(people, share):
    issue = share("People lose support", audience="public")
    add(people, issue)
    MeetingFactory(site=people.neighbour, starts_at=timezone.now() - 20 * DAYS)

    IssueReplyFactory(issue=issue, by=people.commissioner)

    [told] = [each for each in waiting_for(people.elsewhere) if each.kind is kinds.REPLY_GIVEN]
    assert str(people.neighbour) in told.sentence
    assert str(people.site) not in told.sentence
    everyone = [
        each.user_id for each in waiting_for_everyone(timezone.now()) if each.kind is kinds.REPLY_GIVEN
    ]
    assert people.elsewhere.pk in everyone
    meeting = MeetingFactory(site=people.neighbour, starts_at=timezone.now() + DAYS)
    assert [reply.issue for reply in agenda_of(meeting, people.elsewhere).replies] == [issue]


def test_the_site_that_raised_it_is_told_once_of_each_other_site_that_sees_it(people, share):
    issue = share("People lose support", audience="public")
    CommissionerIssue.objects.filter(pk=issue.pk).update(raised_by=people.member)
    add(people, issue, times=2)
    add(people, issue, times=3)

    for told in (people.facilitator, people.member):
        [notice] = [each for each in waiting_for(told) if each.kind is kinds.SEEN_TOO]
        assert str(people.site) in notice.sentence
        assert str(people.neighbour) not in notice.sentence + notice.label + notice.why
    everyone = [each for each in waiting_for_everyone(timezone.now()) if each.kind is kinds.SEEN_TOO]
    assert {each.user_id for each in everyone} == {people.facilitator.pk, people.member.pk}


def test_a_commissioner_of_the_site_replies_and_the_site_says_what_became_of_it(people, share):
    issue = share("People lose support", audience="public")
    added = add(people, issue)
    promise = IssueReplyFactory(
        issue=issue, by=people.commissioner_elsewhere, kind=IssueReply.Kind.WILL_CHANGE,
        due_on=timezone.localdate() - DAYS,
    )  # fmt: skip
    waiting = [each.kind for each in waiting_for(people.commissioner_elsewhere)]
    assert kinds.PROMISE_OVERDUE in waiting

    actions.say_outcome(
        promise, outcome="kept", on=timezone.localdate(), site=people.neighbour, by=people.elsewhere
    )

    with pytest.raises(RefusedError, match="Withdraw that first"):
        actions.withdraw_addition(added, by=people.elsewhere)


def test_an_issue_that_other_sites_see_too_stays(people, share):
    issue = CommissionerIssueFactory(case=CaseFactory(site=people.site, presented=True))
    IssueAddition.objects.create(
        issue=issue, site=people.neighbour, on=timezone.localdate(), added_by=people.elsewhere
    )

    with pytest.raises(RefusedError, match="so it stays"):
        actions.remove_issue(issue, by=people.facilitator)


def test_a_site_that_raised_it_is_led_away_from_a_form_that_could_not_be_sent(people, share, sign_in):
    issue = share("People lose support", audience="public")
    form = reverse("commissioning:site_sees_too", args=[issue.pk, people.site.pk])

    page = sign_in(people.facilitator).get(form, follow=True)

    assert page.redirect_chain == [(issue.get_absolute_url(), 302)]
    assert "raised this issue, so it counts already" in page.content.decode()
