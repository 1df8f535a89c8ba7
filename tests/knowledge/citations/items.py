"""Short ways to write items and the references that they must have."""

from typing import Any, NamedTuple


class Pair(NamedTuple):
    rule: str
    item: dict[str, Any]
    expected: str


def people(*names: str) -> list[dict]:
    """Return names of "Family, Given", of "Family, Given, Suffix" or of an organisation without a comma."""
    parts = ("family", "given", "suffix")
    return [
        dict(zip(parts, name.split(", "), strict=False)) if ", " in name else {"literal": name}
        for name in names
    ]


def item(type: str, *authors: str, title: str, on: tuple[int, ...] | str = (), **more: Any) -> dict:
    """Return an item; `on` is (2012, 3, 1) or words, `seen` the day on which it was looked at, other_names are other-names."""
    made: dict[str, Any] = {"type": type, "title": title}
    if authors:
        made["author"] = people(*authors)
    if on:
        made["issued"] = {"literal": on} if isinstance(on, str) else {"date-parts": [list(on)]}
    if "seen" in more:
        made["accessed"] = {"date-parts": [list(more.pop("seen"))]}
    for name, value in more.items():
        if name in ("editor", "translator"):
            value = people(*value)
        made[name if name.isupper() else name.replace("_", "-")] = value
    return made
