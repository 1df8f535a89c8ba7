"""The state of a section, texts that are set aside, holds, and saves whose answer was lost."""

from datetime import timedelta
from itertools import count

import pytest
from django.utils import timezone

from kit.editing.drafts import keep_draft
from kit.editing.history import keep_revisions
from kit.editing.sections import (
    LEASE,
    hold_of,
    holders_by_row,
    save_section,
    section_version,
    states_of,
    take_over,
)
from kit.models import ASIDE, Draft, Revision, SavedKey, SectionHold, subject_of
from tests.factories.cases import CaseFactory
from tests.factories.members import UserFactory
from tests.measuring import seconds_of

pytestmark = pytest.mark.django_db
KEYS = (f"key-{number}" for number in count())
ASIDE_SECTION = "presentation" + ASIDE


@pytest.fixture
def case():
    return CaseFactory(presentation="First", learning="")


@pytest.fixture
def ruth():
    return UserFactory(name="Ruth")


@pytest.fixture
def amina():
    return UserFactory(name="Amina")


def save(row, text, *, base, by, key=None, section="presentation", follows=()):
    def write(row, words):
        setattr(row, section, words)
        row.save()

    return save_section(
        row, section, text=text, base_version=base, key=key or next(KEYS), by=by, follows=follows, write=write
    )


def state_of(row, section="presentation"):
    row.refresh_from_db()
    return states_of([row], [section])[row, section]


def let_holds_run_out():
    SectionHold.objects.update(until=timezone.now() - timedelta(seconds=1))


def set_aside(row, *texts, by):
    """Texts of `by` that were written from an old version, one after the other."""
    for text in texts:
        let_holds_run_out()
        assert save(row, text, base=99, by=by).is_set_aside


def test_a_text_that_was_never_kept_has_the_version_that_the_next_save_keeps_first(case):
    states = states_of([case], ["presentation", "learning"])

    assert states[case, "presentation"].version == 1
    assert states[case, "learning"].version == 0
    assert section_version(case, "presentation") == 0


def test_the_state_has_the_newest_version_of_each_section_of_each_row(case, ruth):
    other = CaseFactory(presentation="Other", learning="Old")
    save(case, "Second", base=1, by=ruth)
    save(case, "Third", base=2, by=ruth)
    save(case, "Learned", base=0, by=ruth, section="learning")
    keep_revisions(other, sections=["learning"], by=ruth)
    case.refresh_from_db()
    other.refresh_from_db()

    states = states_of([case, other], ["presentation", "learning"])

    assert {key: state.version for key, state in states.items()} == {
        (case, "presentation"): 3, (case, "learning"): 1, (other, "presentation"): 1, (other, "learning"): 1,
    }  # fmt: skip
    assert section_version(case, "presentation") == 3


def test_a_text_that_was_changed_elsewhere_counts_as_one_version_more(case, ruth):
    save(case, "Second", base=1, by=ruth)
    type(case).objects.filter(pk=case.pk).update(presentation="Elsewhere")

    assert state_of(case).version == 3


def test_texts_set_aside_wait_in_the_order_in_which_they_came(case, ruth, amina):
    save(case, "Second", base=1, by=ruth)
    set_aside(case, "Of Amina", by=amina)
    set_aside(case, "Of Ruth", by=ruth)

    assert [(row.text, row.by, row.version) for row in state_of(case).aside] == [
        ("Of Amina", amina, 1), ("Of Ruth", ruth, 2),
    ]  # fmt: skip
    assert state_of(case).version == 2
    assert state_of(case, "learning").aside == []
    assert state_of(CaseFactory()).aside == []


def test_of_a_text_that_grew_while_it_was_set_aside_the_last_waits(case, ruth, amina):
    save(case, "Second", base=1, by=ruth)
    set_aside(case, "Typed", "Typed on", by=amina)
    set_aside(case, "Typed on and on", by=ruth)

    assert [row.text for row in state_of(case).aside] == ["Typed on", "Typed on and on"]


def test_a_shorter_text_that_came_later_waits_as_well(case, ruth):
    save(case, "Second", base=1, by=ruth)
    set_aside(case, "Typed on", "Typed", by=ruth)

    assert [row.text for row in state_of(case).aside] == ["Typed on", "Typed"]


def test_a_text_waits_no_longer_once_it_is_settled_or_the_section_contains_it(case, ruth):
    save(case, "Second", base=1, by=ruth)
    set_aside(case, " Lines of mine\n", "Other lines", by=ruth)
    Revision.objects.filter(text="Other lines").update(settled_at=timezone.now(), settled_by=ruth)
    assert [row.text for row in state_of(case).aside] == [" Lines of mine\n"]

    save(case, "Second. Lines of mine, too", base=2, by=ruth)

    assert state_of(case).aside == []


def test_a_text_is_set_aside_once_and_not_where_it_is_a_version_already(case, ruth):
    save(case, "Second", base=1, by=ruth)
    set_aside(case, "Mine", "Mine", "First", by=ruth)

    assert list(Revision.objects.of(case, ASIDE_SECTION).values_list("text", flat=True)) == ["Mine"]


def test_the_same_text_in_another_section_or_row_is_set_aside_all_the_same(case, ruth):
    save(CaseFactory(presentation="x"), "Mine", base=1, by=ruth)
    save(case, "Mine", base=0, by=ruth, section="learning")
    save(case, "Second", base=1, by=ruth)
    set_aside(case, "Mine", by=ruth)

    assert [row.text for row in state_of(case).aside] == ["Mine"]


def test_a_text_of_before_versions_is_kept_as_nobodys(case, ruth):
    save(case, "Second", base=1, by=ruth)

    kept = Revision.objects.of(case, "presentation").order_by("version")
    assert [(row.version, row.text, row.by) for row in kept] == [(1, "First", None), (2, "Second", ruth)]


def test_saving_an_empty_section_keeps_no_empty_version_first(case, ruth):
    assert save(case, "Learned", base=0, by=ruth, section="learning").version == 1


def test_a_stale_save_answers_with_the_sections_own_text(case, ruth, amina):
    save(case, "Second", base=1, by=ruth)
    let_holds_run_out()

    stale = save(case, "Late", base=1, by=amina, key="late")
    again = save(case, "Late", base=1, by=amina, key="late")

    assert (stale.state, stale.version, stale.text, stale.holder) == ("stale", 2, "Second", "")
    assert stale.is_set_aside
    assert (again.state, again.version, again.text) == ("stale", 2, "Second")


def test_a_save_that_was_set_aside_and_stands_by_now_is_saved(case, ruth, amina):
    save(case, "Second", base=1, by=ruth)
    let_holds_run_out()
    save(case, "Late", base=1, by=amina, key="late")
    save(case, "Late", base=2, by=ruth)

    assert save(case, "Late", base=1, by=amina, key="late").state == "saved"


def test_a_save_while_somebody_else_writes_names_them(case, ruth, amina):
    save(case, "Second", base=1, by=ruth)

    held = save(case, "Mine", base=2, by=amina)

    assert (held.state, held.version, held.text, held.holder) == ("held", 2, "Second", str(ruth))


def test_two_people_may_use_the_same_key(case, ruth, amina):
    save(case, "Second", base=1, by=ruth, key="same")
    let_holds_run_out()

    assert save(case, "Third", base=2, by=amina, key="same").state == "saved"
    case.refresh_from_db()
    assert case.presentation == "Third"


def test_saving_what_stands_already_is_saved_and_its_key_is_used_up(case, ruth):
    same = save(case, "First", base=0, by=ruth, key="same")
    save(case, "Second", base=1, by=ruth)
    again = save(case, "Anything", base=2, by=ruth, key="same")

    assert (same.state, same.version, same.text) == ("saved", 1, "First")
    assert not same.is_set_aside
    assert (again.state, again.version, again.text) == ("saved", 2, "Second")
    assert SavedKey.objects.get(key="same").user == ruth


def test_a_save_ends_the_persons_draft_of_the_section(case, ruth, amina):
    keep_draft(case, "presentation", text="Second", key="d1", by=ruth)
    keep_draft(case, "learning", text="Other", key="d2", by=ruth)
    keep_draft(case, "presentation", text="Hers", key="d3", by=amina)

    save(case, "Second", base=1, by=ruth)

    assert sorted(Draft.objects.values_list("text", flat=True)) == ["Hers", "Other"]


def test_a_save_that_follows_ones_own_unanswered_save_is_up_to_date(case, ruth):
    save(case, "Second", base=1, by=ruth, key="lost")

    assert save(case, "Third", base=1, by=ruth, follows=["lost"]).state == "saved"


@pytest.mark.parametrize(
    "what", ["another person", "another section", "another row", "set aside", "older", "none"]
)
def test_any_other_save_that_it_follows_does_not_make_it_up_to_date(case, ruth, amina, what):
    by = amina if what == "another person" else ruth
    SavedKey.objects.create(
        user=by,
        key="followed",
        subject=subject_of(CaseFactory() if what == "another row" else case),
        section="learning" if what == "another section" else "presentation",
        version=1 if what == "older" else 2,
        is_aside=what == "set aside",
    )
    save(case, "Second", base=1, by=ruth)

    follows = [] if what == "none" else ["followed"]
    assert save(case, "Third", base=1, by=ruth, follows=follows).state == "stale"


def test_a_hold_is_of_one_section_of_one_row(case, ruth, amina):
    other = CaseFactory(presentation="Other")
    take_over(case, "presentation", by=ruth)
    take_over(case, "learning", by=amina)
    take_over(other, "presentation", by=amina)

    assert hold_of(case, "presentation").holder == ruth
    assert hold_of(case, "learning").holder == amina
    assert hold_of(other, "learning") is None
    assert holders_by_row([case]) == {(case, "presentation"): ruth, (case, "learning"): amina}


def test_a_hold_that_ran_out_is_no_holders(case, ruth):
    take_over(case, "presentation", by=ruth)
    let_holds_run_out()

    assert holders_by_row([case]) == {}
    assert hold_of(case, "presentation").holder == ruth


def test_each_save_holds_the_section_for_half_a_minute_more(case, ruth, amina):
    take_over(case, "learning", by=amina)
    first = save(case, "Second", base=1, by=ruth)
    let_holds_run_out()
    before = timezone.now()

    save(case, "Third", base=first.version, by=amina)

    hold = hold_of(case, "presentation")
    assert hold.holder == amina
    assert before + LEASE <= hold.until <= timezone.now() + LEASE
    assert hold_of(case, "learning").until < before


def test_a_save_with_other_rows_about_changes_its_own_row(ruth):
    first, second = CaseFactory(presentation="One"), CaseFactory(presentation="Two")

    save(second, "Two, and more", base=1, by=ruth)

    first.refresh_from_db()
    second.refresh_from_db()
    assert (first.presentation, second.presentation) == ("One", "Two, and more")


def test_many_long_texts_that_one_person_had_set_aside_keep_nobody_waiting(case, ruth):
    same = "a" * 49_000
    Revision.objects.bulk_create(
        Revision(
            subject=subject_of(case), section="presentation" + ASIDE, version=number, text=f"{same}{number:04}", by=ruth
        )
        for number in range(1, 201)
    )  # fmt: skip

    assert len(states_of([case], ["presentation"])[case, "presentation"].aside) == 200
    assert seconds_of(lambda: states_of([case], ["presentation"]), enough=2) < 2
