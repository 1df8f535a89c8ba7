"""Gunicorn's configuration for `make run`: web, Celery worker and beat in one process tree, with no Redis.

Started by `scripts/run.py`. A real installation runs the three apart (docker-compose.yml).
"""

import logging
import os
import threading
import warnings

port = int(os.environ.get("PORT", "8000"))

bind = f"127.0.0.1:{port}"
workers = 1  # the in-memory queue lives in this process; a second one would have a queue of its own
threads = 8
worker_class = "gthread"
loglevel = "warning"
control_socket_disable = True
graceful_timeout = 5

# the demonstration serves static/dist as it is, so nothing is collected
warnings.filterwarnings("ignore", message="No directory at")

_stops = []


def post_worker_init(worker):
    """Start the background work inside the web process, then say where everything is."""
    from celery.beat import EmbeddedService
    from django.conf import settings

    from copsite.celery import app

    logging.getLogger("kombu.connection").setLevel(
        logging.ERROR
    )  # it misses the host name of a queue in memory
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
    _stops.extend([beat.stop, lambda: controller.stop(in_sighandler=False)])
    _greet()


def worker_exit(server, worker):
    """Let the background work end tidily when the web process does."""
    while _stops:
        _stops.pop(0)()


def _greet():
    """Where to look, and who to be."""
    print(f"\nCopsite is at http://localhost:{port}   (Ctrl-C stops it)", flush=True)
    try:
        from demonstration.people import SIGN_INS
    except ImportError:
        return
    print("Sign in with one click on that page, as one of these people:")
    for person in SIGN_INS:
        print(f"  {person['role']:<18} {person['name']:<22} {person['email']}")
    print(f"Mail that Copsite sends is kept at http://localhost:{port}/demo/mail/\n", flush=True)
