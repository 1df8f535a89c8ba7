"""How long something takes: the least of some runs, in seconds of the processor, so that a busy machine fails nothing."""

import time
from collections.abc import Callable

RUNS = 3


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
