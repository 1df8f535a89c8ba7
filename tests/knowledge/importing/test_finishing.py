"""Items that have been read once are read the same again, and no text has anything in it that is not plain."""

import json

from hypothesis import HealthCheck, given, settings

from knowledge.importing.finishing import finish
from knowledge.importing.reading import read
from knowledge.importing.texts import plain
from knowledge.importing.types import BIBTEX_OF, RIS_OF, SUBTYPES, TYPE_OF_BIBTEX, TYPE_OF_RIS
from tests.knowledge.importing.items import ITEMS, TEXTS

SOON = settings(max_examples=25, deadline=None, suppress_health_check=list(HealthCheck))


@SOON
@given(ITEMS)
def test_an_item_is_read_again_as_it_is(item):
    assert finish(item) == (item, [])
    assert [record.item for record in read(json.dumps([item]).encode()).records] == [item]


@SOON
@given(TEXTS)
def test_a_plain_text_is_plain_already(text):
    assert plain(plain(text)) == plain(text)


def test_every_type_is_read_back_from_how_it_is_written():
    assert {TYPE_OF_RIS[written] for written in RIS_OF.values()} == set(RIS_OF) == set(BIBTEX_OF)
    assert all(TYPE_OF_RIS[written] == item_type for item_type, written in RIS_OF.items())
    assert all(
        SUBTYPES.get(subtype, TYPE_OF_BIBTEX[entry]) == item_type
        for item_type, (entry, subtype) in BIBTEX_OF.items()
    )
