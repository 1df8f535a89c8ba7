"""Who could be recognised: attributes that stand together, and how much they tell."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from kit.privacy.identifiers import find
from kit.privacy.recognisable import (
    Attribute,
    AttributeKind,
    Level,
    Readers,
    Setting,
    TownSize,
    attributes_beside,
    attributes_in,
    weigh,
)
from kit.privacy.recognisable.phrases import phrases, spelled_out
from kit.words import spelled
from tests.measuring import slow_texts

A = AttributeKind
ASHBY = "A woman in her 30s from Eritrea has twins. She came to Ashby after a fire at home."


def told(text: str) -> list[tuple[str, str, str]]:
    return [(each.passage, each.kind.value, each.blurred) for each in attributes_in(text)]


@pytest.mark.parametrize(
    ("text", "passage", "kind", "blurred"),
    [
        ("He is in his 40s.", "in his 40s", A.AGE, "middle-aged"),
        ("An Eritrean man in his early twenties", "An Eritrean", A.ETHNICITY, "from another country"),
        ("She came from Sudan.", "from Sudan", A.ETHNICITY, "from another country"),
        ("he lost a leg", "lost a leg", A.CONDITION, "a physical disability"),
        ("She LOST HER LEFT LEG in it", "LOST HER LEFT LEG", A.CONDITION, "a physical disability"),
        ("mother of twins", "twins", A.FAMILY, "children"),
        ("She has five children", "five children", A.FAMILY, "children"),
        ("Now a foster carer", "a foster carer", A.FAMILY, "family"),
        ("an ex-soldier", "an ex-soldier", A.JOB, "used to work"),
        ("He used to be a nurse.", "used to be a nurse", A.JOB, "used to work"),
        ("drove as a bus\u00a0driver", "a bus\u00a0driver", A.JOB, "used to work"),
        ("a former dancer", "a former dancer", A.JOB, "used to work"),
        ("claimed asylum", "claimed asylum", A.IMMIGRATION, "whose immigration status is not settled"),
        ("has no recourse to public funds", "no recourse to public funds", A.IMMIGRATION, "whose immigration status is not settled"),
        ("with tattoos", "with tattoos", A.LOOK, "a distinctive look"),
        ("in a wheelchair", "in a wheelchair", A.LOOK, "a physical disability"),
        ("has a prosthetic leg", "a prosthetic leg", A.LOOK, "a physical disability"),
        ("and his greyhound", "his greyhound", A.ANIMAL, "a pet"),
        ("speaks Tigrinya", "speaks Tigrinya", A.LANGUAGE, "another language"),
        ("She is a Sikh.", "a Sikh", A.RELIGION, "a faith"),
        ("at Christmas", "at Christmas", A.SEASON, "some time ago"),
        ("It was in March", "in March", A.SEASON, "some time ago"),
        ("We knew her until July.", "until July", A.SEASON, "some time ago"),
        ("the only woman there", "the only woman", A.GENDER, "a person"),
        ("There was a house fire.", "a house fire", A.EVENT, "something that happened to them"),
        ("It was in the local paper", "in the local paper", A.EVENT, "something that happened to them"),
        ("with Huntington’s disease", "with Huntington’s disease", A.CONDITION, "a long-term illness"),
        ("He was aged 47", "aged 47", A.AGE, "in their 40s"),
        ("a 12-year-old", "12-year-old", A.AGE, "a young person"),
        ("34yo", "34yo", A.AGE, "in their 30s"),
        ("forty-seven years old", "forty-seven years old", A.AGE, "in their 40s"),
        ("a man, 82, came", "a man, 82", A.AGE, "in their 80s or older"),
    ],
)  # fmt: skip
def test_an_attribute_is_found_with_a_wording_that_tells_less(text, passage, kind, blurred):
    assert (passage, kind.value, blurred) in told(text)


@pytest.mark.parametrize(
    "text",
    [
        "The ward nurse rang the social worker and the police officer.",
        "We polish the letter and march on. She may come, and they aid each other.",
        "Room 47 was free, and 30% of them stayed for 12 weeks.",
        "The worker wrote to the council about the flat.",
        "Jordan and Chad said that Georgia was late.",
        "He was given support by a nurse, a GP and a doctor.",
    ],
)
def test_ordinary_words_are_no_attributes(text):
    assert told(text) == []


def test_places_events_and_dates_of_the_finder_are_attributes():
    text = "He lives near Canal Side Hostel since 4 March 2024."

    kinds = {each.kind for each in attributes_in(text, flags=find(text))}

    assert kinds == {A.PLACE, A.SEASON}


def test_tags_and_the_site_beside_a_text_count_too():
    beside = attributes_beside(tags=["Housing", "Asylum seekers"], places=["CP4 Ashby", ""])

    assert [(each.passage, each.kind, each.stands_beside) for each in beside] == [
        ("Asylum seekers", A.IMMIGRATION, True),
        ("CP4 Ashby", A.PLACE, True),
    ]


def test_the_sentence_names_what_stands_together():
    found = [*attributes_in(ASHBY), *attributes_beside(places=["Ashby"])]

    weighed = weigh(found, setting=Setting(Readers.MEMBERS, TownSize.CITY, members=30))

    assert weighed.sentence == (
        "Somebody who knows the area can probably work out who this is. These five together: "
        "A woman in her 30s, from Eritrea, twins, a fire at home, Ashby."
    )


@pytest.mark.parametrize(("number", "together"), [(2, "two"), (7, "seven"), (9, "nine")])
def test_the_sentence_counts_as_many_as_the_list_has(number, together):
    found = [Attribute(each, each, f"passage {each}", A.FAMILY, 1, "a person") for each in range(number)]

    weighed = weigh(found, setting=Setting(Readers.MEMBERS))

    assert len(weighed.attributes) == number
    assert f"These {together} together: passage 0" in weighed.sentence
    named = weighed.sentence.count("passage")
    assert (f", and {spelled(number - named)} more." in weighed.sentence) == (named < number)


def test_the_lowest_level_promises_nothing():
    weighed = weigh([], setting=Setting(Readers.MEMBERS, TownSize.CITY))

    assert weighed.level is Level.FEW
    assert weighed.sentence == "Few of the details we look for stand together here."
    assert "only people can judge" in weighed.looked_for
    assert all(kind.label.lower() in weighed.looked_for for kind in AttributeKind)


def test_a_passage_that_stands_there_again_counts_once():
    once, thrice = (attributes_in(text) for text in ("He has a dog.", "His dog, a dog, a DOG."))
    setting = Setting(Readers.EVERYONE)

    assert weigh(thrice[1:], setting=setting).weight == weigh(once, setting=setting).weight


# A man in his 50s with a dog and tattoos: where it is little, and where it is too much
@pytest.mark.parametrize(
    ("readers", "town", "members", "level"),
    [
        (Readers.MEMBERS, TownSize.CITY, 30, Level.FEW),
        (Readers.MEMBERS, TownSize.TOWN, 30, Level.SOME),
        (Readers.MEMBERS, TownSize.SMALL, 30, Level.MANY),
        (Readers.EVERYONE, TownSize.CITY, 30, Level.SOME),
        (Readers.EVERYONE, TownSize.TOWN, 30, Level.MANY),
        (Readers.COMMISSIONERS, TownSize.TOWN, 30, Level.SOME),
        (Readers.MEMBERS, TownSize.CITY, 5, Level.SOME),
    ],
)
def test_readers_town_and_site_weigh(readers, town, members, level):
    found = attributes_in("A man in his 50s with a dog and tattoos.")

    assert weigh(found, setting=Setting(readers, town, members)).level is level


def test_leaving_the_place_out_makes_room():
    told_place, untold = (Setting(Readers.MEMBERS, tells_place=tells) for tells in (True, False))

    assert untold.room > told_place.room


settings_of = st.builds(
    Setting,
    st.sampled_from(Readers),
    st.sampled_from(TownSize),
    st.integers(min_value=0, max_value=40),
    st.booleans(),
)
some_text = st.lists(
    st.sampled_from([*ASHBY.split(), "twins", "é", "\u200b", "47", "year", "old", "\n", "-", "dog", "lost his leg"])
    | st.text(max_size=6),
    max_size=40,
).map(" ".join)  # fmt: skip


@given(some_text)
@settings(max_examples=80, deadline=None)
def test_passages_stand_where_they_say_in_order_and_apart(text):
    last = 0
    for each in attributes_in(text):
        assert last <= each.start < each.end <= len(text)
        assert text[each.start : each.end] == each.passage
        assert each.weight > 0
        assert each.blurred
        last = each.end


@given(some_text, some_text, settings_of)
@settings(max_examples=60, deadline=None)
def test_more_words_never_tell_less(text, more, setting):
    first = attributes_in(text)
    more_words = [*first, *attributes_in(more)]

    assert weigh(more_words, setting=setting).level >= weigh(first, setting=setting).level


@given(some_text, settings_of)
@settings(max_examples=60, deadline=None)
def test_wider_readers_and_smaller_places_never_tell_less(text, setting):
    found = attributes_in(text)
    levels = [
        weigh(found, setting=Setting(readers, town, setting.members, setting.tells_place)).level
        for readers in Readers
        for town in (TownSize.CITY, TownSize.TOWN, TownSize.SMALL)
    ]

    by_readers = [levels[at : at + 3] for at in (0, 3, 6)]
    assert all(row == sorted(row) for row in by_readers)
    assert all(list(column) == sorted(column) for column in zip(*by_readers, strict=True))


@pytest.mark.parametrize(
    "piece",
    ["twin ", "in his ", "a the an ", "aged 1", "four of ", "lost his left ", "é-", "Young ", "he is "],
)
def test_hostile_text_of_100_kb_takes_no_longer_than_it_is_long(piece):
    text = piece * (100_000 // len(piece))
    attributes_in("twins")  # the list is read

    assert slow_texts(attributes_in, [text]) == []


def test_the_list_is_well_formed():
    assert spelled_out("lost (a|his|) leg") == [["lost", "a", "leg"], ["lost", "his", "leg"], ["lost", "leg"]]
    odd = [key for key in phrases() for word in key if not word.replace("'", "").isalnum()]
    assert odd == []
    assert {tells.kind for tells in phrases().values()} == set(AttributeKind) - {A.PLACE}
