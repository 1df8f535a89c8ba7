"""A word of its own in every confidential text comes out for those who may read it, and for nobody else, in any byte."""

import pytest
from django.db.models import Q

from demonstration.mailbox import sent_messages
from meetings.invitations.models import DateInvitation
from meetings.models import CalendarFeed
from tests.permissions.circles import ALL, HERE, MEMBERS, PLACED
from tests.permissions.confidential import (
    BEING_CHECKED,
    CIRCLES,
    OF_THE_INDEX,
    SHOWN_NOWHERE,
    is_key,
    is_open,
    key_of,
    text_fields,
)
from tests.permissions.crawl import CRAWLERS, crawl, make_pdfs
from tests.permissions.planting import words_of_pdf

# What the world sent for checking, and who may read it there or wherever it went from there.
WORDS = {
    "zqxfor_programme": MEMBERS,
    "zqxfor_commissioners": PLACED,
    "zqxfor_public": ALL,
    "zqxwithdrawn": HERE,
    "zqxbeing_checked": HERE,
    "zqxsent_back": HERE,
    "zqxsendback": HERE,
    "zqxissue": HERE | {"adviser", "commissioner"},
    "zqxeverybody": ALL,
    "zqxseen": PLACED,
    "zqxline": PLACED,
    "zqxanswer": ALL,
    "zqxgone": HERE - {"stepped_out"},
    "zqxwaiting": HERE - {"stepped_out"},
    "zqxquestion": MEMBERS,
    "zqxupdate": MEMBERS,
    "zqxletter": MEMBERS,
    "zqxreply": HERE | {"adviser", "commissioner"},
    "zqxworks": HERE,  # a role that works with the person of every case, of a table where nobody sits
}
IN_THE_LETTER_TOO = {"zqxissue": MEMBERS, "zqxreply": MEMBERS}  # a commissioner's answer, told to every site
OF_CASES = ("cases.", "next_steps.", "commissioning.", "clearance.", "knowledge.", "library.")
TOLD_TO_THE_INVITED = {  # in the letter of an invitation to a meeting or an event: where it is, and where it was to be
    "meetings.meeting.place",
    "meetings.meeting.link",
    "invitations.invitationchange.place",
    "invitations.invitationchange.link",
    "sites_app.programmeevent.place",
    "sites_app.programmeevent.link",
}
STAYS = (*OF_CASES, "meetings.")  # with a site, and out of all mail
pytestmark = pytest.mark.long


def may_read(world, word: str, role: str, name: str) -> bool:
    """Whether `role` may read `word` on the page `name`."""
    if word == "zqxfile":
        return role in MEMBERS
    if word in world.planted.may_read:
        return role in world.planted.may_read[word]
    if word == "zqxworks" and name.startswith("admin"):
        return role == "superuser"  # it is a word of the vocabulary
    circle = WORDS.get(word, HERE)  # a word of a draft that was overwritten stays with the site
    if name.startswith("newsletter:") or name == "mail":
        circle = circle | IN_THE_LETTER_TOO.get(word, set())
    return role in circle


def test_every_text_field_says_who_may_read_it():
    unknown = [
        key_of(model, field)
        for model, field in text_fields()
        if key_of(model, field) not in CIRCLES.keys() | BEING_CHECKED | OF_THE_INDEX
        and not is_open(model, field)
        and not is_key(model, field)
    ]

    assert unknown == []


def test_no_canary_comes_out_for_anybody_who_may_not_read_it(world):
    leaks = {
        f"{', '.join(world.planted.fields(word))} on {answer.name} for {answer.role}"
        for answer in crawl(world)
        for word in answer.canaries
        if not may_read(world, word, answer.role, answer.name)
    }

    assert leaks == set(), "\n" + "\n".join(sorted(leaks))


def test_every_canary_comes_out_for_somebody(world):
    """One that nobody sees proves nothing."""
    seen = set().union(*(answer.canaries for answer in crawl(world)))

    shown = set().union(*map(world.planted.fields, seen))
    assert (CIRCLES.keys() - SHOWN_NOWHERE | WORDS.keys() | {"zqxfile"}) - shown == set()


def test_every_circle_was_planted_into(world):
    planted = set().union(*world.planted.where.values())

    assert CIRCLES.keys() - planted <= SHOWN_NOWHERE


def test_only_a_word_that_was_planted_is_a_canary(world):
    word = next(iter(world.planted.where))

    assert world.planted.canaries_in(f"{word.upper()} zqx3567 zqx9999qxz".encode()) == {word}


def test_no_letter_tells_its_reader_what_they_may_not_read(world):
    role_of = {user.email: role for role, user in _users(world).items()}
    leaks, told = set(), set()

    for letter in sent_messages():
        reader = role_of.get(letter.to, "anonymous")
        own = world.planted.canaries_in(letter.to.encode())
        for part in letter.message.walk():
            if not part.is_multipart():
                words = world.planted.canaries_in(part.get_payload(decode=True)) | world.planted.canaries_in(
                    str(letter.message["Subject"]).encode()
                )
                told |= words
                leaks |= {
                    f"{', '.join(world.planted.fields(word))} for {reader}"
                    for word in words - own
                    if not may_read(world, word, reader, "mail")
                    and not _is_of_its_reader(world, word, letter.message)
                }

    assert told >= {"zqxfor_public", "zqxfor_programme", "zqxupdate", "zqxreply"}
    assert leaks == set(), "\n" + "\n".join(sorted(leaks))


def _users(world) -> dict:
    return {role: world.user(role) for role in CRAWLERS if role != "anonymous"}


def _invited_to_a_date(message) -> bool:
    """Whether a letter is to somebody who was invited to a meeting or an event by name."""
    to = message["To"]
    return DateInvitation.objects.filter(Q(email=to) | Q(user__email=to)).exists()


def _is_of_its_reader(world, word: str, message) -> bool:
    """Whether `word` is in an invitation to its reader: their own name, who invites them, where it is."""
    where = world.planted.fields(word)
    names = {"members.member.name", "members.user.name"}
    if message["To"] == world.invitation.email and where & (names | {"members.invitation.name"}):
        return True
    return bool(where & (names | TOLD_TO_THE_INVITED)) and _invited_to_a_date(message)


def test_no_mail_holds_words_that_stay_with_a_site(world):
    leaks = set()

    for letter in sent_messages():
        for part in letter.message.walk():
            payload = b"" if part.is_multipart() else part.get_payload(decode=True)
            for word in world.planted.canaries_in(payload):
                where = world.planted.fields(word)
                if not (where & TOLD_TO_THE_INVITED and _invited_to_a_date(letter.message)):
                    leaks |= {name for name in where if name.startswith(STAYS)}

    assert leaks == set()


def test_no_calendar_holds_words_of_a_case(client, world):
    for feed in CalendarFeed.objects.all():
        answer = client.get(feed.get_absolute_url())
        fields = set().union(*map(world.planted.fields, world.planted.canaries_in(answer.content)))

        assert answer.status_code == 200
        assert fields >= {"meetings.meeting.place"}
        assert not any(name.startswith((*OF_CASES, "zqx")) for name in fields)
        assert "meetings.meeting.minutes" not in fields


def test_the_words_of_a_pdf_are_read_letter_by_letter(world):
    make_pdfs()
    version = world.write_ups["for_public"].versions.get()

    with version.pdf.file.open() as file:
        words = words_of_pdf(file.read())

    assert "zqxfor_public story" in words
