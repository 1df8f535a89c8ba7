"""Files in S3-compatible storage: kept, sent, known by their hash and deleted there, over HTTP, as they are in a folder."""

import boto3
import pytest
from django.core.files.base import ContentFile
from django.urls import reverse
from moto.server import ThreadedMotoServer

from cases.clearance import actions as clearance_actions
from cases.clearance.models import Audience
from copsite.settings.base import storage_of_files
from knowledge.library.actions import write_ups
from knowledge.library.models import Pdf
from tests.documents import pdf, says
from tests.factories.knowledge import EvidenceFactory

pytestmark = pytest.mark.django_db
KEYS = {"aws_access_key_id": "key", "aws_secret_access_key": "word", "region_name": "eu-west-2"}


@pytest.fixture(scope="module")
def _storage():
    """A server of S3-compatible storage on this machine with a bucket: its address, and what lists the bucket."""
    server = ThreadedMotoServer(ip_address="127.0.0.1", port=0, verbose=False)
    server.start()
    host, port = server.get_host_and_port()
    client = boto3.client("s3", endpoint_url=f"http://{host}:{port}", **KEYS)
    client.create_bucket(Bucket="files", CreateBucketConfiguration={"LocationConstraint": "eu-west-2"})
    yield f"http://{host}:{port}", lambda: client.list_objects_v2(Bucket="files").get("Contents", [])
    client.close()
    server.stop()


@pytest.fixture
def bucket(_storage, settings, monkeypatch):
    """Files are stored in a bucket, by the settings of a real installation. Call it for the names of those that are there."""
    address, files = _storage
    for name, value in {"ENDPOINT_URL": address, "REGION": "eu-west-2", "ACCESS_KEY": "key"}.items():
        monkeypatch.setenv(f"S3_{name}", value)
    monkeypatch.setenv("S3_SECRET_KEY", "word")
    monkeypatch.setenv("S3_BUCKET", "files")
    settings.STORAGES = {**settings.STORAGES, "default": storage_of_files()}
    return lambda: [each["Key"] for each in files()]


def test_a_pdf_is_made_sent_known_and_deleted_there(
    client, people, publish, bucket, django_capture_on_commit_callbacks
):
    version = publish(Audience.PUBLIC)
    address = reverse("library:learning_object_pdf", args=[version.learning_object_id])
    made = Pdf.objects.get()
    write_ups.make_pdf(made)
    made.refresh_from_db()

    sent = client.get(address)
    known = client.get(address, headers={"If-None-Match": sent["ETag"]})

    assert b"".join(sent.streaming_content).startswith(b"%PDF-")
    assert (sent["ETag"], known.status_code) == (f'"{made.sha256}"', 304)
    assert bucket() == [made.file.name]

    clearance_actions.withdraw(version.cleared_text, because="privacy", by=people.team)
    with django_capture_on_commit_callbacks(execute=True):
        write_ups.remove_withdrawn_pdfs()

    assert bucket() == []


def test_a_file_of_evidence_is_stored_and_sent_from_there(client, people, bucket):
    evidence = EvidenceFactory(programme=people.programme)
    evidence.file.save("study.pdf", ContentFile(pdf(says("A study"))))
    client.force_login(people.broker)
    address = reverse("knowledge:evidence_file", args=[evidence.pk])

    assert b"".join(client.get(address).streaming_content).startswith(b"%PDF-")

    evidence.file.storage.delete(evidence.file.name)
    assert client.get(address).status_code == 404
