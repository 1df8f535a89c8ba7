import pytest
import time_machine

from demonstration.mailbox import letters
from kit.queues import send_due
from newsletter.models import Delivery
from tests.permissions.world import NOW, build


@pytest.fixture
def world(db, settings, tmp_path):
    """The world on the morning of NOW, its letters sent and kept where the demonstration shows them."""
    settings.EMAIL_BACKEND = "kit.mail.KeepingBackend"
    settings.EMAIL_FILE_PATH = tmp_path / "mail"
    world = build()
    with time_machine.travel(NOW):
        send_due(Delivery)
        world.letter_name = letters()[0].name
        yield world
