"""Every page of the demonstration that each role can walk to: it opens, and asks the database little."""

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from demonstration.people import SIGN_INS
from members.models import User
from tests.crawling import Walk, links_in
from tests.labels import without_visible_label

MOST_QUERIES = 20
ADMIN_AND_FILES = ("admin:", "mfa_", "account_logout")
pytestmark = pytest.mark.page  # and every page is asked for on both databases (tests/permissions)


@pytest.mark.parametrize("email", [None, *(person["email"] for person in SIGN_INS)])
def test_every_page_opens_and_needs_at_most_20_queries(demonstration, db, email):
    client = Client()
    if email:
        client.force_login(User.objects.get(email=email))
    walk = Walk(each=6, skip=ADMIN_AND_FILES)
    wrong, counts, unlabelled = [], {}, {}

    for path in walk:
        with CaptureQueriesContext(
            connection,
        ) as queries:
            response = client.get(path)
        counts[path] = len(queries)
        if response.status_code not in (200, 302):
            wrong.append((path, response.status_code))
        if response.status_code == 200 and response.headers.get("Content-Type", "").startswith("text/html"):
            html = response.content.decode()
            walk.add(links_in(html, at=path))
            unlabelled |= {path: found} if (found := without_visible_label(html)) else {}
        if 300 <= response.status_code < 400:
            walk.add([response.headers["Location"]])

    assert wrong == []
    assert unlabelled == {}
    assert {path: count for path, count in counts.items() if count > MOST_QUERIES} == {}
    assert len(counts) > (10 if email is None else 20)
