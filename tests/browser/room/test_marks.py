"""Marks in the meeting room: one quiet line, which opens the list; what is replaced is saved as what is typed is."""

import pytest
from playwright.sync_api import expect

pytestmark = pytest.mark.django_db(transaction=True)


def test_marks_are_one_line_that_opens_the_list(room, text_of, axe, eventually):
    room.set_viewport_size({"width": 390, "height": 844})
    room.get_by_label("The case, as presented").fill("Kevin opens no letter. Kevin is tired.")
    line = room.get_by_text("Names and places: 1 to look at")
    button = room.get_by_role("button", name="A", exact=True)
    expect(line).to_be_visible()
    expect(button).to_be_hidden()

    line.click()
    axe(room)
    button.click()

    eventually(lambda: text_of() == "A opens no letter. A is tired.")
    expect(line).to_be_hidden()
