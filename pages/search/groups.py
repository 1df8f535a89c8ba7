"""Results of the search, group by group. Who may read a row is asked in the query that finds it."""

from collections import Counter
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from typing import Any

from django.db.models import Count, Exists, F, OuterRef, QuerySet, Window
from django.db.models.functions import RowNumber
from django.urls import reverse

from cases.clearance.models import Audience, ClearedText
from cases.commissioning.models import CommissionerIssue
from cases.models import Case
from kit.search.finding import matching
from kit.search.index import Source
from kit.search.words import Part, Term, passage
from knowledge.library.search import TEXTS, library_for
from knowledge.models import Evidence, Question
from knowledge.searched import EVIDENCE
from members.models import Member
from pages.search.help_pages import help_pages
from pages.search.sources import CASES, ISSUES, MEMBERS, QUESTIONS

MOST = 5  # results of a group among others
MOST_ALONE = 50
Kind = ClearedText.Kind


@dataclass(frozen=True)
class Result:
    """One row that was found: its heading, its address, a line about it, and where it says what was searched for."""

    title: str
    url: str
    about: str
    passage: list[Part] = field(default_factory=list)


@dataclass(frozen=True)
class Group:
    """Results of one kind, the best first, and how many there are."""

    key: str
    heading: str
    results: list[Result]
    total: int


HEADINGS = {
    "cases": "Cases",
    "write-ups": "Write-ups",
    "questions": "Questions and answers",
    "evidence": "Evidence",
    "issues": "Issues for commissioners",
    "people": "People",
    "help": "Help",
}
OF_TEXTS = {
    Kind.LEARNING_OBJECT: "write-ups",
    Kind.QUESTION: "questions",
    Kind.COMMISSIONER_ISSUE: "issues",
}


def readable(user) -> dict[Source, QuerySet]:
    """Return the rows of each source that `user` may read.

    A question or an issue that they may read as it was asked or raised is left out of the library.
    """
    texts = library_for(user)
    if user.is_authenticated:
        question = Question.objects.visible_to(user).filter(releases__cleared_text=OuterRef("cleared_text"))
        issue = CommissionerIssue.objects.visible_to(user).filter(
            wordings__cleared_text=OuterRef("cleared_text")
        )
        texts = texts.filter(~Exists(question), ~Exists(issue))
    return {
        CASES: Case.objects.visible_to(user),
        TEXTS: texts,
        QUESTIONS: Question.objects.visible_to(user),
        EVIDENCE: Evidence.objects.visible_to(user),
        ISSUES: CommissionerIssue.objects.visible_to(user),
        MEMBERS: Member.objects.visible_to(user).current(),
    }


def groups_for(user, terms: list[Term], *, only: str = "") -> list[Group]:
    """Return what `user` finds, in groups in the order of HEADINGS, without empty ones. `only` is the key of one group."""
    rows = readable(user)
    found: dict[str, list[Result]] = {key: [] for key in HEADINGS}
    totals: Counter[str] = Counter()
    for finder in FINDERS:
        if not only or only in finder.keys:
            best = _best(rows[finder.source], finder, terms, user, alone=bool(only))
            _add(found, totals, finder, best, terms)
    pages = [page for page in help_pages() if page.has(terms)]
    found["help"] = [
        Result(page.heading, reverse(page.name), "", passage(page.text, terms)) for page in pages
    ]
    totals["help"] = len(pages)
    return [
        Group(key, heading, found[key], totals[key])
        for key, heading in HEADINGS.items()
        if found[key] and only in ("", key)
    ]


@dataclass(frozen=True)
class Finder:
    """How results of a source are made: the group of each row, what is loaded with it, and the result of a row."""

    source: Source
    keys: tuple[str, ...]
    result: Callable[[Any, list[Term]], Result]
    related: tuple[str, ...]
    group: Callable[[Any], str]
    parted_by: str = "pk"  # the column by which groups differ; "pk" for one group
    newest: str = "pk"
    shows_words: bool = False  # of a case, so that it counts as reading it


def _best(rows: QuerySet, finder: Finder, terms: list[Term], user, *, alone: bool) -> Iterable[Any]:
    """Return the best rows of each group of a source, with `total`, the number of all of that group.

    They are put in order by their keys, and only the best are read whole: databases carry whole rows along as they sort.
    """
    found = matching(rows, finder.source, terms)
    part = [F(finder.parted_by)] if finder.parted_by != "pk" else None
    order = [F("rank").desc(), F(finder.newest).desc(), F("pk").desc()]
    best = (
        found.annotate(
            nth_of_its_part=Window(RowNumber(), partition_by=part, order_by=order),
            total=Window(Count("pk"), partition_by=part),
        )
        .filter(nth_of_its_part__lte=MOST_ALONE if alone else MOST)
        .order_by("nth_of_its_part", "pk")
        .values_list("pk", "total")
    )
    totals = dict(best)
    if not totals:
        return []
    whole = rows.read_by(user) if finder.shows_words else rows
    by_key = whole.filter(pk__in=totals).select_related(*finder.related).in_bulk()
    for pk, total in totals.items():
        by_key[pk].total = total
    return [by_key[pk] for pk in totals]


def _add(found: dict[str, list[Result]], totals: Counter, finder: Finder, rows: Iterable[Any], terms) -> None:
    """Add the results of `rows` to their groups, and the number of all there are to the totals."""
    seen = set()
    for row in rows:
        key = finder.group(row)
        found[key].append(finder.result(row, terms))
        if key not in seen:
            totals[key] += row.total
            seen.add(key)


def _case(case: Case, terms: list[Term]) -> Result:
    """Return the result for a case: its title alone, so that searching is not reading it."""
    return Result(f"{case.reference} {case.title}", case.get_absolute_url(), str(case.site))


def _text(indexed, terms: list[Term]) -> Result:
    text = indexed.cleared_text
    place = text.content.get("site") or str(text.programme)
    return Result(indexed.title, _address_of(text), place, passage(indexed.words, terms))


def _address_of(text: ClearedText) -> str:
    """Return the address of a published text."""
    if text.kind == Kind.LEARNING_OBJECT:
        write_up = text.learning_object_version.learning_object_id
        return reverse("library:learning_object_detail", args=[write_up])
    if text.kind == Kind.QUESTION:
        return reverse("knowledge:question_detail", args=[text.question_release.question_id])
    is_public = text.audience == Audience.PUBLIC
    page = "public_issue_detail" if is_public else "commissioning:issue_detail"
    return reverse(page, args=[text.issue_wording.issue_id])


def _question(question: Question, terms: list[Term]) -> Result:
    about = f"Asked at {question.site}, {'answered' if question.answered_at else 'not answered yet'}"
    return Result(question.words, question.get_absolute_url(), about, _where_said(question.answer, terms))


def _where_said(words: str, terms: list[Term]) -> list[Part]:
    """Return the passage of `words` that says one of `terms`, or nothing."""
    parts = passage(words, terms)
    return parts if any(part.is_hit for part in parts) else []


def _evidence(evidence: Evidence, terms: list[Term]) -> Result:
    about = f"{evidence.get_kind_display()}, {evidence.authors} ({evidence.year or 'no date'})"
    return Result(evidence.title, evidence.get_absolute_url(), about, passage(evidence.summary, terms))


def _issue(issue: CommissionerIssue, terms: list[Term]) -> Result:
    about = f"Raised at {issue.site}, about {issue.case.reference}"
    return Result(issue.get_theme_display(), issue.get_absolute_url(), about, passage(issue.words, terms))


def _member(member: Member, terms: list[Term]) -> Result:
    page = reverse("member_list", args=[member.site.slug])
    return Result(member.name, page, f"{member.role}, {member.site}")


OF_A_TEXT = (
    "cleared_text__programme",
    "cleared_text__learning_object_version",
    "cleared_text__question_release",
    "cleared_text__issue_wording",
)
FINDERS = (
    Finder(CASES, ("cases",), _case, ("site",), lambda row: "cases", newest="offered_at"),
    Finder(
        QUESTIONS, ("questions",), _question, ("site",), lambda row: "questions",
        newest="asked_at", shows_words=True,
    ),
    Finder(
        ISSUES, ("issues",), _issue, ("site", "case__site"), lambda row: "issues",
        newest="raised_at", shows_words=True,
    ),
    Finder(
        TEXTS, tuple(OF_TEXTS.values()), _text, OF_A_TEXT, lambda row: OF_TEXTS[row.cleared_text.kind],
        parted_by="cleared_text__kind", newest="cleared_text__publication__published_at",
    ),
    Finder(EVIDENCE, ("evidence",), _evidence, (), lambda row: "evidence", newest="added_at"),
    Finder(MEMBERS, ("people",), _member, ("discipline", "site"), lambda row: "people"),
)  # fmt: skip
