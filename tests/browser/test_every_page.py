"""axe on every page that each role can walk to in the demonstration, in light and in dark, on a phone and a wide screen.

axe reads how a page is made: its elements, classes, names and what is empty. Where somebody else's page is made in the
same way, but for other words and more rows of a kind, it would say the same, so it reads it once in a run.
"""

import hashlib

import pytest
from playwright.sync_api import Error

from demonstration.people import SIGN_INS
from members.models import User
from tests.crawling import Walk, links_in
from tests.sharing import folder_of_all, is_first

pytestmark = pytest.mark.django_db(transaction=True)

NOT_OURS = ("admin:", "account_logout", "demonstration:mail_html")


MADE_OF = """() => {
  const said = { class: 1, role: 1, type: 1, lang: 1, for: 1, id: 1, scope: 1, rel: 1, headers: 1, name: 1, open: 1 };
  const value = ({ name, value }) => value && (said[name] || name.startsWith("aria-")) ? value.replace(/[0-9]+/g, "0") : !value;
  const own = (each) => [...each.attributes].map((one) => `${one.name}=${value(one)}`).sort().join(" ");
  const main = document.querySelector("main");
  const made = (each) => {
    const children = [...each.children].filter((child) => child !== main);
    const kinds = children.map(made).filter((kind, place, all) => kind !== all[place - 1]);
    return `<${each.tagName} ${own(each)} ${each.textContent.trim() !== ""}>${kinds.join("")}</>`;
  };
  return [made(document.documentElement), made(main)];
}"""  # of the frame and of the page in it; elements that follow each other and are made alike count once


@pytest.mark.parametrize("email", [None, *(person["email"] for person in SIGN_INS)])
def test_nothing_on_any_page_keeps_anyone_out(
    live_demonstration, page, sign_in, axe, tmp_path_factory, worker_id, email
):
    looked_at = folder_of_all(tmp_path_factory, worker_id) / "looked_at"
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
        parts = [hashlib.sha256(made.encode()).hexdigest() for made in page.evaluate(MADE_OF)]
        if True in {is_first(looked_at, part) for part in parts}:
            axe(page)
        page.set_viewport_size(phone)
        assert page.evaluate("document.documentElement.scrollWidth <= window.innerWidth"), (
            f"{path} is too wide"
        )
        walk.add(links_in(page.content(), at=path))
        seen += 1

    assert seen > (6 if email is None else 15)
