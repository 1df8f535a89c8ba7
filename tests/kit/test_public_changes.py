"""The database notes each change of the rows that visitors' pages are made from, whoever makes it."""

import pytest
from django.db import connection

from kit.models import PublicChange
from kit.public_changes import MOMENTS, forget_public_changes
from knowledge.library.models import LearningObject
from pages.public_tables import PUBLIC_TABLES
from sites_app.models import Programme
from tests.factories.cases import CaseFactory
from tests.factories.sites import ProgrammeFactory

pytestmark = pytest.mark.django_db
TRIGGERS = {
    "sqlite": "SELECT name FROM sqlite_master WHERE type = 'trigger' AND name LIKE 'public_%'",
    "postgresql": "SELECT tgname FROM pg_trigger WHERE tgname LIKE 'public_%'",
}


def stamp_after(change) -> str:
    change()
    return PublicChange.objects.stamp()


def test_every_public_table_has_its_triggers():
    with connection.cursor() as cursor:
        cursor.execute(TRIGGERS[connection.vendor])
        found = {name for (name,) in cursor.fetchall()}

    assert found == {
        f"public_{model._meta.db_table}_{moment.lower()}" for model in PUBLIC_TABLES for moment in MOMENTS
    }


def test_adding_changing_and_deleting_a_public_row_give_stamps_of_their_own():
    programme = ProgrammeFactory()
    rows = Programme.objects.filter(pk=programme.pk)

    stamps = [
        PublicChange.objects.stamp(),
        stamp_after(lambda: rows.update(name="Another name")),
        stamp_after(ProgrammeFactory),
        stamp_after(rows.delete),
    ]

    assert len(set(stamps)) == 4


def test_what_changes_no_row_and_what_is_shown_inside_alone_is_not_noted():
    case = CaseFactory()
    draft = LearningObject.objects.create(case=case, site=case.site)
    before = PublicChange.objects.stamp()

    Programme.objects.filter(name="No such programme").update(name="Another name")
    LearningObject.objects.filter(pk=draft.pk).update(draft_title="Being written")

    assert PublicChange.objects.stamp() == before


def test_old_notes_are_forgotten_and_the_next_change_has_a_stamp_of_its_own():
    programme = ProgrammeFactory()
    stamps = {PublicChange.objects.stamp()}
    for name in ("First", "Second"):
        Programme.objects.filter(pk=programme.pk).update(name=name)
        stamps.add(PublicChange.objects.stamp())

    forget_public_changes()
    Programme.objects.filter(pk=programme.pk).update(name="Third")

    assert PublicChange.objects.count() <= 2
    assert PublicChange.objects.stamp() not in stamps
