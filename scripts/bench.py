"""`make bench`: how fast the slow parts are, each as a ratio to the least work that could give the same rows.

A ratio means the same on every machine: 3.0 is three times as long as the reference. Each line is the median of
several runs, in turns with its reference, on a database of its own. A benchmark is a function below that sets the
scene and returns (what is timed, its reference).
"""

import os
import statistics
import sys
import time
from datetime import timedelta
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
RUNS = 15


def main() -> int:
    sys.path.insert(0, str(ROOT))
    os.chdir(ROOT)
    os.environ["DJANGO_SETTINGS_MODULE"] = "copsite.settings.testing"

    import django

    django.setup()
    import bench_notices
    import bench_room
    from django.test.utils import setup_databases, teardown_databases

    databases = setup_databases(verbosity=0, interactive=False)
    try:
        for name, scene in BENCHMARKS.items():
            ratio, milliseconds = compare(*scene())
            print(f"{name:<60} {ratio:6.1f} times its reference ({milliseconds:.1f} ms here)", flush=True)
        print(
            f"{'finding identifiers in 600 words: 95 of 100 within':<60} {finding():6.1f} ms here (50 at most)",
            flush=True,
        )
        milliseconds, piece = longest_finding()
        print(
            f"{'finding identifiers in 100 kB of anything hostile':<60} {milliseconds:6.0f} ms here (2,000 at most), {piece!a}"
        )
        for report in (bench_room.report, bench_notices.report):
            for line in report():
                print(line, flush=True)
    finally:
        teardown_databases(databases, verbosity=0)
    return 0


def compare(measured, reference) -> tuple[float, float]:
    """Return the median time of `measured` divided by that of `reference`, and the former in milliseconds."""
    measured(), reference()  # the first time loads what later ones find loaded
    times = [(seconds(measured), seconds(reference)) for _ in range(RUNS)]
    ours, theirs = (statistics.median(column) for column in zip(*times, strict=True))
    return ours / theirs, ours * 1000


def finding() -> float:
    """Return the milliseconds of the processor within which 95 of 100 texts of 600 words have their identifiers found,
    the least of three runs of each.
    """
    from kit.privacy.identifiers import find
    from tests.kit.privacy.annotated import texts
    from tests.measuring import seconds_of

    words = " ".join(text.text for text in texts("seen")).split(" ")
    written = [" ".join(words[start : start + 600]) for start in range(0, len(words) - 600, 300)]
    find(written[0])  # the first time reads the lists
    times = sorted(seconds_of(lambda text=text: find(text), enough=0) for text in written)
    return times[int(len(times) * 0.95)] * 1000


def longest_finding() -> tuple[float, str]:
    """Return the milliseconds of the text of 100 kB that takes longest of those in tests/kit/privacy/test_hostile.py, and
    the piece that it repeats.
    """
    from kit.privacy.identifiers import find
    from tests.kit.privacy.test_hostile import REPEATED, filled

    times = {piece: seconds(lambda piece=piece: find(filled(piece))) for piece in REPEATED}
    slowest = max(times, key=times.__getitem__)
    return times[slowest] * 1000, slowest


def seconds(work) -> float:
    """Return how many seconds `work` takes."""
    start = time.perf_counter()
    work()
    return time.perf_counter() - start


def figure_1():
    """Measure the membership matrix of 6 sites with 12 members and 12 meetings each; reference: one sum of the
    same rows.
    """
    from django.db.models import Count
    from django.utils import timezone

    from meetings.matrix import membership_matrix
    from meetings.models import Attendance
    from tests.factories.meetings import MeetingFactory
    from tests.factories.members import DisciplineFactory, MemberFactory
    from tests.factories.sites import ProgrammeFactory, SiteFactory

    programme = ProgrammeFactory()
    roles = DisciplineFactory.create_batch(12, programme=programme)
    for number in range(6):
        site = SiteFactory(programme=programme, code=f"BM{number + 1}")
        people = [MemberFactory(site=site, discipline=role, user=None) for role in roles]
        held = [
            MeetingFactory(site=site, starts_at=timezone.now() - timedelta(days=10 * back))
            for back in range(12, 0, -1)
        ]
        Attendance.objects.bulk_create(
            Attendance(meeting=meeting, member=person, mark=Attendance.Mark.PRESENT)
            for meeting in held
            for person in people
        )

    def reference():
        return list(Attendance.objects.values("member").annotate(times=Count("pk")))

    return lambda: membership_matrix(programme, as_at=timezone.localdate()), reference


BENCHMARKS = {
    "figure 1 from the attendance rows of 6 sites": figure_1,
}

if __name__ == "__main__":
    sys.exit(main())
