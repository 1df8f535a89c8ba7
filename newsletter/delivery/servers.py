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
            if (refusal := _about_us(smtp.mail(letter.sender))) is not None:
                return self._after(refusal)
        except (smtplib.SMTPServerDisconnected, OSError) as error:
            return Answer(Outcome.NOT_BEGUN, _said(error), goes_on=False)
        try:  # from here on it may be about this reader: the attempt counts, so that one letter never holds up the others
            if (refusal := _about_reader(smtp.rcpt(letter.reader)[0])) is not None:
                return self._after(refusal)
        except (smtplib.SMTPServerDisconnected, OSError) as error:
            return Answer(Outcome.LATER, _said(error), goes_on=False)
        except UnicodeError:
            return self._after(Answer(Outcome.NEVER, NO_ADDRESS))
        try:
            code = smtp.data(letter.raw)[0]
        except smtplib.SMTPDataError as refused:  # before the words
            code = refused.smtp_code
        except (smtplib.SMTPServerDisconnected, OSError) as error:
            return Answer(Outcome.UNCERTAIN, _said(error), goes_on=False)
        refusal = _about_reader(code)
        return self._after(refusal) if refusal else SENT

    def _after(self, refusal: Answer) -> Answer:
        """Return `refusal`, with the connection as it was before the letter."""
        if self._smtp is not None and refusal.goes_on:
            try:
                self._smtp.rset()
            except (smtplib.SMTPServerDisconnected, OSError):
                return Answer(refusal.outcome, refusal.why, goes_on=False)
        return refusal


def _about_us(answer: tuple[int, bytes]) -> Answer | None:
    """Return what the server says of us as a sender, or None if it goes on. It knows no reader yet."""
    code = answer[0]
    if code < 400:
        return None
    why = f"The mail server {'takes no mail from us' if code >= 500 else 'asked us to try later'} ({code})."
    return Answer(Outcome.NOT_BEGUN, why, goes_on=False)


def _about_reader(code: int) -> Answer | None:
    """Return what an answer means for this reader's letter, or None if it goes on. 421 ends the connection as well."""
    if code < 400:
        return None
    if code >= 500:
        return Answer(Outcome.NEVER, f"{REJECTED} ({code}).")
    return Answer(Outcome.LATER, f"The mail server asked us to try later ({code}).", goes_on=code != 421)


def _said(error: Exception) -> str:
    return f"The mail server went away ({type(error).__name__})."
