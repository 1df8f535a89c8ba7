"""How much the attributes of a text tell together: for its readers, in a place and a site of that size. Pure."""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass

from django.db.models import IntegerChoices, TextChoices

from kit.fold import fold
from kit.privacy.recognisable.kinds import Attribute, AttributeKind
from kit.words import spelled


class TownSize(TextChoices):
    """Roughly how many people live in a place. Nothing chosen counts as small."""

    SMALL = "small", "A village or a small town (under 25,000 people)"
    TOWN = "town", "A town (25,000 to 150,000 people)"
    CITY = "city", "A city (over 150,000 people)"


class Readers(TextChoices):
    """Who reads a text: the wider they are, the more of them may know somebody like this."""

    MEMBERS = "members", "Members of other sites"
    COMMISSIONERS = "commissioners", "Commissioners"
    EVERYONE = "everyone", "Everyone"


class Level(IntegerChoices):
    """How much a text tells, in plain words. The lowest promises nothing."""

    FEW = 1, "Few of the details we look for stand together here"
    SOME = 2, "Somebody who knows the area might work out who this is"
    MANY = 3, "Somebody who knows the area can probably work out who this is"


# How often the number of people who fit can be halved before one is left. Of those who live there, about one in a hundred
# is somebody whom these services know.
ROOM = {TownSize.SMALL: 8, TownSize.TOWN: 11, TownSize.CITY: 14}
STRICTER = {Readers.MEMBERS: 0, Readers.COMMISSIONERS: 1, Readers.EVERYONE: 3}
NO_PLACE = 2  # the room that a text has in addition where its place is not told
FEW_MEMBERS, VERY_FEW_MEMBERS = 12, 6  # who presented it, and so whom it is about, is sooner known
BEFORE_ONE = 4  # halvings before one is left, from which on a text tells much
MOST_NAMED = 7


@dataclass(frozen=True)
class Setting:
    """Who reads a text, and where it comes from: its town's size, the number of members there, and whether it is named."""

    readers: Readers
    town: TownSize = TownSize.SMALL
    members: int = 0
    tells_place: bool = True

    @property
    def room(self) -> int:
        """Return how often the number of people who fit can be halved before one is left."""
        few = (self.members <= FEW_MEMBERS) + (self.members <= VERY_FEW_MEMBERS)
        return ROOM[self.town] - STRICTER[self.readers] - few + (0 if self.tells_place else NO_PLACE)


@dataclass(frozen=True)
class Weighing:
    """What stands together in a text: its attributes, each passage once, and how much they tell."""

    attributes: tuple[Attribute, ...]
    weight: int
    level: Level

    @property
    def together(self) -> list[Attribute]:
        """Return the attributes that tell most, at most seven, in the order of the text: of each kind the heaviest first."""
        seen: Counter[str] = Counter()
        ranked = []
        for each in sorted(self.attributes, key=lambda each: -each.weight):
            ranked.append((seen[each.kind], -each.weight, each))
            seen[each.kind] += 1
        heaviest = [each for _, _, each in sorted(ranked, key=lambda row: row[:2])[:MOST_NAMED]]
        return [each for each in self.attributes if each in heaviest]

    @property
    def sentence(self) -> str:
        """Return the level with its reason: “... These five together: a woman in her 30s, from Eritrea, twins.”

        It counts every attribute, and names those that tell most: “These nine together: ..., and two more.”
        """
        told = self.together
        named = ", ".join(each.passage for each in told)
        if left := len(self.attributes) - len(told):
            named += f", and {spelled(left)} more"
        if len(self.attributes) > 1:
            return f"{self.level.label}. These {spelled(len(self.attributes))} together: {named}."
        return f"{self.level.label}{': ' + named if named else ''}."

    @property
    def looked_for(self) -> str:
        """Return what was looked for, and that people judge."""
        kinds = ", ".join(kind.label.lower() for kind in AttributeKind)
        return f"We looked for details that stand out ({kinds}). We do not know what local people know, so only people can judge."


def weigh(attributes: Iterable[Attribute], *, setting: Setting) -> Weighing:
    """Return how much `attributes` tell together in `setting`. A passage that stands there again counts once."""
    once: dict[str, Attribute] = {}
    for each in attributes:
        once.setdefault(fold(each.passage), each)
    weight = sum(_weight_of_kind(kind, once.values()) for kind in AttributeKind)
    return Weighing(tuple(once.values()), weight, _level(weight, setting.room))


def _weight_of_kind(kind: AttributeKind, attributes: Iterable[Attribute]) -> int:
    """Return the weight of the heaviest attribute of a kind, and half of the next: what is alike tells less twice."""
    heaviest = sorted((each.weight for each in attributes if each.kind == kind), reverse=True)[:2]
    return sum(heaviest[:1]) + sum(heaviest[1:]) // 2


def _level(weight: int, room: int) -> Level:
    if weight >= room:
        return Level.MANY
    return Level.SOME if weight >= room - BEFORE_ONE and weight > 0 else Level.FEW
