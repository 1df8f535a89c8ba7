"""Presenters whose answer an entry still waits for, and what the people who make the newsletter can do about each."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from django.utils import timezone

from cases.clearance.decision import PresenterFacts
from kit.words import weekday


@dataclass(frozen=True)
class Awaited:
    """A presenter without whose answer an entry cannot go out. `place` is that of the entry's site."""

    presenter: PresenterFacts
    place: str

    @property
    def sentence(self) -> str:
        """Return how far their answer is, as a sentence."""
        return self.presenter.lacks

    @property
    def goes_out_on(self) -> date | None:
        """Return the first day on which the entry can go out if they do nothing; None if they have to do something."""
        by_silence = self.presenter.said_yes and self.presenter.opened_in_time and not self.presenter.said_no
        return self._day_after if by_silence else None

    @property
    def what_to_do(self) -> str:
        """Return what gets their answer, as a sentence. Waiting is the way where `goes_out_on` says a day."""
        presenter = self.presenter
        if presenter.said_no:
            return "Change it so that they can agree, or remove it."
        if presenter.until is None:
            return f"The facilitator of {self.place} shows it to them and enters their answer."
        if not presenter.said_yes or presenter.is_over:
            return "Ask them to read it and agree."
        if presenter.opened_at is None:
            return (
                f"Ask them to open it by {weekday(presenter.last_day)}. If they do, and do not say no, "
                f"it can go out on {weekday(self._day_after)}."
            )
        return f"If they do not say no, it can go out on {weekday(self._day_after)}. They can also agree now."

    @property
    def _day_after(self) -> date | None:
        """Return the day after the last one on which a no is in time."""
        return None if self.presenter.until is None else timezone.localtime(self.presenter.until).date()


def day_of_all(awaited: Iterable[Awaited]) -> date | None:
    """Return the first day on which everything can go out if nobody says no; None if somebody has to do something, or
    there is nobody.
    """
    days = [each.goes_out_on for each in awaited]
    known = [day for day in days if day is not None]
    return max(known) if known and len(known) == len(days) else None
