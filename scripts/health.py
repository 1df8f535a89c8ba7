"""Health checks of docker-compose.yml: `health.py web`, `health.py worker`, `health.py beat`. Exit code 0 is healthy."""

import os
import subprocess
import sys
import time
import urllib.request
from pathlib import Path

SCHEDULE = Path("/data/beat")
BEAT_WRITES_EVERY = 180  # seconds; beat keeps its schedule on disk at least that often


def web() -> bool:
    """Check that the server answers and reaches its database."""
    headers = {"Host": os.environ["ALLOWED_HOSTS"].split(",")[0], "X-Forwarded-Proto": "https"}
    request = urllib.request.Request("http://127.0.0.1:8000/healthz", headers=headers)
    with urllib.request.urlopen(request, timeout=8) as response:
        return response.status == 200


def worker() -> bool:
    """Check that a worker answers a ping through the queue."""
    ping = ["celery", "-A", "copsite.celery", "inspect", "ping", "--timeout", "10", "-d", "copsite@worker"]
    return subprocess.run(ping, stdout=subprocess.DEVNULL).returncode == 0


def beat() -> bool:
    """Check that beat has written its schedule lately."""
    times = [file.stat().st_mtime for file in SCHEDULE.glob("schedule*")]
    return bool(times) and time.time() - max(times) < 2 * BEAT_WRITES_EVERY


if __name__ == "__main__":
    sys.exit(0 if {"web": web, "worker": worker, "beat": beat}[sys.argv[1]]() else 1)
