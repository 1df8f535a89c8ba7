"""The room in Chromium with more than one person in it: rows, words of others, presenters, texts set aside."""

from datetime import timedelta

import pytest
from django.utils import timezone
from playwright.sync_api import expect

from kit.models import Draft, Presence, Revision, subject_of
from members.models import User
from tests.factories.members import MemberFactory, UserFactory

pytestmark = pytest.mark.django_db(transaction=True)
STORY = "The case, as presented"
ROW = "What to try, row {}"


@pytest.fixture
def at_another_computer(browser, browser_context_args, sign_in, path):
    """`at_another_computer(user)`: the room as that person sees it there."""
    contexts = []

    def open_room(user):
        contexts.append(browser.new_context(**browser_context_args))
        page = contexts[-1].new_page()
        sign_in(page, user)
        page.goto(path)
        return page

    yield open_room
    for context in contexts:
        context.close()


@pytest.mark.parametrize("width", [1280, 390])
def test_rows_can_be_added_without_losing_what_is_typed_and_follow_their_writer(
    room, ruth, at_another_computer, axe, width, eventually
):
    room.set_viewport_size({"width": width, "height": 844})
    room.get_by_label(ROW.format(3)).fill("The third")
    room.get_by_role("button", name="Add a row", exact=True).click()
    room.get_by_role("button", name="Add a row", exact=True).click()

    expect(room.get_by_label(ROW.format(5))).to_be_focused()
    room.keyboard.type("The fifth")
    room.get_by_label("Who, row 5").select_option(label="Tom Hallett")
    axe(room)
    eventually(lambda: Draft.objects.filter(text="The fifth").exists())
    there = at_another_computer(ruth)

    expect(there.get_by_label(ROW.format(3))).to_have_value("The third")
    expect(there.get_by_label(ROW.format(5))).to_have_value("The fifth")
    expect(there.get_by_label("Who, row 5").locator("option:checked")).to_have_text("Tom Hallett")


def test_what_somebody_typed_shows_by_name_and_is_taken_over_once_they_are_gone(room, amina, axe, eventually):
    amina.get_by_label(ROW.format(1)).fill("Ring before writing")

    note = "Amina Begum has typed here, not saved yet"
    expect(room.get_by_text(note).first).to_be_visible()
    expect(room.get_by_text("when they have been away for two minutes")).to_be_visible()
    amina.goto("about:blank")
    long_ago = timezone.now() - timedelta(minutes=3)
    Draft.objects.update(updated_at=long_ago)
    Presence.objects.filter(user__name="Amina Begum").update(seen_at=long_ago)
    axe(room)
    room.get_by_role("button", name="Take over").click()

    expect(room.get_by_text("What Amina Begum typed is now in your form")).to_be_visible()
    expect(room.get_by_label(ROW.format(1))).to_have_value("Ring before writing")
    expect(room.get_by_text(note)).to_have_count(0)


def test_a_presenter_writes_their_own_case_beside_the_facilitator(
    room, case, site, at_another_computer, axe, text_of, eventually
):
    joe = MemberFactory(site=site, name="Joe Bright", user=UserFactory(name="Joe Bright"))
    case.presenter_rows.create(member=joe)
    there = at_another_computer(User.objects.get(pk=joe.user_id))
    axe(there)

    there.get_by_label(STORY).fill("As Joe tells it")

    eventually(lambda: text_of() == "As Joe tells it")
    expect(room.get_by_label(STORY)).to_have_value("As Joe tells it", timeout=60_000)
    expect(room.get_by_text("Joe Bright is writing here")).to_be_visible()
    expect(there.get_by_text("Who is here")).to_have_count(0)


@pytest.mark.parametrize("width", [1280, 390])
def test_a_text_set_aside_is_put_back_from_the_room(room, case, facilitator, axe, width, text_of):
    room.set_viewport_size({"width": width, "height": 844})
    amina = facilitator("Amina Begum")
    Revision.objects.create(
        subject=subject_of(case), section="presentation set aside", version=1, text="Amina, offline", by=amina
    )
    room.reload()

    room.get_by_role("link", name="1 text set aside here").click()
    expect(room.get_by_role("heading", name="Set aside: Amina Begum")).to_be_visible()
    axe(room)
    room.get_by_role("button", name="Restore").click()

    expect(room.get_by_text("Restored.")).to_be_visible()
    expect(room.get_by_role("button", name="Restore")).to_have_count(0)
    assert text_of() == "Amina, offline"


def test_everybody_here_keeps_to_the_ground_rules_with_one_click_and_an_exception(room, meeting, eventually):
    for name in ("Tom Hallett", "Ruth Adeyemi"):
        room.get_by_role("group", name=name, exact=True).get_by_text("Here").click()
    eventually(lambda: meeting.attendances.count() == 2)
    room.reload()

    room.get_by_role("checkbox", name="Tom Hallett").check()
    room.get_by_role("button", name="Everyone else has agreed").click()

    expect(room.get_by_role("checkbox", name="Tom Hallett")).to_be_visible()
    expect(room.get_by_role("checkbox", name="Ruth Adeyemi")).to_have_count(0)
    assert [agreement.member.name for agreement in meeting.ground_rules.agreements.all()] == ["Ruth Adeyemi"]


def test_once_the_meeting_is_closed_the_room_says_so_and_keeps_the_words_on_screen(room, meeting, eventually):
    meeting.closed_at = timezone.now()
    meeting.save()

    room.get_by_label(STORY).fill("A moment too late")

    expect(room.locator("[data-status]")).to_contain_text("closed")
    expect(room.get_by_label(STORY)).to_have_value("A moment too late")
