"""Texts of believable lengths, in words that are as often as words are: a few everywhere, most of them seldom."""

import random
from bisect import bisect
from itertools import accumulate

FREQUENT = """the and to of a in her she he that for with was his they it on not had who when from them at one is have but
nobody after were by before been letter team worker week called there would housing said landlord rent arrears
tenancy appointment letters visit nurse doctor mental health support again night crisis hostel police drink benefits
post opened door family sister debt council officer hospital discharge medication assessment referral service services
closed waiting list threshold trust phone answered missed probation court food bank isolated neighbour alone money
repairs damp flat moved safe plan meeting shared together agreed asked found helped steady quieter weeks months
morning evening outreach volunteer group advice budget meter electricity form online sanction keyworker reviewer clinic
pharmacy dentist pain sleep anxious angry calm listened patient consistent same person time early late every other""".split()
BEGINNINGS = "ba be bra ca cre da do fe fla ga gri ha hol ja ke la lo ma mer na no pa plu ra ri sa ste ta tro va wi yo".split()
MIDDLES = "l r n m nd st rt ll ck mp sh v d t".split()
ENDINGS = "er on en ing ow ard ley ent ish age et or um al".split()
FIRST_NAMES = """Ada Ben Cara Dev Ella Finn Gita Hugh Iris Jay Kit Lena Mo Nia Omar Pia Quin Rosa Sol Tess Una Vic Wren Xan
Yara Zed""".split()
SENTENCES = 5_000


class Wording:
    """Draws names and texts. The same `chance` draws the same ones."""

    def __init__(self, chance: random.Random) -> None:
        self.chance = chance
        made = [a + b + c for a in BEGINNINGS for b in MIDDLES for c in ENDINGS]
        chance.shuffle(made)
        self.words = [*FREQUENT, *made[:4_000]]
        self.summed = list(accumulate(1 / (place + 3) for place in range(len(self.words))))
        self.sentences = [self._sentence() for _ in range(SENTENCES)]
        self.surnames = [word.title() for word in made[4_000:4_400]]
        self.places = [f"{word.title()}ton" for word in made[4_400:4_600]]

    def _word(self) -> str:
        return self.words[bisect(self.summed, self.chance.random() * self.summed[-1])]

    def _sentence(self) -> str:
        return f"{' '.join(self._word() for _ in range(self.chance.randint(8, 17))).capitalize()}."

    def text(self, least: int, most: int) -> str:
        """Return sentences of together about `least` to `most` words, in paragraphs."""
        wanted, parts, number = self.chance.randint(least, most), [], 0
        while number < wanted:
            sentence = self.chance.choice(self.sentences)
            number += sentence.count(" ") + 1
            parts.append(sentence)
        return "\n\n".join(" ".join(parts[start : start + 5]) for start in range(0, len(parts), 5))

    def line(self, least: int = 4, most: int = 8) -> str:
        """Return the beginning of a sentence, of `least` to `most` words, without a full stop."""
        words = self.chance.choice(self.sentences).rstrip(".").split()
        return " ".join(words[: self.chance.randint(least, most)])

    def name(self) -> str:
        """Return the name of a person."""
        return f"{self.chance.choice(FIRST_NAMES)} {self.chance.choice(self.surnames)}"
