import pytest
import time_machine

from demonstration.mailbox import letters
from newsletter.actions import deliver_due
from tests.permissions.world import NOW, build


@pytest.fixture
def world(db, settings, tmp_path):
    """The world on the morning of NOW, its letters sent and kept where the demonstration shows them."""
    settings.EMAIL_BACKEND = "kit.mail.KeepingBackend"
    settings.EMAIL_FILE_PATH = tmp_path / "mail"
    world = build()
    with time_machine.travel(NOW):
        deliver_due()
        world.letter_name = letters()[0].name
        yield world
