"""Issues as raised, replies and promises can be changed and taken back."""

from datetime import date

import pytest
from django.utils import timezone

from cases.commissioning import actions
from cases.commissioning.models import CommissionerIssue
from kit import removal
from kit.errors import RefusedError
from kit.models import AuditEvent, Revision
from tests.cases.commissioning.test_actions import publish_issue
from tests.reading import one_line

pytestmark = pytest.mark.django_db


@pytest.fixture
def issue(people, case):
    return actions.raise_issue(case, theme="capacity", words="Too few hours", by=people.presenter)


def test_an_issue_in_other_words_keeps_the_words_before(people, issue):
    actions.edit_issue(issue, theme="out_of_hours", words="No hours at night", by=people.facilitator)

    texts = Revision.objects.of(issue, "words").order_by("version").values_list("text", flat=True)
    assert list(texts) == ["Too few hours", "No hours at night"]
    assert issue.theme == "out_of_hours"


def test_an_issue_is_withdrawn_until_an_anonymous_version_is_sent(people, issue):
    actions.send_issue_for_checking(issue, title="Hours", words="Too few", by=people.facilitator)

    with pytest.raises(RefusedError, match="is being checked"):
        actions.remove_issue(issue, by=people.facilitator)


def test_an_issue_that_was_raised_by_mistake_goes(people, case, issue):
    actions.remove_issue(issue, by=people.user("member"))

    assert not case.issues.exists()


def test_an_issue_that_was_removed_comes_back_with_its_theme(people, case, issue):
    before = CommissionerIssue.objects.values().get(pk=issue.pk)
    removed = actions.remove_issue(issue, by=people.facilitator)

    removal.undo(removed, by=people.facilitator)

    assert CommissionerIssue.objects.values().get() == before


def test_a_merged_issue_stands_for_itself_again(people, case, issue):
    other = actions.raise_issue(case, theme="capacity", words="Too few beds", by=people.facilitator)
    actions.merge(issue, into=other, by=people.user("team"))
    with pytest.raises(RefusedError, match="combined with another"):
        actions.remove_issue(issue, by=people.facilitator)

    actions.separate(issue, by=people.user("team"))

    issue.refresh_from_db()
    assert issue.merged_into is None


@pytest.fixture
def promise(people, issue):
    publish_issue(issue, people)
    return issue.replies.create(
        kind="will_change", words="We will", due_on=date(2027, 5, 1), by=people.user("commissioner")
    )


def test_a_promised_date_is_changed_and_the_audit_log_keeps_the_one_before(people, promise):
    actions.edit_reply(
        promise,
        kind="will_change",
        words="We will",
        due_on=date(2027, 6, 1),
        by=people.user("commissioner"),
        reason="The contract starts later",
    )

    promise.refresh_from_db()
    assert promise.due_on == date(2027, 6, 1)
    assert AuditEvent.objects.get(verb="edit a reply").note == "by 1 May 2027 before"


def test_the_day_that_was_promised_first_stays_on_the_page(people, promise, sign_in):
    for month in (6, 7):
        actions.edit_reply(
            promise,
            kind="will_change",
            words="We will",
            due_on=date(2027, month, 1),
            by=people.user("commissioner"),
            reason="The contract starts later.",
        )

    page = one_line(
        sign_in(people.user("commissioner")).get(promise.issue.get_absolute_url()).content.decode()
    )

    assert "We will change this by 1 July 2027." in page
    assert "Promised for 1 July 2027, first for 1 May 2027: The contract starts later." in page
    assert "from 1 May 2027 to 1 June 2027." in page


def test_a_promise_that_is_no_longer_made_was_made(people, promise):
    actions.edit_reply(promise, kind="cannot", words="We cannot", by=people.user("commissioner"))

    assert promise.first_promised_for == date(2027, 5, 1)


def test_a_day_that_never_changed_is_said_once(people, promise):
    reply = actions.reply(
        promise.issue,
        kind="will_change",
        words="Soon",
        due_on=date(2027, 5, 2),
        by=people.user("commissioner"),
    )

    assert reply.first_promised_for is None


def test_a_kept_promise_can_be_opened_again(people, promise):
    actions.keep_promise(promise, on=timezone.localdate(), by=people.user("commissioner"))

    actions.reopen_promise(promise, by=people.user("commissioner"))

    promise.refresh_from_db()
    assert promise.kept_on is None


def test_a_reply_is_withdrawn(people, promise):
    actions.remove_reply(promise, by=people.user("commissioner"))

    assert not promise.issue.replies.exists()
