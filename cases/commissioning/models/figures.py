"""How often each theme was raised, as it is published for those who can't read every issue."""

from cases.commissioning.models.issues import IssueTheme
from sites_app.models import PublishedFigures


class ThemeFigures(PublishedFigures):
    """How often each theme was raised in a programme, for whole quarters, for those who can't read every issue.

    `figures` has a list of [theme, count] as `cells`; the theme is "" for others.
    """

    class Meta(PublishedFigures.Meta):
        pass

    @property
    def cells(self) -> list[tuple[str, int]]:
        """Each theme in words ("" for others) and how often it was raised."""
        names = {"": "", **dict(IssueTheme.objects.values_list("key", "name"))}
        return [(names[theme], count) for theme, count in self.figures["cells"]]
