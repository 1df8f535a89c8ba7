"""Bank holidays are remarked on by nation, and Christmas week everywhere."""

from datetime import UTC, date, datetime

import pytest

from kit.days.bank_holidays import Nation, bank_holidays, remark


@pytest.mark.parametrize(
    ("day", "nation", "said"),
    [
        (date(2027, 3, 26), Nation.ENGLAND, "Good Friday is a bank holiday in England."),
        (date(2027, 3, 29), Nation.ENGLAND, "Easter Monday is a bank holiday in England."),
        (date(2027, 3, 29), Nation.SCOTLAND, ""),
        (date(2026, 11, 30), Nation.SCOTLAND, "Saint Andrew's Day is a bank holiday in Scotland."),
        (date(2026, 11, 30), Nation.WALES, ""),
        (date(2027, 7, 12), Nation.NORTHERN_IRELAND, "Battle of the Boyne is a bank holiday in Northern Ireland."),
        (date(2026, 12, 28), Nation.WALES, "Boxing Day (substitute day) is a bank holiday in Wales."),
        (date(2026, 12, 25), Nation.ENGLAND, "Christmas Day is a bank holiday in England."),
        (date(2026, 12, 29), Nation.ENGLAND, "This is in Christmas week."),
        (date(2026, 12, 23), Nation.ENGLAND, ""),
        (date(2027, 1, 2), Nation.ENGLAND, ""),
        (datetime(2026, 12, 24, 23, 30, tzinfo=UTC), Nation.ENGLAND, "This is in Christmas week."),
        (datetime(2027, 5, 30, 23, 30, tzinfo=UTC), Nation.ENGLAND, "Spring Bank Holiday is a bank holiday in England."),
        (None, Nation.ENGLAND, ""),
    ],
)  # fmt: skip
def test_a_day_that_people_may_have_off_is_remarked_on(day, nation, said):
    assert remark(day, nation) == said


@pytest.mark.parametrize("nation", Nation.values)
def test_every_nation_has_its_bank_holidays(nation):
    assert 8 <= len(bank_holidays(nation, 2027)) <= 12


def test_no_nation_has_none():
    assert bank_holidays("XX", 2027) == {}
