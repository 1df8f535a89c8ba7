"""The meeting room in Chromium: nothing typed is lost, whatever happens to browser, network, session or the others."""

from datetime import timedelta

import pytest
from django.utils import timezone
from playwright.sync_api import expect

from kit.models import Draft, Revision
from members.models import Session

pytestmark = pytest.mark.django_db(transaction=True)
STORY = "The case, as presented"
LEARNING = "Learning for better practice"


def status(page):
    return page.locator("[data-status]")


@pytest.mark.parametrize("width", [1280, 390])
def test_what_is_typed_is_saved_by_itself(room, text_of, axe, width, eventually):
    room.set_viewport_size({"width": width, "height": 844})
    axe(room)

    room.get_by_label(STORY).fill("Five services write to her.")

    eventually(lambda: text_of() == "Five services write to her.")
    expect(status(room)).to_contain_text("Saved ")
    axe(room)


def test_what_is_typed_is_on_its_way_within_a_second(room, text_of, eventually):
    """By the page's own clock, which stands still: a machine that is busy with other things is no fault of the room."""
    room.clock.install()
    room.reload()
    expect(status(room)).to_contain_text("Saved as you type")
    room.clock.pause_at(timezone.now() + timedelta(hours=1))

    room.get_by_label(STORY).fill("Five services write to her.")
    room.clock.run_for(1000)

    eventually(lambda: text_of() == "Five services write to her.")


def test_a_row_that_is_not_kept_yet_is_there_again(room, eventually):
    room.get_by_label("What to try, row 1").fill("Ring before writing")
    eventually(lambda: Draft.objects.filter(text="Ring before writing").exists())

    room.reload()
    expect(room.get_by_label("What to try, row 1")).to_have_value("Ring before writing")
    room.get_by_label("Who, row 1").select_option(label="Tom Hallett")
    room.get_by_role("button", name="Save and add more").click()

    expect(room.get_by_text("Tom Hallett, feedback due at the next meeting")).to_be_visible()
    expect(room.get_by_label("What to try, row 1")).to_have_value("")
    assert not Draft.objects.exists()


def test_a_row_is_kept_when_a_save_of_it_is_still_on_its_way(room, eventually):
    held, passing = [], []
    room.route("**/room/send/", lambda route: route.continue_() if passing else held.append(route))
    room.get_by_label("What to try, row 1").fill("Ring before writing")
    room.get_by_label("Who, row 1").select_option(label="Tom Hallett")
    eventually(lambda: room.wait_for_timeout(100) or len(held) == 2)

    room.get_by_role("button", name="Save and add more").click(no_wait_after=True)
    room.wait_for_timeout(500)
    passing.append(True)
    for route in held:
        route.continue_()

    expect(room.get_by_text("Tom Hallett, feedback due at the next meeting")).to_be_visible()


def test_a_letter_marks_a_person_at_once(room, meeting, eventually):
    room.get_by_role("group", name="Tom Hallett").get_by_label("Here").focus()
    room.keyboard.press("a")

    eventually(lambda: [row.mark for row in meeting.attendances.all()] == ["apologies"])


def test_offline_the_words_stay_on_this_computer_and_go_when_the_network_is_back(room, text_of, eventually):
    room.context.set_offline(True)
    room.get_by_label(STORY).fill("Written without a network")
    expect(status(room)).to_have_text("Saved on this computer, not sent yet")
    room.wait_for_timeout(3000)
    assert text_of() == ""

    room.context.set_offline(False)

    eventually(lambda: text_of() == "Written without a network")
    expect(status(room)).to_contain_text("Saved ")


def test_a_session_that_ends_asks_to_sign_in_and_loses_nothing(room, sign_in, ruth, text_of, eventually):
    Session.objects.all().delete()
    room.get_by_label(STORY).fill("Typed after the session was over")

    expect(status(room)).to_contain_text("Sign in again")
    expect(room.get_by_role("link", name="Sign in (in a new tab)")).to_be_visible()
    assert text_of() == ""
    sign_in(room, ruth)

    eventually(lambda: text_of() == "Typed after the session was over")
    expect(room.get_by_label(STORY)).to_have_value("Typed after the session was over")


def test_another_person_on_the_same_browser_reads_nothing(room, sign_in, facilitator, path, text_of):
    room.context.set_offline(True)
    room.get_by_label(STORY).fill("Only for the eyes of Ruth")
    expect(status(room)).to_have_text("Saved on this computer, not sent yet")
    room.goto("about:blank")
    room.context.set_offline(False)
    sign_in(room, facilitator("Amina Begum"))

    room.goto(path)
    room.wait_for_timeout(2500)

    expect(room.get_by_label(STORY)).to_have_value("")
    assert text_of() == ""
    assert not Revision.objects.filter(text__contains="Ruth").exists()


def test_two_people_in_two_sections_do_not_disturb_each_other(room, amina, text_of, eventually):
    room.get_by_label(STORY).fill("Ruth writes the story")
    amina.get_by_label(LEARNING).fill("Amina writes what was learned")

    eventually(lambda: text_of() == "Ruth writes the story")
    eventually(lambda: text_of("learning") == "Amina writes what was learned")
    expect(room.get_by_label(LEARNING)).to_have_value("Amina writes what was learned", timeout=60_000)
    expect(room.locator("[data-presence]")).to_contain_text("Amina Begum is editing")


def test_one_writes_a_section_at_a_time_and_the_other_can_take_over(room, amina, text_of, eventually):
    room.get_by_label(STORY).fill("Ruth writes")
    eventually(lambda: text_of() == "Ruth writes")

    expect(amina.get_by_text("Ruth Adeyemi is writing here")).to_be_visible(timeout=60_000)
    expect(amina.get_by_label(STORY)).not_to_be_editable()
    expect(amina.get_by_label(STORY)).to_have_value("Ruth writes")
    amina.get_by_role("button", name="Take over").click()
    expect(amina.get_by_label(STORY)).to_be_editable()
    amina.get_by_label(STORY).fill("Ruth writes, and Amina too")

    eventually(lambda: text_of() == "Ruth writes, and Amina too")


def test_an_old_text_never_overwrites_a_newer_one(room, amina, text_of, axe, eventually):
    room.context.set_offline(True)
    room.get_by_label(STORY).fill("Ruth, offline")
    amina.get_by_label(STORY).fill("Amina, meanwhile")
    eventually(lambda: text_of() == "Amina, meanwhile")
    room.context.set_offline(False)

    expect(room.get_by_text("Saved by somebody else").first).to_be_visible(timeout=60_000)
    expect(room.get_by_label(STORY)).to_have_value("Ruth, offline")
    expect(room.locator("[data-theirs-text]").first).to_have_text("Amina, meanwhile")
    axe(room)
    assert text_of() == "Amina, meanwhile"
    assert Revision.objects.filter(text="Ruth, offline").exists()


def test_signing_out_with_words_that_are_only_here_asks_first(room):
    room.context.set_offline(True)
    room.get_by_label(STORY).fill("Not sent")
    expect(status(room)).to_have_text("Saved on this computer, not sent yet")

    room.locator("details.account summary").click()
    room.get_by_role("button", name="Sign out").click()

    expect(room.get_by_text("only saved on this computer, until you sign in again")).to_be_visible()


def test_the_room_is_a_plain_form_without_script(
    browser, browser_context_args, sign_in, ruth, meeting, text_of
):
    context = browser.new_context(**{**browser_context_args, "java_script_enabled": False})
    page = context.new_page()
    sign_in(page, ruth)
    page.goto(f"/meetings/{meeting.pk}/room/")

    page.get_by_label(STORY).fill("Entered from paper")
    page.get_by_role("group", name="Tom Hallett").get_by_text("Here").click()
    page.get_by_role("button", name="Save", exact=True).click()

    expect(page.get_by_label(STORY)).to_have_value("Entered from paper")
    assert text_of() == "Entered from paper"
    assert meeting.attendances.get().mark == "present"
    context.close()
