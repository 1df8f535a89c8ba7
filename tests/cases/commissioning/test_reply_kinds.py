"""What each kind of reply says, by when, and how its date is moved."""

from datetime import date, timedelta

import pytest
from django.utils import timezone

from cases.commissioning import actions
from cases.commissioning.models import CommissionerIssue, IssueReply
from kit.errors import RefusedError
from tests.cases.commissioning.test_views import publish, url
from tests.factories.cases import CommissionerIssueFactory, IssueReplyFactory
from tests.reading import one_line
from tests.ticked import LOOKED

pytestmark = pytest.mark.django_db
DAYS = timedelta(days=1)
MAY, JUNE = date(2030, 5, 1), date(2030, 6, 1)


@pytest.fixture
def issue(people, case):
    return publish(CommissionerIssueFactory(case=case), people)


@pytest.fixture
def promise(people, issue):
    return actions.reply(issue, kind="will_change", words="A duty worker", due_on=MAY, by=people.commissioner)


def test_an_exception_says_for_whom_until_when_and_who_decided(people, issue, sign_in):
    typed = {
        "kind": "exception", "words": "They may ring.", "for_whom": "People without an address", "due_on": "1 May 2030",
        "decided_by": "The head of access",
    }  # fmt: skip

    response = sign_in(people.commissioner).post(url("commissioning:issue_reply", issue.pk), typed | LOOKED)

    assert response.url == issue.get_absolute_url()
    page = one_line(sign_in(people.member).get(issue.get_absolute_url()).content.decode())
    assert "an exception for people without an address, decided by the head of access." in page
    assert "It applies until 1 May 2030." in page


@pytest.mark.parametrize(
    ("typed", "says"),
    [
        ({"kind": "looking_into_it", "words": "x"}, "Enter until when you are looking into it"),
        ({"kind": "exception", "words": "x", "for_whom": "People"}, "Enter who decided"),
        ({"kind": "exception", "words": "x", "decided_by": "Us"}, "Enter who the exception is for"),
        ({"kind": "exception", "words": "x", "for_whom": "Call 07700 900123"}, "07700 900123"),
    ],
)
def test_a_reply_without_what_its_kind_needs_stays_on_screen(people, issue, sign_in, typed, says):
    response = sign_in(people.commissioner).post(url("commissioning:issue_reply", issue.pk), typed | LOOKED)

    assert response.status_code == 422
    assert says in one_line(response.content.decode())


def test_an_issue_that_is_looked_into_asks_again_after_its_day(people, issue):
    reply = IssueReplyFactory(issue=issue, by=people.commissioner)
    issues, today = CommissionerIssue.objects.all(), timezone.localdate()

    assert not issues.awaiting_reply(reply.due_on).exists()
    assert list(issues.awaiting_reply(reply.due_on + DAYS)) == [issue]
    assert list(IssueReply.objects.asking_again(reply.due_on + DAYS)) == [reply]

    IssueReplyFactory(issue=issue, by=people.commissioner, kind="cannot")
    assert not issues.awaiting_reply(reply.due_on + DAYS).exists()
    assert not issues.awaiting_reply(today).exists()


def test_a_promise_is_overdue_after_its_day_until_it_is_kept(people, promise):
    replies = IssueReply.objects.all()

    assert [list(replies.overdue(day)) for day in (MAY, MAY + DAYS)] == [[], [promise]]
    assert list(replies.due_for_outcome(MAY)) == [promise]
    IssueReply.objects.update(kept_on=MAY)
    assert not replies.due_for_outcome(JUNE).exists()


def test_a_date_is_moved_for_a_reason_and_both_dates_show(people, promise, sign_in):
    client = sign_in(people.commissioner)
    page = url("commissioning:reply_move_date", promise.pk)
    assert client.post(page, {"due_on": "1 June 2030"} | LOOKED).status_code == 422
    assert client.post(page, {"due_on": "1 June 2020", "reason": "x"} | LOOKED).status_code == 422

    for _ in range(2):
        client.post(page, {"due_on": "1 June 2030", "reason": "The contract starts later"} | LOOKED)

    promise = IssueReply.objects.with_story().get(pk=promise.pk)
    assert (
        promise.dates_in_words == "Promised for 1 June 2030, first for 1 May 2030: The contract starts later."
    )
    assert promise.moved_dates.count() == 1
    assert promise.dates_in_words in one_line(
        sign_in(people.member).get(promise.issue.get_absolute_url()).content.decode()
    )


def test_only_who_gave_the_reply_moves_its_date(people, promise, sign_in):
    page = url("commissioning:reply_move_date", promise.pk)

    assert sign_in(people.team).post(page).status_code == 403
    assert sign_in(people.stranger).post(page).status_code == 404


def test_what_has_no_date_or_was_kept_is_not_moved(people, promise):
    cannot = actions.reply(promise.issue, kind="cannot", words="No", by=people.commissioner)
    with pytest.raises(RefusedError, match="no date"):
        actions.move_date(cannot, due_on=JUNE, reason="x", by=people.commissioner)
    with pytest.raises(RefusedError, match="why the date has changed"):
        actions.move_date(promise, due_on=JUNE, reason=" ", by=people.commissioner)

    actions.keep_promise(promise, on=timezone.localdate(), by=people.commissioner)

    with pytest.raises(RefusedError, match="said what became"):
        actions.move_date(promise, due_on=JUNE, reason="x", by=people.commissioner)
    with pytest.raises(RefusedError, match="said what became"):
        actions.edit_reply(promise, kind="cannot", words="No", by=people.commissioner)


def test_a_promise_that_becomes_another_kind_of_reply_keeps_the_day_that_was_promised(people, promise):
    with pytest.raises(RefusedError, match="why the date has changed"):
        actions.edit_reply(
            promise, kind="looking_into_it", words="We look", due_on=JUNE, by=people.commissioner
        )

    actions.edit_reply(
        promise,
        kind="looking_into_it",
        words="We look",
        due_on=JUNE,
        reason="No money",
        by=people.commissioner,
    )
    actions.edit_reply(promise, kind="will_change", words="We do", due_on=JUNE, by=people.commissioner)

    assert promise.first_promised_for == MAY


def test_a_promise_after_looking_into_it_has_its_own_first_day(people, issue):
    reply = actions.reply(issue, kind="looking_into_it", words="We look", due_on=MAY, by=people.commissioner)

    actions.edit_reply(reply, kind="will_change", words="We do", due_on=JUNE, by=people.commissioner)

    assert reply.first_promised_for is None
    assert not reply.moved_dates.exists()
