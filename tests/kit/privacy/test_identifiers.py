from itertools import pairwise

import pytest

from kit.privacy.identifiers import find_identifiers


@pytest.mark.parametrize(
    ("text", "what", "passage"),
    [
        ("Write to jo.bloggs@example.org today", "An e-mail address", "jo.bloggs@example.org"),
        ("He rings from 01632 960 114 most nights", "A phone number", "01632 960 114"),
        ("Her mobile is 07700900123.", "A phone number", "07700900123"),
        ("a flat in SE1 1JG with damp", "A postcode", "SE1 1JG"),
        ("her number is 943 476 5919", "An NHS or National Insurance number", "943 476 5919"),
        ("QQ 12 34 56 C was on the form", "An NHS or National Insurance number", ""),
        ("He came out on 4 September and", "A full date", "4 September"),
        ("seen on 04/09/2026 by", "A full date", "04/09/2026"),
        ("near 12 Ferry Lane at night", "A street or an address", "12 Ferry Lane"),
        ("as Dr Okafor said", "A name with a title", "Dr Okafor"),
        (
            "the only dual diagnosis nurse in the town",
            "The only person in this role",
            "the only dual diagnosis nurse in the town",
        ),
        ("J. K. said that", "Initials", "J. K."),
    ],
)
def test_what_may_tell_who_somebody_is_is_marked(text, what, passage):
    found = [(suspicion.what, suspicion.passage) for suspicion in find_identifiers(text)]

    assert found == ([(what, passage)] if passage else [])


def test_plain_words_are_left_alone():
    text = "A woman in her fifties with a tenancy of nine years. Five services write to her, 40 times a year."

    assert find_identifiers(text) == []


def test_known_names_are_marked_whatever_their_case():
    found = find_identifiers("She told priya at Kiln Street Housing", names=("Priya", "Kiln Street Housing"))

    assert [suspicion.passage for suspicion in found] == ["priya", "Kiln Street"]


def test_a_mark_says_where_it_is_and_none_overlap():
    text = "Ring 01632 960 114, or 01632 960 115"

    found = find_identifiers(text)

    assert [text[suspicion.start : suspicion.end] for suspicion in found] == [s.passage for s in found]
    assert all(before.end <= after.start for before, after in pairwise(found))
