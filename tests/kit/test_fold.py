"""Folding: the form in which texts are compared, and the way back."""

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kit.fold import fold, folded

HARD = "aAéÉßİıǅﬁ①Ⅳ´`’‑–— \u00a0\u200b\u00ad\u0301\u0308\u0345\u034f\u3000\n\r\t\ufe0f😀ＡΣς가ᄀ\u1161ʼn¨ẞΐ"
TEXTS = st.one_of(st.text(), st.text(alphabet=HARD))
WAYS = st.fixed_dictionaries({"capitals": st.booleans(), "accents": st.booleans(), "lines": st.booleans()})


@given(TEXTS, WAYS)
def test_folding_twice_is_folding_once(text, ways):
    once = fold(text, **ways)

    assert fold(once, **ways) == once


@given(TEXTS, WAYS)
def test_each_character_maps_back_to_a_place_that_folds_to_it(text, ways):
    got = folded(text, **ways)

    assert len(got.starts) == len(got.ends) == len(got.text)
    for at, character in enumerate(got.text):
        start, end = got.span(at, at + 1)
        assert 0 <= start < end <= len(text)
        assert character in fold(text[start:end], **ways)


@given(TEXTS, WAYS, st.data())
def test_a_passage_maps_back_to_a_passage_that_folds_to_no_less(text, ways, data):
    got = folded(text, **ways)
    start = data.draw(st.integers(0, len(got.text)))
    end = data.draw(st.integers(start, len(got.text)))

    first, last = got.span(start, end)

    assert 0 <= first <= last <= len(text)
    assert got.text[start:end] in fold(text[first:last], **ways)


@given(TEXTS, WAYS)
def test_places_follow_one_another(text, ways):
    got = folded(text, **ways)

    assert list(got.starts) == sorted(got.starts)
    assert list(got.ends) == sorted(got.ends)


@given(TEXTS)
def test_composed_and_decomposed_are_the_same(text):
    letters = "".join(character for character in text if "HANGUL" not in unicodedata.name(character, ""))

    assert fold(unicodedata.normalize("NFD", letters)) == fold(unicodedata.normalize("NFC", letters))


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("O’Brien", "O'BRIEN"),
        ("Jose\u0301", "José"),
        ("Ann\u200bMarie", "AnnMarie"),
        ("Ann\u00adMarie", "AnnMarie"),
        ("Ann–Marie", "Ann\u2011Marie"),
        ("Ｋｅｖｉｎ", "kevin"),
        ("12\u00a0\u2009Elm\n Gardens", "12 Elm Gardens"),
        ("Straße", "STRASSE"),
    ],
)
def test_two_spellings_are_the_same(one, other):
    assert fold(one) == fold(other)


@pytest.mark.parametrize(
    ("text", "plain"), [("Siân", "sian"), ("Élise", "elise"), ("Łukasz", "lukasz"), ("Bjørn", "bjorn")]
)
def test_accents_are_taken_off_where_that_is_asked(text, plain):
    assert fold(text, accents=False) == plain
    assert fold(text) != plain


def test_capitals_and_ends_of_lines_are_kept_where_that_is_asked():
    assert fold("Ann\r\n\r\nＢob  x", capitals=True, lines=True) == "Ann\nBob x"
    assert fold("Ann\r\nBob") == "ann bob"


def test_a_passage_maps_back_with_what_is_invisible_in_it():
    text = "He rang Ke\u200bvin  O’Shea."
    got = folded(text)
    start = got.text.index("kevin")

    first, last = got.span(start, start + len("kevin o'shea"))

    assert text[first:last] == "Ke\u200bvin  O’Shea"


@given(st.text(alphabet=st.characters(max_codepoint=127)), WAYS)
def test_ascii_is_folded_alike_with_and_without_the_way_back(text, ways):
    assert fold(text, **ways) == folded(text, **ways).text


@pytest.mark.parametrize(
    ("typed", "plain"),
    [
        ("٠٧٧٠٠", "07700"), ("०७", "07"), ("0\ufe0f\u20e37\ufe0f\u20e3", "07"), ("a\u2800b", "a b"), ("a\u3164b", "a b"),
        ("a\uffa0b", "a b"), ("\ufdfa", "\ufdfa"),
    ],
)  # fmt: skip
def test_digits_of_every_script_and_blanks_of_every_kind_are_one(typed, plain):
    assert fold(typed) == plain


def test_more_marks_than_any_letter_has_are_left_out():
    typed = "a" + "\u0323\u0301" * 500 + "b"

    assert len(fold(typed)) < 40
    assert fold(fold(typed)) == fold(typed)
    assert folded(typed).span(0, len(fold(typed))) == (0, len(typed))
