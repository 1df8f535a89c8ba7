"""The citation of a write-up, which has a community for its author and no names."""


def cite_write_up(content: dict, *, year: int, version: int, address: str) -> dict[str, str]:
    """Return the parts of a write-up's citation: `before`, `title` (set in italics) and `after`."""
    place = content["site"].split(" ", 1)[-1] or content["programme"]
    return {
        "before": f"Community of practice at {place} ({year}).",
        "title": content["title"],
        "after": f"(version {version}). {content['programme']}, learning object {content['reference']}. {address}",
    }
