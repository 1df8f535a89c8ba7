"""Hand letters to the mail server over a few connections at once, and say what is known about each afterwards.

A round is one letter on each connection. The connections take turns: while the server looks at the letter of one, the next
one speaks. So a server that answers late costs the time of one letter for all of a round, without threads. Where the server
offers PIPELINING (RFC 2920), the sender, the reader and the wish to send are told to it in one go.
"""

import smtplib
import time
from collections.abc import Generator, Sequence
from dataclasses import dataclass
from email.utils import parseaddr
from enum import Enum, auto
from functools import cache
from typing import Any

from django.core.mail import get_connection
from django.core.mail.backends.smtp import EmailBackend

from kit.queues import NO_ADDRESS, REJECTED
from newsletter.delivery.moments import reached
from newsletter.issue_mail import AddressedMail

SEND_IT = 354  # the answer to DATA
WITHOUT_A_TIMEOUT = 60.0  # seconds that an answer may take where EMAIL_TIMEOUT says nothing
LEAST_WAIT = 0.05  # seconds that a connection is waited for, however long the others of its round took
NOT_IN_AN_ADDRESS = frozenset(b"\r\n<> \0")


class Outcome(Enum):
    """What became of a letter."""

    SENT = auto()  # the server took it
    LATER = auto()  # this reader's letter is refused for now
    NEVER = auto()  # this reader's address takes no mail
    NOT_BEGUN = auto()  # the server takes nothing now, and has not seen the letter
    UNCERTAIN = auto()  # the letter was on its way when the server went away


@dataclass(frozen=True)
class Answer:
    """What became of a letter, why, and whether its connection goes on taking others."""

    outcome: Outcome
    why: str = ""
    goes_on: bool = True


SENT = Answer(Outcome.SENT)


class Line:
    """One open connection. Raise OSError or SMTPException where it can't be opened."""

    def __init__(self):
        self._backend: Any = get_connection()  # that takes what looks like a message
        self._backend.open()
        self._smtp: Any = self._backend.connection if isinstance(self._backend, EmailBackend) else None
        self._pipelines = False
        self.until = 0.0  # the moment, on the clock that never goes back, when an answer comes too late
        if self._smtp is not None:
            self._smtp.ehlo_or_helo_if_needed()
            self._pipelines = self._smtp.has_extn("pipelining")

    @property
    def is_smtp(self) -> bool:
        """Whether a mail server is at its end, of which a few connections are of use."""
        return self._smtp is not None

    @property
    def patience(self) -> float:
        """The seconds that an answer may take."""
        return getattr(self._backend, "timeout", None) or WITHOUT_A_TIMEOUT

    def close(self) -> None:
        """Say goodbye, or just hang up where nobody listens any more."""
        self._backend.close()

    def talk(self, letter: AddressedMail) -> Generator[None, None, Answer]:
        """Hand over one letter: yield whenever the server has something to answer, and return what became of the letter. A mail
        server's answers are told apart by when they come.
        """
        if self._smtp is None:
            self._backend.send_messages([letter])
            return SENT
        reader, named, words = _in_brackets(letter.reader), False, False
        if reader is None:
            return Answer(Outcome.NEVER, NO_ADDRESS)
        commands = [
            _mail_from(letter.sender),
            b"RCPT TO:%s\r\n" % reader,
            b"DATA\r\n",
        ]
        codes: list[int] = []
        try:
            if self._pipelines:
                self._send(b"".join(commands))
                named = True  # it may be about this reader: the attempt counts, so that one letter never holds up the others
                yield
            for command in commands:
                if not self._pipelines:
                    self._send(command)
                    yield
                codes.append(self._code())
                if codes[-1] == 421 or (codes[-1] >= 400 and not self._pipelines):
                    break
                named = True
            if (refusal := _refusal(codes)) is not None:
                return self._after(refusal, is_open=codes[-1] == SEND_IT)
            reached("named")
            self._be_in_time()
            words = True
            self._send(_as_data(letter.raw))
            reached("handed over")
            yield
            refusal = _about_reader(self._code())
            reached("answered")
            return self._after(refusal) if refusal else SENT
        except OSError as error:
            outcome = Outcome.UNCERTAIN if words else Outcome.LATER if named else Outcome.NOT_BEGUN
            return Answer(outcome, f"The mail server went away ({type(error).__name__}).", goes_on=False)

    def _be_in_time(self) -> None:
        """Raise TimeoutError if this process slept for so long that the letter may be another's by now."""
        if time.monotonic() > self.until:
            raise TimeoutError("It slept.")

    def _send(self, what: bytes) -> None:
        self._be_in_time()
        self._smtp.sock.settimeout(max(self.until - time.monotonic(), LEAST_WAIT))
        self._smtp.sock.sendall(what)

    def _code(self) -> int:
        """Return the code of the next answer. What does not begin with one is no answer of a mail server."""
        self._smtp.sock.settimeout(max(self.until - time.monotonic(), LEAST_WAIT))
        code = self._smtp.getreply()[0]
        if code < 200:
            raise smtplib.SMTPServerDisconnected("It does not speak SMTP.")
        return code

    def _after(self, refusal: Answer, *, is_open: bool = False) -> Answer:
        """Return `refusal`, with the connection as it was before the letter. A server that waits for words all the same, as one
        that pipelines may, is given none.
        """
        if refusal.goes_on:
            try:
                if is_open:
                    self._send(b".\r\n")
                    self._code()
                self._smtp.rset()
            except OSError:
                return Answer(refusal.outcome, refusal.why, goes_on=False)
        return refusal


class Server:
    """A few open connections to the mail server of the settings, for one sweep.

    Raise OSError or SMTPException where the first can't be opened: no letter was claimed by then, so no attempt is lost.
    """

    def __init__(self, at_most: int = 1):
        self._lines = [Line()]
        self._at_most = at_most if self._lines[0].is_smtp else 1

    def __enter__(self) -> "Server":
        return self

    def __exit__(self, *args) -> None:
        for line in self._lines:
            line.close()

    @property
    def size(self) -> int:
        """How many letters it takes at once: 0 where it hung up on every connection."""
        return len(self._lines)

    def widen(self, wanted: int) -> None:
        """Open as many connections as `wanted` letters can use. Where the server takes no more, there are as many as it
        takes.
        """
        try:
            while 0 < len(self._lines) < min(self._at_most, wanted):
                self._lines.append(Line())
        except OSError:
            self._at_most = len(self._lines)

    def hand_over(self, letters: Sequence[AddressedMail], *, begun: float | None = None) -> list[Answer]:
        """Hand over at most `size` letters, one on each connection, and return what became of them in their order.

        They were begun at the moment `begun` of the clock that never goes back: now, unless told. Nothing is said any more in
        the name of a letter that was begun too long ago.
        """
        used = self._lines[: len(letters)]
        talks = {place: each[0].talk(each[1]) for place, each in enumerate(zip(used, letters, strict=True))}
        answers: dict[int, Answer] = {}
        until = time.monotonic() if begun is None else begun
        while talks:
            until += used[0].patience  # for all of them: they are waited for together
            for place in list(talks):
                used[place].until = until
                try:
                    next(talks[place])
                except StopIteration as end:
                    answers[place] = end.value
                    del talks[place]
        for place, line in enumerate(used):
            if not answers[place].goes_on:
                self._lines.remove(line)
                line.close()
        return [answers[place] for place in range(len(letters))]


@cache
def _mail_from(sender: str) -> bytes:
    """Return the command that says from whom a letter is: the address of `sender` alone, without their name."""
    return b"MAIL FROM:<%s>\r\n" % parseaddr(sender)[1].encode()


def _in_brackets(reader: str) -> bytes | None:
    """Return an address as commands have it, or None if it can't stand in one."""
    if not reader.isascii() or NOT_IN_AN_ADDRESS & frozenset(reader.encode()) or "@" not in reader:
        return None
    return b"<%s>" % reader.encode()


def _as_data(raw: bytes) -> bytes:
    """Return a letter as it follows DATA: lines that begin with a dot have one more, and a dot alone ends it."""
    stuffed = raw.replace(b"\n.", b"\n..")
    start, end = b"." if raw.startswith(b".") else b"", b".\r\n" if raw.endswith(b"\r\n") else b"\r\n.\r\n"
    return b"".join((start, stuffed, end))


def _refusal(codes: list[int]) -> Answer | None:
    """Return what the answers to MAIL, RCPT and DATA mean, as far as they came: what the first of them that refuses says, or
    None if the words may follow.
    """
    if codes[0] >= 400:
        return _about_us(codes[0])
    for code in codes[1:]:
        if (refusal := _about_reader(code)) is not None:
            return refusal
    return None if codes[-1] == SEND_IT else _about_reader(450)


def _about_us(code: int) -> Answer:
    """Return what the server says of us as a sender. It knows no reader yet."""
    why = f"The mail server {'takes no mail from us' if code >= 500 else 'asked us to try later'} ({code})."
    return Answer(Outcome.NOT_BEGUN, why, goes_on=False)


def _about_reader(code: int) -> Answer | None:
    """Return what an answer means for this reader's letter, or None if it goes on. 421 ends the connection as well."""
    if code < 400:
        return None
    if code >= 500:
        return Answer(Outcome.NEVER, f"{REJECTED} ({code}).")
    return Answer(Outcome.LATER, f"The mail server asked us to try later ({code}).", goes_on=code != 421)
