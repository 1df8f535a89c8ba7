"""`make pages`: what every page costs in worlds of several sizes, as the role that uses it, and how that grows.

Worlds are made once and kept in var/bench, known by everything that they are made from. The pages are those of the
permission table, and some with a search or a filter. Each is asked for in turns in every world. Its cost is the seconds of
the processor that one answer takes, on PostgreSQL with those that the database takes; its growth is the exponent x in
"cost is cases to the power of x", from each size to the next.
"""

import argparse
import math
import os
import statistics
import sys
import time
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field
from itertools import pairwise
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
MOST_GROWTH = {10_000: 0.15, 100_000: 0.1}  # up to this number of cases
BIG = 0.005  # seconds; what costs less than this everywhere may grow as it likes: the noise is larger
BAR = "-" * 118


@dataclass
class Cost:
    """What the answers of one page in one world took: seconds each, queries, the slowest statement."""

    wall: list[float] = field(default_factory=list)
    processor: list[float] = field(default_factory=list)
    sql: list[float] = field(default_factory=list)
    queries: int = 0
    size: int = 0
    slowest: tuple[float, str] = (0.0, "")


@dataclass
class Page:
    """A page as one role, and its costs by the number of cases of a world; `why_not` where it could not be measured."""

    name: str
    role: str
    costs: dict[int, Cost] = field(default_factory=dict)
    why_not: dict[int, str] = field(default_factory=dict)

    def seconds(self, cases: int, on_a_server: bool) -> float:
        """Return the cost in the world with this number of cases."""
        cost = self.costs[cases]
        return statistics.median(cost.processor) + (statistics.median(cost.sql) if on_a_server else 0)


def main() -> int:
    began = time.perf_counter()
    asked = arguments()
    sys.path[:0] = [str(ROOT)]
    os.chdir(ROOT)
    os.environ["DJANGO_SETTINGS_MODULE"] = "copsite.settings.testing"

    import django

    django.setup()
    import bench_worlds
    from django.db import connection
    from django.test.utils import setup_test_environment

    setup_test_environment()
    worlds = [bench_worlds.world_of(cases, seed=asked.seed) for cases in sorted(asked.cases)]
    made = time.perf_counter() - began
    pages = measured(worlds, runs=asked.runs, only=asked.only)
    for line in report(pages, [world.cases for world in worlds], on_a_server=connection.vendor != "sqlite"):
        print(line)
    seconds = time.perf_counter() - began
    print(
        f"It took {seconds:.0f} s: {made:.0f} s for the worlds, the rest for the pages. {connection.vendor}."
    )
    return 0


def arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--cases", type=int, nargs="+", default=[100, 10_000], help="the sizes of the worlds")
    parser.add_argument("--runs", type=int, default=3, help="answers of each page in each world")
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--only", default="", help="pages whose name has this word in it")
    return parser.parse_args()


def measured(worlds: list, *, runs: int, only: str) -> list[Page]:
    """Return every page with its costs. The worlds take turns, so that a busy minute is a busy minute for all."""
    import bench_worlds

    from tests.permissions.world import ROLES

    pages = [Page(name, role) for name, role in bench_worlds.pages_of_the_table(ROLES) if only in name]
    for number, page in enumerate(pages, 1):
        for run in range(runs + 1):  # the first one loads what later ones find loaded
            for world in worlds:
                if world.cases not in page.why_not:
                    with world.is_used():
                        _ask(page, world, counts=run > 0)
        print(f"\r{number} of {len(pages)} pages", end="", file=sys.stderr, flush=True)
    print(file=sys.stderr)
    return pages


def _ask(page: Page, world, *, counts: bool) -> None:
    url = world.url_of(page.name, page.role)
    if url is None:
        page.why_not[world.cases] = "this world has no such row"
        return
    world.statements.clear()
    wall, processor = time.perf_counter(), time.process_time()
    status, size = world.get(url, page.role)
    wall, processor = time.perf_counter() - wall, time.process_time() - processor
    if status != 200:
        page.why_not[world.cases] = f"answered {status}"
    elif counts:
        cost = page.costs.setdefault(world.cases, Cost())
        (
            cost.wall.append(wall),
            cost.processor.append(processor),
            cost.sql.append(sum(s for s, _ in world.statements)),
        )
        cost.queries, cost.size = len(world.statements), size
        cost.slowest = max([cost.slowest, *world.statements], key=lambda each: each[0])


def growth(page: Page, sizes: list[int], *, on_a_server: bool) -> list[float]:
    """Return the exponent of the growth of a page from each size to the next, where it has both figures."""
    pairs = [pair for pair in pairwise(sizes) if set(pair) <= set(page.costs)]
    return [
        math.log(page.seconds(more, on_a_server) / page.seconds(less, on_a_server)) / math.log(more / less)
        for less, more in pairs
    ]


def passes(page: Page, sizes: list[int], *, on_a_server: bool) -> bool:
    """Return whether a page grows no faster than is allowed."""
    found = growth(page, sizes, on_a_server=on_a_server)
    allowed = [MOST_GROWTH[min(size for size in MOST_GROWTH if size >= each)] for each in sizes[1:]]
    is_small = page.seconds(max(page.costs), on_a_server) < BIG
    return is_small or all(each <= most for each, most in zip(found, allowed, strict=False))


def report(pages: list[Page], sizes: list[int], *, on_a_server: bool) -> Iterator[str]:
    """Yield the lines of the table, the worst page last, and then which pages pass."""
    with_figures = [page for page in pages if growth(page, sizes, on_a_server=on_a_server)]
    without = [page for page in pages if page not in with_figures]
    with_figures.sort(key=lambda page: max(growth(page, sizes, on_a_server=on_a_server)))
    yield (
        f"{'page':<52}{'role':<13}"
        + "".join(f"{f'ms at {size:,}':>14}" for size in sizes)
        + f"{'SQL':>8}{'queries':>9}{'kB':>6}  growth"
    )
    for page in with_figures:
        yield _line(page, sizes, on_a_server)
    yield BAR
    failed = [page for page in with_figures if not passes(page, sizes, on_a_server=on_a_server)]
    yield f"No figure: {len(without)}"
    for page in without:
        yield f"  {page.name} ({page.role}): {'; '.join(sorted(set(page.why_not.values()))) or 'only in some worlds'}"
    yield f"Pass (growth at most {', '.join(f'{most} up to {size:,}' for size, most in MOST_GROWTH.items())}): {len(with_figures) - len(failed)}"
    yield f"Do not pass: {len(failed)}, the worst last, with the slowest statement of each"
    for page in failed:
        seconds, statement = page.costs[max(page.costs)].slowest
        exponents = ", ".join(f"{each:.2f}" for each in growth(page, sizes, on_a_server=on_a_server))
        yield f"  {exponents}  {page.name} ({page.role}): {seconds * 1000:.0f} ms in {statement[:150]}"
    yield from _same_statements(failed)


def _line(page: Page, sizes: list[int], on_a_server: bool) -> str:
    milliseconds = "".join(
        f"{page.seconds(size, on_a_server) * 1000:>14.0f}" if size in page.costs else f"{'-':>14}"
        for size in sizes
    )
    last = page.costs[max(page.costs)]
    exponents = ", ".join(f"{each:.2f}" for each in growth(page, sizes, on_a_server=on_a_server))
    mark = "" if passes(page, sizes, on_a_server=on_a_server) else "  <-- too much"
    sql = statistics.median(last.sql) * 1000
    return f"{page.name[:51]:<52}{page.role:<13}{milliseconds}{sql:>8.0f}{last.queries:>9}{last.size / 1024:>6.0f}  {exponents}{mark}"


def _same_statements(failed: list[Page]) -> Iterator[str]:
    """Yield what several slow pages have in common: the tables that their slowest statements begin with."""
    first = Counter(
        page.costs[max(page.costs)].slowest[1].partition('FROM "')[2].partition('"')[0] for page in failed
    )
    for table, times in first.most_common(8):
        yield f"  the slowest statement of {times} of them reads {table or 'no table'}"


if __name__ == "__main__":
    sys.exit(main())
