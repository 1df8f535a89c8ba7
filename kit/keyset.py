"""Pages of a long list, each found by the row that it begins after: however far on it is, it costs what it shows.

A page number would have the database count every row before it. An address with one (`?page=4`) is answered all the same: it
may stand in somebody's bookmarks.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta

from django.db.models import Q, QuerySet

from kit.bounds import number_in

EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
MICROSECOND = timedelta(microseconds=1)


@dataclass(frozen=True)
class Place:
    """Where a row stands in its list: its moment, and its key where several have the same moment."""

    at: datetime
    pk: int

    def __str__(self) -> str:
        return f"{(self.at - EPOCH) // MICROSECOND}-{self.pk}"

    @classmethod
    def read(cls, text: str | None) -> "Place | None":
        """Return the place that an address says, or None for anything else."""
        at, _, pk = (text or "").partition("-")
        since, key = number_in(at, digits=17), number_in(pk)
        return None if since is None or key is None else cls(EPOCH + since * MICROSECOND, key)


@dataclass(frozen=True)
class KeysetPage:
    """The keys of the rows of one page, newest first, and what leads to the pages beside it: queries, or "" where there is none."""

    keys: list[int] = field(default_factory=list)
    newer: str = ""
    older: str = ""


def page_of(rows: QuerySet, parameters: Mapping[str, str], *, moment: str, size: int) -> KeysetPage:
    """Return the page of `rows` that an address asks for, the newest first by the column `moment`, which is never empty.

    `parameters` are those of the address: `after` or `before` with a Place, or `page` with a number. Anything that is no place gives the
    first page, and so does a page that newer rows would not fill.
    """
    after, before = Place.read(parameters.get("after")), Place.read(parameters.get("before"))
    newest_first = rows.order_by(f"-{moment}", "-pk")
    if before is not None:
        newer = rows.filter(Q(**{f"{moment}__gt": before.at}) | Q(**{moment: before.at}, pk__gt=before.pk))
        found = _read(newer.order_by(moment, "pk"), moment, size)
        if len(found) > size:
            return _page(found[:size][::-1], has_newer=True, has_older=True)
        after = None
    if after is not None:
        older = Q(**{f"{moment}__lt": after.at}) | Q(**{moment: after.at}, pk__lt=after.pk)
        found = _read(newest_first.filter(older), moment, size)
        return _page(found[:size], has_newer=True, has_older=len(found) > size)
    number = 1 if before is not None else max(1, number_in(parameters.get("page"), digits=6) or 1)
    found = _read(newest_first, moment, size, skipped=(number - 1) * size)
    if number > 1 and not found:
        return page_of(rows, {}, moment=moment, size=size)
    return _page(found[:size], has_newer=number > 1, has_older=len(found) > size)


def _read(rows: QuerySet, moment: str, size: int, *, skipped: int = 0) -> list[tuple[datetime, int]]:
    """Return moment and key of the next rows, one more than a page has."""
    return list(rows.values_list(moment, "pk")[skipped : skipped + size + 1])


def _page(found: list[tuple[datetime, int]], *, has_newer: bool, has_older: bool) -> KeysetPage:
    if not found:
        return KeysetPage(newer="before=0-0" if has_newer else "")  # which newer rows fill, or the first page
    return KeysetPage(
        [pk for _, pk in found],
        f"before={Place(*found[0])}" if has_newer else "",
        f"after={Place(*found[-1])}" if has_older else "",
    )
