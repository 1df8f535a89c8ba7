"""The marks of what was sent in a form, for a page that shows it again and has no script."""

from collections.abc import Callable, Iterator
from typing import Any

from django.conf import settings
from django.utils import timezone
from django.utils.module_loading import import_string

from kit.editing.typed import Page
from kit.privacy.fields import MARKED
from kit.privacy.marks import Mark, MarksFinder, loud_marks
from kit.privacy.outward import LeavesTheSite

LONGEST = 20_000  # characters of one form that are read; the others are marked by the script alone


def has_list(form: Any) -> bool:
    """Return whether the marks of what was sent in `form` stand at its beginning: not where its layout has them."""
    return form.is_bound and not isinstance(form, LeavesTheSite)


def marks_in(form: Any, page: Page, user) -> list[Mark]:
    """Return the marks of the texts about people that were sent in `form`, in the order of its fields."""
    finder_for: Callable[[Page, Any], MarksFinder] = import_string(settings.FINDER_OF_PAGES)
    words = "\n".join(_texts(form))
    return loud_marks(words, finder_for(page, user), today=timezone.localdate()) if words else []


def _texts(form: Any) -> Iterator[str]:
    room = LONGEST
    for name, field in form.fields.items():
        if MARKED.keys() <= field.widget.attrs.keys():
            text = str(form[name].value() or "")
            room -= len(text)
            if text and room >= 0:
                yield text
