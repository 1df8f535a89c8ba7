"""What importing references costs: 10,000 records of each format, beside the bare library that reads it in the same run.

`--damaged 10000` also reads so many damaged files of each format, and says how long the
slowest took. Seconds are those of the process. Each format is read in a process of its own, so that its memory is its own.
"""

import argparse
import json
import multiprocessing
import random
import resource
import sys
import time
from collections.abc import Callable
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
RECORDS = 10_000
ABSTRACT = "Background: front-line workers of several agencies met every month. " * 16
RIS = (
    "TY  - JOUR\nAU  - Smith, J.A.\nAU  - Jones, B.\nAU  - Müller, K.\nTI  - A study of things, part {n}\nPY  - 2012\n"
    "DA  - 2012/03/01/\nT2  - Journal of Care\nVL  - 3\nIS  - 2\nSP  - 77\nEP  - 88\nDO  - 10.1000/abc.{n}\nSN  - 1234-5678\n"
    "UR  - https://example.org/{n}\nAB  - {abstract}\nKW  - care\nKW  - cases\nER  - \n\n"
)
BIBTEX = (
    "@article{{k{n},\n author = {{Smith, J.A. and Jones, B. and M{{\\\"u}}ller, K.}},\n title = {{{{A study of \\'etudes, {n}}}}},"
    "\n journal = {{Journal of Care}}, year = {{2012}}, month = mar, volume = {{3}}, number = {{2}}, pages = {{77--88}},\n"
    " doi = {{10.1000/abc.{n}}},\n abstract = {{{abstract} 50\\%}},\n}}\n\n"
)
PUBMED = (
    "PMID- {n}\nOWN - NLM\nTI  - A study of things, part {n}.\nFAU - Smith, John A\nAU  - Smith JA\nDP  - 2012 Mar 1\n"
    "LID - 10.1000/abc.{n} [doi]\nPG  - 77-88\nJT  - Journal of Care\nAB  - {abstract}\nPT  - Journal Article\n\n"
)
ENDNOTE = (
    '<record><ref-type name="Journal Article">17</ref-type><contributors><authors><author><style>Smith, J.</style></author>'
    "<author><style>Jones, B.</style></author></authors></contributors><titles><title><style>A study, {n}</style></title>"
    "<secondary-title>Journal of Care</secondary-title></titles><dates><year><style>2012</style></year></dates>"
    "<abstract>{abstract}</abstract><electronic-resource-num>10.1000/abc.{n}</electronic-resource-num></record>\n"
)
ITEM = {
    "type": "article-journal",
    "author": [{"family": "Smith", "given": "J."}, {"family": "Jones", "given": "B."}],
    "issued": {"date-parts": [[2012, 3, 1]]},
    "abstract": ABSTRACT,
}


def many(record: str, before: str = "", after: str = "") -> str:
    return before + "".join(record.format(n=n, abstract=ABSTRACT) for n in range(1, RECORDS + 1)) + after


def bare_ris(text: str) -> object:
    import rispy

    return rispy.loads(text)


def bare_bibtex(text: str) -> object:
    import bibtexparser

    return bibtexparser.parse_string(text)


def bare_endnote(text: str) -> object:
    from defusedxml.ElementTree import fromstring

    return fromstring(text)


FORMATS: dict[str, tuple[Callable[[], str], Callable[[str], object] | None]] = {
    "ris": (lambda: many(RIS), bare_ris),
    "bibtex": (lambda: many(BIBTEX), bare_bibtex),
    "pubmed": (lambda: many(PUBMED), None),
    "csl-json": (
        lambda: json.dumps(
            [{"title": f"A study, {n}", "DOI": f"10.1000/abc.{n}"} | ITEM for n in range(RECORDS)]
        ),
        json.loads,
    ),
    "endnote-xml": (lambda: many(ENDNOTE, "<xml><records>", "</records></xml>"), bare_endnote),
}


def seconds(act: Callable[[], object]) -> float:
    began = time.process_time()
    act()
    return time.process_time() - began


def peak() -> float:
    """The most memory of this process so far, in MB."""
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024


def measure(name: str) -> str:
    """Read 10,000 records of the format, then the same by the bare library."""
    from knowledge.importing.reading import read

    make, bare = FORMATS[name]
    data = make().encode()
    before = peak()
    taken = seconds(lambda: read(data))
    memory = peak() - before
    line = f"{name:<12} {len(data) / 1e6:5.1f} MB: {RECORDS / taken:6,.0f} records/s, {memory:3.0f} MB more memory"
    if bare is None:
        return line
    alone = seconds(lambda: bare(data.decode()))
    return f"{line}; the bare library {RECORDS / alone:7,.0f} records/s, {taken / alone:.1f} times"


def measure_damaged(name: str, count: int) -> str:
    """Read so many damaged files of the format; whatever is raised ends the benchmark."""
    from knowledge.importing.reading import read
    from tests.knowledge.importing.mutations import SEEDS, mutated

    chance = random.Random(count)
    files = (mutated(SEEDS[name], chance) for _ in range(count))
    taken = sorted(seconds(lambda data=data: read(data)) for data in files)
    within = sum(each < 1 for each in taken) / count
    return (
        f"{name:<12} {count:,} damaged: none failed, {within:.2%} within 1 s, the slowest {taken[-1]:.2f} s"
    )


def main() -> int:
    sys.path.insert(0, str(ROOT))
    asked = argparse.ArgumentParser()
    asked.add_argument("--damaged", type=int, default=0)
    damaged = asked.parse_args().damaged
    with multiprocessing.get_context("spawn").Pool(1, maxtasksperchild=1) as pool:
        for name in FORMATS:
            print(pool.apply(measure, [name]), flush=True)
            if damaged:
                print(pool.apply(measure_damaged, [name, damaged]), flush=True)
    return 0


if __name__ == "__main__":
    sys.exit(main())
