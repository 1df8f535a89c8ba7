"""Words that are kept at a site: every finder of that site knows them, and nobody reads them out of the database."""

import pytest

from members.actions.kept_words import forget_word, keep_word
from members.known_names import IdentifierFinder, finders_of
from members.models import KeptWord

pytestmark = pytest.mark.django_db
PUBLIC = KeptWord.Reason.PUBLIC
WORDS = "Wayne rang Grace Hollis."


def found(finder) -> dict[str, str]:
    return {each.passage: each.kept for each in finder.find(WORDS)}


@pytest.fixture
def kept(people):
    return keep_word(people.site, word="WAYNE", kind="person", reason=PUBLIC, by=people.member)


def test_each_finder_of_a_site_knows_what_is_kept_there(people, kept):
    as_kept = {"Wayne": "public figure or national body", "Grace Hollis": ""}

    finders = finders_of([people.site, people.neighbour])

    assert found(IdentifierFinder(people.site)) == found(finders[people.site.pk]) == as_kept
    assert found(finders[people.neighbour.pk]) == dict.fromkeys(as_kept, "")


@pytest.mark.parametrize(
    ("kind", "reason"),
    [
        ("person", "public figure or national body"),
        ("worker", "public figure or national body"),
        ("small_place", ""),
    ],
)
def test_a_word_is_kept_as_what_it_was_marked(people, kept, kind, reason):
    assert IdentifierFinder(people.site).kept(kind, "Wayne’s") == reason


def test_a_part_of_a_kept_word_is_not_kept(people):
    keep_word(people.site, word="Grace Hollis", kind="person", reason=PUBLIC, by=people.member)

    assert IdentifierFinder(people.site).kept("person", "Hollis") == ""


def test_a_word_that_is_permanently_removed_is_forgotten(people, kept):
    assert forget_word([people.neighbour.pk], word="wayne") == 0
    assert forget_word([people.site.pk], word="wayne") == 1
    assert found(IdentifierFinder(people.site))["Wayne"] == ""
