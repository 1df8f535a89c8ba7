"""At 320 px nothing scrolls sideways, though every text of the demonstration has an unbroken string, as a pasted link is."""

import pytest
from django.db import IntegrityError, models, transaction
from django.db.models import F, Value
from django.db.models.functions import Concat, Left
from playwright.sync_api import Error

from demonstration.people import SIGN_INS
from members.models import User
from tests.crawling import Walk, links_in
from tests.permissions.confidential import is_key, text_fields

pytestmark = pytest.mark.django_db(transaction=True)

UNBROKEN = "https://example.org/" + "Donaudampfschifffahrt" * 4
NOT_OURS = ("admin:", "account_logout", "demonstration:mail_html")
NO_WORDS = (models.EmailField, models.SlugField, models.URLField, models.JSONField, models.FileField)
SECRETS = ("password", "token")
SHORTEST = 80  # of the columns that are planted in: what is shorter is a code
ROLES = ["ruth"]  # a facilitator, who sees most pages
WIDER = """() => [...document.querySelectorAll("main *, header *, footer *")]
  .filter((each) => each.getBoundingClientRect().right > innerWidth + 1 && !each.closest(".rail ol, .nav-tabs, .matrix-scroll, .visually-hidden, .skip"))
  .slice(0, 4).map((each) => `${each.tagName}.${each.className} ${each.textContent.trim().slice(0, 40)}`)"""


def texts():
    """Every column that holds words which people type, of any length."""
    for model, field in text_fields():
        is_code = isinstance(field, NO_WORDS) or field.unique or is_key(model, field)
        if not is_code and field.name not in SECRETS and (field.max_length or 10_000) >= SHORTEST:
            yield model, field


def plant() -> int:
    """Add an unbroken string to every text, as much of it as fits, and return to how many columns.

    What the database holds for good stays.
    """
    planted = 0
    for model, field in texts():
        longer = Concat(F(field.name), Value(f" {UNBROKEN}"))
        planted_words = Left(longer, field.max_length) if field.max_length else longer
        try:
            with transaction.atomic():
                rows = model._base_manager.exclude(**{field.name: ""})
                planted += bool(rows.update(**{field.name: planted_words}))
        except IntegrityError:
            continue
    return planted


@pytest.mark.parametrize("role", ROLES)
def test_no_page_is_wider_than_a_small_telephone(live_demonstration, page, sign_in, role):
    email = next(person["email"] for person in SIGN_INS if person["email"].startswith(role))
    sign_in(page, User.objects.get(email=email))
    assert plant() > 30
    page.set_viewport_size({"width": 320, "height": 800})
    walk, wide, seen = Walk(each=1, skip=NOT_OURS), {}, {}

    for path in walk:
        try:
            response = page.goto(path, wait_until="domcontentloaded")
        except Error:  # a download, not a page
            continue
        if response is None or not (response.headers.get("content-type") or "").startswith("text/html"):
            continue
        if page.evaluate("document.documentElement.scrollWidth > window.innerWidth"):
            wide[path] = page.evaluate(WIDER)
        walk.add(links_in(page.content(), at=path))
        seen[path] = response.status

    assert wide == {}
    assert {path: status for path, status in seen.items() if status != 200} == {}
    assert len(seen) > 25
