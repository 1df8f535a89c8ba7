"""`make bench`, over HTTP: how many public pages a second visitors get, beside a bare Django view with one query.

Two gunicorn servers with two workers each stand on the same world, the installation with all of its middleware and a bare
Django. Eight connections ask each page in turns for some seconds, so that a busy minute is a busy minute for all.
"""

import argparse
import os
import socket
import statistics
import sys
import time
from contextlib import ExitStack
from pathlib import Path
from threading import Thread

from bench_server import gunicorn

ROOT = Path(__file__).resolve().parent.parent
CONNECTIONS, SECONDS, ROUNDS = 8, 2.0, 3
LEAST = 0.5  # of what the bare view answers


def main() -> int:
    asked = arguments()
    sys.path[:0] = [str(ROOT)]
    os.chdir(ROOT)
    os.environ["DJANGO_SETTINGS_MODULE"] = "copsite.settings.testing"

    import django

    django.setup()
    import bench_worlds
    from django.test.utils import setup_test_environment

    setup_test_environment()
    world = bench_worlds.world_of(asked.cases, seed=1)
    with world.is_used():
        for line in report(world):
            print(line, flush=True)
    return 0


def arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--cases", type=int, default=10_000, help="the size of the world")
    return parser.parse_args()


def report(world) -> list[str]:
    """Return the lines to print."""
    pages = {
        "the library": world.url_of("library:library", "anonymous"),
        "the library, page 4": f"{world.url_of('library:library', 'anonymous')}?page=4",
        "a write-up": world.url_of("library:learning_object_detail / public", "anonymous"),
    }
    with ExitStack() as servers:
        variables = {
            "DJANGO_SETTINGS_MODULE": "bench_http_settings",
            "PYTHONPATH": f"{ROOT}:{ROOT / 'scripts'}",
        }
        ours, bare = (
            servers.enter_context(gunicorn(application, workers=2, threads=4, environment=variables))[0]
            for application in ("copsite.wsgi", "bench_http_bare")
        )
        asked = {"a bare view with one query": (bare, "/", "")}
        for name, url in pages.items():
            tag = header(ours, url, "ETag")
            asked |= {name: (ours, url, ""), f"{name}, unchanged": (ours, url, tag)}
        found: dict[str, list[float]] = {name: [] for name in asked}
        for _ in range(ROUNDS):
            for name, (port, url, tag) in asked.items():
                found[name].append(answers_a_second(port, url, tag))
    least = statistics.median(found["a bare view with one query"])
    return [
        f"{name:<40} {statistics.median(each):7.0f} answers a second, {statistics.median(each) / least:5.2f} of the bare view"
        + ("" if statistics.median(each) >= LEAST * least else f"  <-- less than {LEAST}")
        for name, each in found.items()
    ]


def request_for(url: str, tag: str) -> bytes:
    known = f"If-None-Match: {tag}\r\n" if tag else ""
    return f"GET {url} HTTP/1.1\r\nHost: localhost\r\nAccept-Encoding: gzip\r\n{known}\r\n".encode()


def answer(connection: socket.socket, request: bytes) -> tuple[str, bytes]:
    """Return the head of the answer to `request`, and its body."""
    connection.sendall(request)
    got = b""
    while b"\r\n\r\n" not in got:
        if not (more := connection.recv(65_536)):
            raise SystemExit("The server for the measure closed the connection.")
        got += more
    head, _, body = got.partition(b"\r\n\r\n")
    words = head.decode("latin-1")
    length = next(
        (
            int(line.split(":")[1])
            for line in words.split("\r\n")
            if line.lower().startswith("content-length:")
        ),
        0,
    )
    while len(body) < length and " 304 " not in words[:20]:
        body += connection.recv(65_536)
    return words, body


def header(port: int, url: str, name: str) -> str:
    """Return a header of the answer at `url`."""
    with socket.create_connection(("127.0.0.1", port)) as connection:
        words, _ = answer(connection, request_for(url, ""))
    return next(line.split(": ", 1)[1] for line in words.split("\r\n") if line.startswith(f"{name}: "))


def answers_a_second(port: int, url: str, tag: str) -> float:
    """Return how many answers eight connections get in a second."""
    request, number = request_for(url, tag), [0] * CONNECTIONS
    end = time.perf_counter() + SECONDS

    def ask(place: int) -> None:
        with socket.create_connection(("127.0.0.1", port)) as connection:
            while time.perf_counter() < end:
                words, _ = answer(connection, request)
                if words[9:12] not in ("200", "304"):
                    raise SystemExit(f"{url} answered {words[:15]}")
                number[place] += 1

    threads = [Thread(target=ask, args=(place,)) for place in range(CONNECTIONS)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return sum(number) / SECONDS


if __name__ == "__main__":
    sys.exit(main())
