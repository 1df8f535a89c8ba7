import pytest

from knowledge.citations.doi import read_doi
from knowledge.citations.write_ups import cite_write_up


@pytest.mark.parametrize(
    "typed",
    [
        "10.1108/14769011211220481",
        "https://doi.org/10.1108/14769011211220481",
        "http://dx.doi.org/10.1108/14769011211220481",
        "doi:10.1108/14769011211220481",
        " DOI: 10.1108/14769011211220481. ",
        "doi.org/10.1108/14769011211220481",
    ],
)
def test_a_doi_is_read_however_it_is_pasted(typed):
    assert read_doi(typed) == "10.1108/14769011211220481"


def test_a_doi_is_kept_in_lower_case_so_that_it_is_found_again():
    assert read_doi("10.1136/BMJ.E7888") == "10.1136/bmj.e7888"


def test_no_doi_is_fine():
    assert read_doi("  ") == ""


@pytest.mark.parametrize(
    "typed", ["11.1108/1", "10.1/x", "https://example.org/10.1108", "ten", "10.1108/a b"]
)
def test_what_has_not_the_shape_of_a_doi_is_refused(typed):
    with pytest.raises(ValueError):
        read_doi(typed)


def test_a_write_up_is_cited_by_its_community_without_names():
    content = {
        "title": "The letters",
        "site": "CP4 Dunsmere",
        "programme": "Common Ground",
        "reference": "CP4-07",
    }

    cited = cite_write_up(content, year=2027, version=2, address="https://cop.example.org/library/7/")

    assert cited == {
        "before": "Community of practice at Dunsmere (2027).",
        "title": "The letters",
        "after": "(version 2). Common Ground, learning object CP4-07. https://cop.example.org/library/7/",
    }
