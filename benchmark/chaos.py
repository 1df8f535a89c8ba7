"""Kill what sends the newsletter at random moments, again and again, and count who got no copy and who got two."""

import json
import random
import time
from collections.abc import Callable
from dataclasses import asdict, dataclass, field
from datetime import datetime

from celery import current_app
from django.utils import timezone

from benchmark.mailing import make_approved_issue, send, somebody_on_the_team
from benchmark.sink import Sink
from benchmark.workers import Workers
from kit.mail import message_id
from newsletter import actions
from newsletter.delivery.events import What, settle
from newsletter.models import Delivery, NewsletterIssue

LATE = 0.05  # seconds that the mail server waits before each answer, so that letters last for all kills
PATIENCE = (
    0.5  # EMAIL_TIMEOUT of the workers: a claim lasts for a second, a letter is on its way for five at most
)
RING_EVERY = 0.3  # seconds between two bells, each rung twice: the work of two beats at once
LONGEST = 3_600.0


@dataclass
class Figures:
    """What was counted. `in_flight` are letters that were on their way at a kill, of which nobody knew whether they arrived."""

    recipients: int
    kills: int
    lost: int = 0
    extra: int = 0
    in_flight: int = 0
    uncertain: int = 0  # in the end
    dropped: int = 0  # connections that the mail server closed after the words of a letter
    flushes: int = 0
    pauses: int = 0
    seconds: float = 0.0

    @property
    def line(self) -> str:
        """The figures as one line of JSON."""
        return json.dumps(asdict(self))

    def holds(self, *, with_events: bool) -> bool:
        """Whether every letter is accounted for: none lost, and no more copies than may be."""
        at_most = 0 if with_events else self.in_flight
        return self.lost == 0 and self.uncertain == 0 and self.extra <= at_most


@dataclass
class Chaos:
    """One run. With `with_events` the sink tells what it took, as a provider does; without, everything uncertain is sent again."""

    issue: NewsletterIssue
    workers: Workers
    sink: Sink
    figures: Figures
    seed: int
    with_events: bool
    say: Callable[[str], None]
    in_flight: set[tuple[int, datetime]] = field(default_factory=set)

    def run(self) -> None:
        """Kill as often as the figures say while letters go out, then let the rest go, and count."""
        chance, began = random.Random(self.seed), time.monotonic()
        for number in range(self.figures.kills):
            seen = self.sink.taken.total()
            self._until(lambda seen=seen: self.sink.taken.total() > seen or self._is_over())
            time.sleep(chance.uniform(0, 0.4))
            self._do_harm(number, chance)
            if number % 10 == 9:
                self.say(
                    f"{number + 1} kills, {self.sink.taken.total()} letters taken, {len(self.in_flight)} uncertain"
                )
        self._until(self._is_over)
        self._count(time.monotonic() - began)

    def _do_harm(self, number: int, chance: random.Random) -> None:
        self.workers.kill(chance)
        if number % 10 == 5:
            self.figures.flushes += self.workers.flush()
        if number % 20 == 15:
            self.figures.pauses += self.workers.pause(chance, seconds=PATIENCE * 12)

    def _until(self, is_so: Callable[[], bool]) -> None:
        """Ring the bells and decide about what is uncertain until `is_so`."""
        end = time.monotonic() + LONGEST
        while not is_so():
            if time.monotonic() > end:
                raise TimeoutError(f"Nothing goes on: {self.issue.deliveries.tally()}")
            self.workers.keep_going()
            if self.workers.hears_bells:
                for _ in range(2):
                    current_app.send_task("newsletter.deliver")
            self._settle()
            time.sleep(RING_EVERY)

    def _settle(self) -> None:
        uncertain = list(self.issue.deliveries.uncertain())
        if not uncertain:
            return
        self.in_flight |= {(each.pk, each.begun_at) for each in uncertain}
        if self.with_events:
            for each in uncertain:
                if message_id(each) in self.sink.taken:
                    settle(message_id(each), What.DELIVERED, timezone.now())
        actions.send_uncertain_again(self.issue, by=somebody_on_the_team())

    def _is_over(self) -> bool:
        tally = self.issue.deliveries.tally()
        return not tally["waiting"] and not tally["uncertain"]

    def _count(self, seconds: float) -> None:
        wanted = {message_id(each) for each in self.issue.deliveries.all()}
        figures, taken = self.figures, self.sink.taken
        figures.lost = len(wanted - set(taken)) + abs(figures.recipients - len(wanted))
        figures.extra = taken.total() - len(taken)
        figures.in_flight = len(self.in_flight)
        figures.uncertain = self.issue.deliveries.uncertain().count()
        figures.dropped = self.sink.dropped
        figures.seconds = round(seconds, 1)


def run(
    *, recipients: int, kills: int, seed: int = 1, with_events: bool = False, drops: float = 0.0,
    workers: type[Workers], say: Callable[[str], None] = lambda words: None,
) -> Figures:  # fmt: skip
    """Send an issue to `recipients` people by real `workers` of which one is killed `kills` times, and return the figures.

    Raise RefusedError on a database that somebody uses: it is for one that was made for this.
    """
    issue = make_approved_issue(readers=recipients, seed=seed)
    figures = Figures(recipients, kills)
    with Sink(late=LATE, drops=drops, seed=seed).running() as sink, workers(sink.port, PATIENCE) as running:
        send(issue)
        Chaos(issue, running, sink, figures, seed, with_events, say).run()
    assert_all_is_said(issue, figures)
    return figures


def assert_all_is_said(issue: NewsletterIssue, figures: Figures) -> None:
    """Raise AssertionError unless each letter has one state."""
    tally = Delivery.objects.filter(issue=issue).tally()
    states = tally["sent"] + tally["failed"] + tally["uncertain"] + tally["waiting"]
    if not states == tally["made"] == figures.recipients:
        raise AssertionError(f"The sum is not the total: {tally}")
