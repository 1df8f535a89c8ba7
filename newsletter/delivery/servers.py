"""Hand a letter to the mail server, and say what is known about it afterwards."""

import smtplib
from dataclasses import dataclass
from enum import Enum, auto
from typing import Any

from django.core.mail import get_connection
from django.core.mail.backends.smtp import EmailBackend

from kit.queues import NO_ADDRESS, REJECTED
from newsletter.issue_mail import AddressedMail


class Outcome(Enum):
    """What became of a letter."""

    SENT = auto()  # the server took it
    LATER = auto()  # this reader's letter is refused for now
    NEVER = auto()  # this reader's address takes no mail
    NOT_BEGUN = auto()  # the server takes nothing now, and has not seen the letter
    UNCERTAIN = auto()  # the letter was on its way when the server went away


@dataclass(frozen=True)
class Answer:
    """What became of a letter, why, and whether the server goes on taking others."""

    outcome: Outcome
    why: str = ""
    goes_on: bool = True


SENT = Answer(Outcome.SENT)


class Server:
    """An open connection to the mail server of the settings, for one sweep.

    Raise OSError or SMTPException where it can't be opened: no letter was claimed by then, so no attempt is lost.
    """

    def __init__(self):
        self._backend: Any = get_connection()  # that takes what looks like a message
        self._backend.open()
        self._smtp = self._backend.connection if isinstance(self._backend, EmailBackend) else None
        if self._smtp is not None:
            self._smtp.ehlo_or_helo_if_needed()

    def __enter__(self) -> "Server":
        return self

    def __exit__(self, *args) -> None:
        self._backend.close()

    def hand_over(self, letter: AddressedMail) -> Answer:
        """Hand over one letter, and return what became of it. A mail server's answers are told apart by when they come."""
        smtp = self._smtp
        if smtp is None:
            self._backend.send_messages([letter])
            return SENT
        try:
            begun = _refusal_of(smtp.mail(letter.sender)) or _refusal_of(
                smtp.rcpt(letter.reader), reader=True
            )
            if begun is not None:
                smtp.rset()
                return begun
        except (smtplib.SMTPServerDisconnected, OSError) as error:
            return Answer(Outcome.NOT_BEGUN, _said(error), goes_on=False)
        except UnicodeError:
            smtp.rset()
            return Answer(Outcome.NEVER, NO_ADDRESS)
        try:
            return _refusal_of(smtp.data(letter.raw), reader=True) or SENT
        except smtplib.SMTPDataError as refusal:  # it did not take the words at all
            return _refusal_of((refusal.smtp_code, b""), reader=True) or SENT
        except (smtplib.SMTPServerDisconnected, OSError) as error:
            return Answer(Outcome.UNCERTAIN, _said(error), goes_on=False)


def _refusal_of(answer: tuple[int, bytes], *, reader: bool = False) -> Answer | None:
    """Return what a server's answer means for the letter, or None if it goes on. `reader` is whether it can be about
    this reader alone.
    """
    code = answer[0]
    if 200 <= code < 400:
        return None
    if code >= 500:
        if not reader:
            return Answer(
                Outcome.NOT_BEGUN, f"The mail server takes no mail from us ({code}).", goes_on=False
            )
        return Answer(Outcome.NEVER, f"{REJECTED} ({code}).")
    is_about_us = code == 421 or not reader
    why = f"The mail server asked us to try later ({code})."
    return Answer(Outcome.NOT_BEGUN if is_about_us else Outcome.LATER, why, goes_on=not is_about_us)


def _said(error: Exception) -> str:
    return f"The mail server went away ({type(error).__name__})."
