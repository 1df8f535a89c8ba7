"""Who could be recognised: the unusual attributes that stand together in a text, and how much they tell. Pure.

An age, a family, a job and a town identify nobody alone, and one person together. `attributes_in` finds such passages, each
with its kind, a weight and a wording that tells less; `weigh` says how much they tell together, for whom a text is, and in a
place of that size. It marks what a person should think about; people decide.
"""

from kit.privacy.recognisable.finding import attributes_beside, attributes_in
from kit.privacy.recognisable.kinds import Attribute, AttributeKind
from kit.privacy.recognisable.weighing import Level, Readers, Setting, TownSize, Weighing, weigh

__all__ = [
    "Attribute",
    "AttributeKind",
    "Level",
    "Readers",
    "Setting",
    "TownSize",
    "Weighing",
    "attributes_beside",
    "attributes_in",
    "weigh",
]
