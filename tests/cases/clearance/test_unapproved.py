"""Nothing unapproved is published, whoever tries and however; what is published stays what it was."""

import pytest
from celery import shared_task
from django.db import IntegrityError, connection, transaction
from django.utils import timezone

from cases.clearance import actions as clearance_actions
from cases.clearance.models import Audience, Clearance, Publication
from kit.errors import RefusedError
from tests.cases.checking import agree, approve, published, send_for_checking

# --- Nothing unapproved is published


def by_orm(text):
    Publication.objects.create(cleared_text=text)


def by_saving(text):
    Publication(cleared_text=text).save()


def in_bulk(text):
    Publication.objects.bulk_create([Publication(cleared_text=text)])


def in_bulk_by_base_manager(text):
    Publication._base_manager.bulk_create([Publication(cleared_text=text)])


def by_sql(text):
    with connection.cursor() as cursor:
        cursor.execute(
            "INSERT INTO clearance_publication (cleared_text_id, published_at, withdrawn_because, withdrawn_note)"
            " VALUES (%s, %s, '', '')",
            [text.pk, timezone.now()],
        )


def by_the_action(text):
    clearance_actions.publish(text, by=None)


@shared_task(name="tests.publish_a_text")
def publish_a_text(pk):
    Publication.objects.create(cleared_text_id=pk)


def by_task(text):
    publish_a_text(text.pk)


WAYS_TO_PUBLISH = [by_orm, by_saving, in_bulk, in_bulk_by_base_manager, by_sql, by_the_action, by_task]


def assert_refused(publish, text):
    with pytest.raises((RefusedError, IntegrityError)), transaction.atomic():
        publish(text)
    assert Publication.objects.count() == 0


@pytest.mark.parametrize("publish", WAYS_TO_PUBLISH)
def test_an_unapproved_text_is_not_published(case, people, text, publish):
    agree(case, people)

    assert_refused(publish, text)


@pytest.mark.parametrize("publish", WAYS_TO_PUBLISH)
def test_an_approval_by_its_author_does_not_count(case, people, text, publish):
    agree(case, people)
    forge(text, people.facilitator)

    assert_refused(publish, text)


@pytest.mark.parametrize("publish", WAYS_TO_PUBLISH)
def test_an_approval_by_a_presenter_does_not_count(case, people, text, publish):
    agree(case, people)
    forge(text, people.presenter)

    assert_refused(publish, text)


def forge(text, by, **fields):
    """A clearance written past the action, as a bug or an attacker might."""
    values = {"sha256": text.sha256, "audience": text.audience, "is_from_the_site": True} | fields
    Clearance.objects.create(cleared_text=text, by=by, **values)


@pytest.mark.parametrize("forged", [{"sha256": "0" * 64}, {"audience": "commissioners"}])
@pytest.mark.parametrize("publish", [by_orm, by_sql])
def test_an_approval_of_other_words_or_another_audience_does_not_count(case, people, text, publish, forged):
    agree(case, people)
    forge(text, people.member, **forged)

    assert_refused(publish, text)


@pytest.mark.parametrize("publish", WAYS_TO_PUBLISH)
def test_without_a_presenters_agreement_nothing_is_published(people, text, publish):
    approve(text, people.member)

    assert_refused(publish, text)


@pytest.mark.parametrize("publish", WAYS_TO_PUBLISH)
def test_an_agreement_withdrawn_does_not_count(case, people, text, publish):
    approve(text, people.member)
    agree(case, people)
    clearance_actions.withdraw_agreement(
        case, member=people.members.presenter, audience=Audience.PROGRAMME, by=people.presenter
    )

    assert_refused(publish, text)


@pytest.mark.parametrize("publish", WAYS_TO_PUBLISH)
def test_one_approver_is_not_enough_for_the_public(case, people, publish):
    text = send_for_checking(case, by=people.facilitator, audience=Audience.PUBLIC)
    agree(case, people)
    approve(text, people.member)

    assert_refused(publish, text)


@pytest.mark.parametrize("publish", WAYS_TO_PUBLISH)
def test_commissioners_get_nothing_that_nobody_from_the_site_approved(case, people, publish):
    text = send_for_checking(case, by=people.facilitator, audience=Audience.COMMISSIONERS)
    agree(case, people)
    approve(text, people.broker)

    assert_refused(publish, text)


@pytest.mark.parametrize("publish", [by_orm, by_sql, by_task])
def test_a_text_sent_back_is_not_published(case, people, text, publish):
    agree(case, people)
    approve(text, people.member)
    clearance_actions.send_back(text, reason="The nurse gave it away.", by=people.broker)

    assert_refused(publish, text)


@pytest.mark.parametrize("publish", [by_orm, by_sql, by_task])
def test_a_text_that_was_replaced_is_not_published(case, people, text, publish):
    agree(case, people)
    approve(text, people.member)
    send_for_checking(case, by=people.facilitator, title="Other words", replaces=text)

    assert_refused(publish, text)


@pytest.mark.parametrize(
    "publish", [by_orm, by_saving, in_bulk_by_base_manager, by_sql, by_the_action, by_task]
)
def test_a_cleared_text_is_published_by_any_of_these(case, people, text, publish):
    agree(case, people)
    approve(text, people.member)

    publish(text)

    assert published(text)


# --- What is published


def published_text(case, people, text):
    agree(case, people)
    approve(text, people.member)
    return clearance_actions.publish(text, by=people.facilitator)


def test_a_publication_cannot_be_pointed_at_another_text(case, people, text):
    publication = published_text(case, people, text)
    other = send_for_checking(case, by=people.facilitator, title="Nobody approved this")

    publication.cleared_text = other
    with pytest.raises((RefusedError, IntegrityError)), transaction.atomic():
        publication.save()
    with pytest.raises(RefusedError):
        Publication.objects.filter(pk=publication.pk).update(cleared_text=other)
    with pytest.raises(IntegrityError), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("UPDATE clearance_publication SET cleared_text_id = %s", [other.pk])

    assert not published(other)


def test_what_was_withdrawn_stays_withdrawn(case, people, text):
    publication = published_text(case, people, text)
    clearance_actions.withdraw(text, because="privacy", by=people.facilitator)
    publication.refresh_from_db()

    publication.withdrawn_at, publication.withdrawn_because = None, ""
    with pytest.raises(IntegrityError), transaction.atomic():
        publication.save()
    with pytest.raises(IntegrityError), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("UPDATE clearance_publication SET withdrawn_at = NULL, withdrawn_because = ''")

    assert not published(text)


def test_a_publication_is_never_deleted(case, people, text):
    publication = published_text(case, people, text)

    with pytest.raises(RefusedError):
        publication.delete()
    with pytest.raises(RefusedError):
        Publication.objects.all().delete()

    assert published(text)
