"""The way of an issue: raised in the room, mailed when it is approved, answered on a phone, heard of where it was raised, and
kept or not when its day comes. The clock moves on from day to day, and nobody looks but whoever a mail brought there.
"""

import re
from datetime import date, datetime
from urllib.parse import urlsplit

import pytest
import time_machine
from django.utils import timezone
from playwright.sync_api import expect

from cases.clearance import actions as clearance
from cases.commissioning.models import CommissionerIssue
from kit.tasks import send_due_mail
from newsletter import actions as newsletter
from newsletter.delivery import deliver
from pages.notices.tasks import make_due_mail
from tests.browser import table
from tests.browser.journeys import Visitor
from tests.browser.test_main_line import (
    IN_GENERAL,
    IN_THE_WAY,
    OF_AN_ISSUE,
    agree,
    approve,
    publish,
    put_in_general_words,
)
from tests.factories.cases import CaseFactory, DiscussionFactory
from tests.newsletter.checking import check, check_and_approve, send_and_check, texts_of

pytestmark = pytest.mark.django_db(transaction=True)

HEADLINE = "People who do not open post lose support"
REPLY = "From Monday nobody is closed before somebody has rung."
PHONE, DESK = {"width": 390, "height": 844}, {"width": 1280, "height": 900}
SECRETS = [HEADLINE, IN_GENERAL, IN_THE_WAY, REPLY]


class Post:
    """The post of a morning, as a real mail server takes it."""

    def __init__(self, letters: list):
        self.letters = letters

    def comes(self) -> None:
        """Make and send what is due now. No mail has a word of the case."""
        self.letters.clear()
        make_due_mail()
        send_due_mail()
        for letter in self.letters:
            assert not [words for words in SECRETS if words in self._body(letter)]

    def link_for(self, user) -> str:
        """The address of an issue in the mail that this person has."""
        return self._path(r"\S+/commissioning/\d+/", user)

    def setting_for(self, user) -> str:
        """The address in its foot that changes such mail, without signing in."""
        return self._path(r"\S+/notices/settings/\S+/", user)

    def _path(self, pattern: str, user) -> str:
        [link] = set(re.findall(pattern, self.words_for(user)))
        return urlsplit(link).path

    def words_for(self, user) -> str:
        """What the mail to this person says."""
        bodies = [self._body(letter) for letter in self.letters if letter["To"] == user.email]
        return " ".join(" ".join(bodies).split())

    def _body(self, letter) -> str:
        [text] = [part for part in letter.walk() if part.get_content_type() == "text/plain"]
        return text.get_payload(decode=True).decode()


def test_an_issue_goes_from_the_room_to_a_promise_that_was_kept_or_not(smtp, page, sign_in, axe):
    post = Post(smtp)

    def at(name: str, size=DESK, *, checks=False) -> Visitor:
        page.set_viewport_size(size)
        sign_in(page, here.user(name))
        return Visitor(page, axe if checks else None)

    with on(date(2026, 3, 3), 10):  # a Tuesday
        here = table.lay()
        meeting, following = here.meeting(in_days=-0.01), here.meeting(in_days=14)
        bev = here.user("Bev").memberships.get()
        case = CaseFactory(site=here.site, presenter=bev, title="The post that nobody opens")
        DiscussionFactory(case=case, meeting=meeting, notes="")
        raise_in_the_room(at("Ruth"), meeting)
        put_in_general_words(at("Ruth"), case)
        agree(at("Bev"), HEADLINE, IN_GENERAL)
        approve(at("Carol"), f"Check before sharing: {HEADLINE}")
        publish(at("Ruth"), HEADLINE, readers=OF_AN_ISSUE)
        issue = CommissionerIssue.objects.get(case=case)

    with on(date(2026, 3, 4), 8):
        post.comes()
        chris = at("Chris", PHONE, checks=True)
        chris.opens(post.link_for(here.user("Chris")))
        promise(chris)

    with on(date(2026, 3, 5), 8):
        post.comes()
        for name in ("Ruth", "Bev"):
            reader = at(name, PHONE)
            reader.opens(post.link_for(here.user(name)))
            reader.reads("We will change this by 20 March 2026.", REPLY, "Chris Vane")

    with on(date(2026, 3, 16), 14):  # the day before the next meeting
        ruth = at("Ruth")
        ruth.opens(following.get_absolute_url())
        ruth.reads("Replies from commissioners", "We will change this. Promised for 20 March 2026.")
        send_the_letter(here, at("Pat"))
        smtp.clear()
        deliver()
        assert REPLY in post.words_for(here.user("Bev"))
        carol = at("Carol")
        carol.opens("/newsletter/common-ground/2026-03/")
        carol.reads(HEADLINE, REPLY)

    with on(date(2026, 3, 23), 8):  # its day was on Friday
        post.comes()
        chris = at("Chris", PHONE, checks=True)
        chris.opens(post.link_for(here.user("Chris")))
        say(chris, "Say whether it was done", "Yes")
        chris.reads("Done.")
        page.context.clear_cookies()
        chris.opens(post.setting_for(here.user("Chris")))
        chris.reads("Everything still waits in Copsite.")

    with on(date(2026, 3, 24), 8):
        post.comes()
        bev = at("Bev", PHONE)
        bev.opens(post.link_for(here.user("Bev")))
        bev.reads("Done.")
        ruth = at("Ruth", PHONE, checks=True)
        ruth.opens(post.link_for(here.user("Ruth")))
        say(ruth, f"Say whether it was done at {here.site}", "No")
        ruth.reads("Views differ on whether this was done.", "The site that raised it says: not kept.")
        chris = at("Chris", PHONE)
        chris.opens(issue.get_absolute_url())
        chris.reads("Views differ on whether this was done.")


def on(day: date, hour: int):
    """That day, a minute past the hour, with a clock that goes on."""
    return time_machine.travel(timezone.make_aware(datetime(day.year, day.month, day.day, hour, 1)))


def raise_in_the_room(ruth, meeting):
    ruth.opens(f"/meetings/{meeting.pk}/room/")
    ruth.picks("Theme, row 1", "Excluded from a service")
    ruth.writes("What commissioners should know, row 1", IN_THE_WAY)
    ruth.presses("Save issues")
    ruth.reads(IN_THE_WAY)


def promise(chris):
    chris.reads(IN_GENERAL, "What happens with your reply")
    assert IN_THE_WAY not in chris.page.content()
    chris.chooses("Your answer", "We will change this")
    expect(chris.field("Who decided")).to_be_hidden()  # only an exception has it
    chris.writes("Your reply", REPLY)
    chris.writes("By when, or until when", "20 March")
    chris.has_read()
    chris.presses("Send my reply")
    chris.reads("Your reply has been sent.", REPLY)


def send_the_letter(here, pat):
    """The knowledge broker sees the reply among what happened in the month; others check the letter, and it is sent."""
    issue = newsletter.assemble(here.programme, month=date(2026, 3, 1))
    pat.opens("/newsletter/common-ground/2026-03/edit/")
    pat.reads(HEADLINE, REPLY)
    newsletter.edit_issue(issue, title="The telephone month", standfirst="", by=here.user("Pat"))
    send_and_check(issue, by=here.user("Pat"))
    bev = here.user("Bev")
    for text in texts_of(issue).filter(case__isnull=False):
        member = bev.memberships.get()
        clearance.agree(text.case, member=member, audience=text.audience, by=bev, text=text)
    check(issue, by=here.user("Carol"))
    check_and_approve(issue, by=here.user("Ana"))
    newsletter.send(issue, by=here.user("Ana"))


def say(somebody, link, answer):
    somebody.follows(re.compile(link))
    somebody.chooses("Was it done?", answer)
    somebody.presses("Save")
