"""Earlier versions: which are steps of typing, what is settled, what is deleted after a while, what is saved."""

from datetime import timedelta

import pytest
import time_machine
from django.utils import timezone

from kit.editing.history import (
    is_extension,
    is_step_of_typing,
    keep_revisions,
    leave_out,
    prune,
    worth_reading,
)
from kit.models import ASIDE, Draft, Presence, Revision, SavedKey, SectionHold, subject_of
from tests.factories.cases import CaseFactory
from tests.factories.members import UserFactory

pytestmark = pytest.mark.django_db
NOW = timezone.now()


@pytest.fixture
def case():
    return CaseFactory()


@pytest.fixture
def ruth():
    return UserFactory(name="Ruth")


def revision(
    case, text, *, by, version=1, section="presentation", after=timedelta(), settled=False
) -> Revision:
    made = Revision.objects.create(
        subject=subject_of(case), section=section, version=version, text=text, by=by
    )
    Revision.objects.filter(pk=made.pk).update(at=NOW + after)
    made.refresh_from_db()
    return made


@pytest.mark.parametrize(
    ("earlier", "later", "is_one"),
    [
        ("ab", "ab", True),
        ("ab", "ax", False),
        ("ab", "abc", True),
        ("ab", "a", False),
        ("", "a", True),
        ("ab", "xab", True),
        ("ab", "axb", True),
        ("ab", "xaxb", False),
    ],
)
def test_an_extension_contains_all_of_the_earlier_text(earlier, later, is_one):
    assert is_extension(earlier, later) is is_one


def test_a_step_of_typing_is_of_one_person_in_one_section_within_two_minutes(case, ruth):
    first = revision(case, "A", by=ruth)
    within = revision(case, "A B", by=ruth, version=2, after=timedelta(minutes=2))
    late = revision(case, "A B", by=ruth, version=3, after=timedelta(minutes=2, seconds=1))
    of_another = revision(case, "A B", by=UserFactory(), version=4)
    elsewhere = revision(case, "A B", by=ruth, section="learning")
    other_row = revision(CaseFactory(), "A B", by=ruth)
    rewritten = revision(case, "B", by=ruth, version=5)

    assert is_step_of_typing(first, within)
    others = (late, of_another, elsewhere, other_row, rewritten)
    assert not any(is_step_of_typing(first, each) for each in others)


def test_steps_of_typing_are_not_worth_reading(case, ruth):
    first = revision(case, "A", by=ruth)
    second = revision(case, "A B", by=ruth, version=2)
    third = revision(case, "C", by=ruth, version=3)

    assert worth_reading([first, second, third]) == [second, third]
    assert worth_reading([]) == []


def test_leaving_out_settles_the_texts_that_it_extends_and_no_others(case, ruth):
    aside = "presentation" + ASIDE
    earlier = revision(case, "A", by=ruth, section=aside)
    unlike = revision(case, "Z", by=ruth, section=aside, version=2)
    chosen = revision(case, "A B", by=ruth, section=aside, version=3)
    later = revision(case, "A", by=ruth, section=aside, version=4)
    of_another = revision(CaseFactory(), "A", by=ruth, section=aside)
    elsewhere = revision(case, "A", by=ruth, section="learning" + ASIDE)
    of_amina = revision(case, "A", by=UserFactory(), section=aside, version=0)

    assert leave_out(chosen, by=ruth) == 2
    assert leave_out(chosen, by=ruth) == 0

    earlier.refresh_from_db()
    assert earlier.settled_by == ruth
    assert earlier.settled_at is not None
    waiting = set(Revision.objects.set_aside())
    assert waiting == {unlike, later, of_another, elsewhere, of_amina}


def test_keeping_revisions_saves_what_changed_and_says_so(case, ruth):
    case.presentation, case.learning = "The story", ""

    first = keep_revisions(case, sections=["presentation", "learning"], by=ruth)
    again = keep_revisions(case, sections=["presentation", "learning"], by=ruth)
    case.presentation = "Another story"
    changed = keep_revisions(case, sections=["presentation"], by=ruth)

    kept = Revision.objects.of(case).order_by("version")
    assert (len(first), again, len(changed)) == (1, [], 1)
    assert [(row.section, row.version, row.text, row.by) for row in kept] == [
        ("presentation", 1, "The story", ruth),
        ("presentation", 2, "Another story", ruth),
    ]


def test_a_text_that_was_emptied_is_a_version(case, ruth):
    case.presentation = "The story"
    keep_revisions(case, sections=["presentation"], by=ruth)
    case.presentation = ""

    assert [row.text for row in keep_revisions(case, sections=["presentation"], by=ruth)] == [""]


@pytest.mark.parametrize(("hours", "is_deleted"), [(23, False), (25, True), (95, True), (97, False)])
def test_steps_of_typing_are_deleted_after_a_day(case, ruth, hours, is_deleted):
    revision(case, "A", by=ruth)
    revision(case, "A B", by=ruth, version=2, after=timedelta(seconds=1))

    with time_machine.travel(NOW + timedelta(hours=hours), tick=False):
        assert prune() == is_deleted

    assert Revision.objects.count() == 2 - is_deleted


def test_versions_that_are_no_steps_of_typing_are_never_deleted(case, ruth):
    revision(case, "A", by=ruth)
    revision(case, "A B", by=UserFactory(), version=2, after=timedelta(seconds=1))
    revision(case, "C", by=ruth, version=3, after=timedelta(seconds=2))

    with time_machine.travel(NOW + timedelta(hours=25), tick=False):
        assert prune() == 0


@pytest.mark.parametrize(("days", "left"), [(6.9, 3), (7.1, 0)])
def test_keys_holds_and_presence_are_deleted_after_a_week(case, ruth, days, left):
    kept = {"subject": subject_of(case)}
    SavedKey.objects.create(user=ruth, key="k", section="presentation", version=1, **kept)
    SavedKey.objects.update(at=NOW)
    SectionHold.objects.create(section="presentation", holder=ruth, until=NOW, **kept)
    Presence.objects.create(user=ruth, seen_at=NOW, **kept)

    with time_machine.travel(NOW + timedelta(days=days), tick=False):
        prune()

    assert sum(model.objects.count() for model in (SavedKey, SectionHold, Presence)) == left


@pytest.mark.parametrize(("days", "left"), [(179.9, 1), (180.1, 0)])
def test_drafts_are_deleted_after_half_a_year(case, ruth, days, left):
    Draft.objects.create(user=ruth, subject=subject_of(case), section="note", text="Half", key="k")
    Draft.objects.update(updated_at=NOW)

    with time_machine.travel(NOW + timedelta(days=days), tick=False):
        prune()

    assert Draft.objects.count() == left
