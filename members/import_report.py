"""The report of an import: how many were added, who was not and why, and who was mailed. Pure."""

from collections import Counter
from collections.abc import Iterable

OUTCOMES = {
    "added": "Added",
    "here": "Already a member",
    "double": "May be a member already, not added",
    "refused": "Not added",
}
MAIL = {
    "invited": "Invitation sent",
    "no address": "No e-mail address",
    "not agreed": "Has not agreed to receive e-mails",
    "not asked": "Not invited yet",
    "": "",
}


def tabs(counts: dict[str, int], *, added: str) -> list[tuple[str, str, int]]:
    """Return the ways to show the rows: the key, the words, and how many there are. Ways without rows are left out."""
    words = {
        "added": added,
        "here": "Members already",
        "double": "Perhaps members already",
        "refused": "Not added",
    }
    total = sum(counts[outcome] for outcome in OUTCOMES)
    ways = [(key, words[key], counts[key]) for key in OUTCOMES] + [
        ("remarks", "With remarks", counts["remarks"])
    ]
    return [("", "All", total), *(way for way in ways if way[2])]


class Report:
    """The report of one import, from the entries that MemberUpload keeps."""

    def __init__(self, entries: Iterable[dict]):
        self.entries = list(entries)

    @property
    def counts(self) -> dict[str, int]:
        """Return how many rows have each outcome, and on how many there are remarks."""
        counts = Counter(entry["outcome"] for entry in self.entries)
        each = {outcome: counts[outcome] for outcome in OUTCOMES}
        return each | {"remarks": sum(bool(entry.get("remarks")) for entry in self.entries)}

    @property
    def mailed(self) -> list[tuple[int, str]]:
        """Return how many of those who were added were mailed, and how many were not for which reason."""
        counts = Counter(entry.get("mail", "") for entry in self.entries if entry["outcome"] == "added")
        return [(counts[key], key) for key in MAIL if key and counts[key]]

    def rows(self, shown: str = "") -> list[dict]:
        """Return the entries with one outcome, those with remarks, or all."""
        if shown == "remarks":
            found = [entry for entry in self.entries if entry.get("remarks")]
        else:
            found = [entry for entry in self.entries if shown not in OUTCOMES or entry["outcome"] == shown]
        return [entry | {"mail_in_words": MAIL.get(entry.get("mail", ""), "")} for entry in found]

    def table(self) -> list[list]:
        """Return the report as rows of a table, with headings."""
        return [
            ["Row", "Name", "Result", "Why", "What was not taken as written", "E-mail"],
            *(
                [row["row"], row["name"], OUTCOMES.get(row["outcome"], row["outcome"]), row["why"], " ".join(row.get("remarks", ())), row["mail_in_words"]]
                for row in self.rows()
            ),
        ]  # fmt: skip
