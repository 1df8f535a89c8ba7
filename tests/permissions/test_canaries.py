"""A word of its own in every confidential text comes out for those who may read it, and for nobody else, in any byte."""

import pytest
import time_machine

from cases.actions import presenter_notices
from cases.models import BringRequest, PresenterNotice
from demonstration.mailbox import letters
from kit.queues import send_due
from knowledge.library.actions import write_ups as library_actions
from knowledge.library.models import Pdf
from meetings.models import CalendarFeed, MinutesMail
from members import actions as member_actions
from members.models import InvitationMail
from newsletter import actions as newsletter_actions
from newsletter.models import ConfirmationMail, Delivery, Subscriber
from tests.permissions import addresses
from tests.permissions.asking import ask, clients_of
from tests.permissions.confidential import (
    ALL,
    BEING_CHECKED,
    CIRCLES,
    HERE,
    MEMBERS,
    PLACED,
    SHOWN_NOWHERE,
    is_open,
    key_of,
    text_fields,
)
from tests.permissions.planting import canaries_in, plant, words_of_pdf
from tests.permissions.world import NOW, ROLES, build

# What the world put into the gate, and who may read it there or wherever it went from there.
WORDS = {
    "zqxfor_programme": MEMBERS,
    "zqxfor_commissioners": PLACED,
    "zqxfor_public": ALL,
    "zqxwithdrawn": HERE,
    "zqxbeing_checked": HERE,
    "zqxsent_back": HERE,
    "zqxsendback": HERE,
    "zqxissue": HERE | {"adviser", "commissioner"},
    "zqxwaiting": HERE - {"stepped_out"},
    "zqxquestion": MEMBERS,
    "zqxupdate": MEMBERS,
    "zqxletter": MEMBERS,
    "zqxreply": HERE | {"adviser", "commissioner"},
    "zqxworks": HERE,  # a role that works with the person of every case, of a table where nobody sits
}
IN_THE_LETTER_TOO = {"zqxissue": MEMBERS, "zqxreply": MEMBERS}  # a commissioner's answer, told to every site
BY_LINK = {  # whoever holds the link reads whom it was sent to
    "members:invitation_accept",
    "meetings:reply",
    "next_steps:my_steps",
    "meetings:calendar_feed",
    "newsletter:subscription_confirm",
    "newsletter:unsubscribe",
}
MAIL = {
    "demonstration:mail_list",
    "demonstration:mail_detail",
    "demonstration:mail_html",
}  # read as mail, below
CRAWLERS = [*ROLES, "stepped_out"]


@pytest.fixture
def planted_world(db, settings, tmp_path, django_capture_on_commit_callbacks):
    """The world with its canaries, its PDFs made and its mail sent."""
    settings.EMAIL_BACKEND = "kit.mail.KeepingBackend"
    settings.EMAIL_FILE_PATH = tmp_path / "mail"
    world = build()
    with time_machine.travel(NOW), django_capture_on_commit_callbacks(execute=True):
        world.evidence.file.save("study.pdf", _file("zqxfile"))
        world.planted = plant(world)
        for pdf in Pdf.objects.due():
            library_actions.make_pdf(pdf)
        send_due(Delivery)
        member_actions.send_invitation_again(world.invitation, by=world.user("facilitator"))
        newsletter_actions.subscribe(world.programme, email="curious@example.org")
    with time_machine.travel(NOW):
        assert (send_due(ConfirmationMail), send_due(InvitationMail)) == (1, 1)
        assert send_due(MinutesMail) > 0
        presenter_notices.ask_to_bring(world.member, by=world.user("facilitator"))
        assert (presenter_notices.make_due_notices() > 0, send_due(PresenterNotice, BringRequest) > 1) == (
            True,
            True,
        )
        world.invitation.refresh_from_db()
        world.subscriber.refresh_from_db()
        world.letter_name = letters()[0].name
        yield world


def _file(words: str):
    from django.core.files.base import ContentFile

    return ContentFile(f"A study: {words}".encode())


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


def crawl(world):
    """(role, name of the address, canaries) of every page that every role can ask for."""
    clients = clients_of(world, CRAWLERS)
    pages = [(name, addresses.url_of(name, found, world)) for name, _, found in addresses.ADDRESSES]
    pages += [(name, addresses.of_signing_in(name)) for name in addresses.SIGNING_IN]
    pages += [
        ("members:member_import_report", world.imported.get_absolute_url()),
        ("library:library", "/library/?q=standfirst"),
        ("library:library", "/library/?what=issue"),
        ("library:library", "/library/?q=words"),
        ("knowledge:evidence_list", "/evidence/?q=study"),
        ("case_list", f"/cases/?site={world.site.slug}"),
        ("cases:case_offer", f"/cases/offer/?site={world.site.slug}"),
        *(("case_detail", f"/cases/{case.case_id}/") for case in world.write_ups.values()),
        *(("library:write_up", f"/cases/{case.case_id}/write-up/") for case in world.write_ups.values()),
        *(
            ("meeting_detail", each.get_absolute_url())
            for each in (world.march, world.cancelled, world.held_b)
        ),
        ("site_detail", world.site_b.get_absolute_url()),
        ("clearance:text_check", f"/checking/{world.issue_being_checked.pk}/"),
    ]
    admin = [(name, addresses.of_the_admin(name)) for name in addresses.in_the_admin()]
    for role, client in clients.items():
        for name, url in [*pages, *(admin if role in ("superuser", "facilitator", "anonymous") else [])]:
            if name in BY_LINK | MAIL:
                continue
            response = ask(client, "GET", url)
            yield role, name, canaries_in(response.whole) | canaries_in(response.serialize_headers())


def test_every_text_field_says_who_may_read_it():
    unknown = [
        key_of(model, field)
        for model, field in text_fields()
        if key_of(model, field) not in CIRCLES.keys() | BEING_CHECKED and not is_open(model, field)
    ]

    assert unknown == []


def test_no_canary_comes_out_for_anybody_who_may_not_read_it(planted_world):
    seen: dict[str, set] = {}
    leaks = set()
    for role, name, words in crawl(planted_world):
        for word in words:
            seen.setdefault(word, set()).add(role)
            if not may_read(planted_world, word, role, name):
                where = planted_world.planted.where.get(word, word)
                leaks.add(f"{where} on {name} for {role}")

    shown = planted_world.planted.fields_of(seen)
    never_shown = (CIRCLES.keys() - SHOWN_NOWHERE | WORDS.keys() | {"zqxfile"}) - shown
    assert never_shown == set(), "a canary that nobody sees proves nothing"
    assert leaks == set(), "\n" + "\n".join(sorted(leaks))


def test_every_circle_was_planted_into(planted_world):
    planted = planted_world.planted.fields_of(planted_world.planted.where)

    assert CIRCLES.keys() - planted <= SHOWN_NOWHERE


def test_no_letter_tells_its_reader_what_they_may_not_read(planted_world):
    role_of = {user.email: role for role, user in _users(planted_world).items()}
    leaks, told = set(), set()

    for letter in letters():
        reader = role_of.get(letter.to, "anonymous")
        own = canaries_in(letter.to.encode())
        for part in letter.message.walk():
            if not part.is_multipart():
                words = canaries_in(part.get_payload(decode=True)) | canaries_in(
                    str(letter.message["Subject"]).encode()
                )
                told |= words
                leaks |= {
                    f"{planted_world.planted.where.get(word, word)} for {reader}"
                    for word in words - own
                    if not may_read(planted_world, word, reader, "mail")
                    and not _is_of_its_reader(planted_world, word, letter.message)
                }

    assert told >= {"zqxfor_public", "zqxfor_programme", "zqxupdate", "zqxreply"}
    assert leaks == set(), "\n" + "\n".join(sorted(leaks))


def _users(world) -> dict:
    return {role: world.user(role) for role in CRAWLERS if role != "anonymous"}


def _is_of_its_reader(world, word: str, message) -> bool:
    """Whether `word` is in the reader's own link, or in an invitation: their own name, and who invites them."""
    where = world.planted.where.get(word)
    if where == "newsletter.subscriber.token":
        return Subscriber.objects.filter(email=message["To"], token__iexact=word).exists()
    names = (
        "members.invitation.name",
        "members.invitation.token",
        "members.member.name",
        "members.user.name",
    )
    return message["To"] == world.invitation.email and where in names


def test_no_mail_holds_words_that_stay_with_a_site(planted_world):
    stays = {"cases.", "meetings.", "knowledge."}
    leaks = set()

    for letter in letters():
        for part in letter.message.walk():
            payload = b"" if part.is_multipart() else part.get_payload(decode=True)
            for word in canaries_in(payload):
                where = planted_world.planted.where.get(word, "")
                if any(where.startswith(app) for app in stays):
                    leaks.add(where)

    assert leaks == set()


def test_no_calendar_holds_words_of_a_case(client, planted_world):
    for feed in CalendarFeed.objects.all():
        answer = client.get(feed.get_absolute_url())
        fields = {planted_world.planted.where.get(word, word) for word in canaries_in(answer.content)}

        assert answer.status_code == 200
        assert fields >= {"meetings.meeting.place"}
        assert not any(name.startswith(("cases.", "knowledge.", "zqx")) for name in fields)
        assert "meetings.meeting.minutes" not in fields


def test_the_words_of_a_pdf_are_read_letter_by_letter(planted_world):
    version = planted_world.write_ups["for_public"].versions.get()

    with version.pdf.file.open() as file:
        words = words_of_pdf(file.read())

    assert "zqxfor_public story" in words
