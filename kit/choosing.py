"""Choose one row among many: from a list while there are few, and else from those that a search box finds.

It works without script. Whoever presses Find, or any button with new words in the box, gets the form back with what was found to
choose from; what they typed elsewhere is kept, and nothing is done. What is searched is what the form offers: the same rows, by what
a person reads of them.
"""

from collections.abc import Callable, Iterable
from typing import Any, cast

from django import forms
from django.core.exceptions import ValidationError
from django.db.models import QuerySet

from kit.bounds import number_in
from kit.fold import fold
from kit.words import by_name, count

FEW = 25  # rows that are a list without searching
MOST_FOUND = 20
MOST_LISTED = 500  # that are put in the order of their names
MOST_TYPED, MOST_WORDS = 200, 8  # that are searched for
FOUND = "found"  # the code of the error that says what was found
PRESSED = "find"  # the name of the button; its value is the name of the field


class Chooser(forms.Select):
    """The input of a ChosenField: a list, or a search box with what it found."""

    long_template_name = "django/forms/widgets/chooser.html"
    asked = ""  # what was typed to search for
    is_looking = False  # the form was sent to look for a row, and not to be done
    field: "ChosenField"

    def value_from_datadict(self, data, files, name):
        """Return the row that was chosen, and remember what was searched for."""
        self.asked = data.get(f"{name}-find", "")[:MOST_TYPED].replace("\0", "").strip()
        looked_for = data.get(f"{name}-found", "")
        self.is_looking = data.get(PRESSED) == name or self.asked not in ("", looked_for)
        return super().value_from_datadict(data, files, name)

    def use_required_attribute(self, initial):
        """Return whether the browser may ask for it: the box may stay empty once a row is chosen."""
        return self.field.has_few and super().use_required_attribute(initial)

    def render(self, name, value, attrs=None, renderer=None):
        """Return the HTML of a list, or of the search box."""
        if self.field.has_few:
            return super().render(name, value, attrs, renderer)
        context = forms.Widget.get_context(self, name, value, attrs)
        context["widget"] |= {"asked": self.asked, "options": self._options(value), "pressed": PRESSED}
        context["widget"]["hint"] = f"Type part of {self.field.by}, then press Find."
        return self._render(self.long_template_name, context, renderer)  # type: ignore[attr-defined]  # private

    def _options(self, value) -> list[dict[str, Any]]:
        """Return what can be chosen now: the row that is chosen, and those that were found."""
        chosen = self.field.row(value)
        found = self.field.found(self.asked)[:MOST_FOUND] if self.asked else []
        rows = [*([chosen] if chosen is not None and chosen not in found else []), *found]
        options = [(row.pk, self.field.label_from_instance(row), row == chosen) for row in rows]
        if options and not self.field.required:
            options.append(("", str(self.field.empty_label or "None"), chosen is None))
        return [{"value": pk, "label": label, "is_chosen": is_chosen} for pk, label, is_chosen in options]


class ChosenField(forms.ModelChoiceField):
    """One row of many. `noun` is what is chosen, such as "publication", and `by` what somebody types of it, such as "the title".

    `finds` are the columns that are searched, and `as_read` makes one text of their values. Without them it is searched in the
    labels, which suits some hundred rows. Texts are compared folded, as everywhere.
    """

    widget = Chooser

    def __init__(
        self,
        queryset,
        *,
        noun: str,
        by: str,
        nouns: str = "",
        finds: Iterable[str] = (),
        as_read: Callable[..., str] | None = None,
        is_by_name: bool = False,
        **kwargs,
    ):
        self.noun, self.nouns, self.by, self.is_by_name = noun, nouns or f"{noun}s", by, is_by_name
        self.finds, self.as_read = tuple(finds), as_read or _in_one_line
        super().__init__(queryset, **kwargs)

        self.widget.field = self
        self._kept: dict[str, Any] = {}  # what was read, of one form

    def __deepcopy__(self, memo):
        copied = super().__deepcopy__(memo)
        copied.widget.field, copied._kept = copied, {}
        return copied

    @property
    def rows(self) -> QuerySet:
        """The rows that the form offers."""
        return cast(QuerySet, self.queryset)

    @property
    def has_few(self) -> bool:
        """Whether there are so few rows that they are a list."""
        if self._kept.get("of") is not self.rows.query:
            few = len(self.rows.values_list("pk")[: FEW + 1]) <= FEW
            self._kept = {"of": self.rows.query, "few": few}
        return bool(self._kept["few"])

    def row(self, value):
        """Return the row that `value` names, if it is among those offered."""
        pk = number_in(str(getattr(value, "pk", value) or ""))
        return self.rows.filter(pk=pk).first() if pk is not None else None

    def found(self, asked: str) -> list:
        """Return the rows with all words of `asked`, one more than are shown."""
        if (kept := self._kept.get(f"found {asked}")) is None:
            kept = self._kept[f"found {asked}"] = self._look_for(asked)
        return kept

    def _look_for(self, asked: str) -> list:
        typed = asked.split()[:MOST_WORDS]
        if not self.finds:
            rows = [row for row in self.rows.all() if _is_in(typed, self.label_from_instance(row))]
        else:
            read = self.rows.values_list("pk", *self.finds)
            keys = [pk for pk, *values in read if _is_in(typed, self.as_read(*values))]
            found = self.rows.filter(pk__in=keys[: MOST_LISTED if self.is_by_name else MOST_FOUND + 1])
            rows = by_name(found) if self.is_by_name else list(found)
        return rows[: MOST_FOUND + 1]

    def sentence(self) -> str:
        """Return what somebody reads who looked for a row."""
        asked = self.widget.asked
        if not asked:
            return f"Type part of {self.by}, then press Find."
        number = len(self.found(asked))
        if number > MOST_FOUND:
            return f"More than {MOST_FOUND} were found. Choose one of these, or type more words."
        if not number:
            return f"No {self.noun} was found with “{asked}”. Try other words."
        return f"{count(number, f'{self.noun} was', f'{self.nouns} were')} found. Choose, then press the button again."


def _in_one_line(*values) -> str:
    return " ".join(str(value) for value in values if value is not None)


def _is_in(typed: list[str], label: str) -> bool:
    words = fold(label, accents=False)
    return all(fold(word, accents=False) in words for word in typed)


class Finds:
    """A mixin for forms in which rows are chosen: while somebody looks for one, this alone is said of the form."""

    fields: dict[str, forms.Field]
    add_error: Callable
    errors: Any
    _errors: Any

    @property
    def only_finds(self) -> bool:
        """Whether the form was sent to look for a row."""
        return {error.code for errors in self.errors.as_data().values() for error in errors} == {FOUND}

    def _clean_form(self) -> None:
        super()._clean_form()  # type: ignore[misc]  # private, so the stubs leave it out
        for name, field in self.fields.items():
            if isinstance(field, ChosenField) and field.widget.is_looking:
                self._errors.clear()
                self.add_error(name, ValidationError(field.sentence(), code=FOUND))
                return
