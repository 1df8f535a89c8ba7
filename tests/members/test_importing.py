"""A member list comes in from Excel: guessed, shown, confirmed; importing twice adds nobody."""

from datetime import date, timedelta

import pytest
from django.conf import settings as installed
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from django.utils import timezone
from hypothesis import given
from hypothesis import strategies as st

from members.headings import guess_columns, guess_heading_row, plain
from members.member_file import answer, read_people
from members.models import Discipline, Member, MemberUpload
from members.tasks import forget_unconfirmed
from tests.factories.members import DisciplineFactory, MemberFactory
from tests.factories.sites import SectorFactory
from tests.kit.test_spreadsheets import workbook
from tests.reading import one_line

LIST = """Dunsmere community of practice: who said yes;;;;
;;;;
Name;Job title;E-mail address;Agency;E-mail consent
Siân Prosser;community matron;sian@example.org;Kiln Street Housing;yes
Joe Bright;Benefits and Debt Adviser;joe@example.org;;
Bev Sutton;Community Matron;;;no
;Community Matron;nobody@example.org;;
Yusuf Rahman;Community Matron;not an address;;yes
"""


def upload(client, people, data: bytes, name: str = "members.csv", joined_on: str = "1 June 2026"):
    """Upload a file and follow to the page that asks for the columns."""
    url = reverse("members:member_import", args=[people.site.slug])
    return client.post(url, {"file": SimpleUploadedFile(name, data), "joined_on": joined_on})


def address(people, name: str) -> str:
    return reverse(f"members:{name}", args=[people.site.slug, MemberUpload.objects.get().pk])


def choose_columns(client, people, **changes):
    url = address(people, "member_import_mapping")
    form = client.get(url).context["form"]
    typed = {name: "" if form[name].value() is None else form[name].value() for name in form.fields}
    return client.post(url, typed | changes)


def outcomes(client, people) -> list[tuple]:
    rows = client.get(address(people, "member_import_report")).context["plan"].rows
    return [(row.person.row, row.person.name, row.outcome) for row in rows]


@pytest.mark.parametrize("typed", ["Aumônier", "AUMONIER", "Aumo\u0302nier ", "Ａumônier"])
def test_accents_and_widths_make_no_other_role(typed):
    assert plain(typed) == "aumonier"


def test_a_list_with_a_title_row_in_cp1252_goes_all_the_way(people, signed_in):
    client = signed_in("facilitator")
    before = Member.objects.count()

    upload(client, people, LIST.encode("cp1252"))
    choose_columns(client, people)

    assert outcomes(client, people) == [
        (4, "Siân Prosser", "added"),
        (5, "Joe Bright", "added"),
        (6, "Bev Sutton", "added"),
        (7, "", "refused"),
        (8, "Yusuf Rahman", "added"),
    ]
    assert Member.objects.count() == before  # nothing is written before it is confirmed

    response = client.post(address(people, "member_import_confirm"), follow=True)

    sian, bev = Member.objects.get(name="Siân Prosser"), Member.objects.get(name="Bev Sutton")
    assert Member.objects.count() == before + 4
    assert (sian.email, sian.discipline.name, sian.joined_on) == (
        "sian@example.org", "Community Matron", date(2026, 6, 1),
    )  # fmt: skip
    assert sian.employments.get().organisation.name == "Kiln Street Housing"
    assert (sian.can_be_mailed, bev.can_be_mailed) == (True, False)
    assert "4 added, 0 already members, 1 not added." in one_line(response.content.decode())
    assert "“not an address” is not an e-mail address, so it is left empty." in response.content.decode()


def test_importing_twice_adds_nobody(people, signed_in):
    client = signed_in("facilitator")
    for _ in range(2):
        upload(client, people, LIST.encode())
        choose_columns(client, people)
        client.post(address(people, "member_import_confirm"))
        done = MemberUpload.objects.get()
        client.post(address(people, "member_import_confirm"))  # a double click
        counts = [row["outcome"] for row in done.report]
        done.delete()

    assert counts == ["here", "here", "here", "refused", "here"]
    assert Member.objects.filter(name="Siân Prosser").count() == 1


def test_the_list_itself_is_not_kept(people, signed_in):
    client = signed_in("facilitator")
    upload(client, people, LIST.encode())
    choose_columns(client, people)
    client.post(address(people, "member_import_confirm"))

    assert MemberUpload.objects.get().rows == []


def test_a_workbook_is_read_too(people, signed_in):
    client = signed_in("facilitator")
    rows = [["Full name", "Role", "Joined"], ["Marek Nowak", "Community Matron", date(2026, 7, 2)]]

    upload(client, people, workbook(rows), name="members.xlsx")
    choose_columns(client, people)
    client.post(address(people, "member_import_confirm"))

    assert Member.objects.get(name="Marek Nowak").joined_on == date(2026, 7, 2)


def test_a_facilitator_says_what_an_unknown_role_means_here(people, signed_in):
    adviser = DisciplineFactory(programme=people.programme, name="Debt Adviser")
    client = signed_in("facilitator")
    upload(client, people, LIST.encode())
    choose_columns(client, people)
    page = client.get(address(people, "member_import_report"))
    assert "“Benefits and Debt Adviser”, one person" in page.content.decode()
    assert "Add it to the list" not in page.content.decode()

    client.post(address(people, "member_import_report"), {"role_0": f"role:{adviser.pk}"})
    client.post(address(people, "member_import_confirm"))

    assert Member.objects.get(name="Joe Bright").discipline == adviser


def test_a_facilitator_adds_no_role_to_the_programmes_list(people, signed_in):
    client = signed_in("facilitator")
    upload(client, people, LIST.encode())
    choose_columns(client, people)

    refused = client.post(address(people, "member_import_report"), {"role_0": f"new:{SectorFactory().pk}"})

    assert refused.status_code == 422
    assert MemberUpload.objects.get().disciplines == {}


def test_the_team_adds_an_unknown_role_to_the_list(people, signed_in):
    client = signed_in("team")
    sector = SectorFactory()
    text = "Name,Role\nJoe Bright,Benefits & Debt Adviser\nAnn Low,benefits and debt adviser\n"
    upload(client, people, text.encode())
    choose_columns(client, people)

    client.post(address(people, "member_import_report"), {"role_0": f"new:{sector.pk}"})
    client.post(address(people, "member_import_confirm"))

    made = Discipline.objects.get(name="Benefits & Debt Adviser")
    assert [member.name for member in made.members.all()] == ["Ann Low", "Joe Bright"]


def test_a_role_in_two_sectors_is_asked_for(people, signed_in):
    for sector in ("NHS", "Voluntary Sector"):
        DisciplineFactory(programme=people.programme, name="Drugs Worker", sector=SectorFactory(name=sector))
    client = signed_in("facilitator")

    upload(client, people, b"Name,Role\nJoe Bright,Drugs Worker\n")
    choose_columns(client, people)

    (row,) = client.get(address(people, "member_import_report")).context["plan"].rows
    assert (row.outcome, row.role.discipline) == ("added", None)
    assert row.remarks == ("The role “Drugs Worker” is not on the list.",)


def test_somebody_twice_in_a_list_is_added_once(people, signed_in):
    client = signed_in("facilitator")
    text = (
        "Name,Role,Email\nJoe Bright,Community Matron,joe@example.org\nJOE BRIGHT,Community Matron,\n"
        "Ann Low,Community Matron,joe@example.org\n"
    )
    upload(client, people, text.encode())
    choose_columns(client, people)

    assert [row[2] for row in outcomes(client, people)] == ["added", "here", "added"]


def test_the_row_with_the_headings_can_be_chosen(people, signed_in):
    client = signed_in("facilitator")
    upload(
        client, people, b"Name,Role,Old list\nWho is it,What do they do,x\nJoe Bright,Community Matron,x\n"
    )

    choose_columns(client, people, heading_row=1)
    choose_columns(client, people, name=0, discipline=1)

    assert outcomes(client, people) == [(3, "Joe Bright", "added")]


@pytest.mark.parametrize(
    ("changes", "sentence"),
    [
        ({"name": "", "email": ""}, "Choose the column that has the names."),
        ({"email": "0"}, "The same column is chosen twice."),
    ],
)
def test_columns_that_cannot_be_are_refused(people, signed_in, changes, sentence):
    client = signed_in("facilitator")
    upload(client, people, LIST.encode())

    response = choose_columns(client, people, **changes)

    assert response.status_code == 422
    assert sentence in response.content.decode()


@pytest.mark.parametrize("data", [b"", b"\x00\x01", b"PK\x03\x04x", b"a\n" * 11_000])
def test_a_file_that_is_no_list_is_refused_in_the_form(people, signed_in, data):
    response = upload(signed_in("facilitator"), people, data)

    assert response.status_code == 422
    assert not MemberUpload.objects.exists()


def test_a_list_of_empty_headings_and_formulas_is_no_error(people, signed_in):
    client = signed_in("facilitator")

    upload(client, people, b"=HYPERLINK(1),,\n+1,-2,@x\n")

    assert client.get(address(people, "member_import_mapping")).status_code == 200
    assert client.get(address(people, "member_import_report")).status_code == 200


def test_an_upload_belongs_to_who_brought_it(people, signed_in):
    upload(signed_in("facilitator"), people, LIST.encode())
    url = address(people, "member_import_report")

    assert signed_in("team").get(url).status_code == 404
    assert signed_in("member").get(url).status_code == 403
    assert signed_in("elsewhere").get(url).status_code == 404


def test_lists_that_nobody_confirmed_are_gone_within_a_day_by_themselves(people, signed_in):
    upload(signed_in("team"), people, LIST.encode())
    MemberUpload.objects.update(uploaded_at=timezone.now() - timedelta(hours=23, minutes=1))
    upload(signed_in("facilitator"), people, LIST.encode())
    upload(signed_in("facilitator"), people, LIST.encode())

    assert forget_unconfirmed() == 1

    assert MemberUpload.objects.get().by == people.users["facilitator"]
    assert (
        installed.CELERY_BEAT_SCHEDULE["members: forget lists that nobody confirmed"]["task"]
        == forget_unconfirmed.name
    )


def test_a_list_that_was_imported_keeps_its_report(people, signed_in):
    upload(signed_in("team"), people, LIST.encode())
    MemberUpload.objects.update(uploaded_at=timezone.now() - timedelta(days=9), imported_at=timezone.now())

    assert forget_unconfirmed() == 0


def test_the_report_costs_the_same_for_twice_as_many(people, signed_in, django_assert_max_num_queries):
    client = signed_in("facilitator")
    MemberFactory(site=people.site)
    rows = "".join(f"Person {number},Community Matron\n" for number in range(80))
    upload(client, people, f"Name,Role\n{rows}".encode())

    with django_assert_max_num_queries(20):
        client.get(address(people, "member_import_report"))


@pytest.mark.parametrize(
    ("cell", "is_yes"),
    [
        ("yes", True),
        ("Y", True),
        ("✓", True),
        ("1", True),
        ("", False),
        ("no", False),
        ("perhaps", False),
        ("n/a", False),
    ],
)
def test_only_a_plain_yes_is_a_yes(cell, is_yes):
    assert (answer(cell) is True) is is_yes


def test_first_and_last_names_make_a_name():
    columns = guess_columns(["Surname", "First name", "Role"])

    (person,) = read_people(
        [["Surname", "First name", "Role"], ["Low", "Ann", "Nurse"]],
        heading_row=0,
        columns=columns,
        joined_on=date(2026, 1, 1),
        today=date(2026, 1, 1),
    )

    assert person.name == "Ann Low"


@given(st.lists(st.lists(st.text(max_size=12), min_size=3, max_size=3), min_size=1, max_size=8))
def test_any_table_is_read_without_an_error(rows):
    heading_row = guess_heading_row(rows)
    columns = guess_columns(rows[heading_row] if heading_row >= 0 else [], rows[heading_row + 1 :])

    people = read_people(
        rows, heading_row=heading_row, columns=columns, joined_on=date(2026, 1, 1), today=date(2026, 1, 1)
    )

    assert len(people) <= len(rows)


def test_a_list_is_looked_at_by_the_scanner_where_there_is_one(people, signed_in, settings):
    settings.CLAMD_ADDRESS = "127.0.0.1:1"

    answer = upload(signed_in("facilitator"), people, LIST.encode())

    assert answer.status_code == 422
    assert "We cannot check this file for viruses at the moment." in answer.content.decode()
    assert not MemberUpload.objects.exists()
