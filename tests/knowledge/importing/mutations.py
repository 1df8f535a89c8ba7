"""Damaged files: each of a few exports, changed by chance as disks, editors and hostile people change them."""

import random

RIS = """TY  - JOUR
AU  - Smith, J.A.
AU  - van der Berg, B
AU  - Department of Health,
TI  - A <i>study</i> &amp; things
PY  - 2012/03/01/
T2  - Journal of Care
SP  - 77
EP  - 88
DO  - 10.1000/abc
SN  - 1234-5678
UR  - https://example.org/
AB  - Café a
  b
KW  - a
ER  -

"""
BIBTEX = r"""@string{jic = "Journal of " # "Care"}
@comment{x}
@article{k1,
 author = {Smith, J.A. and {{Department of Health}} and M{\"u}ller, K. and others},
 title = {{A study of \'etudes} and $\alpha_2$ \& things},
 journal=jic # " x", year={2012}, month=mar # "~15", number={2}, pages={77--88}, doi={10.1000/abc},
}
@book(b2, title="Q {"} x", editor={A B and C D}, isbn={9780306406157})
"""
PUBMED = """PMID- 123
OWN - NLM
TI  - A study of things
      and more.
FAU - Smith, John A
AU  - Smith JA
CN  - Group
DP  - 2012 Mar 1
LID - 10.1000/abc [doi]
PG  - 77-88
JT  - J of X
PT  - Journal Article

"""
CSL_JSON = r"""[{"type":"article-journal","title":"A \u00e9 \ud83d study","author":[{"family":"Smith","given":"J"},
{"literal":"X"}],"issued":{"date-parts":[[2012,3,1]]},"DOI":"10.1000/abc","volume":3},
{"id":1,"type":"book","title":["x"],"issued":{"raw":"2012"},"ISBN":["9780306406157"]}]"""
ENDNOTE = """<?xml version="1.0"?><xml><records><record><ref-type name="Journal Article">17</ref-type><contributors><authors>
<author><style face="normal">Smith, J.</style></author></authors></contributors><titles><title><style>A &amp; study</style>
</title><secondary-title>J</secondary-title></titles><dates><year><style>2012</style></year></dates></record></records></xml>"""
SEEDS = {"ris": RIS * 2, "bibtex": BIBTEX, "pubmed": PUBMED * 2, "csl-json": CSL_JSON, "endnote-xml": ENDNOTE}
PIECES = [
    *[
        b"{",
        b"}",
        b'"',
        b"\\",
        b"<",
        b">",
        b"[",
        b"]",
        b"(",
        b")",
        b"@",
        b"#",
        b"$",
        b"%",
        b"=",
        b",",
        b"-",
        b"  ",
    ],
    *[
        b"\0",
        b"\xff",
        b"\r",
        b"\n",
        b"\xef\xbb\xbf",
        b"\xff\xfe",
        b"\xe9",
        b"\\'",
        b"&#0;",
        b"&x;",
        b"and ",
        b"null",
    ],
    *[
        b"TY  - ",
        b"ER  - \n",
        b"PMID- 1\n",
        b"@string{a=a#a}",
        b"<record>",
        b"</record>",
        b"<!DOCTYPE a>",
        b"1e999",
    ],
    *[b"NaN", b"\\u0000", b"\\ud800", b"0000/00/00", b"9" * 22, "\u0660\u0661".encode(), "²³".encode()],
]


def mutated(text: str, chance: random.Random) -> bytes:
    """Return `text` with a few changes: bytes taken away, put in, repeated, replaced, or all after a place cut off."""
    data = bytearray(text.encode())
    for _ in range(chance.choice([1, 1, 2, 3, 5, 10, 30])):
        at, length = chance.randrange(len(data) + 1), chance.choice([1, 2, 5, 20, 100])
        match chance.randrange(7):
            case 0:
                del data[at : at + length]
            case 1:
                data[at:at] = chance.choice(PIECES)
            case 2:
                data[at:at] = chance.choice(PIECES) * chance.choice([2, 50, 3000])
            case 3:
                data[at:at] = data[chance.randrange(len(data) + 1) :][:length]
            case 4 if data:
                data[min(at, len(data) - 1)] = chance.randrange(256)
            case 5:
                del data[at:]
            case _:
                data[at:at] = data[max(0, at - length) : at] * chance.choice([2, 20])
    return bytes(data)
