"""What has ended is told in the past: no template says "since" of something that ends."""

import re
from pathlib import Path

TEMPLATES = Path(__file__).resolve().parent.parent.parent / "templates"
SINCE = re.compile(r"\bsince\s+\{\{\s*([\w.]+)\|(?:day|weekday)", re.IGNORECASE)
LASTING = {  # what has no end that is known, or is over on the page itself
    "state.since": "each state of a site, in the list of all of them",
    "ground_rules.since": "a version of the ground rules",
    "step.returns.at.starts_at": "feedback that is due",
    "role.since": "a role that is about to be ended",
    "facilitation.started_on": "who facilitates now",
    "waiting.text.publication.published_at": "what waits for a reply",
    "issue.text.publication.published_at": "what is shared now",
    "override.since": "a status that holds from a day on",
    "member.joined_on": "the certificate, which says until when beside it",
    "each.notice.since": "who is being waited for now",
    "notice.since": "what waits for somebody now",
    "thing.since": "what is late now",
    "issue.shared_at": "issues that nobody has answered yet",
    "waiting.shared_at": "the issue that has waited longest",
    "each.0": "the certificate, which says until when beside it",
}


def test_since_is_said_by_the_filter_that_knows_the_end():
    said = {
        name: str(path.relative_to(TEMPLATES))
        for path in TEMPLATES.rglob("*.html")
        for name in SINCE.findall(path.read_text())
    }

    assert {name: path for name, path in said.items() if name not in LASTING} == {}, (
        "Write {{ start|since:end }} instead"
    )
