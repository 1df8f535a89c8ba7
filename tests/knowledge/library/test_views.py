"""The library as people meet it: visitors, members, commissioners."""

from datetime import date

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from cases.clearance import actions as clearance_actions
from cases.clearance.models import Audience
from cases.commissioning import actions as commissioning_actions
from knowledge.library.actions import write_ups
from knowledge.library.models import LearningObject, LearningObjectVersion, Pdf
from tests.factories.cases import CaseFactory, CommissionerIssueFactory
from tests.factories.knowledge import LearningObjectFactory
from tests.knowledge import publishing
from tests.reading import one_line

pytestmark = pytest.mark.django_db
TITLE = "The letters behind the door"


@pytest.fixture
def see(client):
    """`see(path, user)`: what this person gets there; without a user, what a visitor gets."""

    def see(path, user=None):
        client.logout()
        if user is not None:
            client.force_login(user)
        return client.get(path)

    return see


def test_a_visitor_reads_what_is_approved_for_everyone(see, publish):
    version = publish(Audience.PUBLIC)

    found = see("/library/?q=letters")
    page = see(version.learning_object.get_absolute_url())

    assert TITLE in found.content.decode()
    assert "<mark>letter</mark>" in found.content.decode()
    assert "Nobody read with her." in page.content.decode()
    assert "CANARY" not in found.content.decode() + page.content.decode()


def test_the_page_tells_where_it_came_from_and_how_to_cite_it(see, publish, people):
    version = publish(Audience.PUBLIC)

    page = see(version.learning_object.get_absolute_url()).content.decode()

    for words in (
        "2 steps: 1 helped, 1 held steady",
        "checked by two people",
        "People who avoid post seldom avoid the telephone.",
        "Tolland, J. and Ames, P. (2011) ‘Unopened post’, A journal",
        "Community of practice at Dunsmere",
        "learning object CP4-01",
        "CC BY-SA 4.0",
    ):
        assert words in page


@pytest.mark.parametrize("audience", ["programme", "commissioners", "public"])
def test_each_reader_reads_what_is_approved_for_them(see, people, publish, audience):
    version = publish(audience)
    address = version.learning_object.get_absolute_url()
    readers = {
        "programme": {"member", "member_elsewhere", "adviser", "broker", "team"},
        "commissioners": {"member", "member_elsewhere", "adviser", "broker", "team", "commissioner"},
        "public": {
            "member",
            "member_elsewhere",
            "adviser",
            "broker",
            "team",
            "commissioner",
            "stranger",
            "superuser",
        },
    }
    roles = [
        "member",
        "member_elsewhere",
        "adviser",
        "broker",
        "team",
        "commissioner",
        "stranger",
        "superuser",
    ]

    answers = {name: see(address, getattr(people, name)).status_code for name in roles}

    assert answers == {name: 200 if name in readers[audience] else 404 for name in roles}
    assert see(address).status_code == (200 if audience == "public" else 302)


def test_a_draft_or_a_text_being_checked_is_no_page(see, people, write_up):
    assert see(write_up.get_absolute_url(), people.facilitator).status_code == 404
    write_ups.send_write_up_for_checking(write_up, audience="public", by=people.facilitator)
    assert see(write_up.get_absolute_url(), people.facilitator).status_code == 404
    assert see("/library/999999/", people.facilitator).status_code == 404


def test_a_newer_version_for_members_takes_the_older_one_from_everyone(see, people, publish):
    version = publish(Audience.PUBLIC)
    publish(Audience.PROGRAMME, draft_story="Told anew for members.")
    address = version.learning_object.get_absolute_url()

    assert "Told anew for members." in see(address, people.member).content.decode()
    public = see(address)
    assert public.status_code == 410
    assert "A newer text has replaced it." in public.content.decode()
    for gone in (public, see(f"{address}?version=1"), see(f"{address}?version=1", people.member)):
        assert gone.status_code == 410
        assert "Told anew for members." not in gone.content.decode()
        assert "Nobody read with her." not in gone.content.decode()
    assert "Read the present version" in see(f"{address}?version=1", people.member).content.decode()
    assert "Read the present version" not in public.content.decode()
    assert see(f"{address}?version=2").status_code == 302
    assert see(f"{address}?version=x", people.member).status_code == 404


def test_what_was_withdrawn_leaves_the_reason_and_no_words(see, people, write_up, publish):
    publish(Audience.PUBLIC)
    publishing.withdraw(
        write_up, because="privacy", note="Ottoline of Mill Lane was recognised.", by=people.team
    )

    for path in (write_up.get_absolute_url(), f"/library/{write_up.pk}.pdf", f"/library/{write_up.pk}/pdf/"):
        page = see(path)
        assert page.status_code == 410
        assert "to protect somebody’s privacy" in page.content.decode()
        assert "Ottoline" not in page.content.decode()
        assert TITLE not in page.content.decode()
        assert "Nobody read with her" not in page.content.decode()


def test_a_tombstone_is_only_for_those_who_could_have_read_it(see, people, write_up, publish):
    publish(Audience.PROGRAMME)
    publishing.withdraw(write_up, because="privacy", by=people.team)

    assert see(write_up.get_absolute_url(), people.member_elsewhere).status_code == 410
    assert see(write_up.get_absolute_url(), people.commissioner).status_code == 404
    assert see(write_up.get_absolute_url()).status_code == 302


def test_an_older_version_does_not_come_back_when_the_newer_is_withdrawn(see, people, write_up, publish):
    publish()
    second = publish(draft_story="Told anew.")
    clearance_actions.withdraw(second.cleared_text, because="privacy", by=people.team)

    assert see(write_up.get_absolute_url(), people.member).status_code == 410
    assert see(f"{write_up.get_absolute_url()}?version=1", people.member).status_code == 410


def test_the_page_says_that_the_pdf_is_being_made_and_then_offers_it(see, people, publish):
    version = publish(Audience.PUBLIC)
    address = version.learning_object.get_absolute_url()

    waiting = see(address).content.decode()
    assert "The PDF is being created." in waiting
    assert f'hx-get="/library/{version.learning_object_id}/pdf/?version=1"' in waiting
    assert see(f"/library/{version.learning_object_id}.pdf").url == (
        f"/library/{version.learning_object_id}/pdf/?version=1"
    )

    write_ups.make_pdf(Pdf.objects.get())

    assert "PDF, 2 pages" in one_line(see(address).content.decode())
    assert "PDF, 2 pages" in one_line(see(f"/library/{version.learning_object_id}/pdf/").content.decode())
    download = see(f"/library/{version.learning_object_id}.pdf")
    assert download.headers["Content-Type"] == "application/pdf"
    assert "cp4-01-the-letters-behind-the-door-v1.pdf" in download.headers["Content-Disposition"]
    assert b"".join(download.streaming_content).startswith(b"%PDF-")


def test_htmx_gets_nothing_until_there_is_something_new_and_then_only_that_part(client, publish):
    version = publish(Audience.PUBLIC)
    address = f"/library/{version.learning_object_id}/pdf/"

    assert client.get(address, headers={"hx-request": "true"}).status_code == 204
    Pdf.objects.update(attempts=5)
    part = client.get(address, headers={"hx-request": "true"})

    assert part.content.decode().strip().startswith("<p")
    assert "<html" not in part.content.decode()


def test_a_pdf_that_could_not_be_made_says_so(see, publish):
    version = publish(Audience.PUBLIC)
    Pdf.objects.update(attempts=5)

    assert "We could not create the PDF." in see(version.learning_object.get_absolute_url()).content.decode()


def test_a_pdf_is_for_the_readers_of_its_text(see, people, publish):
    version = publish(Audience.PROGRAMME)
    write_ups.make_pdf(Pdf.objects.get())
    address = f"/library/{version.learning_object_id}.pdf"

    served = see(address, people.member_elsewhere)
    assert b"".join(served.streaming_content).startswith(b"%PDF-")
    for name in ("commissioner", "stranger", "superuser"):
        assert see(address, getattr(people, name)).status_code == 404
    assert see(address).status_code == 302


def test_an_issue_of_the_same_case_shows_to_those_who_may_read_it(see, people, case, approve, publish):
    version = publish(Audience.PUBLIC)
    issue = CommissionerIssueFactory(case=case)
    text = commissioning_actions.send_issue_for_checking(
        issue, title="Cases are closed too soon", words="Two letters.", by=people.facilitator
    )
    approve(text)
    clearance_actions.publish(text, by=people.facilitator)
    commissioning_actions.reply(
        issue,
        kind="looking_into_it",
        words="We ask the provider.",
        by=people.commissioner,
        due_on=date(2030, 1, 1),
    )
    address = version.learning_object.get_absolute_url()

    page = see(address, people.commissioner).content.decode()

    assert "Cases are closed too soon" in page
    assert "We are looking into it" in page
    assert "Cases are closed too soon" not in see(address).content.decode()
    assert "Cases are closed too soon" not in see(address, people.stranger).content.decode()


def test_the_library_is_narrowed_down_and_widened_again(see, publish):
    publish(Audience.PUBLIC)

    narrowed = see("/library/?q=letters&outcome=helped").content.decode()

    assert TITLE in one_line(narrowed)
    assert 'name="outcome" value="helped" id="outcome-helped" checked' in one_line(narrowed)
    assert 'href="/library/?q=letters"' in narrowed
    nothing = see("/library/?q=letters&outcome=nothing").content.decode()
    assert "No results for “letters”" in nothing


def test_an_empty_library_says_what_will_be_here(see):
    assert "No write-ups yet" in see("/library/").content.decode()


@pytest.mark.parametrize(
    "query",
    ["q=" + "x" * 5000, "theme=%27", "page=no", "page=99", "sort=%27", "q=%22%27%28*", "nothing=1"],
)
def test_odd_addresses_get_an_ordinary_page(see, publish, query):
    publish(Audience.PUBLIC)

    assert see(f"/library/?{query}").status_code == 200


@pytest.fixture
def cost(client, people):
    """`cost(path)`: how many queries the page needs for a member."""
    client.force_login(people.member)

    def cost(path):
        with CaptureQueriesContext(connection) as queries:
            assert client.get(path).status_code == 200
        return len(queries)

    return cost


@pytest.fixture
def publish_more(people, publish):
    def publish_more(number):
        for _ in range(number):
            case = CaseFactory(site=people.site, presented=True, presenter=people.members.presenter)
            publish(learning_object=LearningObjectFactory(case=case))

    return publish_more


def test_the_library_costs_the_same_queries_however_many_texts(cost, publish_more):
    publish_more(2)
    at_n = cost("/library/?q=letter&kind=challenging")
    publish_more(2)

    assert cost("/library/?q=letter&kind=challenging") == at_n
    assert at_n <= 20


def test_a_write_up_costs_the_same_queries_however_many_there_are(cost, publish, publish_more):
    address = publish().learning_object.get_absolute_url()
    publish_more(2)
    at_n = cost(address)
    publish_more(2)

    assert cost(address) == at_n
    assert at_n <= 20


def test_nothing_in_the_library_is_changed_by_looking(client, publish):
    version = publish(Audience.PUBLIC)

    for path in ("/library/", version.learning_object.get_absolute_url(), f"/library/{version.pk}.pdf"):
        assert client.post(path).status_code == 405


def test_a_version_after_a_withdrawn_one_is_read_and_those_before_stay_gone(see, people, write_up, publish):
    publish()
    second = publish(draft_story="Told anew.")
    clearance_actions.withdraw(second.cleared_text, because="privacy", by=people.team)
    third = publish(draft_story="Told a third time.")
    address = write_up.get_absolute_url()

    assert "Told a third time." in see(address, people.member).content.decode()
    assert see(f"{address}?version=1", people.member).status_code == 410
    assert see(f"{address}?version=2", people.member).status_code == 410
    assert list(LearningObjectVersion.objects.readable_by(people.member)) == [third]
    assert list(LearningObject.objects.readable_by(people.member)) == [write_up]
