"""The lists of words that cases are sorted by, as the migrations lay them down."""

from dataclasses import dataclass

from cases.commissioning.models import IssueTheme
from cases.models import CaseManagement, Need, Theme


@dataclass(frozen=True)
class Vocabularies:
    """Themes, needs, other case management and themes of issues."""

    themes: list[Theme]
    needs: list[Need]
    case_management: list[str]
    issue_themes: list[IssueTheme]


def read_vocabularies() -> Vocabularies:
    """Return the words that are offered."""
    return Vocabularies(
        list(Theme.objects.offered()),
        list(Need.objects.offered()),
        list(CaseManagement.objects.offered().values_list("key", flat=True)),
        list(IssueTheme.objects.offered()),
    )
