"""Search the library: words, facets and passages. Who may read a text is part of the same query.

Counts, facets and passages all come from `library_for`, so they never show a text that the reader may not read.
"""

import re
from collections.abc import Iterable
from dataclasses import dataclass, field
from functools import cached_property

from django.db.models import Count, Exists, F, OuterRef, Q, QuerySet, Sum

from cases.clearance.models import ClearedText
from kit.prepared import Prepared
from kit.search import finding
from kit.search.index import Source
from kit.search.words import Term, terms_of
from knowledge.library.models import IndexedTag, IndexedText, ShownNumber, ShownText, is_shown_to

Facet = IndexedTag.Facet
PAGE = 10  # texts on a page
MOST_COUNTED = 1000  # of what was found; beyond, it is "1,000+"
TEXTS = Source(
    key="text",
    model=IndexedText,
    title=lambda text: text.title,
    words=lambda text: text.words,
    columns=("title", "words"),
)
SHOWN_WITH = (
    "cleared_text__publication",
    "cleared_text__programme",
    "cleared_text__learning_object_version",
    "cleared_text__question_release",
    "cleared_text__issue_wording__issue",
)
SLUG = re.compile(r"[\w-]{1,80}")


def library_for(user) -> QuerySet[IndexedText]:
    """Return what `user` finds in the library: the text of each thing for this reader.

    An issue for commissioners that was merged into another is left out.
    """
    is_theirs = ClearedText.objects.is_fullest_for(user, of="issue_wording")
    issue = Q(cleared_text__kind=ClearedText.Kind.COMMISSIONER_ISSUE)
    return IndexedText.objects.filter(
        is_shown_to(user) | issue & Q(is_theirs), cleared_text__issue_wording__issue__merged_into__isnull=True
    )


def matching(
    texts: QuerySet[IndexedText], terms: list[Term], *, any_of: bool = False
) -> QuerySet[IndexedText]:
    """Return those of `texts` that contain all `terms`, or `any_of` them, with a `rank`, which is higher for the better."""
    return finding.matching(texts, TEXTS, terms, any_of=any_of)


def chosen_in(parameters) -> dict[str, list[str]]:
    """Return the values of each facet that an address asks for, without those that cannot be one."""
    asked = {facet: parameters.getlist(facet) for facet in Facet.values}
    return {
        facet: [value for value in values if SLUG.fullmatch(value)][:20]
        for facet, values in asked.items()
        if any(SLUG.fullmatch(value) for value in values)
    }


def narrowed(
    texts: QuerySet[IndexedText], chosen: dict[str, list[str]], *, except_facet: str = ""
) -> QuerySet[IndexedText]:
    """Return those of `texts` that have one of the chosen values of every facet, except the facet `except_facet`."""
    for facet, values in chosen.items():
        if facet != except_facet:
            tag = IndexedTag.objects.filter(text=OuterRef("pk"), facet=facet, value__in=values)
            texts = texts.filter(Exists(tag))
    return texts


@dataclass(frozen=True)
class Option:
    """One value of a facet: its label, how many texts have it, and whether it is chosen."""

    value: str
    label: str
    count: int
    is_chosen: bool


@dataclass(frozen=True)
class FacetOptions:
    """A facet with its options."""

    name: str
    label: str
    options: list[Option] = field(default_factory=list)

    @property
    def chosen(self) -> list[Option]:
        """Return the options that are chosen."""
        return [option for option in self.options if option.is_chosen]


def facets_of(texts: QuerySet[IndexedText], chosen: dict[str, list[str]]) -> list[FacetOptions]:
    """Return every facet with its options. Each is counted as if nothing of that facet were chosen.

    One query counts all facets in which nothing is chosen, and one more each of the others.
    """
    rows = _counts(narrowed(texts, chosen), [facet for facet in Facet.values if facet not in chosen])
    for facet in chosen:
        rows += _counts(narrowed(texts, chosen, except_facet=facet), [facet])
    return _with_options(rows, chosen)


def _with_options(rows: list[dict], chosen: dict[str, list[str]]) -> list[FacetOptions]:
    return [
        FacetOptions(
            name=facet.value,
            label=facet.label,
            options=[
                Option(row["value"], row["label"], row["count"], row["value"] in chosen.get(facet, []))
                for row in rows
                if row["facet"] == facet
            ],
        )
        for facet in Facet
    ]


def _counts(texts: QuerySet[IndexedText], facets: list[str]) -> list[dict]:
    """Return how many of `texts` have each value of these facets, the most frequent first."""
    if not facets:
        return []
    return _most_first(_counted(texts, facets))


def _counted(texts: QuerySet[IndexedText], facets: list[str]) -> QuerySet:
    tags = IndexedTag.objects.filter(facet__in=facets, text__in=texts.values("pk"))
    return tags.order_by().values("facet", "value", "label").annotate(count=Count("pk"))


def _most_first(counted: Iterable[dict]) -> list[dict]:
    return sorted(map(dict, counted), key=lambda row: (-row["count"], row["label"]))


def in_order(texts: QuerySet[IndexedText], *, newest_first: bool) -> QuerySet[IndexedText]:
    """Return `texts` with the best first, or the newest first, and load what a list of results shows."""
    newest = [F("cleared_text__publication__published_at").desc(), F("pk").desc()]
    ordered = texts.order_by(*newest) if newest_first else texts.order_by(F("rank").desc(), *newest)
    return ordered.select_related(*SHOWN_WITH)


class Matches:
    """Texts in order, for a paginator. Their keys are put in order, and only those of a page are read whole: a database carries
    whole rows along as it sorts.
    """

    def __init__(self, texts: QuerySet[IndexedText], *, newest_first: bool):
        self.texts, self.newest_first = texts, newest_first

    def __len__(self) -> int:
        """Return how many there are, or one more than `MOST_COUNTED`: whoever finds so many narrows them down."""
        return self.texts.order_by().values("pk")[: MOST_COUNTED + 1].count()

    def __getitem__(self, asked: slice) -> list[IndexedText]:
        keys = in_order(self.texts, newest_first=self.newest_first).values_list("pk", flat=True)[asked]
        return whole(list(keys))


def whole(keys: list[int]) -> list[IndexedText]:
    """Return the texts with these keys in this order, with what a list of results shows."""
    found = {text.pk: text for text in WHOLE.read(keys=keys)}
    return [found[key] for key in keys]


def shown_to(user) -> QuerySet[IndexedText]:
    """Return what the library shows to `user` without a search: no issues for commissioners, which are shown if chosen."""
    return IndexedText.objects.filter(is_shown_to(user))


NUMBERS = Prepared(
    lambda user: (
        ShownNumber.objects.to(user)
        .filter(number__gt=0)
        .order_by()
        .values("facet", "value", "label")
        .annotate(count=Sum("number"))
    )
)
NEWEST = Prepared(lambda user: _newest(user)[:PAGE])
WHOLE = Prepared(lambda keys: IndexedText.objects.filter(pk__in=keys).select_related(*SHOWN_WITH))


def number_shown(user, *, what: str) -> int:
    """Return how many texts of a type, such as "write-up", the library shows to `user`."""
    of_type = ShownNumber.objects.to(user).filter(facet=Facet.WHAT, value=what)
    return of_type.aggregate(number=Sum("number"))["number"] or 0


def _newest(user) -> QuerySet:
    """Return the keys of what the library shows to `user` without a search, the newest first."""
    shown = ShownText.objects.to(user).filter(text__indexed_text__isnull=False)
    return shown.order_by(F("published_at").desc(), F("text").desc()).values_list(
        "text__indexed_text", flat=True
    )


class Shown:
    """What the library shows to `user` without a search, the newest first, for a paginator; and how much has each tag.

    Its numbers are kept beside the texts (knowledge/library/models/shown.py).
    """

    def __init__(self, user):
        self.user = user

    @cached_property
    def _numbers(self) -> list[dict]:
        return list(NUMBERS.read(user=self.user))

    @property
    def facets(self) -> list[FacetOptions]:
        """Every facet with its options."""
        return _with_options(_most_first(row for row in self._numbers if row["facet"]), {})

    def __len__(self) -> int:
        return next((row["count"] for row in self._numbers if not row["facet"]), 0)

    def __getitem__(self, asked: slice) -> list[IndexedText]:
        return whole(
            NEWEST.read(user=self.user)[asked] if not asked.start else list(_newest(self.user)[asked])
        )


def similar(texts: QuerySet[IndexedText], words: str, *, most: int = 3) -> list[IndexedText]:
    """Return the `texts` that share most words of more than three letters with `words`, the best first."""
    telling = [term for term in terms_of(words) if len(term.typed) > 3]
    if not telling:
        return []
    return Matches(matching(texts, telling, any_of=True), newest_first=False)[:most]
