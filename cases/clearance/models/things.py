"""The things that cleared texts are texts of, such as a write-up, an issue for commissioners or a question.

Each model that points at its texts one by one names its thing in `line`.
"""

from functools import cache

from django.db import models


@cache
def lookups_of_things(texts: type[models.Model]) -> tuple[str, ...]:
    """Return the lookup from a text to its thing for each kind of thing, such as `issue_wording__issue`. `texts` is
    ClearedText, of which models of upper apps are found by their relation.
    """
    pointing = [relation for relation in texts._meta.related_objects if relation.one_to_one]
    models_pointing = ((relation.name, relation.field.model) for relation in pointing)
    named = ((name, getattr(model, "line", None)) for name, model in models_pointing)
    return tuple(f"{name}__{line}" for name, line in named if isinstance(line, str))
