"""What was sent in an issue and is withdrawn: its readers are asked once to delete it, and the next issue says so."""

from datetime import date, datetime, timedelta

import pytest
import time_machine
from django.utils import timezone

from cases.clearance import actions as clearance_actions
from cases.clearance.models import Audience, ClearedText
from kit.queues import send_due
from knowledge.library.models import LearningObjectVersion
from newsletter import actions
from newsletter.delivery import deliver
from newsletter.editions import edition_of
from newsletter.models import Delivery, Edition, Entry, WithdrawnMail
from newsletter.public_already import is_public_already
from tests.newsletter.checking import check, check_and_approve, send_and_check
from tests.newsletter.published import learning_object

MARCH = date(2026, 3, 1)


def text_of(learning_object) -> ClearedText:
    return LearningObjectVersion.objects.published().get(learning_object=learning_object).cleared_text


@pytest.fixture
def mailed(sent):
    """The issue of February, which everybody has."""
    deliver()
    assert not sent.deliveries.filter(sent_at=None).exists()
    return sent


@pytest.fixture
def take_back(people, mailed):
    """`take_back(learning_object)`: withdraw it an hour after the issue went out."""

    def take_back(learning_object, because="privacy"):
        with time_machine.travel(timezone.now() + timedelta(hours=1)):
            clearance_actions.withdraw(text_of(learning_object), because=because, by=people.user("team"))

    return take_back


def told() -> dict[str, int]:
    """How many mails each edition's readers get."""
    made = list(WithdrawnMail.objects.values_list("delivery__edition", flat=True))
    return {edition: made.count(edition) for edition in Edition.values if edition in made}


def had(issue, edition) -> int:
    return issue.deliveries.filter(edition=edition).count()


# --- Those who had it by mail


def test_everybody_who_was_sent_it_is_asked_once_to_delete_it(mailed, month, take_back, mailoutbox):
    before = len(mailoutbox)
    take_back(month.public)

    for _ in range(2):  # also when the task is repeated
        actions.tell_of_withdrawn()
        send_due(WithdrawnMail)

    letters = mailoutbox[before:]
    assert sorted(letter.to[0] for letter in letters) == sorted(
        mailed.deliveries.values_list("subscriber__email", flat=True)
    )
    said = letters[0].subject + letters[0].body
    assert "A write-up in the" in said
    assert "February 2026" in said
    assert "delete" in said
    assert "Three keys" not in said


def test_only_readers_of_the_edition_that_had_it_are_told(mailed, month, take_back):
    take_back(month.internal)

    actions.tell_of_withdrawn()

    assert told() == {"members": had(mailed, "members")}


def test_who_may_have_been_sent_it_is_told_too_also_once_their_letter_was_left(
    people, mailed, month, take_back
):
    one, other = mailed.deliveries.filter(edition=Edition.PUBLIC).first(), mailed.deliveries.first()
    mailed.deliveries.filter(pk__in=[one.pk, other.pk]).update(sent_at=None, begun_at=timezone.now())
    mailed.deliveries.filter(pk=other.pk).update(failed_at=timezone.now(), last_error="Left.")
    take_back(month.public)

    actions.tell_of_withdrawn()

    assert WithdrawnMail.objects.filter(delivery__in=[one, other]).count() == 2


def test_a_worker_that_died_after_half_of_the_mails_tells_the_others_and_nobody_twice(
    mailed, month, take_back
):
    take_back(month.public)
    actions.tell_of_withdrawn()
    WithdrawnMail.objects.filter(pk__gt=WithdrawnMail.objects.order_by("pk")[1].pk).delete()
    assert send_due(WithdrawnMail) == 2

    actions.tell_of_withdrawn()

    assert send_due(WithdrawnMail) == mailed.deliveries.count() - 2
    assert WithdrawnMail.objects.count() == mailed.deliveries.count()


def test_who_was_not_sent_it_yet_or_was_refused_is_not_told(people, sent, month):
    first, second, third = sent.deliveries.order_by("pk")[:3]
    now = timezone.now()
    Delivery.objects.filter(pk=first.pk).update(sent_at=now)
    Delivery.objects.filter(pk=second.pk).update(sent_at=now, failed_at=now)
    Delivery.objects.filter(pk=third.pk).update(sent_at=now + timedelta(days=1))
    clearance_actions.withdraw(text_of(month.public), because="privacy", by=people.user("team"))

    actions.tell_of_withdrawn()

    assert list(WithdrawnMail.objects.values_list("delivery", flat=True)) == [first.pk]


def test_who_unsubscribed_since_has_it_all_the_same(mailed, month, take_back):
    reader = mailed.deliveries.get(subscriber__email="outsider@example.org")
    actions.unsubscribe(reader.subscriber)
    take_back(month.public)

    actions.tell_of_withdrawn()

    assert reader.withdrawn_mails.count() == 1


@pytest.mark.parametrize(("because", "is_told"), [("mistake", True), ("out_of_date", False)])
def test_nobody_is_asked_to_delete_what_is_only_out_of_date(mailed, month, take_back, because, is_told):
    take_back(month.public, because=because)

    actions.tell_of_withdrawn()

    assert WithdrawnMail.objects.exists() == is_told


def test_a_correction_asks_nobody_and_withdrawing_it_asks_the_readers_of_what_it_corrected(
    people, mailed, month, take_back
):
    learning_object(
        people, "Corrected", audience=Audience.PUBLIC, on=timezone.now() + timedelta(hours=1), of=month.public
    )
    actions.follow_newer_texts()
    assert actions.tell_of_withdrawn() == 0

    with time_machine.travel(timezone.now() + timedelta(hours=2)):
        clearance_actions.withdraw(text_of(month.public), because="privacy", by=people.user("team"))
    actions.tell_of_withdrawn()

    assert told() == {edition: had(mailed, edition) for edition in Edition.values}


# --- The next issue


def line_of(issue) -> Entry:
    return issue.entries.get(kind=Entry.Kind.CORRECTION)


def test_the_next_issue_says_that_it_was_withdrawn_and_never_its_words(people, mailed, month, take_back):
    take_back(month.public)

    line = line_of(actions.assemble(people.programme, month=MARCH))

    assert line.headline == "A write-up in the February 2026 issue was withdrawn"
    assert line.words == "It was withdrawn to protect somebody’s privacy."
    assert line.audience == Audience.PUBLIC
    assert is_public_already(line)


def test_what_only_members_had_is_told_to_members(people, mailed, month, take_back):
    take_back(month.internal)

    assert line_of(actions.assemble(people.programme, month=MARCH)).audience == Audience.PROGRAMME


@pytest.mark.parametrize("stage", ["draft", "reading"])
def test_an_issue_in_the_making_gets_the_line_by_itself(people, mailed, month, take_back, stage):
    learning_object(people, "In March", audience=Audience.PUBLIC, on=timezone.now() - timedelta(days=2))
    issue = actions.assemble(people.programme, month=MARCH)
    if stage == "reading":
        actions.send_newsletter_for_checking(issue, by=people.user("broker"))
    take_back(month.public)

    for _ in range(2):
        actions.tell_of_withdrawn()

    line = line_of(issue)
    assert (line.cleared_text is not None) == (stage == "reading")
    actions.assemble(people.programme, month=MARCH)  # and assembling again leaves it there
    assert line_of(issue) == line


def test_it_is_said_in_one_issue_only(people, mailed, month, take_back):
    take_back(month.public)
    actions.assemble(people.programme, month=MARCH)
    with time_machine.travel(datetime(2026, 4, 5, 12, tzinfo=timezone.get_current_timezone())):
        april = actions.assemble(people.programme, month=date(2026, 4, 1))
        actions.tell_of_withdrawn()

    assert not april.entries.filter(kind=Entry.Kind.CORRECTION).exists()


def test_the_line_goes_out_with_one_reader_in_both_editions(people, mailed, month, take_back):
    take_back(month.public)
    issue = actions.assemble(people.programme, month=MARCH)
    send_and_check(issue, by=people.user("broker"))
    check(issue, by=people.user("broker2"))
    check_and_approve(issue, by=people.user("team"))

    for edition in Edition.values:
        sections = dict(edition_of(issue, edition=edition).sections)
        assert [each.title for each in sections["Withdrawn since"]] == [
            "A write-up in the February 2026 issue was withdrawn"
        ]


def test_a_text_that_was_in_no_issue_is_told_nowhere(people, mailed):
    lone = learning_object(people, "Never sent", audience=Audience.PUBLIC, on=timezone.now())
    clearance_actions.withdraw(text_of(lone), because="privacy", by=people.user("team"))

    assert actions.tell_of_withdrawn() == 0
    assert (
        not actions.assemble(people.programme, month=MARCH)
        .entries.filter(kind=Entry.Kind.CORRECTION)
        .exists()
    )
