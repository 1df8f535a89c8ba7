"""Taking texts and queries apart for searching."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kit.search.trade import SHORT_FORMS
from kit.search.words import PHRASES, passage, stem_of, terms_of, weights_of, words_of

SAME = [
    ("organisation", "organizations"), ("behaviour", "behaviors"), ("counselling", "counseling"),
    ("counsellors", "counselor"), ("programme", "programs"), ("centre", "centers"), ("licence", "license"),
    ("practice", "practising"), ("paediatric", "pediatric"), ("anaesthetic", "anesthetic"), ("analyse", "analyzed"),
    ("enrolment", "enrollment"), ("judgement", "judgment"), ("ageing", "aging"), ("enquiry", "inquiry"),
    ("fulfil", "fulfilling"), ("travelled", "traveling"), ("oestrogen", "estrogen"), ("manoeuvre", "maneuver"),
    ("women", "womens"), ("children", "childs"), ("people", "persons"), ("wives", "wife"), ("crises", "crisis"),
    ("letters", "letter"), ("housing", "housed"),
]  # fmt: skip
OTHERS = [
    ("policy", "police"), ("prison", "person"), ("telling", "tile"), ("carer", "career"), ("sized", "sister"),
    ("home", "homeless"), ("hour", "honour"), ("four", "for"), ("tour", "tor"),
]  # fmt: skip


@pytest.mark.parametrize(("one", "other"), SAME)
def test_forms_and_spellings_of_a_word_are_one(one, other):
    assert stem_of(one) == stem_of(other)


@pytest.mark.parametrize(("one", "other"), OTHERS)
def test_different_words_stay_apart(one, other):
    assert stem_of(one) != stem_of(other)


@pytest.mark.parametrize("short", SHORT_FORMS)
def test_a_short_form_and_what_it_stands_for_are_one(short):
    for phrase in (short, short.upper(), f"{short}s", *SHORT_FORMS[short]):
        assert [term.options for term in terms_of(phrase)] == [((f"={short}",),)], phrase
        assert (f"={short}", f"={short}") in weights_of("", f"It was {phrase} then."), phrase


def test_no_two_short_forms_stand_for_the_same():
    meanings = {each for several in PHRASES.values() for each in several}

    assert len(meanings) == len({stems for stems, _ in meanings})


@pytest.mark.parametrize("query", ["", "   ", "%", "''", "()", "\u200b", "😀", "-", "'"])
def test_a_query_without_letters_asks_for_nothing(query):
    assert terms_of(query) == []


def test_common_words_are_asked_for_where_there_are_no_others():
    assert [term.typed for term in terms_of("the letters of a man")] == ["letters", "man"]
    assert [term.typed for term in terms_of("to be or not to be")] == ["to", "be", "or", "not", "be"]


def test_a_word_counts_eight_times_in_the_title_and_seven_times_elsewhere():
    weights = weights_of("The post", "post " * 20)

    assert weights == {("the", "the"): 8, ("post", "post"): 15}


@given(st.text())
def test_every_word_stands_where_it_says(text):
    for word in words_of(text):
        assert 0 <= word.start < word.end <= len(text)
        assert word.text


@given(st.text())
def test_every_text_is_found_by_its_own_words(text):
    kept = {stem for _, stem in weights_of(text, "")}

    for term in terms_of(text):
        assert any(set(option) <= kept for option in term.options), term


@given(st.text(), st.text(max_size=20))
def test_a_passage_says_what_the_text_says(text, query):
    said = "".join(part.text for part in passage(text, terms_of(query)))

    assert said.removeprefix("… ").removesuffix(" …") in " ".join(text.split())
