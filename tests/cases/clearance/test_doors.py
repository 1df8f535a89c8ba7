"""Every way in which words could leave a site that the other tests of this folder do not try: what gets past the door,
and what becomes of an approval when its giver is somebody else by then.
"""

import hashlib

import pytest
from django.core import serializers
from django.db import connection, transaction
from django.db.models import TextField, Value
from django.db.models.functions import Concat
from django.utils import timezone

from cases.actions.cases import step_out
from cases.clearance import actions as clearance_actions
from cases.clearance import rereading
from cases.clearance.models import ClearedText, FoundPassage
from cases.clearance.models.texts import canonical
from cases.models import Presenter
from kit.errors import RefusedError
from knowledge.models import Evidence
from members.actions import leave
from tests.cases.checking import LO, agree, approve, published
from tests.factories.knowledge import EvidenceFactory

pytestmark = pytest.mark.django_db
TELLING = "Ring her on 07700 900123."


# --- A column outside the texts: the door is asked however a value is written


def by_save(row):
    row.summary = TELLING
    row.save()


def by_save_of_one_column(row):
    row.summary = TELLING
    row.save(update_fields=["summary"])


def by_update(row):
    Evidence.objects.filter(pk=row.pk).update(summary=TELLING)


def by_bulk_create(row):
    Evidence.objects.bulk_create(
        [Evidence(programme=row.programme, kind="grey", authors="A", title="B", summary=TELLING)]
    )


def by_bulk_update(row):
    row.summary = TELLING
    Evidence.objects.bulk_update([row], ["summary"])


def by_update_or_create(row):
    Evidence.objects.update_or_create(pk=row.pk, defaults={"summary": TELLING})


def by_upsert(row):
    row.summary = TELLING
    Evidence.objects.bulk_create(
        [row], update_conflicts=True, unique_fields=["pk"], update_fields=["summary"]
    )


def by_an_import(row):
    told = serializers.serialize("json", [row]).replace('"summary": ""', f'"summary": "{TELLING}"')
    assert TELLING in told
    for each in serializers.deserialize("json", told):
        each.save()


def by_a_value(row):
    Evidence.objects.filter(pk=row.pk).update(
        summary=Value(TELLING, output_field=Evidence._meta.get_field("summary"))
    )


DOORS = [
    by_save, by_save_of_one_column, by_update, by_bulk_create, by_bulk_update, by_update_or_create, by_upsert,
    by_an_import, by_a_value,
]  # fmt: skip


@pytest.mark.parametrize("door", DOORS)
def test_what_is_certain_is_written_by_no_way_of_the_models(door):
    row = EvidenceFactory(summary="")

    with pytest.raises(RefusedError, match="phone number"), transaction.atomic():
        door(row)

    assert not Evidence.objects.filter(summary__contains="07700").exists()


def by_an_expression(row):
    Evidence.objects.filter(pk=row.pk).update(
        summary=Concat(Value("Ring her on "), Value("07700 900123."), output_field=TextField())
    )


def by_sql(row):
    with connection.cursor() as cursor:
        cursor.execute("UPDATE knowledge_evidence SET summary = %s WHERE id = %s", [TELLING, row.pk])


@pytest.mark.parametrize("door", [by_an_expression, by_sql])
def test_what_the_database_is_told_past_the_models_is_found_the_next_night(door):
    """The database cannot read a phone number in all its spellings, so these two are not refused."""
    row = EvidenceFactory(summary="")
    rereading.read_again()

    door(row)
    rereading.read_again()

    [passage] = FoundPassage.objects.open()
    assert (passage.kind, passage.rereading.subject) == ("phone", f"knowledge.evidence:{row.pk}")


# --- A text that was put into the table past its model


def text_past_its_model(case, words=TELLING) -> ClearedText:
    body = canonical({"title": "What we learned", "words": words})
    made = ClearedText(
        kind=LO, audience="programme", programme=case.site.programme, site=case.site, case=case, body=body
    )
    made.sha256 = hashlib.sha256(body.encode()).hexdigest()
    ClearedText._base_manager.model.save_base(made, raw=True, force_insert=True)
    return made


def test_what_is_certain_is_neither_approved_nor_published_however_it_came_into_the_table(case, people):
    text = text_past_its_model(case)
    agree(case, people)

    with pytest.raises(RefusedError, match="phone number"):
        approve(text, people.member)
    text.clearances.create(
        by=people.member, sha256=text.sha256, audience=text.audience, is_from_the_site=True
    )
    with pytest.raises(RefusedError, match="phone number"):
        clearance_actions.publish(text, by=people.facilitator)
    assert not published(text)


def test_what_was_published_past_everything_is_on_the_list_within_a_minute(case, people):
    text = text_past_its_model(case)
    agree(case, people)
    text.clearances.create(
        by=people.member, sha256=text.sha256, audience=text.audience, is_from_the_site=True
    )
    with connection.cursor() as cursor:
        cursor.execute(
            "INSERT INTO clearance_publication (cleared_text_id, published_at, withdrawn_because, withdrawn_note)"
            " VALUES (%s, %s, '', '')",
            [text.pk, timezone.now()],
        )

    rereading.read_new_texts()

    assert [each.kind for each in FoundPassage.objects.open()] == ["phone"]


# --- A checker who is somebody else by the time it is published


def becomes_a_presenter(case, people):
    Presenter.objects.create(case=case, member=people.members.member)
    agree(case, people)
    for text in ClearedText.objects.being_checked():
        clearance_actions.agree(case, member=people.members.member, audience=text.audience, by=people.member)
        clearance_actions.agree(
            case, member=people.members.member, audience=text.audience, by=people.member, text=text
        )


def leaves(case, people):
    leave(people.members.member, on=timezone.localdate(), because="moved", by=people.facilitator)


def steps_out(case, people):
    step_out(case, member=people.members.member, by=people.member)


@pytest.mark.parametrize(
    ("change", "counts"), [(becomes_a_presenter, False), (leaves, True), (steps_out, False)]
)
def test_an_approval_is_a_fact_except_of_somebody_who_presents_the_case_or_stepped_out_since(
    case, people, text, change, counts
):
    agree(case, people)
    approve(text, people.member)

    change(case, people)

    if counts:
        clearance_actions.publish(text, by=people.facilitator)
    else:
        with pytest.raises(clearance_actions.NotApproved):
            clearance_actions.publish(text, by=people.facilitator)
    assert published(text) == counts


@pytest.mark.parametrize("change", [becomes_a_presenter, leaves, steps_out])
def test_nobody_approves_any_more_once_they_present_left_or_stepped_out(case, people, text, change, client):
    change(case, people)
    client.force_login(people.member)

    answer = client.post(
        f"/checking/{text.pk}/",
        {
            "sha256": text.sha256,
            "together": "no",
            "hurt": "no",
            "trouble": "no",
            "looked": "on",
            "verdict": "approve",
        },
    )

    assert answer.status_code >= 400
    assert not text.clearances.exists()
