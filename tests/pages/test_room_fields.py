"""The table of the room's fields knows every input on its pages; templates and script know no name by themselves."""

import re
from datetime import timedelta
from html.parser import HTMLParser
from pathlib import Path

import pytest
from django.conf import settings
from django.urls import reverse
from django.utils import timezone

from cases.models import Case
from pages.room.fields import (
    BASE_KINDS,
    KINDS,
    MARK,
    OWNER,
    PRESENTATION,
    QUESTION,
    REASON,
    SECTION_KINDS,
    WHAT,
    Keeping,
    field_named,
    places_of,
)
from pages.room.sections import SECTIONS
from tests.factories.cases import CaseFactory, DiscussionFactory, FeedbackFactory, NextStepFactory
from tests.factories.meetings import MeetingFactory
from tests.factories.members import GroundRulesFactory

NOT_OURS = {"csrfmiddlewaretoken", "once", "next"}


class Inputs(HTMLParser):
    """The attributes of every input, select and text area in the room's form."""

    def __init__(self, page: str):
        super().__init__()
        self.found, self.is_inside = [], False
        self.feed(page)

    def handle_starttag(self, tag, attrs):
        attrs = dict(attrs)
        if tag == "form":
            self.is_inside = "data-room" in attrs
        if self.is_inside and tag in {"input", "select", "textarea"}:
            self.found.append(attrs)

    def handle_endtag(self, tag):
        if tag == "form":
            self.is_inside = False


@pytest.fixture
def meeting(people):
    """A meeting with a case on its agenda, a step to hear back on, and members who have not agreed to the rules."""
    earlier = MeetingFactory(site=people.site, number=1, held=True)
    meeting = MeetingFactory(site=people.site, number=2, starts_at=timezone.now() - timedelta(minutes=30))
    GroundRulesFactory(programme=people.site.programme, since=earlier.day)
    step = NextStepFactory(discussion__case=CaseFactory(site=people.site), discussion__meeting=earlier)
    FeedbackFactory.create_batch(2, next_step=step, outcome="not_yet")  # from now on it asks for a month
    return meeting


@pytest.fixture
def discussion(people, meeting):
    case = CaseFactory(site=people.site, presenter=people.members.presenter)
    return DiscussionFactory(case=case, meeting=meeting)


def inputs_of(client, user, meeting, data=None) -> list[dict]:
    client.force_login(user)
    room = reverse("meeting_room", args=[meeting.pk])
    response = client.get(room) if data is None else client.post(room, data)
    found = Inputs(response.content.decode()).found
    return [attrs for attrs in found if attrs.get("name") not in NOT_OURS]


def name_of(attrs: dict) -> str:
    """Without what Django puts before the name of a field that shows what was there when the page was opened."""
    return attrs["name"].removeprefix("initial-")


@pytest.mark.django_db
def test_every_input_of_the_room_is_in_the_table(client, people, meeting, discussion):
    inputs = inputs_of(client, people.facilitator, meeting)

    assert [name_of(attrs) for attrs in inputs if field_named(name_of(attrs)) is None] == []
    kinds = {field_named(name_of(attrs)).kind.names.pattern for attrs in inputs}
    others = {QUESTION.names.pattern, REASON.names.pattern}
    assert kinds == {kind.names.pattern for kind in KINDS} - others


@pytest.mark.django_db
def test_a_room_without_a_case_has_a_question_of_its_own(client, people, meeting):
    names = [name_of(attrs) for attrs in inputs_of(client, people.facilitator, meeting)]

    assert [name for name in names if field_named(name) is None] == []
    assert QUESTION.name(row=1) in names


@pytest.mark.django_db
def test_a_page_sent_after_closing_asks_for_the_reason(client, people, meeting, discussion):
    type(meeting).objects.update(closed_at=timezone.now(), closed_by=people.facilitator)
    mark = MARK.name(member=people.members.member.pk)

    names = [name_of(attrs) for attrs in inputs_of(client, people.facilitator, meeting, {mark: "absent"})]

    assert [name for name in names if field_named(name) is None] == []
    assert REASON.name() in names


@pytest.mark.django_db
def test_a_presenter_finds_only_fields_that_presenters_may_write(client, people, meeting, discussion):
    inputs = inputs_of(client, people.presenter, meeting)

    assert {field_named(name_of(attrs)).kind.writers.value for attrs in inputs} == {"presenters"}
    assert {name_of(attrs) for attrs in inputs} == {
        kind.name(discussion=discussion.pk) for kind in [*SECTION_KINDS.values(), *BASE_KINDS.values()]
    }


@pytest.mark.django_db
def test_each_input_tells_the_script_what_its_field_is(client, people, meeting, discussion):
    inputs = inputs_of(client, people.facilitator, meeting)

    for attrs in inputs:
        if attrs.get("type") == "hidden":
            assert "data-kind" not in attrs
            continue
        told = {
            name: value
            for name, value in attrs.items()
            if name.startswith("data-") and name not in ("data-key", "data-marks")
        }
        assert told == field_named(attrs["name"]).attributes
    names = {attrs["name"] for attrs in inputs}
    assert {attrs["data-base"] for attrs in inputs if "data-base" in attrs} <= names
    assert {attrs["data-partner"] for attrs in inputs if "data-partner" in attrs} <= names


def test_a_name_is_read_back_as_it_was_made():
    for kind in KINDS:
        numbers = {key: number for number, key in enumerate(re.findall(r"\{(\w+)\}", kind.names.pattern), 7)}
        field = field_named(kind.name(**numbers))

        assert (field.kind, field.numbers) == (kind, numbers)
        assert field.name == kind.name(**numbers)


@pytest.mark.parametrize(
    "name",
    ["", "note", "note_", "note_0", "note_1_1", "what_1", "what_1_0", "mark_x", "mark_1 ", "section_1_title",
     "initial-mark_1", "question_1_1_1", "question", "note_1234567890", "note_٣"],
)  # fmt: skip
def test_any_other_name_is_no_field_of_the_room(name):
    assert field_named(name) is None


def test_the_attributes_name_the_fields_that_belong_together():
    assert field_named("section_7_presentation").attributes == {
        "data-kind": "section", "data-base": "base_7_presentation",
    }  # fmt: skip
    assert field_named("mark_7").attributes == {"data-kind": "mark", "data-partner": "stand_in_7"}
    assert field_named("stand_in_7").attributes == {"data-kind": "stand_in", "data-partner": "mark_7"}
    assert field_named("what_7_2").attributes == {"data-kind": "what", "data-row-name": "what_7_{row}"}
    assert field_named("reason").attributes == {}


def test_places_are_told_in_words_row_by_row():
    names = ["note_7", "what_7_3", "owner_7_3", "due_7_1", "question_7_1", "what_8_12"]

    assert field_named("what_7_3").place == "Next steps, row 3"
    assert field_named("note_7").place == "The case"
    assert places_of(map(field_named, names)) == (
        "The case; Next steps, rows 1, 3 and 12; Evidence and questions, row 1"
    )
    assert places_of([field_named("owner_7_2")]) == "Next steps, row 2"


def test_the_table_has_each_text_of_a_case_once():
    assert list(SECTION_KINDS) == list(SECTIONS) == list(BASE_KINDS)
    assert set(SECTIONS) <= set(Case.TEXT_SECTIONS)
    assert len({kind.names.pattern for kind in KINDS}) == len(KINDS)
    assert PRESENTATION.keeping is Keeping.SECTION
    assert (WHAT.keeping, OWNER.keeping, MARK.keeping) == (Keeping.DRAFT, Keeping.DRAFT, Keeping.MARK)


def test_the_rooms_script_knows_no_name_of_a_field():
    scripts = {path.name: path.read_text() for path in Path(settings.BASE_DIR, "static/js").glob("room*.js")}
    beginnings = {kind.names.kind + "_" for kind in KINDS if "{" in kind.names.pattern}

    assert scripts
    assert [(name, start) for name, text in scripts.items() for start in beginnings if start in text] == []
