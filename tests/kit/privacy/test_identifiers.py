"""The finder of identifiers, by kinds and spellings. How much it finds in whole texts: test_recall.py."""

from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kit.privacy.identifiers import (
    Certainty,
    IdentifierKind,
    find,
    find_identifiers,
    find_refused,
    refused_passages,
)
from kit.privacy.identifiers.kinds import SENTENCES

PASSAGE = (
    "Kevin was born on 12.03.1968 in Leeds and lives with Shanice at 12 Elm Gardens,\n"
    "sw1a 1aa. His prison number is A1234BC and his phone +44 (0)7700 900123"
)
Kind = IdentifierKind


def found(text: str, names=()) -> list[tuple[str, str]]:
    """The kind and the passage of each flag that isn't quiet."""
    return [
        (flag.kind.value, text[flag.start : flag.end])
        for flag in find(text, names)
        if flag.certainty != Certainty.QUIET
    ]


def test_a_write_up_full_of_identifiers_has_each_marked_with_what_to_write_instead():
    assert found(PASSAGE) == [
        ("person", "Kevin"),
        ("date_of_birth", "12.03.1968"),
        ("small_place", "Leeds"),
        ("person", "Shanice"),
        ("address", "12 Elm Gardens"),
        ("postcode", "sw1a 1aa"),
        ("reference", "A1234BC"),
        ("phone", "+44 (0)7700 900123"),
    ]
    assert all(flag.reason.endswith(".") and flag.suggestion.endswith(".") for flag in find(PASSAGE))


def test_the_same_write_up_gets_nine_marks_with_the_words_that_tell_of_a_prison():
    flags = find(PASSAGE)

    assert len(flags) == 9
    assert [PASSAGE[flag.start : flag.end] for flag in flags if flag.certainty == Certainty.QUIET] == [
        "prison number"
    ]
    assert all(flag.reason.endswith(".") and flag.suggestion.startswith(("Write", "Take")) for flag in flags)


def test_a_longer_passage_counts_before_a_shorter_one_inside_or_across_it():
    assert found("THE SAFE NUMBER IS 07700 900 010 NOW") == [("phone", "07700 900 010")]
    assert found("Her number is 07700 900693; ring") == [("phone", "07700 900693")]
    assert found("write to wa.me/447700900123 now") == [("phone", "wa.me/447700900123")]
    assert found("on 12/03/2024 at 9") == [("exact_date", "12/03/2024")]


def test_every_kind_says_why_and_what_to_write_instead():
    assert set(SENTENCES) == set(Kind)
    assert all(reason.endswith(".") and suggestion.endswith(".") for reason, suggestion in SENTENCES.values())


@pytest.mark.parametrize(
    ("kind", "passage"),
    [
        ("phone", "07700 900123"), ("phone", "07700900123"), ("phone", "07700-900-123"), ("phone", "07700.900.123"),
        ("phone", "+44 (0)7700 900123"), ("phone", "+447700900123"), ("phone", "0044 7700 900123"),
        ("phone", "(01632) 960 114"), ("phone", "07700\u00a0900\u00a0123"), ("phone", "07700\u2011900\u2011123"),
        ("phone", "07700–900–123"), ("phone", "07\u200b700 900123"), ("phone", "０７７００ ９００１２３"), ("phone", "07700  900  123"),
        ("phone", "07700_900_123"), ("phone", "07700\n900123"), ("phone", "0 7 7 0 0 9 0 0 1 2 3"), ("phone", "07700, 900, 123"),
        ("phone", "O7700 900123"), ("phone", "0770O 900123"), ("phone", "0161: 496 0123"), ("phone", "07700·900·123"),
        ("phone", "٠٧٧٠٠٩٠٠١٢٣"), ("phone", "07700....900....123"), ("phone", "07700\u2800900123"),
        ("phone", "0\ufe0f\u20e37\ufe0f\u20e37\ufe0f\u20e300900123"),
        ("email", "ann@@example.org"), ("email", "ann@example,org"), ("email", "ann(@)example.org"), ("email", "ann@example。org"),
        ("email", "o'shea@example.org"), ("postcode", "SE1_1JG"), ("postcode", "SE1/1JG"), ("postcode", "SE1: 1JG"),
        ("national_insurance_number", "AB/12/34/56/C"), ("national_insurance_number", "A B 1 2 3 4 5 6 C"),
        ("national_insurance_number", "AB 123 456 C"),
        ("email", "jo.bloggs@example.org"), ("email", "JO@EXAMPLE.ORG"), ("email", "j.smith at gmail dot com"),
        ("email", "j.smith (at) gmail.com"), ("email", "jo＠example.org"), ("email", "j dot smith at nhs dot net"),
        ("postcode", "SE1 1JG"), ("postcode", "sw1a 1aa"), ("postcode", "SW1A1AA"), ("postcode", "se1\u00a01jg"),
        ("postcode", "SE1  1JG"), ("postcode", "S\u00adE1 1JG"), ("postcode", "ＳＥ１ １ＪＧ"),
        ("national_insurance_number", "AB 12 34 56 C"), ("national_insurance_number", "ab123456c"),
        ("national_insurance_number", "AB-12-34-56-C"), ("national_insurance_number", "AB\u00a012\u00a034\u00a056\u00a0C"),
    ],
)  # fmt: skip
def test_what_is_always_refused_is_refused_in_every_spelling(kind, passage):
    text = f"It was written down as {passage} that day."

    assert found(text) == [(kind, passage)]
    assert len(refused_passages(text)) == 1
    assert passage in refused_passages(text)[0]


@pytest.mark.parametrize(
    "text",
    [
        "On a scale of 0 1 2 3 4 5 6 7 8 9 10.", "Counts of 0 1 0 0 2 1 0 0 1 3.", "At 0, 10, 20, 30, 40, 50 and 60.",
        "It is 0.123456789012.", "On the B2 3rd floor, S2 1st door.", "At 0900, 1000 and 1100.", "From 0930-1030, 1100.",
        "£0.250, 300, 400.", "ISSN 0269-2163, 0269-2164", "In 2012, 2013, 2014 and 2015.", "Vol. 03, 1234-1245",
    ],
)  # fmt: skip
def test_other_numbers_are_not_refused(text):
    assert refused_passages(text) == []


def test_an_nhs_number_is_refused_with_its_check_digit_and_a_word_that_says_so():
    assert refused_passages("Her NHS number is 943 476 5919.")
    assert refused_passages("nhs no: 943-476-5919")
    assert refused_passages("NHS9434765919 is hers")
    assert refused_passages("NHS no 9 4 3 4 7 6 5 9 1 9")
    assert refused_passages("943/476/5919 is her NHS number")
    assert not refused_passages("The invoice has 943 476 5919 on it.")
    assert not refused_passages("Her NHS number is 943 476 5918.")
    assert found("Her NHS number is 943 476 5918.") == [("nhs_number", "943 476 5918")]
    assert [flag.certainty for flag in find("It has 943 476 5919 on it.")] == [Certainty.QUIET]
    assert find("It has 4480013378 on it.") == []


@pytest.mark.parametrize(
    ("kind", "text", "passage"),
    [
        ("exact_date", "out on {} and", "4 September"), ("exact_date", "out on {} and", "3rd of March"),
        ("exact_date", "out on {} and", "March 3rd"), ("exact_date", "seen {} by", "04/09/2026"),
        ("exact_date", "seen {} by", "2026-03-03"), ("exact_date", "seen {} by", "03.03.26"),
        ("exact_date", "seen {} by", "29-Jan-24"), ("exact_date", "seen {} by", "the third of march"),
        ("date_of_birth", "born {} and", "03.03.68"), ("date_of_birth", "DOB {} and", "3rd\u00a0of\u00a0March\u00a01968"),
        ("date_of_birth", "dob {} and", "030368"), ("age_over_89", "a {} man", "93-year-old"),
        ("address", "near {} at night", "12 Ferry Lane"), ("address", "near {} at night", "12 ferry lane"),
        ("address", "lives at {} now", "Flat 3, 27 Station Rd"), ("url", "see {} for", "www.example.org/beds"),
        ("social_handle", "he is {} there", "@kofi_dontcry"), ("vehicle_registration", "a car, {}, left", "AB12 CDE"),
        ("vehicle_registration", "his van {} left", "p417 gzz"), ("reference", "prison number {} is", "a9902fw"),
        ("reference", "crime ref {} was", "42/0091765/23"), ("reference", "court case {} was", "T20237461"),
        ("reference", "tenancy ref {} was", "T-0031946"), ("reference", "PNC {} was", "14/339412K"),
        ("named_place_or_organisation", "now at {} again", "Canal Side Hostel"),
        ("named_place_or_organisation", "now at {} again", "bridge house"),
        ("named_place_or_organisation", "now on {} again", "Magnolia Ward"),
        ("named_place_or_organisation", "behind the {} again", "Red Lion"),
        ("named_place_or_organisation", "works at {} again", "Barmby's Garage"),
        ("small_place", "moved to {} again", "Askerdale"), ("small_place", "moved to {} again", "Todmorden"),
        ("small_place", "moved to {} again", "todmorden"),
        ("rare_event", "He was in {}.", "the 2009 explosion at the fireworks warehouse"),
        ("person", "seen by his brother {} again", "mark"), ("person", "told us that {} had left", "Kelechi"),
        ("person", "told us that {} had left", "kelechi"), ("person", "the note says {} left", "J. K."),
        ("worker", "as {} said", "Dr Okafor"), ("worker", "as {} said", "PC Hargreave"),
    ],
)  # fmt: skip
def test_each_kind_is_found_in_its_spellings(kind, text, passage):
    assert (kind, passage) in found(text.format(passage) if "93" not in passage else "a 93-year-old man")


@pytest.mark.parametrize(
    "text",
    [
        "A woman in her fifties with a tenancy of nine years. Five services write to her, 40 times a year.",
        "Housing First kept more people housed. The Care Programme Approach and Section 117 were not used.",
        "Will she come in May? Mark the date. Grace under pressure, and the will to carry on, may help.",
        "The Home Office wrote to the ward. Universal Credit stopped in March 2024, and A&E saw him 24/7.",
        "She speaks Tigrinya and Polish, prays at the mosque on Fridays, and scored 9/10 twice in 2023.",
        "It took 20 minutes by bus. In 12 weeks he had 3 falls, a 2 mile walk and no 4th visit.",
    ],
)
def test_plain_words_and_words_of_the_trade_are_left_alone(text):
    assert found(text) == []


def test_a_word_that_is_in_no_dictionary_is_shown_quietly():
    flags = find("he had a zorblat in the kitchen")

    assert [flag.certainty for flag in flags] == [Certainty.QUIET]


def test_a_name_found_once_is_found_in_the_whole_text():
    text = "Dr Quillfeather rang. later quillfeather came."

    assert [passage.lower() for _, passage in found(text)] == ["dr quillfeather", "quillfeather"]


@pytest.mark.parametrize(
    "text",
    [
        "told priya o'brien",
        "told PRIYA O’BRIEN",
        "told Pri\u200bya O'Brien",
        "told Prîya O'Brien",
        "told Priya O’Brien's son",
    ],
)
def test_known_names_are_marked_in_any_form(text):
    assert [kind for kind, _ in found(text, ["Priya O'Brien"])] == ["person"]


def test_known_organisations_are_marked_whole():
    text = "She told priya at Kiln Street Housing"

    assert [passage for _, passage in found(text, ("Priya", "Kiln Street Housing"))] == [
        "priya",
        "Kiln Street Housing",
    ]


def test_a_mark_says_where_it_is_and_none_overlap():
    text = "Ring 01632 960 114, or 01632 960 115"

    marks = find_identifiers(text)

    assert [text[mark.start : mark.end] for mark in marks] == [mark.passage for mark in marks]
    assert [mark.what for mark in marks] == ["A phone number"] * 2


PIECES = [
    "Kevin ",
    "kevin",
    " St ",
    "Dr ",
    "12 ",
    "Elm ",
    "Gardens",
    ".",
    "\n",
    "\u200b",
    "é",
    "@",
    "a1 ",
    "may ",
    "the ",
    "07",
    "’s ",
    "ＫＡ",
]


@given(st.lists(st.sampled_from(PIECES), max_size=30).map("".join) | st.text())
def test_marks_stand_in_the_text_as_typed_and_do_not_overlap(text):
    flags = find(text, ["Kevin Elm"])

    assert all(0 <= flag.start < flag.end <= len(text) for flag in flags)
    assert all(before.end <= after.start for before, after in pairwise(flags))


@given(st.text(st.sampled_from("09 7+4.AMnhs@:/")))
def test_a_form_refuses_the_same_as_the_whole_search_marks_as_refused(text):
    refused = [flag for flag in find(text) if flag.certainty == Certainty.REFUSED]

    assert find_refused(text) == refused
