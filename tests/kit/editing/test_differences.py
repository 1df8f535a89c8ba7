"""What is different between two texts."""

from hypothesis import given
from hypothesis import strategies as st

from kit.editing.differences import Piece, differences
from tests.measuring import seconds_of

TEXTS = st.text(alphabet="ab \n", max_size=60)


@given(TEXTS, TEXTS)
def test_both_texts_are_in_what_is_different(earlier, later):
    pieces = differences(earlier, later)

    assert "".join(piece.text for piece in pieces if not piece.is_new) == earlier
    assert "".join(piece.text for piece in pieces if not piece.is_gone) == later


def test_a_word_that_changed_is_shown_by_itself():
    assert differences("Ring before noon.\nBring tea.", "Ring after noon.\nBring tea.") == [
        Piece("Ring "),
        Piece("before", is_gone=True),
        Piece("after", is_new=True),
        Piece(" noon.\n"),
        Piece("Bring tea."),
    ]


def test_the_same_text_is_one_piece():
    assert differences("The same.", "The same.") == [Piece("The same.")]


def test_long_texts_take_no_time():
    words = "word " * 10_000, "other word " * 5_000
    lines = "a line\n" * 7_000, "a line\nanother\n" * 3_500

    assert seconds_of(lambda: differences(*words), enough=1) < 1
    assert seconds_of(lambda: differences(*lines), enough=1) < 1
