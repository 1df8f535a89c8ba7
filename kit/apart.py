"""Reading what somebody uploaded in a process of its own: with bounds on time and memory, and without our secrets.

A module that reads uploads ends in `if __name__ == "__main__": answer(read)`; `read_apart(module, data)` runs it. The
process has no settings and no environment of ours, so the module imports nothing of Django.
"""

import json
import resource
import subprocess
import sys
import threading
from collections.abc import Callable
from pathlib import Path

from kit.errors import RefusedError

ROOT = Path(__file__).resolve().parent.parent
SECONDS = 15  # for one file, with the start of the process
SECONDS_TO_WAIT = 3  # until one of the two before is read: whoever waits keeps a thread from answering others
CPU_SECONDS = 10
BYTES_OF_MEMORY = 800_000_000
AT_ONCE = threading.BoundedSemaphore(2)  # files read at one moment by this process
TOO_SLOW = (
    "This file takes too long to read. Remove everything that is not needed, save it again and try again."
)
TOO_MANY = "Other files are being read at the moment. Wait a minute and try again."


def read_apart(module: str, data: bytes):
    """Return what `module` reads in `data`, as JSON can say it. Raise RefusedError where it refuses the file, or
    does not end in time.
    """
    if not AT_ONCE.acquire(timeout=SECONDS_TO_WAIT):
        raise RefusedError(TOO_MANY)
    try:
        ended = subprocess.run(
            [sys.executable, "-m", module],
            input=data, capture_output=True, timeout=SECONDS, cwd=ROOT, env={"PYTHONUTF8": "1"}, check=False,
        )  # fmt: skip
    except subprocess.TimeoutExpired as error:
        raise RefusedError(TOO_SLOW) from error
    finally:
        AT_ONCE.release()
    if ended.returncode:
        raise RefusedError(TOO_SLOW)
    said = json.loads(ended.stdout)
    if "refused" in said:
        raise RefusedError(said["refused"])
    return said["read"]


def answer(read: Callable[[bytes], object]) -> None:
    """Read the standard input by `read` within the bounds, and print what it says or why it refuses."""
    resource.setrlimit(resource.RLIMIT_CPU, (CPU_SECONDS, CPU_SECONDS))
    resource.setrlimit(resource.RLIMIT_AS, (BYTES_OF_MEMORY, BYTES_OF_MEMORY))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    try:
        said = {"read": read(sys.stdin.buffer.read())}
    except RefusedError as refusal:
        said = {"refused": refusal.sentence}
    except MemoryError:
        said = {"refused": TOO_SLOW}
    sys.stdout.write(json.dumps(said))
