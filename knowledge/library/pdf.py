"""A published write-up as a tagged PDF (PDF/UA-1)."""

from django.conf import settings
from django.template.loader import render_to_string

from kit.paper import Rendered, render_paper
from knowledge.citations.write_ups import cite_write_up
from knowledge.library import layout
from knowledge.library.models import LearningObjectVersion

STYLES = ["pdf/faces.css", "library/pdf/learning_object.css"]


def render_learning_object(version: LearningObjectVersion) -> Rendered:
    """Return the PDF of the cleared text of `version`. Nothing of its case is read."""
    page = render_to_string("library/pdf/learning_object.html", context_of(version))
    return render_paper(page, styles=STYLES, identifier=version.cleared_text.sha256.encode())


def context_of(version: LearningObjectVersion) -> dict:
    """Return the context of the PDF's template, from the cleared text, its clearances and its publication only."""
    text = version.cleared_text
    content = text.content
    published_at = text.publication.published_at
    address = f"{settings.SITE_ADDRESS}{version.learning_object.get_absolute_url()}"
    return {
        "content": content,
        "sections": layout.sections_of(content),
        "steps": layout.step_table(content.get("steps", [])).rows,
        "version": version,
        "published_at": published_at,
        "address": address,
        "citation": cite_write_up(content, year=published_at.year, version=version.number, address=address),
        "approved_by": text.clearances.count(),
    }
