"""At 320 px nothing scrolls sideways, though every text of the demonstration has an unbroken string, as a pasted link is."""

import pytest
from django.apps import apps
from django.conf import settings
from django.db import IntegrityError, models, transaction
from django.db.models import F, Value
from django.db.models.functions import Concat
from playwright.sync_api import Error

from demonstration.people import SIGN_INS
from members.models import User
from tests.crawling import Walk, links_in

pytestmark = pytest.mark.django_db(transaction=True)

UNBROKEN = "https://example.org/" + "Donaudampfschifffahrt" * 4
NOT_OURS = ("admin:", "account_logout", "demonstration:mail_html")
SHORTEST = 80  # of the columns that are planted in: what is shorter is a code
NO_WORDS = (
    "password",
    "key",
    "digest",
    "hash",
    "token",
    "address",
    "path",
    "body",
    "json",
)  # in the names of columns
ROLES = ["ruth", "hannah", "elaine"]  # a facilitator, a knowledge broker, the programme team
WIDER = """() => [...document.querySelectorAll("main *, header *, footer *")]
  .filter((each) => each.getBoundingClientRect().right > innerWidth + 1 && !each.closest(".rail ol, .nav-tabs, .matrix-scroll, .visually-hidden, .skip"))
  .slice(0, 3).map((each) => each.outerHTML.slice(0, 160))"""


def texts():
    """Every column that holds words which people type."""
    ours = {app.split(".")[-1] for app in settings.OUR_APPS}
    for model in apps.get_models():
        if model._meta.app_label not in ours - {"kit"} or not model._meta.managed:
            continue
        for field in model._meta.local_fields:
            is_words = type(field).__mro__.count(models.TextField) or type(field).__mro__.count(
                models.CharField
            )
            is_code = (
                isinstance(field, models.EmailField | models.SlugField | models.URLField)
                or field.choices
                or field.unique
            )
            is_code = is_code or any(each in field.name for each in NO_WORDS)
            if is_words and not is_code and (field.max_length or 10_000) >= SHORTEST:
                yield model, field


def plant() -> int:
    """Add an unbroken string to every text, and return to how many columns. What the database holds for good stays."""
    planted = 0
    for model, field in texts():
        try:
            with transaction.atomic():
                planted += bool(
                    model._base_manager.exclude(**{field.name: ""}).update(
                        **{field.name: Concat(F(field.name), Value(f" {UNBROKEN}"))}
                    )
                )
        except IntegrityError:
            continue
    return planted


@pytest.mark.parametrize("role", ROLES)
def test_no_page_is_wider_than_a_small_telephone(live_demonstration, page, sign_in, role):
    email = next(person["email"] for person in SIGN_INS if person["email"].startswith(role))
    sign_in(page, User.objects.get(email=email))
    assert plant() > 30
    page.set_viewport_size({"width": 320, "height": 800})
    walk, wide, seen = Walk(each=1, skip=NOT_OURS), {}, 0

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
        seen += 1

    assert wide == {}
    assert seen > 15
