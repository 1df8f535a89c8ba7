"""Reading what is published of what helps."""

from cases.next_steps.models import WhatHelpsFigures
from cases.next_steps.rolled_up import from_json
from cases.next_steps.what_helps import Figures
from sites_app.models import Programme

NOTHING = Figures(None, [], is_rolled_up=True)


def newest_figures(programme: Programme) -> tuple[WhatHelpsFigures | None, Figures]:
    """Return the newest published period of `programme`, None if there is none, and its figures."""
    published = WhatHelpsFigures.objects.filter(programme=programme).first()
    return published, figures_in(published)


def figures_in(published: WhatHelpsFigures | None) -> Figures:
    """Return the figures of a published period, or those of none."""
    return from_json(published.figures) if published else NOTHING
