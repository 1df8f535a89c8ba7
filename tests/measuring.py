"""How long something takes: the least of some runs, in seconds of the processor, so that a busy machine fails nothing."""

import time
from collections.abc import Callable, Iterable

RUNS = 3
SECONDS = 2  # what a text of 100 kB may take, however it grows
MOST_SECONDS = 10  # and may take at all, on a slow machine
PART = 5  # a text is read to a fifth, too
MOST_GROWTH = 10  # to read the whole: five times as long as a fifth is linear, twenty-five times quadratic


def seconds_of(act: Callable[[], object], *, enough: float) -> float:
    """Seconds of the processor that `act` takes: the first run that took less than `enough`, or the least of RUNS.

    What happens by the way in one run, such as memory being cleared, is not counted against `act`.
    """
    least = float("inf")
    for _ in range(RUNS):
        began = time.process_time()
        act()
        least = min(least, time.process_time() - began)
        if least < enough:
            break
    return least


def slow_texts(read: Callable[[str], object], texts: Iterable[str]) -> list[str]:
    """How those of `texts` begin for which `read` takes longer than their length explains, and how long it took.

    Each is read to a fifth first. What takes a twenty-fifth of SECONDS for that would take less than all of them for the
    whole, also if it were quadratic, so the whole is not read.
    """
    found = []
    for text in texts:
        part, soon = text[: len(text) // PART] + "!", SECONDS / PART**2
        if seconds_of(lambda: read(part), enough=soon) < soon:  # noqa: B023, it runs here
            continue
        whole = seconds_of(lambda: read(text), enough=SECONDS)  # noqa: B023
        if whole < SECONDS:
            continue
        grew = whole / seconds_of(lambda: read(part), enough=0)  # noqa: B023
        if grew > MOST_GROWTH or whole > MOST_SECONDS:
            found.append(f"{whole:.1f} s, {grew:.1f} times a fifth, for {text[:20]!r}…")
    return found
