"""The texts of the world that have earlier versions, and who sees them and brings one back: part of the table."""

from kit.editing.sections import section_version
from kit.models import Revision, subject_of
from pages.earlier.texts import BY_SLUG

# What has the text of each kind, by the name of the row in the world.
ROWS = {
    "case": "case",
    "notes": "discussion",
    "minutes": "held",
    "minutes-of-case": "part_of_minutes",
    "write-up": "draft_of_write_up",
    "issue": "raw_issue",
    "reply": "reply",
    "outcome": "outcome",
    "next-step": "step",
    "later-look": "look",
    "question": "question",
    "answer": "answered",
    "evidence-on-case": "attached",
    "publication": "evidence",
    "newsletter-entry": "entry",
    "site-update": "site_update",
    "ground-rules": "programme",
    "programme": "programme",
    "event": "to_come",
    "own-words": "own_words",
}

# Who is shown the page of each; the same people bring a version back, except for readers of a case.
SHOWN = {
    #                   an me el pr fa fe br te ad co ce su st
    "case":            "L + . + + . + + . . . . .",
    "notes":           "L x . x + . x x . . . . .",
    "minutes":         "L x . x + . x x . . . . .",
    "minutes-of-case": "L x . x + . x x . . . . .",
    "write-up":        "L x . x + . x x . . . . .",
    "issue":           "L x . x + . x x . . . . .",
    "reply":           "L x . x x . x x x + . . .",
    "outcome":         "L x . x x . x x x + . . .",
    "next-step":       "L x . x + . x x . . . . .",
    "later-look":      "L x . + + . x x . . . . .",
    "question":        "L + . x + . x x . . . . .",
    "answer":          "L x . x x . + x . . . . .",
    "evidence-on-case": "L x . x x . + x . . . . .",
    "publication":     "L x x x x x + x x . . . .",
    "newsletter-entry": "L . . . . . + x . . . . .",
    "site-update":     "L x . x + . x x x x . . .",
    "ground-rules":    "L x x x x x x + x x x . .",
    "programme":       "L x x x x x x + x x x . .",
    "event":           "L x x x x x x + x x x . .",
    "own-words":       "L + . x x . x x . . . . .",
}  # fmt: skip
BROUGHT_BACK = {kind: signs.replace("+", "r") for kind, signs in SHOWN.items()}  # without a base
BROUGHT_BACK["case"] = "L x . r r . x x . . . . ."
NO_SUCH_VERB = "m m m m m m m m m m m m m"


def of_text(kind: str):
    return lambda world: [kind, getattr(world, ROWS[kind]).pk]


def of_version(kind: str):
    """The oldest version of the text that is not the current one."""

    return lambda world: [kind, getattr(world, ROWS[kind]).pk, _oldest(world, kind).pk]


def opened_with(kind: str):
    """What the page sends with the button of that version."""
    return lambda world: {"base": _oldest(world, kind).base, "reason": "It was right before"}


def _oldest(world, kind: str):
    row = getattr(world, ROWS[kind])
    row = type(row)._base_manager.get(pk=row.pk)
    return [each for each in BY_SLUG[kind].versions_of(row) if each.can_come_back][-1]


VERSIONS = [
    *[("text_versions", kind, of_text(kind), signs, NO_SUCH_VERB) for kind, signs in SHOWN.items()],
    (
        "text_versions", "a case not presented", lambda w: ["case", w.offered.pk], "L . . + + . + . . . . . .",
        NO_SUCH_VERB,
    ),
    *[
        ("version_bring_back", kind, of_version(kind), NO_SUCH_VERB, signs)
        for kind, signs in BROUGHT_BACK.items()
    ],
]  # fmt: skip


def keep_earlier_versions(world) -> None:
    """Let each text of ROWS have said something else for a while, as if nobody of the world had written it."""
    for kind, name in ROWS.items():
        row = getattr(world, name)
        row.refresh_from_db()
        if kind == "ground-rules":
            world.programme.ground_rules.create(
                version=world.programme.ground_rules.first().version + 1, text="Be kind."
            )
            continue
        section = next(iter(BY_SLUG[kind].labels))
        last = section_version(row, section)
        for number, text in enumerate((f"As it was of {kind}", getattr(row, section)), start=last + 1):
            Revision.objects.create(subject=subject_of(row), section=section, version=number, text=text)
