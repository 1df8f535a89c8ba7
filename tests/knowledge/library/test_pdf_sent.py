"""How the PDF of a write-up goes out: by its hash, by the web server in front where there is one, and not at all if it is known."""

import hashlib

import pytest
from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from cases.clearance.models import Audience
from knowledge.library.models import Pdf

pytestmark = pytest.mark.django_db
DATA = b"%PDF-1.7 of a write-up"
HASH = hashlib.sha256(DATA).hexdigest()


@pytest.fixture
def address(publish) -> str:
    """The address of the PDF of a public write-up, which is there."""
    version = publish(Audience.PUBLIC)
    name = default_storage.save("pdf/a name.pdf", ContentFile(DATA))
    Pdf.objects.update(made_at=timezone.now(), file=name, sha256=HASH, pages=2)
    return f"/library/{version.learning_object_id}.pdf"


def test_its_hash_is_its_etag_and_who_has_it_is_told_so_without_opening_it(client, address):
    first = client.get(address)
    assert b"".join(first.streaming_content) == DATA
    default_storage.delete("pdf/a name.pdf")

    known = client.get(address, headers={"If-None-Match": first["ETag"]})

    assert (first["ETag"], known.status_code, known["ETag"]) == (f'"{HASH}"', 304, f'"{HASH}"')


def test_a_visitor_who_has_it_is_told_so_without_a_query(client, address, settings):
    settings.PUBLIC_STAMP_SECONDS = 10
    b"".join(client.get(address).streaming_content)

    with CaptureQueriesContext(connection) as queries:
        known = client.get(address, headers={"If-None-Match": f'"{HASH}"'})

    assert (known.status_code, len(queries)) == (304, 0)


def test_the_web_server_in_front_sends_it_where_it_knows_the_files(client, address, settings):
    settings.X_ACCEL_PREFIX = "/files/"

    answer = client.get(address, headers={"Accept-Encoding": "gzip"})

    assert (answer.status_code, answer.content, answer.get("Content-Encoding")) == (200, b"", None)
    assert answer["X-Accel-Redirect"] == "/files/pdf/a%20name.pdf"
    assert (answer["ETag"], answer["Content-Type"]) == (f'"{HASH}"', "application/pdf")
    assert "-v1.pdf" in answer["Content-Disposition"]


@pytest.mark.parametrize("prefix", ["", "/files/"])
def test_one_that_is_missing_is_said_to_be_on_its_way(client, address, settings, prefix):
    settings.X_ACCEL_PREFIX = prefix
    default_storage.delete("pdf/a name.pdf")

    assert "/pdf/?version=1" in client.get(address).url
