"""In which style or as which file publications are wanted."""

from django import forms
from django.http import QueryDict

from kit.forms import Form

STYLES = [
    ("harvard", "References, Harvard"),
    ("vancouver", "References, Vancouver"),
    ("apa", "References, APA"),
]
FILES = {
    "ris": ("application/x-research-info-systems; charset=utf-8", "evidence.ris"),
    "bibtex": ("application/x-bibtex; charset=utf-8", "evidence.bib"),
    "csl-json": ("application/vnd.citationstyles.csl+json; charset=utf-8", "evidence.json"),
}
IN_WORDS = [
    ("ris", "File for EndNote, Zotero or Mendeley (RIS)"),
    ("bibtex", "File for LaTeX (BibTeX)"),
    ("csl-json", "File for other programs (CSL-JSON)"),
]
SEARCHED = ("q", "kind", "theme", "need", "year", "only")


class ExportForm(Form):
    """Choose a style of references, or a file."""

    is_filter = True

    wanted = forms.ChoiceField(label="References or file", choices=[*STYLES, *IN_WORDS])


def kept(asked: QueryDict) -> list[tuple[str, str]]:
    """Return the names and values with which the same publications are asked for again."""
    return [(name, value) for name in SEARCHED for value in asked.getlist(name) if value]
