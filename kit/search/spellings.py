"""British and American spellings of a word as one. It is a form to compare, and never shown."""

import re

ROOTS_IN_OUR = "arm|behavi|cand|clam|col|demean|endeav|fav|flav|harb|hon|hum|lab|neighb|od|parl|rum|sav|savi|splend|tum|val|vap|vig"
ROOTS_IN_L = "cancel|channel|counsel|dial|equal|fuel|fulfil|initial|jewel|label|level|marvel|model|quarrel|signal|skil|snivel|total|travel|tunnel|wil"
RULES = [
    (re.compile(rf"^(dis|mis|un)?({ROOTS_IN_OUR})our"), r"\1\2or"),
    (re.compile(rf"^({ROOTS_IN_L})l(?=e|i|o|f|m)"), r"\1"),
    (re.compile(r"(?<=[a-z]{3})iz(?=e|i|a)"), "is"),
    (re.compile(r"(?<=[aeiou]l)yz(?=e|i)"), "ys"),
    (re.compile(r"^(cent|theat|met|lit|fib|somb|calib|meag)res?$"), r"\1er"),
    (re.compile(r"^(dial|catal|anal|monol)ogue"), r"\1og"),
    (re.compile(r"^(defen|offen|licen|preten|practi)c(?=e|ing)"), r"\1s"),
    (re.compile(r"(?<=^p)a(?=ediatri)|(?<=^orthop)a(?=edi)|(?<=^gyn)a(?=ec)|(?<=^an)a(?=emi|esth)"), ""),
    (re.compile(r"(?<=^h)a(?=em)|(?<=^leuk)a(?=em)|(?<=^encyclop)a(?=ed)|(?<=^pr)a(?=esid)"), ""),
    (re.compile(r"^o(?=edema|esophag|estrogen)|(?<=^f)o(?=et)|(?<=^diarrh)o(?=ea)"), ""),
    (re.compile(r"^manoeuvre?"), "maneuver"),
    (re.compile(r"^programme"), "program"),
    (re.compile(r"^(judg|acknowledg)ement"), r"\1ment"),
    (re.compile(r"^ageing$"), "aging"),
    (re.compile(r"^enrol(?=ment|s?$)"), "enroll"),
    (re.compile(r"^instal(?=ment|s?$)"), "install"),
    (re.compile(r"^enquir"), "inquir"),
    (re.compile(r"^grey"), "gray"),
    (re.compile(r"^sceptic"), "skeptic"),
    (re.compile(r"^pyjama"), "pajama"),
    (re.compile(r"^cosy"), "cozy"),
]  # fmt: skip


def one_spelling(word: str) -> str:
    """Return `word`, in small letters, in the spelling that stands for all its spellings."""
    for pattern, replacement in RULES:
        word = pattern.sub(replacement, word)
    return word
