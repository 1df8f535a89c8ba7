"""Nothing typed is lost: versions of a section, one save a key, one writer at a time, drafts, and who is here."""

from datetime import timedelta
from itertools import count

import pytest
from django.utils import timezone
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from cases.actions.cases import write_section
from kit.editing import drafts, history, presence, sections
from kit.models import Draft, Presence, Revision, SavedKey, SectionHold, subject_of
from tests.factories.cases import CaseFactory
from tests.factories.members import UserFactory

pytestmark = pytest.mark.django_db
keys = (f"key-{number}" for number in count())


def save(case, text, *, base, by, key=None, follows=()):
    return sections.save_section(
        case,
        "presentation",
        text=text,
        base_version=base,
        key=key or next(keys),
        by=by,
        follows=follows,
        write=lambda row, words: write_section(row, section="presentation", text=words, by=by),
    )


def let_go(row):
    """Time passes, so that nobody holds a section of `row` any more."""
    SectionHold.objects.filter(subject=subject_of(row)).update(until=timezone.now() - timedelta(seconds=1))


@pytest.fixture
def case():
    return CaseFactory(presentation="First")


@pytest.fixture
def ruth():
    return UserFactory(name="Ruth")


@pytest.fixture
def amina():
    return UserFactory(name="Amina")


def test_a_save_from_the_present_version_becomes_the_section(case, ruth):
    first = save(case, "First, and more", base=1, by=ruth)
    second = save(case, "First, and more words", base=first.version, by=ruth)

    case.refresh_from_db()
    assert (second.state, second.version) == ("saved", 3)
    assert case.presentation == "First, and more words"
    assert case.version == 3  # whoever edits the whole case notices


def test_an_older_draft_never_overwrites_newer_text_and_both_are_kept(case, ruth, amina):
    save(case, "Newer", base=1, by=amina)
    let_go(case)

    late = save(case, "Written offline", base=1, by=ruth)

    case.refresh_from_db()
    assert (late.state, late.version, late.text) == ("stale", 2, "Newer")
    assert case.presentation == "Newer"
    assert Revision.objects.of(case).filter(text="Written offline", by=ruth).exists()


def test_the_same_key_again_does_it_once(case, ruth, amina):
    once = save(case, "Mine", base=1, by=ruth, key="k")
    let_go(case)
    save(case, "Hers", base=once.version, by=amina)

    again = save(case, "Mine", base=1, by=ruth, key="k")

    case.refresh_from_db()
    assert again.state == "saved"
    assert case.presentation == "Hers"
    assert SavedKey.objects.filter(user=ruth).count() == 1


def test_a_save_whose_answer_was_lost_does_not_stand_in_its_own_way(case, ruth):
    save(case, "One", base=1, by=ruth, key="lost")

    saved = save(case, "One two", base=1, by=ruth, follows=["lost"])

    assert (saved.state, saved.text) == ("saved", "One two")


def test_one_person_writes_a_section_at_a_time_until_another_takes_over(case, ruth, amina):
    first = save(case, "Ruth writes", base=1, by=ruth)

    refused = save(case, "Amina writes", base=first.version, by=amina)
    sections.take_over(case, "presentation", by=amina)
    taken = save(case, "Amina writes on", base=first.version, by=amina)

    assert (refused.state, refused.holder, refused.text) == ("held", "Ruth", "Ruth writes")
    assert taken.state == "saved"
    assert save(case, "Ruth again", base=taken.version, by=ruth).state == "held"


def test_a_hold_ends_when_typing_stops(case, ruth, amina):
    first = save(case, "Ruth writes", base=1, by=ruth)
    let_go(case)

    assert sections.holders_by_row([case]) == {}
    assert save(case, "Amina writes", base=first.version, by=amina).state == "saved"


def test_being_here_is_written_down_again_only_after_a_while_or_elsewhere(
    case, ruth, django_assert_num_queries
):
    presence.mark_present(case, by=ruth, place="Next steps")

    with django_assert_num_queries(1):
        presence.mark_present(case, by=ruth, place="Next steps")
    presence.mark_present(case, by=ruth, place="Close")
    assert [row.place for row in presence.people_present(case)] == ["Close"]


def test_a_draft_is_one_persons_own_and_ends_when_it_is_saved(case, ruth, amina):
    drafts.keep_draft(case, "what", text="Ring", key="1", by=ruth)
    drafts.keep_draft(case, "what", text="Ring bef", key="2", by=ruth)
    drafts.keep_draft(case, "what", text="Ring bef", key="2", by=ruth)

    assert [(draft.user, draft.text) for draft in drafts.drafts_at([case])] == [(ruth, "Ring bef")]
    drafts.discard_drafts(case, ["what"], by=ruth)
    assert not Draft.objects.exists()


def test_somebody_is_here_for_half_a_minute_after_they_were_seen(case, ruth, amina):
    presence.mark_present(case, by=ruth)
    presence.mark_present(case, by=amina, place="Next steps")
    Presence.objects.filter(user=ruth).update(seen_at=timezone.now() - timedelta(seconds=31))

    assert [(row.user, row.place) for row in presence.people_present(case)] == [(amina, "Next steps")]


def test_pruning_leaves_every_word_in_a_revision(case, ruth):
    version = 1
    for text in ("First o", "First on", "First one", "Second"):
        version = save(case, text, base=version, by=ruth).version
    Revision.objects.update(at=timezone.now() - timedelta(days=2))

    history.prune()

    texts = Revision.objects.of(case, "presentation").order_by("version").values_list("text", flat=True)
    assert list(texts) == ["First", "First one", "Second"]
    assert sections.section_version(case, "presentation") == version


@pytest.mark.parametrize(
    ("earlier", "later", "grew"),
    [("ab", "abc", True), ("ac", "abc", True), ("", "a", True), ("abc", "ab", False), ("ab", "xaxb", False)],
)
def test_a_text_grew_where_something_was_typed_in_at_one_place(earlier, later, grew):
    assert history.is_extension(earlier, later) is grew


steps = st.lists(
    st.tuples(
        st.integers(0, 2),  # who
        st.sampled_from(["read", "save", "save", "replay", "take over", "wait"]),
        st.text("ab ", min_size=0, max_size=4),
    ),
    min_size=2,
    max_size=8,
)


@settings(
    max_examples=1000,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)
@given(steps=steps)
def test_every_submitted_text_is_in_a_revision_however_saves_interleave(three, site_of_cases, steps):
    case = CaseFactory(site=site_of_cases, presentation="", presenter=site_of_cases.members.first())
    known, sent, submitted = [0, 0, 0], [None, None, None], set()
    for who, what, text in steps:
        if what == "read":
            known[who] = sections.section_version(case, "presentation")
        elif what == "take over":
            sections.take_over(case, "presentation", by=three[who])
        elif what == "wait":
            let_go(case)
        elif what == "save" or sent[who] is None:
            sent[who] = {"text": text, "base": known[who], "by": three[who], "key": next(keys)}
            answer = save(case, **sent[who])
            submitted.add(text)
            known[who] = answer.version
            case.refresh_from_db()
            assert answer.text == case.presentation
            assert answer.is_set_aside or case.presentation == text
        else:
            before = case.presentation
            save(case, **sent[who])
            case.refresh_from_db()
            assert case.presentation == before  # sent twice, done once

    kept = set(Revision.objects.of(case).values_list("text", flat=True))
    assert submitted - {""} <= kept


@pytest.fixture
def three():
    return [UserFactory() for _ in range(3)]


@pytest.fixture
def site_of_cases():
    return CaseFactory().site
