"""Knowing names by how they are made, where lists end: "wojciechowska", "gurpreet", "xiaohong". Pure."""

import re
from functools import lru_cache

from kit.privacy.identifiers import lists

ENDS = re.compile(
    r"""[a-z]{3,14}(?:ski|ska|sky|wicz|czyk|czak|enko|chuk|escu|eanu|auskas|aitis|aite|iene|yte|unas|evic|ovic|ovich|evich|ova|eva
    |shvili|adze|opoulos|oglu|ullah|ulla|uddin|udin|zadeh|yan|inho|inha|ildo|ilda|aldo|preet|jeet|jit|inder|winder|deep|want
    |meet|kumar|bhai|ben|selassie|mariam|giorgis|medhin|mikael|bek|boye|keh|wanjiru|yaw|oluwa)""",
    re.VERBOSE,
)
STARTS = re.compile(
    r"""(?:abdul|abdel|abdi|abdou|olu|oluwa|ade|ayo|ola|chukwu|chi|nna|nkem|ife|oghene|ogh|gebre|tekle|wolde|welde|habte|haile
    |mac|mc|o'|fitz|nguy|kwa|kwe|nana|bint|bin|ul|noor|nur|shah|gul|xiao|zh|kry|grz|prz|szcz|wlod|mohamm?[ae]d|muham|moham)[a-z]{3,14}""",
    re.VERBOSE,
)
SYLLABLE = r"""(?:zh|ch|sh|[bpmfdtnlgkhjqxrzcsyw])?(?:iang|iong|uang|ang|eng|ing|ong|ian|iao|uai|uan|ai|ei|ao|ou|an|en|in|un|ia|ie|iu
    |ua|uo|ue|ui|a|e|i|o|u)"""
TWO_SYLLABLES = re.compile(f"({SYLLABLE})({SYLLABLE})", re.VERBOSE)
STEPS = re.compile(
    "(?:zh|q[iu]|x[iu]|[jx]ia|hua|hui|xing|ming|ling|hong|jing|ying|ping|mei|wei|yun|yan|guo|jun|feng|lan)"
)
VOWEL = re.compile("[aeiouy]")
NO_VOWELS = re.compile("[^aeiouy]{5}")


@lru_cache(maxsize=20_000)
def sounds_like_a_name(word: str) -> bool:
    """Return whether a word in small letters, which is in no dictionary, is made like a name of some origin."""
    if len(word) < 5 or len(word) > 20 or lists.is_compound(word):
        return False
    if ENDS.fullmatch(word) or STARTS.fullmatch(word):
        return True
    return bool(TWO_SYLLABLES.fullmatch(word)) and len(STEPS.findall(word)) > 1


def can_be_said(word: str) -> bool:
    """Return whether a word in small letters is no abbreviation: it has vowels, and not only consonants in a row."""
    return len(word) > 2 and bool(VOWEL.search(word)) and not NO_VOWELS.search(word)
