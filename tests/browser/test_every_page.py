"""axe on every page that each role can walk to in the demonstration, in light and in dark, on a phone and a wide screen."""

import pytest
from playwright.sync_api import Error

from demonstration.people import SIGN_INS
from members.models import User
from tests.crawling import Walk, links_in

pytestmark = pytest.mark.django_db(transaction=True)

NOT_OURS = ("admin:", "account_logout", "demonstration:mail_html")


@pytest.mark.parametrize("email", [None, *(person["email"] for person in SIGN_INS)])
def test_nothing_on_any_page_keeps_anyone_out(live_demonstration, page, sign_in, axe, email):
    if email:
        sign_in(page, User.objects.get(email=email))
    walk = Walk(each=1, skip=NOT_OURS)
    wide, phone = {"width": 1280, "height": 900}, {"width": 390, "height": 844}
    seen = 0

    for path in walk:
        try:
            response = page.goto(path)
        except Error:  # a download, not a page
            continue
        if response is None or not (response.headers.get("content-type") or "").startswith("text/html"):
            continue
        assert response.status == 200, path
        page.set_viewport_size(wide)
        axe(page)
        page.set_viewport_size(phone)
        assert page.evaluate("document.documentElement.scrollWidth <= window.innerWidth"), (
            f"{path} is too wide"
        )
        walk.add(links_in(page.content(), at=path))
        seen += 1

    assert seen > (6 if email is None else 15)
