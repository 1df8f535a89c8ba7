"""The page of the search: what it shows, what it tells nobody, and what it costs."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from cases.models import Case, Need, Theme
from kit.models import AuditEvent, SearchWord
from kit.search.index import forgettings, read_unread
from kit.vocabulary import merge
from pages.search.groups import readable
from pages.search.sources import CASES, SOURCES
from pages.tasks import read_words
from tests.factories.cases import CaseFactory, CommissionerIssueFactory, DiscussionFactory, NextStepFactory
from tests.factories.knowledge import EvidenceFactory, QuestionFactory
from tests.factories.members import DisciplineFactory, MemberFactory

pytestmark = [pytest.mark.django_db, pytest.mark.both]


@pytest.fixture
def secret(people):
    """A case of the site with a word that stands nowhere else."""
    return CaseFactory(
        site=people.site, presenter=people.members.presenter, presented=True,
        title="Quillfeather", presentation="Marzipan on the windowsill.",
    )  # fmt: skip


@pytest.fixture
def shown_to(client):
    """`shown_to(user, query)`: what the page says in answer to a query."""

    def shown_to(user, query, **more):
        client.force_login(user)
        return client.get("/search/", {"q": query, **more}).content.decode()

    return shown_to


def test_whoever_may_read_a_case_finds_it_by_any_of_its_words(shown_to, people, secret):
    for reader in (people.facilitator, people.member, people.presenter, people.broker, people.team):
        assert f'<a href="{secret.get_absolute_url()}">' in shown_to(reader, "marzipan")


def test_nobody_else_learns_of_it_not_even_by_a_suggestion(shown_to, client, people, secret):
    shown_to(people.facilitator, "marzipan")  # so that the words are in the index

    for query in ("marzipan", "marzi", "marzippan", "quillfeather", "quilfeather"):
        for reader in (
            people.elsewhere,
            people.adviser,
            people.commissioner,
            people.stranger,
            people.superuser,
        ):
            shown = shown_to(reader, query)
            assert "Nothing found" in shown, (reader, query)
            assert "Showing results for" not in shown
        client.logout()
        assert "Nothing found" in client.get("/search/", {"q": query}).content.decode()


def test_a_word_typed_wrongly_is_replaced_and_said_so(shown_to, people, secret):
    shown = shown_to(people.facilitator, "marzippan")

    assert "No results for “marzippan”." in shown
    assert "“marzipan”" in shown
    assert secret.get_absolute_url() in shown


def test_a_case_that_one_stepped_out_of_is_not_found(shown_to, people, secret):
    secret.stepped_out.create(member=people.members.member)

    assert "Nothing found" in shown_to(people.member, "marzipan")


def test_words_that_changed_are_found_anew_and_never_as_they_were(shown_to, people, secret):
    assert secret.get_absolute_url() in shown_to(people.facilitator, "marzipan")

    Case.objects.filter(pk=secret.pk).update(presentation="Liquorice.")

    assert not SearchWord.objects.filter(word="marzipan").exists()
    assert "Nothing found" in shown_to(people.facilitator, "marzipan")
    assert secret.get_absolute_url() in shown_to(people.facilitator, "liquorice")


def test_a_next_step_is_found_with_its_case(shown_to, people, secret):
    NextStepFactory(
        discussion=secret.discussions.get(), owner=people.members.member, what="Bake a gingerbread"
    )

    assert secret.get_absolute_url() in shown_to(people.facilitator, "gingerbread")


def test_other_columns_of_a_case_change_no_words(people, secret):
    read_words()
    before = SearchWord.objects.filter(kind="case").count()

    Case.objects.filter(pk=secret.pk).update(is_live=False)

    assert SearchWord.objects.filter(kind="case").count() == before > 0


def test_every_source_forgets_a_row_that_is_gone(people):
    evidence = EvidenceFactory(programme=people.programme)
    read_unread(SOURCES)
    assert SearchWord.objects.filter(kind="evidence", row=evidence.pk).exists()

    evidence.delete()

    assert not SearchWord.objects.filter(kind="evidence", row=evidence.pk).exists()


@pytest.mark.parametrize("source", SOURCES, ids=lambda source: source.key)
def test_the_triggers_of_every_source_are_in_the_database(source):
    table = "pg_trigger" if connection.vendor == "postgresql" else "sqlite_master"
    column = "tgname" if connection.vendor == "postgresql" else "name"
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT {column} FROM {table}")
        there = {name for (name,) in cursor.fetchall()}

    assert {trigger.name for trigger in forgettings(source)} - there == set()


@pytest.mark.parametrize("model", [Theme, Need])
def test_what_had_a_merged_word_is_found_by_the_other_one(shown_to, people, secret, model):
    word, into = (model.objects.create(name=name, slug=name.lower()) for name in ("Xylophones", "Zithers"))
    evidence = EvidenceFactory(programme=people.programme)
    for row in (secret, evidence):
        getattr(row, f"{model.__name__.lower()}s").add(word)
    read_unread(SOURCES)

    merge(word, into=into, by=people.team)
    read_unread(SOURCES)

    for row in (secret, evidence):
        assert row.get_absolute_url() in shown_to(people.broker, "zither")
        assert row.get_absolute_url() not in shown_to(people.broker, "xylophone")


@pytest.mark.parametrize("source", SOURCES, ids=lambda source: source.key)
def test_a_pair_that_leads_elsewhere_changes_the_words_as_a_new_one_does(source):
    for field in source.model._meta.many_to_many:
        table = field.m2m_db_table()
        assert (table in source.depends_on) == (f"{table}:{field.m2m_reverse_name()}" in source.depends_on)


def test_reading_words_asks_the_same_for_more_rows(people, secret):
    def plant():
        case = CaseFactory(site=people.site, presenter=people.members.presenter, presented=True)
        NextStepFactory(discussion=case.discussions.get(), owner=people.members.member)
        case.themes.add(Theme.objects.first())
        QuestionFactory(case=secret, site=people.site)
        EvidenceFactory(programme=people.programme).themes.add(Theme.objects.first())
        CommissionerIssueFactory(case=secret, site=people.site)
        MemberFactory(site=people.site, discipline=DisciplineFactory(programme=people.programme))

    def queries(rows):
        for _ in range(rows):
            plant()
        with CaptureQueriesContext(connection) as found:
            read_unread(SOURCES)
        return len(found)

    queries(1)
    assert queries(4) == queries(1)


def test_a_search_reads_new_rows_of_everything_that_is_searched(people):
    assert set(readable(people.facilitator)) == set(SOURCES)


def test_finding_a_case_is_no_reading_and_finding_a_question_is(shown_to, people, secret):
    QuestionFactory(case=secret, site=people.site, words="Does marzipan help?")
    read = AuditEvent.objects.filter(verb="read", by=people.facilitator, subject=f"cases.case:{secret.pk}")

    shown_to(people.facilitator, "marzipan", **{"in": "cases"})
    assert not read.exists()

    shown_to(people.facilitator, "marzipan")
    assert read.exists()


def test_results_come_in_groups_with_their_numbers(shown_to, people, secret):
    for number in range(6):
        EvidenceFactory(programme=people.programme, title=f"Marzipan {number}")

    shown = shown_to(people.facilitator, "marzipan")

    assert "7 results" in " ".join(shown.replace("</strong>", "").split())
    assert 'href="#cases">Cases (1)</a>' in shown
    assert "Show all 6: evidence" in shown
    assert shown_to(people.facilitator, "marzipan", **{"in": "evidence"}).count('<article class="hit') == 6


def test_help_is_found_by_everybody(client):
    assert 'href="/confidentiality/"' in client.get("/search/?q=identify+someone").content.decode()


HOSTILE = [
    "'", '"', "\\", "%", "_", "a" * 100_000, "\ud800".encode("utf-8", "surrogatepass"), "' OR 1=1 --", "NEAR(a",
    "{{ 7*7 }}", "<script>alert(1)</script>", "=dv", "*" * 500, "\u202e", "e\u0301" * 50, "\U0010ffff", "a&" * 90, "-" * 200,
]  # fmt: skip


@pytest.mark.parametrize("query", HOSTILE, ids=range(len(HOSTILE)))
def test_no_query_breaks_the_page(client, people, secret, query):
    client.force_login(people.facilitator)
    for where in ("", "cases", "nothing"):
        answer = client.get("/search/", {"q": query, "in": where})
        assert answer.status_code == 200
        assert b"<script>alert" not in answer.content
    assert client.get("/library/", {"q": query}).status_code == 200
    assert client.get("/evidence/", {"q": query}).status_code in (200, 422)


def test_the_page_asks_the_same_for_more_rows_and_at_most_20_times(client, people, secret):
    client.force_login(people.broker)

    def plant():
        DiscussionFactory(
            case=CaseFactory(site=people.site, presentation="Marzipan"),
            meeting=secret.discussions.get().meeting,
        )
        QuestionFactory(case=secret, site=people.site, words="Marzipan?")
        EvidenceFactory(programme=people.programme, title="Marzipan")

    def queries(query):
        client.get("/search/", {"q": query})
        with CaptureQueriesContext(connection) as found:
            client.get("/search/", {"q": query})
        return len(found)

    plant()
    first = queries("marzippan")
    plant()
    assert queries("marzippan") == first <= 20
    assert CASES.unread.count() == 0
