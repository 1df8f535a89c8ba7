"""Addresses of the pages of meetings, by the name of the page."""

from django.urls import reverse

OF_THE_ROOF = {
    "agenda_edit",
    "meeting_cancel",
    "meeting_close",
    "meeting_detail",
    "meeting_pack",
    "minutes_edit",
}


def url(name: str, row, *args) -> str:
    """The address of a page of a site, a meeting or a row of it; `meetings:` may be left out."""
    return reverse(name if ":" in name or name in OF_THE_ROOF else f"meetings:{name}", args=[row, *args])
