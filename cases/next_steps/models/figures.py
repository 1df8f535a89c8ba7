"""The published figures of what helps."""

from sites_app.models import PublishedFigures


class WhatHelpsFigures(PublishedFigures):
    """What helps in a programme, for whole quarters: what commissioners, the public and members of other sites see.

    `figures` is cases.next_steps.what_helps.Figures as JSON.
    """

    class Meta(PublishedFigures.Meta):
        pass
