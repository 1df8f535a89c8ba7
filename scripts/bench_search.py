"""What searching costs at 10,000 cases: reading their words, and one page of results. `python scripts/bench_search.py`.

It runs on a database of its own, on SQLite or, with DATABASE_URL, on PostgreSQL: `scripts/services.py run -- python
scripts/bench_search.py`. Seconds are of the clock; those of this process alone stand beside them.
"""

import os
import random
import sys
import time
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
CASES = 10_000
WORDS_OF_A_CASE = 150
DIFFERENT = 8_000
QUERIES = [
    "a frequent word",
    "a rare word",
    "two words",
    "the beginning of a word",
    "a typing error",
    "nothing there",
]


def main() -> int:
    sys.path.insert(0, str(ROOT))
    os.chdir(ROOT)
    os.environ["DJANGO_SETTINGS_MODULE"] = "copsite.settings.testing"

    import django

    django.setup()
    from django.test.utils import setup_databases, teardown_databases

    databases = setup_databases(verbosity=0, interactive=False)
    try:
        report(int(sys.argv[1]) if len(sys.argv) > 1 else CASES)
    finally:
        teardown_databases(databases, verbosity=0)
    return 0


def report(cases: int) -> None:
    """Print what reading `cases` cases and searching them costs."""
    from django.db import connection

    from kit.models import SearchWord
    from pages.tasks import read_words

    vocabulary = made_up_words()
    reader = plant(cases, vocabulary)
    print(f"{connection.vendor}, {cases} cases of {WORDS_OF_A_CASE} words")
    print(f"  reading their words: {timed(read_words)}, {SearchWord.objects.count()} rows")
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE")
    typed = [
        vocabulary[3], vocabulary[-5], f"{vocabulary[3]} {vocabulary[20]}", vocabulary[40][:4],
        vocabulary[50][:2] + vocabulary[50][3:], "qqqqqqqq",
    ]  # fmt: skip
    for what, query in zip(QUERIES, typed, strict=True):
        page(reader, query)
        print(f"  {what}: {timed(lambda query=query: page(reader, query))}")


def page(reader, query: str) -> None:
    """Do what the page of results does."""
    from kit.search.finding import asked_for
    from pages.search.groups import groups_for, readable

    groups_for(reader, asked_for(query, readable(reader)).terms)


def timed(work) -> str:
    clock, own = time.perf_counter(), time.process_time()
    work()
    return f"{time.perf_counter() - clock:.2f} s ({time.process_time() - own:.2f} s of this process)"


def made_up_words() -> list[str]:
    """Return different words, which are drawn the less often the later they come."""
    chance = random.Random(1)
    parts = [
        "ba",
        "ce",
        "di",
        "fo",
        "gu",
        "ha",
        "je",
        "ki",
        "lo",
        "mu",
        "na",
        "pe",
        "ri",
        "so",
        "tu",
        "ve",
        "wi",
        "zo",
    ]
    found = {"".join(chance.choices(parts, k=chance.randint(2, 5))): None for _ in range(3 * DIFFERENT)}
    return list(found)[:DIFFERENT]


def plant(cases: int, vocabulary: list[str]):
    """Create presented cases at three sites, and return a broker, who may read them."""
    from cases.models import Case, Discussion
    from members.models import Role
    from tests.factories.meetings import MeetingFactory
    from tests.factories.members import RoleFactory
    from tests.factories.sites import ProgrammeFactory, SiteFactory

    chance = random.Random(2)
    often = [1 / (place + 10) for place in range(len(vocabulary))]
    programme = ProgrammeFactory()
    meetings = [
        MeetingFactory(site=SiteFactory(programme=programme, code=f"BS{n}"), held=True) for n in (1, 2, 3)
    ]
    rows = [
        Case(
            site=meetings[number % 3].site, number=number // 3 + 1,
            title=" ".join(chance.choices(vocabulary, often, k=5)),
            presentation=" ".join(chance.choices(vocabulary, often, k=WORDS_OF_A_CASE)),
        )
        for number in range(cases)
    ]  # fmt: skip
    kept = Case.objects.bulk_create(rows, batch_size=500)
    Discussion.objects.bulk_create(
        [Discussion(case=case, meeting=meetings[number % 3]) for number, case in enumerate(kept)],
        batch_size=500,
    )
    return RoleFactory(programme=programme, kind=Role.Kind.KNOWLEDGE_BROKER).user


if __name__ == "__main__":
    sys.exit(main())
