"""Figure 1 on screen, as CSV and on the command line: who sees which columns."""

import json
import re
from datetime import timedelta

import pytest
from django.core.management import CommandError, call_command
from django.urls import reverse
from django.utils import timezone

from meetings.group_sizes import range_of, sizes_seen_by
from meetings.models import Attendance
from tests.factories.meetings import AttendanceFactory, MeetingFactory
from tests.factories.members import DisciplineFactory, MemberFactory
from tests.factories.sites import ProgrammeFactory, SiteFactory


@pytest.fixture
def programme(people):
    """Two sites: CP4 with a confirmed Night Owl, CP2 with a Secret Role set by hand."""
    programme = people.site.programme
    for site, role in [(people.site, "Night Owl"), (people.neighbour, "Secret Role")]:
        person = MemberFactory(site=site, discipline=DisciplineFactory(programme=programme, name=role))
        for number in (1, 2):
            held = MeetingFactory(
                site=site, number=number, starts_at=timezone.now() - timedelta(days=60 - 20 * number)
            )
            AttendanceFactory(meeting=held, member=person)
        if role == "Secret Role":
            person.mark_overrides.create(
                mark="Y",
                since=timezone.localdate() - timedelta(days=1),
                reason="Their own wish",
                by=people.facilitator,
            )
    return programme


def page(client, programme, **query):
    return client.get(reverse("meetings:membership", args=[programme.slug]), query)


@pytest.mark.parametrize(
    ("role", "codes"),
    [
        ("team", ["CP2", "CP4"]),
        ("broker", ["CP2", "CP4"]),
        ("facilitator", ["CP4"]),
        ("member", ["CP4"]),
        ("elsewhere", ["CP2"]),
        ("adviser", []),
        ("commissioner", []),
    ],
)
def test_each_role_sees_its_columns_and_the_range_of_every_site(signed_in, programme, role, codes):
    response = page(signed_in(role), programme)

    text = response.content.decode()
    assert [site.code for site in response.context["matrix"].sites] == codes
    assert ("Their own wish" in text) == ("CP2" in codes)
    assert [(site.code, size) for site, size in response.context["sizes"]] == (
        [] if len(codes) == 2 else [("CP2", "fewer than 5"), ("CP4", "fewer than 5")]
    )
    assert ('<table class="matrix"' in text) == bool(codes)


OUTSIDE = ["elsewhere", "adviser", "commissioner"]


@pytest.mark.parametrize("role", OUTSIDE)
def test_no_two_days_can_be_subtracted_by_who_does_not_read_the_site(signed_in, people, programme, role):
    """Five people of one site are confirmed one after the other: what others see stays one range all the time."""
    for number in range(5):
        MemberFactory(
            site=people.site, joined_on=timezone.localdate() - timedelta(days=400)
        ).mark_overrides.create(
            mark="X",
            since=timezone.localdate() - timedelta(days=number + 1),
            reason="Was always there",
            by=people.facilitator,
        )
    client = signed_in(role)

    days = [(timezone.localdate() - timedelta(days=days)).isoformat() for days in range(8)]
    totals = [page(client, programme, as_at=day).context["sizes"] for day in days]

    assert all(each == totals[0] for each in totals)
    assert dict(totals[0])[people.site] == "fewer than 5"
    for address in (programme.get_absolute_url(), reverse("site_list"), people.site.get_absolute_url(), "/"):
        text = client.get(address).content.decode()
        assert not re.search(r"\b7 (confirmed )?members?\b", text)


def test_who_reads_a_site_sees_the_number_of_today(people):
    for _ in range(6):
        MemberFactory(site=people.site).mark_overrides.create(
            mark="X", since=timezone.localdate(), reason="Was always there", by=people.facilitator
        )

    assert sizes_seen_by(people.member, [people.site])[people.site.pk] == "7"
    assert sizes_seen_by(people.commissioner, [people.site])[people.site.pk] == "fewer than 5"


@pytest.mark.parametrize(
    ("number", "words"),
    [
        (0, "fewer than 5"),
        (4, "fewer than 5"),
        (5, "5 to 9"),
        (9, "5 to 9"),
        (14, "10 to 14"),
        (15, "15 or more"),
    ],
)
def test_a_number_of_members_is_said_as_a_range(number, words):
    assert range_of(number) == words


@pytest.mark.parametrize("role", ["stranger", "superuser"])
def test_strangers_find_no_programme(signed_in, programme, role):
    assert page(signed_in(role), programme).status_code == 404


def test_as_at_an_earlier_day_fewer_are_confirmed(signed_in, people, programme):
    before = timezone.localdate() - timedelta(days=30)

    now, then = (
        page(signed_in("team"), programme, **query).context["matrix"]
        for query in ({}, {"as_at": before.isoformat()})
    )

    assert then.as_at == before
    assert (dict(now.site_totals)[people.site], dict(then.site_totals)[people.site]) == (2, 1)


@pytest.mark.parametrize("as_at", ["", "yesterday-ish", "31/02/2012", "1 January 0001"])
def test_a_day_that_is_none_is_said_so_and_stays(signed_in, programme, as_at):
    response = page(signed_in("team"), programme, as_at=as_at)

    assert response.status_code == 422
    assert response.context["as_at"] == timezone.localdate()


@pytest.mark.parametrize("as_at", ["1 January 1900", "31 December 2100"])
def test_any_day_at_all_can_be_asked(signed_in, programme, as_at):
    assert page(signed_in("team"), programme, as_at=as_at).status_code == 200


def test_an_ended_programme_shows_its_last_day(signed_in, programme):
    programme.ended_on = timezone.localdate() - timedelta(days=5)
    programme.save()

    assert page(signed_in("team"), programme).context["as_at"] == programme.ended_on


def test_the_csv_has_the_columns_that_this_person_reads(signed_in, programme):
    address = reverse("meetings:membership_csv", args=[programme.slug])

    whole = signed_in("team").get(address)
    own = signed_in("member").get(address)

    assert whole["Content-Type"] == "text/csv; charset=utf-8"
    assert whole.content.decode("utf-8-sig").splitlines()[0] == "sector,role,CP2,CP4"
    assert own.content.decode("utf-8-sig").splitlines()[0] == "sector,role,CP4"
    assert "Voluntary Sector,Night Owl,X" in own.content.decode("utf-8-sig").splitlines()
    assert "Voluntary Sector,Secret Role," in own.content.decode("utf-8-sig").splitlines()


@pytest.mark.parametrize(("role", "status"), [("adviser", 403), ("commissioner", 403), ("stranger", 404)])
def test_who_reads_no_column_downloads_none(signed_in, programme, role, status):
    address = reverse("meetings:membership_csv", args=[programme.slug])

    assert signed_in(role).get(address).status_code == status


def test_a_role_that_a_spreadsheet_would_run_is_made_neutral(signed_in, people, programme):
    DisciplineFactory(programme=programme, name="=cmd|' /C calc'!A0")

    text = signed_in("team").get(reverse("meetings:membership_csv", args=[programme.slug])).content.decode()

    assert "'=cmd" in text
    assert ",=cmd" not in text


def test_the_pages_queries_do_not_grow(signed_in, people, programme, django_assert_max_num_queries):
    client = signed_in("team")
    counts = []
    for _ in range(2):
        for _ in range(3):
            site = SiteFactory(programme=programme)
            AttendanceFactory(
                meeting__site=site,
                member__site=site,
                member__discipline=DisciplineFactory(programme=programme),
                mark=Attendance.Mark.PRESENT,
            )
        with django_assert_max_num_queries(20) as queries:
            page(client, programme)
        counts.append(len(queries))

    assert counts[0] == counts[1]


def printed(capsys, **options) -> str:
    call_command("membership_matrix", **options)
    return capsys.readouterr().out


def test_the_command_prints_the_same_as_csv_table_and_json(capsys, people, programme):
    csv = printed(capsys, programme=programme.slug, format="csv")
    table = printed(capsys, programme=programme.slug, format="table")
    shown = json.loads(printed(capsys, programme=programme.slug, format="json"))

    assert "Voluntary Sector,Night Owl,,X" in csv.splitlines()
    assert "Confirmed members and facilitators, 3 in all" in table
    assert {"sector": "Voluntary Sector", "role": "Night Owl", "CP2": "", "CP4": "X"} in shown["rows"]
    assert (shown["totals"], shown["total"]) == ({"CP2": 1, "CP4": 2}, 3)
    assert [override["mark"] for override in shown["overrides"]] == ["Y"]


def test_the_only_programme_needs_no_name(capsys, db):
    SiteFactory(code="CP9")

    assert printed(capsys, format="csv").startswith("sector,role,CP9")


def test_among_several_programmes_little_miracles_is_meant(capsys, db):
    SiteFactory(code="CP9")
    SiteFactory(code="CP1", programme=ProgrammeFactory(slug="little-miracles"))

    assert printed(capsys, format="csv").startswith("sector,role,CP1")


@pytest.mark.parametrize("options", [{"programme": "nowhere"}, {"as_at": "one day"}, {}])
def test_the_command_says_what_to_mend(db, options):
    SiteFactory()
    if not options:
        SiteFactory()

    with pytest.raises(CommandError, match=r"Name one with --programme|Write the day like this"):
        call_command("membership_matrix", **options)
