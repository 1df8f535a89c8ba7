"""What the newsletter does by itself, in a worker process of its own and a real mail server."""

import pytest
from django.test import TestCase
from django.utils import timezone

from cases.clearance.models import AgreementMail
from copsite.celery import app
from kit.tasks import send_due_mail
from newsletter import actions
from newsletter.models import NewsletterIssue, Subscriber
from newsletter.tasks import assemble_due_issues, deliver
from tests.factories.meetings import MeetingFactory


def test_beat_calls_the_tasks_by_their_names(settings):
    names = {entry["task"] for entry in settings.CELERY_BEAT_SCHEDULE.values()}

    assert {assemble_due_issues.name, deliver.name, send_due_mail.name} <= names


def test_the_hourly_round_makes_last_months_issue(people, month):
    made = assemble_due_issues()

    assert made >= 1
    assert assemble_due_issues() == 0
    assert people.programme.newsletter_issues.get().entries.filter(kind="site_update").exists()


def test_the_round_sends_letters_and_asks_new_readers(people, sent, smtp):
    actions.subscribe(people.programme, email="new@example.org")

    to_presenters = AgreementMail.objects.due().count()
    assert to_presenters > 0
    assert not AgreementMail.objects.due().filter(about="shown").exists()  # everything they were shown is out
    assert send_due_mail() == 1 + to_presenters  # no other mail waits for the newsletter
    assert deliver() == sent.deliveries.count()
    assert {letter["To"] for letter in smtp} >= {"new@example.org", "outsider@example.org"}
    assert (send_due_mail(), deliver()) == (0, 0)


def test_a_lost_message_loses_no_letter(people, approved, smtp):
    with TestCase.captureOnCommitCallbacks() as hints:
        sent = actions.send(approved, by=people.user("team"))

    assert len(hints) == 1
    assert deliver() == sent.deliveries.count()


@pytest.mark.worker
def test_a_worker_process_sends_the_letter(worker, smtp, people, eventually):
    first = timezone.localdate().replace(day=1)
    MeetingFactory(site=people.site, number=4, starts_at=timezone.now() - timezone.timedelta(hours=1))
    issue = actions.assemble(people.programme, month=first)
    actions.send_newsletter_for_checking(issue, by=people.user("broker"))
    actions.approve(issue, by=people.user("team"))
    Subscriber.objects.create(
        programme=people.programme, email="bounce@example.org", edition="members", confirmed_at=timezone.now()
    )
    people.site.members.filter(user=people.users["member"]).update(email="bounce@example.org")

    sent = actions.send(issue, by=people.user("team"))

    made = sent.deliveries.count()
    tally = eventually(lambda: _when_done(sent))
    assert tally == {"made": made, "sent": made - 1, "failed": 1, "uncertain": 0, "waiting": 0}
    assert len(smtp) == made - 1
    assert all("Meeting 4" in letter.as_string() for letter in smtp)


def _when_done(issue: NewsletterIssue) -> dict | None:
    tally = issue.deliveries.tally()
    return tally if tally["sent"] + tally["failed"] == tally["made"] else None


@pytest.mark.worker
def test_a_worker_process_assembles_last_months_issue(worker, people, eventually):
    app.send_task("newsletter.assemble_due_issues")

    issue = eventually(lambda: people.programme.newsletter_issues.first())
    last_month = (timezone.localdate().replace(day=1) - timezone.timedelta(days=1)).replace(day=1)
    assert issue.month == last_month
