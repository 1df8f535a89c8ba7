"""What handing over the newsletter costs: beside bare `smtplib` with the same letters on one connection, and beside a loop of
Django's `send_mail`, each in the same run, with a mail server in a process of its own. Ratios mean the same on every machine.

    bench_newsletter.py [--letters 1000 10000] [--workers 1 2]
"""

import argparse
import multiprocessing
import os
import resource
import smtplib
import sys
import time
from collections.abc import Callable, Iterator
from math import log
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
LATE = 0.005  # seconds
LATE_LETTERS = 400  # enough to see what an answer that comes late costs
LOOP_LETTERS = 300  # one of the loop costs what it costs, however many there are
FORK = multiprocessing.get_context("fork")


def main() -> int:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--letters", type=int, nargs="+", default=[1_000, 10_000])
    parser.add_argument("--workers", type=int, nargs="+", default=[1, 2])
    asked = parser.parse_args()
    sys.path.insert(0, str(ROOT))
    os.chdir(ROOT)
    os.environ["DJANGO_SETTINGS_MODULE"] = "copsite.settings.testing"

    import django

    django.setup()
    from tests.databases import create, drop, use_database
    from tests.migrated import migrated

    name = f"{migrated()}_bench_{os.getpid()}"
    create(name, like=migrated())
    try:
        with use_database(name):
            for line in report(asked.letters, asked.workers):
                print(line, flush=True)
    finally:
        drop(name)
    return 0


def report(sizes: list[int], workers: list[int]) -> Iterator[str]:
    """Yield the lines that are printed."""
    from django.conf import settings

    from benchmark.mailing import make_approved_issue

    settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
    settings.EMAIL_HOST = "127.0.0.1"
    issue = make_approved_issue(readers=0)
    costs = []
    for letters in sizes:
        seconds = rows(issue, letters)
        yield _line(f"making {letters:,} letters", f"{seconds:6.2f} s (10 at most, for 100,000)")
        with sink() as port:
            settings.EMAIL_PORT = port
            bare, loop = _bare(issue, letters), _loop(issue)
            for number in workers:
                refresh(issue)
                ours = sweep(number)
                costs += [(letters, ours.cpu)] if number == 1 else []
                yield _line(
                    f"handing over {letters:,} letters, {number} at work",
                    f"{ours.cpu / bare.cpu:6.2f} times the processor time of smtplib (1.1 at most), "
                    f"{ours.wall / bare.wall:.2f} times its time (1.25 at most), a loop of send_mail takes "
                    f"{loop.cpu / (ours.cpu / letters):.1f} times as much (8 at least), "
                    f"{letters / ours.wall:,.0f} a second, {ours.grown:.0f} MB more",
                )
    with sink(LATE) as port:
        settings.EMAIL_PORT = port
        rows(issue, LATE_LETTERS)
        bare = _bare(issue, LATE_LETTERS)
        refresh(issue)
        ours = sweep(1)
        yield _line(
            f"handing over to a server {LATE * 1000:.0f} ms late",
            f"{bare.wall / ours.wall:6.1f} times as fast as one connection (6 at least)",
        )
    if len(costs) > 1:
        (few, least), *_, (many, most) = costs
        yield _line(
            "growth of the processor time", f"{log(most / least) / log(many / few):6.2f} (1.05 at most)"
        )


class Cost:
    """Seconds of the processor and of the clock, and by how many MB the process grew."""

    def __init__(self, work: Callable):
        size, wall, cpu = _size(), time.perf_counter(), time.process_time()
        work()
        self.wall, self.cpu = time.perf_counter() - wall, time.process_time() - cpu
        self.grown = _size() - size


def rows(issue, letters: int) -> float:
    """Subscribe so many people, make their letters, and return the seconds that making these took."""
    from benchmark.mailing import send, subscribe
    from newsletter.models import Delivery, NewsletterIssue, Subscriber

    Delivery.objects.all().delete()
    Subscriber.objects.all().delete()
    subscribe(issue.programme, letters)
    NewsletterIssue.objects.filter(pk=issue.pk).update(sent_at=None, sent_by=None)
    issue.refresh_from_db()
    seconds = Cost(lambda: send(issue)).wall
    if issue.deliveries.count() != letters:
        raise SystemExit("Not everybody gets a letter.")
    return seconds


def refresh(issue) -> None:
    """Make every letter one that is due."""
    issue.deliveries.update(sent_at=None, begun_at=None, claim="", claimed_until=None, attempts=0)


def sweep(workers: int) -> Cost:
    """Send all that is due by so many processes, and return the cost: the processor time of all, the clock of the longest."""
    from django.db import connection

    connection.close()
    answers, children = FORK.Queue(), []
    for _ in range(workers):
        children.append(FORK.Process(target=_sweep, args=(answers,)))
        children[-1].start()
    costs = [answers.get() for _ in children]
    for child in children:
        child.join()
    total = costs[0]
    total.cpu, total.wall = sum(each.cpu for each in costs), max(each.wall for each in costs)
    total.grown = max(each.grown for each in costs)
    return total


def _sweep(answers) -> None:
    """Send what is due as a worker does that has sent a letter before: what it works out once a day is there."""
    from datetime import timedelta

    from django.conf import settings
    from django.utils import timezone

    from newsletter.delivery import deliver
    from newsletter.delivery.claiming import is_any_due, statements_of

    is_any_due()
    statements = statements_of(settings.NEWSLETTER_CONNECTIONS, timezone.localdate())
    statements.begin, statements.sent  # noqa: B018
    answers.put(Cost(lambda: deliver(within=timedelta(hours=1))))


def _bare(issue, letters: int) -> Cost:
    """Hand over as many letters by smtplib: bytes that are there already, on one connection."""
    from django.conf import settings

    raw = issue.deliveries.select_related("subscriber")[0].message().raw

    def work():
        with smtplib.SMTP("127.0.0.1", settings.EMAIL_PORT, timeout=30) as server:
            for number in range(letters):
                server.sendmail("letters@example.org", [f"reader{number}@far-away.example"], raw)

    return Cost(work)


def _loop(issue) -> Cost:
    """Send some letters by Django's send_mail, as most sites do, and return the cost of one."""
    from django.core.mail import send_mail

    message = issue.deliveries.select_related("subscriber")[0].message()
    import email
    import email.policy

    read = email.message_from_bytes(message.raw, policy=email.policy.default)
    text, html = (read.get_body((kind,)).get_content() for kind in ("plain", "html"))

    def work():
        for number in range(LOOP_LETTERS):
            send_mail(read["Subject"], text, None, [f"reader{number}@far-away.example"], html_message=html)

    cost = Cost(work)
    cost.cpu, cost.wall = cost.cpu / LOOP_LETTERS, cost.wall / LOOP_LETTERS
    return cost


class sink:  # noqa: N801 - read as a word
    """A mail server in a process of its own, which answers `late` seconds late. Gives its port."""

    def __init__(self, late: float = 0.0):
        self.late = late

    def __enter__(self) -> int:
        from django.db import connection

        connection.close()
        port = FORK.Queue()
        self.process = FORK.Process(target=_serve, args=(self.late, port), daemon=True)
        self.process.start()
        return port.get()

    def __exit__(self, *args) -> None:
        self.process.kill()
        self.process.join()


def _serve(late: float, port) -> None:
    from benchmark.sink import Sink

    with Sink(late=late).running() as running:
        port.put(running.port)
        time.sleep(3_600)


def _size() -> float:
    """The most memory that this process had, in MB."""
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024


def _line(name: str, words: str) -> str:
    return f"{name:<60} {words}"


if __name__ == "__main__":
    sys.exit(main())
