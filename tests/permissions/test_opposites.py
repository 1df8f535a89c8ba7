"""Everything that people add can be changed and taken away, or the list says in words why not."""

from kit.removal import Removable
from tests.permissions.opposites import CHANGES, OPPOSITES, STEPS_ON_THE_WAY
from tests.permissions.table import NO, TABLE

POSTED = {row.name for row in TABLE if row.post != NO}


def test_every_address_that_is_posted_to_adds_something_or_is_the_opposite_of_what_does():
    assert POSTED - OPPOSITES.keys() - CHANGES - STEPS_ON_THE_WAY == set()
    assert (OPPOSITES.keys() | CHANGES | STEPS_ON_THE_WAY) - POSTED == set()
    assert (
        OPPOSITES.keys() & CHANGES
        == CHANGES & STEPS_ON_THE_WAY
        == OPPOSITES.keys() & STEPS_ON_THE_WAY
        == set()
    )


def test_what_is_added_has_its_change_and_its_way_out_or_a_reason():
    named = {each for opposite in OPPOSITES.values() for each in opposite}

    assert {each for each in named if not each.endswith(".")} - POSTED == set()


def test_an_address_that_changes_is_the_opposite_of_some_other_or_changes_what_was_always_there():
    named = {each for opposite in OPPOSITES.values() for each in opposite}
    always_there = {
        "removal_undo", "room_strike", "case_strike", "room_put_back", "room_leave_out", "version_bring_back",
        "notices:settings", "notices:setting", "sites:programme_edit", "members:links_end", "members:proposal_decide", "next_steps:step_hand_over",
        "newsletter:entry_take_back_in", "newsletter:entry_narrow", "newsletter:entry_move", "word_move",
    }  # fmt: skip

    assert CHANGES - named == always_there


def test_every_removable_row_has_an_address_that_removes_it():
    removing = {name for name in CHANGES if name.endswith(("_remove", "_withdraw"))}

    assert len(removing) >= len(Removable.__subclasses__())
