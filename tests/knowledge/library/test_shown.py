"""What the library keeps of what it shows to whom is what asking every text anew would find, whoever changed what."""

import random

import pytest
from django.contrib.auth.models import AnonymousUser
from django.db import connection
from django.db.models import Count

from cases.clearance import actions as clearance_actions
from cases.clearance.models import Audience, ClearedText
from knowledge.library.models import IndexedTag, IndexedText, ShownNumber, ShownText
from knowledge.library.search import Shown
from knowledge.library.shown_schema import FILL, POINTERS
from tests.factories.cases import CaseFactory
from tests.factories.knowledge import LearningObjectFactory

pytestmark = pytest.mark.django_db
KINDS = [ClearedText.Kind.LEARNING_OBJECT, ClearedText.Kind.QUESTION]
ROLES = ["member", "member_elsewhere", "commissioner", "adviser", "team", "broker"]


def plain(user) -> list[int]:
    """The keys of the texts that this reader finds, asked of each text."""
    found = ClearedText.objects.fullest_for(user).filter(kind__in=KINDS, indexed_text__isnull=False)
    return list(found.order_by("-publication__published_at", "-pk").values_list("pk", flat=True))


def counted(texts: list[int]) -> dict[tuple[str, str], int]:
    """How many of these texts have each tag, counted one by one."""
    tags = IndexedTag.objects.filter(text__cleared_text__in=texts).order_by().values_list("facet", "value")
    return {(facet, value): number for facet, value, number in tags.annotate(number=Count("pk"))}


def assert_kept_as_asked(readers) -> None:
    for user in readers:
        shown, texts = Shown(user), plain(user)
        assert [row.cleared_text_id for row in shown[0 : len(shown)]] == texts
        assert len(shown) == len(texts)
        kept = {
            (facet.name, option.value): option.count for facet in shown.facets for option in facet.options
        }
        assert kept == counted(texts)


def rows_kept() -> list[list[tuple]]:
    numbers = ShownNumber.objects.filter(number__gt=0).order_by("programme", "reach", "facet", "value")
    return [
        list(
            ShownText.objects.order_by("text", "reach").values_list(
                "text", "reach", "programme", "published_at"
            )
        ),
        list(numbers.values_list("programme", "reach", "facet", "value", "label", "number")),
    ]


@pytest.fixture
def readers(people) -> list:
    return [AnonymousUser(), *(people.user(role) for role in ROLES)]


@pytest.mark.parametrize("seed", [1, 2])
def test_every_reader_is_shown_what_each_text_asked_anew_would_say(seed, people, publish, write_up, readers):
    chance = random.Random(seed)
    other = CaseFactory(site=people.site, presenter=people.members.presenter)
    things = [
        write_up,
        LearningObjectFactory(case=other, draft_title="Another", draft_story="Another story."),
    ]
    out: list = []
    for number in range(6):
        audience, thing = chance.choice(list(Audience)), chance.choice(things)
        if audience == Audience.SITE:
            continue
        stays = [
            each
            for each in out
            if each.learning_object_id == thing.pk and each.cleared_text.audience != audience
        ]
        new = publish(audience, learning_object=thing, keeping=stays, draft_title=f"Title {number}")
        gone = [each for each in out if each.learning_object_id == thing.pk and each not in stays]
        out = [each for each in out if each not in gone] + [new]
        if chance.random() < 0.3:
            clearance_actions.withdraw(out.pop(0).cleared_text, because="mistake", by=people.team)
        assert_kept_as_asked(readers)


def test_it_is_kept_whatever_statement_changes_a_tag(people, publish, readers):
    version = publish(Audience.PUBLIC)
    tag = IndexedTag.objects.filter(text__cleared_text=version.cleared_text, facet="what").get()

    with connection.cursor() as cursor:
        cursor.execute("UPDATE library_indexedtag SET value = 'poster' WHERE id = %s", [tag.pk])
        assert_kept_as_asked(readers)
        cursor.execute("DELETE FROM library_indexedtag WHERE id = %s", [tag.pk])
        assert_kept_as_asked(readers)
    IndexedText.objects.filter(cleared_text=version.cleared_text).delete()
    assert_kept_as_asked(readers)


def test_a_database_that_had_texts_before_is_filled_with_the_same_rows(publish):
    publish(Audience.PROGRAMME)
    before = rows_kept()

    with connection.cursor() as cursor:
        for statement in FILL:
            cursor.execute(statement)

    assert before == rows_kept() != [[], []]


def test_every_pointer_whose_texts_the_library_shows_is_known():
    pointing = [
        each
        for each in ClearedText._meta.related_objects
        if each.one_to_one and hasattr(each.related_model, "line")
    ]
    tables = {each.related_model._meta.db_table: each.related_model for each in pointing}

    assert set(POINTERS) <= set(tables)
    for table, key in POINTERS.items():
        assert tables[table]._meta.get_field(tables[table].line).column == key
