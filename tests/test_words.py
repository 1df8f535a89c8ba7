"""Words on screen are those of the glossary: phrases that were ours alone stay out of pages, mails, forms and messages."""

import ast
import re
from pathlib import Path

import pytest

HOUSE = Path(__file__).resolve().parent.parent
APPS = (
    "cases",
    "demonstration",
    "kit",
    "knowledge",
    "meetings",
    "members",
    "newsletter",
    "pages",
    "sites_app",
)

# What was said, as a regular expression, and what is said instead (docs/glossary.md).
INSTEAD = {
    r"\bthe gate\b|put (it|them|\w+ words|\w+ one) forward|put forward\b": "send for checking, check",
    r"texts? to clear|\bclear(ed|s|ing)? (it|this|the|a|what|by|for|exactly|\w+ words)\b|to be cleared|being cleared": "check, approve",
    r"\bsa(y|id) yes\b|\btheir yes\b|\byour yes\b|presenter’s yes|\btake (it|them|the yes) back\b|taken back": "agree, withdraw",
    r"monthly letter|send me the letter|the letter is yours|leave the letter": "newsletter, subscribe, unsubscribe",
    r"\b(this|the|a|no|whose) letters?\b(?! (by|of the|in))": "newsletter, issue, e-mail",
    r"keep (everything|these|this (name|password)|my answer|their answer|who came)": "save",
    r"leave (it|them) as (it is|it was|they are|they were)|leave it (off|out|to the figures)|\bnot now\b": "cancel",
    r"to mend\b|\bmend (it|what|the)\b": "there is a problem, correct",
    r"(not )?yours to do|for somebody else to do": "you do not have permission to do this",
    r"\b(came|comes?) back (by|at|on|once)\b|come home|\bto come back\b": "feedback given, due, awaiting feedback",
    r"hear back": "feedback due, awaiting feedback",
    r"\bno word\b|who is sorry|said sorry|someone comes for (me|you)|comes? for you": "absent, apologies, in my place",
    r"who does not keep to them|keeps? to them|keeps? to the ground rules": "agrees to the ground rules",
    r"on the stairs": "what should people remember",
    r"only answer that isn|bet on": "any of these answers helps; confident of",
    r"\bledger\b": "all issues",
    r"round the tables?|on the table\b|at (your|the|each|one) table": "in the group, cases, by role",
    r"jigsaw": "could anyone be identified",
    r"general words|general form|(in|as (it was )?put in) the room’s? words": "anonymous version, as first written",
    r"\bchallenging\b|something that worked": "difficult case, good practice",
    r"does it touch|it touches\b|what it touches": "needs",
    r"ill or poor enough": "does not meet the threshold",
    r"go(es)? gently|people are frank|quarter of an hour": "leave it out; recommended reading",
    r"put itself together|put together on|takes? in what|taking in anew|in the making": "drafted automatically, refresh, draft",
    r"the room and the house|be written to\b|yes to mail": "room and building, receive e-mails",
    r"signing in safely|codes on paper|\bit is me\b|is it you\b": "two-step verification, backup codes, confirm",
    r"how it goes\b|(what )?came of (it|them|those|earlier)": "how it works, outcome",
    r"who is in the room": "membership by role",
    r"\bits numbers\b|open (a|the|the first) site\b": "settings, add a site",
    r"by hand\b(?! and| what| on)": "override status",
    r"words out\b": "permanently remove text",
    r"call(ed)? (it |the meeting )?off\b": "cancel, cancelled",
    r"\bbe (ruth|tom|\{\{)": "sign in as",
    r"\btold at\b|not told|\bto tell the\b|things? to tell": "reported",
    r"like to see you": "would welcome a visit",
    r"fill(ed)? in (the|it|a) (case|template)|fill it in": "complete the case",
    r"brings? a case|who brings|brought (a|by|it|this)|case to bring": "present, presenter",
    r"\banew\b|\bmeanwhile\b|all the same\b": "again, plain words",
    r"writ(e|ten) (it )?down\b(?!,? and keep)": "save, record, recorded",
    r"stands? (here|there|below|beside|with|in (the|its))": "is, is shown",
    r"on (its|their) way to (you|\{)": "has been sent",
    r"say (why|so|whose|where|it) (in a line|in a few words|kindly)|in a line[,:]": "give the reason, enter",
}
FORBIDDEN = {re.compile(said, re.IGNORECASE): instead for said, instead in INSTEAD.items()}
# Sentences that stand all the same, each with its reason.
ALLOWED = {
    "Print them or write them down, and keep them somewhere safe.",  # backup codes, literally on paper
}


def in_templates() -> list[tuple[str, str]]:
    """Every template, without comments and code: where it is and what it says."""
    found = []
    for path in sorted((HOUSE / "templates").rglob("*")):
        if path.suffix in {".html", ".txt"}:
            unseen = r"\{% comment %\}.*?\{% endcomment %\}|\{% (?!include).*?%\}|\bname=\"[^\"]*\""
            text = re.sub(unseen, "", path.read_text(), flags=re.S)
            found.append((str(path.relative_to(HOUSE)), text))
    return found


def in_code() -> list[tuple[str, str]]:
    """Every string in the code of the apps that has a blank in it and is no docstring."""
    found = []
    for path in sorted(each for app in APPS for each in (HOUSE / app).rglob("*.py")):
        tree = ast.parse(path.read_text())
        docstrings = {
            id(node.body[0].value)
            for node in ast.walk(tree)
            if isinstance(node, ast.Module | ast.ClassDef | ast.FunctionDef)
            and node.body
            and isinstance(node.body[0], ast.Expr)
        }
        found += [
            (f"{path.relative_to(HOUSE)}:{node.lineno}", node.value)
            for node in ast.walk(tree)
            if isinstance(node, ast.Constant)
            and isinstance(node.value, str)
            and " " in node.value.strip()
            and id(node) not in docstrings
        ]
    return found


def in_scripts() -> list[tuple[str, str]]:
    """Every script of ours, without its comments."""
    return [
        (str(path.relative_to(HOUSE)), re.sub(r"^\s*//.*$|\s// .*$", "", path.read_text(), flags=re.M))
        for path in sorted((HOUSE / "static" / "js").glob("*.js"))
    ]


@pytest.mark.parametrize("read", [in_templates, in_code, in_scripts])
def test_nothing_is_said_in_words_of_our_own(read):
    texts = read()
    assert texts

    wrong = [
        f"{where}: “{match[0]}”; say: {instead}"
        for where, text in texts
        for said, instead in FORBIDDEN.items()
        for match in said.finditer(text)
        if not any(sentence in text for sentence in ALLOWED if match[0].lower() in sentence.lower())
    ]

    assert wrong == []


def test_a_phrase_of_our_own_would_be_found():
    assert any(said.search("Get the monthly letter") for said in FORBIDDEN)
    assert any(said.search("One thing to mend") for said in FORBIDDEN)
    assert not any(said.search("There is a problem") for said in FORBIDDEN)
