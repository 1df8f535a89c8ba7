"""LaTeX in BibTeX, to plain text: letters and signs as pylatexenc knows them, one command at a time, so that no nesting matters."""

import functools
import re

from pylatexenc.latex2text import LatexNodes2Text

NESTED_ACCENT = re.compile(
    r"\{(\\[`'^\"~=.uvHtcdbkr]\s{0,3}(?:\{\\?[A-Za-z]{1,2}\s?\}|\\[ij](?![A-Za-z])|[A-Za-z]))\}"
)
COMMAND = re.compile(
    r"\\[`'^\"~=.]\s{0,3}(?:\{\\?[A-Za-z]{1,2}\s?\}|\\[ij](?![A-Za-z])(?:\s{0,3}\{\})?|[A-Za-z])"  # \'{e}, \"\i, \~n
    r"|\\[uvHtcdbkr](?:\s{0,3}\{\\?[A-Za-z]{1,2}\s?\}|\s{1,3}[A-Za-z](?![A-Za-z]))"  # \v{c}, \c c
    r"|\\[A-Za-z]{1,40}(?:\s{1,3}(?=\S)|\{\}|(?![A-Za-z]))"  # \ss, \textendash{}
    r"|\\[^A-Za-z](?:\{\})?"  # \&, \~{}
)
MATHS = re.compile(r"(?<!\\)\$([^$\n]{1,200})(?<!\\)\$")
IN_MATHS = re.compile(r"[\\^_{}]|^[A-Za-z0-9=<>+\-]{1,3}$|^\s{0,3}[<>=]")
HREF = re.compile(r"\\href\s{0,3}\{[^{}]{0,2000}\}")
NAME = re.compile(r"\\([A-Za-z]{1,40}|[^A-Za-z])")
FORMATS = frozenset(
    """
    textit textbf emph textsc textrm textsf texttt textup textmd textnormal textsl text mbox hbox ensuremath underline
    textsuperscript textsubscript it bf em sc rm sf tt sl itshape bfseries scshape uppercase MakeUppercase lowercase url
    path enquote footnotesize small large Large mathrm mathbf mathit mathsf mathcal mathbb protect relax noopsort
    bibinfo bibnamefont bibfnamefont href left right displaystyle textstyle limits nolimits nocite cite natexlab
    """.split()
)
KEPT = {
    "\\{": "\ue000",
    "\\}": "\ue001",
    "\\textbackslash": "\\",
    "\\~": "\ue002",
    "\\textasciitilde": "\ue002",
    "\\^": "^",
    "\\textasciicircum": "^",
    "\\copyright": "©",
    "\\-": "",
    "\\/": "",
    "\\\\": " ",
    "\\@": "",
    "\\LaTeX": "LaTeX",
    "\\TeX": "TeX",
    "\\#": "#",
    "\\_": "_",
    "\\$": "\ue003",
    "\\textquotesingle": "'",
    "\\textquotedbl": '"',
    "\\textless": "<",
    "\\textgreater": ">",
    "\\textbar": "|",
    "\\textunderscore": "_",
    "\\textbraceleft": "\ue000",
    "\\textbraceright": "\ue001",
    "\\textdollar": "\ue003",
    "\\par": " ",
    "\\newline": " ",
    "\\slash": "/",
}
BACK = str.maketrans({"\ue000": "{", "\ue001": "}", "\ue002": "~", "\ue003": "$", "{": "", "}": "", "~": " "})
SIGNS = [("---", "—"), ("--", "–"), ("``", "“"), ("''", "”")]
READER = LatexNodes2Text(math_mode="text", strict_latex_spaces=False)


def without_latex(text: str) -> str:
    """Return `text` with its LaTeX as plain characters: accents, signs, dashes and quotes; without its braces.

    A command that is not known stays as it is.
    """
    if "$" in text:
        text = MATHS.sub(_maths, text)
    if "\\" in text:
        text = NESTED_ACCENT.sub(r"\1{}", HREF.sub("", text))
        text = COMMAND.sub(_letter, text)
    for sign, letter in SIGNS:
        text = text.replace(sign, letter)
    return text.translate(BACK)


def unescaped(text: str) -> str:
    """Return an address or identifier without LaTeX's escapes; nothing else in it is LaTeX."""
    for escaped, sign in (
        ("\\textasciitilde{}", "~"),
        ("\\textasciitilde", "~"),
        ("{\\_}", "_"),
        ("\\~{}", "~"),
        ("{~}", "~"),
        *((f"\\{sign}", sign) for sign in "_%&#~$"),
    ):
        text = text.replace(escaped, sign)
    return text.replace("\\url", "").replace("{", "").replace("}", "").strip()


def _letter(command: re.Match) -> str:
    return _of_a_command(command[0])


@functools.lru_cache(maxsize=4096)
def _of_a_command(command: str) -> str:
    bare = command.removesuffix("{}").rstrip() or "\\ "
    name = bare.removeprefix("\\")
    if bare in KEPT:
        return KEPT[bare]
    if name in FORMATS:
        return ""
    if len(bare) == 1 or name.isspace():
        return " "
    named = NAME.match(bare)
    if named and not READER.latex_context.get_macro_spec(named[1]):
        return command  # pylatexenc takes a thousand times as long to say so
    return READER.latex_to_text(bare).replace("\xad", "") or command


def _maths(formula: re.Match) -> str:
    """Formulas as text; an amount such as $5 is none."""
    inside = formula[1]
    if not IN_MATHS.search(inside):
        return formula[0]
    return inside.replace("^", "").replace("_", "") + "{}"
