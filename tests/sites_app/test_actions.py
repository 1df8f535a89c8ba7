"""The verbs of programmes and sites."""

from datetime import date, timedelta

import pytest
from django.utils import timezone

from kit.errors import RefusedError
from kit.models import AuditEvent
from sites_app import actions
from sites_app.audit_verbs import SiteVerb
from sites_app.models import Expense, Programme, Sector, Site
from tests.factories.sites import OrganisationFactory, ProgrammeFactory, SectorFactory, SiteFactory

pytestmark = pytest.mark.django_db
START = date(2012, 3, 1)


def test_a_programme_starts_with_the_numbers_and_sectors_of_little_miracles():
    programme = actions.start_programme(name="Little Miracles", started_on=START)

    assert programme.slug == "little-miracles"
    assert (programme.minimum_meetings, programme.members_from, programme.members_to) == (6, 6, 10)
    assert list(Sector.objects.values_list("name", flat=True)) == [
        "Voluntary Sector", "Local Authority (LA)", "NHS", "Criminal Justice & Police", "Experts by Experience",
    ]  # fmt: skip


def test_starting_a_programme_again_changes_nothing():
    first = actions.start_programme(name="Little Miracles", started_on=START)

    again = actions.start_programme(name="little  miracles", started_on=date(2020, 1, 1))

    assert again == first
    assert again.started_on == START
    assert Sector.objects.count() == 5


def test_sectors_that_are_there_are_kept():
    SectorFactory(name="NHS", position=9)

    actions.start_programme(name="Little Miracles", started_on=START)

    assert Sector.objects.get(name="NHS").position == 9


@pytest.mark.parametrize(
    ("fields", "sentence"),
    [
        ({"name": " "}, "Enter a name for the programme."),
        ({"name": "!!!"}, "that has letters in it"),
        ({"ends_on": date(2012, 2, 1)}, "cannot end before it starts"),
        ({"members_from": 8, "members_to": 4}, "fewer than the fewest .8"),
        ({"minimum_meetings": 0}, "1 or more"),
        ({"keep_notes_months": 0}, "how long records are kept"),
    ],
)
def test_a_programme_that_cannot_be_is_refused(fields, sentence):
    with pytest.raises(RefusedError, match=sentence):
        actions.start_programme(**{"name": "X", "started_on": START, **fields})

    assert not Programme.objects.exists()


def test_two_programmes_do_not_share_an_address():
    actions.start_programme(name="Common Ground", started_on=START)

    with pytest.raises(RefusedError, match="Choose another name"):
        actions.start_programme(name="Common, Ground!", started_on=START)


def test_a_programme_ends_once():
    programme = ProgrammeFactory(started_on=START)

    actions.end_programme(programme, on=date(2013, 2, 28), by=None)
    actions.end_programme(programme, on=date(2013, 2, 28), by=None)

    assert not programme.is_running
    with pytest.raises(RefusedError, match="already ended on 28 February 2013"):
        actions.end_programme(programme, on=date(2014, 2, 28), by=None)
    with pytest.raises(RefusedError, match="before it started"):
        actions.end_programme(ProgrammeFactory(started_on=START), on=date(2011, 1, 1), by=None)


def test_an_organisation_gets_its_sector_later():
    actions.add_organisation(name="Kiln Street", by=None)
    health = SectorFactory(name="NHS")

    found = actions.add_organisation(name="KILN street", sector=health, by=None)

    assert found.sector == health
    assert found.name == "Kiln Street"


def test_a_site_opens_with_the_budget_of_its_programme_and_is_setting_up():
    programme = ProgrammeFactory(started_on=START, site_budget_pence=500_000)

    site = actions.open_site(
        programme, code="CP1", place="Brighton", host=OrganisationFactory(), by=None, opened_on=START
    )

    assert (site.slug, site.budget_pence, site.state.state) == ("cp1-brighton", 500_000, "setting_up")
    assert (
        AuditEvent.objects.filter(verb=SiteVerb.OPEN_SITE, subject=f"sites_app.site:{site.pk}").count() == 1
    )


def test_opening_the_same_site_again_returns_the_first():
    programme, host = ProgrammeFactory(started_on=START), OrganisationFactory()
    fields = {"code": "CP1", "place": "Brighton", "host": host, "by": None, "opened_on": START}

    assert actions.open_site(programme, **fields) == actions.open_site(programme, **fields)
    assert Site.objects.count() == 1


def test_two_programmes_may_use_the_same_code_and_place():
    fields = {
        "code": "CP1",
        "place": "Brighton",
        "host": OrganisationFactory(),
        "by": None,
        "opened_on": START,
    }
    actions.open_site(ProgrammeFactory(slug="one", started_on=START), **fields)

    second = actions.open_site(ProgrammeFactory(slug="two", started_on=START), **fields)

    assert second.slug == "two-cp1-brighton"


def test_a_site_sprouts_within_its_programme():
    with pytest.raises(RefusedError, match="in the same programme"):
        actions.open_site(
            ProgrammeFactory(started_on=START), code="CP1", place="Brighton", host=OrganisationFactory(), by=None,
            opened_on=START, sprouted_from=SiteFactory(),
        )  # fmt: skip


def test_no_site_opens_after_its_programme_ended():
    programme = ProgrammeFactory(started_on=START, ended_on=date(2013, 2, 28))

    with pytest.raises(RefusedError, match="has ended"):
        actions.open_site(
            programme,
            code="CP1",
            place="Brighton",
            host=OrganisationFactory(),
            by=None,
            opened_on=date(2013, 3, 1),
        )


def test_states_are_dated_facts():
    site = SiteFactory(running=False)
    actions.record_state(site, state="setting_up", since=date(2026, 5, 1), by=None)
    actions.record_state(site, state="running", since=date(2026, 6, 1), by=None)
    actions.record_state(site, state="ended", since=date(2026, 9, 1), reason="The host closed.", by=None)

    assert [site.state_on(date(2026, month, 15)).state for month in (5, 6, 9)] == [
        "setting_up",
        "running",
        "ended",
    ]
    assert site.state_on(date(2026, 4, 1)) is None


def test_recording_a_state_that_holds_already_adds_nothing():
    site = SiteFactory(running=False)
    first = actions.record_state(site, state="running", since=date(2026, 6, 1), by=None)

    again = actions.record_state(site, state="running", since=date(2026, 7, 1), reason="At last.", by=None)

    assert again == first
    assert site.states.get().reason == "At last."


def test_an_expense_typed_twice_is_one_expense():
    site = SiteFactory()
    fields = {"purpose": "room_hire", "amount_pence": 5000, "spent_on": date(2026, 11, 2), "by": None}

    actions.add_expense(site, **fields)
    actions.add_expense(site, **fields)
    actions.add_expense(site, **fields, note="the second room")

    assert site.spent_pence == 10_000


@pytest.mark.parametrize(
    "fields",
    [
        {"amount_pence": 0},
        {"purpose": "a boat"},
        {"spent_on": timezone.localdate() + timedelta(days=2)},
    ],
)
def test_an_expense_that_cannot_be_is_refused(fields):
    good = {"purpose": "room_hire", "amount_pence": 5000, "spent_on": date(2026, 11, 2), "by": None}

    with pytest.raises(RefusedError):
        actions.add_expense(SiteFactory(), **{**good, **fields})

    assert not Expense.objects.exists()


def test_an_event_is_in_the_diary_once():
    programme = ProgrammeFactory()
    fields = {"kind": "training", "title": "Two days", "starts_at": timezone.now(), "days": 2, "by": None}

    assert actions.add_event(programme, **fields) == actions.add_event(programme, **fields)
    with pytest.raises(RefusedError, match="what kind"):
        actions.add_event(programme, **{**fields, "kind": "party"})
    with pytest.raises(RefusedError, match="Enter 1 day"):
        actions.add_event(programme, **{**fields, "days": 0})
