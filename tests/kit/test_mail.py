"""A message is written from two templates; the demonstration keeps what is sent as files."""

from pathlib import Path

import pytest
from django.core.mail import get_connection

from demonstration.mailbox import sent_messages
from kit.mail import address_of, mail_domain, read_kept, render_message
from kit.mail_blocks import Block, blocks_of
from sites_app.models import Site
from tests.factories.members import InvitationFactory, MemberFactory, UserFactory
from tests.factories.sites import SiteFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def invited():
    """What the mail of an invitation speaks of; names hold what HTML would change."""
    site = SiteFactory(code="CP4", place="O’Brien & Sons")
    member = MemberFactory(site=site, user=None, name="Zoë <Z> Hart", email="zoe@example.org")
    invitation = InvitationFactory(member=member, invited_by=UserFactory(name="Ruth “R” Adeyemi"))
    return {"invitation": invitation, "member": member, "site": site, "programme": site.programme, "role": ""}


def test_a_message_has_its_subject_in_one_line_and_its_words_as_they_are(invited):
    message = render_message("members/email/invitation", invited, to="zoe@example.org", row=Site())

    assert message.to == ["zoe@example.org"]
    assert message.subject == "Ruth “R” Adeyemi invites you to CP4 O’Brien & Sons"
    assert message.body.startswith("Hello Zoë <Z> Hart,")


def test_links_in_a_message_are_whole_addresses(invited, settings):
    settings.SITE_ADDRESS = "https://copsite.example.org"

    message = render_message("members/email/invitation", invited, to="zoe@example.org", row=Site())

    assert f"https://copsite.example.org/invitations/{invited['invitation'].token}/" in message.body
    assert address_of("members:invitation_accept", "a-token") == (
        "https://copsite.example.org/invitations/a-token/"
    )


def test_kept_messages_are_files_that_read_back_as_they_were_written(invited, settings, tmp_path):
    settings.EMAIL_FILE_PATH = tmp_path / "kept"
    first, second = (
        render_message("members/email/invitation", invited, to=f"{n}@example.org", row=Site()) for n in "ab"
    )

    assert get_connection("kit.mail.KeepingBackend").send_messages([first, second]) == 2

    files = sorted(Path(settings.EMAIL_FILE_PATH).iterdir())
    assert [file.suffix for file in files] == [".eml", ".eml"]
    messages = [read_kept(file) for file in files]
    assert [message["To"] for message in messages] == ["a@example.org", "b@example.org"]
    assert messages[0]["Subject"].strip() == first.subject
    assert messages[0].get_body(("plain",)).get_content().splitlines() == first.body.splitlines()
    assert {letter.to for letter in sent_messages()} == {"a@example.org", "b@example.org"}


def test_a_label_and_the_link_below_it_are_the_button_and_later_ones_are_links():
    text = "Hello <Zoë>,\n\nIt is on Monday. Tell us if you are coming:\n\nhttps://example.org/a?b&c\n\nSee the agenda:\nhttps://example.org/2"

    hello, coming, agenda = blocks_of(text)

    assert hello == Block(("Hello <Zoë>,",))
    assert coming == Block(
        ("It is on Monday.",),
        label="Tell us if you are coming",
        link="https://example.org/a?b&c",
        is_button=True,
    )
    assert agenda == Block(label="See the agenda", link="https://example.org/2")


def test_the_html_of_a_message_is_its_text_with_names_as_they_are(invited):
    message = render_message("members/email/invitation", invited, to="zoe@example.org", row=Site())
    html, kind = message.alternatives[0]

    assert kind == "text/html"
    assert "Hello Zoë &lt;Z&gt; Hart," in html
    assert html.count("Accept the invitation and choose a password</a>") == 1
    assert message.body.count("Accept the invitation and choose a password:\n") == 1


def test_mail_comes_from_the_domain_of_its_sender_or_else_of_the_site(settings):
    settings.DEFAULT_FROM_EMAIL = "Copsite <letters@cop.example.org>"
    assert mail_domain() == "cop.example.org"
    settings.DEFAULT_FROM_EMAIL, settings.SITE_ADDRESS = "letters", "https://cop.example.com"
    assert mail_domain() == "cop.example.com"
