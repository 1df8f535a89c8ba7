"""What chance would decide in a run of the tests: the seed of everything random, and the clock. Both are printed.

The same run again: `make test ARGS="--seed 1234 --clock 2027-10-31T00:30"`. Every test begins at the clock's moment,
so that none fails because a run came near midnight, the end of a month or the night when the clocks change; those who
want to know whether it would set the clock there. What waits for another process (a worker, a browser) has the real
time.
"""

import contextlib
import random
from datetime import UTC, datetime
from zoneinfo import ZoneInfo

import factory.random
import hypothesis
import pytest
import time_machine

LONDON = ZoneInfo("Europe/London")
AN_ORDINARY_MORNING = "2026-11-25T10:00"  # a Wednesday
REAL = "now"
WITH_OTHERS = ("browser", "worker")  # marks of tests that other processes take part in


def pytest_addoption(parser):
    group = parser.getgroup("chance")
    group.addoption("--seed", type=int, help="The seed of random input: the one that a run printed")
    group.addoption(
        "--clock",
        type=moment_of,
        default=AN_ORDINARY_MORNING,
        help=f'When every test begins, in London: "2027-10-31T00:30", or "{REAL}" for the real time',
    )


def moment_of(text: str) -> datetime | None:
    """The moment that `--clock` names, in UTC; None for the real time."""
    if text == REAL:
        return None
    return datetime.fromisoformat(text).replace(tzinfo=LONDON).astimezone(UTC)


@pytest.hookimpl(tryfirst=True)  # before Hypothesis reads its own option
def pytest_configure(config):
    """Choose the seed; parallel processes are handed the one that was chosen. No test is failed for being slow."""
    if config.option.seed is None:
        config.option.seed = random.SystemRandom().randrange(1_000_000)
    config.option.hypothesis_seed = str(config.option.seed)
    hypothesis.settings.register_profile(
        "copsite", deadline=None, suppress_health_check=[hypothesis.HealthCheck.too_slow], print_blob=True
    )
    hypothesis.settings.load_profile("copsite")


def pytest_terminal_summary(terminalreporter, config):
    clock = config.option.clock
    when = clock.astimezone(LONDON).strftime("%Y-%m-%dT%H:%M") if clock else REAL
    terminalreporter.write_line(f'The same again: ARGS="--seed {config.option.seed} --clock {when}"')


@pytest.hookimpl(wrapper=True)
def pytest_collection(session):
    """A date that a test module takes from the clock while it is imported is the one that its tests will see."""
    with the_clock(session.config):
        return (yield)


def the_clock(config):
    """Travel to the moment at which every test begins."""
    moment = config.getoption("clock")
    return time_machine.travel(moment) if moment else contextlib.nullcontext()


@pytest.fixture(autouse=True)
def _chance(request):
    """Random numbers begin with the run's seed, whatever ran before; so does the clock."""
    factory.random.reseed_random(f"{request.config.option.seed} {request.node.nodeid}")
    if any(request.node.get_closest_marker(mark) for mark in WITH_OTHERS):
        yield
        return
    with the_clock(request.config):
        yield
