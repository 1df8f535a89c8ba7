"""How readers will see a text of each kind: a partial of the app whose text it is, shown where the text is checked."""

_partials: dict[str, str] = {}


def shown_by(template: str, *, kind: str) -> None:
    """Show texts of this kind by the partial `template`, which gets the `content` and the `programme` of the text.

    Called by the app whose text it is when it is ready. Calling again replaces the partial.
    """
    _partials[kind] = template


def partial_of(kind: str) -> str:
    """Return the partial of a kind of text. Raise KeyError if no app says how its readers see it."""
    return _partials[kind]
