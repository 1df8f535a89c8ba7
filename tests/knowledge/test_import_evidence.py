"""Many publications at once: each record is imported, merged with what is there, or refused with a reason and its place."""

import json
from io import StringIO

import pytest
from django.core.management import CommandError, call_command

from knowledge.actions.importing import Outcome, Record, import_records
from knowledge.models import Evidence
from tests.factories.knowledge import EvidenceFactory
from tests.factories.sites import ProgrammeFactory

pytestmark = pytest.mark.django_db
RIS = """TY  - JOUR
AU  - Tolland, Jane
PY  - 2011
TI  - Unopened post
JO  - A journal
DO  - https://doi.org/10.1234/ABC
ER  -
TY  - RPRT
AU  - Department of Letters,
PY  - 2012
TI  - Post and people
PB  - Department of Letters
ER  -
TY  - JOUR
AU  - Nobody, N.
ER  -
"""


def item(title="Unopened post", **more):
    author = [{"family": "Tolland", "given": "Jane"}]
    issued = {"date-parts": [[2011]]}
    return {"type": "article-journal", "title": title, "author": author, "issued": issued, **more}


def run(programme, *items, is_trial=False, by=None):
    records = [Record(f"record {number}", each) for number, each in enumerate(items, start=1)]
    return list(import_records(records, programme=programme, by=by, is_trial=is_trial))


def outcomes(records):
    return [each.outcome for each in records]


@pytest.fixture
def programme(people):
    return people.programme


def test_importing_twice_adds_each_publication_once(programme, people):
    items = [item(DOI="10.1234/a"), item("Another", DOI="10.1234/b"), item("A third")]

    first, again = run(programme, *items, by=people.broker), run(programme, *items, by=people.broker)

    assert outcomes(first) == [Outcome.IMPORTED] * 3
    assert outcomes(again) == [Outcome.MERGED] * 3
    assert Evidence.objects.count() == 3
    assert again[0].why == "It has the same DOI"
    assert again[2].why == "It has the same title, first author and year"


def test_the_same_in_one_file_is_added_once_and_has_what_either_says(programme, people):
    run(programme, item(volume="4"), item(DOI="10.1234/A", page="1-9"), by=people.broker)

    evidence = Evidence.objects.get()
    assert (evidence.volume, evidence.pages, evidence.doi) == ("4", "1-9", "10.1234/a")


def test_what_is_there_is_filled_and_never_overwritten(programme, people):
    there = EvidenceFactory(programme=programme, doi="10.1234/a", title="Our own words", pages="")

    run(programme, item("Their words", DOI="10.1234/a", page="3-5"), by=people.broker)

    there.refresh_from_db()
    assert (there.title, there.pages) == ("Our own words", "3-5")


def test_on_trial_nothing_is_written_and_the_same_is_said(programme, people):
    EvidenceFactory(programme=programme, doi="10.1234/a", pages="")
    items = [item(DOI="10.1234/a", page="3-5"), item("New"), item("New"), {"type": "book"}]

    tried = run(programme, *items, is_trial=True)
    kept = list(Evidence.objects.values_list("pages", flat=True))
    done = run(programme, *items, by=people.broker)

    assert kept == [""]
    assert [(each.outcome, each.why) for each in tried] == [(each.outcome, each.why) for each in done]
    assert outcomes(done) == [Outcome.MERGED, Outcome.IMPORTED, Outcome.MERGED, Outcome.REFUSED]


def test_what_looks_like_another_is_imported_and_said(programme, people):
    there = EvidenceFactory(
        programme=programme, authors="Tolland, J.", title="Unopened post and what it means", year=2010
    )

    (record,) = run(programme, item("Unopened post, and what it means."), by=people.broker)

    assert (record.outcome, record.looks_like) == (Outcome.IMPORTED, [there])


def test_another_programmes_library_is_not_looked_at(programme, people):
    EvidenceFactory(programme=ProgrammeFactory(), doi="10.1234/a")

    assert outcomes(run(programme, item(DOI="10.1234/a"), by=people.broker)) == [Outcome.IMPORTED]


def test_an_abstract_with_somebodys_address_is_left_out_and_said(programme, people):
    (record,) = run(
        programme, item(abstract="We asked. Write to j.tolland@letters.example for more."), by=people.broker
    )

    assert record.outcome == Outcome.IMPORTED
    assert record.evidence.abstract == ""
    assert "was left out" in record.remarks[0]


def test_what_may_not_leave_a_site_is_refused_with_its_reason(programme, people):
    records = run(programme, item("Ring 07700 900123 for the study"), item("Fine"), by=people.broker)

    assert outcomes(records) == [Outcome.REFUSED, Outcome.IMPORTED]
    assert records[0].why


def test_texts_longer_than_their_columns_are_cut(programme, people):
    long = item("t" * 900, volume="v" * 900, URL="https://a.example/" + "a" * 900, publisher="p" * 900)

    (record,) = run(programme, long, by=people.broker)

    evidence = Evidence.objects.get()
    assert (len(evidence.title), len(evidence.volume), evidence.link) == (300, 40, "")
    assert "cut to 300" in record.remarks[0]


def test_ten_times_the_records_ask_no_more_often(programme, people, django_assert_max_num_queries):
    with django_assert_max_num_queries(12):
        run(programme, *(item(f"Study number {number}") for number in range(200)), by=people.broker)


def command(tmp_path, text, *options):
    file = tmp_path / "export.ris"
    file.write_text(text)
    out = StringIO()
    call_command("import_evidence", str(file), "--format", "json", *options, stdout=out)
    return json.loads(out.getvalue())


def test_the_command_tells_of_each_record(programme, tmp_path):
    (told,) = command(tmp_path, RIS, "--programme", programme.slug)

    assert (told["format"], told["imported"], told["refused"]) == ("ris", 2, 1)
    first, second, third = told["records"]
    assert (first["title"], first["authors"], first["year"], first["doi"]) == (
        "Unopened post", ["Tolland, Jane"], 2011, "10.1234/abc",
    )  # fmt: skip
    assert second["authors"] == ["Department of Letters"]
    assert (third["outcome"], third["place"].startswith("record 3")) == ("refused", True)
    assert Evidence.objects.get(title="Post and people").kind == Evidence.Kind.GREY


def test_the_command_tries_without_a_programme_and_writes_to_none_that_it_was_not_told(tmp_path, programme):
    (told,) = command(tmp_path, RIS, "--dry-run")
    assert (told["imported"], Evidence.objects.count()) == (2, 0)

    ProgrammeFactory()  # now there are several
    with pytest.raises(CommandError, match="say which with --programme"):
        command(tmp_path, RIS)
