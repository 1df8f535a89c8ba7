"""Plans the evidence of a programme."""

from datetime import timedelta

from demonstration.data_files import at, read_toml
from demonstration.programmes import Cast
from knowledge.actions import evidence as knowledge
from knowledge.models import Evidence


def plan_evidence(cast: Cast) -> None:
    """Plan how both brokers add the programme's evidence in its first weeks."""
    entries = read_toml("evidence.toml")["evidence"]
    first = min(cast.starts_at(site["code"], site["meetings"][0]["number"]) for site in cast.data["sites"])
    first = max(first, at(cast.data["started"])) if "started" in cast.data else first
    for index, entry in enumerate(entries):
        if "started" in cast.data and entry["year"] > cast.data["started"].year:
            continue  # not yet written then
        moment = first - timedelta(days=2) + timedelta(minutes=index)
        cast.timeline.add(
            moment, entry["title"], lambda entry=entry, index=index: _add_evidence(cast, entry, index)
        )


def _add_evidence(cast: Cast, entry: dict, index: int) -> Evidence:
    return knowledge.add_evidence(
        cast.programme,
        kind=entry["kind"],
        authors=entry["authors"],
        title=entry["title"],
        year=entry["year"],
        source=entry["source"],
        doi=entry.get("doi", ""),
        link=entry.get("link", ""),
        summary=entry["summary"],
        by=cast.user("knowledge_broker", index % 2),
    )
