import pytest
import time_machine
from django.core.files.base import ContentFile
from django.db import transaction
from django.test import TestCase, override_settings

from cases.actions import presenter_notices
from cases.clearance.models import AgreementMail
from cases.models import BringRequest, PresenterNotice
from demonstration.mailbox import sent_messages
from kit import typesetting
from kit.queues import send_due
from kit.typesetting import typeset
from meetings.invitations.models import InvitationMail as LetterOfADate
from meetings.models import MinutesMail
from members import actions as member_actions
from members.models import InvitationMail
from newsletter import actions as newsletter_actions
from newsletter.delivery import deliver
from newsletter.models import ConfirmationMail
from tests.documents import pdf, says
from tests.permissions.planting import plant
from tests.permissions.world import NOW, World, build
from tests.sharing import folder_of_all


@pytest.fixture(scope="package")
def _world(django_db_setup, django_db_blocker, tmp_path_factory, worker_id):
    """The world, made once for all tests of this folder and taken away afterwards."""
    folder = tmp_path_factory.mktemp("world")
    files = override_settings(
        MEDIA_ROOT=folder / "media", EMAIL_BACKEND="kit.mail.KeepingBackend", EMAIL_FILE_PATH=folder / "mail"
    )
    with django_db_blocker.unblock(), files, transaction.atomic():
        world = planted_world()
        world.folder_of_all = folder_of_all(tmp_path_factory, worker_id)
        yield world, folder
        transaction.set_rollback(True)


@pytest.fixture(autouse=True, scope="package")
def _typeset_once():
    """The same page makes the same PDF, byte for byte, so it is typeset once and not for each role that asks."""
    made = {}

    def once(page, *, styles, identifier):
        key = (page, tuple(styles), identifier)
        if key not in made:
            made[key] = typeset(page, styles=styles, identifier=identifier)
        return made[key]

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(typesetting, "typeset", once)
        yield


@pytest.fixture
def world(_world, db, settings):
    """The world on the morning of NOW with its canaries, its mail sent; what a test does to its rows is undone."""
    world, folder = _world
    settings.MEDIA_ROOT = folder / "media"
    with time_machine.travel(NOW):
        yield world


def planted_world() -> World:
    """The world with a word of its own in every text, and its mail sent to where the demonstration shows it."""
    world = build()
    with time_machine.travel(NOW), TestCase.captureOnCommitCallbacks(execute=True):
        world.evidence.file.save("study.pdf", ContentFile(pdf(says("A study: zqxfile"))))
        world.planted = plant(world)
        deliver()
        member_actions.send_invitation_again(world.invitation, by=world.user("facilitator"))
        newsletter_actions.subscribe(world.programme, email="curious@example.org")
    with time_machine.travel(NOW):
        assert (send_due(ConfirmationMail), send_due(InvitationMail)) == (1, 1)
        assert send_due(MinutesMail, AgreementMail) > 1
        assert send_due(LetterOfADate) > 1
        presenter_notices.ask_to_bring(world.presenter, by=world.user("facilitator"))
        assert presenter_notices.make_due_notices() > 0
        assert send_due(PresenterNotice, BringRequest) > 1
    for row in (world.invitation, world.subscriber):
        row.refresh_from_db()
    world.letter_name = next(letter.name for letter in sent_messages() if letter.html)
    return world
