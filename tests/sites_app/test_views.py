"""The pages of programmes and sites: who opens them, what they do, what they refuse."""

from datetime import date, timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from sites_app.models import Expense, Organisation, Programme, ProgrammeEvent, Site
from tests.factories.meetings import AttendanceFactory, MeetingFactory
from tests.factories.members import MemberFactory
from tests.factories.sites import ExpenseFactory, OrganisationFactory, SiteFactory
from tests.reading import one_line
from tests.ticked import LOOKED

PAGES = {
    # name: (about, who opens it, who of the programme does not)
    "sites:site_edit": ("site", "team", "facilitator"),
    "sites:site_state_record": ("site", "team", "facilitator"),
    "sites:expense_list": ("site", "facilitator", "member"),
    "sites:expense_add": ("site", "facilitator", "broker"),
    "sites:programme_edit": ("programme", "team", "facilitator"),
    "sites:programme_end": ("programme", "team", "facilitator"),
    "sites:event_add": ("programme", "team", "broker"),
    "organisation_list": ("programme", "facilitator", "member"),
    "sites:organisation_add": ("programme", "facilitator", "adviser"),
    "sites:site_add": ("programme", "team", "facilitator"),
}


def address(people, name: str) -> str:
    return reverse(name, args=[getattr(people, PAGES[name][0]).slug])


@pytest.mark.parametrize("name", PAGES)
def test_a_page_opens_for_those_it_is_for(people, signed_in, name):
    response = signed_in(PAGES[name][1]).get(address(people, name))

    assert response.status_code == 200
    assert response.content.decode().count("<h1") == 1


@pytest.mark.parametrize("name", PAGES)
def test_a_colleague_who_may_not_gets_403(people, signed_in, name):
    assert signed_in(PAGES[name][2]).get(address(people, name)).status_code == 403


@pytest.mark.parametrize("name", PAGES)
@pytest.mark.parametrize("role", ["stranger", "superuser"])
def test_a_stranger_gets_404(people, signed_in, name, role):
    assert signed_in(role).get(address(people, name)).status_code == 404


@pytest.mark.parametrize("name", PAGES)
def test_somebody_signed_out_is_asked_to_sign_in(people, client, name):
    response = client.get(address(people, name))

    assert response.status_code == 302
    assert response.url.startswith(reverse("account_login"))


@pytest.mark.parametrize("name", [name for name in PAGES if not name.endswith("_list")])
def test_an_empty_form_says_what_is_missing(people, signed_in, name):
    response = signed_in("team").post(address(people, name), {})

    assert response.status_code == 422
    assert "There is a problem" in response.content.decode()


@pytest.mark.parametrize("name", [name for name in PAGES if not name.endswith("_list")])
def test_nul_bytes_and_long_words_are_errors_in_the_form(people, signed_in, name):
    client = signed_in("team")
    fields = list(client.get(address(people, name)).context["form"].fields)

    for bad in ["\0", "x" * 60_000, "31/02/2012", "-1", "=1+1", "𝔘" * 300]:
        response = client.post(address(people, name), dict.fromkeys(fields, bad))

        assert response.status_code == 422


def test_the_list_of_sites_says_where_each_stands(people, signed_in):
    MeetingFactory(site=people.site, starts_at=timezone.now() + timedelta(days=3))
    member = people.seat("member")
    for number in (1, 2):
        AttendanceFactory(
            meeting=MeetingFactory(site=people.site, number=number + 10, held=True), member=member
        )

    page = signed_in("team").get(reverse("site_list"))

    shown = {site.code: (site.latest_state, site.confirmed) for site in page.context["page"]}
    assert shown == {"CP4": ("running", "2"), "CP2": ("running", "1")}  # facilitators are confirmed
    assert page.context["page"][1].next_meeting_at is not None


@pytest.mark.parametrize(
    ("role", "codes"),
    [
        ("team", ["CP2", "CP4"]),
        ("broker", ["CP2", "CP4"]),
        ("adviser", ["CP2", "CP4"]),
        ("commissioner", ["CP4"]),
        ("facilitator", ["CP4"]),
        ("superuser", []),
    ],
)
def test_the_list_of_sites_holds_those_somebody_may_open(people, signed_in, role, codes):
    page = signed_in(role).get(reverse("site_list"))

    assert [site.code for site in page.context["page"]] == codes


def test_the_list_of_sites_costs_the_same_for_twice_as_many(people, signed_in, django_assert_num_queries):
    client = signed_in("team")
    client.get(reverse("site_list"))
    few = _queries(client, reverse("site_list"))
    for _ in range(4):
        MemberFactory(site=SiteFactory(programme=people.programme))

    assert _queries(client, reverse("site_list")) == few


def _queries(client, url) -> int:
    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    with CaptureQueriesContext(
        connection,
    ) as queries:
        assert client.get(url).status_code == 200
    return len(queries)


@pytest.mark.parametrize("name", ["sites:expense_list", "organisation_list"])
def test_a_list_costs_the_same_for_twice_as_many(people, signed_in, name):
    client = signed_in("team")
    ExpenseFactory(site=people.site)
    few = _queries(client, address(people, name))
    for _ in range(5):
        ExpenseFactory(site=people.site)
        OrganisationFactory()

    assert _queries(client, address(people, name)) == few


def test_the_team_opens_a_site_with_a_new_host(people, signed_in):
    response = signed_in("team").post(
        address(people, "sites:site_add"),
        {"code": "CP7", "place": "Aldermoor", "host": "Ferry Lane Centre", "opened_on": "1 November 2026",
         "budget_pence": "£1,000.50", "nation": "SCT"},
    )  # fmt: skip

    site = Site.objects.get(code="CP7")
    assert response.url == reverse("members:facilitation_add", args=[site.slug])
    assert site.slug == "cp7-aldermoor"
    assert site.host.name == "Ferry Lane Centre"
    assert site.budget_pence == 100_050
    assert site.state.state == "setting_up"
    assert site.nation == "SCT"


def test_a_code_that_is_taken_is_refused_and_adds_no_organisation(people, signed_in):
    response = signed_in("team").post(
        address(people, "sites:site_add"),
        {
            "code": "cp4",
            "place": "Aldermoor",
            "host": "Nobody Yet",
            "opened_on": "1 November 2026",
            "nation": "ENG",
        },
    )

    assert response.status_code == 422
    assert "CP4 is already used for Dunsmere. Choose another code." in response.content.decode()
    assert 'value="Aldermoor"' in response.content.decode()
    assert not Organisation.objects.filter(name="Nobody Yet").exists()


def test_the_team_changes_a_site(people, signed_in):
    response = signed_in("team").post(
        address(people, "sites:site_edit"),
        {
            "place": "Upper Dunsmere",
            "host": people.site.host.name.upper(),
            "usual_room": "Room 2",
            "nation": "WLS",
            "town_size": "city",
            "budget_pence": "10",
        },
    )

    people.site.refresh_from_db()
    assert response.url == people.site.get_absolute_url()
    assert (people.site.place, people.site.usual_room, people.site.budget_pence) == (
        "Upper Dunsmere",
        "Room 2",
        1000,
    )
    assert people.site.host == Site.objects.get(pk=people.site.pk).host
    assert (people.site.nation, people.site.town_size) == ("WLS", "city")


def test_a_site_that_ends_says_why(people, signed_in):
    client = signed_in("team")
    url = address(people, "sites:site_state_record")

    refused = client.post(url, {"state": "ended", "since": "1 November 2026"})
    done = client.post(
        url, {"state": "ended", "since": "1 November 2026", "reason": "The host moved away."} | LOOKED
    )

    assert refused.status_code == 422
    assert "Give the reason why the site ended" in refused.content.decode()
    assert done.status_code == 302
    assert people.site.state.reason == "The host moved away."


def test_the_facilitator_writes_an_expense_down(people, signed_in):
    response = signed_in("facilitator").post(
        address(people, "sites:expense_add"),
        {"purpose": "refreshments", "amount_pence": "12.5", "spent_on": "2 November 2026", "note": "Tea"},
        follow=True,
    )

    expense = Expense.objects.get()
    assert (expense.amount_pence, expense.spent_on, expense.added_by) == (
        1250, date(2026, 11, 2), people.users["facilitator"],
    )  # fmt: skip
    assert "£6,937.50 left of £6,950." in response.content.decode()


def test_an_expense_of_tomorrow_or_of_nothing_is_refused(people, signed_in):
    tomorrow = timezone.localdate() + timedelta(days=1)

    response = signed_in("facilitator").post(
        address(people, "sites:expense_add"),
        {"purpose": "other", "amount_pence": "0", "spent_on": tomorrow.isoformat()},
    )

    assert response.status_code == 422
    assert set(response.context["form"].errors) == {"amount_pence", "spent_on"}
    assert not Expense.objects.exists()


def test_a_site_over_its_budget_says_so(people, signed_in):
    ExpenseFactory(site=people.site, amount_pence=700_000)

    page = signed_in("team").get(address(people, "sites:expense_list"))

    assert "£50 over the budget of £6,950." in one_line(page.content.decode())


def test_the_team_changes_the_numbers(people, signed_in):
    client = signed_in("team")
    form = client.get(address(people, "sites:programme_edit")).context["form"]
    typed = {name: form[name].value() for name in form.fields} | {
        "minimum_meetings": "8",
        "keep_notes_months": "12",
        "ends_on": "1 July 2027",
    }

    response = client.post(address(people, "sites:programme_edit"), typed)

    programme = Programme.objects.get(pk=people.programme.pk)
    assert response.url == programme.get_absolute_url()
    assert (programme.minimum_meetings, programme.site_budget_pence) == (8, 695_000)
    assert (programme.keep_notes_months, programme.keep_drafts_days) == (12, 14)
    assert programme.ends_on == date(2027, 7, 1)


def test_at_most_is_not_fewer_than_at_least(people, signed_in):
    client = signed_in("team")
    form = client.get(address(people, "sites:programme_edit")).context["form"]
    typed = {name: form[name].value() or "" for name in form.fields} | {"members_to": "3"}

    response = client.post(address(people, "sites:programme_edit"), typed)

    assert response.status_code == 422
    assert "The maximum (3) is fewer than the minimum (6)" in response.content.decode()


def test_the_team_puts_a_date_in_the_diary(people, signed_in):
    response = signed_in("team").post(
        address(people, "sites:event_add"),
        {
            "kind": "training",
            "title": "Two days",
            "day": "5 December 2026",
            "clock": "10am",
            "ends": "4.30pm",
            "days": "2",
            "place": "Here",
        }
        | LOOKED,
    )

    event = ProgrammeEvent.objects.get()
    assert response.status_code == 302
    assert timezone.localtime(event.starts_at).isoformat() == "2026-12-05T10:00:00+00:00"
    assert (event.days, event.minutes_long) == (2, 390)


def test_the_team_ends_the_programme(people, signed_in):
    signed_in("team").post(address(people, "sites:programme_end"), {"on": "20 November 2026"})

    assert Programme.objects.get(pk=people.programme.pk).ended_on == date(2026, 11, 20)


def test_an_organisation_is_added_once(people, signed_in):
    client = signed_in("facilitator")

    for name in ["Kiln Street Housing", "kiln street  housing"]:
        client.post(address(people, "sites:organisation_add"), {"name": name})

    assert Organisation.objects.filter(name__iexact="kiln street housing").count() == 1
