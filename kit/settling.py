"""The part of a form that asks what becomes of what somebody holds (kit/holdings.py)."""

from collections.abc import Sequence
from itertools import groupby
from typing import Any

from django import forms

from kit.forms import Group
from kit.holdings import Held

CHECK = "Something is still open. Check below what becomes of it, then press the button again."


class UsualChoiceField(forms.ChoiceField):
    """A choice of which one is usual, and is chosen already: it is not marked as optional."""

    has_usual = True


class SettlesHoldings:
    """A mixin for a form that ends something: below its own fields, a choice for each thing that is `held`.

    Somebody who holds nothing has none of them. What was chosen is in `facts["becomes"]`, by the name of each field.
    """

    fields: dict[str, forms.Field]
    cleaned_data: dict[str, Any]

    def __init__(self, *args, held: Sequence[Held] = (), **kwargs):
        super().__init__(*args, **kwargs)
        self.held = {each.name: each for each in held}
        for name, each in self.held.items():
            self.fields[name] = UsualChoiceField(
                label=each.what, choices=each.becomes, initial=each.usual, help_text=each.hint, required=False
            )
        self.suggested = self.suggested | frozenset(self.held)  # type: ignore[has-type]

    def layout(self) -> list:
        """Return its own fields, and then what is held, kind by kind."""
        own = [name for name in super().layout() if name not in self.held]  # type: ignore[misc]
        kinds = groupby(self.held.values(), key=lambda held: held.kind)
        return own + [Group(kind.heading, *(each.name for each in held)) for kind, held in kinds]

    def clean(self):
        """Ask about what is held since the page was opened, or was not on it, before anything is done."""
        cleaned = super().clean()  # type: ignore[misc]
        new = [name for name in self.held if not cleaned.get(name) and name not in self.errors]  # type: ignore[attr-defined]
        for name in new:
            self._put(self.add_prefix(name), [self.held[name].usual])  # type: ignore[attr-defined]
        if new:
            raise forms.ValidationError(CHECK)
        return cleaned

    @property
    def facts(self) -> dict[str, Any]:
        """What was filled in, and what was chosen for each thing."""
        own = {name: value for name, value in self.cleaned_data.items() if name not in self.held}
        return own | {"becomes": {name: self.cleaned_data[name] for name in self.held}}
