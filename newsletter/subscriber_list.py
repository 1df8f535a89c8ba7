"""The list of a programme's subscribers as its team sees it: who each is, what holds the newsletter back, and what they got."""

from dataclasses import dataclass
from enum import StrEnum

from django.utils import timezone

from kit.words import day
from newsletter.models import Edition, Subscriber, Suppression
from newsletter.readers import Belonging, People, edition_for, is_mailed, people_of
from sites_app.models import Programme


class State(StrEnum):
    """Where a subscriber stands, as the tabs of the list have it."""

    GETS = "gets"
    PAUSED = "paused"
    HELD = "held"
    ENDED = "ended"
    LEFT = "left"
    ASKED = "asked"

    @property
    def label(self) -> str:
        """Return the words of the tab."""
        return LABELS[self]


LABELS = {
    State.GETS: "Gets it",
    State.PAUSED: "Paused",
    State.HELD: "Held back",
    State.ENDED: "No place any more",
    State.LEFT: "Unsubscribed",
    State.ASKED: "Not confirmed",
}


@dataclass(frozen=True)
class Row:
    """One subscriber: `state` says where they stand, and `held` why nothing is sent where it is held back."""

    subscriber: Subscriber
    name: str
    edition: Edition
    state: State
    held: Suppression | None = None

    @property
    def why_not(self) -> str:
        """Return why they get no issue, in words: empty if they get it, or were never on the list."""
        if self.state == State.HELD and self.held is not None:
            return self.held.get_reason_display()
        if self.state == State.PAUSED:
            return f"Paused until {day(self.subscriber.paused_until)}"
        if self.state == State.LEFT and self.subscriber.confirmed_at is not None:
            return f"Unsubscribed on {day(timezone.localdate(self.subscriber.unsubscribed_at))}"
        return ""


def rows_of(programme: Programme, *, only: int | None = None, people: People | None = None) -> list[Row]:
    """Return the subscribers of `programme` in the order of their addresses, or the `only` one with this id. `people` are what
    `people_of` said of it.
    """
    subscribers = programme.subscribers.all() if only is None else programme.subscribers.filter(pk=only)
    belonging, members = people or people_of(programme)
    held = {each.address_key: each for each in Suppression.objects.in_force()}
    return [_row(each, belonging, members, held.get(each.address_key)) for each in subscribers]


def _row(
    subscriber: Subscriber, belonging: dict[str, Belonging], members: dict[str, str], held: Suppression | None
) -> Row:
    theirs = belonging.get(subscriber.email)
    return Row(
        subscriber,
        theirs.name if theirs else members.get(subscriber.email, ""),
        Edition(edition_for(subscriber, theirs, members)),
        _state(subscriber, belonging, held),
        held,
    )


def _state(subscriber: Subscriber, belonging: dict[str, Belonging], held: Suppression | None) -> State:
    if subscriber.unsubscribed_at is not None:
        return State.LEFT
    if held is not None:
        return State.HELD
    if subscriber.confirmed_at is None:
        return State.ASKED
    if not is_mailed(subscriber, belonging):
        return State.ENDED
    return State.PAUSED if subscriber.is_paused else State.GETS
