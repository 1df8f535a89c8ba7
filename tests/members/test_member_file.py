"""A value that cannot be read costs that value and not the person, and what was not taken is said."""

from datetime import date

import pytest

from members.member_file import answer, read_people

TODAY, DEFAULT = date(2026, 6, 30), date(2026, 6, 1)


def read(**cells):
    """Read one person of a list with these columns."""
    rows = [list(cells), list(cells.values())]
    columns = {key: number for number, key in enumerate(cells)}
    (person,) = read_people(rows, heading_row=0, columns=columns, joined_on=DEFAULT, today=TODAY)
    return person


@pytest.mark.parametrize(
    ("cell", "email", "remarks"),
    [
        ("ann@example.org", "ann@example.org", 0),
        ("  MAILTO:Ann@Example.org ", "ann@example.org", 0),
        ("Ann Low <ann@example.org>", "ann@example.org", 0),
        ("ann\u200b@example.org", "ann@example.org", 0),
        ("ann@example.org; ann@home.example", "ann@example.org", 1),
        ("ann@nowhere / ann@home.example", "ann@home.example", 1),
        ("ann@example.org, ann@example.org", "ann@example.org", 0),
        ("ask her", "", 1),
        ("ann@", "", 1),
    ],
)
def test_an_address_is_understood_or_left_empty(cell, email, remarks):
    person = read(name="Ann Low", email=cell)

    assert (person.email, len(person.remarks), person.problem) == (email, remarks, "")


def test_a_name_can_stand_with_the_address():
    assert (
        read(name="", email="“Ann Low” <ann@example.org>".replace("“", '"').replace("”", '"')).name
        == "Ann Low"
    )
    assert read(name="Ann Low <ann@example.org>").email == "ann@example.org"


@pytest.mark.parametrize(
    ("cell", "day"),
    [
        ("41218", date(2012, 11, 5)),
        ("41218.5", date(2012, 11, 5)),
        ("2012-11-05", date(2012, 11, 5)),
        ("2012-11-05 00:00:00", date(2012, 11, 5)),
        ("05/11/2012 09:30", date(2012, 11, 5)),
        ("5 Nov 2012", date(2012, 11, 5)),
        ("", DEFAULT),
    ],
)
def test_a_day_is_read_as_excel_stores_it_and_as_people_write_it(cell, day):
    person = read(name="Ann Low", joined_on=cell)

    assert (person.joined_on, person.remarks) == (day, ())


@pytest.mark.parametrize("cell", ["soon", "1 July 2026", "31/02/2020", "5 May 1066", "00001", "99999"])
def test_a_day_that_cannot_be_costs_the_day_only(cell):
    person = read(name="Ann Low", joined_on=cell)

    assert (person.joined_on, person.problem) == (DEFAULT, "")
    assert "so they joined on 1 June 2026." in person.remarks[0]


@pytest.mark.parametrize(
    ("cell", "said"),
    [
        ("yes", True), ("Y", True), ("✓", True), ("1", True), ("Yes please", True), ("opted in", True),
        ("", False), ("no", False), ("-", False), ("✗", False), ("opted out", False),
        ("perhaps", None), ("x", None), ("n/a", None), ("by post", None), ("?", None), ("12/05/2018", None), ("yes, but not by e-mail", None),
    ],
)  # fmt: skip
def test_only_a_plain_yes_is_a_yes_and_what_is_unclear_is_said(cell, said):
    person = read(name="Ann Low", agrees_to_contact=cell)

    assert answer(cell) is said
    assert person.agrees_to_contact is (said is True)
    assert bool(person.remarks) is (said is None)


def test_a_tick_is_enough_where_it_is_not_about_consent():
    person = read(name="Ann Low", is_expert_by_experience="x", is_professionally_qualified="n/a")

    assert (person.is_expert_by_experience, person.is_professionally_qualified, person.remarks) == (
        True,
        False,
        (),
    )


def test_what_is_too_long_is_left_empty():
    person = read(name="Ann Low", discipline="x" * 121, organisation="y" * 161)

    assert (person.discipline, person.organisation, len(person.remarks), person.problem) == ("", "", 2, "")


def test_headings_that_stand_there_again_and_blank_rows_are_nobody():
    rows = [["Name"], [""], ["Ann Low"], ["Name"], ["Joe Bright"]]

    people = read_people(rows, heading_row=0, columns={"name": 0}, joined_on=DEFAULT, today=TODAY)

    assert [(person.row, person.name) for person in people] == [(3, "Ann Low"), (5, "Joe Bright")]
