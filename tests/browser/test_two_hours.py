"""From setting the date to the answers at the next meeting: one facilitator, two meetings, the keyboard alone."""

import re
from datetime import timedelta

import pytest
from django.utils import timezone
from playwright.sync_api import expect

from cases.next_steps.models import Feedback
from copsite.celery import app
from kit.words import day
from meetings.models import Meeting
from tests.browser import table
from tests.browser.journeys import KeyboardVisitor, days_pass

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.worker]

STORY = "Five services write to her. She opens none of it, and two have closed her case."
NOTE = "The chemist sees her every week. Nobody had asked him."
LEARNING = "Ring first, then write."
QUESTION = "Does it help to ring before a letter?"
IN_THE_WAY = "Two services close a case after two letters."


@pytest.mark.parametrize("width", [1280, 390])
def test_a_facilitator_runs_two_meetings_by_keyboard(width, worker, smtp, page, sign_in, axe, eventually):
    page.set_viewport_size({"width": width, "height": 900})
    here = table.lay()

    def at(name: str) -> KeyboardVisitor:
        sign_in(page, here.user(name))
        return KeyboardVisitor(page, axe)

    # Before: a date, a case, its turn
    set_the_date(at("Ruth"), here.site)
    first = Meeting.objects.get(site=here.site)
    case = table.offer_a_case(at("Bev"), by="Bev Sutton", site=here.site)
    pick_the_case(at("Ruth"), first, case)

    # In the room: everything on one page
    days_pass(first, days=0.02)
    second = here.meeting(in_days=28)
    enter_the_room(at("Ruth"), first)
    run_the_meeting(KeyboardVisitor(page, axe), first, case, eventually)
    close_the_meeting(KeyboardVisitor(page, axe), first)

    # After: a mail to whoever took a step on, and an answer by its link without signing in
    app.send_task("next_steps.make_due_mail")
    app.send_task("kit.send_due_mail")
    answer_by_mail(page, axe, smtp, here, eventually)

    # The next meeting: what is still open is asked, and what was answered is not
    days_pass(first, days=28)
    days_pass(second, days=0.02)
    Feedback.objects.update(at=timezone.now() - timedelta(days=20))
    hear_the_rest(at("Ruth"), second)
    assert dict(Feedback.objects.values_list("next_step__what", "outcome")) == {
        "Ring before writing": "helped",
        "Walk there together": "held_steady",
    }


def set_the_date(ruth, site):
    ruth.opens(f"/sites/{site.slug}/meetings/")
    ruth.follows("Set a date")
    ruth.writes("Day", day(timezone.now() + timedelta(days=10)))
    ruth.writes("Time", "2:00pm")
    ruth.presses("Set this date")


def pick_the_case(ruth, meeting, case):
    """It is Bev's turn as much as anybody's: nobody has brought one yet."""
    ruth.opens(meeting.get_absolute_url())
    ruth.follows("Choose a case")
    ruth.reads(case.title, "Whose turn it is", "Has not presented a case yet")
    ruth.chooses("One case to choose from", case.title)
    ruth.presses("Choose this case")
    assert case.discussions.get().meeting == meeting


def enter_the_room(ruth, meeting):
    ruth.opens(meeting.get_absolute_url())
    ruth.follows("Open the meeting room")


def run_the_meeting(ruth, meeting, case, eventually):
    ruth.marks(
        [
            ("Bev Sutton", "Here"),
            ("Carol Whitcombe", "Gwen Ross"),
            ("Ruth Adeyemi", "Here"),
            ("Tom Hallett", "Here"),
        ]
    )
    ruth.writes("The case, as presented", STORY)
    ruth.writes("Notes of the discussion", NOTE)
    ruth.writes("What to try, row 1", "Ring before writing")
    ruth.picks("Who, row 1", "Bev Sutton")
    ruth.writes("What to try, row 2", "Walk there together")
    ruth.picks("Who, row 2", "Tom Hallett")
    ruth.writes("Learning for better practice", LEARNING)
    ruth.picks("Theme, row 1", "Excluded from a service")
    ruth.writes("What commissioners should know, row 1", IN_THE_WAY)
    ruth.writes("A question for the knowledge broker, row 1", QUESTION)
    expect(ruth.page.locator("[data-status]")).to_contain_text("Saved ")
    ruth.presses("Continue to close the meeting")


def close_the_meeting(ruth, meeting):
    ruth.presses("Close the meeting")
    meeting.refresh_from_db()
    assert meeting.is_closed


def answer_by_mail(page, axe, letters, here, eventually):
    """Bev reads on any telephone: the mail holds no word of the case, the link opens her own step and no other."""
    bev = here.user("Bev")

    def link() -> str:
        parts = [part for letter in letters if letter["To"] == bev.email for part in letter.walk()]
        bodies = [
            part.get_payload(decode=True).decode()
            for part in parts
            if part.get_content_type() == "text/plain"
        ]
        found = [re.search(r"/next-steps/\S+", body) for body in bodies if "Ring before" not in body]
        return next((match.group() for match in found if match), "")

    path = eventually(link)
    assert not any("Ring before writing" in letter.as_string() for letter in letters)
    page.context.clear_cookies()
    visitor = KeyboardVisitor(page, axe)
    visitor.opens(path)
    visitor.reads("Ring before writing")
    expect(visitor.main).not_to_contain_text("Walk there together")
    visitor.chooses("Did it help?", "Helped")
    visitor.writes("Details", "She picked up at once.")
    visitor.presses("Give feedback")
    visitor.is_at("Thank you, Bev")


def hear_the_rest(ruth, meeting):
    """Bev is not asked again; Tom, who has no e-mail, says it in the room."""
    enter_the_room(ruth, meeting)
    asked = ruth.main.get_by_role("group", name=re.compile("what happened"))
    expect(asked).to_have_count(1)
    ruth.chooses("Walk there together: what happened?", "Held steady")
    ruth.writes("What happened? Walk there together", "They went twice.")
    ruth.presses("Save answers")
    ruth.reads("She picked up at once.", "They went twice.")
    ruth.opens(f"/sites/{meeting.site.slug}/what-helps/")
    ruth.reads("Of 2 next steps suggested")
