"""A long list is added by a worker while the page shows how far it is, and opens the report when it is done."""

import pytest
from playwright.sync_api import expect

from members.actions import import_due
from members.models import Member
from tests.people import cast

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.mark.parametrize("width", [390, 1280])
def test_the_page_of_an_import_opens_its_report_when_it_is_done(page, sign_in, axe, width):
    people = cast(["facilitator"])
    rows = "".join(f"Person {number},p{number}@example.org,{41218 + number}\n" for number in range(150))
    page.set_viewport_size({"width": width, "height": 900})
    sign_in(page, people.user("facilitator"))

    page.goto(f"/sites/{people.site.slug}/members/import/")
    page.set_input_files(
        "input[type=file]",
        {"name": "list.csv", "mimeType": "text/csv", "buffer": f"Name,Email,Started\n{rows}".encode()},
    )
    page.get_by_role("button", name="Continue").click()
    page.get_by_role("button", name="Check the list").click()
    axe(page)
    page.get_by_role("button", name="Add 150 members").click()
    expect(page.get_by_text("0 of 150 people dealt with.")).to_be_visible()
    axe(page)
    import_due()

    expect(page.get_by_role("link", name="Download this report (CSV)")).to_be_visible()
    axe(page)
    assert Member.objects.filter(name__startswith="Person ", user=None).count() == 150
