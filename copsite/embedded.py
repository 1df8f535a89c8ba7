"""Gunicorn's configuration for `make run`: web, Celery worker and beat in one process tree, with no Redis.

Started by `scripts/run.py`. A real installation runs the three apart (docker-compose.yml).
"""

import os
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
    from copsite import background  # gunicorn reads this file before our packages can be imported

    _stops.extend(background.start())
    background.greet(port)


def worker_exit(server, worker):
    """Let the background work end tidily when the web process does."""
    while _stops:
        _stops.pop(0)()
