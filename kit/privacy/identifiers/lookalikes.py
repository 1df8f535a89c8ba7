"""Reading letters of other alphabets that look like Latin ones, where they stand in a Latin word. Pure."""

import re

LATIN_FOR = {
    0x430: "a",
    0x435: "e",
    0x43E: "o",
    0x440: "p",
    0x441: "c",
    0x443: "y",
    0x445: "x",
    0x456: "i",
    0x458: "j",
    0x455: "s",
    0x501: "d",
    0x4BB: "h",
    0x51B: "q",
    0x51D: "w",
    0x410: "A",
    0x412: "B",
    0x415: "E",
    0x41A: "K",
    0x41C: "M",
    0x41D: "H",
    0x41E: "O",
    0x420: "P",
    0x421: "C",
    0x422: "T",
    0x423: "Y",
    0x425: "X",
    0x406: "I",
    0x408: "J",
    0x405: "S",
    0x391: "A",
    0x392: "B",
    0x395: "E",
    0x396: "Z",
    0x397: "H",
    0x399: "I",
    0x39A: "K",
    0x39C: "M",
    0x39D: "N",
    0x39F: "O",
    0x3A1: "P",
    0x3A4: "T",
    0x3A5: "Y",
    0x3A7: "X",
    0x3BF: "o",
    0x3B9: "i",
    0x3BA: "k",
    0x3BD: "v",
}  # of Cyrillic and Greek letters
WORD = re.compile(r"[^\W\d_]+")
OTHER = re.compile("[\u0370-\u052f]")
LATIN = re.compile("[A-Za-z]")


def in_latin(text: str) -> str:
    """Return `text` with the look-alikes in words that have Latin letters too as those letters, and as long as before."""
    return WORD.sub(_word_in_latin, text) if OTHER.search(text) else text


def _word_in_latin(match: re.Match[str]) -> str:
    word = match.group()
    return word.translate(LATIN_FOR) if OTHER.search(word) and LATIN.search(word) else word
