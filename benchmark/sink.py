"""A mail server on this machine that takes letters and delivers none, quick enough to measure what hands them over."""

import asyncio
import contextlib
import random
import threading
import time
from collections import Counter
from dataclasses import dataclass, field

EXTENSIONS = b"250-sink\r\n250-PIPELINING\r\n250 8BITMIME\r\n"
SAYS = {b"EHLO": EXTENSIONS, b"HELO": b"250 sink\r\n", b"QUIT": b"221 Bye\r\n", b"DATA": b"354 Go on\r\n"}
SAYS |= {verb.swapcase(): answer for verb, answer in SAYS.items()}


@dataclass
class Sink:
    """What the server does, and what it took: Message-IDs, with how many copies of each, in the order of the first.

    late: seconds that it waits before each answer. drops: the share of letters after whose words it hangs up, half of them
    taken.
    """

    late: float = 0.0
    drops: float = 0.0
    seed: int = 1
    port: int = 0
    dropped: int = 0
    taken: Counter[str] = field(default_factory=Counter)
    at: dict[str, float] = field(default_factory=dict)

    def __post_init__(self):
        self.chance = random.Random(self.seed)

    @contextlib.contextmanager
    def running(self):
        """Serve in a thread of this process."""
        loop = asyncio.new_event_loop()
        started = threading.Event()

        def serve():
            asyncio.set_event_loop(loop)
            server = loop.run_until_complete(loop.create_server(lambda: Talk(self), "127.0.0.1", self.port))
            self.port = server.sockets[0].getsockname()[1]
            started.set()
            loop.run_forever()
            server.close()
            loop.close()

        thread = threading.Thread(target=serve, daemon=True)
        thread.start()
        started.wait(10)
        try:
            yield self
        finally:
            loop.call_soon_threadsafe(loop.stop)
            thread.join(10)


class Talk(asyncio.Protocol):
    """One connection."""

    def __init__(self, sink: Sink):
        self.sink, self.buffer, self.in_words = sink, b"", False

    def connection_made(self, transport):
        """Greet."""
        self.transport = transport
        transport.write(b"220 sink\r\n")

    def data_received(self, data):
        """Answer what came, all that came together at once."""
        self.buffer += data
        answers = []
        while (answer := self._next()) is not None:
            answers.append(answer)
        if answers:
            self._say(b"".join(answers))

    def _next(self) -> bytes | None:
        if self.in_words:
            words, end, rest = self.buffer.partition(b"\r\n.\r\n")
            if not end:
                return None
            self.buffer, self.in_words = rest, False
            return self._take(words)
        line, end, rest = self.buffer.partition(b"\r\n")
        if not end:
            return None
        self.buffer = rest
        verb = line[:4]
        self.in_words = verb in (b"DATA", b"data")
        return SAYS.get(verb, b"250 OK\r\n")

    def _take(self, words: bytes) -> bytes:
        drops = self.sink.drops and self.sink.chance.random() < self.sink.drops
        if not drops or self.sink.chance.random() < 0.5:
            number = words.partition(b"Message-ID:")[2].partition(b">")[0].strip().decode() + ">"
            self.sink.taken[number] += 1
            self.sink.at.setdefault(number, time.time())
        if drops:
            self.sink.dropped += 1
            self.transport.abort()
        return b"250 Taken\r\n"

    def _say(self, words: bytes) -> None:
        if self.sink.late:
            asyncio.get_running_loop().call_later(self.sink.late, self.transport.write, words)
        else:
            self.transport.write(words)
