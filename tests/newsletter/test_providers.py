"""What an e-mail provider reports counts with the secret alone, and only what says that mail came back or was unwanted."""

import base64
import json

import pytest
from django.test import Client, override_settings

from newsletter.models import Bounce, Suppression

SECRET = "postmark:a-long-secret"
URL = "/mail-events/postmark/tracking/"


@pytest.fixture(autouse=True)
def _reports_come(settings):
    """The addresses are there, as where the secret is set."""
    settings.ANYMAIL = {"WEBHOOK_SECRET": SECRET}
    with override_settings(ROOT_URLCONF="tests.newsletter.provider_urls"):
        yield


def report(secret=SECRET, **said):
    told = {
        "RecordType": "Bounce",
        "Type": "HardBounce",
        "Email": "sue@example.org",
        "MessageID": "1",
        "ID": 7,
        **said,
    }
    sign = f"Basic {base64.b64encode(secret.encode()).decode()}"
    return Client().post(
        URL, json.dumps(told), content_type="application/json", headers={"authorization": sign}
    )


@pytest.mark.parametrize(
    ("said", "reasons"),
    [
        ({}, ["hard"]),
        ({"Type": "SoftBounce"}, []),
        ({"RecordType": "SpamComplaint", "Type": "SpamComplaint"}, ["complaint"]),
        ({"RecordType": "Delivery", "Recipient": "sue@example.org"}, []),
    ],
)
def test_what_a_provider_reports_is_noted_once(db, said, reasons):
    assert [report(**said).status_code, report(**said).status_code] == [200, 200]

    assert [each.reason for each in Suppression.objects.all()] == reasons
    assert Bounce.objects.count() <= 1


def test_a_forged_report_is_refused_and_says_nothing(db):
    assert report(secret="postmark:guessed").status_code == 400
    assert Client().post(URL, "{}", content_type="application/json").status_code == 400

    assert not Bounce.objects.exists()


@override_settings(ROOT_URLCONF="copsite.urls")
def test_without_a_secret_there_is_no_such_address(db):
    assert report().status_code == 404
