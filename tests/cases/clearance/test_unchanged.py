"""A text that was sent for checking never changes, whoever tries and however: models, SQL, the admin, a task."""

import pytest
from celery import shared_task
from django.contrib import admin
from django.db import IntegrityError, connection, transaction

from cases.clearance import actions as clearance_actions
from cases.clearance.database_rules import NO_REASON
from cases.clearance.models import Audience, Authorship, Clearance, ClearedText, SendBack
from cases.clearance.models.texts import canonical
from kit.errors import RefusedError
from tests.cases.checking import LO, approve

# --- A text never changes


def other_words() -> str:
    return canonical({"title": "Words nobody approved"})


def by_save(text):
    text.body = other_words()
    text.save()


def by_update(text):
    ClearedText.objects.filter(pk=text.pk).update(body=other_words())


def by_bulk_update(text):
    text.body = other_words()
    ClearedText.objects.bulk_update([text], ["body"])


def by_base_manager(text):
    ClearedText._base_manager.filter(pk=text.pk).update(body=other_words())


def by_update_or_create(text):
    ClearedText.objects.update_or_create(pk=text.pk, defaults={"body": other_words()})


def by_raw_sql(text):
    with connection.cursor() as cursor:
        cursor.execute("UPDATE clearance_clearedtext SET body = %s WHERE id = %s", [other_words(), text.pk])


def by_raw_sql_of_its_audience(text):
    with connection.cursor() as cursor:
        cursor.execute("UPDATE clearance_clearedtext SET audience = 'public' WHERE id = %s", [text.pk])


@shared_task(name="tests.change_a_cleared_text")
def change_a_cleared_text(pk):
    ClearedText._base_manager.filter(pk=pk).update(body=other_words())


def by_a_task(text):
    change_a_cleared_text(text.pk)


def by_delete(text):
    text.delete()


def by_delete_of_the_query(text):
    ClearedText.objects.filter(pk=text.pk).delete()


WAYS_TO_CHANGE = [
    by_save, by_update, by_bulk_update, by_base_manager, by_update_or_create, by_raw_sql,
    by_raw_sql_of_its_audience, by_a_task, by_delete, by_delete_of_the_query,
]  # fmt: skip


@pytest.mark.parametrize("change", WAYS_TO_CHANGE)
def test_a_text_sent_for_checking_never_changes(text, change):
    before = (text.body, text.sha256, text.audience)

    with pytest.raises((RefusedError, IntegrityError)), transaction.atomic():
        change(text)

    after = ClearedText.objects.get(pk=text.pk)
    assert (after.body, after.sha256, after.audience) == before


def test_texts_are_not_made_in_bulk_without_their_hash(people):
    with pytest.raises(RefusedError):
        ClearedText.objects.bulk_create(
            [ClearedText(kind=LO, programme=people.programme, audience="programme", body=other_words())]
        )


def by_changing_the_approver(text, people):
    Clearance._base_manager.update(by=people.team)


def by_saving_a_clearance(text, people):
    row = Clearance.objects.get()
    row.audience = Audience.PUBLIC
    row.save()


def by_sql_on_the_clearance(text, people):
    with connection.cursor() as cursor:
        cursor.execute(
            "UPDATE clearance_clearance SET is_from_the_site = %s",
            [not Clearance.objects.get().is_from_the_site],
        )


def by_handing_authorship_on(text, people):
    Authorship._base_manager.update(user=people.team)


def by_deleting_authorship(text, people):
    Authorship.objects.filter(cleared_text=text).delete()


def by_deleting_the_clearance(text, people):
    Clearance.objects.all().delete()


def by_rewording_the_sending_back(text, people):
    clearance_actions.send_back(text, reason="The nurse gave it away.", by=people.broker)
    SendBack._base_manager.update(reason="Nothing")


def by_taking_the_reason_away_and_not_the_words(text, people):
    clearance_actions.send_back(text, reason="The nurse gave it away.", by=people.broker)
    SendBack._base_manager.update(reason=NO_REASON)


@pytest.mark.parametrize(
    "change",
    [
        by_changing_the_approver, by_saving_a_clearance, by_sql_on_the_clearance, by_handing_authorship_on,
        by_deleting_authorship, by_deleting_the_clearance, by_rewording_the_sending_back,
        by_taking_the_reason_away_and_not_the_words,
    ],
)  # fmt: skip
def test_who_wrote_and_who_approved_never_changes(text, people, change):
    approve(text, people.member)

    with pytest.raises((RefusedError, IntegrityError)), transaction.atomic():
        change(text, people)

    assert list(text.authorships.values_list("user", flat=True)) == [people.facilitator.pk]
    assert list(text.clearances.values_list("by", "audience")) == [(people.member.pk, "programme")]


def test_postgresql_refuses_to_delete_what_was_sent_for_checking(text, people):
    if connection.vendor != "postgresql":
        pytest.skip("SQLite empties its test database by DELETE; there the models refuse")
    approve(text, people.member)

    for table in ("clearance_clearance", "clearance_authorship", "clearance_clearedtext"):
        with pytest.raises(IntegrityError), transaction.atomic(), connection.cursor() as cursor:
            cursor.execute(f"DELETE FROM {table}")


def test_nothing_of_the_clearance_is_in_the_admin():
    registered = {model._meta.label for model in admin.site._registry if model._meta.app_label == "cases"}

    assert registered == {"cases.Theme", "cases.Need"}
