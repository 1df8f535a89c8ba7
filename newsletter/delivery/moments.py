"""The moments of a letter at which a worker can be killed, and what is left by each.

| killed at | the letter is | what becomes of it |
|---|---|---|
| `made` | not made: approving and making the rows is one transaction | made when it is sent again |
| `claimed` | claimed | sent by another sweep, once the claim has run out |
| `begun` | begun; the server has not heard of it | uncertain |
| `named` | begun; the server knows the reader | uncertain |
| `handed over` | begun; the server has the words, and has not answered | uncertain |
| `answered` | taken by the server; the row does not say so | uncertain |
| `noted` | sent | nothing more |

What is uncertain is settled by the provider's events, or by the programme team (newsletter/delivery/events.py).
"""

import os
import signal

MOMENTS = ("made", "claimed", "begun", "named", "handed over", "answered", "noted")


class Killed:
    """At which moment this process kills itself: none, unless it was started to find out what is left then."""

    at = os.environ.get("COPSITE_KILLED_AT", "")


def reached(moment: str) -> None:
    """Say that one of MOMENTS is reached."""
    if moment == Killed.at:
        os.kill(os.getpid(), signal.SIGKILL)
