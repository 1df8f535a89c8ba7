"""The evidence library and evidence on cases, by form."""

import io

import pikepdf
import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from cases.models import Need, Theme
from kit.typesetting import typeset
from knowledge.actions.publications import Appraisal, edit_evidence
from knowledge.models import AttachedEvidence, Evidence, EvidenceReaction
from knowledge.uploads import words_of
from tests.documents import pdf, word
from tests.factories.knowledge import AttachedEvidenceFactory, EvidenceFactory, QuestionFactory
from tests.factories.meetings import MeetingFactory
from tests.reading import one_line
from tests.ticked import LOOKED

pytestmark = pytest.mark.django_db
A_PDF = pdf()
SAID = '<w:document xmlns:w="http://w">{}</w:document>'

PAPER = {"kind": "research", "authors": "Petch, A.", "year": "2012", "title": "Tectonic plates"} | LOOKED


@pytest.fixture
def by(client):
    """`by(user)`: the client, signed in as this person."""

    def by(user):
        client.force_login(user)
        return client

    return by


def test_a_broker_adds_a_publication(by, people):
    answer = by(people.broker).post(
        "/evidence/add/", {**PAPER, "doi": "https://doi.org/10.1108/ABC"}, follow=True
    )

    evidence = Evidence.objects.get()
    assert (evidence.doi, evidence.added_by, evidence.programme) == (
        "10.1108/abc",
        people.broker,
        people.programme,
    )
    assert answer.redirect_chain[-1][0] == evidence.get_absolute_url()
    assert "Tectonic plates" in answer.content.decode()


def test_only_brokers_add(by, people):
    for name in ("member", "facilitator", "team", "adviser", "commissioner", "superuser"):
        assert by(getattr(people, name)).post("/evidence/add/", PAPER).status_code == 403
    assert not Evidence.objects.exists()


@pytest.mark.parametrize(
    ("field", "typed", "words"),
    [
        ("doi", "ask me", "That is not a DOI"),
        ("year", "long ago", "Enter the year in figures"),
        ("year", "201", "with four figures"),
        ("year", "9999", "That year is in the future"),
        ("title", "", "Enter the title of the publication"),
        ("title", "x" * 400, "300"),
        ("title", "a\x00b", "Null characters"),
        ("link", "javascript:alert(1)", "Enter the whole link"),
        ("link", "ftp://example.org/x", "Enter the whole link"),
        ("kind", "gossip", "Select a valid choice"),
    ],
)
def test_bad_input_gets_words_and_keeps_what_was_typed(by, people, field, typed, words):
    answer = by(people.broker).post("/evidence/add/", {**PAPER, "summary": "Kept as typed.", field: typed})

    page = answer.content.decode()
    assert answer.status_code == 422
    assert words in page
    assert "Kept as typed." in page
    assert not Evidence.objects.exists()


def test_a_doi_that_is_there_points_to_the_existing_publication(by, people, case):
    existing = EvidenceFactory(programme=people.programme, doi="10.1108/abc", title="Plates")

    answer = by(people.broker).post("/evidence/add/", {**PAPER, "doi": "doi:10.1108/ABC"})

    assert answer.status_code == 422
    assert f'href="{existing.get_absolute_url()}"' in answer.content.decode()
    on_the_way = by(people.broker).post(f"/evidence/add/?case={case.pk}", {**PAPER, "doi": "10.1108/abc"})
    assert f'href="/cases/{case.pk}/evidence/attach/?evidence={existing.pk}"' in on_the_way.content.decode()


def test_a_file_is_kept_and_handed_out_to_readers_of_the_library_only(by, people):
    file = SimpleUploadedFile("name of a person.pdf", A_PDF)
    by(people.broker).post("/evidence/add/", {**PAPER, "file": file})
    evidence = Evidence.objects.get()
    assert "person" not in evidence.file.name
    address = f"/evidence/{evidence.pk}/file/"

    served = by(people.member_elsewhere).get(address)

    data = b"".join(served.streaming_content)
    with evidence.file.storage.open(evidence.file.name) as stored:
        assert data == stored.read()
    with pikepdf.open(io.BytesIO(data)) as kept, pikepdf.open(io.BytesIO(A_PDF)) as added:
        assert len(kept.pages) == len(added.pages)
    assert served.headers["Content-Type"] == "application/pdf"
    assert served.headers["Content-Disposition"] == 'attachment; filename="tectonic-plates.pdf"'
    for name in ("commissioner", "stranger", "superuser"):
        assert by(getattr(people, name)).get(address).status_code == 404


def test_a_file_that_is_no_pdf_is_refused(by, people):
    file = SimpleUploadedFile("paper.pdf", b"<script>")

    answer = by(people.broker).post("/evidence/add/", {**PAPER, "file": file})

    assert answer.status_code == 422
    assert "must be a PDF or a Word document" in answer.content.decode()


def test_after_adding_for_a_case_one_attaches_it_there(by, people, case):
    answer = by(people.broker).post(f"/evidence/add/?case={case.pk}", PAPER)

    evidence = Evidence.objects.get(title="Tectonic plates")
    assert answer.url == f"/cases/{case.pk}/evidence/attach/?evidence={evidence.pk}"


def test_the_library_is_searched_by_words_kind_and_year(by, people):
    EvidenceFactory(programme=people.programme, title="Tectonic plates", authors="Petch, A.", year=2012)
    EvidenceFactory(programme=people.programme, title="Other plates", kind="policy", year=2011)
    client = by(people.member)

    def found(query):
        page = client.get(f"/evidence/?{query}").content.decode()
        return [title for title in ("Tectonic plates", "Other plates") if title in page]

    assert found("") == ["Tectonic plates", "Other plates"]
    assert found("q=petch+plates") == ["Tectonic plates"]
    assert found("kind=policy") == ["Other plates"]
    assert found("year=2012") == ["Tectonic plates"]
    assert found("q=nothing") == []


def test_a_publication_is_given_themes_and_needs_and_found_by_them(by, people):
    theme = Theme.objects.create(name="Post nobody opens", slug="post")
    need = Need.objects.create(name="Someone to read with", slug="reading")
    broker = by(people.broker)
    broker.post("/evidence/add/", {**PAPER, "themes": [theme.pk], "needs": [need.pk]})
    paper = Evidence.objects.get(title="Tectonic plates")

    def found(query):
        return "Tectonic plates" in by(people.member).get(f"/evidence/?{query}").content.decode()

    assert (list(paper.themes.all()), list(paper.needs.all())) == ([theme], [need])
    assert all(map(found, ["theme=post", "need=reading", "q=nobody+opens", "q=reads"]))
    assert "Post nobody opens" in by(people.member).get(paper.get_absolute_url()).content.decode()

    form = by(people.broker).get(f"/evidence/{paper.pk}/edit/").context["form"]
    assert (form.initial["themes"], form.initial["needs"]) == ([theme.pk], [need.pk])
    edit_evidence(
        paper,
        publication=paper.publication,
        appraisal=Appraisal(kind="research"),
        themes=[],
        needs=[need],
        by=people.broker,
    )

    assert not found("theme=post")
    assert not found("q=nobody+opens")
    assert found("need=reading")


@pytest.mark.parametrize(
    "query", ["theme=nothing", "need=nothing", "year=abc", "kind=gossip", "year=99999999999999999999"]
)
def test_odd_searches_get_words(by, people, query):
    assert by(people.member).get(f"/evidence/?{query}").status_code == 422


def test_commissioners_and_strangers_do_not_get_the_library(by, people, client):
    EvidenceFactory(programme=people.programme, title="CANARY")

    assert by(people.commissioner).get("/evidence/").status_code == 403
    assert by(people.superuser).get("/evidence/").status_code == 403
    assert "CANARY" not in by(people.stranger).get("/evidence/").content.decode()
    client.logout()
    assert client.get("/evidence/").status_code == 302


def test_the_evidence_library_costs_the_same_queries_however_long(by, people):
    client = by(people.member)

    def cost():
        with CaptureQueriesContext(connection) as queries:
            client.get("/evidence/")
        return len(queries)

    EvidenceFactory.create_batch(3, programme=people.programme)
    at_n = cost()
    EvidenceFactory.create_batch(3, programme=people.programme)

    assert cost() == at_n


def test_a_broker_attaches_evidence_with_a_bottom_line(by, people, case):
    evidence = EvidenceFactory(programme=people.programme)
    question = QuestionFactory(case=case)

    answer = by(people.broker).post(
        f"/cases/{case.pk}/evidence/attach/",
        {
            "evidence": evidence.pk,
            "question": question.pk,
            "bottom_line": "Ring.",
            "why_here": "She answers.",
        }
        | LOOKED,
    )

    attached = AttachedEvidence.objects.get(evidence=evidence)
    assert answer.url == question.get_absolute_url()
    assert (attached.case, attached.question, attached.bottom_line) == (case, question, "Ring.")


def test_too_long_a_bottom_line_is_counted_refused_and_kept(by, people, case):
    evidence = EvidenceFactory(programme=people.programme)

    answer = by(people.broker).post(
        f"/cases/{case.pk}/evidence/attach/", {"evidence": evidence.pk, "bottom_line": "stairs " * 63}
    )

    page = answer.content.decode()
    assert answer.status_code == 422
    assert "The bottom line has 63 words. Remove 3" in page
    assert ("stairs " * 63).strip() in page


def test_attaching_is_for_brokers_and_a_case_that_one_cannot_see_is_not_there(by, people, case):
    assert by(people.member).get(f"/cases/{case.pk}/evidence/attach/").status_code == 403
    assert by(people.member_elsewhere).get(f"/cases/{case.pk}/evidence/attach/").status_code == 404
    assert by(people.stranger).post(f"/cases/{case.pk}/evidence/attach/").status_code == 404


def test_evidence_of_another_programme_cannot_be_chosen(by, people, case):
    answer = by(people.broker).post(f"/cases/{case.pk}/evidence/attach/", {"evidence": EvidenceFactory().pk})

    assert answer.status_code == 422


def test_from_a_publication_one_chooses_the_case(by, people, case):
    evidence = EvidenceFactory(programme=people.programme)

    page = by(people.broker).get(evidence.get_absolute_url()).content.decode()
    answer = by(people.broker).get(f"/evidence/{evidence.pk}/attach/?case={case.pk}")

    assert f'<option value="{case.pk}">' in page
    assert answer.url == f"/cases/{case.pk}/evidence/attach/?evidence={evidence.pk}"
    assert by(people.broker).get(f"/evidence/{evidence.pk}/attach/?case=x").status_code == 404


def test_a_publication_shows_only_the_cases_that_one_can_read(by, people, case):
    evidence = case.attached_evidence.get().evidence
    hidden = AttachedEvidenceFactory(
        case__site=people.neighbour, evidence=evidence, bottom_line="CANARY-elsewhere"
    )

    page = by(people.member).get(evidence.get_absolute_url()).content.decode()

    assert case.title in page
    assert "CANARY" not in page
    assert hidden.case.title not in page


def test_the_bottom_line_is_changed_by_brokers(by, people, case):
    attached = case.attached_evidence.get()
    address = f"/evidence/attached/{attached.pk}/edit/"

    by(people.broker).post(address, {"bottom_line": "Ring, then write.", "why_here": "She answers."} | LOOKED)

    attached.refresh_from_db()
    assert attached.bottom_line == "Ring, then write."
    assert by(people.member).post(address, {"bottom_line": "No."}).status_code == 403
    assert by(people.member_elsewhere).get(address).status_code == 404
    assert by(people.broker).post(address, {"bottom_line": "x " * 61}).status_code == 422


def test_evidence_is_reported_at_a_meeting(by, people, case):
    attached = case.attached_evidence.get()
    meeting = case.discussions.get().meeting
    address = f"/evidence/attached/{attached.pk}/report/"

    page = by(people.facilitator).get(address)
    by(people.facilitator).post(address, {"meeting": meeting.pk})

    attached.refresh_from_db()
    assert page.status_code == 200
    assert attached.reported_at == meeting
    assert by(people.broker).post(address, {"meeting": MeetingFactory(held=True).pk}).status_code == 422
    assert by(people.member).post(address, {"meeting": meeting.pk}).status_code == 403
    assert by(people.stranger).post(address, {"meeting": meeting.pk}).status_code == 404


def test_a_member_says_what_they_made_of_it(by, people, case):
    attached = case.attached_evidence.get()
    address = f"/evidence/attached/{attached.pk}/react/"

    by(people.member).post(address, {"kind": "used"})

    assert EvidenceReaction.objects.get().member == people.members.member
    assert by(people.member).post(address, {"kind": "loved"}).status_code == 409
    assert by(people.broker).post(address, {"kind": "used"}).status_code == 403
    assert by(people.member_elsewhere).post(address, {"kind": "used"}).status_code == 404
    assert by(people.member).get(address).status_code == 405


def test_what_identifies_somebody_in_a_file_is_marked_and_checked_before_it_is_kept(by, people):
    member = people.members.member
    data = word({
        "word/document.xml": SAID.format("<w:t>Ring 07700 </w:t><w:t>900123.</w:t>"),
        "word/comments.xml": SAID.format(f"<w:comment w:author='{member.name.upper()}'><w:t>Is this hers?</w:t></w:comment>"),
        "docProps/core.xml": "<a><b>jo@example.org</b></a>",
    })  # fmt: skip
    client = by(people.broker)

    def send(**more):
        return client.post("/evidence/add/", {**PAPER, **more})

    page = send(file=SimpleUploadedFile("paper.docx", data))
    box = page.context["form"].fields["looked"].widget.marks
    without_file = send(looked=box)
    is_kept = Evidence.objects.exists()
    send(looked=box, file=SimpleUploadedFile("paper.docx", data))

    marked = {mark.passage for mark in page.context["form"].marks}
    assert (page.status_code, without_file.status_code, is_kept) == (422, 422, False)
    assert {"07700 900123", "jo@example.org", member.name.upper()} <= marked
    assert "In the file. A phone number identifies one person." in one_line(page.content.decode())
    assert "nobody is identified who should not be" in page.content.decode()
    assert page.content.decode().count("Choose the file again") == 2  # above the form, and at the field
    assert Evidence.objects.get().file.name.endswith(".docx")


def test_the_words_of_a_pdf_are_read_with_its_properties_and_notes(by, people):
    def change(made):
        made.docinfo["/Author"] = "jo@example.org"
        made.pages[0]["/Annots"] = pikepdf.Array(
            [pikepdf.Dictionary({"/Contents": pikepdf.String("Ring 07700 900123")})]
        )

    page = by(people.broker).post(
        "/evidence/add/", {**PAPER, "file": SimpleUploadedFile("a.pdf", pdf(change))}
    )
    drawn = words_of(
        SimpleUploadedFile("a.pdf", typeset("<p>Ring 07700 900 124", styles=[], identifier=None)[0])
    )

    assert {mark.passage for mark in page.context["form"].marks} == {"07700 900123", "jo@example.org"}
    assert "07700 900 124" in drawn


def test_a_file_with_marks_that_takes_the_place_of_another_is_asked_for_again(by, people):
    client = by(people.broker)
    client.post("/evidence/add/", {**PAPER, "file": SimpleUploadedFile("a.pdf", A_PDF)})
    evidence = Evidence.objects.get()
    address = reverse("knowledge:evidence_edit", args=[evidence.pk])
    marked = word({"word/document.xml": SAID.format("<w:t>Ring 07700 900123.</w:t>")})

    page = client.post(address, {**PAPER, "file": SimpleUploadedFile("b.docx", marked)})
    box = page.context["form"].fields["looked"].widget.marks
    without_file = client.post(address, {**PAPER, "looked": box})

    assert (page.status_code, without_file.status_code) == (422, 422)
    assert "Choose the file again" in without_file.content.decode()
    assert Evidence.objects.get().file.name == evidence.file.name
