"""What a search finds of evidence."""

from kit.search.index import Source
from knowledge.models import Evidence


def _words(evidence: Evidence) -> str:
    """Return what a publication is found by, besides its title."""
    parts = [evidence.authors, str(evidence.year or ""), evidence.source, evidence.doi, evidence.summary]
    parts += [evidence.conflict, evidence.abstract, evidence.isbn, evidence.pmid]
    parts += [evidence.get_kind_display()]
    parts += [word.name for word in (*evidence.themes.all(), *evidence.needs.all())]
    return "\n".join(filter(None, parts))


EVIDENCE = Source(
    key="evidence",
    model=Evidence,
    title=lambda evidence: evidence.title,
    words=_words,
    columns=(
        "title",
        "authors",
        "year",
        "source",
        "doi",
        "summary",
        "conflict",
        "abstract",
        "isbn",
        "pmid",
        "kind",
    ),
    depends_on={
        "knowledge_evidence_themes": "ROW.evidence_id",
        "knowledge_evidence_needs": "ROW.evidence_id",
        "knowledge_evidence_themes:theme_id": "ROW.evidence_id",
        "knowledge_evidence_needs:need_id": "ROW.evidence_id",
        "cases_theme:name": "SELECT evidence_id FROM knowledge_evidence_themes WHERE theme_id = ROW.id",
        "cases_need:name": "SELECT evidence_id FROM knowledge_evidence_needs WHERE need_id = ROW.id",
    },
    with_related=lambda rows: rows.prefetch_related("themes", "needs"),
)
