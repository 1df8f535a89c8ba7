"""Plans the evidence of a programme."""

from dataclasses import fields
from datetime import timedelta

from demonstration.data_files import at, read_toml
from demonstration.programmes import Cast
from knowledge.actions import publications
from knowledge.actions.publications import Appraisal
from knowledge.models import Evidence
from knowledge.publications import Publication, creators_typed

CITED_BY = {each.name for each in fields(Publication)} - {"creators"}


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
    cited = {name: entry[name] for name in CITED_BY if name in entry}
    creators = creators_typed("\n".join(entry.get("authors", ())), "\n".join(entry.get("organisations", ())))
    return publications.add_evidence(
        cast.programme,
        publication=Publication(creators=tuple(creators), **cited),
        appraisal=Appraisal(
            kind=entry["kind"],
            design=entry.get("design", ""),
            is_open_access=entry.get("is_open_access"),
            summary=entry["summary"],
        ),
        by=cast.user("knowledge_broker", index % 2),
    )
