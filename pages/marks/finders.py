"""Which finder reads what somebody types on a page, by what the page is about and by what that person may know."""

from typing import Any

import rules

from kit.editing.typed import Page
from kit.privacy.names import NameFinder
from kit.privacy.register import model_of
from members.known_names import IdentifierFinder
from sites_app.known_names import people_of
from sites_app.models import Programme, Site


def site_of_page(page: Page, user) -> Site | None:
    """Return the site that a page is about, if `user` may know who is a member there and keep words there."""
    row = _row(page)
    site = row if isinstance(row, Site) else getattr(row, "site", None)
    return site if site is not None and rules.has_perm("members.keep_word", user, site) else None


def finder_for(page: Page, user) -> NameFinder:
    """Return the finder for the page: with the names of its site, or of the members of its programme. For somebody who
    may not know them, such as a commissioner, or who came by a link, it knows none: marks would tell who is a member.
    """
    if site := site_of_page(page, user):
        return IdentifierFinder(site)
    row = _row(page)
    programme = row if isinstance(row, Programme) else getattr(row, "programme", None)
    if programme is not None and rules.has_perm("members.invite_to_role", user, programme):
        return people_of(programme)
    return NameFinder()


def _row(page: Page) -> Any:
    """Return the row that a page is about, or None if it is about none or that is gone."""
    if not page.subject:
        return None
    model, pk = model_of(page.subject), page.subject.partition(":")[2]
    rows = model._base_manager.all()
    if any(field.name == "site" for field in model._meta.fields):
        rows = rows.select_related("site__host")
    return rows.filter(pk=pk).first()
