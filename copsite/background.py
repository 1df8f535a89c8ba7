"""The Celery worker and beat as threads of the web process, for `make run`; and the greeting on its screen."""

import logging
import threading
from collections.abc import Callable

from celery.beat import EmbeddedService
from django.conf import settings

from copsite.celery import app
from demonstration.people import SIGN_INS


def start() -> list[Callable]:
    """Start worker and beat; return the calls that stop them, in their order."""
    # it misses the host name of a queue in memory
    logging.getLogger("kombu.connection").setLevel(logging.ERROR)
    controller = app.WorkController(
        app=app,
        pool="threads",
        concurrency=2,
        loglevel="WARNING",
        hostname="copsite@embedded",
        without_gossip=True,
        without_mingle=True,
        without_heartbeat=True,
    )
    beat = EmbeddedService(app, thread=True, schedule_filename=str(settings.VAR / "beat-schedule"))
    beat.daemon = True
    threading.Thread(target=controller.start, name="celery-worker", daemon=True).start()
    beat.start()
    app.send_task("newsletter.deliver")  # what a killed process left goes on before the first turn of beat
    return [beat.stop, lambda: controller.stop(in_sighandler=False)]


def greet(port: int) -> None:
    """Say where to look, and who to be."""
    print(f"\nCopsite is at http://localhost:{port}   (Ctrl-C stops it)", flush=True)
    print("Sign in with one click on that page, as one of these people:")
    for person in SIGN_INS:
        print(f"  {person['role']:<22} {person['name']:<22} {person['email']}")
    print(f"Mail that Copsite sends is kept at http://localhost:{port}/demo/mail/\n", flush=True)
