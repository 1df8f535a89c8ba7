"""A message is written from two templates; the demonstration keeps what is sent as files."""

from pathlib import Path

import pytest
from django.core.mail import get_connection

from demonstration.mailbox import sent_messages
from kit.mail import address_of, read_kept, render_message
from tests.factories.members import InvitationFactory, MemberFactory, UserFactory
from tests.factories.sites import SiteFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def invited():
    """What the mail of an invitation speaks of; names hold what HTML would change."""
    site = SiteFactory(code="CP4", place="O’Brien & Sons")
    member = MemberFactory(site=site, user=None, name="Zoë <Z> Hart", email="zoe@example.org")
    invitation = InvitationFactory(member=member, invited_by=UserFactory(name="Ruth “R” Adeyemi"))
    return {"invitation": invitation, "site": site, "programme": site.programme, "role": ""}


def test_a_message_has_its_subject_in_one_line_and_its_words_as_they_are(invited):
    message = render_message("members/email/invitation", invited, to="zoe@example.org")

    assert message.to == ["zoe@example.org"]
    assert message.subject == "Ruth “R” Adeyemi invites you to CP4 O’Brien & Sons"
    assert message.body.startswith("Hello Zoë <Z> Hart,")


def test_links_in_a_message_are_whole_addresses(invited, settings):
    settings.SITE_ADDRESS = "https://copsite.example.org"

    message = render_message("members/email/invitation", invited, to="zoe@example.org")

    assert f"https://copsite.example.org/invitations/{invited['invitation'].token}/" in message.body
    assert address_of("members:invitation_accept", "a-token") == (
        "https://copsite.example.org/invitations/a-token/"
    )


def test_kept_messages_are_files_that_read_back_as_they_were_written(invited, settings, tmp_path):
    settings.EMAIL_FILE_PATH = tmp_path / "kept"
    first, second = (render_message("members/email/invitation", invited, to=f"{n}@example.org") for n in "ab")

    assert get_connection("kit.mail.KeepingBackend").send_messages([first, second]) == 2

    files = sorted(Path(settings.EMAIL_FILE_PATH).iterdir())
    assert [file.suffix for file in files] == [".eml", ".eml"]
    messages = [read_kept(file) for file in files]
    assert [message["To"] for message in messages] == ["a@example.org", "b@example.org"]
    assert messages[0]["Subject"].strip() == first.subject
    assert messages[0].get_body().get_content().splitlines() == first.body.splitlines()
    assert {letter.to for letter in sent_messages()} == {"a@example.org", "b@example.org"}
