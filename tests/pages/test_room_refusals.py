"""What a room could not save is said beside what was pressed, and nothing looks saved that is not."""

import re
from datetime import timedelta
from urllib.parse import parse_qs, urlsplit

import pytest
from django.urls import get_resolver, reverse
from django.utils import timezone

from kit.errors import RefusedError
from meetings.actions import cancel, close, record_attendance, schedule
from meetings.models import Meeting
from pages.room.access import refuse_closed
from tests.factories.cases import CaseFactory, DiscussionFactory, FeedbackFactory, NextStepFactory
from tests.factories.meetings import MeetingFactory
from tests.factories.members import GroundRulesFactory
from tests.permissions.forms_on_pages import forms_in
from tests.reading import one_line

pytestmark = pytest.mark.django_db


@pytest.fixture
def meeting(people):
    GroundRulesFactory(programme=people.programme)
    return MeetingFactory(site=people.site, number=2, starts_at=timezone.now() - timedelta(minutes=30))


@pytest.fixture
def discussion(people, meeting):
    return DiscussionFactory(case=CaseFactory(site=people.site), meeting=meeting, notes="A note")


@pytest.fixture
def room(client, people, meeting):
    client.force_login(people.facilitator)
    return reverse("meeting_room", args=[meeting.pk])


def part_of(page: str, place: str) -> str:
    """The part of the room's page with this id, as one line."""
    found = re.search(rf'<section[^>]* id="{place}".*?</section>', page, re.DOTALL)
    return one_line(found[0]) if found else ""


@pytest.mark.parametrize("place", ["case", "steps", "issues", "questions", "close"])
def test_a_refused_save_is_shown_beside_the_button_and_in_the_bar(client, room, discussion, place):
    typed = {f"what_{discussion.pk}_1": "Ring first", "keep": place}

    page = client.post(room, typed).content.decode()

    reason = "Choose who will try “Ring first”"
    assert [
        part
        for part in ("case", "steps", "issues", "questions", "close")
        if "Not saved" in part_of(page, part)
    ] == [place]
    assert reason in part_of(page, place)
    assert f"Not saved yet: {reason}" in one_line(page[page.index("data-status-line") :])


def test_a_save_that_an_action_refuses_is_shown_there_too(client, room, discussion, people):
    people.members.member.left_on = timezone.localdate() - timedelta(days=3)
    people.members.member.save()
    step = NextStepFactory(discussion=discussion)
    typed = {
        f"issue_{discussion.pk}_1": "Closed on Fridays",
        f"theme_{discussion.pk}_1": "no such theme",
        "keep": "issues",
    }

    page = client.post(room, typed).content.decode()

    assert step.pk
    assert "Not saved" in part_of(page, "issues")


def test_several_issues_and_questions_are_saved_at_once(client, room, discussion):
    pk = discussion.pk
    typed = {
        f"theme_{pk}_1": "threshold", f"issue_{pk}_1": "The first", f"theme_{pk}_2": "threshold", f"issue_{pk}_2": "The second",
        f"question_{pk}_1": "What helps?", f"question_{pk}_3": "Who knows?", "keep": "issues",
    }  # fmt: skip

    assert client.post(room, typed).status_code == 302

    assert {issue.words for issue in discussion.case.issues.all()} == {"The first", "The second"}
    assert {question.words for question in discussion.case.questions.all()} == {"What helps?", "Who knows?"}


def test_each_thing_that_was_saved_can_be_edited_and_leads_back_to_its_place(
    client, room, discussion, people, meeting
):
    pk = discussion.pk
    earlier = MeetingFactory(site=people.site, number=1, held=True)
    FeedbackFactory(
        next_step=NextStepFactory(
            discussion__case=CaseFactory(site=people.site), discussion__meeting=earlier
        ),
        meeting=meeting,
    )
    client.post(
        room,
        {
            f"what_{pk}_1": "Ring first", f"owner_{pk}_1": people.members.member.pk, f"theme_{pk}_1": "threshold",
            f"issue_{pk}_1": "Closed", f"question_{pk}_1": "Why?",
        },
    )  # fmt: skip

    page = client.get(room).content.decode()
    links = [link.replace("&amp;", "&") for link in re.findall(r'href="([^"]*\?back=[^"]*)"', page)]

    places = {}
    for link in links:
        main = client.get(link).content.decode().partition("<main")[2]  # the header has a search of its own
        [form] = [each for each in forms_in(main, at=link) if each.typed][:1]
        sent = dict(form.as_filled()) | {"reason": "A slip"}
        response = client.post(link, sent)
        assert response.status_code == 302, link
        assert response.url == parse_qs(urlsplit(link).query)["back"][0]
        places[response.url.removeprefix(room)] = link
    assert set(places) == {"#case", "#steps", "#issues", "#questions", "#feedback"}


def test_nobody_is_led_to_another_site_by_the_way_back(client, room, discussion):
    address = reverse("cases:notes_edit", args=[discussion.pk])

    for back in ("https://elsewhere.example/", "//elsewhere.example/", "javascript:alert(1)"):
        response = client.post(f"{address}?back={back}", {"notes": f"Other notes {back[:4]}"})
        assert response.url == discussion.case.get_absolute_url()


def test_before_the_day_nobody_can_be_marked_as_here_or_absent(client, people):
    meeting = MeetingFactory(site=people.site, number=3, starts_at=timezone.now() + timedelta(days=3))
    client.force_login(people.facilitator)

    for address in (
        reverse("meeting_room", args=[meeting.pk]),
        reverse("meetings:attendance_record", args=[meeting.pk]),
    ):
        page = client.get(address).content.decode()
        radios = re.findall(r'<input class="btn-check"[^>]*value="(\w+)"[^>]*>', page)
        off = re.findall(r'<input class="btn-check"[^>]*value="(\w+)"[^>]* disabled', page)
        assert set(radios) == {"present", "apologies", "absent", "stand_in"}
        assert set(off) == {"present", "absent"}
        assert "Until the day of the meeting you can only record apologies and stand-ins." in one_line(page)


def test_a_mark_that_is_refused_goes_back_to_the_one_that_is_saved(client, people):
    meeting = MeetingFactory(site=people.site, number=3, starts_at=timezone.now() + timedelta(days=3))
    member = people.members.member
    client.force_login(people.facilitator)
    address = reverse("room_send", args=[meeting.pk])

    first = client.post(address, {"field": f"mark_{member.pk}", "text": "present", "key": "a"}).json()
    record_attendance(meeting, marks={member: ("apologies", "")}, by=people.facilitator)
    second = client.post(address, {"field": f"mark_{member.pk}", "text": "present", "key": "b"}).json()

    assert (first["state"], first["kept"], second["kept"]) == ("refused", "", "apologies")


def test_after_closing_the_way_leads_to_the_minutes(client, room, meeting, people):
    record_attendance(meeting, marks={people.members.member: ("present", "")}, by=people.facilitator)
    close(meeting, by=people.facilitator)

    page = client.get(reverse("meeting_close", args=[meeting.pk])).content.decode()

    assert f'href="{reverse("minutes_edit", args=[meeting.pk])}">Write the minutes</a>' in one_line(page)


MAY_BE_DONE = {"minutes_strike", "room_strike"}  # at a cancelled meeting: words are taken out of it for good


def pages_of_a_meeting() -> list[str]:
    """The names of the addresses of every page about one meeting."""
    resolver = get_resolver()
    spaces = {"": resolver} | {f"{name}:": space for name, (_, space) in resolver.namespace_dict.items()}
    return sorted(
        prefix + name
        for prefix, space in spaces.items()
        for name in space.reverse_dict
        if isinstance(name, str)
        for possible, *_ in space.reverse_dict.getlist(name)
        for template, arguments in possible
        if template.startswith("meetings/%(pk)s/") and arguments == ["pk"]
    )


def test_a_cancelled_meeting_offers_nothing_to_do(client, people):
    start = timezone.now() + timedelta(days=5)
    meeting = schedule(people.site, starts_at=start, minutes_long=120, by=people.facilitator)
    record_attendance(meeting, marks={people.members.member: ("apologies", "")}, by=people.facilitator)
    cancel(meeting, because="Snow", by=people.facilitator)
    Meeting.objects.filter(pk=meeting.pk).update(starts_at=timezone.now() - timedelta(hours=1))
    client.force_login(people.facilitator)
    offered = {}

    names = [name for name in pages_of_a_meeting() if name not in MAY_BE_DONE]
    for name in names:
        response = client.get(reverse(name, args=[meeting.pk]))
        if response.status_code == 200 and "html" in response["Content-Type"]:
            main = response.content.decode().partition("<main")[2]
            offered[name] = [form.action for form in forms_in(main, at="/") if form.method == "post"]

    assert len(names) > 8
    assert [name for name, actions in offered.items() if actions] == []


def test_the_room_of_a_cancelled_meeting_says_that_it_is_cancelled(people):
    start = timezone.now() + timedelta(days=5)
    meeting = schedule(people.site, starts_at=start, minutes_long=120, by=people.facilitator)
    cancel(meeting, because="Snow", by=people.facilitator)

    with pytest.raises(RefusedError, match="was cancelled"):
        refuse_closed(meeting)
