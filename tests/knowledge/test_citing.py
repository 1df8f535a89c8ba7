"""References to publications of the library, and the files that other programs read."""

import html

import pytest
from django.urls import reverse

from knowledge.importing.reading import read
from knowledge.models.evidence import columns_of
from knowledge.publications import of_item
from tests.factories.knowledge import EvidenceFactory

pytestmark = pytest.mark.django_db
EXPORT = "/evidence/export/"
ITEM = {
    "type": "article-journal",
    "title": "Tectonic <plates>",
    "author": [{"family": "Petch", "given": "Alison"}],
    "issued": {"date-parts": [[2012]]},
    "container-title": "Journal of Integrated Care",
    "volume": "20",
    "issue": "2",
    "page": "77-88",
}


@pytest.fixture
def petch(people):
    return EvidenceFactory(programme=people.programme, **columns_of(of_item(ITEM)))


@pytest.fixture
def member(client, people):
    client.force_login(people.member)
    return client


@pytest.mark.parametrize("style", ["harvard", "vancouver", "apa"])
def test_members_see_references_in_the_style_that_they_choose(member, petch, style):
    page = member.get(EXPORT, {"wanted": style}).content.decode()

    assert "Tectonic &lt;plates&gt;" in page
    assert ("<i>Journal of Integrated Care</i>, 20(2), pp. 77–88." in page) == (style == "harvard")


@pytest.mark.parametrize(
    ("form", "name"), [("ris", "evidence.ris"), ("bibtex", "evidence.bib"), ("csl-json", "evidence.json")]
)
def test_a_file_has_what_was_found(member, people, petch, form, name):
    EvidenceFactory(programme=people.programme, title="Another", year=1999)

    answer = member.get(EXPORT, {"wanted": form, "year": "2012"})

    assert answer["Content-Disposition"] == f'attachment; filename="{name}"'
    assert [record.item["title"] for record in read(answer.content).records] == ["Tectonic <plates>"]


def test_of_what_was_found_those_that_are_ticked_are_exported(member, people, petch):
    other = EvidenceFactory(programme=people.programme, title="Another")

    answer = member.get(EXPORT, {"wanted": "csl-json", "only": [other.pk, "x", ""]})

    assert [item["title"] for item in answer.json()] == ["Another"]


def test_publications_of_another_programme_are_not_exported(member):
    elsewhere = EvidenceFactory(title="Elsewhere")

    assert member.get(EXPORT, {"wanted": "csl-json"}).json() == []
    assert member.get(EXPORT, {"wanted": "csl-json", "only": elsewhere.pk}).json() == []


@pytest.mark.parametrize("asked", [{"wanted": "docx"}, {"wanted": "harvard", "year": "long ago"}, {"q": "x"}])
def test_what_can_not_be_exported_is_said_in_words(member, asked):
    page = member.get(EXPORT, asked).content.decode()

    assert "There is a problem" in page


def test_the_page_of_a_publication_has_its_reference_and_tells_machines(member, petch):
    page = member.get(reverse("knowledge:evidence_detail", args=[petch.pk])).content.decode()

    assert (
        "Petch, A. (2012) ‘Tectonic &lt;plates&gt;’, <i>Journal of Integrated Care</i>, 20(2), pp. 77–88."
        in page
    )
    assert '<meta name="citation_title" content="Tectonic &lt;plates&gt;">' in page
    assert 'class="Z3988"' in page
    assert "rft.atitle=Tectonic+%3Cplates%3E" in html.unescape(page)
