"""Addresses of the pages of meetings, by the name of the page."""

from django.urls import reverse


def url(name: str, row, *args) -> str:
    """The address of a page of a site, a meeting or a row of it; `meetings:` may be left out."""
    return reverse(
        name if ":" in name or name in ("meeting_detail", "meeting_close", "meeting_cancel", "agenda_edit") else f"meetings:{name}",
        args=[row, *args],
    )
