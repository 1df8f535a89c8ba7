"""The citation of a write-up, which has a community for its author and no names, and of evidence whose parts are not known apart."""


def cite_publication(*, authors: str, year: int | None, title: str, source: str = "") -> str:
    """Petch, A. (2012). Tectonic plates. Journal of Integrated Care, 20(2), 77-88."""
    parts = [f"{authors.strip().rstrip('.')}. ({year or 'no date'})", title, source]
    return " ".join(_with_full_stop(part) for part in parts if part.strip())


def _with_full_stop(part: str) -> str:
    """Return `part` with a full stop at its end unless it has one, or a ? or !."""
    part = part.strip()
    return part if part[-1] in ".?!" else f"{part}."


def cite_write_up(content: dict, *, year: int, version: int, address: str) -> dict[str, str]:
    """Return the parts of a write-up's citation: `before`, `title` (set in italics) and `after`."""
    place = content["site"].split(" ", 1)[-1] or content["programme"]
    return {
        "before": f"Community of practice at {place} ({year}).",
        "title": content["title"],
        "after": f"(version {version}). {content['programme']}, learning object {content['reference']}. {address}",
    }
