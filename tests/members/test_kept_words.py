"""Words that are kept at a site: every finder of that site knows them, and nobody reads them out of the database."""

from functools import partial

import pytest

from kit.errors import RefusedError
from members.actions.kept_words import forget_word, keep_word
from members.known_names import IdentifierFinder, finders_of
from members.models import KeptWord
from tests.factories.members import MemberFactory

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


SOMEBODY_KNOWN = [
    "Dev Malik",
    "dev malik",
    "Malik",
    "Dev’s",
    "DEV",
    "Dev  Malik",
    "Dev-Malik",
    "Mаlik",
]  # а of another alphabet


@pytest.mark.parametrize("word", SOMEBODY_KNOWN)
@pytest.mark.parametrize("reason", KeptWord.Reason)
def test_the_name_of_somebody_known_is_kept_only_as_that_of_a_person(people, word, reason):
    keep = partial(keep_word, people.site, word=word, kind="person", by=people.facilitator)

    if reason in (KeptWord.Reason.AGREED, KeptWord.Reason.OTHER):
        assert keep(reason=reason).reason == reason
    else:
        with pytest.raises(RefusedError, match=r"agreed with the person.*another reason"):
            keep(reason=reason)
        assert not KeptWord.objects.exists()


def test_other_words_are_kept_as_no_person_also_where_a_name_is_in_them(people):
    for word in ("Dunsmere", "Malik House", "Community Matron"):
        keep_word(people.site, word=word, kind="person", reason="not_a_person", by=people.member)

    assert KeptWord.objects.count() == 3


@pytest.mark.parametrize(
    ("reason", "holds"), [("not_a_person", False), ("public", False), ("agreed", True), ("other", True)]
)
def test_a_word_kept_as_no_person_is_open_again_once_somebody_has_that_name(people, reason, holds):
    keep_word(people.site, word="Wayne", kind="person", reason=reason, by=people.member)
    MemberFactory(site=people.site, name="Wayne Hollis")

    for finder in (IdentifierFinder(people.site), finders_of([people.site])[people.site.pk]):
        assert bool(found(finder)["Wayne"]) == holds


def test_a_word_that_is_permanently_removed_is_forgotten(people, kept):
    assert forget_word([people.neighbour.pk], word="wayne") == 0
    assert forget_word([people.site.pk], word="wayne") == 1
    assert found(IdentifierFinder(people.site))["Wayne"] == ""
