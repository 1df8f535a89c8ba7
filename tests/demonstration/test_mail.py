"""The mail that the demonstration keeps instead of sending it."""

import pytest
from django.core.mail import EmailMultiAlternatives

from kit.mail import KeepingBackend

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _own_folder(settings, tmp_path):
    settings.EMAIL_FILE_PATH = tmp_path / "mail"


def keep(subject="News of May", text="Read on: https://example.org/newsletter/", html="", file=None):
    message = EmailMultiAlternatives(subject, text, "letters@example.org", ["tom@example.org"])
    if html:
        message.attach_alternative(html, "text/html")
    if file:
        message.attach(*file)
    assert KeepingBackend().send_messages([message]) == 1


def detail(client) -> str:
    """The address of the newest letter."""
    return client.get("/demo/mail/").context["page"].object_list[0].name


def test_without_mail_the_page_says_how_some_comes(client):
    assert "No e-mails yet" in client.get("/demo/mail/").content.decode()


def test_the_newest_letter_stands_first(client):
    keep("The first")
    keep("The second")

    page = client.get("/demo/mail/").content.decode()

    assert page.index("The second") < page.index("The first")
    assert "To tom@example.org" in page


def test_the_list_goes_on_over_pages(client):
    for number in range(26):
        keep(f"Letter {number}")

    assert len(client.get("/demo/mail/").context["page"].object_list) == 25
    assert "Letter 0" in client.get("/demo/mail/?page=2").content.decode()


def test_links_in_a_letter_can_be_clicked(client):
    keep(text="Open https://example.org/invitations/abc/\n\nCopsite")

    page = client.get(f"/demo/mail/{detail(client)}/").content.decode()

    assert '<a href="https://example.org/invitations/abc/" rel="nofollow">' in page


def test_words_in_a_letter_are_words_and_not_code(client):
    keep("<b>Subject</b>", text="<script>alert(1)</script>")

    page = client.get(f"/demo/mail/{detail(client)}/").content.decode()

    assert "<script>alert" not in page
    assert "<b>Subject" not in page
    assert "&lt;script&gt;alert" in page


def test_the_html_part_is_shown_apart_without_any_code(client):
    keep(html='<p style="color:#333">News</p><script>alert(1)</script>')

    page = client.get(f"/demo/mail/{detail(client)}/").content.decode()
    part = client.get(f"/demo/mail/{detail(client)}/html/")

    assert f"/demo/mail/{detail(client)}/html/" in page
    assert '<p style="color:#333">News</p>' in part.content.decode()
    assert "sandbox" in part["Content-Security-Policy"]
    assert "script-src" not in part["Content-Security-Policy"]
    assert "default-src 'none'" in part["Content-Security-Policy"]
    assert part["X-Frame-Options"] == "DENY"


def test_a_letter_without_an_html_part_has_no_page_for_it(client):
    keep()

    assert client.get(f"/demo/mail/{detail(client)}/html/").status_code == 404


def test_files_with_a_letter_are_listed(client):
    keep(file=("sheet.csv", "a,b\n", "text/csv"))

    assert "sheet.csv" in client.get(f"/demo/mail/{detail(client)}/").content.decode()


@pytest.mark.parametrize("name", ["no-such-letter", "..", "..%2F..%2Fmanage"])
def test_only_kept_letters_can_be_opened(client, name):
    keep()

    assert client.get(f"/demo/mail/{name}/").status_code == 404
