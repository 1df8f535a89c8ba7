"""A name typed by mistake comes out of the text, out of every version of it, and out of everybody's drafts."""

import re
import unicodedata

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from kit.audit_verbs import KitVerb
from kit.editing.history import keep_revisions
from kit.editing.sections import save_section, section_version
from kit.errors import RefusedError
from kit.fold import fold
from kit.models import AuditEvent, Draft, Revision, subject_of
from kit.privacy.striking import LEFT, Passage, strike
from tests.factories.cases import CaseFactory
from tests.factories.members import UserFactory
from tests.measuring import seconds_of

pytestmark = pytest.mark.django_db
SECTIONS = ["presentation", "learning"]


@pytest.fixture
def user():
    return UserFactory()


def case_of(presentation: str, learning: str = ""):
    return CaseFactory(presentation=presentation, learning=learning)


def take_out(passage, case, user, names=SECTIONS) -> int:
    return strike(Passage(passage), texts=[(case, names)], subject=case, by=user)


def test_a_passage_comes_out_of_every_named_field_wherever_it_stands(user):
    case = case_of("Jane Smith rang. Then Jane Smith came.", learning="Ring Jane Smith first.")

    places = take_out("Jane Smith", case, user)

    case.refresh_from_db()
    assert places == 3
    assert case.presentation == f"{LEFT} rang. Then {LEFT} came."
    assert case.learning == f"Ring {LEFT} first."


def test_capitals_and_line_breaks_make_no_difference(user):
    case = case_of("JANE  SMITH rang. Then jane\nsmith came.")

    assert take_out("  Jane   Smith ", case, user) == 2
    case.refresh_from_db()
    assert case.presentation == f"{LEFT} rang. Then {LEFT} came."


@pytest.mark.parametrize(
    "typed",
    [
        "Zoë O'Brien-Lee", "Zoë O’Brien‑Lee", "Zoe\u0308 O’Brien–Lee", "Zo\u00adë O'Bri\u200ben-Lee", "ZOE O`BRIEN-LEE",
        "Zoë\u200b O'Brien-Lee", "Zoë \u200b\u00a0O'Brien-Lee", "Ｚｏｅ Ｏ＇Ｂｒｉｅｎ－Ｌｅｅ", "Zoë\u3164O'Brien-Lee", "Zo\u202eë O'Brien\u2063-Lee",
        "𝐙𝐨𝐞 O'Brien-Lee", "Zoe\u0301\u0323 O'Brien-Lee", "Zo\u0007e O'Brien-Lee", "Zoë\r\n\tO'Brien-Lee",
    ],
)  # fmt: skip
@pytest.mark.parametrize("passage", ["zoë o'brien-lee", "Zoe\u0308 O’Bri\u200ben—Lee", "ZOE O'BRIEN-LEE"])
def test_the_form_in_which_it_was_typed_makes_no_difference(user, typed, passage):
    case = case_of(f"{typed} rang. Zoe came.")

    assert take_out(passage, case, user) == 1
    case.refresh_from_db()
    assert case.presentation == f"{LEFT} rang. Zoe came."


def folded(words: str) -> str:
    return fold(words, accents=False).strip(" -")


@given(
    st.text(min_size=2).filter(lambda words: len(folded(words)) > 1 and any(map(str.isalnum, folded(words)))),
    st.sampled_from([str.upper, str.title, lambda each: unicodedata.normalize("NFD", each)]),
)
def test_no_form_of_any_words_is_left_where_longer_words_are_looked_into(words, form):
    passage = Passage(words, inside=True)
    text = f"Before. {form(words)} After. {words}"

    left, places = passage.taken_out_of(text)

    assert not list(passage.occurrences(left.replace(LEFT, "|||")))
    assert places >= 2 or folded(form(words)) != folded(words)


def test_what_is_a_pattern_to_a_machine_is_only_words_here(user):
    case = case_of("She said (twice) a.b and aXb.")

    assert take_out("a.b", case, user) == 1
    assert take_out("(twice)", case, user) == 1
    case.refresh_from_db()
    assert case.presentation == f"She said {LEFT} {LEFT} and aXb."


def test_the_row_in_hand_reads_as_the_one_in_the_database(user):
    case = case_of("Jane Smith rang.")

    take_out("Jane Smith", case, user)

    assert case.presentation == f"{LEFT} rang."


def test_every_version_and_everybodys_draft_lose_it(user):
    case = case_of("Jane Smith rang.")
    keep_revisions(case, sections=SECTIONS, by=user)
    case.presentation = "Somebody rang."
    case.save()
    keep_revisions(case, sections=SECTIONS, by=user)
    for number, writer in enumerate([user, UserFactory()]):
        Draft.objects.create(
            user=writer,
            subject=subject_of(case),
            section="learning",
            text="Jane Smith again",
            key=str(number),
        )

    assert take_out("Jane Smith", case, user) == 3
    kept = [*Revision.objects.values_list("text", flat=True), *Draft.objects.values_list("text", flat=True)]
    assert not any("Smith" in text for text in kept)
    assert kept.count(f"{LEFT} again") == 2
    assert "Somebody rang." in kept


def test_other_rows_and_other_fields_keep_it(user):
    case = case_of("Jane Smith rang.", learning="Jane Smith")
    other = case_of("Jane Smith rang.")
    keep_revisions(other, sections=SECTIONS, by=user)

    take_out("Jane Smith", case, user, names=["presentation"])

    case.refresh_from_db()
    other.refresh_from_db()
    assert case.learning == "Jane Smith"
    assert other.presentation == "Jane Smith rang."
    assert Revision.objects.of(other, "presentation").get().text == "Jane Smith rang."


def test_who_did_it_is_recorded_and_never_what_was_taken_out(user):
    case = case_of("Jane Smith rang.")

    take_out("Jane Smith", case, user)

    event = AuditEvent.objects.get(verb=KitVerb.STRIKE)
    assert (event.by, event.subject) == (user, subject_of(case))
    assert "Smith" not in event.note


def test_what_stands_nowhere_changes_and_records_nothing(user):
    case = case_of("Somebody rang.")

    assert take_out("Jane Smith", case, user) == 0
    case.refresh_from_db()
    assert case.presentation == "Somebody rang."
    assert not AuditEvent.objects.filter(verb=KitVerb.STRIKE).exists()


@pytest.mark.parametrize("passage", ["", " ", "a", "  a ", "\u200b\u200b", "a\u200b", "a-", "--", "..."])
def test_less_than_two_letters_are_refused(user, passage):
    case = case_of("A woman.")

    with pytest.raises(RefusedError, match="at least two letters"):
        take_out(passage, case, user)
    case.refresh_from_db()
    assert case.presentation == "A woman."


def test_a_page_that_was_opened_before_does_not_save_it_again(user):
    case = case_of("Jane Smith rang.")
    keep_revisions(case, sections=SECTIONS, by=user)
    version = section_version(case, "presentation")

    take_out("Jane Smith", case, user)
    saved = save_section(
        case, "presentation", text="Jane Smith rang. She came.", base_version=version, key="1", by=user,
        write=lambda row, text: pytest.fail("It was saved"),
    )  # fmt: skip

    assert saved.state == "stale"
    assert saved.text == f"{LEFT} rang."


@pytest.mark.parametrize(
    ("passage", "text", "left"),
    [
        ("Ann", "Ann's planning: ANN, Hannah, Ann-Marie; said—Ann—so.", "…'s planning: …, Hannah, …-Marie; said—…—so."),
        ("O'Shea", "O’Shea and O`SHEA’s", "… and …’s"),
        ("Siân", "Sian, SIÂN, Sia\u0302n, Siany", "…, …, …, Siany"),
        ("Chris", "Chris' dog, Christine", "…' dog, Christine"),
        ("Ann Marie", "Ann-Marie, Ann  Marie, Anne Marie", "…, …, Anne Marie"),
        ("07700 900123", "07700900123, (07700) 900-123, 0770090012345", "…, (…, 0770090012345"),
        ("ﬁnn", "Finn ﬁnn", "… …"),
    ],
)  # fmt: skip
def test_whole_words_are_found_in_every_form(passage, text, left):
    assert Passage(passage).taken_out_of(text)[0] == left


def test_only_whole_words_are_taken_out_unless_longer_ones_are_asked_for(user):
    typed = "Ann's plan for Mary-Ann (Ann) and _Ann_ is planning, Anne's; ann2."

    whole, inside = Passage("Ann").taken_out_of(typed), Passage("Ann", inside=True).taken_out_of(typed)

    assert whole == ("…'s plan for Mary-… (…) and _…_ is planning, Anne's; ann2.", 4)
    assert inside == ("…'s plan for Mary-… (…) and _…_ is pl…ing, …e's; …2.", 7)


def test_parts_of_longer_words_are_found_when_asked_for():
    assert Passage("ann", inside=True).taken_out_of("planning Ann") == ("pl…ing …", 2)


NAMES = st.sampled_from(["Ann", "O'Shea", "Siân", "Zoë-Lee", "Jo Bell"])
FORMS = st.sampled_from(
    [
        str.upper,
        str.lower,
        str.title,
        lambda name: name.replace("'", "’"),
        lambda name: unicodedata.normalize("NFD", name),
        lambda name: "\u200b".join(name),
        lambda name: f"{name}’s",
        lambda name: name.replace(" ", "\n"),
    ]
)
OTHER = st.text("abcdefghij", min_size=1, max_size=8)
SIGNS = st.sampled_from([" ", ", ", ".\n", " – ", "—", "; “"])


@given(NAMES, st.lists(st.tuples(OTHER | st.none(), FORMS, SIGNS), min_size=1, max_size=12))
def test_no_form_of_the_words_is_left_and_no_other_word_is_touched(name, pieces):
    text = "".join((other or form(name)) + sign for other, form, sign in pieces)
    assume(not any(other in fold(name, accents=False).split() for other, _, _ in pieces))

    left, number = Passage(name).taken_out_of(text)

    others = [other for other, _, _ in pieces if other]
    assert number == len(pieces) - len(others)
    assert fold(name, accents=False) not in fold(left, accents=False)
    assert re.findall("[a-j]+", left.replace("’s", "")) == others


@given(
    st.text(max_size=200),
    st.from_regex("[Aab1]{1,2}['– -]?[Aab1]{1,2}", fullmatch=True),
)
def test_what_stays_is_as_it_was_typed_and_nothing_is_found_twice(text, passage):
    found = Passage(passage, inside=True)
    left, number = found.taken_out_of(text)

    parts = left.split(LEFT)
    at = 0
    for part in parts:
        assert (at := text.find(part, at)) >= 0
    assert number == 0 or found.taken_out_of(left)[1] <= number


def test_looking_takes_time_that_grows_as_the_text_does():
    text = "Ann’s planning, é " * 6_000

    assert Passage("Ann").taken_out_of(text)[1] == 6_000
    assert seconds_of(lambda: Passage("Ann").taken_out_of(text), enough=2) < 2
