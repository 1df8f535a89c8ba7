"""What people hold, and what becomes of it when they leave, when a role of theirs ends, or when their site does.

An app says in its `holdings` module which of its rows somebody holds, and what can become of each. The page that ends
something asks all of them, shows a choice for each, and settles everything with one press.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date

from django.db import models, transaction

from kit.errors import RefusedError
from kit.locking import GoneError
from kit.models import RemovedRow

OPEN, WITHDRAW = "open", "withdraw"  # what can become of most things
TO = "to-"  # before the id of the person that it is handed to
CHANGED = "This list has changed while you had the page open. Open the page again."


@dataclass(frozen=True)
class Held:
    """One thing that somebody holds: what it is in words, and what can become of it, the usual first."""

    kind: "Holding"
    row: models.Model
    what: str
    becomes: list[tuple[str, str]]  # what is chosen, and its label
    hint: str = ""

    @property
    def name(self) -> str:
        """The name of its field on the page."""
        return f"{self.kind.name}-{self.row.pk}"

    @property
    def usual(self) -> str:
        """What becomes of it unless somebody chooses otherwise."""
        return self.becomes[0][0]


class Holding:
    """One kind of thing that somebody can hold. A subclass says of whom, and what becomes of it."""

    name: str  # in names of fields, such as "step"
    heading: str  # above them
    columns: tuple[
        str, ...
    ] = ()  # the foreign keys that say who holds it, such as "next_steps.NextStep.owner"

    def held_by(self, holder: models.Model, *, by) -> list[Held]:
        """Return what `holder` holds: a person at a site, a role, or a whole site. `by` decides what becomes of it.

        Words of a case are in it only where `by` may read them, and choices that `by` could make elsewhere too.
        """
        raise NotImplementedError

    def altogether(self, site: models.Model, number: int, what: str) -> list[Held]:
        """Return everything of this kind at a site that ends as one thing, about which there is nothing to choose.

        `what` says it in words, such as "2 cases are offered". There is nothing if `number` is 0.
        """
        return [Held(self, site, what, [(OPEN, "It stays as it is")])] if number else []

    def settle(self, held: Held, *, becomes: str, holder: models.Model, on: date, by) -> RemovedRow | None:
        """Do what was chosen, and return what was withdrawn by it, if anything, so that it can be undone.

        `on` is the day from which `holder` holds it no longer. Nothing is done unless a subclass says what.
        """
        return None


KINDS: list[Holding] = []


def register(kind: type[Holding]) -> type[Holding]:
    """Have the pages that end something ask about this `kind` of thing too. Decorates a Holding."""
    KINDS.append(kind())
    return kind


def held_by(holder: models.Model, *, by) -> list[Held]:
    """Return everything that `holder` holds, kind by kind."""
    return [held for kind in KINDS for held in kind.held_by(holder, by=by)]


@dataclass(frozen=True)
class Settled:
    """What was settled: `withdrawn` can be undone."""

    withdrawn: list[RemovedRow]


@transaction.atomic
def settle(holder: models.Model, becomes: Mapping[str, str], *, on: date, by) -> Settled:
    """Do what was chosen for each thing that `holder` holds, by the name of its field.

    What nothing was chosen for stays as it is, and what they hold no longer is left alone. Raise RefusedError for a choice
    that there is not.
    """
    withdrawn = []
    for held in held_by(holder, by=by) if becomes else ():
        if (chosen := becomes.get(held.name)) is None:
            continue
        if chosen not in dict(held.becomes):
            raise RefusedError(CHANGED)
        try:
            withdrawn.append(held.kind.settle(held, becomes=chosen, holder=holder, on=on, by=by))
        except GoneError:  # somebody removed it just now
            continue
    return Settled([removed for removed in withdrawn if removed is not None])


def person_chosen(becomes: str) -> int | None:
    """Return the id of the person that something is handed to, or None if it is not."""
    return int(becomes.removeprefix(TO)) if becomes.startswith(TO) else None


def handing_to(people: Iterable[models.Model], label: str) -> list[tuple[str, str]]:
    """Return the choices that hand something to one of `people`. In `label`, {} is the name."""
    return [(f"{TO}{person.pk}", label.format(person)) for person in people]
