"""Something that happened in a month, in words that can be an entry of an issue."""

from dataclasses import dataclass

from cases.clearance.models import Audience, ClearedText
from sites_app.models import Site


@dataclass(frozen=True)
class Piece:
    """Something that happened, in words that can be an entry of an issue. `source` names the row it came from."""

    kind: str
    source: str
    headline: str
    words: str
    audience: str = Audience.PROGRAMME  # the widest that needs no decision
    link: str = ""
    site: Site | None = None
    is_promise: bool = False  # a commissioner promises something, or kept a promise
    made_from: ClearedText | None = None  # the published text it repeats


def source_of(row) -> str:
    """Return the name of `row` in the form "app.model:id"."""
    return f"{row._meta.label_lower}:{row.pk}"
