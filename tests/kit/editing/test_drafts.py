"""Drafts: one for each person and field, taken over where the other person typed nothing, and ended once saved."""

import pytest

from kit.editing.drafts import discard_drafts, drafts_at, keep_draft, take_drafts
from kit.models import AuditEvent, Draft
from tests.factories.cases import CaseFactory
from tests.factories.members import UserFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def case():
    return CaseFactory()


@pytest.fixture
def ruth():
    return UserFactory(name="Ruth")


@pytest.fixture
def amina():
    return UserFactory(name="Amina")


def texts() -> list[tuple[str, str, str]]:
    """Every draft as person, section and text."""
    drafts = Draft.objects.order_by("user__name", "subject", "section")
    return [(draft.user.name, draft.section, draft.text) for draft in drafts]


def test_a_person_has_one_draft_of_a_section_of_a_row(case, ruth, amina):
    other = CaseFactory()
    for number, (row, section, by) in enumerate(
        [(case, "note", amina), (case, "what", amina), (other, "note", amina), (case, "note", ruth)]
    ):
        keep_draft(row, section, text=f"Text {number}", key=f"key-{number}", by=by)

    draft = keep_draft(case, "note", text="Newer", key="key-9", by=amina, base_version=3)

    assert (draft.text, draft.base_version, draft.key) == ("Newer", 3, "key-9")
    assert Draft.objects.count() == 4
    assert sorted(Draft.objects.values_list("text", flat=True)) == ["Newer", "Text 1", "Text 2", "Text 3"]


def test_a_save_that_is_repeated_changes_no_draft(case, ruth):
    first = keep_draft(case, "note", text="First", key="same", by=ruth)
    again = keep_draft(case, "note", text="Other words", key="same", by=ruth)

    assert again == first
    assert texts() == [("Ruth", "note", "First")]
    assert Draft.objects.get().base_version == 0


def test_drafts_are_read_for_the_rows_asked_person_by_person(case, ruth, amina):
    keep_draft(case, "what", text="1", key="1", by=ruth)
    keep_draft(case, "note", text="2", key="2", by=amina)
    keep_draft(case, "note", text="3", key="3", by=ruth)
    keep_draft(CaseFactory(), "note", text="4", key="4", by=ruth)

    assert [draft.text for draft in drafts_at([case])] == ["2", "3", "1"]


def test_only_the_saved_sections_of_the_person_and_row_end(case, ruth, amina):
    keep_draft(case, "note", text="saved", key="1", by=ruth)
    keep_draft(case, "what", text="other section", key="2", by=ruth)
    keep_draft(case, "note", text="other person", key="3", by=amina)
    keep_draft(CaseFactory(), "note", text="other row", key="4", by=ruth)

    discard_drafts(case, ["note"], by=ruth)

    assert sorted(text for _, _, text in texts()) == ["other person", "other row", "other section"]


def test_the_named_drafts_of_one_person_become_anothers(case, ruth, amina):
    keep_draft(case, "note", text="a note", key="1", by=amina)
    keep_draft(case, "what", text="not named", key="2", by=amina)
    keep_draft(CaseFactory(), "note", text="other row", key="3", by=amina)
    third = UserFactory(name="Third")
    keep_draft(case, "note", text="of a third", key="4", by=third)

    taken = take_drafts(case, ["note", "owner"], of=amina, by=ruth)

    assert taken == ["note"]
    assert sorted(texts()) == [
        ("Amina", "note", "other row"),
        ("Amina", "what", "not named"),
        ("Ruth", "note", "a note"),
        ("Third", "note", "of a third"),
    ]
    event = AuditEvent.objects.get(verb="take over typing")
    assert (event.by, event.note) == (ruth, "1 fields")


def test_taking_over_leaves_what_somebody_typed_and_replaces_their_blank_drafts(case, ruth, amina):
    other = CaseFactory()
    keep_draft(case, "note", text="hers", key="1", by=amina)
    keep_draft(case, "what", text="hers too", key="2", by=amina)
    keep_draft(case, "note", text="mine", key="3", by=ruth)
    keep_draft(case, "what", text="", key="4", by=ruth)
    keep_draft(case, "due", text="", key="5", by=ruth)
    keep_draft(other, "what", text="", key="6", by=ruth)
    third = UserFactory(name="Third")
    keep_draft(case, "what", text="", key="7", by=third)

    assert take_drafts(case, ["note", "what"], of=amina, by=ruth) == ["what"]

    assert sorted(texts()) == [
        ("Amina", "note", "hers"),
        ("Ruth", "due", ""),
        ("Ruth", "note", "mine"),
        ("Ruth", "what", ""),
        ("Ruth", "what", "hers too"),
        ("Third", "what", ""),
    ]
    assert drafts_at([other])[0].text == ""


def test_what_somebody_typed_elsewhere_is_no_reason_to_leave_a_draft(case, ruth, amina):
    keep_draft(case, "note", text="hers", key="1", by=amina)
    keep_draft(CaseFactory(), "note", text="mine elsewhere", key="2", by=ruth)

    assert take_drafts(case, ["note"], of=amina, by=ruth) == ["note"]


def test_taking_over_nothing_is_not_recorded(case, ruth, amina):
    assert take_drafts(case, ["note"], of=amina, by=ruth) == []
    assert not AuditEvent.objects.filter(verb="take over typing").exists()
