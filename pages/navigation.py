"""The navigation for this person: the main items for their roles, and the line under their name."""

from dataclasses import dataclass

import rules
from django.conf import settings
from django.urls import NoReverseMatch, reverse
from django.utils.functional import SimpleLazyObject

from members.standing import Standing
from sites_app.models import Programme

PAGES_OF_A_SITE = ("/meetings/", "/members/")  # URLs that do not begin with their site's


@dataclass(frozen=True)
class Item:
    """One item of the navigation."""

    label: str
    url: str
    current: str = ""  # "page" on this very page, "true" on one that belongs to it, as aria-current has it


def navigation(request) -> dict:
    """Add `navigation` (main items), `place` (who this person is here) and `demonstration` to the context.

    They are lazy, so that a response without the frame makes no query.
    """
    return {
        "navigation": SimpleLazyObject(lambda: _items(request)),
        "place": SimpleLazyObject(lambda: _place(request)),
        "demonstration": getattr(settings, "DEMONSTRATION", False),
    }


def _items(request) -> list[Item]:
    """Return the main items in order, with the deepest one that this page belongs to marked as current."""
    pairs = [(label, _address(name, *args)) for label, name, *args in _items_of(request)]
    shown = [(label, url) for label, url in pairs if url]
    path = request.path
    holding = [url for _, url in shown if path == url or (url != "/" and path.startswith(url))]
    if not holding and path.startswith(PAGES_OF_A_SITE):
        holding = [url for label, url in shown if label in ("My site", "Sites")]
    current = max(holding, key=len, default=None)
    return [
        Item(label, url, ("page" if url == path else "true") if url == current else "")
        for label, url in shown
    ]


def _items_of(request) -> list[tuple]:
    """Return the label, URL name and arguments of every item for this person."""
    user = getattr(request, "user", None)
    if user is None or not user.is_authenticated:
        return [
            ("Library", "library:library"),
            ("Toolkit", "knowledge:toolkit"),
            ("Issues", "public_issue_list"),
            ("Newsletter", "newsletter:issue_list"),
            ("Sign in", "account_login"),
        ]
    standing = user.standing
    items: list[tuple] = [("Home", "home")]
    own = standing.own_sites
    if len(own) == 1 and len(standing.sites) == 1:
        items.append(("My site", "site_detail", own[0].slug))
    elif standing.sites - standing.commissioner_sites:
        items.append(("Sites", "site_list"))
    if len(standing.programme_team) == 1:
        slug = Programme.objects.values_list("slug", flat=True).get(pk__in=standing.programme_team)
        items.append(("Membership", "meetings:membership", slug))
    if rules.has_perm("cases.list_cases", user):
        items.append(("Cases", "case_list"))
    if rules.has_perm("knowledge.take_question", user):
        items.append(("Questions", "question_list"))
    if rules.has_perm("knowledge.read_evidence", user):
        items.append(("Evidence", "knowledge:evidence_list"))
    if standing.commissioner or standing.programme_team:
        items.append(("Issues", "issue_list"))
    return [*items, ("Library", "library:library"), ("Newsletter", "newsletter:issue_list")]


def _address(name: str, *args) -> str | None:
    """Return the URL of `name`, or None if this installation has no such page."""
    try:
        return reverse(name, args=args)
    except NoReverseMatch:
        return None


def _place(request) -> str:
    """Return who this person is here in a few words, such as "Facilitator, CP4 Dunsmere"."""
    user = getattr(request, "user", None)
    if user is None or not user.is_authenticated:
        return ""
    standing: Standing = user.standing
    words = [
        f"{'Facilitator' if site.pk in standing.facilitates else 'Member'}, {site}"
        for site in standing.own_sites
    ]
    roles = {
        "Programme team": standing.programme_team,
        "Knowledge broker": standing.broker,
        "Adviser": standing.adviser,
        "Commissioner": standing.commissioner,
    }
    return "; ".join([*(word for word, held in roles.items() if held), *words])
