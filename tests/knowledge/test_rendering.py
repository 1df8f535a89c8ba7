"""The PDF, rendered for real and looked into."""

import io
import os
from pathlib import Path

import pikepdf
import pytest

from knowledge.rendering import _tools, render_learning_object

pytestmark = pytest.mark.django_db


@pytest.fixture
def pdf(publish, settings):
    settings.SITE_ADDRESS = "https://cop.example.org"
    version = publish("public", draft_story="She had not opened a letter.\n\n" + "\n\n".join(["Words. " * 90] * 9))
    rendered = render_learning_object(version)
    if target := os.environ.get("KEEP_PDF"):
        Path(target).write_bytes(rendered.data)
    return version, rendered, pikepdf.open(io.BytesIO(rendered.data))


def test_a_pdf_is_tagged_titled_and_says_its_language(pdf):
    _, _, opened = pdf

    assert opened.Root.MarkInfo.Marked
    assert str(opened.Root.Lang) == "en-GB"
    assert opened.Root.ViewerPreferences.DisplayDocTitle
    with opened.open_metadata() as metadata:
        assert metadata["dc:title"] == "The letters behind the door"
        assert metadata["pdfuaid:part"] == "1"
