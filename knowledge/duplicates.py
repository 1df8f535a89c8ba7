"""What is in the evidence library already: the same publication, or one that looks like it."""

from collections import defaultdict
from collections.abc import Iterable

from django.db.models import Q
from rapidfuzz import fuzz

from knowledge.models import Evidence
from knowledge.publications import Publication
from sites_app.models import Programme

ALIKE = 92  # of 100: how alike two titles are that may be one
YEARS_APART = 1  # one work is dated by its first day online, or by its issue


class Shelf:
    """The publications of a programme that could be some of those given, read in one query; and what is added meanwhile.

    Without a programme there are none but those that are added. `without` is one that is left out: the one that is edited.
    """

    def __init__(
        self,
        programme: Programme | None,
        publications: Iterable[Publication],
        *,
        without: Evidence | None = None,
    ):
        self._by_doi: dict[str, Evidence] = {}
        self._by_keys: dict[tuple, Evidence] = {}
        self._by_author: dict[str, list[Evidence]] = defaultdict(list)
        if programme is None:
            return
        wanted = list(publications)
        keys = [each.keys for each in wanted]
        same = Q(doi__in={each.doi for each in wanted if each.doi})
        same |= Q(title_key__in={title for title, _ in keys}) | Q(author_key__in={by for _, by in keys if by})
        for evidence in Evidence.objects.filter(same, programme=programme).order_by("pk"):
            if evidence != without:
                self.add(evidence)

    def add(self, evidence: Evidence) -> None:
        """Put a publication on the shelf."""
        if evidence.doi:
            self._by_doi.setdefault(evidence.doi, evidence)
        self._by_keys.setdefault((evidence.title_key, evidence.author_key, evidence.year), evidence)
        if evidence.author_key:
            self._by_author[evidence.author_key].append(evidence)

    def same(self, publication: Publication) -> tuple[Evidence | None, str]:
        """Return what is this publication, and why: by its DOI, else by its title, first author and year. Two DOIs are two
        publications.
        """
        if publication.doi and (found := self._by_doi.get(publication.doi)):
            return found, "It has the same DOI"
        found = self._by_keys.get((*publication.keys, publication.year))
        if found is not None and not (publication.doi and found.doi):
            return found, "It has the same title, first author and year"
        return None, ""

    def near(self, publication: Publication) -> list[Evidence]:
        """Return what looks like this publication, the likest first: the same first author, nearly the same title, and the
        same year or the next.
        """
        title, author = publication.keys
        found = [
            (likeness, evidence)
            for evidence in self._by_author.get(author, ())
            if _are_near(publication.year, evidence.year)
            and (likeness := fuzz.ratio(title, evidence.title_key, score_cutoff=ALIKE))
        ]
        return [evidence for _, evidence in sorted(found, key=lambda pair: (-pair[0], pair[1].pk or 0))]


def _are_near(year: int | None, other: int | None) -> bool:
    return year is None or other is None or abs(year - other) <= YEARS_APART
